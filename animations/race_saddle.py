"""The race on the saddle."""

from symopt import tuning
from symopt.draw import Race


class RaceSaddle(Race):
    """Adam and RMSprop leave the saddle at once; gradient descent lingers on it."""

    caption_zh = "Adam 和 RMSprop 立即离开鞍点；梯度下降在鞍点附近徘徊。"
    surface = "saddle"
    start = (1.5, 0.001)
    steps = 180
    seconds = 12
    runs = tuning.best("saddle", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
    tuned = "saddle"
    spotlight = "rmsprop"
