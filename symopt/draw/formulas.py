"""A rule's textbook lines on a matplotlib picture."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Annotation

from symopt import rules
from symopt.draw.places import here
from symopt.rule import Rule


def formula(
    rule: Rule | str,
    *,
    ax: Axes | None = None,
    at: tuple[float, float] = (0.02, 0.98),
    **options: Any,
) -> list[Annotation]:
    """Write a rule's lines below each other, from the object that runs.

    Parameters
    ----------
    rule : Rule or str
    ax : matplotlib.axes.Axes, optional
    at : tuple of float
        Upper left corner, in fractions of the axes.
    **options
        Passed on to ``ax.annotate``.

    Returns
    -------
    list of matplotlib.text.Annotation
        One a line of the rule.

    Examples
    --------
    >>> from symopt.draw.looks import get_theme
    >>> figure, ax = get_theme().subplots()
    >>> [text.get_text() for text in formula("gd", ax=ax)][-1]
    '$\\\\theta_t = \\\\theta_{t-1} - \\\\alpha g_t$'
    """
    ax = here(ax)
    chosen = rules.get(rule) if isinstance(rule, str) else rule
    texts: list[Annotation] = []
    for line in chosen.lines():
        # Each hangs below the one before, whatever its height.
        above = texts[-1] if texts else ax
        corner = (0.0, -0.35) if texts else at
        texts.append(
            ax.annotate(
                f"${line.mathtext()}$",
                corner,
                xycoords=above if texts else "axes fraction",
                va="top",
                **options,
            )
        )
    return texts
