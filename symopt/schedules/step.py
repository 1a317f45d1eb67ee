"""Step decay at equal intervals."""

from symopt.schedule import Count, Factor, schedule
from symopt.vocabulary import floor


@schedule(cite="pytorch2019")
def step(epoch, initial, *, every: Count = 30, factor: Factor = 0.1):
    """Step decay: multiplied by a factor after every so many epochs."""
    return initial * factor ** floor((epoch - 1) / every)
