"""Legends that find room: beside the axes on a wide page, below them on a narrow one."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from symopt.draw.fonts import is_chinese
from symopt.draw.theme import Theme


def legend(
    figure: Figure,
    theme: Theme,
    *,
    title: str = "",
    handles: Any = None,
    below: bool = False,
    columns: int = 1,
    width: int = 48,
) -> Legend:
    """Draw the legend of a whole figure, outside all axes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        With constrained layout, as themes make them.
    theme : Theme
        On the page ``"column"`` the legend always stands below the axes.
    title : str
        Such as how the settings were chosen; broken into lines.
    handles : list of artists, optional
        What to explain; each different label in the figure once, if not given.
    below : bool
        Whether it stands below the axes on wider pages too, and not at their right.
    columns : int
        Columns below the axes; on the page ``"column"`` one.
    width : int
        Letters in a line of the title.
    """
    if handles is None:
        handles = list(_labelled(figure).values())
    lines = [part for line in title.split("\n") for part in wrap_text(line, width)]
    look: dict[str, Any] = {
        "handles": handles,
        "title": "\n".join(lines) or None,
        "alignment": "left",
        "handlelength": 4,
        "labelspacing": 0.6,
    }
    if not (below or theme.narrow):
        return figure.legend(loc="outside right center", title_fontsize=7, **look)
    look |= {"loc": "outside lower left", "borderaxespad": 0}
    look |= {"ncols": 1 if theme.narrow else columns}
    drawn = figure.legend(fontsize=7, title_fontsize=7, **look)
    paper, needed = figure.bbox.width, drawn.get_window_extent().width
    if needed > paper:
        size = 7 * paper / needed
        drawn.remove()
        drawn = figure.legend(fontsize=size, title_fontsize=size, **look)
    if theme.page != "slide":
        # The axes keep their height; the page grows by what the legend takes.
        grown = figure.get_figheight() + drawn.get_window_extent().height / figure.dpi
        figure.set_figheight(grown)
    return drawn


def wrap_text(text: str, width: int) -> list[str]:
    """Break a text into lines; Chinese, which has no spaces, at any letter, two columns each.

    Numbers and English words stay whole, and no line begins with a mark that ends a sentence.

    Examples
    --------
    >>> wrap_text("one two three", 8)
    ['one two', 'three']
    >>> wrap_text("学习率衰减", 6)
    ['学习率', '衰减']
    >>> wrap_text("各试 100。", 7)
    ['各试', '100。']
    """
    if text.isascii():
        return wrap(text, width)
    lines, line, used = [], "", 0
    for word in re.findall(r"(?:[!-~]+|.)[，。；：、）]*", text):
        broad = sum(2 if is_chinese(letter) else 1 for letter in word)
        if used + broad > width:
            lines.append(line.strip())
            line, used = "", 0
        line, used = line + word, used + broad
    return [part for part in (*lines, line.strip()) if part]


def _labelled(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ax in figure.axes:
        for handle, label in zip(*Axes.get_legend_handles_labels(ax), strict=True):
            found.setdefault(label, handle)
    return found
