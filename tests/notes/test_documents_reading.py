"""Bytes to documents: kinds, encodings, what is refused, and the bounds on size and time."""

from __future__ import annotations

import contextlib
import time
import zlib

import pytest

from symopt.errors import InvalidValue
from symopt.notes.document import Broken, Code, Mathematics, Prose
from symopt.notes.documents import kind_of, limits, read
from symopt.notes.source import Excerpt

CHINESE = "动量法：$v = \\beta v$，学习率。"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            (f"a.{suffix}", "markdown")
            for suffix in ["md", "markdown", "mdx", "rmd", "qmd", "Rmd", "txt", "rst"]
        ),
        *((f"b/a.{suffix}", "latex") for suffix in ["tex", "ltx", "TEX"]),
        *(("a.ipynb", "notebook"), ("a.tex.py", "python"), ("-", "markdown"), ("", "markdown")),
    ],
)
def test_the_name_tells_the_kind(name, kind):
    assert kind_of(name) == kind


def test_a_given_kind_outweighs_the_name():
    (code,) = read(b"v = 1  # $x$\n", "-", "python").blocks
    assert isinstance(code, Code)
    assert (code.language, code.excerpt.text) == ("python", "v = 1  # $x$\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_encodings(encoding):
    prose, formula = read(CHINESE.encode(encoding), "notes.md").blocks
    assert prose == Prose(Excerpt.of(CHINESE))
    assert formula == Mathematics(Excerpt.of("v = \\beta v", 1, 6), display=False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_encodings_need_no_mark(encoding):
    _, formula = read("# 步 2\n\n$v = b v + g$\n".encode(encoding), "notes.md").blocks
    assert formula == Mathematics(Excerpt.of("v = b v + g", 3, 2), display=False)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending):
    _, formula = read(ending.join(["a", "b", "$$", "x", "= y", "$$"]).encode(), "n.md").blocks
    assert formula == Mathematics(Excerpt.of("x\n= y", 4), display=True)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + zlib.compress(b"x" * 999), "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"%PDF-1.4\nplain text", "a PDF"),
        (b"PK\x03\x04\x14\0\0\0", "a zip archive"),
        (b"\x1f\x8b\x08\0\0", "a gzip archive"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old word processor's file"),
        # Nothing but a signature: some of these are Chinese signs to a decoder, or plain letters.
        (b"\x89PNG", "a PNG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x7fELF", "a program"),
        (b"\0asm", "a program"),
        (b"text\0text", "bytes that no text has"),
        (b"text\0\0", "bytes that no text has"),
        (b"caf\xe9 au lait", "save it as UTF-8"),
        (b"\xff\xfeA", "not text"),
        (b"\x01\x02\x03\x04", "bytes that no text has"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, what):
    with pytest.raises(InvalidValue) as refused:
        read(data, "notes.md")
    assert str(refused.value).startswith("notes.md: not text")
    assert what in str(refused.value)


def test_an_empty_file_is_an_empty_document():
    for kind in ("markdown", "latex"):
        assert read(b"", "notes", kind).blocks == ()


def test_sizes_are_bounded():
    with pytest.raises(InvalidValue, match=r"8\.0 MiB is more than is read"):
        read(b"a" * (limits.MOST_BYTES + 1), "notes.md")
    with pytest.raises(InvalidValue, match="lines are more than are read"):
        read(b"\n" * (limits.MOST_LINES + 1), "notes.tex")
    cells = '{"cell_type": "raw", "source": "' + "x\\n" * 60_000 + '"}'
    with pytest.raises(InvalidValue, match="lines are more than are read"):
        read(f'{{"cells": [{cells}, {cells}]}}'.encode(), "notes.ipynb")


def test_past_the_bound_on_blocks_one_says_so():
    blocks = read(b"$x$ " * (limits.MOST_BLOCKS + 10), "notes.md").blocks
    assert len(blocks) == limits.MOST_BLOCKS + 1
    assert isinstance(blocks[-1], Broken)
    assert "nothing is read" in blocks[-1].reason


def test_what_is_nested_too_deep_is_said_to_be_unread():
    for text in ("> " * 5000 + "$x$", "\n".join("  " * i + "- $x$" for i in range(200))):
        blocks = read(text.encode(), "notes.md").blocks
        assert "nested deeper" in getattr(blocks[-1], "reason", "")


# What makes careless readers go back and forth.
HOSTILE = [
    *(
        "$",
        "$ ",
        "$x$ ",
        "$$ ",
        "$$\n",
        "$$\n\n",
        "$x ",
        "$\\alpha ",
        "$\\text{ $",
        "$\\frac{",
        "{",
    ),
    *("[", "![", "[a](", "[a](<b", "![a](b 'c", "]", "<", "<!--", '<a b="', "<a>", "<math>"),
    *("`", "` `` ", "```a\n\n", "```\n", "~~~~ x\n", "\\", "\\(", "\\[\n", "\\\\(", "**", "_"),
    *(
        "\\begin{align}",
        "\\begin{align}\n",
        "\\end{align}",
        "\\begin{array}\n",
        ">",
        "> \n>> ",
        "> \n>> \na",
    ),
    *("- ", "- a\n", "1. ", "|a|b\n|--|--\n", "=\n-\n", "# $x\n", "[a]: b\n", "[a]:\n", "a\tb\n"),
    *("\\def\\a{", "\\newcommand{\\a}{", "\\section{", "\\verb|", "\\begin{lstlisting}\n", "%\n"),
    *("\\begin{tabular}{l}", "\\item ", "\\begin{tabular}{l} & \\end{tabular}", "a = b + ", "\n"),
    *(
        "\\(a\\) ",
        "\\(see this\\) ",
        "\\begin{cases}\\end{cases}",
        "_{(",
        "w_t = w - ",
        "\\\\",
        " ",
        "\t",
        "$5 and ",
        "a\n",
    ),
]


@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_hostile_texts_take_linear_time(kind):
    slow = {unit: seconds(unit, 10_000, kind) for unit in HOSTILE}
    worst = max(slow, key=lambda unit: slow[unit])
    if slow[worst] > 2:  # a busy machine, or a quadratic reader: ask again with less
        assert slow[worst] < 6 * max(0.1, seconds(worst, 5_000, kind)), worst


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["markdown", "latex"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_megabytes_take_seconds(unit, kind):
    assert seconds(unit, 2**20, kind) < 30


def seconds(unit: str, size: int, kind) -> float:
    data = (unit * (size // len(unit)))[:size].encode()
    began = time.process_time()
    with contextlib.suppress(InvalidValue):  # too many lines
        read(data, "notes", kind)
    return time.process_time() - began


def test_a_megabyte_of_notes_takes_a_moment():
    page = "## Rule $n$\n\nThe average $v_t$ of `g`, with $\\beta$ as a rate, and words to it.\n\n"
    page += (
        "$$\nv_t = \\beta v_{t-1} + (1 - \\beta) g_t\n$$\n\n```python\nv = b*v + (1 - b)*g\n```\n\n"
    )
    data = (page * (2**20 // len(page))).encode()
    began = time.process_time()
    document = read(data, "notes.md")
    assert time.process_time() - began < 8  # about 1.5 on an idle machine
    assert len(document.blocks) == 7 * (2**20 // len(page))
