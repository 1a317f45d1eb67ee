"""Cosine annealing, without restarts."""

from math import pi
from typing import Annotated, Any

from symopt.domain import Domain
from symopt.schedule import Count, schedule
from symopt.vocabulary import cos, minimum


@schedule(cite="loshchilov2017")
def cosine(epoch, initial, *, final: Annotated[Any, Domain("[0, inf)")] = 0, length: Count = 50):
    """Cosine annealing: half a wave from the initial to the final value, then held."""
    return final + (initial - final) * (1 + cos(pi * minimum((epoch - 1) / length, 1))) / 2
