"""What rule an algorithm is, how it differs from the one that is meant, and what would mend it."""

from symopt.notes.judging.judge import judge

__all__ = ["judge"]
