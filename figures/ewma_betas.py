"""A larger beta makes an average of the temperatures smoother, and later."""

from matplotlib.figure import Figure

from symopt import average, draw, temperatures

# The window 1/(1 - beta) is 2, 10 and 50 days.
LOOKS = {
    0.5: {"color": draw.STYLES["momentum"].colour, "linewidth": 0.8},
    0.9: {"color": draw.STYLES["rmsprop"].colour, "linewidth": 1.6},
    0.98: {"color": draw.STYLES["gd"].colour, "linewidth": 1.8, "linestyle": (0, (5, 1.2))},
}


def figure(theme: draw.Theme) -> Figure:
    """Three averages of one year of daily temperatures."""
    data = temperatures()
    days, celsius = data.days[:365], data.celsius[:365]
    fig, ax = theme.subplots(size=(5.2, 3.0))
    draw.dots(days, celsius, ax=ax, color=theme.faint, label="daily temperature")
    for beta, look in LOOKS.items():
        window = round(1 / (1 - beta))
        label = rf"$\beta = {beta}$, about {window} days"
        draw.curve(days, average("ewma.corrected", celsius, beta=beta), ax=ax, label=label, **look)
    ax.set(
        xlabel=f"day of {data.dates[0].year}, {data.place}",
        ylabel="temperature (°C)",
        xlim=(0, 366),
    )
    ax.legend(loc="upper left")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
