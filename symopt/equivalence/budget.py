"""Work is counted, so that the same question always has the same answer."""

from __future__ import annotations

from symopt.proof.kernel.terms import Rejected


class TooMuch(Rejected):
    """A search has taken all operations that it may."""


class Budget:
    """Operations that a search may still take."""

    def __init__(self, operations: int) -> None:
        self.left = operations

    def spend(self, operations: float) -> None:
        """Count operations; past the bound the search gives up."""
        self.left -= int(operations)
        if self.left < 0:
            raise TooMuch("too much work")
