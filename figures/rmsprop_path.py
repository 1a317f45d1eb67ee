"""RMSProp gives each coordinate its own rate: a low one across the ravine, a high one along it.

Gradient descent has one rate for both, too large across and too small along.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "RMSProp 给每个坐标各自的学习率：横穿峡谷的方向小，沿谷底的方向大。"
ALT_ZH = (
    "左图是狭长峡谷等高线上的两条路径：梯度下降上下振荡，RMSProp 几乎不振荡，走得也更远。"
    "右图是每一步的有效学习率：RMSProp 在 x 方向高于梯度下降，在 y 方向低于它。"
)
STEPS = 20
ALPHA = 0.35


def figure(theme: draw.Theme) -> Figure:
    """Left, two paths in a ravine: gradient descent swings, RMSProp does not and gets farther.

    Right, their rates: RMSProp's lies above that of gradient descent for x, below it for y.
    """
    ravine = problems.get("ravine")
    curvatures = np.linalg.eigvalsh(ravine.hessian(ravine.start))
    # The rate that is best for both curvatures (claim descent.best-rate).
    plain = run("gd", ravine, steps=STEPS, alpha=2 / sum(curvatures))
    scaled = run("rmsprop", ravine, steps=STEPS, alpha=ALPHA)
    divisor = np.sqrt(scaled.states["s"][1:]) + scaled.hyperparameters["epsilon"]
    along, across = (ALPHA / divisor).T
    fig, (left, right) = theme.panels(2, across=2, panel=(3.5, 2.5))
    draw.contour(ravine, ax=left, theme=theme)
    draw.paths([plain, scaled], ax=left, theme=theme, spacing=0.03)
    title = theme.say("gd at its best rate", "gd 取其最佳学习率")
    left.legend(loc="lower right", title=f"{STEPS} " + theme.say("steps, ", "步，") + title)
    steps, own = np.arange(1, STEPS + 1), theme.style("rmsprop")
    for rates, style, offset, label in (
        (
            along,
            replace(own, dash=()),
            18,
            theme.say("rmsprop, along: $x$", "rmsprop，沿谷底：$x$"),
        ),
        (plain.rates, theme.style("gd"), -8, theme.say("gd, both", "gd，两个方向")),
        (across, own, 16, theme.say("rmsprop, across: $y$", "rmsprop，横穿：$y$")),
    ):
        draw.curve(steps, rates, ax=right, style=style, label=label)
        place: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "center"}
        right.annotate(label, (7, rates[6]), (0, offset), color=style.colour, **place)
    right.set(
        xlabel=theme.say("step $t$", "第 $t$ 步"),
        ylabel=theme.say(r"rate  $\alpha/(\sqrt{s_t} + \epsilon)$", "有效学习率")
        + theme.say("", r"  $\alpha/(\sqrt{s_t} + \epsilon)$"),
        ylim=(0, None),
        xticks=range(0, STEPS + 1, 5),
    )
    return fig


if __name__ == "__main__":
    draw.publish(figure)
