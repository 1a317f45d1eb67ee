"""Renews docs/gallery.md, the page that shows every figure, and its pictures.

``python scripts/gallery.py`` draws what changed; a test compares the text.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from symopt import draw, gallery
from symopt.files import write_atomic

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "images" / "figures"
DRAWN = ROOT / "out" / "figures"
WIDTH = 700  # pixels: what a page of a repository shows beside its margins

HEAD = """\
# Figures

Every figure is one short script in [figures/](../figures), drawn from the rules, surfaces and
claims of the package. All of them, print-ready, in a minute or less:

    symopt figure --all -o figs --format svg,pdf,png

| option | |
|---|---|
| `--theme light`, `dark`, `print` | `print` in greys only; lines differ by dash and marker |
| `--lang en`, `zh` | the language of all texts |
| `--size own`, `column`, `text`, `slide` | 3.4 inches wide, 7 inches wide, or 16:9 |
| `--captions md`, `tex` | the captions in a file, ready to be pasted into notes |
| `--sheet` | all of them, small, on one picture |

A figure that is there and would come out the same is left alone. Alternative text and recipe
(rules, settings, start, version) are in the metadata of each file. To change a figure, take it in
Python: `symopt.draw.draw_figure("saddle")` is a matplotlib figure.
"""


def page() -> str:
    """Return the page's text."""
    return "\n".join([HEAD, *(_entry(entry) for entry in gallery.figures().values())])


def _entry(entry: gallery.Entry) -> str:
    return (
        f"## {entry.name}\n\n"
        f"![{entry.alt()}](images/figures/{entry.name}.png)\n\n"
        f"{entry.caption()}\n\n{entry.caption('zh')}\n\n"
        f"    symopt figure {entry.name}\n"
    )


def shrink(picture: Path, target: Path) -> None:
    """Write a picture small and with few colours, so that the repository stays small."""
    with Image.open(picture) as image:
        full = image.convert("RGB")
    height = round(full.height * WIDTH / full.width)
    small = full.resize((WIDTH, height), Image.Resampling.LANCZOS).quantize(128)
    buffer = io.BytesIO()
    small.save(buffer, format="PNG", optimize=True)
    if not target.is_file() or target.read_bytes() != buffer.getvalue():
        write_atomic(target, buffer.getvalue())


def main() -> int:
    """Write the page and its pictures; remove pictures of figures that are gone."""
    names = list(gallery.figures())
    for made in draw.make_figures(names, DRAWN, ["png"]):
        shrink(made.files[0], PICTURES / f"{made.name}.png")
    for picture in PICTURES.glob("*.png"):
        if picture.stem not in names:
            picture.unlink()
    write_atomic(PAGE, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
