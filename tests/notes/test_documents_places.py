"""Whatever stands in a file, every excerpt is the file's own text at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import InvalidValue
from symopt.notes.document import Document, Image, Kind, Mathematics, Table
from symopt.notes.documents import read
from symopt.notes.source import Excerpt, Place

# What opens, closes, prefixes or disturbs something, in either language.
SIGNS = [
    *("$", "$$", "\\(", "\\)", "\\[", "\\]", "\\\\(", "\\\\)", "\\\\[", "\\\\]", "\\$", "\\", "`"),
    *("```", "```python\n", "```math\n", "~~~\n", "``", "{", "}", "|", "&", "%", "<", ">", "> "),
    *("- ", "* ", "1. ", "+ ", "# ", "## ", "=", "---", "===", "|---|", "[", "]", "](a_b$c)", "!["),
    *(
        "<!--",
        "-->",
        "<math>",
        "</math>",
        "<img src=x>",
        "<a href=x>",
        "</a>",
        "<div>",
        "<h2>x</h2>",
    ),
    *("\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}", "\\begin{tabular}{l}"),
    *("\\end{tabular}", "\\begin{lstlisting}", "\\end{lstlisting}", "\\begin{verbatim}", "\\verb|"),
    *("\\end{verbatim}", "\\section{", "\\item ", "\\includegraphics{x}", "\\text{", "\\hline"),
    *("\\newcommand{\\a}[1]{b#1}", "\\def\\b{", "\\begin{document}", "\\end{document}", "\\STATE "),
    *("\n", "\n", "\n", "\n\n", "\n\n", "  ", "    ", "\t", " ", "\x0c", "\u2028", "\x85", "\x0b"),
    *("x", "v_t = \\beta v", "word word", "动量", "，", "θ", "5", "$5 and ", "a*b*c", "_t_", "ﬀ"),
    *(":math:`x`", ".. math::", "---\na: b\n---\n", "a\tb\n", "\ufeff", "\U0001d703"),
]
texts = st.lists(st.sampled_from(SIGNS) | st.text(max_size=3), max_size=40).map("".join)


def excerpts(document: Document) -> Iterator[Excerpt]:
    """Yield every excerpt of a document; a picture's is empty."""
    for block in document.blocks:
        if isinstance(block, Image):
            yield Excerpt("", (block.place,))
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.excerpt


def read_or_refuse(data: bytes, kind: Kind) -> Document:
    """Return the document, an empty one if it is refused in one clear line."""
    try:
        return read(data, "notes", kind)
    except InvalidValue as error:
        line = str(error)
    assert re.fullmatch("notes: (not text|no notebook).*", line)
    return Document("notes", kind, ())


def as_an_editor_shows(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_in_place(excerpt: Excerpt, lines: list[str]) -> None:
    parts = excerpt.text.split("\n")
    assert len(parts) == len(excerpt.starts)
    assert list(excerpt.starts) == sorted(set(excerpt.starts))
    for part, start in zip(parts, excerpt.starts, strict=True):
        assert start.column >= 1
        line = lines[start.line - 1]
        assert start.column <= len(line) + 1
        assert line[start.column - 1 :].startswith(part), (excerpt, line)


@pytest.mark.parametrize("kind", ["markdown", "latex", "python"])
@given(text=texts)
@settings(max_examples=200, deadline=None)
def test_excerpts_are_the_text_at_their_places(kind, text):
    data = text.encode("utf-8", "replace")
    document = read_or_refuse(data, kind)
    for excerpt in excerpts(document):
        assert_in_place(excerpt, as_an_editor_shows(data))


@given(data=st.binary(max_size=300), kind=st.sampled_from(["markdown", "latex", "notebook"]))
@settings(max_examples=200, deadline=None)
def test_bytes_are_refused_or_read(data, kind):
    assert read_or_refuse(data, kind).kind == kind


@given(
    cells=st.lists(st.tuples(st.sampled_from(["markdown", "code", "raw"]), texts), max_size=4),
    indent=st.sampled_from([None, 1]),
    ascii_only=st.booleans(),
    as_list=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_a_notebooks_lines_are_those_of_its_file(cells, indent, ascii_only, as_list):
    sources = [text.replace("\r", "") for _, text in cells]
    notebook = {
        "cells": [
            {"source": re.findall(r"[^\n]*\n|[^\n]+", text) if as_list else text, "cell_type": kind}
            for (kind, _), text in zip(cells, sources, strict=True)
        ],
        "nbformat": 4,
    }
    data = json.dumps(notebook, indent=indent, ensure_ascii=ascii_only)
    data = data.encode("utf-8", "surrogatepass")
    try:
        document = read(data, "notes.ipynb")
    except InvalidValue:
        return
    lines = as_an_editor_shows(data)
    plain = not any("\\" in json.dumps(text.replace("\n", "")) for text in sources)
    for excerpt in excerpts(document):
        if plain:
            assert_in_place_of_string(excerpt, lines)
        for part, start in zip(excerpt.text.split("\n"), excerpt.starts, strict=True):
            assert json.dumps(part, ensure_ascii=ascii_only)[1:-1] in lines[start.line - 1]


def assert_in_place_of_string(excerpt: Excerpt, lines: list[str]) -> None:
    for part, start in zip(excerpt.text.split("\n"), excerpt.starts, strict=True):
        assert lines[start.line - 1][start.column - 1 :].startswith(part)


def test_quoted_lists_keep_their_columns():
    text = "> 1. rate:\n>    $$\n>    w = w\n>      - a g\n>    $$\n"
    _, formula = read(text.encode(), "n.md").blocks
    assert formula == Mathematics(Excerpt("w = w\n- a g", (Place(3, 6), Place(4, 8))), True)
