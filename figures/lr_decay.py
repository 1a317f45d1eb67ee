"""With noisy gradients a constant rate wanders around the minimum; a rate that decays settles."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, problems, run, schedules

CAPTION_ZH = "梯度有噪声时，固定的学习率会在极小值点附近一直徘徊；学习率衰减才能稳定下来。"
ALT_ZH = (
    "左图是各种学习率衰减方式随轮数的曲线；右图是小批量梯度下降到极小值点的距离："
    "固定学习率停在较高的水平上波动，衰减的各条继续下降。"
)
EPOCHS, RATE, BATCH, SEEDS = 60, 0.15, 4, 4
# What turns each schedule into one for 60 epochs; those not named here keep their defaults.
SETTINGS = {
    "step": "step:every=20:factor=0.3",
    "staircase": "staircase:every=15",
    "multi-step": "multi-step:epochs=20,40:factor=0.2",
    "table": "table:values=0.15,0.1,0.05,0.02,0.01",
    "linear": f"linear:final=0:length={EPOCHS}",
    "cosine": f"cosine:length={EPOCHS}",
    "polynomial": f"polynomial:length={EPOCHS}",
    "inverse-time": "inverse-time:decay=0.2",
}


def figure(theme: draw.Theme) -> Figure:
    """Left, the rate over the epochs for every schedule; right, how far from the minimum it is."""
    names = [s.name for s in schedules.registry() if s.clock == "epoch"]
    texts = [SETTINGS.get(name, name) for name in names]
    batches = [problems.LinearRegression(batch_size=BATCH, seed=s) for s in range(SEEDS)]
    per_epoch, epochs = batches[0].steps_per_epoch, np.arange(1, EPOCHS + 1)
    fig, (left, right) = theme.panels(2, across=2, panel=(3.5, 3.0))
    for name, text, style in zip(names, texts, theme.series(len(names)), strict=True):
        runs = [run("gd", p, steps=EPOCHS * per_epoch, alpha=RATE, schedule=text) for p in batches]
        away = [r.points[1:] - p.minimum for r, p in zip(runs, batches, strict=True)]
        # The mean over an epoch and over the shuffles: single steps jump too much to be compared.
        far = np.linalg.norm(away, axis=-1).reshape(SEEDS, EPOCHS, per_epoch).mean(axis=(0, 2))
        look = {"style": style, "linewidth": 2.2 if name == "constant" else 1.1}
        draw.curve(epochs, runs[0].rates[::per_epoch], ax=left, label=text, **look)
        draw.curve(epochs, far, ax=right, **look)
    left.set(ylabel=theme.say(r"rate $\alpha$", r"学习率 $\alpha$"), ylim=(0, None))
    right.set(yscale="log", ylabel=theme.say("distance to the minimum", "到极小值点的距离"))
    for ax in (left, right):
        ax.set_xlabel(theme.say("epoch", "轮数（epoch）"))
    draw.legend(fig, theme)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
