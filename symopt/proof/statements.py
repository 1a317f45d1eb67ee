"""Several statements proved at once, cited lemmas, and other things that are not chains."""

from __future__ import annotations

from typing import Any

from symopt.proof.convert import to_term
from symopt.proof.derivation import Derivation, Line, Link, read_hints
from symopt.proof.kernel.terms import Rejected
from symopt.proof.session import StepFailed, current
from symopt.proof.tactics import prove

_RELATIONS = {"=": "=", "<=": "<=", "<": "<"}


def together(
    *statements: tuple[Any, str, Any], because: str = "", **hints: Any
) -> tuple[Derivation, ...]:
    """Prove several statements at once: an induction may use all of them.

    Parameters
    ----------
    statements : (left, relation, right)
        With relation "=", "<=" or "<". In the step, each may use those before it.
    because, **hints
        As in `Derivation`.

    Returns
    -------
    tuple of Derivation
        One for each statement, in the order given.
    """
    session = current()
    derivations: list[Derivation] = []
    parts: list[Any] = []
    sides: list[tuple[str, Any]] = []
    for left, relation, right in statements:
        made = Derivation(left)
        after = session.written(right)
        derivations.append(made)
        parts.append((_RELATIONS[relation], to_term(made.start), to_term(after)))
        sides.append((relation, after))
    try:
        fact = prove(session.scope, ("and", *parts), read_hints(session, hints))
        for made, part, (relation, after) in zip(derivations, parts, sides, strict=True):
            single = session.scope.attempt(part, "part", **{"from": fact.name})
            made.links.append(Link(relation, single))
            made.lines.append(Line(relation, after, because))
            made._here = after
            made.finish()
    except Rejected as problem:
        raise StepFailed(because or "several statements", str(problem)) from None
    return tuple(derivations)
