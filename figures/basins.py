"""Which of four equally deep minima a start leads to depends on the rule, not on the nearest one.

Momentum carries runs across the ridges, which folds the borders; Adam's first steps are as long
along x as along y, which smooths them. All three runs shown begin at the same point.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from symopt import draw, problems, run, sweep

CAPTION_ZH = "从同一起点出发会到达四个等深极小值中的哪一个，取决于优化算法，而不是哪个极小值最近。"
ALT_ZH = (
    "Himmelblau 函数的三幅吸引域图，分别对应梯度下降、动量和 Adam，四种颜色表示到达的极小值。"
    "梯度下降的各域近似矩形；动量的边界层层折叠；Adam 的各域由平滑曲线分开。"
    "同一起点的三条轨迹到达不同的极小值。"
)
STEPS = 300
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "gd": {"alpha": 0.01},
    "momentum": {"alpha": 0.05, "beta": 0.9},
    "adam": {"alpha": 0.1},
}
START = (5.2, 0.9)


def figure(theme: draw.Theme) -> Figure:
    """Three maps of Himmelblau's function, a colour for the minimum that each start leads to.

    Gradient descent: four near-rectangles. Momentum: the same, folded many times. Adam: four
    parts with smooth borders. From one start the three runs end in different minima.
    """
    surface = problems.get("himmelblau")
    minima = [point.floats for point in surface.critical_points if point.kind == "minimum"]
    fig, axes = theme.panels(len(SETTINGS), panel=(2.3, 2.6), sharey=True)
    around = [withStroke(linewidth=3, foreground=theme.background)]
    for ax, (rule, hyper) in zip(axes, SETTINGS.items(), strict=True):
        ends = sweep(rule, surface, starts=141, steps=STEPS, **hyper)
        basins = ends.nearest(minima, within=0.3)
        draw.sweep_map(ends, basins, ax=ax, theme=theme, kinds=len(minima))
        ax.set(xlim=surface.box[0], ylim=surface.box[1], aspect="equal", xticks=[-5, 0, 5])
        (path,) = draw.paths([run(rule, surface, START, STEPS, **hyper)], ax=ax, theme=theme)
        path.set(marker="", linewidth=1.8, path_effects=around)
        ax.plot(*np.transpose(minima), "+", ms=8, mew=1.6, color=theme.ink, zorder=5)
        first, *others = draw.hyperparameters(ends.hyperparameters).split(", ")
        ax.set_title(f"{rule}, {first}\n{', '.join(others)}", fontsize=8)
    gap = "\n" if theme.narrow else " "
    note = theme.say(
        f"{STEPS} steps; rates not tuned, but so small{gap}that every start ends in a minimum (+)",
        f"各 {STEPS} 步；学习率未经调优，只求每个起点都收敛到某个极小值（+）",
    )
    fig.supxlabel(note, fontsize=7)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
