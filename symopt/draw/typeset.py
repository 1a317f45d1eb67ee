"""Texts and formulas on the stage, set by Typst.

The letters are matplotlib's own DejaVu Sans and the mathematics is set in a font inside Typst, so
a film's texts are the same on every machine, whether it has fonts or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import cairo
import matplotlib
import typst
from manim import Typst, VMobject, config
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE, TYPST_TEMPLATE, _typst_hash

from symopt.draw.fonts import chinese_font, is_chinese
from symopt.formula import Name


@cache
def font_folder() -> Path:
    """Return the folder of the fonts that come with matplotlib."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def typeset(code: str, *, size: float, colour: str, weight: float | None = None) -> Typst:
    """Return Typst markup as a mobject whose letters are `size` units from line to line.

    Parameters
    ----------
    code : str
        Typst markup; words from outside belong through `escape`.
    size : float
        The font's size in Manim's units; the frame is 8 high.
    colour : str
        As ``#rrggbb``.
    weight : float, optional
        Stroke width that thickens thin letters.
    """
    _compile(code)
    mobject = Typst(
        code, typst_preamble=_preamble(code), color=colour, stroke_width=weight, font_size=48
    )
    # Manim takes a black stroke for one that nobody chose, and makes it white.
    return mobject.set_color(colour).scale(size / _em())


def _preamble(code: str) -> str:
    fonts = '"DejaVu Sans"'
    if any(map(is_chinese, code)):
        fonts = f'("DejaVu Sans", "{chinese_font()}")'
    return f"#set text(font: {fonts})\n#set par(leading: 0.5em)"


@cache
def _fonts() -> typst.Fonts:
    # Listing the system's fonts takes longer than setting a text: once is enough.
    return typst.Fonts(font_paths=[str(font_folder())])


def _compile(code: str) -> None:
    """Set a text with the fonts listed once, where Manim looks before it does so itself."""
    source = TYPST_TEMPLATE.format(
        text_size=TYPST_COMPILATION_FONT_SIZE, preamble=_preamble(code), body=code
    )
    folder = config.get_dir("tex_dir")
    picture = folder / f"{_typst_hash(source)}.svg"
    if not picture.exists():
        folder.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(typst.compile(source.encode(), font_paths=_fonts(), format="svg"))


@cache
def _em() -> float:
    """The height in units of a 10 pt box, which is what Manim makes of one em."""
    return float(Typst("#rect(width: 10pt, height: 10pt, stroke: none, fill: black)").height)


def escape(text: str) -> str:
    """Return a text that Typst's markup shows as it is.

    Examples
    --------
    >>> escape("beta_1 is $1")
    'beta\\\\_1 is \\\\$1'
    """
    return "".join(f"\\{letter}" if letter in "\\#$*_`<>@=-+/[]~'\"" else letter for letter in text)


def number(value: Any) -> str:
    """Return a number in Typst markup: three digits, powers of ten written as such."""
    try:
        plain = f"{float(value):.3g}"
    except (TypeError, ValueError):
        return escape(str(value))
    if "e" not in plain:
        return escape(plain)
    digits, exponent = plain.split("e")
    factor = "" if digits == "1" else f"{digits}·"
    return f"{factor}10#super[{escape(str(int(exponent)))}]"


def settings(values: Mapping[str, Any]) -> str:
    """Return hyperparameters as Typst markup, on one line."""
    pairs = (f"${Name(name).typst()}$ {number(value)}" for name, value in values.items())
    return " #h(0.5em) ".join(pairs)


class Outline:
    """The outline of a mobject, to be filled in a layer many times at little cost."""

    def __init__(self, mobject: VMobject):
        # Cairo keeps 256ths of a pixel: with a thousand pixels a unit nothing is lost.
        surface = cairo.RecordingSurface(cairo.CONTENT_ALPHA, None)
        context: Any = cairo.Context(surface)
        context.scale(1000, 1000)
        for part in mobject.family_members_with_points():
            for subpath in part.get_subpaths():
                path = subpath[:, :2]
                context.move_to(*path[0])
                for i in range(1, len(path) - 2, 4):
                    context.curve_to(*path[i], *path[i + 1], *path[i + 2])
                context.close_path()
        self.path = context.copy_path()
        self.width = float(mobject.width)

    def trace(self, context: Any, x: float, y: float) -> None:
        """Add the outline to cairo's path, its origin at (x, y)."""
        context.translate(x, y)
        context.append_path(self.path)
        context.translate(-x, -y)
