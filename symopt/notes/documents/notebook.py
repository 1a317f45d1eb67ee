"""Jupyter notebooks: their cells, each line with the line of the JSON file that it stands on."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from json import decoder, scanner
from typing import Any, cast

from symopt.errors import InvalidValue
from symopt.notes.document import Block, Code
from symopt.notes.documents import markdown
from symopt.notes.source import Excerpt, Place

_MAGIC = re.compile(r"\s*%%(\w+)")
# Magics that leave the cell in the notebook's language.
_SAME_LANGUAGE = frozenset({"time", "timeit", "capture", "prun", "debug", "writefile", "file"})


class _Text(str):
    """A text of the JSON file that knows at which offset its quotation mark stands."""

    __slots__ = ("at",)
    at: int


def blocks(text: str, name: str, macros: dict[str, tuple[int, str]]) -> Iterator[Block]:
    """Yield the blocks of a notebook's cells; outputs are nobody's formulas.

    A line of a cell has its place in the JSON file; within it, columns count the characters of
    the cell, not the signs that escape them.

    Examples
    --------
    >>> text = '''{"cells": [{
    ... "cell_type": "markdown",
    ... "source": [
    ...  "A step:",
    ...  " $w$"]}]}'''
    >>> [str(block.excerpt.start) for block in blocks(text, "notes.ipynb", {})]
    ['4:3', '4:12']
    """
    notebook = _parsed(text, name)
    places = _Places(text)
    language = _language(notebook)
    for cell in _cells(notebook, name):
        source = cell.get("source", cell.get("input", ""))
        excerpt = places.excerpt(source)
        if excerpt is None:
            continue
        if cell.get("cell_type") == "code":
            magic = _MAGIC.match(excerpt.text)
            other = magic is not None and magic[1].lower() not in _SAME_LANGUAGE
            yield Code(excerpt, magic[1].lower() if magic and other else language)
        else:
            yield from markdown.blocks(excerpt, macros)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        notebook = _Decoder().decode(text)
    except json.JSONDecodeError as error:
        raise InvalidValue(f"{name}: no notebook: {error.msg} on line {error.lineno}") from None
    except RecursionError:
        raise InvalidValue(f"{name}: no notebook: nested too deep") from None
    if not isinstance(notebook, dict):
        raise InvalidValue(f"{name}: no notebook: not an object with cells")
    return cast("dict[str, Any]", notebook)


class _Decoder(json.JSONDecoder):
    """Reads JSON as Python does, but remembers where each string stands."""

    def __init__(self) -> None:
        super().__init__(strict=False, parse_int=str)
        self.parse_string = _string
        self.scan_once = scanner.py_make_scanner(self)  # the one in C calls no parse_string


def _string(text: str, begin: int, strict: bool = True) -> tuple[_Text, int]:
    value, end = decoder.scanstring(text, begin, strict)
    located = _Text(value)
    located.at = begin
    return located, end


def _language(notebook: dict[str, Any]) -> str:
    """Return the language of a notebook's code cells."""
    metadata = notebook.get("metadata")
    for group, key in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(group) if isinstance(metadata, dict) else None
        value = about.get(key) if isinstance(about, dict) else None
        if isinstance(value, str) and value:
            return str(value).lower()
    return "python"


def _cells(notebook: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the cells, of version 3 (in worksheets) too."""
    sheets = notebook.get("worksheets")
    holders = sheets if isinstance(sheets, list) else [notebook]
    found: list[dict[str, Any]] = []
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        if not isinstance(cells, list):
            raise InvalidValue(f"{name}: no notebook: it has no list of cells")
        found += [cell for cell in cells if isinstance(cell, dict)]
    return found


class _Places:
    """From offsets in the JSON text to places."""

    def __init__(self, text: str):
        self.text = text
        self.begins = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self.begins, offset)
        return Place(line, offset - self.begins[line - 1] + 1)

    def excerpt(self, source: Any) -> Excerpt | None:
        """Return a cell's source, a string or a list of them, or None if it is empty."""
        parts = source if isinstance(source, list) else [source]
        texts = [part for part in parts if isinstance(part, _Text)]
        # A line may be put together from several strings; it stands where its first one does.
        starts, empty = [0], True
        for part in texts:
            for index, (line, offset) in enumerate(self.lines(part)):
                if index:
                    starts.append(offset)
                    empty = True
                elif empty:
                    starts[-1] = offset
                empty = empty and not line
        text = _LONE_SURROGATE.sub("\ufffd", "".join(texts).replace("\r\n", "\n"))
        if not text.strip():
            return None
        return Excerpt(text, tuple(self.place(start) for start in starts))

    def lines(self, part: _Text) -> Iterator[tuple[str, int]]:
        """Yield the lines of one string and the offsets at which they begin in the file."""
        at = part.at
        for line in part.split("\n"):
            yield line, at
            at = self.past_newline(at)

    def past_newline(self, at: int) -> int:
        """Return the offset past the next newline of a string, as it is escaped in the file."""
        for sign in _ESCAPE.finditer(self.text, at):
            if sign[0] in ("\\n", "\n", "\\u000a", "\\u000A"):
                return sign.end()
            if sign[0] == '"':
                return sign.start()
        return len(self.text)


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r'\\u[0-9a-fA-F]{4}|\\.|"|\n', re.DOTALL)
