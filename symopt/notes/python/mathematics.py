"""What a formula of a listing is made of: arithmetic, what is given, words of Python."""

from __future__ import annotations

from fractions import Fraction

from symopt.formula import Call, Formula, Name, Number, Product, Sum
from symopt.notes.python.gradients import unknown_calls
from symopt.steps import ARITY

_PLAIN = frozenset(ARITY) | {"item", "first"}


def is_given(formula: Formula, moving: set[str]) -> bool:
    """Whether a formula only names what is given in each step: a gradient, a batch."""
    whole = formula
    while isinstance(whole, Call) and whole.function in ("item", "total"):
        whole = whole.arguments[0]
    if not isinstance(whole, Call):
        return whole is not formula and isinstance(formula, Call) and formula.function == "total"
    if whole.function == "grad":
        return not whole.arguments or whole is not formula
    return bool(unknown_calls(whole)) and not moving & set(whole.names())


def is_arithmetic(formula: Formula) -> bool:
    """Whether a formula is made of the vocabulary only."""
    return all(not isinstance(part, Call) or part.function in _PLAIN for part in formula.walk())


def is_mathematics(formula: Formula) -> bool:
    """Whether nothing of Python is left in a formula that a formula cannot say."""
    for part in formula.walk():
        match part:
            case Name(name=name) if name.startswith(("'", '"')) or name in ("None",):
                return False
            case Call(function="tuple" | "dict" | "slice" | "in" | "total" | "unknown"):
                return False
            case _:
                pass
    return True


def at_zero(formula: Formula, place: Formula) -> Formula | None:
    """Return a sum without the terms that vanish with `place`."""
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    left = [
        term
        for term in terms
        if term != place and not (isinstance(term, Product) and place in term.factors)
    ]
    if any(part == place for term in left for part in term.walk()):
        return None
    return (
        unwrapped(Sum(tuple(left)) if len(left) > 1 else left[0]) if left else Number(Fraction(0))
    )


def unwrapped(formula: Formula) -> Formula:
    """Return a sum of one term as that term."""
    return formula.terms[0] if isinstance(formula, Sum) and len(formula.terms) == 1 else formula
