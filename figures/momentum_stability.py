"""Momentum is stable up to alpha lambda = 2 (1 + beta); between the critical curves it swings.

There every step shrinks it by sqrt(beta), whatever the rate. So Polyak's tuning puts the flattest
direction on the left curve and the steepest on the right one.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw

CAPTION_ZH = "动量法在 αλ < 2(1 + β) 时稳定；在两条临界曲线之间，它一边振荡一边收敛。"
ALT_ZH = (
    "横轴为 αλ，纵轴为 β 的平面：左边单调收敛，中间振荡收敛，右边逐步变号收敛，"
    "稳定边界 αλ = 2(1 + β) 以外发散。中间区域里有四条水平线段，表示不同条件数下的 Polyak 参数。"
)
RATIOS = (4, 9, 25, 100)


def figure(theme: draw.Theme) -> Figure:
    """The plane of alpha lambda and beta in four parts: creeping, swinging, zigzag, diverging.

    Two critical curves meet at alpha lambda = 1, beta = 0 and bound the swinging part; the edge
    of stability runs from 2 at beta = 0 to 4 at beta = 1. Horizontal bars from one critical curve
    to the other are Polyak's tunings for ratios of curvatures from 4 to 100.
    """
    recurrence, polyak = (claims.prove(f"momentum.{name}") for name in ("recurrence", "polyak"))
    polynomial = recurrence.function(2, -1, "alpha", "lambda_", "beta", "z")
    critical = claims.prove("momentum.critical-damping").function(0, -1, "alpha", "lambda_", "z")
    speed = polyak.function(-1, -1, "L", "mu")
    slowest, fastest = polyak.function(0, 0, "rho"), polyak.function(1, -1, "rho")

    s, beta = np.linspace(0, 4.4, 441), np.linspace(0, 1, 201)
    below, product, above = (polynomial(s, 1, beta[:, None], z) for z in (-1, 0, 1))
    total = (below - above) / 2  # of the roots of z^2 - total z + product
    kinds = np.where(total > 0, 0.0, 2.0)
    kinds[total**2 < 4 * product] = 1
    kinds[below < 0] = np.nan

    fig, ax = theme.subplots(size=(5.2, 3.2))
    draw.field(s, beta, kinds, ax=ax, theme=theme, kinds=3)
    look = {"markers": False, "color": theme.ink}
    edge, curve = theme.series(2)
    at0, at1 = (polynomial(value, 1, beta, -1) for value in (0, 1))  # a root of -1: linear in s
    label = theme.say(
        r"edge: $\alpha\lambda = 2(1+\beta)$", r"稳定边界 $\alpha\lambda = 2(1+\beta)$"
    )
    draw.curve(at0 / (at0 - at1), beta, ax=ax, style=edge, label=label, **look)
    label = theme.say("critical: equal roots", "临界：两根相等")
    draw.curve(
        s, np.where(s <= 4, critical(s, 1, 0), np.nan), ax=ax, style=curve, label=label, **look
    )
    label = theme.say(r"Polyak's, from $\mu$ to $L$", r"Polyak 参数，从 $\mu$ 到 $L$")
    for ratio in RATIOS:
        rho = speed(ratio, 1)
        bar = {"marker": "o", "ms": 3, "lw": 1, "color": theme.ink}
        ax.plot([slowest(rho), fastest(rho)], [rho**2] * 2, label=label, **bar)
        ax.text(1.4, rho**2 + 0.01, rf"$L/\mu = {ratio}$", ha="center", fontsize=7)
        label = None  # one entry in the legend for all
    root = r"$\sqrt{\beta}$"
    for place, english, chinese in (
        ((0.04, 0.02), "creeps", "单调"),
        ((0.7, 0.85), f"swings: each step shrinks it by {root}", f"振荡：每步缩小为 {root} 倍"),
        ((1.58, 0.02), "zigzags", "变号"),
        ((3.55, 0.5), "diverges", "发散"),
    ):
        ax.text(*place, theme.say(english, chinese), fontsize=6 if theme.narrow else 7)
    ax.set(xlabel=r"$\alpha\lambda$", xlim=(0, 4.4), ylim=(0, 1))
    ax.set_ylabel(r"$\beta$", rotation=0)
    if theme.narrow:
        draw.legend(fig, theme)
    else:
        ax.legend(loc="lower right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
