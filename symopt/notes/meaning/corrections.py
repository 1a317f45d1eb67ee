"""Lines that correct an average for where it starts, or mean to."""

from __future__ import annotations

from symopt.formula import Formula, Name, Negative, Number, Power, Quotient, Sum
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.spelling import corrected_stem


def corrects(target: Name, formula: Formula, state: str) -> bool:
    """Say whether a line looks like the correction of a state, whatever it is made of.

    It divides by 1 - beta^t, or is called after the state, as v_hat after v.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> wrong = read_expression("y/(1 - b**t)")
    >>> corrects(Name("c"), wrong, "v"), corrects(Name("v_hat"), Name("y"), "v")
    (True, True)
    >>> corrects(Name("c"), Name("y"), "v")
    False
    """
    stem = corrected_stem(target.name)
    return (bool(stem) and stem.casefold() == state.casefold()) or divides_by_weights(formula)


def divides_by_weights(formula: Formula) -> bool:
    """Say whether a formula is a fraction over 1 less a power that changes with the step."""
    return isinstance(formula, Quotient) and _weights(formula.bottom)


def _weights(formula: Formula) -> bool:
    match formula:
        case Sum(terms=(Number(value=one), Negative(term=Power(exponent=exponent)))):
            return one == 1 and bool(names(exponent))
        case _:
            return False
