"""From the statement of a surface to SymPy, with bounds on what a user's text may cost."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from symopt.errors import InvalidExpression, InvalidValue, shorten
from symopt.formula import Call, Formula, Name, Power
from symopt.problems.problem import as_box, as_start
from symopt.problems.surface import Surface
from symopt.steps import read_expression, trace

CONSTANTS = ("e", "pi")
FUNCTIONS = ("sqrt", "sign", "exp", "log", "sin", "cos", "tanh", "maximum", "minimum", "where")
NAME = re.compile(r"[A-Za-z](_?[A-Za-z0-9]+)*_?")
MAX_NAME = 30
MAX_VARIABLES = 20
MAX_NESTED = 6  # functions of functions
MAX_EXPONENT = 1_000
LARGEST = 10**300
MAX_OPERATIONS = 4_000  # of a derivative


def formula_of(source: Callable[..., Any] | str) -> Formula:
    """Return the formula that a function returns or a text states, assignments put in."""
    if isinstance(source, str):
        return read_expression(source)
    traced = trace(source)
    if len(traced.returns) != 1:
        raise InvalidExpression(f"{traced.name}: a surface returns one value")
    known: dict[str, Formula] = {}
    for step in traced.steps:
        known[step.name] = step.formula.map_names(lambda name: known.get(name.name, name))
    return traced.returns[0].map_names(lambda name: known.get(name.name, name))


def to_expression(formula: Formula, variables: Sequence[str]) -> Any:
    """Return a formula as a SymPy expression that is finite, real and of moderate size.

    Raises
    ------
    InvalidExpression
        It is not.
    """
    import sympy

    constants = {"pi": sympy.pi, "e": sympy.E}
    allowed = {name: value for name, value in constants.items() if name not in variables}
    try:
        # From the leaves up: SymPy would compute the constant that a node makes, and a tower
        # such as exp(exp(exp(100))) has more digits than there is memory.
        for node in reversed(list(formula.walk())):
            if isinstance(node, Power):
                base, exponent = (part.sympy(allowed) for part in (node.base, node.exponent))
                _check_power(base, exponent)
            elif isinstance(node, Call) and node.function == "exp":
                _check_power(sympy.E, node.arguments[0].sympy(allowed))
        expression = formula.sympy(allowed)
    except (TypeError, ValueError, RecursionError, ArithmeticError) as error:
        raise InvalidExpression(f"no such function of real numbers: {_first_line(error)}") from None
    if not isinstance(expression, sympy.Expr):
        raise InvalidExpression(f"{shorten(formula.text())} is a condition, not a value")
    if expression.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan, sympy.I):
        raise InvalidExpression(f"{shorten(formula.text())} is not a real number anywhere")
    for number in expression.atoms(sympy.Rational):
        if abs(number) > LARGEST:
            raise InvalidExpression("a number in it is too large")
    for power in expression.atoms(sympy.Pow):
        _check_power(power.base, power.exp)
    return expression


def _check_power(base: Any, exponent: Any) -> None:
    if exponent.is_Number and abs(exponent) > MAX_EXPONENT and not base.is_number:
        raise InvalidExpression(f"an exponent in it is above {MAX_EXPONENT}")
    if base.is_number and exponent.is_number and base.is_positive:
        height, growth = float(exponent), math.log(max(float(base), 1e-300))
        if abs(height * growth) > math.log(LARGEST):
            raise InvalidExpression("a number in it is too large")


def derivative(expression: Any, variable: Any) -> Any:
    """Return the derivative almost everywhere; at a kink, the mean of both sides.

    Raises
    ------
    InvalidExpression
        There is no derivative in terms of the vocabulary, or it is too large.
    """
    import sympy

    result = sympy.diff(expression, variable)
    # Jumps have slope zero but at single points, which no descent can use.
    result = result.replace(sympy.DiracDelta, lambda *_: sympy.Integer(0))
    result = result.replace(
        sympy.Heaviside, lambda argument, *_: (1 + sympy.sign(argument)) / sympy.Integer(2)
    )
    if result.has(sympy.Derivative, sympy.Subs):
        raise InvalidExpression(f"no derivative with respect to {variable}")
    if sympy.count_ops(result) > MAX_OPERATIONS:
        raise InvalidExpression("the expression is too large to differentiate")
    return result


def surface_from_text(
    text: str,
    *,
    box: Sequence[Sequence[float]] | None,
    start: Sequence[float] | None,
    name: str | None,
    variables: Sequence[str] | None,
) -> Surface:
    """Make a surface from the text of an expression (see `Surface.from_expr`)."""
    from symopt.problems.calculus import window

    if not isinstance(text, str):
        raise InvalidExpression(f"expected the text of an expression, got {type(text).__name__}")
    flat = " ".join(text.split())
    try:
        names = _variables(read_expression(text), variables)
        size = len(names)
        unplaced = Surface(
            name=flat if name is None else name,
            summary=f"The expression {shorten(flat)}.",
            variables=names,
            box=((-1.0, 1.0),) * size if box is None else as_box(box, names),
            starts=((0.0,) * size if start is None else as_start(start, names),),
            source=text,
        )
        # Both are made now, so that a text that cannot be used is refused here, in one line.
        _ = unplaced._loss, unplaced._gradient
        return window.place(unplaced, box=box is None, start=start is None)
    except InvalidExpression as error:
        shown, message = f'"{shorten(flat)}"', str(error)
        told = message.startswith(shown)
        raise InvalidExpression(message if told else f"{shown}: {message}") from None


def _variables(formula: Formula, given: Sequence[str] | None) -> tuple[str, ...]:
    for node in formula.walk():
        if isinstance(node, Call) and node.function not in FUNCTIONS:
            raise InvalidExpression(f'"{node.function}" has no use on a surface')
        if isinstance(node, Name) and node.index is not None:
            raise InvalidExpression("a variable has no index here")
    if _nested(formula) > MAX_NESTED:
        raise InvalidExpression(f"functions nested more than {MAX_NESTED} deep")
    found = tuple(sorted((n for n in formula.names() if n not in CONSTANTS), key=_alphabetical))
    for name in found:
        if len(name) > MAX_NAME or not NAME.fullmatch(name):
            raise InvalidExpression(f'"{shorten(name)}" is not a name of a variable')
    if given is not None:
        missing = sorted(set(found) - set(given))
        if missing or len(set(given)) != len(given):
            raise InvalidValue(f"variables: expected {', '.join(found)} once each, got {given}")
        return tuple(given)
    if not found:
        raise InvalidExpression("there is no variable in it")
    if len(found) > MAX_VARIABLES:
        raise InvalidExpression(f"it has {len(found)} variables; at most {MAX_VARIABLES} are read")
    return found


def _alphabetical(name: str) -> list[tuple[str, int]]:
    """A key by which x2 comes before x10."""
    return [(word, int(digits or -1)) for word, digits in re.findall(r"(\D*)(\d*)", name)]


def _nested(formula: Formula) -> int:
    """How deep functions, and powers with a variable exponent, are nested."""
    below = max(map(_nested, formula.children()), default=0)
    varying = isinstance(formula, Power) and bool(formula.exponent.names())
    return below + (isinstance(formula, Call) or varying)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
