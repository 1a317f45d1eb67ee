"""The race on the saddle."""

from symopt import tuning
from symopt.draw import Race


class RaceSaddle(Race):
    """Adam and RMSprop leave the saddle at once; gradient descent lingers on it."""

    surface = "saddle"
    start = (1.5, 0.001)
    steps = 180
    seconds = 12
    runs = tuning.best("saddle", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
    chosen = tuning.note("saddle")
    spotlight = "rmsprop"
