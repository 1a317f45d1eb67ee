"""Jupyter notebooks: their cells, each line with the line of the JSON file that it stands on."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, cast

from symopt.errors import InvalidValue
from symopt.notes.document import Block, Code
from symopt.notes.documents import markdown
from symopt.notes.documents.limits import hold_lines
from symopt.notes.source import Excerpt, Place

Path = tuple[str | int | None, ...]

_MAGIC = re.compile(r"\s*%%(\w+)")
# Magics that leave the cell in the notebook's language.
_SAME_LANGUAGE = frozenset({"time", "timeit", "capture", "prun", "debug", "writefile", "file"})
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_ESCAPE = re.compile(r'\\u[0-9a-fA-F]{4}|\\.|"|\n', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


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
    lines = 0
    for path, cell in _cells(notebook, name):
        source = "input" if "input" in cell else "source"  # version 3, version 4
        excerpt = places.excerpt(cell.get(source), (*path, source))
        if excerpt is None:
            continue
        lines += len(excerpt.starts)
        hold_lines(lines, name)
        if cell.get("cell_type") == "code":
            magic = _MAGIC.match(excerpt.text)
            other = magic[1].lower() if magic else ""
            yield Code(excerpt, other if other and other not in _SAME_LANGUAGE else language)
        else:
            yield from markdown.blocks(excerpt, macros)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        # A number's digits are nobody's concern, nor is their count.
        notebook = json.loads(text, strict=False, parse_int=float)
    except json.JSONDecodeError as error:
        reason = f"{error.msg} on line {error.lineno}"
        raise InvalidValue(f"{name}: no notebook: {reason}") from None
    except RecursionError:
        raise InvalidValue(f"{name}: no notebook: nested too deep") from None
    if not isinstance(notebook, dict):
        raise InvalidValue(f"{name}: no notebook: not an object with cells")
    return cast("dict[str, Any]", notebook)


def _language(notebook: dict[str, Any]) -> str:
    """Return the language of a notebook's code cells."""
    metadata = notebook.get("metadata")
    for group, key in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(group) if isinstance(metadata, dict) else None
        value = about.get(key) if isinstance(about, dict) else None
        if isinstance(value, str) and value:
            return value.lower()
    return "python"


def _cells(notebook: dict[str, Any], name: str) -> list[tuple[Path, dict[str, Any]]]:
    """Return the cells and where they hang; those of version 3 hang in worksheets."""
    sheets = notebook.get("worksheets")
    holders: list[tuple[Path, Any]] = [((), notebook)]
    if isinstance(sheets, list):
        holders = [(("worksheets", number), sheet) for number, sheet in enumerate(sheets)]
    found: list[tuple[Path, dict[str, Any]]] = []
    for path, holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        if not isinstance(cells, list):
            raise InvalidValue(f"{name}: no notebook: it has no list of cells")
        for number, cell in enumerate(cells):
            if isinstance(cell, dict):
                found.append(((*path, "cells", number), cell))
    return found


class _Places:
    """Where the strings of a JSON text stand; it has been found to be one."""

    def __init__(self, text: str):
        self.text = text
        self.begins = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self.strings = dict(self.walk())

    def walk(self) -> Iterator[tuple[Path, int]]:
        """Yield where the strings hang that a source may be made of, and their offsets."""
        path: list[str | int | None] = []
        for token in _TOKEN.finditer(self.text):
            sign = token[0]
            if sign in "[{":
                path.append(0 if sign == "[" else None)
            elif sign in "]}":
                path.pop()
            elif sign == ",":
                path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
            elif path and path[-1] is None:
                path[-1] = json.loads(sign, strict=False)
            elif 3 <= len(path) <= 6 and path[0] in ("cells", "worksheets"):
                yield tuple(path), token.start() + 1

    def place(self, offset: int) -> Place:
        line = bisect_right(self.begins, offset)
        return Place(line, offset - self.begins[line - 1] + 1)

    def excerpt(self, source: Any, path: Path) -> Excerpt | None:
        """Return a cell's source, a string or a list of them, or None if it is empty."""
        parts = [(path, source)]
        if isinstance(source, list):
            parts = [((*path, number), part) for number, part in enumerate(source)]
        texts = [(at, part) for at, part in parts if isinstance(part, str)]
        # A line may be put together from several strings; it stands where its first one does.
        starts, empty = [0], True
        for at, part in texts:
            for index, (line, offset) in enumerate(self.lines(part, self.strings[at])):
                if index:
                    starts.append(offset)
                    empty = True
                elif empty:
                    starts[-1] = offset
                empty = empty and not line
        text = "".join(part for _, part in texts).replace("\r\n", "\n")
        if not text.strip():
            return None
        places = tuple(self.place(start) for start in starts)
        return Excerpt(_LONE_SURROGATE.sub("\ufffd", text), places)

    def lines(self, part: str, at: int) -> Iterator[tuple[str, int]]:
        """Yield the lines of one string and the offsets at which they begin in the file."""
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
