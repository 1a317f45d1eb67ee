"""The search for a justification of one link of a derivation.

Nothing here is trusted: a tactic proposes steps, the kernel accepts or rejects them. A tactic
that does not apply raises `Rejected`, and the next one is tried.
"""

from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.hints import Hints
from symopt.proof.tactics.maps import has_root
from symopt.proof.tactics.unrolling import unrolled

__all__ = ["Hints", "has_root", "prove", "unrolled"]
