"""Derivations that a machine has checked.

(Documentation of the package follows below.)
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
