"""Which call of an unknown function asks for the gradient."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symopt.formula import Call, Formula, Name
from symopt.notes.python.functions import words
from symopt.notes.python.substitution import rebuild
from symopt.steps import ARITY

# Functions that stand in formulas and are nobody's gradient.
KNOWN = frozenset(ARITY) | words(
    """
    len int round bool str range zip enumerate items keys values parameters item slice tuple dict
    shape size ndim dtype mod and or not in first total unknown mean sum max min ceil type any all
    isinstance hasattr norm list set sorted count first_step where
    """
)
_GRADIENT = re.compile(
    r"(?:^|[_.])(?:g|g_?t|d[A-Z]\w*|d_?[a-z]{1,2}\d?|df\w*|d_\w+|dx_\w+|f_?prime)$"
    r"|(?i:grad|deriv|jac|backward|backprop|nabla)"
)


def is_gradient(name: str) -> bool:
    """Whether a name is one that people give to a gradient (a tie-breaker, no more).

    Examples
    --------
    >>> [is_gradient(name) for name in ("dW", "compute_grads", "g", "decay", "loss")]
    [True, True, True, False, False]
    """
    return bool(_GRADIENT.search(name))


def unknown_calls(formula: Formula) -> list[Call]:
    """Return the calls of functions that are not mathematics."""
    return [
        part
        for part in formula.walk()
        if isinstance(part, Call) and part.function not in KNOWN and part.function != "grad"
    ]


def asked(call: Call, *choices: Iterable[str]) -> Call:
    """Return the question for a gradient: at which point a function is asked.

    Parameters
    ----------
    choices : iterables of str
        Names that the point may hold, the likeliest first: the first set that picks out one
        argument decides.
    """
    for each in choices:
        names = frozenset(each)
        points = [point for point in call.arguments if names & set(point.names())]
        if len(points) == 1:
            return Call("grad", (points[0],))
    return Call("grad", ())


def with_questions(
    formula: Formula,
    functions: frozenset[str],
    owners: frozenset[str],
    carried: frozenset[str],
    moving: Iterable[str],
) -> Formula:
    """Return a formula with the calls of some functions as questions for the gradient.

    A function of nothing that changes is a name: a rate, whatever it is made of.

    Parameters
    ----------
    owners : frozenset of str
        The carried names that the formula flows into.
    carried, moving : iterable of str
        All names carried from step to step, and all names that change in a step.
    """
    moving = frozenset(moving) | carried

    def change(part: Formula) -> Formula:
        match part:
            case Call(function="total", arguments=(Call(function="grad") as inner,)):
                return inner
            case Call(function="len", arguments=(Name(name=name),)) if name not in moving:
                return Name(f"len_{name}")
            case Call(function=function) if function in functions:
                return asked(part, owners, carried, moving)
            case Call(function=function) if (
                unknown_calls(part) and part != formula and not moving & set(part.names())
            ):
                return Name(function)
            case _:
                return part

    return rebuild(formula, change)
