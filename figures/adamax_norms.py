"""As p grows, the p-norm of the gradients becomes the largest of them: so Adam becomes AdaMax."""

import numpy as np
from matplotlib.figure import Figure

from symopt import average, draw, problems, run

CAPTION_ZH = "p 增大时，梯度的 p 范数趋于最大值范数，Adam 由此变成 AdaMax。"
ALT_ZH = (
    "左图是 p 取 1、2、4、10 的单位“球”和最大值范数的正方形：p 越大，形状越接近正方形。"
    "右图是同一列梯度的 p 次幂平均的 p 次根：p 越大，曲线越接近 AdaMax 的 u_t。"
)
POWERS = (1, 2, 4, 10)
BETA2, STEPS, SEED = 0.9, 40, 4


def figure(theme: draw.Theme) -> Figure:
    """Left, unit balls for p = 1, 2, 4, 10 and infinity: from a diamond over a circle to a square.

    Right, roots of averages of p-th powers of the same gradients: the larger p, the nearer to
    AdaMax's u_t.
    """
    angle = np.linspace(0, 2 * np.pi, 721)
    around = np.array([np.cos(angle), np.sin(angle)])
    steps = np.arange(1, STEPS + 1)
    gradients = np.random.default_rng(SEED).normal(size=STEPS)
    fig, (left, right) = theme.panels(2, across=2, panel=(2.7, 2.6))
    for p, style in zip(POWERS, theme.series(len(POWERS)), strict=True):
        label = f"$p = {p}$" + (theme.say(", as in Adam", "，即 Adam") if p == 2 else "")
        look = {"style": style, "markers": False, "label": label, "linewidth": 1.2}
        draw.curve(*(around / np.linalg.norm(around, ord=p, axis=0)), ax=left, **look)
        # beta2^p in place of beta2, as in the claim adam.adamax-limit-of-p-norms.
        powers = average("ewma", np.abs(gradients) ** p, beta=BETA2**p)
        draw.curve(steps, powers ** (1 / p), ax=right, **look)
    look = {"color": theme.ink, "linewidth": 2.4, "zorder": 1}
    label = r"$p \to \infty$" + theme.say(", AdaMax's $u_t$", "，AdaMax 的 $u_t$")
    draw.curve(*(around / np.linalg.norm(around, ord=np.inf, axis=0)), ax=left, label=label, **look)
    path = run("adamax", problems.GradientSequence(gradients), steps=STEPS, beta2=BETA2)
    draw.curve(steps, path.states["u"][1:, 0], ax=right, label=label, **look)
    draw.dots(steps, np.abs(gradients), ax=right, color=theme.muted, s=6, label="$|g_t|$")
    left.set(aspect="equal", title=r"$\|g\|_p = 1$", xlabel="$g_x$")
    left.set_ylabel("$g_y$", rotation=0)
    right.set_ylabel(theme.say("average of $|g|^p$, $p$-th root", "$|g|^p$ 的平均的 $p$ 次根"))
    right.set(xlabel=theme.say("step $t$", "第 $t$ 步"), ylim=(0, None))
    draw.legend(fig, theme, title=rf"$\beta_2 = {BETA2}$")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
