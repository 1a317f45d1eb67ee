"""Larger batches make an update slower and an epoch faster, the latter up to some hundred samples.

The times are measured and shipped with symopt; ``make measure`` takes them anew.
"""

from matplotlib.figure import Figure

from symopt import draw, problems

CAPTION_ZH = "批量越大，一次更新越慢，一轮越快；但批量超过几百之后，一轮几乎不再变快。"
ALT_ZH = (
    "批量大小与用时的双对数图：一次更新的用时先平后升，一轮的用时先降后平，"
    "两条曲线在批量等于全部样本时相交；常用的批量 64 到 512 处，一轮的用时已接近最短。"
)
USUAL = (64, 512)


def figure(theme: draw.Theme) -> Figure:
    """Measured times against the batch size, both axes logarithmic.

    An update takes about as long for a few samples as for one, then longer; an epoch gets faster,
    then stays as it is. The two curves meet where the batch is all of the data.
    """
    times = problems.batch_times()
    fig, ax = theme.subplots(size=(5.2, 3.0))
    cases = (
        (theme.say("one epoch", "一轮（epoch）"), 1, 6, -16),
        (theme.say("one update", "一次更新"), times.updates, 0, 7),
    )
    for (label, share, k, rise), style in zip(cases, theme.series(2), strict=True):
        low, high = 1e3 * times.quartiles / share
        ax.fill_between(times.sizes, low, high, color=style.colour, alpha=0.25, linewidth=0)
        middle = 1e3 * times.per_epoch / share
        draw.curve(times.sizes, middle, ax=ax, style=style, markevery=1, label=label)
        place = (times.sizes[k], middle[k])
        ax.annotate(label, place, (3, rise), textcoords="offset points", color=style.colour)
    ax.axvspan(*USUAL, color=theme.faint, alpha=0.3, linewidth=0, zorder=0)
    usual = theme.say("usual: {} to {}", "常用：{} 到 {}").format(*USUAL)
    ax.text(USUAL[1] * 1.15, 0.03, usual, transform=ax.get_xaxis_transform())
    source = theme.say("measured with NumPy, {}\n{}", "用 NumPy 实测，{}\n{}")
    source = source.format(times.date, times.processor)
    ax.text(1, 1, source, transform=ax.transAxes, ha="right", va="top", fontsize=7)
    shown = times.sizes[::3]
    ax.set_xscale("log", base=2)
    ax.set(
        xticks=shown,
        xticklabels=[str(size) for size in shown],
        yscale="log",
        xlabel=theme.say("batch size (the last: all samples)", "批量大小（最右为全部样本）"),
        ylabel=theme.say("time (ms)", "用时（毫秒）"),
    )
    return fig


if __name__ == "__main__":
    draw.publish(figure)
