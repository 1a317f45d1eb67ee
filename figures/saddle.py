"""On a saddle the gradient is small though the way down is open: gradient descent lingers there.

Rules that divide by the size of the gradient leave it at once.
"""

from matplotlib.figure import Figure

from symopt import draw, problems, run, tuning

CAPTION_ZH = "鞍点附近梯度很小，但下坡的方向一直敞开：梯度下降在此徘徊，自适应算法很快离开。"
ALT_ZH = (
    "三维马鞍面：沿 x 方向两侧上升，沿 y 方向两侧下降。从马鞍高处出发，"
    "梯度下降停在鞍点附近，动量法来回摆动，RMSProp 与 Adam 沿下坡方向滑出。"
)
RULES = ("gd", "momentum", "rmsprop", "adam")
STEPS = 100


def figure(theme: draw.Theme) -> Figure:
    """A saddle from the front, rising to its sides and falling towards the reader: from a start
    high on one side, gradient descent stops near the middle and momentum swings across it, while
    RMSProp and Adam slide down over the front edge.
    """
    saddle = problems.get("saddle")
    settings = tuning.best("saddle", RULES)
    runs = [run(rule, saddle, steps=STEPS, **settings[rule]) for rule in RULES]
    fig, ax = theme.subplots(size=(draw.COLUMN, 2.8) if theme.narrow else (draw.TEXT, 3.4))
    ground = draw.surface3d(saddle, ax=ax, theme=theme, azimuth=118)
    draw.paths3d(runs, on=ground, theme=theme)
    (at,) = ground.project([point.floats for point in saddle.critical_points])
    ax.plot(*at, "+", ms=7, mew=1.4, color=theme.ink, zorder=4)
    draw.note(theme.say("saddle point", "鞍点"), tuple(at), ax=ax, offset=(26, 30), color=theme.ink)
    start = f"({saddle.start[0]:g}, {saddle.start[1]:g})"
    head = theme.say(f"{STEPS} steps from {start}.", f"从 {start} 走 {STEPS} 步。")
    draw.legend(fig, theme, title=f"{head}\n{tuning.note('saddle', theme.lang)}")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
