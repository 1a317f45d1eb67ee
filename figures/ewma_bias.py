"""An average started at zero begins far too low; divided by 1 - beta^t it is right from day one."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, draw, temperatures

CAPTION_ZH = "从 0 起步的指数加权平均在初期严重偏低；除以 1 − β^t 作偏差修正后，从第一天起就准确。"
ALT_ZH = (
    "同一段气温的两条指数加权平均曲线：未修正的从 0 缓慢上升，"
    "修正后的一开始就落在数据之间，后来两者重合。"
)
BETA = 0.98
DAYS = 180
FIRST = 183  # a summer's day: far from zero, so the bias shows


def figure(theme: draw.Theme) -> Figure:
    """Two averages of the same temperatures: one climbs from zero, the corrected one does not."""
    data = temperatures()
    days, celsius = np.arange(1, DAYS + 1), data.celsius[FIRST - 1 :][:DAYS]
    first = data.dates[FIRST - 1]
    fig, ax = theme.subplots(size=(5.2, 3.0))
    bare, right = theme.series(2)[::-1]
    draw.dots(
        days, celsius, ax=ax, color=theme.faint, label=theme.say("daily temperature", "每日气温")
    )
    draw.curve(
        days,
        average("ewma", celsius, beta=BETA),
        ax=ax,
        style=bare,
        markers=False,
        label=r"$v_t$" + theme.say(", started at zero", "，从 0 起步"),
    )
    draw.curve(
        days,
        average("ewma.corrected", celsius, beta=BETA),
        ax=ax,
        style=right,
        markers=False,
        label=r"$v_t / (1 - \beta^t)$" + theme.say(", corrected", "，偏差修正后"),
    )
    ax.set(
        xlabel=theme.say(
            f"day $t$ from {first.day} {first:%B %Y}, {data.place}",
            f"从 {first.year} 年 {first.month} 月 {first.day} 日起的第 $t$ 天，西雅图",
        ),
        ylabel=theme.say("temperature (°C)", "气温（°C）"),
        xlim=(0, DAYS + 1),
    )
    # The room between the curves and the axis is the only one without measurements.
    place = {"loc": "lower left", "bbox_to_anchor": (0.2, 0)}
    ax.legend(title=rf"$\beta = {BETA}$", alignment="left", **place)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
