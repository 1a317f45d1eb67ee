"""The look of a picture as one object, never as a change to matplotlib's global settings.

Inside ``with theme.context():`` matplotlib's settings are its own defaults with the theme's on
top, so a picture made there is the same on every machine, whatever a ``matplotlibrc`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from symopt.errors import InvalidValue, UnknownName

# Widths in inches of a column and of the text of a usual two-column page.
COLUMN, TEXT = 3.4, 7.0
LANGUAGES = ("en",)


@dataclass(frozen=True)
class Theme:
    """Colours, sizes and matplotlib settings of one look.

    Attributes
    ----------
    name : str
    background, ink, muted, faint : str
        Colours of the paper, of text, of what stays behind, and of contour lines.
    ground : tuple of str
        Colours of a surface's low and high ground; both leave every line of the palette visible.
    lang : str
        Language of the texts.
    rc : mapping
        matplotlib settings on top of its defaults.

    Examples
    --------
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
    lang: str = "en"
    rc: Mapping[str, Any] = field(default_factory=dict)

    def context(self) -> AbstractContextManager[None]:
        """Return a context in which matplotlib draws in this theme."""
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
            **_SHARED,
            **self.rc,
        }
        return matplotlib.style.context(["default", settings])

    def subplots(
        self,
        rows: int = 1,
        columns: int = 1,
        *,
        size: tuple[float, float] = (COLUMN, 2.4),
        **options: Any,
    ) -> tuple[Figure, Any]:
        """Make a figure of that size in inches and its axes, as ``plt.subplots`` does.

        The figure belongs to no window and no list of open figures, so nothing has to be closed.
        """
        with self.context():
            figure = Figure(figsize=size)
            FigureCanvasAgg(figure)
            axes: Axes | Any = figure.subplots(rows, columns, **options)
        return figure, axes


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

_THEMES = MappingProxyType(
    {
        "light": Theme(
            "light",
            background="#ffffff",
            ink="#1c1f24",
            muted="#6b7280",
            faint="#aeb8c4",
            ground=("#e3eaf2", "#fbfcfd"),
        ),
    }
)


def get_theme(name: str | Theme = "light", lang: str = "en") -> Theme:
    """Return the theme of that name, with its texts in that language.

    Raises
    ------
    UnknownName
        There is no such theme.
    InvalidValue
        There are no texts in that language.
    """
    if isinstance(name, Theme):
        return name
    if lang not in LANGUAGES:
        raise InvalidValue(f'language "{lang}": figures and films speak {", ".join(LANGUAGES)}')
    try:
        return _THEMES[name]
    except KeyError:
        raise UnknownName("theme", name, _THEMES, where=", ".join(_THEMES)) from None
