"""One colour, dash and marker for each family of rules, the same in every picture and film.

The twelve colours were found by maximising the smallest OKLab distance of any two of them over
normal vision and three kinds of colour blindness (`symopt.draw.colour`). No twelve colours
survive a black-and-white print, so a line always has a dash and a marker of its own as well.
A dark ground has other colours, found in the same way, and print has greys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True)
class Style:
    """How the line of one run is drawn.

    Attributes
    ----------
    colour : str
        As ``#rrggbb``.
    dash : tuple of float
        Lengths of strokes and gaps in units of the line's width; empty for a solid line.
    marker : str
        A matplotlib marker.
    """

    colour: str
    dash: tuple[float, ...]
    marker: str

    @property
    def linestyle(self) -> tuple[int, tuple[float, ...] | None]:
        """The dash as matplotlib's ``linestyle``."""
        return (0, self.dash or None)

    @property
    def rgb(self) -> tuple[float, float, float]:
        """Red, green and blue from 0 to 1."""
        red, green, blue = (int(self.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return red, green, blue


# Warm colours step along the gradient or its mean, green ones divide by a sum, blue and purple
# ones by a moving mean.
LIGHT: Mapping[str, Style] = MappingProxyType(
    {
        "gd": Style("#761503", (), "o"),
        "momentum": Style("#e6692d", (5, 1.5), "s"),
        "nesterov": Style("#fcaa27", (5, 1.5, 1, 1.5), "D"),
        "adagrad": Style("#569b97", (1, 1.2), "^"),
        "adadelta": Style("#4cd7ac", (3, 1, 1, 1, 1, 1), "v"),
        "rmsprop": Style("#4642bd", (3, 1.2), "P"),
        "adam": Style("#b558fe", (), "X"),
        "adamax": Style("#b8a2fc", (8, 2), "<"),
        "amsgrad": Style("#764d70", (8, 2, 1, 2), ">"),
        "nadam": Style("#440f42", (2, 1), "p"),
        "adamw": Style("#04038d", (6, 1.2, 2, 1.2), "h"),
        "lion": Style("#b53d10", (1, 2), "*"),
    }
)
STYLES = LIGHT


def _recoloured(colours: Iterable[str]) -> Mapping[str, Style]:
    """Return the same dashes and markers in other colours, in the order of `LIGHT`."""
    pairs = zip(LIGHT.items(), colours, strict=True)
    return MappingProxyType({name: replace(style, colour=c) for (name, style), c in pairs})


# The same kind of colours, found for a dark ground.
_ON_DARK = "c40d01 eaff06 dba6a4 17b000 9affdf 3342f8 fe56dd c5c8ff a87889 a80fb0 745a64 45da00"
DARK = _recoloured(f"#{colour}" for colour in _ON_DARK.split())

# Three greys in turn: dash and marker tell lines apart, the greys only help where lines cross.
PRINT = _recoloured(("#000000", "#4d4d4d", "#808080") * 4)

# Lines that are no rules take these colours in turn, strong ones far from each other first, with
# the dashes and markers that are easiest to tell apart first.
_ORDER = ("rmsprop", "momentum", "adagrad", "gd", "adam", "nesterov", "adadelta", "amsgrad")
_PLAINEST = "gd momentum adagrad nesterov amsgrad rmsprop adadelta adamax nadam adamw lion adam"
_DASHES = tuple(LIGHT[family].dash for family in _PLAINEST.split())


def series(count: int, palette: Mapping[str, Style] = LIGHT) -> list[Style]:
    """Return styles for that many lines which are not rules, in a fixed order.

    Examples
    --------
    >>> [(style.dash, style.marker) for style in series(2)]
    [((), 'o'), ((5, 1.5), 's')]
    """
    order = (*_ORDER, *(family for family in palette if family not in _ORDER))
    looks = zip(order, _DASHES, (style.marker for style in LIGHT.values()), strict=True)
    named = {name: replace(palette[name], dash=dash, marker=mark) for name, dash, mark in looks}
    return list(styles((f"line {i}" for i in range(count)), named).values())


def styles(names: Iterable[str], palette: Mapping[str, Style] = LIGHT) -> dict[str, Style]:
    """Return a style for each name, no two alike.

    A rule of a family in the palette gets its family's style; a dialect beside its family, and
    any other name, gets one that no name given claims.

    Examples
    --------
    >>> styles(["adam"])["adam"].colour
    '#b558fe'
    >>> both = styles(["adam", "adam.eps-inside"])
    >>> both["adam"] == both["adam.eps-inside"]
    False
    """
    wanted = list(dict.fromkeys(names))
    chosen: dict[str, Style] = {}
    taken: set[str] = set()
    # Main rules first: a dialect must not take its family's style from it.
    for name in sorted(wanted, key=lambda name: "." in name):
        family = name.partition(".")[0]
        if family in palette and family not in taken:
            taken.add(family)
            chosen[name] = palette[family]
    spare = _spare(taken, palette)
    return {name: chosen[name] if name in chosen else next(spare) for name in wanted}


def _spare(taken: set[str], palette: Mapping[str, Style]) -> Iterator[Style]:
    # First those whose dash no rule in the picture has: in greys it is what tells them apart.
    dashes = {palette[family].dash for family in taken}
    free = (style for family, style in palette.items() if family not in taken)
    yield from sorted(free, key=lambda style: style.dash in dashes)
    # More lines than colours: the colours come again, thinner dashed each time round.
    round_ = 2
    while True:
        for style in palette.values():
            yield replace(style, dash=(round_, round_, *style.dash, 1, round_))
        round_ += 1
