"""Rules that normalise the gradient leave a saddle soon; those that do not linger on it."""

from textwrap import wrap

from matplotlib.figure import Figure

from symopt import draw, problems, run, tuning

RULES = list(draw.STYLES)
STEPS = 130


def figure(theme: draw.Theme) -> Figure:
    """All main optimizers from one start near the axis of the saddle."""
    saddle = problems.get("saddle")
    settings = tuning.best("saddle", RULES)
    runs = [run(rule, saddle, steps=STEPS, **settings[rule]) for rule in RULES]
    fig, ax = theme.subplots(size=(7.0, 3.9))
    draw.contour(saddle, ax=ax, theme=theme)
    draw.paths(runs, ax=ax, theme=theme)
    ax.set_aspect("equal")
    chosen = "\n".join(wrap(tuning.note("saddle"), 48))
    fig.legend(
        loc="outside right center",
        title=f"{STEPS} steps from {saddle.start}\n{chosen}",
        title_fontsize=7,
        alignment="left",
        handlelength=4,
        labelspacing=0.7,
    )
    return fig


if __name__ == "__main__":
    draw.publish(figure)
