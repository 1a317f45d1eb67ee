"""From bytes to a document: which kind of file it is, and which reader it is given to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import PurePath

from symopt.errors import InvalidValue
from symopt.notes.document import Block, Broken, Code, Document, Kind
from symopt.notes.documents import latex, markdown, notebook
from symopt.notes.documents.decoding import decode
from symopt.notes.source import Excerpt, Place

# Far above what people write; what lies past a bound is refused, or said to be unread.
MOST_BYTES = 8 * 2**20
MOST_BLOCKS = 50_000

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
        What the file holds: UTF-8, UTF-16 with its mark, or GB 18030.
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
    if len(data) > MOST_BYTES:
        raise InvalidValue(
            f"{name}: {len(data) / 2**20:.1f} MiB is more than is read ({MOST_BYTES // 2**20} MiB)"
        )
    text = decode(data, name)
    kind = kind or kind_of(name)
    macros: dict[str, tuple[int, str]] = {}
    whole = Excerpt.of(text)
    blocks: Iterable[Block]
    if kind == "python":
        blocks = [Code(whole, "python")]
    elif kind == "latex":
        blocks = latex.blocks(whole, macros)
    elif kind == "notebook":
        blocks = notebook.blocks(text, name, macros)
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
    place: Place | None = getattr(block, "place", None)
    if place is not None:
        return Excerpt("", (place,))
    rows: tuple[tuple[Excerpt, ...], ...] = getattr(block, "rows", ())
    return rows[0][0] if rows else getattr(block, "excerpt")  # noqa: B009
