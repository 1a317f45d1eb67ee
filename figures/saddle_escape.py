"""At one rate for all, rules that divide by the size of the gradient leave a saddle first.

Gradient descent and momentum grow by a proved factor a step: from nearer to it they need more
steps. As an average, whose steps are smaller, momentum leaves later than gradient descent.
"""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw, problems, run

CAPTION_ZH = (
    "学习率相同时，按梯度大小归一化的算法最先离开鞍点；其余算法每步大致只放大一个固定的倍数。"
)
ALT_ZH = (
    "到鞍点的距离（对数坐标）随迭代次数变化：RMSProp 与 Adam 几步之内就升到高处；"
    "Nesterov、动量法、梯度下降依次为斜率渐小的直线，后两者与证明的增长率重合；平均形式的动量最慢。"
)
ALPHA, BETA, START, STEPS = 0.05, 0.9, 1e-6, 150
RULES = ("gd", "momentum", "momentum.velocity", "nesterov", "rmsprop", "adam")
DECAY = {"momentum": "beta", "momentum.velocity": "beta", "nesterov": "mu"}


def figure(theme: draw.Theme) -> Figure:
    """The distance from a saddle on a logarithmic axis against steps: RMSProp and Adam
    are far off after a few steps; Nesterov, momentum and gradient descent are straight lines, the
    steeper the earlier named, along the rates that are proved; averaged momentum comes last.
    """
    saddle = problems.get("saddle")
    fig, ax = theme.subplots(size=(draw.COLUMN, 2.6) if theme.narrow else (draw.TEXT, 3.1))
    looks = theme.styles(RULES)
    for rule in RULES:
        values: dict[str, Any] = {"alpha": ALPHA}
        if rule in DECAY:
            values[DECAY[rule]] = BETA
        path = run(rule, saddle, start=(1.5, START), steps=STEPS, **values)
        away = np.abs(path.points[:, 1])
        draw.add_run(ax, path)
        label = draw.run_label(path)
        draw.curve(range(STEPS + 1), away, ax=ax, style=looks[rule], label=label)
    t = np.arange(STEPS + 1)
    c = -saddle.hessian((0, 0))[1, 1]
    gd = claims.get("stuck.escape-gradient-descent").prove().function(0, -1, "alpha", "c", "x", "t")
    momentum = (
        claims.get("stuck.escape-momentum-factor").prove().function(-1, -1, "beta", "z", "x", "t")
    )
    z = np.roots([1, -(1 + ALPHA * c + BETA), BETA]).max()
    for away in (gd(ALPHA, c, START, t), momentum(BETA, z, START, t)):
        ax.plot(t, away, color=theme.faint, linewidth=5, solid_capstyle="butt", zorder=1)
    ax.lines[-1].set_label(
        theme.say("proved for gd and momentum.velocity", "gd 与 momentum.velocity 的理论值")
    )
    ax.set(
        yscale="log",
        ylim=(START / 2, saddle.box[1][1]),
        xlim=(0, STEPS),
        xlabel=theme.say("step", "迭代次数"),
        ylabel=theme.say("distance $|y|$ from the saddle", "到鞍点的距离 $|y|$"),
    )
    ax.minorticks_off()
    title = theme.say(
        "One rate for all; the decay of momentum is 0.9, the others are the rules' own.",
        "学习率都相同；动量的衰减率取 0.9，其余超参数取各算法的默认值。",
    )
    draw.legend(fig, theme, title=title)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
