"""Without its corrections Adam begins with steps several times too long, and overshoots."""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw, problems, rules, run

CAPTION_ZH = "不作偏差修正，Adam 最初的步长会大好几倍，因而冲过头。"
ALT_ZH = (
    "左图是恒定梯度下步长与 α 之比：修正后恒为 1；未修正的第一步约 3.2，第 12 步最大，约 6.6，"
    "几千步后才降到 1。右图是圆碗形等高线上的两条路径：未修正的远远冲过极小值点。"
)
STEPS, ALPHA, SHOWN = 5000, 0.15, 40
FIRST = {"adam": "adam.first-step", "adam.uncorrected": "adam.first-step-uncorrected"}


def figure(theme: draw.Theme) -> Figure:
    """Left, the length of steps over alpha under a constant gradient: 1 with the corrections.

    Without them the first is 3.2, the longest 6.6, and it takes thousands to come down to 1.
    Right, two paths in a bowl: uncorrected Adam shoots far past the minimum.
    """
    bowl, slope = problems.get("bowl"), problems.GradientSequence([1], repeat=True)
    others = {name: float(value) for name, value in rules.get("adam").defaults.items()}
    others.pop("alpha")
    betas = others["beta1"], others["beta2"]
    runs = [run(rule, bowl, steps=SHOWN, alpha=ALPHA) for rule in FIRST]
    looks, steps = theme.styles(FIRST), np.arange(1, STEPS + 1)
    fig, (left, right) = theme.panels(2, across=2, panel=(3.5, 2.7))
    for rule, claim in FIRST.items():
        long = run(rule, slope, steps=STEPS, alpha=1)
        lengths = np.abs(np.diff(long.points[:, 0]))
        draw.curve(steps, lengths, ax=left, style=looks[rule], markers=False, label=rule)
        first = claims.get(claim).prove().function(-1, -1, "alpha", "beta1", "beta2", "g(1)")
        at = 1, float(first(1, *betas, 1))
        left.plot(*at, looks[rule].marker, color=looks[rule].colour, ms=6, clip_on=False)
        words = theme.say("first step", "第一步") + rf": ${at[1]:.3g}\,\alpha$"
        left.annotate(words, at, (8, 2), textcoords="offset points", va="bottom")
    draw.contour(bowl, ax=right, theme=theme)
    lines = draw.paths(runs, ax=right, theme=theme, label=lambda path: path.rule)
    left.set(
        xscale="log",
        ylim=(0, 7.5),
        xlabel=theme.say("step $t$ on a slope without end", "在没有尽头的斜坡上的第 $t$ 步"),
        ylabel=theme.say(r"length of the step / $\alpha$", r"步长 / $\alpha$"),
    )
    title = draw.hyperparameters(others)
    left.legend(handles=lines, loc="upper right", title=title, title_fontsize=7)
    right.set(
        aspect="equal", title=theme.say(f"{SHOWN} steps", f"{SHOWN} 步") + rf", $\alpha = {ALPHA}$"
    )
    return fig


if __name__ == "__main__":
    draw.publish(figure)
