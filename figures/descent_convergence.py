"""Small steps need not mean that the minimum is near: rates that shrink too fast stop half-way."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, run

CAPTION_ZH = "每步变得很小，不等于已接近极小值点：学习率衰减过快，会停在半路。"
ALT_ZH = (
    "抛物线上的两次梯度下降。左图：两者的步长都越来越小；"
    "右图：学习率不变的走到极小值点，学习率按 1/(t+1)² 衰减的停在起点与极小值点的正中。"
)
STEPS = 60
START = 1.0


def figure(theme: draw.Theme) -> Figure:
    """Two runs on a parabola: both make ever smaller steps, but only one gets to the minimum."""
    # The parabola's curvature is 2, so that alpha_t times curvature is 1/(t + 1)^2.
    runs = {
        theme.say(r"constant rate, $\alpha = 0.05$", r"学习率不变，$\alpha = 0.05$"): run(
            "gd", "parabola", (START,), STEPS, alpha=0.05
        ),
        theme.say(r"$\alpha_t = 1/(2 (t+1)^2)$", r"学习率衰减，$\alpha_t = 1/(2 (t+1)^2)$"): run(
            "gd", "parabola", (START,), STEPS, schedule=lambda t: 1 / (2 * (t + 1) ** 2)
        ),
    }
    fig, (steps, distance) = theme.panels(2, across=2, panel=(3.4, 2.3))
    x = {label: path.points[:, 0] for label, path in runs.items()}
    t = np.arange(1, STEPS + 1)
    draw.curves({label: np.abs(np.diff(xs)) for label, xs in x.items()}, t, ax=steps, theme=theme)
    draw.curves({label: xs[1:] for label, xs in x.items()}, t, ax=distance, theme=theme)
    draw.level(START / 2, ax=distance, color=theme.muted)
    half = theme.say("half of the way", "一半的路程")
    distance.annotate(half, (STEPS, START / 2), (0, -9), textcoords="offset points", ha="right")
    for ax in (steps, distance):
        ax.set(xlabel=theme.say("step $t$", "第 $t$ 步"))
    steps.set(yscale="log", ylabel=theme.say("length of the step", "步长"))
    distance.set(ylabel=theme.say("distance to the minimum", "到极小值点的距离"), ylim=(0, START))
    steps.legend(loc="upper right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
