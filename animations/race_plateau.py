"""The race over the plateau."""

from symopt import tuning
from symopt.draw import Race


class RacePlateau(Race):
    """Normalised steps cross the plateau at once; gradient descent stalls on it."""

    caption_zh = "归一化的步长很快越过平稳段；梯度下降停滞不前。"
    surface = "plateau"
    start = (-4.0, 1.5)
    steps = 120
    seconds = 12
    runs = tuning.best("plateau", ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
    tuned = "plateau"
    goal = 1e-3
    spotlight = "adagrad"
