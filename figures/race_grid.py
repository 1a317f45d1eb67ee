"""Tuned alike, no optimizer is the fastest on every surface.

The number is how many steps a run took to its goal; a frame marks the fewest.
"""

from math import inf

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symopt import Trajectory, draw, problems, run, tuning

CAPTION_ZH = "调参条件相同时，没有哪种优化算法在所有曲面上都最快。"
ALT_ZH = (
    "小图阵列：每行一个曲面，每列一种优化算法，画出等高线、路径、到达目标所用的步数和超参数；"
    "每个曲面上最快的带粗框，粗框落在不同的算法上。"
)
# In inches: what stays free above, below and at the left of the tiles, below each, between two.
TOP, BOTTOM, LEFT, TEXT, GAP = 0.16, 0.18, 0.62, 0.21, 0.05


def tile(ax: Axes, path: Trajectory, steps: float, theme: draw.Theme, *, first: bool) -> None:
    """Draw a run on its surface, with the steps to its goal, in a frame if it was the first."""
    surface = problems.get(path.problem)
    draw.contour(surface, ax=ax, theme=theme, levels=surface.levels[::3], points=31, minimum=False)
    (line,) = draw.paths([path], ax=ax, theme=theme, spacing=9)
    line.set(linewidth=1.0)
    for mark in ax.lines[1:]:
        mark.set(markersize=3, markeredgewidth=0.6)
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
    ax.spines[:].set(visible=True, color=theme.ink, linewidth=1.8 if first else 0.3)
    count = f"{steps:.0f}" if steps < inf else "–"
    # In the upper corner that is farther from the start.
    right = 2 * path.points[0, 0] < sum(surface.box[0])
    place = {"ha": "right" if right else "left", "va": "top", "transform": ax.transAxes}
    ground = {"facecolor": theme.background, "alpha": 0.75, "pad": 0.6, "linewidth": 0}
    ax.text(0.96 if right else 0.04, 0.93, count, fontsize=6, zorder=7, bbox=ground, **place)


def figure(theme: draw.Theme) -> Figure:
    """A small map for each surface (row) and optimizer (column), with path, steps and settings.

    The frame that marks the fewest steps stands in other columns from row to row.
    """
    rules = list(theme.palette)
    surfaces = [surface.name for surface in problems.surfaces(2)]
    # On a narrow page the second half of the rules stands below the first.
    blocks = 2 if theme.narrow else 1
    columns, rows = len(rules) // blocks, len(surfaces) * blocks
    fig, axes = theme.subplots(rows, columns, size=(7.0, 5.0))
    fig.set_layout_engine("none")
    width, height = fig.get_size_inches()
    if theme.narrow:
        fig.set_figheight(height := 7.8)
    words = theme.say(
        f"Number: steps to the goal; frame: the fewest. Of {tuning.BUDGET} settings tried for each "
        "rule, the one soonest at the goal: a minimum, or out of the saddle.",
        f"数字：到达目标的步数；粗框：最少。每种算法各试 {tuning.BUDGET} 组超参数，"
        "取最快到达目标的一组；目标是极小值点，鞍面上是离开鞍点。",
    )
    fig.text(0.01, 0.01, words, fontsize=6, wrap=True)
    wide = (width - LEFT) / columns
    # The words below take two lines there.
    foot = BOTTOM * blocks
    high = (height - blocks * (TOP + foot)) / rows
    for name in surfaces:
        surface, recipe = problems.get(name), tuning.RECIPES[name]
        settings = tuning.best(name, rules)
        runs = {rule: run(rule, surface, steps=recipe.steps, **settings[rule]) for rule in rules}
        # Of all starts the first, which is the one drawn.
        steps = {rule: each[0] for rule, each in tuning.steps_to_goal(name, rules).items()}
        for i, (rule, path) in enumerate(runs.items()):
            block, column = divmod(i, columns)
            row = block * len(surfaces) + surfaces.index(name)
            ax = axes[row, column]
            x, y = (
                LEFT + column * wide,
                height - block * foot - (block + 1) * TOP - (row + 1) * high + TEXT,
            )
            ax.set_position((x / width, y / height, (wide - GAP) / width, (high - TEXT) / height))
            tile(ax, path, steps[rule], theme, first=steps[rule] == min(steps.values()))
            lines = [draw.hyperparameters({key: value}) for key, value in settings[rule].items()]
            ax.set_xlabel("\n".join(lines), fontsize=5, labelpad=1.5, linespacing=1)
            if row % len(surfaces) == 0:
                ax.set_title(rule, fontsize=6, pad=2)
            if column == 0:
                ax.set_ylabel(name, fontsize=6, rotation=0, ha="right", va="center")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
