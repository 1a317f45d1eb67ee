"""Finding a font for Chinese texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matplotlib import font_manager

from symopt.errors import MissingDependency

# Families with simplified Chinese: what Linux has, then macOS and Windows.
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",  # the same file as SC where matplotlib reads a collection's first face
    "Droid Sans Fallback",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "SimHei",
)


@cache
def chinese_font() -> str:
    """Return the family of an installed font with Chinese letters, for matplotlib.

    Raises
    ------
    MissingDependency
        There is none; the message says what to install.
    """
    if found := _known():
        return found
    # A font installed after matplotlib listed them is on the disk, but not in its list.
    listed = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - listed):
        if any(
            _flat(family) in _flat(Path(path).stem) for family in (*FAMILIES, "wqy", "NotoSansCJK")
        ):
            font_manager.fontManager.addfont(path)
    if found := _known():
        return found
    raise MissingDependency(
        "Chinese texts need a font with Chinese letters, and none was found: "
        "apt-get install fonts-noto-cjk (or fonts-wqy-microhei, which is small)"
    )


def is_chinese(letter: str) -> bool:
    """Whether a letter needs a Chinese font; it is then as wide as two others."""
    return letter >= "\u2e80"


def _known() -> str | None:
    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in names), None)


def _flat(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
