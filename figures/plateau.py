"""On a plateau the slope is so small that a rate fit for the valley behind it hardly moves.

A rate that crosses the plateau is too large for the valley. Rules that divide by the
size of the gradient do both with one rate.
"""

from matplotlib.figure import Figure

from symopt import draw, problems, run, tuning

CAPTION_ZH = "平稳段上梯度接近 0：适合谷底的学习率几乎走不动，走得出平稳段的学习率又冲过谷底。"
ALT_ZH = (
    "三维曲面：一大片平地，一侧陡降成谷。学习率小的梯度下降停在起点附近，"
    "学习率大的冲过谷底、越出图外；RMSProp 与 Adam 越过平地并停在谷底。"
)
ADAPTIVE = ("rmsprop", "adam")
STEPS = 150
FRONT_CUT_OFF = ((-5, 5), (-0.5, 3))  # the plain in front of the valley would hide its floor


def figure(theme: draw.Theme) -> Figure:
    """A wide plain that falls steeply into a valley at one end: gradient descent with a small
    rate stays near the start, with a large one it shoots through the valley and out of the
    picture; RMSProp and Adam cross the plain and stop at the lowest point.
    """
    plateau = problems.get("plateau")
    settings = tuning.best("plateau", ("gd", *ADAPTIVE))
    across = [run(rule, plateau, steps=STEPS, **settings[rule]) for rule in ("gd", *ADAPTIVE)]
    curvature = plateau.hessian(across[-1].points[-1]).max()  # where Adam ends, at the minimum
    runs = [run("gd", plateau, steps=STEPS, alpha=1 / curvature), *across]
    fig, ax = theme.subplots(size=(draw.COLUMN, 2.6) if theme.narrow else (draw.TEXT, 3.2))
    look = {"box": FRONT_CUT_OFF, "azimuth": -65, "elevation": 35, "rise": 0.35}
    ground = draw.surface3d(plateau, ax=ax, theme=theme, **look)
    looks = theme.styles(["gd.slow", "gd", *ADAPTIVE])
    lines = draw.paths3d(runs, on=ground, theme=theme, styles=list(looks.values()))
    ends = ground.project([runs[0].points[-1], lines[1].path.points[-1]])
    words = [
        (theme.say("too small\nfor the plateau", "太小，\n走不出平稳段"), (22, 12)),
        (theme.say("too large\nfor the valley", "太大，\n冲过谷底"), (-46, 30)),
    ]
    for gd, end, (text, offset) in zip(runs, ends, words, strict=False):
        said = f"{draw.hyperparameters(gd.hyperparameters)} {text}"
        draw.note(said, tuple(end), ax=ax, offset=offset, color=theme.ink)
    start = f"({plateau.start[0]:g}, {plateau.start[1]:g})"
    head = theme.say(f"{STEPS} steps from {start}. ", f"从 {start} 走 {STEPS} 步。")
    why = theme.say(
        " The smaller rate of gd is 1 over the curvature at the minimum.",
        "gd 较小的学习率取极小值点处曲率的倒数。",
    )
    draw.legend(fig, theme, title=f"{head}{tuning.note('plateau', theme.lang)}{why}")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
