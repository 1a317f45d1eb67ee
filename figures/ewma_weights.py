"""The weights of past values fall to about 1/e of today's within 1/(1 - beta) steps."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, draw

CAPTION_ZH = "过去各值的权重按指数衰减，约 1/(1 − β) 步后降到当前权重的 1/e。"
ALT_ZH = (
    "三条按指数下降的曲线，β 为 0.5、0.9、0.98；"
    "每条曲线在龄期 2、10、50 处都落到高度 1/e 的虚线附近。"
)
BETAS = (0.5, 0.9, 0.98)
AGES = 90


def figure(theme: draw.Theme) -> Figure:
    """Three falling curves; each meets the height 1/e near the age 2, 10 or 50."""
    # What an average makes of a single one, then zeros, are the weights of a value as it ages.
    pulse = np.eye(1, AGES + 1)[0]
    ages = np.arange(AGES + 1)
    fig, ax = theme.subplots(size=(5.2, 2.8))
    for beta, style in zip(BETAS, theme.series(len(BETAS)), strict=True):
        weights = average("ewma", pulse, beta=beta)
        share = weights / weights[0]
        draw.curve(ages, share, ax=ax, style=style, markers=False, label=rf"$\beta = {beta}$")
        window = round(1 / (1 - beta))
        ax.plot(window, share[window], style.marker, color=style.colour, ms=6)
        ax.plot([window, window], [0, share[window]], color=style.colour, linewidth=0.6)
    draw.level(float(np.exp(-1)), ax=ax, label="$1/e$", color=theme.muted)
    ax.set(
        xlabel=theme.say("age in steps", "距今的步数"),
        ylabel=theme.say("weight, today's = 1", "权重（当前值取 1）"),
        xlim=(0, AGES),
        ylim=(0, 1),
        xticks=[0, *(round(1 / (1 - beta)) for beta in BETAS), AGES],
    )
    ax.legend(loc="upper right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
