"""Adam's averages both start at zero; one correction soon fades, the other is needed for long.

The corrected mean over the root of the corrected mean square is the step, times the rate.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "Adam 的两个指数加权平均都从 0 起步：一阶矩的偏差修正很快消失，二阶矩的要持续很久。"
ALT_ZH = (
    "左上是 Adam 的公式。右上是小批量梯度、一阶矩 m 与修正后的 m̂：m 约 20 步后与 m̂ 重合。"
    "左下是梯度的平方、二阶矩 v 与修正后的 v̂：60 步后 v 仍远低于 v̂。"
    "右下是两个修正因子：一阶的从 10 很快降到 1，二阶的从 1000 缓慢下降。"
)
STEPS, BATCH, ALPHA = 60, 8, 0.1


def figure(theme: draw.Theme) -> Figure:
    """Adam's formula, and one run on mini-batches: gradients, both moments, both corrections.

    The first moment meets its corrected form after some twenty steps; the second is still far
    below it after sixty.
    """
    path = run("adam", problems.LinearRegression(batch_size=BATCH), steps=STEPS, alpha=ALPHA)
    steps = np.arange(1, STEPS + 1)
    g, m, v = (a[:, 0] for a in (path.gradients, path.states["m"][1:], path.states["v"][1:]))
    by_m, by_v = (1 / (1 - path.hyperparameters[beta] ** steps) for beta in ("beta1", "beta2"))
    fig, (lines, first, second, factors) = theme.panels(4, across=2, panel=(3.5, 2.05))
    lines.axis("off")
    draw.formula("adam", ax=lines, fontsize=10)
    lines.set_title(draw.run_label(path), loc="left", fontsize=8)
    one, two = theme.style("momentum"), theme.style("rmsprop")
    for ax, mean, by, raw, style, names in (
        (first, m, by_m, g, one, ("$g_t$", "$m_t$", r"$\hat{m}_t$")),
        (second, v, by_v, g**2, two, ("$g_t^2$", "$v_t$", r"$\hat{v}_t$")),
    ):
        draw.dots(steps, raw, ax=ax, color=theme.muted, s=6, label=names[0])
        for values, dash, name in ((mean, (0, (1, 1.2)), names[1]), (mean * by, "-", names[2])):
            look = {"linestyle": dash, "markers": False, "label": name}
            draw.curve(steps, values, ax=ax, style=style, **look)
    for factor, style, name in ((by_v, two, r"\beta_2"), (by_m, one, r"\beta_1")):
        draw.curve(steps, factor, ax=factors, style=style, label=rf"$1/(1 - {name}^t)$")
    first.set_title(
        theme.say(f"mini-batches of {BATCH}: first moment", f"小批量（{BATCH} 个样本）：一阶矩")
    )
    second.set(title=theme.say("second moment", "二阶矩"), yscale="log", ylim=(1e-5, 2e2))
    factors.set(title=theme.say("corrections", "偏差修正因子"), yscale="log")
    for ax in (first, second, factors):
        ax.set_xlabel(theme.say("step $t$", "第 $t$ 步"))
    first.legend(loc="lower right")
    second.legend(loc="lower left", ncols=3)
    factors.legend(loc="upper right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
