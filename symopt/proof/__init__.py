"""Derivations that a machine has checked.

A claim (`symopt.claims`) is a plain function that writes a derivation: a chain of expressions
joined by =, <= and <, each link with its reason. How one is written is told in docs/claims.md;
everything an author imports is in `symopt.proof.language`.

Three parts, and only the first is trusted:

kernel/, verifier
    The verifier reads a certificate (plain data: symbols with domains, functions, hypotheses,
    conclusions, steps) and decides whether the steps prove the conclusions. It has its own exact
    arithmetic: a term is read into a normal form, a quotient of polynomials over atoms
    (`kernel.normal`), and reading shows that the term has a value: denominators are nonzero,
    radicands nonnegative. `kernel.signs` and `kernel.positivity` decide signs;
    `kernel.catalogue` lists the rules of inference. It imports neither SymPy nor the engine, and
    uses no floating point.
scope, tactics, search, limits
    The engine searches for a justification of every link, by any means. It can only add steps
    that the kernel accepts, so a defect in it makes a claim undecided, never wrongly proved.
session, derivation, statements, claim, proof
    What authors write, and the object that comes back: `Proof`, with the verdict, the lines, the
    certificate and the cited lemmas it rests on.

Steps of a certificate (`by`): identity (one normal form, given equations), sign, combination (a
sum of nonnegative terms), chain, weaken, restate, replace, instance (of a fact or of a statement
for all values), lemma (cited, hypotheses checked), map and unmap (increasing functions),
rounding, induction (also with several first values, also of several statements), cases (on signs,
or t = c and t > c), suppose and apply (implications), sum (term by term), reverse, generalise,
limit (continuity), limit-turned, sandwich, monotone (the sign of a derivative), series and
limit-of-series (exact power series). A refutation is an exact witness at which the recursions
are run again (`kernel.replay`). Hypotheses must have a model; contradictory ones are refused.

Conventions: everything is real; 0^0 = 1, as in sums of weights; a sum from a to a - 1 is 0.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symopt.proof.claim import Claim, claim
    from symopt.proof.kernel.lemmas import Lemma
    from symopt.proof.proof import Proof, prove
    from symopt.proof.verifier import Verdict, verify

_HOME = {
    "Claim": "symopt.proof.claim",
    "claim": "symopt.proof.claim",
    "Proof": "symopt.proof.proof",
    "prove": "symopt.proof.proof",
    "Verdict": "symopt.proof.verifier",
    "verify": "symopt.proof.verifier",
    "Lemma": "symopt.proof.kernel.lemmas",
}

__all__ = ["Claim", "Lemma", "Proof", "Verdict", "claim", "lemmas", "prove", "verify"]


def lemmas() -> tuple[Lemma, ...]:
    """Return every lemma that a proof may cite.

    Examples
    --------
    >>> print(lemmas()[0].statement)
    b^n -> 0 as n -> oo, for |b| < 1
    """
    from symopt.proof.kernel.lemmas import LEMMAS

    return tuple(LEMMAS.values())


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'symopt.proof' has no attribute {name!r}")
