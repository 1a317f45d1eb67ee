"""The race on Beale's function."""

from symopt import tuning
from symopt.draw import Race


class RaceBeale(Race):
    """On Beale's function momentum keeps up with Adam, and RMSProp is no help."""

    caption_zh = "在 Beale 函数上，动量跟得上 Adam，而 RMSprop 并不比梯度下降快。"
    surface = "beale"
    box = ((-1.0, 4.2), (-2.6, 2.2))
    steps = 150
    seconds = 12.0
    runs = tuning.best("beale", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
    tuned = "beale"
    goal = 1e-2
    spotlight = "adam"
