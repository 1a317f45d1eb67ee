"""The lemmas that proofs may cite: the whole list, with sources.

Everything else is derived. A lemma is used only where its hypotheses were checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symopt.proof.kernel.terms import Prop, Term


@dataclass(frozen=True)
class Lemma:
    """A fact from the literature."""

    name: str
    statement: str
    source: str
    conclusion: Prop
    hypotheses: tuple[Prop, ...] = ()
    symbols: tuple[tuple[str, Any], ...] = ()
    functions: tuple[tuple[str, tuple[int, str]], ...] = ()


REAL = ("real", None, "open", None, "open")
ABOVE_ZERO = ("real", 0, "open", None, "open")


def _s(name: str) -> Term:
    return ("sym", name)


def _open(low: Term | None, high: Term | None) -> tuple[Any, ...]:
    return ("real", low, "open", high, "open")


N = ("sym", "n")
_DISK = ("pred", "roots inside the unit disk", _s("p"), _s("q"))

_ALL = (
    Lemma(
        "geometric-limit",
        "b^n -> 0 as n -> oo, for |b| < 1",
        "rudin1976",
        ("limit", ("^", _s("b"), N), "n", ("oo", 0), 0),
        symbols=(("b", _open(-1, 1)),),
    ),
    Lemma(
        "linear-geometric-limit",
        "n b^n -> 0 as n -> oo, for |b| < 1",
        "rudin1976",
        ("limit", ("*", N, ("^", _s("b"), N)), "n", ("oo", 0), 0),
        symbols=(("b", _open(-1, 1)),),
    ),
    Lemma(
        "reciprocal-limit",
        "1/n -> 0 as n -> oo",
        "rudin1976",
        ("limit", ("^", N, -1), "n", ("oo", 1), 0),
    ),
    Lemma(
        "root-limit",
        "c^(1/n) -> 1 as n -> oo, for c > 0",
        "rudin1976",
        ("limit", ("^", _s("c"), ("^", N, -1)), "n", ("oo", 1), 1),
        symbols=(("c", ABOVE_ZERO),),
    ),
    Lemma(
        "linearity-of-expectation",
        "E(c X + Y) = c E(X) + E(Y) for c that is not random, all expectations existing",
        "feller1968",
        ("=", 0, 0),
    ),
    Lemma(
        "schur-cohn",
        "both roots of z^2 + p z + q lie inside the unit disk if |q| < 1 and |p| < 1 + q",
        "jury1964",
        _DISK,
        (
            ("<", -1, _s("q")),
            ("<", _s("q"), 1),
            ("<", ("*", -1, ("+", 1, _s("q"))), _s("p")),
            ("<", _s("p"), ("+", 1, _s("q"))),
        ),
        (("p", REAL), ("q", REAL)),
    ),
    Lemma(
        "schur-cohn-converse",
        "if both roots of z^2 + p z + q lie inside the unit disk, |q| < 1 and |p| < 1 + q",
        "jury1964",
        (
            "and",
            ("<", -1, _s("q")),
            ("<", _s("q"), 1),
            ("<", ("*", -1, ("+", 1, _s("q"))), _s("p")),
            ("<", _s("p"), ("+", 1, _s("q"))),
        ),
        (_DISK,),
        (("p", REAL), ("q", REAL)),
    ),
)

LEMMAS: dict[str, Lemma] = {lemma.name: lemma for lemma in _ALL}
