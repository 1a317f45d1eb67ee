"""What ceiling and floor are: the whole numbers next to a value."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Prop, Rejected


def rounding(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """ceil(x) <= n exactly if x <= n, and n < ceil(x) exactly if n < x, for a whole number n.

    Both say what the ceiling is: it is at least x, so ceil(x) <= n gives x <= n; and it is the
    least such whole number, so x <= n gives ceil(x) <= n. The second pair is their negation.
    In the same way n <= floor(x) exactly if n <= x, and floor(x) < n exactly if x < n.
    """
    fact = context.fact(field(by, "from"))
    if prop[0] not in ("<=", "<") or fact[0] != prop[0]:
        raise Rejected("not the same inequality")
    left = any(pair in (("ceil", "<="), ("floor", "<")) for pair in _rounded(prop, fact, 1))
    right = any(pair in (("ceil", "<"), ("floor", "<=")) for pair in _rounded(prop, fact, 2))
    if not left and not right:
        raise Rejected("not a value and its rounding")
    place = 1 if left else 2
    context.normal.read(prop[place])
    number = context.normal.read(prop[3 - place])
    if number.den or not context.normal.integral(number.num):
        raise Rejected("not known to be a whole number")


def _rounded(prop: Prop, fact: Prop, place: int) -> list[tuple[str, str]]:
    """Return how one statement rounds what the other has at that place."""
    if prop[3 - place] != fact[3 - place]:
        return []
    return [
        (tag, prop[0])
        for tag in ("ceil", "floor")
        if prop[place] == (tag, fact[place]) or fact[place] == (tag, prop[place])
    ]
