"""What every picture must satisfy, looked up in the drawn figure itself."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from symopt import draw

SMALLEST = 5.0  # points: smaller letters cannot be read in print


def drawn(name: str, **look: str) -> list[Axes]:
    """Return the axes of a figure of the gallery."""
    return draw.draw_figure(name, **look).axes


def labelled(ax: Axes, text: str) -> np.ndarray:
    """Return the points (n, 2) of the one line whose label contains a text."""
    found = [line for line in ax.lines if text in str(line.get_label())]
    assert len(found) == 1, f"{text}: {[line.get_label() for line in ax.lines]}"
    return np.asarray(found[0].get_xydata(), dtype=float)


def faults(figure: Figure) -> list[str]:
    """Return what a reader would stumble over: texts cut off, on each other, or too small."""
    figure.canvas.draw()
    texts = [(text, _box(text)) for text in _texts(figure)]
    found = [f"too small: {_say(t)}" for t, _ in texts if float(t.get_fontsize()) < SMALLEST]
    page = Bbox.from_extents(-1, -1, figure.bbox.width + 1, figure.bbox.height + 1)
    found += [f"cut off: {_say(t)}" for t, box in texts if not _within(box, page)]
    for (first, a), (second, b) in combinations(texts, 2):
        if _overlap(a, b):
            found.append(f"on each other: {_say(first)} and {_say(second)}")
    return found


def _texts(figure: Figure) -> list[Text]:
    def shown(artist: Any) -> bool:
        return bool(artist.get_visible())

    def walk(artist: Any) -> list[Text]:
        if not shown(artist) or (isinstance(artist, Axis) and not artist.axes.axison):
            return []
        own = [artist] if isinstance(artist, Text) and artist.get_text().strip() else []
        children = artist.get_children()
        if isinstance(artist, Axis):
            # An axis has ticks beyond its limits, which it does not draw.
            ticks = {id(tick) for tick in artist._update_ticks()}  # pyright: ignore
            children = [c for c in children if not isinstance(c, Tick) or id(c) in ticks]
        return own + [text for child in children for text in walk(child)]

    return walk(figure)


def _box(text: Text) -> Bbox:
    # The words alone: an annotation's own extent would include its arrow.
    return Text.get_window_extent(text)


def _within(box: Bbox, page: Bbox) -> bool:
    return box.x0 >= page.x0 and box.y0 >= page.y0 and box.x1 <= page.x1 and box.y1 <= page.y1


def _overlap(a: Bbox, b: Bbox) -> bool:
    """Whether two boxes share more than the blank rim that a text's box has."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    along = min(a.y1, b.y1) - max(a.y0, b.y0)
    return across > 1.5 and along > 0.25 * min(a.height, b.height)


def _say(text: Text) -> str:
    return repr(text.get_text()[:40])
