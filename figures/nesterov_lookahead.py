"""Nesterov asks for the gradient where the momentum is about to arrive, and brakes sooner."""

from matplotlib.figure import Figure

from symopt import draw, problems, run

CAPTION_ZH = "Nesterov 动量先顺着动量走到前方，再在那里取梯度，因此更早开始刹车。"
ALT_ZH = (
    "从同一点、带同一速度走的一步，画两遍。左图动量：在当前点取梯度，合成的一步冲过谷底很远；"
    "右图 Nesterov：先走到前方再取梯度，那里的梯度指回谷底，合成的一步较短。"
)
MU, ALPHA = 0.9, 0.3


def figure(theme: draw.Theme) -> Figure:
    """One step from one point and velocity, twice: with the gradient here, and with the one ahead.

    The gradient ahead points back to the valley's floor, so that the sum reaches less far.
    """
    ravine = problems.get("ravine")
    past = run("nesterov", ravine, steps=1, alpha=ALPHA, mu=MU)
    at, carry = past.points[-1], MU * past.states["v"][-1]
    cases = (
        (theme.say("momentum: the gradient here", "动量：在这里取梯度"), at, "momentum"),
        (
            theme.say("Nesterov: the gradient ahead", "Nesterov：在前方取梯度"),
            at + carry,
            "nesterov",
        ),
    )
    fig, axes = theme.panels(2, across=2, panel=(3.0, 3.1), sharey=True)
    for ax, (title, query, family) in zip(axes, cases, strict=True):
        draw.contour(ravine, ax=ax, theme=theme)
        pull = -ALPHA * ravine.gradient(query)
        corner = at + carry
        draw.vectors(at, [carry], ax=ax, labels=[r"$\mu v$"], offset=(-10, 0), color=theme.muted)
        draw.vectors(corner, [pull], ax=ax, color=theme.ink)
        # The gradient belongs to the place it was asked for; it is moved to add up.
        foot = corner + pull / 2
        ax.annotate(r"$-\alpha g$", tuple(foot), (18, 0), textcoords="offset points", va="center")
        style = theme.style(family)
        draw.vectors(at, [carry + pull], ax=ax, color=style.colour, linewidth=2)
        for point, face in ((at, theme.background), (query, theme.ink)):
            ax.plot(*point, "o", ms=5, mfc=face, mec=theme.ink, zorder=6)
        asked = theme.say("gradient asked for here", "在此取梯度")
        draw.note(asked, tuple(query), ax=ax, offset=(-22, -38 if family == "nesterov" else 22))
        ax.set(title=title, xlim=(-7.6, -5.6), ylim=(-1.3, 1.2), aspect="equal")
        ax.locator_params(nbins=4)
    axes[1].set_ylabel("")
    return fig


if __name__ == "__main__":
    draw.publish(figure)
