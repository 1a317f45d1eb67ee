"""Inverse-time decay."""

from symopt.rule import Coefficient
from symopt.schedule import schedule


@schedule(cite="ng2017")
def inverse_time(epoch, initial, *, decay: Coefficient = 1):
    """Inverse-time decay: divided by 1 + decay times the epoch."""
    return initial / (1 + decay * epoch)
