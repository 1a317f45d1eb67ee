"""With the same settings Nadam turns sooner than Adam, as it looks ahead along its momentum."""

from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "超参数相同时，Nadam 因为沿动量方向提前看一步，比 Adam 更早转弯，冲过头也较少。"
ALT_ZH = "狭长峡谷等高线上的两条路径：Adam 冲过谷底和极小值点较远，Nadam 在两个方向上都冲过得较少。"
STEPS, ALPHA = 40, 0.6


def figure(theme: draw.Theme) -> Figure:
    """Two paths in a ravine: Nadam runs less far past the floor, and past the minimum."""
    ravine = problems.get("ravine")
    runs = [run(rule, ravine, steps=STEPS, alpha=ALPHA) for rule in ("adam", "nadam")]
    fig, ax = theme.subplots(size=(4.6, 2.9))
    draw.contour(ravine, ax=ax, theme=theme)
    draw.paths(runs, ax=ax, theme=theme, spacing=0.04)
    same = theme.say(f"{STEPS} steps, the same settings", f"各走 {STEPS} 步，超参数相同")
    ax.set(xlim=(-8, 3), ylim=(-2.4, 2.4), title=same)
    ax.legend(loc="lower left")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
