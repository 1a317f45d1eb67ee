"""The themes there are, and the one that a user's own settings of matplotlib make."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import matplotlib
from matplotlib.colors import to_hex, to_rgb

from symopt.draw.palette import DARK, LIGHT, PRINT
from symopt.draw.theme import LANGUAGES, PAGES, Theme
from symopt.errors import InvalidValue, UnknownName

_THEMES = MappingProxyType(
    {
        "light": Theme(
            "light",
            background="#ffffff",
            ink="#1c1f24",
            muted="#6b7280",
            faint="#aeb8c4",
            ground=("#e3eaf2", "#fbfcfd"),
            palette=LIGHT,
        ),
        "dark": Theme(
            "dark",
            background="#14171c",
            ink="#e8ebf0",
            muted="#97a1af",
            faint="#47525f",
            ground=("#1b2027", "#2b333d"),
            palette=DARK,
        ),
        # Greys only, so that what the screen shows is what a black-and-white printer gives.
        "print": Theme(
            "print",
            background="#ffffff",
            ink="#000000",
            muted="#595959",
            faint="#b3b3b3",
            ground=("#ebebeb", "#ffffff"),
            palette=PRINT,
            rc={"savefig.dpi": 300},
        ),
    }
)


def themes() -> tuple[str, ...]:
    """Return the names of the themes."""
    return tuple(_THEMES)


def get_theme(name: str | Theme = "light", lang: str = "en", page: str = "own") -> Theme:
    """Return the theme of that name, with its texts in that language, for that page.

    A theme that is given as an object is returned as it is.

    Raises
    ------
    UnknownName
        There is no such theme or page.
    InvalidValue
        There are no texts in that language.
    """
    if isinstance(name, Theme):
        return name
    if lang not in LANGUAGES:
        raise InvalidValue(f'language "{lang}": figures speak {", ".join(LANGUAGES)}')
    if page not in PAGES:
        raise UnknownName("size", page, PAGES, where=", ".join(PAGES))
    if name not in _THEMES:
        raise UnknownName("theme", name, _THEMES, where=", ".join(_THEMES))
    return replace(_THEMES[name], lang=lang, page=page)


def rc_theme() -> Theme:
    """Return a theme that takes its colours from matplotlib's current settings.

    The functions of `symopt.draw` use it where no theme is asked for, so that a picture in a
    notebook looks like the notebook's others.
    """
    rc = matplotlib.rcParams
    paper, ink = rc["axes.facecolor"], rc["text.color"]
    dark = sum(to_rgb(paper)) < 1.5
    return Theme(
        "rc",
        background=to_hex(paper),
        ink=to_hex(ink),
        muted=_between(paper, ink, 0.6),
        faint=_between(paper, ink, 0.3),
        ground=(_between(paper, ink, 0.1), _between(paper, ink, 0.01)),
        palette=DARK if dark else LIGHT,
        rc=None,
    )


def _between(paper: Any, ink: Any, share: float) -> str:
    red, green, blue = (
        (1 - share) * p + share * i for p, i in zip(to_rgb(paper), to_rgb(ink), strict=True)
    )
    return to_hex((red, green, blue))
