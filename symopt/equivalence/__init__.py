"""When two rules are the same: maps between them, witnesses, and proofs that there is no map."""

from symopt.equivalence.comparison import Comparison, compare
from symopt.equivalence.recursion import Recursion, Variable
from symopt.equivalence.verifier import verify

__all__ = ["Comparison", "Recursion", "Variable", "compare", "verify"]
