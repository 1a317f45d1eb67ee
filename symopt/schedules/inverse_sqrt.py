"""Inverse square root decay, in epochs or in steps."""

from symopt.rule import Coefficient
from symopt.schedule import schedule
from symopt.vocabulary import sqrt


@schedule(cite="ng2017")
def inverse_sqrt(epoch, initial, *, k: Coefficient = 1):
    """Inverse square root decay in epochs."""
    return k / sqrt(epoch) * initial


@schedule(cite="ng2017")
def steps(t, initial, *, k: Coefficient = 1):
    """Inverse square root decay in steps (mini-batches)."""
    return k / sqrt(t) * initial
