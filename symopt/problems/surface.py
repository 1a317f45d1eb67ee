"""Loss surfaces: a formula in named variables, and what follows from it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidExpression, InvalidValue
from symopt.problems.problem import BaseProblem, Box, Point, Theta, as_box, as_start, is_exact
from symopt.references import Reference, reference

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

    from symopt.formula import Formula
    from symopt.problems.calculus.critical import CriticalPoint, CriticalPoints
    from symopt.problems.calculus.numeric import Numeric


@dataclass(frozen=True, eq=False, repr=False)
class Surface(BaseProblem):
    """A function of one or more real variables, to descend on.

    Gradient, Hessian and critical points are derived from the formula by SymPy when they are
    first asked for. Points may be floats (the result is floats, nan where undefined), or
    fractions or SymPy expressions (the result is exact).

    Examples
    --------
    >>> from symopt.problems import get
    >>> saddle = get("saddle")
    >>> saddle.loss((3, 1))
    8.0
    >>> saddle.gradient((3, 1))
    array([ 6., -2.])
    >>> [(point.kind, point.point) for point in saddle.critical_points]
    [('saddle', (0, 0))]
    """

    name: str
    summary: str
    variables: tuple[str, ...]
    box: Box
    """The part worth drawing: (low, high) for each variable."""
    starts: tuple[Point, ...]
    """Good starts; the first is the default."""
    source: Callable[..., Any] | str
    """The plain function of the variables, or the text of an expression."""
    given_levels: tuple[float, ...] | None = None
    cite: str | None = None
    module: str | None = None

    @classmethod
    def from_expr(
        cls,
        text: str,
        box: Sequence[Sequence[float]] | None = None,
        start: Sequence[float] | None = None,
        name: str | None = None,
        variables: Sequence[str] | None = None,
    ) -> Surface:
        """Make a surface from the text of an expression; it is parsed, never evaluated.

        Parameters
        ----------
        text : str
            Such as ``"x**2 - y**2"``; ``^`` is a power too, ``pi`` and ``e`` are the constants.
        box : sequence of (low, high), optional
            The part worth drawing; by default it holds what is near the origin, critical points
            included.
        start : sequence of float, optional
            Where a run begins; by default a point of the box that is not critical.
        name : str, optional
            By default the text itself.
        variables : sequence of str, optional
            The order of the variables; alphabetical by default. It may name some that do not
            occur.

        Raises
        ------
        InvalidExpression
            The text is not mathematics, or is too large.

        Examples
        --------
        >>> Surface.from_expr("x**2 + y**4", start=(1, 1)).gradient((1, 1))
        array([2., 4.])
        """
        from symopt.problems.calculus.expression import surface_from_text

        return surface_from_text(text, box=box, start=start, name=name, variables=variables)

    @property
    def start(self) -> Point:
        """Where a run begins unless told otherwise."""
        return self.starts[0]

    @property
    def reference(self) -> Reference | None:
        """The source of the formula, where it is from the literature."""
        return reference(self.cite) if self.cite else None

    @cached_property
    def formula(self) -> Formula:
        """The formula in the author's order of terms."""
        from symopt.problems.calculus.expression import formula_of

        return formula_of(self.source)

    @cached_property
    def symbols(self) -> tuple[Any, ...]:
        """The variables as real SymPy symbols."""
        from symopt.formula import symbol

        return tuple(symbol(name) for name in self.variables)

    @cached_property
    def expr(self) -> Any:
        """The SymPy expression."""
        from symopt.problems.calculus.expression import to_expression

        return to_expression(self.formula, self.variables)

    @cached_property
    def gradient_expr(self) -> tuple[Any, ...]:
        """The partial derivatives as SymPy expressions."""
        from symopt.problems.calculus.expression import derivative

        return tuple(derivative(self.expr, variable) for variable in self.symbols)

    @cached_property
    def hessian_expr(self) -> tuple[tuple[Any, ...], ...]:
        """The second derivatives as SymPy expressions, row by row."""
        from symopt.problems.calculus.expression import derivative

        return tuple(
            tuple(derivative(partial, variable) for variable in self.symbols)
            for partial in self.gradient_expr
        )

    @cached_property
    def _loss(self) -> Numeric:
        from symopt.problems.calculus.numeric import Numeric

        return Numeric(self.symbols, [self.expr])

    @cached_property
    def _gradient(self) -> Numeric:
        from symopt.problems.calculus.numeric import Numeric

        return Numeric(self.symbols, self.gradient_expr)

    @cached_property
    def _hessian(self) -> Numeric:
        from symopt.problems.calculus.numeric import Numeric

        return Numeric(self.symbols, [entry for row in self.hessian_expr for entry in row])

    def loss(self, theta: Theta) -> Any:
        """Return the value at a point: a float, or exact at a point of fractions or symbols."""
        if is_exact(theta):
            return self._exactly([self.expr], theta)[0]
        return self._loss.at(self._floats(theta))[0]

    def gradient(self, theta: Theta, t: int = 1) -> np.ndarray:
        """Return the gradient at a point, the same at every step t."""
        import numpy as np

        if is_exact(theta):
            return np.array(self._exactly(self.gradient_expr, theta), dtype=object)
        return np.array(self._gradient.at(self._floats(theta)))

    def gradient_exact(self, point: Sequence[Any]) -> tuple[Any, ...]:
        """Return the exact gradient at a point of integers, fractions or SymPy expressions.

        Raises
        ------
        InvalidValue
            It is not a fraction there.

        Examples
        --------
        >>> from fractions import Fraction
        >>> from symopt.problems import get
        >>> get("ravine").gradient_exact((Fraction(1, 3), 1))
        (Fraction(1, 30), Fraction(2, 1))
        """
        return tuple(self._exactly(self.gradient_expr, point))

    def hessian(self, theta: Theta) -> np.ndarray:
        """Return the matrix of second derivatives at a point."""
        import numpy as np

        size = len(self.variables)
        return np.array(self._hessian.at(self._floats(theta))).reshape(size, size)

    def values(self, *coordinates: ArrayLike) -> np.ndarray:
        """Return the loss at every element of coordinate arrays, such as those of a mesh.

        Examples
        --------
        >>> from symopt.problems import get
        >>> get("bowl").values([0, 1, 2], [0, 0, 1])
        array([0., 1., 5.])
        """
        return self._over(self._loss, coordinates)[0]

    def gradients(self, *coordinates: ArrayLike) -> np.ndarray:
        """Return the gradient at every element of coordinate arrays, its d parts first.

        Examples
        --------
        >>> from symopt.problems import get
        >>> get("bowl").gradients([0, 1, 2], [0, 0, 1])
        array([[0., 2., 4.],
               [0., 0., 2.]])
        """
        import numpy as np

        return np.stack(self._over(self._gradient, coordinates))

    def _over(self, numeric: Numeric, coordinates: Sequence[ArrayLike]) -> tuple[np.ndarray, ...]:
        import numpy as np

        if len(coordinates) != len(self.variables):
            raise InvalidValue(
                f"{self.name}: expected {len(self.variables)} arrays, got {len(coordinates)}"
            )
        return numeric.over(np.broadcast_arrays(*(np.asarray(c, float) for c in coordinates)))

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """Values whose contours show the shape; empty unless there are two variables."""
        if self.given_levels is not None:
            return self.given_levels
        from symopt.problems.calculus.window import default_levels

        return default_levels(self)

    @cached_property
    def critical_points(self) -> CriticalPoints:
        """Where the gradient vanishes, with what the Hessian's exact signs say of each."""
        from symopt.problems.calculus.critical import find_critical_points

        return find_critical_points(self)

    @cached_property
    def minimum(self) -> Point | None:
        """The lowest of the minima found, as floats; None where there is none."""
        minima = [point for point in self.critical_points if point.kind == "minimum"]
        return min(minima, key=_height).floats if minima else None

    def _floats(self, theta: Any) -> list[float]:
        coordinates = [float(value) for value in theta]
        if len(coordinates) != len(self.variables):
            raise InvalidValue(
                f"{self.name}: expected {len(self.variables)} coordinates "
                f"({', '.join(self.variables)}), got {len(coordinates)}"
            )
        return coordinates

    def _exactly(self, expressions: Sequence[Any], point: Any) -> list[Any]:
        from symopt.problems.calculus.numeric import exactly

        return exactly(expressions, self.symbols, list(point))

    def __call__(self, *coordinates: Any) -> Any:
        """Return the plain function's value; an expression has none, so its loss."""
        return self.loss(coordinates) if isinstance(self.source, str) else self.source(*coordinates)

    def __repr__(self) -> str:
        return f"Surface({self.name!r}: {', '.join(self.variables)})"

    def __reduce__(self) -> tuple[Any, ...]:
        # What lambdify makes cannot be pickled, and a decorated function is not found under its
        # own name; both are made again from where the surface was stated.
        if isinstance(self.source, str):
            return _unpickle_text, (self.source, self.box, self.starts, self.name, self.variables)
        return _unpickle_named, (self.source.__module__, self.source.__qualname__)


def _height(point: CriticalPoint) -> float:
    return float(point.value)


def _unpickle_text(text: str, box: Box, starts: Any, name: str, variables: Any) -> Surface:
    return Surface.from_expr(text, box=box, start=starts[0], name=name, variables=variables)


def _unpickle_named(module: str, attribute: str) -> Surface:
    return getattr(importlib.import_module(module), attribute)


def surface(
    *,
    box: Sequence[Sequence[float]],
    starts: Sequence[Sequence[float]],
    levels: Sequence[float] | None = None,
    cite: str | None = None,
) -> Callable[[Callable[..., Any]], Surface]:
    """Turn a plain function of the variables into a `Surface`.

    Parameters
    ----------
    box : sequence of (low, high)
        The part worth drawing.
    starts : sequence of points
        Good starts; the first is the default.
    levels : sequence of float, optional
        Contour levels; computed from the values on the box by default.
    cite : str, optional
        Key of the source that the formula is from.

    Examples
    --------
    >>> @surface(box=((-2, 2), (-2, 2)), starts=((1, 1),))
    ... def cross(x, y):
    ...     \"\"\"A product of two variables.\"\"\"
    ...     return x*y
    >>> cross.name, cross.start
    ('cross', (1.0, 1.0))
    """

    def decorate(function: Callable[..., Any]) -> Surface:
        code = function.__code__
        variables = code.co_varnames[: code.co_argcount]
        document = (function.__doc__ or "").strip()
        if not variables or not document or not starts:
            raise InvalidExpression(
                f"{function.__name__}: a surface needs variables, a docstring and a start"
            )
        return Surface(
            name=function.__name__.replace("_", "-"),
            summary=document.splitlines()[0].strip(),
            variables=variables,
            box=as_box(box, variables),
            starts=tuple(as_start(start, variables) for start in starts),
            source=function,
            given_levels=None if levels is None else tuple(sorted(float(v) for v in levels)),
            cite=cite,
            module=function.__module__,
        )

    return decorate
