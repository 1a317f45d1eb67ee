"""A larger beta makes an average of the temperatures smoother, and later.

The window 1/(1 - beta) is 2, 10, 50 and 100 days.
"""

from matplotlib.figure import Figure

from symopt import average, draw, temperatures

CAPTION_ZH = "β 越大，温度的指数加权平均越平滑，也越滞后。"
ALT_ZH = (
    "一年的每日气温与 β 取 0.5、0.9、0.98、0.99 "
    "的四条指数加权平均曲线；β 越大，曲线越平缓，并向右移。"
)
BETAS = (0.5, 0.9, 0.98, 0.99)
WIDTHS = (0.8, 1.6, 1.8, 1.8)


def figure(theme: draw.Theme) -> Figure:
    """A year of daily temperatures and four averages: with a larger beta flatter, and later."""
    data = temperatures()
    days, celsius = data.days[:365], data.celsius[:365]
    fig, ax = theme.subplots(size=(5.2, 3.0))
    label = theme.say("daily temperature", "每日气温")
    draw.dots(days, celsius, ax=ax, color=theme.faint, label=label)
    for beta, width, style in zip(BETAS, WIDTHS, theme.series(len(BETAS)), strict=True):
        window = round(1 / (1 - beta))
        label = rf"$\beta = {beta}$" + theme.say(f", about {window} days", f"，约 {window} 天")
        values = average("ewma.corrected", celsius, beta=beta)
        look = {"style": style, "markers": False, "linewidth": width}
        draw.curve(days, values, ax=ax, label=label, **look)
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
