"""An epoch shuffles the samples and cuts them into batches: each is used once, the last is short.

The colours are those of the first epoch: in the second, other samples meet.
"""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from symopt import draw, problems

CAPTION_ZH = "每一轮先打乱样本，再切成小批量：每个样本恰好用一次，最后一个小批量可能不满。"
ALT_ZH = (
    "三行格子，每格是一个样本，即 X 的一列。第一行按原来的顺序；"
    "第二行是第一轮，打乱后切成四个小批量，最后一个只有两个样本；第三行是第二轮，重新打乱，颜色仍表示第一轮所在的小批量。"
)
SAMPLES, SIZE = 20, 6


def figure(theme: draw.Theme) -> Figure:
    """Three rows of columns of X: in order, shuffled and cut into four batches, and shuffled anew.

    The last batch has two samples instead of six. Samples that met in the first epoch are spread
    over the batches of the second.
    """
    data = np.arange(SAMPLES)
    batches = problems.LinearRegression(data, data, batch_size=SIZE).batches
    met = {int(i): k for k, batch in enumerate(batches.epoch(1)) for i in batch}
    rows = (
        (theme.say("all samples", "全部样本"), (data,)),
        (theme.say("epoch 1, shuffled", "第 1 轮（打乱）"), batches.epoch(1)),
        (theme.say("epoch 2, shuffled anew", "第 2 轮（重新打乱）"), batches.epoch(2)),
    )
    cells = np.full((3 * len(rows), SAMPLES + batches.per_epoch - 1), np.nan)
    fig, ax = theme.subplots(size=(7.0, 3.3))
    for line, (title, parts) in zip(range(1, len(cells), 3), rows, strict=True):
        ax.text(-0.5, line - 0.9, title, va="center", color=theme.muted)
        left = 0
        for number, part in enumerate(parts, 1):
            places = np.arange(left, left + len(part))
            cells[line, places] = [met[int(i)] for i in part]
            name = "X" if part is data else rf"X^{{\{{{number}\}}}}"
            shape = "" if theme.narrow else rf"\;\;(n_x, {len(part)})"
            ax.text(places.mean(), line + 0.95, f"${name}{shape}$", ha="center", va="center")
            left = places[-1] + 2
    across, down = (np.arange(count) for count in cells.T.shape)
    look = {"edgecolors": theme.background, "linewidth": 1, "rasterized": False}
    mesh = draw.field(across, down, cells, ax=ax, theme=theme, kinds=batches.per_epoch, **look)
    for line, (_, parts) in zip(range(1, len(cells), 3), rows, strict=True):
        order = np.concatenate(parts)
        for place, i in zip(np.flatnonzero(np.isfinite(cells[line])), order, strict=True):
            # Light on dark cells, dark on light ones.
            ground = np.mean(mesh.to_rgba(cells[line, place])[:3])
            tone = max(theme.ink, theme.background, key=lambda c: abs(np.mean(to_rgb(c)) - ground))
            name = f"${i + 1}$" if theme.narrow else f"$x^{{({i + 1})}}$"
            ax.text(place, line, name, ha="center", va="center", fontsize=6.5, color=tone)
    ax.set(xlim=(-0.6, len(across) - 0.4), ylim=(len(down) - 0.5, -0.5), xticks=[], yticks=[])
    ax.set_axis_off()
    return fig


if __name__ == "__main__":
    draw.publish(figure)
