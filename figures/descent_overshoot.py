"""A rate too large jumps across the minimum for ever; a plus for the minus climbs away from it."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run
from symopt.rule import Rate, rule

CAPTION_ZH = (
    "学习率过大，就在极小值点两侧来回跳；把更新公式里的减号写成加号，就离极小值点越来越远。"
)
ALT_ZH = (
    "抛物线上从 0.7 出发的三次梯度下降：学习率 1 在两侧同样高的两点之间往返，"
    "学习率 0.15 逐步走到谷底，写成加号的一路向上走出图外。"
)
STEPS = 6


@rule(cite="cauchy1847")
def climbing(theta, grad, *, alpha: Rate = 0.15):
    """Gradient descent with a plus where the minus belongs."""
    g = grad(theta)
    theta = theta + alpha * g
    return theta


def figure(theme: draw.Theme) -> Figure:
    """The parabola three times: one run swings between two points, one settles, one climbs out."""
    parabola = problems.get("parabola")
    ((left, right),) = parabola.box
    across = np.linspace(left, right, 201)
    cases = (
        ("gd", 1.0, theme.say("too large: no end", "过大：来回跳")),
        ("gd", 0.15, theme.say("it settles", "收敛")),
        (climbing, 0.15, theme.say("plus for minus: it climbs", "减号写成加号：往上走")),
    )
    fig, axes = theme.panels(len(cases), panel=(2.3, 2.2), sharey=True)
    for ax, (name, alpha, title) in zip(axes, cases, strict=True):
        path = run(name, parabola, steps=STEPS, alpha=alpha)
        draw.curve(across, parabola.values(across), ax=ax, color=theme.muted, linewidth=1)
        draw.descent(path, ax=ax, theme=theme, style=theme.style("gd"))
        sign = "+" if name is climbing else "-"
        ax.set_title(f"{title}\n$x {sign} {alpha:g} \\cdot 2x$")
        ax.set(xlabel="$x$", xlim=(left, right), ylim=(-0.05, parabola.values(right)))
    axes[0].set_ylabel("$x^2$")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
