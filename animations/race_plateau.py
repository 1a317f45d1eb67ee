"""The race over the plateau."""

from symopt import tuning
from symopt.draw import Race


class RacePlateau(Race):
    """Normalised steps cross the plateau at once; gradient descent stalls on it."""

    surface = "plateau"
    start = (-4.0, 1.5)
    steps = 120
    seconds = 12
    runs = tuning.best("plateau", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
    chosen = tuning.note("plateau")
    goal = 1e-3
    spotlight = "adagrad"
