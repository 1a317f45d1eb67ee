"""The forms of momentum make the same steps at a constant rate, and part when the rate changes."""

import numpy as np
from matplotlib.figure import Figure

from symopt import draw, run

CAPTION_ZH = "学习率不变时，动量的几种写法走出同样的每一步；学习率一变，速度写法就与其余两种分开。"
ALT_ZH = (
    "抛物线上三种动量写法的迭代值。左图学习率不变，三条曲线重合；"
    "右图学习率在第 8 步变为十分之一，速度写法从那里起与另外两条分开。"
)
BETA, ALPHA, STEPS, CHANGE = 0.8, 0.1, 30, 8
FORMS = ("momentum", "momentum.accumulating", "momentum.velocity")


def figure(theme: draw.Theme) -> Figure:
    """Three curves on a parabola: together at a constant rate, two and one after it drops."""

    def rate(form: str, t: int, later: float) -> float:
        # The average form has a factor 1 - beta on the gradient, which its rate makes up for.
        alpha = ALPHA / (1 - BETA) if form == "momentum" else ALPHA
        return alpha if t < CHANGE else later * alpha

    titles = (
        (1.0, theme.say("constant rate", "学习率不变")),
        (
            0.1,
            theme.say(f"rate a tenth from step {CHANGE} on", f"第 {CHANGE} 步起学习率为十分之一"),
        ),
    )
    fig, axes = theme.panels(2, across=2, panel=(3.4, 2.4), sharey=True)
    for ax, (later, title) in zip(axes, titles, strict=True):
        for place, (form, style) in enumerate(theme.styles(FORMS).items()):
            path = run(
                form,
                "parabola",
                (1.0,),
                STEPS,
                schedule=lambda t, form=form, later=later: rate(form, t, later),
                beta=BETA,
            )
            # Lines that lie on each other alternate their markers.
            look = {"markevery": (2 * place, 2 * len(FORMS)), "label": form}
            draw.curve(np.arange(STEPS + 1), path.points[:, 0], ax=ax, style=style, **look)
        draw.level(0, ax=ax, color=theme.muted)
        ax.set(title=title, xlabel=theme.say("step $t$", "第 $t$ 步"))
    axes[0].set_ylabel(r"$\theta_t$", rotation=0)
    axes[0].legend(loc="upper right", handlelength=3)
    return fig


if __name__ == "__main__":
    draw.publish(figure)
