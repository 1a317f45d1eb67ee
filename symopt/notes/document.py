"""What a file of notes holds, whatever it is written in: blocks in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from symopt.notes.source import Excerpt, Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest."""

    excerpt: Excerpt
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, an item of a list, a caption: text that is not parsed.

    Only names that an author claims are looked for in it, so mathematics and code within it may
    stand in it as they do in the file; they are blocks of their own as well, right after it.
    """

    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Mathematics:
    """A formula or several, without its delimiters.

    `environment` is the LaTeX environment it stood in ("align", "equation*"), or "".
    """

    excerpt: Excerpt
    display: bool
    environment: str = ""
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A listing, without its fence; `language` as the author wrote it, in lower case, or ""."""

    excerpt: Excerpt
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, the header (if any) first; cells keep their delimiters."""

    rows: tuple[tuple[Excerpt, ...], ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: nobody reads what it shows."""

    place: Place


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that could not be read as what it starts as, such as an unclosed brace."""

    excerpt: Excerpt
    reason: str


Kind = Literal["markdown", "latex", "notebook", "python"]
Block = Heading | Prose | Mathematics | Code | Table | Image | Broken


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in the order of reading.

    `name` is what findings call the file ("-" for standard input). `macros` are those that the
    file defines for its formulas, which keep them as they stand: name -> number of arguments, body.
    """

    name: str
    kind: Kind
    blocks: tuple[Block, ...]
    macros: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
