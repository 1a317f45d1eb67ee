"""Down a convex function every start leads to the one minimum; else the start decides.

A chord of a convex function is nowhere below it.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, run
from symopt.problems import Surface

CAPTION_ZH = "凸函数只有一个极小值，从哪里出发都到达它；非凸函数停在哪个极小值取决于起点。"
ALT_ZH = (
    "左图为凸函数，弦在曲线上方，从两侧出发的梯度下降到达同一个最低点。"
    "右图为非凸函数，有一段曲线高于弦，两侧出发的梯度下降停在两个不同的极小值点。"
)
BOX, STARTS, ALPHA, STEPS = ((-2.6, 2.6),), (-2.4, 2.4), 0.25, 15
CONVEX = Surface.from_expr("x**2/2", box=BOX, start=(1,))
OTHER = Surface.from_expr("x**4/12 - x**2/2 + x/6 + 1", box=BOX, start=(1,))
CHORD = np.array([-1.4, 1.2])


def figure(theme: draw.Theme) -> Figure:
    """Two curves with a chord and gradient descent from both sides: the convex one lies below its
    chord and both runs meet at its lowest point; the other rises above its chord and the runs
    stop at two minima of different heights.
    """
    fig, axes = theme.panels(2, across=2, panel=(3.4, 2.6))
    x = np.linspace(*BOX[0], 200)
    for ax, surface in zip(axes, (CONVEX, OTHER), strict=True):
        draw.curve(x, surface.values(x), ax=ax, color=theme.muted, linewidth=1)
        draw.curve(CHORD, surface.values(CHORD), ax=ax, color=theme.ink, linewidth=1, ls="--")
        for start in STARTS:
            path = run("gd", surface, start=(start,), alpha=ALPHA, steps=STEPS)
            draw.descent(path, ax=ax, theme=theme)
        for point in surface.critical_points:
            if point.kind != "minimum":
                continue
            at = (point.floats[0], float(point.value))
            ax.plot(*at, "+", ms=9, mew=1.6, color=theme.ink, zorder=6)
            lowest = point.floats == surface.minimum
            name = (
                theme.say("global minimum", "全局最小值")
                if lowest
                else theme.say("local minimum", "局部极小值")
            )
            ax.annotate(name, at, (0, -14), textcoords="offset points", ha="center", fontsize=7)
        ax.set(xlabel="$x$")
        ax.margins(y=0.15)
    words = (
        theme.say("convex: below every chord", "凸函数：弦都在曲线上方"),
        theme.say("not convex: above this chord", "非凸函数：曲线高出这条弦"),
    )
    for ax, title in zip(axes, words, strict=True):
        ax.set_title(title)
    axes[0].set_ylabel(theme.say("loss", "损失"))
    words = theme.say("gradient descent\n", "梯度下降\n") + draw.hyperparameters({"alpha": ALPHA})
    look = {"ha": "center", "va": "top", "color": theme.style("gd").colour, "size": 7}
    axes[0].text(0.5, 0.85, words, transform=axes[0].transAxes, **look)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
