"""Polynomial decay."""

from typing import Annotated, Any

from symopt.domain import Domain
from symopt.rule import Coefficient
from symopt.schedule import Count, schedule
from symopt.vocabulary import minimum


@schedule(cite="tensorflow2016")
def polynomial(
    epoch,
    initial,
    *,
    final: Annotated[Any, Domain("[0, inf)")] = 0,
    length: Count = 50,
    power: Coefficient = 2,
):
    """Polynomial decay: a power of the share of the epochs that are left, then held."""
    return final + (initial - final) * (1 - minimum((epoch - 1) / length, 1)) ** power
