"""Where one large gradient outweighs two small ones, Adam stays by the worst point for ever.

The losses are 4x, -x, -x, and again, on [-1, 1]: their sum is least at -1. Adam divides the large
gradient by its own size and the small ones by theirs, so that two steps back undo the one step
forth; AMSGrad divides all by the largest, and gets to -1.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, run
from symopt.problems.online import reddi

CAPTION_ZH = "一个大梯度之后跟着两个反向的小梯度时，Adam 永远停在最差点附近，AMSGrad 则到达最优点。"
ALT_ZH = (
    "左图：Adam 的点始终在最差点 1 附近来回，AMSGrad 的点逐步降到最优点 -1 并留在那里。"
    "右图：Adam 的平均遗憾不降，AMSGrad 的平均遗憾趋近于 0。"
)
C, STEPS = 4, 120
SHARED = {"alpha": 0.2, "beta1": 0, "beta2": 1 / (1 + C**2)}  # beta2 as in the paper's proof
RULES: Mapping[str, Mapping[str, Any]] = {
    "adam.uncorrected": SHARED | {"epsilon": 0},
    "amsgrad": SHARED,
}


def figure(theme: draw.Theme) -> Figure:
    """Two panels over 120 steps: the points of Adam and AMSGrad, and their regret per step.

    Adam returns to 1, the worst point, every third step, and its regret per step stays above 4/3.
    AMSGrad moves down to -1, the best point, and stays beside it; its regret per step falls.
    """
    problem = reddi(C)
    fig, (left, right) = theme.panels(2, across=2, panel=(3.4, 2.4))
    step = np.arange(STEPS + 1)
    for rule, hyper in RULES.items():
        path = run(rule, problem, steps=STEPS, **hyper)
        draw.add_run(left, path)
        look = {"style": theme.style(rule.partition(".")[0]), "linestyle": "-", "lw": 1.1}
        draw.curve(step, path.points[:, 0], ax=left, label=draw.run_label(path), **look)
        at = enumerate(path.queries, 1)
        lost = [float(problem.loss_at(x, t) - problem.loss_at((-1,), t)) for t, x in at]
        cycles = step[3::3]  # the losses repeat after three steps
        draw.curve(cycles, np.cumsum(lost)[2::3] / cycles, ax=right, **look)
    left.set(xlabel="$t$", ylabel="$x_t$", xlim=(0, STEPS + 4))
    left.set_yticks(
        [-1, 0, 1], theme.say("−1 (best),0,1 (worst)", "-1（最优）,0,1（最差）").split(",")
    )
    right.set(xlabel="$t$", xlim=(0, STEPS + 4), ylim=(0, 2))
    right.set_ylabel(theme.say("regret / step", "平均遗憾"))
    losses = ", ".join(f"${text}$" for text in (f"{C}x", "-x", "-x"))
    title = theme.say(
        f"losses {losses}, and so on, on [-1, 1]", f"损失依次为 {losses}，循环，x 限于 [-1, 1]"
    )
    draw.legend(fig, theme, title=title, below=True, width=60)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
