"""An average with beta = 0.9 follows the season and leaves the weather of single days behind."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, draw, temperatures

CAPTION_ZH = "β = 0.9 的指数加权平均跟随季节变化，而不随单日天气起伏。"
ALT_ZH = "一年的每日气温散点上下跳动，指数加权平均曲线从中间平滑穿过，冬低夏高。"
BETA = 0.9


def figure(theme: draw.Theme) -> Figure:
    """A year of scattered daily temperatures, and a smooth curve through their middle."""
    data = temperatures()
    days, celsius = np.asarray(data.days[:365]), data.celsius[:365]
    fig, ax = theme.subplots(size=(5.2, 2.8))
    (style,) = theme.series(1)
    label = theme.say("daily temperature $y_t$", "每日气温 $y_t$")
    draw.dots(days, celsius, ax=ax, color=theme.muted, label=label)
    smooth = average("ewma.corrected", celsius, beta=BETA)
    label = theme.say(rf"average $v_t$, $\beta = {BETA}$", rf"指数加权平均 $v_t$，$\beta = {BETA}$")
    draw.curve(days, smooth, ax=ax, style=style, markers=False, linewidth=1.8, label=label)
    year, place = data.dates[0].year, data.place
    ax.set(
        xlabel=theme.say(f"day of {year}, {place}", f"西雅图，{year} 年的第几天"),
        ylabel=theme.say("temperature (°C)", "气温（°C）"),
        xlim=(0, 366),
    )
    ax.legend(loc="upper left")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
