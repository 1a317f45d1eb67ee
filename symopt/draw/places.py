"""Where to draw."""

from __future__ import annotations

from matplotlib.axes import Axes


def here(ax: Axes | None) -> Axes:
    """Return the axes given, or pyplot's current ones, as in a notebook."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt  # here: it keeps a list of figures that nobody else needs

    return plt.gca()
