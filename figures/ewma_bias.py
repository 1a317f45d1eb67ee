"""An average started at zero begins far too low; divided by 1 - beta^t it is right from day one."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, draw, temperatures

BETA = 0.98
DAYS = 180
FIRST = 183  # a summer's day: far from zero, so the bias shows


def figure(theme: draw.Theme) -> Figure:
    """The same average with and without the correction of its start."""
    data = temperatures()
    days, celsius = np.arange(1, DAYS + 1), data.celsius[FIRST - 1 :][:DAYS]
    first = data.dates[FIRST - 1]
    fig, ax = theme.subplots(size=(5.2, 3.0))
    draw.dots(days, celsius, ax=ax, color=theme.faint, label="daily temperature")
    draw.curve(
        days,
        average("ewma", celsius, beta=BETA),
        ax=ax,
        color=draw.STYLES["momentum"].colour,
        linestyle=(0, (5, 1.2)),
        label=r"$v_t$, started at zero",
    )
    draw.curve(
        days,
        average("ewma.corrected", celsius, beta=BETA),
        ax=ax,
        color=draw.STYLES["rmsprop"].colour,
        label=r"$v_t / (1 - \beta^t)$, corrected",
    )
    ax.set(
        xlabel=f"day $t$ from {first.day} {first:%B %Y}, {data.place}",
        ylabel="temperature (°C)",
        xlim=(0, DAYS + 1),
    )
    # The room between the curves and the axis is the only one without measurements.
    place = {"loc": "lower left", "bbox_to_anchor": (0.2, 0)}
    ax.legend(title=rf"$\beta = {BETA}$", alignment="left", **place)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
