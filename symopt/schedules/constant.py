"""A constant hyperparameter."""

from symopt.schedule import schedule


@schedule(cite="robbins1951")
def constant(epoch, initial):
    """Constant: the same value in every epoch."""
    return initial
