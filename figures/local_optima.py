"""Where the surface has several minima, gradient descent ends in one that depends on its start.

A cross marks each of the six minima; two of them are the lowest.
"""

from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "曲面有多个局部极小值时，梯度下降停在哪一个取决于从哪里出发。"
ALT_ZH = (
    "三维曲面，有六个深浅不同的谷。从四个起点出发的梯度下降停在四个不同的谷底，"
    "其中两处是全局最小值，另外两处只是局部极小值。"
)
ALPHA, STEPS = 0.02, 200
INNER = ((-1.95, 1.95), (-1.0, 1.15))  # without the steep walls around


def figure(theme: draw.Theme) -> Figure:
    """A surface with six hollows of different depths, each with the loss at its lowest point:
    gradient descent from four starts ends in four of them, two of which are not the deepest.
    """
    surface = problems.get("local-optima")
    runs = [run("gd", surface, start=s, alpha=ALPHA, steps=STEPS) for s in surface.starts]
    fig, ax = theme.subplots(size=(5.0, 3.5))
    look = {"box": INNER, "azimuth": -78, "elevation": 58, "rise": 0.5}
    ground = draw.surface3d(surface, ax=ax, theme=theme, floor=False, lines="contours", **look)
    lines = draw.paths3d(runs, on=ground, theme=theme)
    minima = [point for point in surface.critical_points if point.kind == "minimum"]
    for point, (right, up) in zip(minima, ground.project([p.floats for p in minima]), strict=True):
        ax.plot(right, up, "+", ms=6, mew=1.3, color=theme.ink, zorder=4)
        value = f"${float(point.value):.2f}$"
        ax.annotate(value, (right, up), (0, -12), textcoords="offset points", ha="center", size=7)
    label = theme.say("gradient descent, ", "梯度下降，") + draw.hyperparameters({"alpha": ALPHA})
    lines[0].set_label(label + theme.say(f", {STEPS} steps", f"，{STEPS} 步"))
    handles = [lines[0]]
    draw.legend(fig, theme, handles=handles) if theme.narrow else ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0)
    )
    return fig


if __name__ == "__main__":
    draw.publish(figure)
