"""A momentum that grows from 0.5 to 0.95 starts as calmly as the small and ends below both."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, run, schedules

CAPTION_ZH = "动量系数从 0.5 逐渐增大到 0.95：开始时像小动量一样平稳，最后比两种固定的动量都低。"
ALT_ZH = (
    "左图是三种动量系数随步数的变化：固定 0.5、固定 0.95、从 0.5 线性增大到 0.95。"
    "右图是 Beale 函数上的损失：0.5 下降慢，0.95 起伏大，逐渐增大的最终最低。"
)
STEPS, ALPHA, SMALL, LARGE = 400, 0.002, 0.5, 0.95


def figure(theme: draw.Theme) -> Figure:
    """Left, beta held at 0.5, at 0.95, and growing; right, the loss: growing beta ends lowest."""
    growth = schedules.get("linear").sequence(SMALL, final=LARGE, length=STEPS // 3)
    held = theme.say("held at {}", "固定为 {}")
    cases = {
        held.format(SMALL): lambda t: SMALL,
        held.format(LARGE): lambda t: LARGE,
        theme.say(f"from {SMALL} to {LARGE}", f"从 {SMALL} 到 {LARGE}"): growth,
    }
    steps = np.arange(1, STEPS + 1)
    betas = {label: [beta(int(t)) for t in steps] for label, beta in cases.items()}
    losses = {}
    for label, beta in cases.items():
        path = run("momentum.velocity", "beale", steps=STEPS, alpha=ALPHA, schedule={"beta": beta})
        losses[label] = path.losses[1:]
    fig, (left, right) = theme.panels(2, across=2, panel=(3.4, 2.4))
    draw.curves(betas, steps, ax=left, theme=theme)
    draw.curves(losses, steps, ax=right, theme=theme)
    for ax in (left, right):
        ax.set_xlabel(theme.say("step $t$", "第 $t$ 步"))
    left.set(ylabel=r"$\beta_t$", ylim=(0.4, 1))
    right.set(yscale="log", ylabel=theme.say("loss on Beale's function", "Beale 函数上的损失"))
    left.legend(loc="center right")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
