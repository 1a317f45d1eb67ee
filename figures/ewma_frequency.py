"""An average is a low-pass filter: the larger beta, the slower an oscillation must be to pass."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, claims, draw

CAPTION_ZH = "指数加权平均是低通滤波器：β 越大，只有越慢的变化才能通过。"
ALT_ZH = (
    "振荡周期与通过比例的双对数图：三条曲线在长周期处为 1，周期越短越低，β 越大越低；"
    "实测的点落在理论曲线上。"
)
BETAS = (0.5, 0.9, 0.98)
LENGTH = 4000


def passed(beta: float, frequency: float) -> float:
    """Return how much of an oscillation's power an average lets through, once it has settled."""
    angle = frequency * np.arange(1, LENGTH + 1)
    cosine, sine = (
        average("ewma", wave(angle), beta=beta)[LENGTH // 2 :] for wave in (np.cos, np.sin)
    )
    return float(np.mean(cosine**2 + sine**2))


def figure(theme: draw.Theme) -> Figure:
    """Three falling curves against the frequency, the earlier larger beta, and dots from runs."""
    response = claims.get("averages.frequency-response").prove().function(-1, -1, "beta", "c")
    period = np.geomspace(2, 2000, 300)
    fig, ax = theme.subplots(size=(5.2, 2.9))
    for beta, style in zip(BETAS, theme.series(len(BETAS)), strict=True):
        share = response(beta, np.cos(2 * np.pi / period))
        draw.curve(period, share, ax=ax, style=style, markers=False, label=rf"$\beta = {beta}$")
        tried = np.geomspace(2, 1000, 8)
        found = [passed(beta, 2 * np.pi / p) for p in tried]
        ax.plot(tried, found, style.marker, color=style.colour, ms=4)
    draw.level(0.5, ax=ax, color=theme.muted)
    half = theme.say("half of the power", "功率的一半")
    ax.annotate(half, (2000, 0.5), (0, -9), textcoords="offset points", ha="right")
    ax.set(
        xscale="log",
        yscale="log",
        xlabel=theme.say("period of the oscillation in steps", "振荡周期（步）"),
        ylabel=theme.say("share of power let through", "通过的功率比例"),
    )
    ax.legend(loc="lower right", title=theme.say("line: theory, marks: runs", "线：理论，点：实测"))
    return fig


if __name__ == "__main__":
    draw.publish(figure)
