"""From the statement of a surface to SymPy, with bounds on what a user's text may cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symopt.errors import InvalidExpression, InvalidValue, shorten
from symopt.formula import Call, Formula, Name
from symopt.problems.problem import as_box, as_start
from symopt.problems.surface import Surface
from symopt.steps import read_expression, trace

CONSTANTS = ("e", "pi")
FUNCTIONS = ("sqrt", "sign", "exp", "log", "sin", "cos", "tanh", "maximum", "minimum", "where")
MAX_VARIABLES = 20
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
    """Return a formula as a SymPy expression that is finite, real and of the variables only."""
    import sympy

    constants = {"pi": sympy.pi, "e": sympy.E}
    allowed = {name: value for name, value in constants.items() if name not in variables}
    try:
        expression = formula.sympy(allowed)
    except (TypeError, ValueError, RecursionError, ArithmeticError) as error:
        raise InvalidExpression(f"no such function of real numbers: {_first_line(error)}") from None
    if not isinstance(expression, sympy.Expr):
        raise InvalidExpression(f"{shorten(formula.text())} is a condition, not a value")
    if expression.has(sympy.zoo, sympy.oo, -sympy.oo, sympy.nan, sympy.I):
        raise InvalidExpression(f"{shorten(formula.text())} is not a real number anywhere")
    return expression


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
        shown = f'"{shorten(flat)}": '
        message = str(error)
        raise InvalidExpression(message if message.startswith(shown) else shown + message) from None


def _variables(formula: Formula, given: Sequence[str] | None) -> tuple[str, ...]:
    for node in formula.walk():
        if isinstance(node, Call) and node.function not in FUNCTIONS:
            raise InvalidExpression(f'"{node.function}" has no use on a surface')
        if isinstance(node, Name) and node.index is not None:
            raise InvalidExpression("a variable has no index here")
    found = tuple(sorted(n for n in formula.names() if n not in CONSTANTS))
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


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
