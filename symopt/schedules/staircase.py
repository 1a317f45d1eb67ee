"""The discrete staircase."""

from symopt.schedule import Count, schedule
from symopt.vocabulary import floor


@schedule(cite="ng2017")
def staircase(epoch, initial, *, every: Count = 10):
    """Staircase: halved after every so many epochs."""
    return initial / 2 ** floor((epoch - 1) / every)
