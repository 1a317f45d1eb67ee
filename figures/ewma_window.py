"""After 1/(1 - beta) steps a weight is somewhat below 1/e, and nearer the larger beta is."""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw

CAPTION_ZH = "经过 1/(1 − β) 步，权重略低于 1/e；β 越接近 1，就越接近 1/e。"
ALT_ZH = (
    "β 从 0 到 1 时 β 的 1/(1−β) 次方的曲线，始终夹在已证明的上下界之间，并在 β 趋于 1 时升到 1/e。"
)
MARKED = (0.5, 0.8)


def figure(theme: draw.Theme) -> Figure:
    """A curve between two others that encloses it, all three rising to the height 1/e."""
    bounds = claims.get("averages.window-bounds").prove()
    low, weight, high = (
        bounds.function(chain, line, "beta") for chain, line in ((0, 0), (0, 1), (1, 1))
    )
    limit = float(bounds.function(-1, -1)())
    beta = np.linspace(0.001, 0.999, 400)
    fig, ax = theme.subplots(size=(3.4, 2.7))
    ax.fill_between(beta, low(beta), high(beta), color=theme.faint, alpha=0.4, linewidth=0)
    main, lower, upper = theme.series(3)
    for function, style, label in (
        (high, upper, r"$\sqrt{\beta}/e$"),
        (weight, main, r"$\beta^{1/(1-\beta)}$"),
        (low, lower, r"$\beta/e$"),
    ):
        draw.curve(beta, function(beta), ax=ax, style=style, markers=False, label=label)
    for value in MARKED:
        height = float(weight(value))
        ax.plot(value, height, "o", ms=4, color=main.colour)
        text = rf"${value:g}^{{{round(1 / (1 - value))}}}$ = {height:.4f}"
        ax.annotate(text, (value, height), (-6, 5), textcoords="offset points", ha="right")
    draw.level(limit, ax=ax, color=theme.muted)
    ax.annotate(f"$1/e$ = {limit:.4f}", (0.02, limit), (0, 3), textcoords="offset points")
    ax.set(xlabel=r"$\beta$", xlim=(0, 1), ylim=(0, 0.42))
    ax.legend(loc="lower right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
