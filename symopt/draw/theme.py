"""The look of a picture as one object, never as a change to matplotlib's global settings.

Inside ``with theme.context():`` matplotlib's settings are its own defaults with the theme's on
top, so a picture made there is the same on every machine, whatever a ``matplotlibrc`` says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from symopt.draw.fonts import chinese_font
from symopt.draw.palette import LIGHT, Style, series, styles
from symopt.errors import UnknownName

# Widths in inches of a column and of the text of a usual two-column page.
COLUMN, TEXT = 3.4, 7.0
# A slide is laid out small and enlarged by whoever shows it, so that its letters come out large.
SLIDE = (20 / 3, 3.75)
LANGUAGES = ("en", "zh")
PAGES = ("own", "column", "text", "slide")
LOWEST = 2.0  # inches: what is drawn for a full page keeps at least this height in a column


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and matplotlib settings of one look, and the language of its texts.

    Attributes
    ----------
    name : str
    background, ink, muted, faint : str
        Colours of the paper, of text, of what stays behind, and of contour lines.
    ground : tuple of str
        Colours of a surface's low and high ground; both leave every line of the palette visible.
    palette : mapping of str to Style
        A style for each family of rules.
    lang : str
        Language of the texts: ``"en"`` or ``"zh"``.
    page : str
        What figures are sized for: ``"own"`` (each its own size), ``"column"`` (3.4 inches
        wide), ``"text"`` (7 inches wide) or ``"slide"`` (16:9).
    rc : mapping or None
        matplotlib settings on top of its defaults; None leaves all settings as they are.

    Examples
    --------
    >>> from symopt.draw.looks import get_theme
    >>> theme = get_theme("light")
    >>> figure, ax = theme.subplots()
    >>> figure.get_facecolor()
    (1.0, 1.0, 1.0, 1.0)
    """

    name: str
    background: str
    ink: str
    muted: str
    faint: str
    ground: tuple[str, str]
    palette: Mapping[str, Style] = field(default_factory=lambda: LIGHT)
    lang: str = "en"
    page: str = "own"
    rc: Mapping[str, Any] | None = field(default_factory=dict)

    def say(self, english: str, chinese: str) -> str:
        """Return the text in the theme's language."""
        return {"en": english, "zh": chinese}[self.lang]

    def style(self, family: str) -> Style:
        """Return the style of a family of rules, such as ``"adam"``.

        Raises
        ------
        UnknownName
            The family has no style of its own; `styles` gives any name one.
        """
        try:
            return self.palette[family]
        except KeyError:
            raise UnknownName("style", family, self.palette) from None

    def styles(self, names: Iterable[str]) -> dict[str, Style]:
        """Return a style for each name, no two alike; rules get their family's."""
        return styles(names, self.palette)

    def series(self, count: int) -> list[Style]:
        """Return styles for that many lines which are not rules, far apart, in a fixed order."""
        return series(count, self.palette)

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.page == "column"

    def context(self) -> AbstractContextManager[None]:
        """Return a context in which matplotlib draws in this theme."""
        if self.rc is None:
            return nullcontext()
        settings = {
            "figure.facecolor": self.background,
            "axes.facecolor": self.background,
            "savefig.facecolor": self.background,
            "text.color": self.ink,
            "axes.labelcolor": self.ink,
            "axes.edgecolor": self.muted,
            "xtick.color": self.muted,
            "ytick.color": self.muted,
            "xtick.labelcolor": self.ink,
            "ytick.labelcolor": self.ink,
            "grid.color": self.faint,
            "hatch.color": self.muted,
            "legend.labelcolor": self.ink,
            **_SHARED,
            **(_chinese() if self.lang == "zh" else {}),
            **({"savefig.dpi": 288} if self.page == "slide" else {}),
            **self.rc,
        }
        return matplotlib.style.context(["default", settings])

    def fit(self, size: tuple[float, float]) -> tuple[float, float]:
        """Return the size in inches that a figure of this own size has on the theme's page."""
        width, height = size
        if self.page == "slide":
            return SLIDE
        goal = {"own": width, "column": COLUMN, "text": TEXT}[self.page]
        return goal, max(height * goal / width, min(height, LOWEST))

    def subplots(
        self,
        rows: int = 1,
        columns: int = 1,
        *,
        size: tuple[float, float] = (COLUMN, 2.4),
        **options: Any,
    ) -> tuple[Figure, Any]:
        """Make a figure of that own size in inches and its axes, as ``plt.subplots`` does.

        The page the theme is for may ask for another size (`fit`). The figure belongs to no
        window and no list of open figures, so nothing has to be closed.
        """
        with self.context():
            figure = _empty(self.fit(size))
            axes: Axes | Any = figure.subplots(rows, columns, **options)
        return figure, axes

    def panels(
        self,
        count: int,
        *,
        across: int = 3,
        panel: tuple[float, float] = (2.3, 2.1),
        **options: Any,
    ) -> tuple[Figure, list[Axes]]:
        """Make a figure of `count` panels, as many beside each other as the page is wide.

        Parameters
        ----------
        count : int
        across : int
            Panels in a row where the page has room.
        panel : tuple of float
            Own width and height of a panel in inches. On a narrow page there are fewer in a
            row, none narrower than 1.6 inches and three fifths of its own width.
        **options
            Passed on to ``Figure.subplots``.
        """
        width, height = panel
        if self.page == "slide":
            row = _row_on_slide(count, width / height)
            size = SLIDE
        else:
            row = min(across, count)
            goal = {"own": width * row, "column": COLUMN, "text": TEXT}[self.page]
            row = max(1, min(row, int(goal / min(width, max(1.6, 0.6 * width)) + 1e-9)))
            each = goal / row
            size = (goal, math.ceil(count / row) * height * max(each / width, 0.75))
        with self.context():
            figure = _empty(size)
            rows = math.ceil(count / row)
            grid = figure.subplots(rows, row, squeeze=False, **options)
        axes = list(grid.flat)
        for spare in axes[count:]:
            spare.remove()
        return figure, axes[:count]


def _row_on_slide(count: int, shape: float) -> int:
    """How many panels of that width over height in a row fill a slide best."""

    def share(row: int) -> float:
        width, height = SLIDE[0] / row, SLIDE[1] / math.ceil(count / row)
        used = min(width, height * shape)
        return used * used / shape

    return max(range(1, count + 1), key=share)


def _empty(size: tuple[float, float]) -> Figure:
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    return figure


def _chinese() -> dict[str, Any]:
    # A text with a formula ignores all fonts but the first, so the Chinese one comes first.
    return {"font.family": [chinese_font(), "DejaVu Sans"], "axes.unicode_minus": False}


_SHARED: Mapping[str, Any] = MappingProxyType(
    {
        "figure.constrained_layout.use": True,
        "font.family": ["DejaVu Sans"],  # comes with matplotlib, so it is everywhere
        "font.size": 8,
        "mathtext.fontset": "dejavusans",
        "axes.unicode_minus": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.6,
        "axes.titlesize": 9,
        "axes.labelsize": 8,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "lines.linewidth": 1.4,
        "legend.frameon": False,
        "legend.fontsize": 7,
        "savefig.dpi": 200,
        # Ids in an SVG are hashes of its content with this salt; without it they are random.
        "svg.hashsalt": "symopt",
        "svg.fonttype": "path",
        "pdf.fonttype": 3,
    }
)
