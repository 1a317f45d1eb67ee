"""The race along the ravine."""

from symopt import tuning
from symopt.draw import Race


class RaceRavine(Race):
    """Momentum runs along the ravine; gradient descent zigzags across it."""

    caption_zh = "动量沿谷底前进；梯度下降在两壁之间来回振荡。"
    surface = "ravine"
    box = ((-8.0, 2.0), (-2.6, 2.6))
    start = (-7.0, 2.0)
    steps = 45
    seconds = 12
    runs = tuning.best("ravine", ["gd", "momentum", "nesterov", "adam"])
    tuned = "ravine"
    goal = 1e-3
    spotlight = "momentum"
