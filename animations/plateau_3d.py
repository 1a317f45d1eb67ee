"""Crossing a plateau, seen from a camera that turns around it."""

from symopt import tuning
from symopt.draw import Race3d


class Plateau3d(Race3d):
    """A rate that crosses the plain throws gradient descent out of the valley."""

    caption_zh = "能走出平稳段的学习率，会把梯度下降甩出谷底。"
    surface = "plateau"
    start = (-4.0, 1.5)
    steps = 140
    seconds = 14
    runs = tuning.best("plateau", ["nesterov", "rmsprop", "adam", "gd"])
    tuned = "plateau"
    goal = 1e-3
    azimuth = (-130, -50)
    elevation = 52
    rise = 0.2
    spotlight = "rmsprop"
