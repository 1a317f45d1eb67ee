"""Measured over all rates and momenta, the fastest setting is where Polyak's theory puts it.

There both directions of the ravine are critically damped; past the edge of stability nothing
converges.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from symopt import claims, draw, problems, sweep

CAPTION_ZH = "对所有学习率与动量系数逐一实测：收敛最快的参数正落在 Polyak 理论给出的位置。"
ALT_ZH = (
    "横轴为学习率 α、纵轴为 β 的图，颜色越深收敛越快；最深处在两条临界阻尼曲线的交点，"
    "即 Polyak 参数；稳定边界右侧是空白，不收敛。"
)
DIGITS, STEPS = 20, 500


def figure(theme: draw.Theme) -> Figure:
    """A map of alpha and beta, darker where momentum on the ravine converges in fewer steps.

    The darkest place is where two curves cross, those of critical damping along and across the
    ravine; a star marks Polyak's tuning there, and a circle beside it the fastest setting
    measured. Right of the edge of stability the map is blank.
    """
    surface = problems.get("ravine")
    alpha, beta = np.linspace(0, 2.1, 141)[1:], np.linspace(0, 0.99, 100)
    tried = sweep(
        "momentum.accumulating",
        surface,
        grid={"alpha": alpha, "beta": beta},
        steps=STEPS,
        goal=0,
        within=surface.loss(surface.start) / 10**DIGITS,
    )
    speed = DIGITS / np.asarray(tried.reached)
    best = np.unravel_index(np.argmax(speed), tried.shape)

    recurrence, polyak = (claims.prove(f"momentum.{name}") for name in ("recurrence", "polyak"))
    polynomial = recurrence.function(2, -1, "alpha", "lambda_", "beta", "z")
    critical = claims.prove("momentum.critical-damping").function(0, -1, "alpha", "lambda_", "z")
    mu, L = np.linalg.eigvalsh(surface.hessian(surface.start))
    rho = polyak.function(-1, -1, "L", "mu")(L, mu)
    rate = polyak.function(1, -1, "rho")(rho) / L

    fig, ax = theme.subplots(size=(5.2, 3.5))
    colours = draw.sweep_map(tried, speed, ax=ax, theme=theme)
    name = theme.say("digits of the loss gained per step", "每步使损失减小的十进制位数")
    fig.colorbar(colours, ax=ax, label=name)
    edge, curve = theme.series(2)
    around = [withStroke(linewidth=3, foreground=theme.background)]
    look = {"markers": False, "color": theme.ink, "path_effects": around, "lw": 1.1}
    at0, at1 = (polynomial(value, L, beta, -1) for value in (0, 1))  # a root of -1: linear in alpha
    label = theme.say("edge of stability", "稳定边界")
    draw.curve(at0 / (at0 - at1), beta, ax=ax, style=edge, label=label, **look)
    label = theme.say("critical along and across", "两个方向的临界阻尼")
    draw.curve(alpha, critical(alpha, mu, 0), ax=ax, style=curve, label=label, **look)
    right = alpha[alpha * L >= 1]
    draw.curve(right, critical(right, L, 0), ax=ax, style=curve, **look)
    mark = {"ls": "", "color": theme.ink, "mfc": theme.background}
    ax.plot(rate, rho**2, "*", ms=11, label=theme.say("Polyak's tuning", "Polyak 参数"), **mark)
    label = theme.say("fastest measured", "实测最快")
    ax.plot(alpha[best[0]], beta[best[1]], "o", ms=4, label=label, **mark)
    ax.set(xlim=(0, 2.1), ylim=(0, 0.99))
    title = theme.say(
        f"momentum.accumulating on the ravine, L/μ = {L / mu:.3g}; "
        f"blank: not {DIGITS} digits in {STEPS} steps",
        f"momentum.accumulating，沟壑曲面，L/μ = {L / mu:.3g}；"
        f"空白：{STEPS} 步内未减小 {DIGITS} 位",
    )
    draw.legend(fig, theme, title=title, below=True, columns=4, width=60 if theme.narrow else 100)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
