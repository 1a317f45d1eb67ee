"""Step decay at given epochs."""

from symopt.schedule import Epochs, Factor, schedule
from symopt.vocabulary import passed


@schedule(cite="pytorch2019")
def multi_step(epoch, initial, *, epochs: Epochs = (30, 60, 90), factor: Factor = 0.1):
    """Multi-step decay: multiplied by a factor from each of the given epochs on."""
    return initial * factor ** passed(epochs, epoch)
