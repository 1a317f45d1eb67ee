"""Leaving a saddle, seen from a camera that turns around it."""

from symopt import tuning
from symopt.draw import Race3d


class Saddle3d(Race3d):
    """Gradient descent lingers at the saddle, though the way down is open."""

    caption_zh = "梯度下降在鞍点附近徘徊，尽管下坡的方向一直敞开。"
    surface = "saddle"
    start = (1.5, 0.001)
    steps = 130
    seconds = 12
    runs = tuning.best("saddle", ["momentum", "adagrad", "rmsprop", "adam", "gd"])
    tuned = "saddle"
    azimuth = (70, 160)
    elevation = 35
    rise = 0.6
    spotlight = "gd"
