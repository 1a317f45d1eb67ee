"""If the signs of n curvatures are fair and independent, nearly all critical points are saddles.

The hypothesis carries it all: of random symmetric matrices even fewer are positive, and of signs
that hang together many more.
"""

import numpy as np
from matplotlib.figure import Figure

from symopt import claims, draw

CAPTION_ZH = "若 n 个方向的曲率正负各半且相互独立，高维空间里梯度为零的点几乎都是鞍点。"
ALT_ZH = (
    "左图：维数增加时，鞍点所占比例升到 1，极小值点与极大值点各按 2 的 −n 次方降到 0。"
    "右图（对数坐标）：独立的正负号给出直线，随机对称矩阵的点在它下方，完全相关的正负号停在 1/2。"
)
MOST, MATRICES, SIZES = 12, 60_000, (1, 2, 3, 4)


def positive_share(n: int, rng: np.random.Generator) -> float:
    """Return how many of many random symmetric n by n matrices have positive eigenvalues only."""
    entries = rng.standard_normal((MATRICES, n, n))
    eigenvalues = np.linalg.eigvalsh(entries + entries.transpose(0, 2, 1))
    return float((eigenvalues > 0).all(axis=1).mean())


def figure(theme: draw.Theme) -> Figure:
    """Left, the share of saddles among critical points rises to 1 with the dimension, and those of
    minima and maxima fall to 0. Right, on a logarithmic axis the chance of a minimum: a straight
    line for independent signs, below it dots for random matrices, above it a level at one half
    for signs that are all the same.
    """
    fair = claims.get("stuck.fair-signs").prove().function(0, -1, "n")
    n = np.arange(1, MOST + 1)
    minima = np.array([float(fair(int(k))) for k in n])
    fig, (left, right) = theme.panels(2, across=2, panel=(3.4, 2.6))
    saddle, minimum, same, matrix = theme.series(4)
    draw.curve(n, 1 - 2 * minima, ax=left, style=saddle, label=theme.say("saddles", "鞍点"))
    words = theme.say("minima, and as many maxima", "极小值点（极大值点同样多）")
    draw.curve(n, minima, ax=left, style=minimum, label=words)
    left.set(ylabel=theme.say("share of critical points", "占梯度为零的点的比例"), ylim=(0, 1.02))
    left.legend(loc="center right")
    words = theme.say("independent fair signs: $2^{-n}$", "正负各半且独立：$2^{-n}$")
    draw.curve(n, minima, ax=right, style=minimum, label=words)
    words = theme.say("all signs the same: 1/2", "正负号全部相同：1/2")
    draw.curve(n, np.full(MOST, 0.5), ax=right, style=same, label=words)
    rng = np.random.default_rng(0)
    words = theme.say("random symmetric matrices", "随机对称矩阵")
    found = [positive_share(size, rng) for size in SIZES]
    look = {"linestyle": "none", "marker": "X", "color": matrix.colour, "markersize": 5}
    right.plot(SIZES, found, label=words, **look)
    large = int(20_000 * np.log10(2))
    text = rf"$2^{{-20000}} < 10^{{-{large}}}$"
    right.annotate(text, (MOST, minima[-1]), (4, -14), textcoords="offset points", ha="right")
    right.set(
        yscale="log", ylim=(2e-6, 1), ylabel=theme.say("chance of a minimum", "是极小值点的概率")
    )
    right.legend(loc="lower left")
    left.set_title(theme.say("if signs are fair and independent", "若正负各半且相互独立"))
    right.set_title(theme.say("three hypotheses about the signs", "关于正负号的三种假设"))
    for ax in (left, right):
        ax.set(xlabel=theme.say("dimension $n$", "维数 $n$"), xlim=(0.5, MOST + 0.5))
    return fig


if __name__ == "__main__":
    draw.publish(figure)
