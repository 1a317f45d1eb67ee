"""Local optima, seen from a camera that turns around them."""

from symopt import tuning
from symopt.draw import Race3d


class LocalOptima3d(Race3d):
    """A shallow hollow holds five of six rules; Nesterov's speed carries it on."""

    caption_zh = "六种算法中有五种停在浅谷里；Nesterov 动量凭借速度越过它，到达最低点。"
    surface = "local-optima"
    box = ((-1.95, 1.95), (-1.0, 1.15))
    start = (1.9, 0.9)
    steps = 30
    seconds = 12
    runs = tuning.best("local-optima", ["gd", "momentum", "adagrad", "rmsprop", "adam", "nesterov"])
    tuned = "local-optima"
    goal = -1.0
    azimuth = (-120, -50)
    elevation = 46
    rise = 0.65
    lines = "contours"
    spotlight = "nesterov"
