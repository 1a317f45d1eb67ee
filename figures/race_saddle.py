"""Rules that normalise the gradient leave a saddle soon; those that do not linger on it."""

from matplotlib.figure import Figure

from symopt import draw, problems, run, tuning

CAPTION_ZH = "按梯度大小归一化的算法很快离开鞍点；不归一化的则在鞍点附近徘徊。"
ALT_ZH = "鞍面等高线上各优化算法从同一起点出发的路径；自适应学习率的算法先离开鞍点。"
STEPS = 130


def figure(theme: draw.Theme) -> Figure:
    """All main optimizers from one start near the axis of the saddle."""
    saddle = problems.get("saddle")
    rules = list(theme.palette)
    settings = tuning.best("saddle", rules)
    runs = [run(rule, saddle, steps=STEPS, **settings[rule]) for rule in rules]
    fig, ax = theme.subplots(size=(7.0, 3.9))
    draw.contour(saddle, ax=ax, theme=theme)
    draw.paths(runs, ax=ax, theme=theme)
    ax.set_aspect("equal")
    head = theme.say(f"{STEPS} steps from {saddle.start}", f"从 {saddle.start} 走 {STEPS} 步")
    draw.legend(fig, theme, title=f"{head}\n{tuning.note('saddle', theme.lang)}")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
