"""A table of values set by hand."""

from symopt.schedule import Values, schedule
from symopt.vocabulary import entry


@schedule(cite="ng2017")
def table(epoch, initial, *, values: Values = (0.1, 0.05, 0.01)):
    """Manual decay: a value for each epoch, the last one held; the initial value is not used."""
    return entry(values, epoch)
