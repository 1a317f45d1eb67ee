"""Gradients that grow by a factor beta2/beta1 drive Adam's steps past the paper's bound.

They tend to the right bound, alpha (1 - beta1)/sqrt((1 - beta2) (1 - beta1^2/beta2)), so no smaller
one holds. Only where beta1 = beta2 do the two bounds agree.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, compile, draw

CAPTION_ZH = "每步增大 β2/β1 倍的梯度使 Adam 的步长超过论文给出的上界，并趋于正确的上界。"
ALT_ZH = (
    "左图：默认参数下步长随迭代次数增长，越过论文的上界，趋于正确的上界。"
    "右图：两个上界随 β2 的变化；实测的最大步长都落在正确上界的曲线上，只有 β1 = β2 处两者相等。"
)
STEPS = 3000
BETA1 = 0.9
BETA2 = np.array([0.999, 0.997, 0.99, 0.97, 0.94, 0.9, 0.86])


def witness() -> np.ndarray:
    """Return the steps of Adam, with alpha = 1, on the gradients (beta2/beta1)^t."""
    adam = compile("adam.no-eps")
    hyper = {"alpha": 1, "beta1": BETA1, "beta2": BETA2}
    theta = np.zeros(len(BETA2))
    states, points = adam.init(theta), [theta]
    for t in range(1, STEPS + 1):
        gradient = (BETA2 / BETA1) ** t
        theta, states = adam(theta, lambda _, g=gradient: g, t, states, hyper)
        points.append(theta)
    return np.abs(np.diff(points, axis=0))


def figure(theme: draw.Theme) -> Figure:
    """Two panels of Adam's longest steps, in units of alpha, beside the paper's bound.

    Left: at the defaults the step grows with t, passes the paper's bound of 3.16 after 209 steps
    and tends to the right bound of 7.27. Right: both bounds against 1 - beta2 for beta1 = 0.9; the
    measured steps lie on the right bound, above the paper's except where beta1 = beta2.
    """
    square = claims.prove("adam.bound-is-sharp").function(-1, -1, "beta1", "beta2")
    large, small = (
        claims.prove(f"adam.paper-bound-of-{size}-steps").function(0, 3, "alpha", "beta1", "beta2")
        for size in ("large", "small")
    )

    def paper(beta2: np.ndarray) -> np.ndarray:
        case = np.sqrt(1 - beta2) < 1 - BETA1
        return np.sqrt(np.where(case, large(1, BETA1, beta2), small(1, BETA1, beta2)))

    steps = witness()
    fig, (left, right) = theme.panels(2, across=2, panel=(3.4, 2.6), sharey=True)
    measured, ours, theirs = theme.series(3)
    growth = theme.say(
        r"step on gradients $(\beta_2/\beta_1)^t$", r"梯度为 $(\beta_2/\beta_1)^t$ 时的步长"
    )
    bound, printed = (
        theme.say("right bound", "正确的上界"),
        theme.say("paper's bound", "论文的上界"),
    )
    t = np.arange(1, STEPS + 1)
    draw.curve(t, steps[:, 0], ax=left, style=measured, markers=False, label=growth)
    rest = np.geomspace(0.0008, 0.17, 200)
    first = np.full(STEPS, 1 - BETA2[0])
    for ax, x, gap in ((left, t, first), (right, rest, rest)):
        look = {"ax": ax, "markers": False}
        draw.curve(x, np.sqrt(square(BETA1, 1 - gap)), style=ours, label=bound, **look)
        draw.curve(x, paper(1 - gap), style=theirs, label=printed, **look)
    label = theme.say(f"step {STEPS} on these gradients", f"第 {STEPS} 步的步长")
    mark = {"ls": "", "marker": measured.marker, "ms": 4, "color": measured.colour}
    right.plot(1 - BETA2, steps[-1], label=label, **mark)
    left.set(xscale="log", xlabel="$t$", ylabel=theme.say(r"step / $\alpha$", r"步长 / $\alpha$"))
    left.set_title(rf"$\beta_1 = {BETA1}$, $\beta_2 = {BETA2[0]}$", fontsize=8)
    right.set(xscale="log", xlabel=r"$1 - \beta_2$", ylim=(0, 8))
    right.set_title(rf"$\beta_1 = {BETA1}$", fontsize=8)
    left.legend(loc="upper left", bbox_to_anchor=(0, 0.9))
    right.legend(loc="upper right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
