"""What the author of a claim says about how a link holds."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.proof.kernel.terms import Prop, Term
from symopt.proof.scope import Scope

MAX_CASES = 3
MAX_DEPTH = 3


@dataclass(frozen=True)
class Hints:
    """What the author says about how a link holds."""

    using: tuple[str, ...] = ()
    induction: str | None = None
    width: int = 1
    cases: tuple[tuple[Prop, ...], ...] = ()
    monotone: tuple[str, Term] | None = None
    squares: tuple[tuple[Term, Term], ...] = ()
    factors: tuple[Term, ...] = ()
    splits: int = MAX_CASES
    unroll: bool = True
    depth: int = 0
    general: tuple[str, ...] = ()


def relation_of(scope: Scope, name: str) -> str:
    return scope.context.fact(name)[0]


def head(term: Term) -> str:
    return term[0] if isinstance(term, tuple) else ""
