"""Linear change, as in the annealing of momentum and in warm-up."""

from typing import Annotated, Any

from symopt.domain import Domain
from symopt.schedule import Count, schedule
from symopt.vocabulary import minimum


@schedule(cite="cs231n")
def linear(epoch, initial, *, final: Annotated[Any, Domain("[0, inf)")] = 0.99, length: Count = 10):
    """Linear change: from the initial to the final value over so many epochs, then held."""
    return initial + (final - initial) * minimum((epoch - 1) / length, 1)


@schedule(cite="goyal2017")
def warmup(t, initial, *, length: Count = 1000):
    """Linear warm-up: a share that grows to the whole value over so many steps, then held."""
    return initial * minimum(t / length, 1)
