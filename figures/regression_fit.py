"""Every optimizer comes to the same line; they differ in the way there, and in how soon they do.

Lion's steps never get smaller, and AdamW's decay of the weights keeps it a little off.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run, tuning

CAPTION_ZH = "各种优化算法最后都得到同一条直线，不同的是走的路和快慢。"
ALT_ZH = (
    "三行三列的图，每行四种优化算法。左列：散点与走了几步之后的直线，还各不相同，都朝最小二乘直线靠近；"
    "中列：损失与最小值之差随迭代次数下降的半对数图；右列：代价等高线上从原点到极小值点的路径，"
    "有的先沿最陡方向，有的沿对角线。"
)
STEPS, EARLY = 30, 3
GROUPS = (
    ("gd", "momentum", "nesterov", "lion"),
    ("adagrad", "adadelta", "rmsprop", "adam"),
    ("adamax", "amsgrad", "nadam", "adamw"),
)


def figure(theme: draw.Theme) -> Figure:
    """Three rows of four optimizers each: lines through data, losses, and paths on contours.

    After a few steps the lines still differ; all turn to the least-squares line. The losses fall
    to its loss on a logarithmic scale, and the paths end at the minimum of the contours: some
    first go down the steepest way, some along the diagonal.
    """
    settings = tuning.best("regression", theme.palette)
    line = problems.LinearRegression(box=((-0.4, 3.0), (-1.6, 1.7)))
    fig, axes = theme.subplots(3, 3, size=(7.0, 3.5), sharex="col", sharey="col")
    fig.set_figheight(max(3.5, fig.get_figheight()))
    ends = np.array([line.x.min(), line.x.max()])
    best, powers = np.array(line.minimum), np.array([ends, [1, 1]])
    for (data, fall, plane), rules in zip(axes, GROUPS, strict=True):
        runs = [run(rule, line, steps=STEPS, **settings[rule]) for rule in rules]
        draw.dots(line.x[:, 0], line.y, ax=data, color=theme.faint)
        for path in runs:
            look = {"style": theme.style(path.rule), "markers": False}
            draw.curve(ends, path.points[EARLY] @ powers, ax=data, **look)
        draw.curve(ends, best @ powers, ax=data, color=theme.ink, linewidth=0.8)
        draw.losses(runs, ax=fall, theme=theme, floor=line.loss(best), linewidth=1, markersize=3)
        draw.contour(line, ax=plane, theme=theme)
        for drawn in draw.paths(runs, ax=plane, theme=theme):
            drawn.set(linewidth=1, markersize=3)
        data.set(xlabel="$x$", ylabel="$y$")
        fall.set(yscale="log", ylim=(1e-5, 20), xlabel=theme.say("iteration", "迭代次数"))
    for ax in axes[:-1].flat:
        ax.set_xlabel("")
    titles = (
        theme.say(f"lines, {EARLY} steps", f"第 {EARLY} 步的直线"),
        theme.say("loss − minimum", "损失与最小值之差"),
        theme.say("paths", "路径"),
    )
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title, fontsize=8)
    below = theme.page != "slide"
    draw.legend(fig, theme, title=tuning.note("regression", theme.lang), below=below, columns=2)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
