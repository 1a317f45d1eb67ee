"""The cost of a full batch falls smoothly; that of a mini-batch goes up and down as it falls.

Each mini-batch shows its own cost; over all samples the cost falls nearly smoothly.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "全批量的代价平滑下降；小批量的代价有噪声，上下波动，但走势向下。"
ALT_ZH = (
    "代价随迭代次数变化的两幅图。左：批量梯度下降，平滑下降；右：小批量梯度下降，"
    "各个小批量上的代价上下跳动，走势向下，全部样本上的代价是穿过其间的一条较平滑的线。"
)
STEPS, RATE, SIZE = 100, 0.02, 8


def figure(theme: draw.Theme) -> Figure:
    """Left, the cost of gradient descent over the iterations, a smooth fall; right, a jagged one.

    Through the jagged line of each mini-batch's cost runs the cost over all samples, nearly smooth.
    """
    batches = problems.LinearRegression(batch_size=SIZE)
    whole, noisy = (run("gd", p, steps=STEPS, alpha=RATE) for p in ("regression", batches))
    seen = [batches.batch_loss(point, t) for t, point in enumerate(noisy.points[:-1], 1)]
    own, over_all = theme.series(2)
    texts = theme.say("of this batch", "该批样本上的"), theme.say("of all samples", "全部样本上的")
    fig, (left, right) = theme.panels(2, across=2, panel=(3.4, 2.4), sharey=True)
    thin = {"style": own, "markers": False, "linewidth": 1.1}
    draw.losses([whole], ax=left, label=lambda _: texts[0], **thin)
    draw.curve(np.arange(STEPS), seen, ax=right, label=texts[0], **thin)
    draw.losses([noisy], ax=right, label=lambda _: texts[1], style=over_all, markers=False)
    samples = len(batches.y)
    left.set_title(theme.say(f"full batch: {samples} samples", f"全批量：{samples} 个样本"))
    right.set_title(theme.say(f"mini-batches of {SIZE}", f"小批量：每批 {SIZE} 个样本"))
    left.set_ylabel(theme.say("cost", "代价"))
    for ax in (left, right):
        ax.set_xlabel(theme.say("iteration", "迭代次数"))
    right.legend(title=draw.run_label(noisy), title_fontsize=7, alignment="left")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
