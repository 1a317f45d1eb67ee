"""What the ceiling is: the least whole number that is not below a value."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Prop, Rejected


def ceiling(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """ceil(x) <= n exactly if x <= n, and n < ceil(x) exactly if n < x, for a whole number n.

    Both say what the ceiling is: it is at least x, so ceil(x) <= n gives x <= n; and it is the
    least such whole number, so x <= n gives ceil(x) <= n. The second pair is their negation.
    """
    fact = context.fact(field(by, "from"))
    if prop[0] not in ("<=", "<") or fact[0] != prop[0]:
        raise Rejected("not the same inequality")
    rounded, whole = (1, 2) if prop[0] == "<=" else (2, 1)
    if prop[whole] != fact[whole]:
        raise Rejected("another whole number")
    if prop[rounded] != ("ceil", fact[rounded]) and fact[rounded] != ("ceil", prop[rounded]):
        raise Rejected("not a value and its ceiling")
    context.normal.read(prop[rounded])
    number = context.normal.read(prop[whole])
    if number.den or not context.normal.integral(number.num):
        raise Rejected("not known to be a whole number")
