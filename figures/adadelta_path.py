"""Adadelta has no rate, but epsilon acts as one: it sets how tiny the first steps are.

They start at sqrt(epsilon/(1 - rho)) in each coordinate and grow only slowly.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, rules, run

CAPTION_ZH = "Adadelta 没有学习率，但 ε 起着学习率的作用：它决定最初的步长有多小，此后增长很慢。"
ALT_ZH = (
    "左图是狭长峡谷的等高线，ε 取 10⁻⁸、10⁻⁶、10⁻⁴、10⁻² 的四条路径，各走 100 步：ε 越大走得越远，"
    "取默认值时几乎没有离开起点。右图是恒定梯度下的步长：四条近乎平行的曲线，先平，后缓慢上升。"
)
STEPS, LONG = 100, 1000
EXPONENTS = (-8, -6, -4, -2)


def figure(theme: draw.Theme) -> Figure:
    """Left, four paths of 100 steps: the smaller epsilon, the nearer to the start they end.

    Right, the lengths of steps on a slope without end: four curves that rise slowly.
    """
    ravine, slope = problems.get("ravine"), problems.GradientSequence([1], repeat=True)
    usual = {name: float(value) for name, value in rules.get("adadelta").defaults.items()}
    fig, (left, right) = theme.panels(2, across=2, panel=(3.2, 2.4))
    draw.contour(ravine, ax=left, theme=theme)
    steps = np.arange(1, LONG + 1)
    for exponent, style in zip(EXPONENTS, theme.series(len(EXPONENTS)), strict=True):
        epsilon = float(f"1e{exponent}")
        path = run("adadelta", ravine, steps=STEPS, epsilon=epsilon)
        label = rf"$\epsilon = 10^{{{exponent}}}$"
        label += theme.say(", the default", "（默认值）") if epsilon == usual["epsilon"] else ""
        draw.curve(*path.points.T, ax=left, style=style, label=label, zorder=4)
        long = run("adadelta", slope, steps=LONG, epsilon=epsilon)
        lengths = np.abs(np.diff(long.points[:, 0]))
        draw.curve(steps, lengths, ax=right, style=style, markers=False)
    left.plot(*ravine.start, "o", ms=5, mfc=theme.background, mec=theme.ink, zorder=5)
    left.set(xlim=(-8, 1), ylim=(-1.5, 2.7), title=theme.say(f"{STEPS} steps", f"各走 {STEPS} 步"))
    right.set(
        xscale="log",
        yscale="log",
        ylim=(2e-4, 2),
        title=theme.say("on a slope without end", "在没有尽头的斜坡上"),
        xlabel=theme.say("step $t$", "第 $t$ 步"),
        ylabel=theme.say("length of the step", "步长"),
    )
    draw.legend(fig, theme, title=rf"adadelta, $\rho = {usual['rho']}$")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
