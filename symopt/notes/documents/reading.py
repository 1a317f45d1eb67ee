"""From bytes to a document: which kind of file it is, and which reader it is given to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import PurePath

from symopt.notes.document import Block, Broken, Code, Document, Image, Kind, Table
from symopt.notes.documents import latex, markdown, notebook
from symopt.notes.documents.decoding import decode
from symopt.notes.documents.limits import MOST_BLOCKS, MOST_BYTES, hold_bytes, hold_lines
from symopt.notes.source import Excerpt

__all__ = ["MOST_BYTES", "kind_of", "read"]

_KINDS: dict[str, Kind] = {
    ".tex": "latex",
    ".ltx": "latex",
    ".ipynb": "notebook",
    ".py": "python",
}


def kind_of(name: str) -> Kind:
    """Return the kind of file that a name tells of; Markdown, where it tells nothing.

    Examples
    --------
    >>> kind_of("week 2/Notes.MD"), kind_of("sheet.tex"), kind_of("-")
    ('markdown', 'latex', 'markdown')
    """
    return _KINDS.get(PurePath(name).suffix.lower(), "markdown")


def read(data: bytes, name: str, kind: Kind | None = None) -> Document:
    """Read a file of notes.

    Parameters
    ----------
    data : bytes
        What the file holds: UTF-8, UTF-16 or GB 18030.
    name : str
        What findings call it; its suffix tells the kind, unless `kind` does.
    kind : {"markdown", "latex", "notebook", "python"}, optional

    Raises
    ------
    InvalidValue
        For what cannot be read at all: not text, too large, no notebook.

    Examples
    --------
    >>> document = read(b"A step:\\n\\n$$w = w - a g$$\\n", "notes.md")
    >>> [(type(block).__name__, str(block.excerpt.start)) for block in document.blocks]
    [('Prose', '1:1'), ('Mathematics', '3:3')]
    """
    hold_bytes(len(data), name)
    text = decode(data, name)
    kind = kind or kind_of(name)
    macros: dict[str, tuple[int, str]] = {}
    if kind == "notebook":
        return Document(name, kind, _bounded(notebook.blocks(text, name, macros)), macros)
    hold_lines(text.count("\n"), name)
    whole = Excerpt.of(text)
    blocks: Iterable[Block]
    if kind == "python":
        blocks = [Code(whole, "python")]
    elif kind == "latex":
        blocks = latex.blocks(whole, macros)
    else:
        blocks = markdown.blocks(whole, macros)
    return Document(name, kind, _bounded(blocks), macros)


def _bounded(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks up to the bound, and one that says where reading stopped."""
    rest = iter(blocks)
    first = tuple(islice(rest, MOST_BLOCKS))
    beyond = next(rest, None)
    if beyond is None:
        return first
    return (*first, Broken(_excerpt(beyond), f"past {MOST_BLOCKS} blocks nothing is read"))


def _excerpt(block: Block) -> Excerpt:
    if isinstance(block, Image):
        return Excerpt("", (block.place,))
    return block.rows[0][0] if isinstance(block, Table) else block.excerpt
