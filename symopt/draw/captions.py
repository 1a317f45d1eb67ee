"""The captions of figures as text to be pasted into notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from symopt import gallery
from symopt.errors import UnknownName
from symopt.files import write_atomic

KINDS = ("md", "tex")
# What LaTeX includes, best first, and what a Markdown page shows, best first.
_WANTED = {"tex": ("pdf", "png", "svg"), "md": ("svg", "png", "pdf")}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "β": r"$\beta$",
        "α": r"$\alpha$",
        "ε": r"$\varepsilon$",
        "λ": r"$\lambda$",
        "−": "$-$",
        **{letter: "\\" + letter for letter in "{}$&#%_"},
    }
)


def write_captions(
    names: Sequence[str],
    folder: Path,
    kind: str,
    formats: Sequence[str] = ("svg",),
    lang: str = "en",
) -> Path:
    """Write ``captions.md`` or ``captions.tex`` beside the figures.

    Parameters
    ----------
    names : sequence of str
        Figures of the gallery.
    folder : Path
    kind : {"md", "tex"}
    formats : sequence of str
        The formats the figures are there in; the texts refer to the best of them.
    lang : str

    Raises
    ------
    UnknownName
        There are no captions of that kind.
    """
    if kind not in KINDS:
        raise UnknownName("kind of captions", kind, KINDS, where=", ".join(KINDS))
    suffix = next(name for name in _WANTED[kind] if name in formats)
    write = {"md": _markdown, "tex": _latex}[kind]
    parts = [write(gallery.figure(name), f"{name}.{suffix}", lang) for name in names]
    return write_atomic(folder / f"captions.{kind}", "\n".join(parts))


def _markdown(entry: gallery.Entry, file: str, lang: str) -> str:
    alt = entry.alt(lang).replace("[", r"\[").replace("]", r"\]")
    return f"![{alt}]({file})\n\n{entry.caption(lang)}\n"


def _latex(entry: gallery.Entry, file: str, lang: str) -> str:
    caption = entry.caption(lang).translate(_LATEX)
    return (
        "\\begin{figure}\n"
        "  \\centering\n"
        f"  \\includegraphics{{{file}}}\n"
        f"  \\caption{{{caption}}}\n"
        f"  \\label{{fig:{entry.name}}}\n"
        "\\end{figure}\n"
    )
