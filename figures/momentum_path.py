"""Momentum cancels the swings across the ravine and adds up along it, so that it overshoots."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = (
    "动量让横穿峡谷的振荡相互抵消、沿谷底的速度逐渐累积，因此更快，也会冲过极小值点再折回。"
)
ALT_ZH = (
    "狭长峡谷的等高线上两条路径：梯度下降来回振荡，前进缓慢；动量法摆动渐小，冲过极小值点后折回。"
)
STEPS = 25


def figure(theme: draw.Theme) -> Figure:
    """Two paths over a ravine: gradient descent swings, momentum calms down and runs past."""
    ravine = problems.get("ravine")
    curvatures = np.linalg.eigvalsh(ravine.hessian(ravine.start))
    runs = [
        # The rate that is best for both curvatures (claim descent.best-rate).
        run("gd", ravine, steps=STEPS, alpha=2 / sum(curvatures)),
        run("momentum", ravine, steps=STEPS, alpha=2.5, beta=0.75),
    ]
    fig, ax = theme.subplots(size=(5.6, 2.9))
    draw.contour(ravine, ax=ax, theme=theme)
    draw.paths(runs, ax=ax, theme=theme, spacing=0.04)
    ax.set_title(
        theme.say(
            f"{STEPS} steps; gradient descent at its best rate",
            f"各走 {STEPS} 步；梯度下降取其最佳学习率",
        )
    )
    draw.legend(fig, theme)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
