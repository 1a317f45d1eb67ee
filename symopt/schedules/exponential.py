"""Exponential decay."""

from typing import Annotated, Any

from symopt.domain import Domain
from symopt.schedule import schedule


@schedule(cite="ng2017")
def exponential(epoch, initial, *, base: Annotated[Any, Domain("(0, 1]")] = 0.95):
    """Exponential decay: multiplied by the base in every epoch, the first included."""
    return initial * base**epoch
