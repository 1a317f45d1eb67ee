"""In a ravine a small rate crawls along the axis, and a large one swings from wall to wall."""

from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "在狭长的谷中，学习率小则沿谷底前进得很慢，学习率大则在两壁之间来回振荡。"
ALT_ZH = "同一个狭长椭圆等高线图上的两条梯度下降路径：学习率小的平滑而走得短，学习率大的上下摆动。"
STEPS = 25
RATES = (0.1, 0.97)


def figure(theme: draw.Theme) -> Figure:
    """Two paths over the same long ellipses: one is smooth and short, one goes up and down."""
    ravine = problems.get("ravine")
    fig, axes = theme.panels(len(RATES), across=1, panel=(4.6, 2.1), sharex=True)
    for ax, alpha in zip(axes, RATES, strict=True):
        draw.contour(ravine, ax=ax, theme=theme)
        path = run("gd", ravine, steps=STEPS, alpha=alpha)
        draw.paths([path], ax=ax, theme=theme, spacing=0.02)
        ax.set_title(rf"$\alpha = {alpha}$" + theme.say(f", {STEPS} steps", f"，{STEPS} 步"))
    axes[0].set_xlabel("")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
