"""AdaGrad's rate only falls, least where gradients are rare; RMSProp's can recover.

AdaGrad sums all squared gradients, RMSProp forgets the old ones.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw, problems, run

CAPTION_ZH = "AdaGrad 的有效学习率只降不升，梯度稀疏的坐标降得慢；RMSProp 的有效学习率可以回升。"
ALT_ZH = (
    "左图双对数坐标：每步都有梯度的坐标，AdaGrad 的有效学习率沿 α/√t 的直线下降；"
    "每 10 步才有一次梯度的坐标呈阶梯状，始终更高。"
    "右图：梯度在第 100 步后变为原来的十分之一，RMSProp 的有效学习率回升，AdaGrad 的不回升。"
)
STEPS, RARE, DROP = 300, 10, 100


def rates(rule: str, gradients: np.ndarray) -> np.ndarray:
    """Return 1/(sqrt(s) + epsilon), the rate for alpha = 1, for each step and coordinate."""
    sequence = problems.GradientSequence(gradients)
    path = run(rule, sequence, steps=len(gradients), alpha=1)
    return 1 / (np.sqrt(path.states["s"][1:]) + path.hyperparameters["epsilon"])


def figure(theme: draw.Theme) -> Figure:
    """Left, AdaGrad: the rate falls as alpha/sqrt(t) for a gradient in each step.

    For one in every tenth it goes down by stairs, and stays higher. Right, gradients become ten
    times as small after step 100: RMSProp's rate goes up, AdaGrad's does not.
    """
    steps = np.arange(1, STEPS + 1)
    features = np.column_stack([np.ones(STEPS), (steps - 1) % RARE == 0]).astype(float)
    frequent, rare = rates("adagrad", features).T
    law = claims.get("adagrad.constant-gradient").prove().function(-1, -1, "alpha", "c", "t")
    fig, (left, right) = theme.panels(2, across=2, panel=(3.5, 2.5))
    always, seldom = theme.series(2)
    for values, style, label in (
        (rare, seldom, theme.say(f"a gradient every {RARE} steps", f"每 {RARE} 步一次梯度")),
        (frequent, always, theme.say("a gradient in every step", "每步都有梯度")),
    ):
        look = {"markers": False, "drawstyle": "steps-post"}
        draw.curve(steps, values, ax=left, style=style, label=label, **look)
    few = np.unique(np.geomspace(1, STEPS, 9).round())
    law_label = r"$\alpha/\sqrt{t}$" + theme.say(", as proved", "（已证）")
    draw.dots(few, law(1, 1, few), ax=left, s=9, color=theme.ink, zorder=4, label=law_label)
    sizes = np.where(steps <= DROP, 1.0, 0.1)
    for rule in ("rmsprop", "adagrad"):
        values = rates(rule, sizes)[:, 0]
        draw.curve(steps, values, ax=right, style=theme.style(rule), label=rule)
    left.set(xscale="log", title="adagrad")
    smaller = f"gradients ten times as small after step {DROP}"
    right.set_title(theme.say(smaller, f"第 {DROP} 步后梯度变为十分之一"))
    for ax in (left, right):
        ax.set(yscale="log", xlabel=theme.say("step $t$", "第 $t$ 步"))
        ax.set_ylabel(theme.say("rate / ", "有效学习率 / ") + r"$\alpha$")
    left.legend(loc="lower left")
    right.legend(loc="upper left")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
