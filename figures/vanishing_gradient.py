"""A sigmoid multiplies the gradient by at most a quarter of its weight: over layers it vanishes.

A weight above 4 lets it grow, but only while the sigmoids stay in their middle.
"""

from collections.abc import Callable, Iterable

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw

CAPTION_ZH = "每经过一层 sigmoid，梯度至多乘以权重的四分之一，因此层数一多梯度就消失。"
ALT_ZH = (
    "三幅图。左：sigmoid 的导数，在 0 处最大，为四分之一。中：梯度随层数变化的半对数图，"
    "权重为 ±1 和 ±3 的随机网络各自在上界 (c/4)^n 之下直线式地趋于 0。"
    "右：权重为 6 时，若每层都恰好处在 sigmoid 的正中，梯度一直增大；"
    "略有偏离，则先增大，饱和之后仍然消失。"
)
LAYERS, CHAINS, SEED = 24, 6, 1
LIMITS, LARGE, STARTS = (1, 3), 6, (0.5, 0.51)


def gradients(
    weights: Iterable[float], start: float, slope: Callable[[float], float], bias: float = 0.0
) -> list[float]:
    """Return the size of the last layer's derivative after 0, 1, 2, ... layers."""
    value, sizes = start, [1.0]
    for weight in weights:
        z = weight * value + bias
        value = 1 / (1 + np.exp(-z))
        sizes.append(sizes[-1] * abs(weight) * slope(z))
    return sizes


def figure(theme: draw.Theme) -> Figure:
    """Left, the slope of the sigmoid, at most 1/4. Middle, gradients against the layers.

    Chains of random weights 1 or -1, and 3 or -3, all stay below the bounds (c/4)^n, falling
    lines on a logarithmic scale. Right, a weight of 6: exactly in the middle of every sigmoid the
    gradient grows; a little beside it grows at first, and vanishes once sigmoids are saturated.
    """
    quarter = claims.get("data.sigmoid-slope-at-most-a-quarter").prove()
    slope, most = quarter.function(0, 0, "z"), quarter.function(0, -1)()
    bound = claims.get("data.chain-vanishes").prove().function(0, -1, "c", "n")
    rng = np.random.default_rng(SEED)
    z, layers = np.linspace(-6, 6, 241), np.arange(LAYERS + 1)
    colours = theme.series(2)
    fig, (left, middle, right) = theme.panels(3, panel=(2.33, 2.3))
    draw.curve(z, slope(z), ax=left, style=colours[0], markers=False)
    draw.level(most, ax=left, color=theme.muted, label="$1/4$")
    left.set(xlabel="$z$", xticks=(-5, 0, 5), ylim=(0, 0.29))
    left.set_title(theme.say("slope of the sigmoid", "sigmoid 的导数"))
    for c, style in zip(LIMITS, colours, strict=True):
        runs = [gradients(c * rng.choice([-1, 1], LAYERS), 0.5, slope) for _ in range(CHAINS)]
        for number, sizes in enumerate(runs):
            label = rf"$w_k = \pm {c}$" if not number else None
            draw.curve(layers, sizes, ax=middle, color=style.colour, linewidth=0.7, label=label)
        name = theme.say("bound", "上界") + f" $({c}/4)^n$"
        draw.curve(layers, bound(c, layers), ax=middle, color=style.colour, ls="--", label=name)
    entry = theme.say("input", "输入")
    for start, style in zip(STARTS, colours, strict=True):
        sizes = gradients([LARGE] * LAYERS, start, slope, bias=-LARGE / 2)
        draw.curve(layers, sizes, ax=right, style=style, label=f"{entry} ${start}$")
    middle.set_title(theme.say("weights below 4", "权重小于 4"))
    right.set_title(
        theme.say(f"weight {LARGE}, bias $-{LARGE // 2}$", f"权重 {LARGE}，偏置 $-{LARGE // 2}$")
    )
    for ax in (middle, right):
        ax.set(yscale="log", xlabel=theme.say("layers $n$", "层数 $n$"))
    middle.set_ylabel(theme.say("gradient", "梯度"))
    draw.legend(fig, theme, below=True, columns=6)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
