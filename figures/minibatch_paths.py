"""After as many passes over the data, smaller batches got farther, but wander about the minimum."""

from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "把数据看过同样多遍，批量越小走得越远，但到了极小值点附近会来回徘徊，不再收敛。"
ALT_ZH = (
    "线性回归代价的等高线与三条梯度下降的路径，都看了 12 遍数据。全批量走 12 步，平滑，停在半路；"
    "每批 8 个样本走 96 步，略有曲折，到达极小值点；"
    "每次一个样本走 768 步，最曲折，最后在极小值点周围乱转。"
)
EPOCHS, RATE, SIZES = 12, 0.05, (64, 8, 1)
START, BOX = (-2, 2), ((-2.4, 3.4), (-2.0, 2.8))


def figure(theme: draw.Theme) -> Figure:
    """Contours of a regression's cost and three paths of gradient descent, 12 epochs each.

    With the full batch 12 smooth steps end half-way; with batches of 8, 96 steps reach the
    minimum; with single samples, 768 steps come near it soon and end as a tangle around it.
    """
    fig, ax = theme.subplots(size=(5.2, 3.6))
    draw.contour(problems.LinearRegression(start=START, box=BOX), ax=ax, theme=theme)
    problem = [problems.LinearRegression(batch_size=size, start=START) for size in SIZES]
    runs = [run("gd", p, steps=EPOCHS * p.steps_per_epoch, alpha=RATE) for p in problem]
    lines = draw.paths(runs, ax=ax, theme=theme, styles=theme.series(len(SIZES)))
    names = (
        theme.say("all {}: {} steps", "全部 {} 个：{} 步"),
        theme.say("{}: {} steps", "{} 个：{} 步"),
        theme.say("{}: {} steps", "{} 个：{} 步"),
    )
    looks = (
        {"linewidth": 1.8, "markevery": 1, "zorder": 3.5},
        {"linewidth": 1.2, "marker": ""},
        {"linewidth": 0.6, "linestyle": "-", "marker": "", "zorder": 2.5},
    )
    for line, size, path, name, look in zip(lines, SIZES, runs, names, looks, strict=True):
        line.set(label=name.format(size, len(path)), **look)
    head = theme.say("samples in a batch", "每批样本数")
    title = f"{head}\n{draw.run_label(runs[0])}, " + theme.say("{} epochs", "{} 轮").format(EPOCHS)
    ax.legend(title=title, title_fontsize=7, alignment="left")
    ax.set_aspect("equal")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
