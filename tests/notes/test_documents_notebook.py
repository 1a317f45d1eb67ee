"""Notebooks: cells of every kind, at the lines on which an editor shows them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from symopt.errors import InvalidValue
from symopt.notes.document import Block, Code, Heading, Mathematics, Prose
from symopt.notes.documents import read
from symopt.notes.source import Excerpt

NOTEBOOK = r"""{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "# Momentum\n",
    "\n",
    "The rule $v = \\beta v + g$:\n",
    "$$\n",
    "w = w - v\n",
    "$$"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "metadata": {},
   "outputs": [{"output_type": "stream", "name": "stdout", "text": ["$n$ \"\n"]}],
   "source": "v = beta*v + g  # \"velocity\"\nw = w - v"
  },
  {"cell_type": "raw", "source": ["\\begin{align}a &= b\\end{align}"]},
  {"cell_type": "code", "source": ["%%bash\n", "ls $x$"]},
  {"cell_type": "code", "source": []},
  {"cell_type": "code"}
 ],
 "metadata": {"language_info": {"name": "Python"}},
 "nbformat": 4, "nbformat_minor": 5
}
"""


def blocks(notebook: Any) -> list[Block]:
    text = notebook if isinstance(notebook, str) else json.dumps(notebook, indent=1)
    return list(read(text.encode(), "notes.ipynb").blocks)


def found(block: Block) -> tuple[type, str, list[str]]:
    excerpt: Excerpt = getattr(block, "excerpt")  # noqa: B009
    return type(block), excerpt.text, [str(start) for start in excerpt.starts]


def test_cells_and_their_places():
    assert [found(block) for block in blocks(NOTEBOOK)] == [
        (Heading, "Momentum", ["7:8"]),
        (Prose, "The rule $v = \\beta v + g$:", ["9:6"]),
        (Mathematics, "v = \\beta v + g", ["9:16"]),
        (Mathematics, "w = w - v", ["11:6"]),
        (Code, 'v = beta*v + g  # "velocity"\nw = w - v', ["20:15", "20:47"]),
        (Mathematics, "a &= b", ["22:49"]),
        (Code, "%%bash\nls $x$", ["23:37", "23:49"]),
    ]
    codes = [block for block in blocks(NOTEBOOK) if isinstance(block, Code)]
    assert [code.language for code in codes] == ["python", "bash"]


def test_a_line_may_be_made_of_several_strings():
    (code,) = blocks({"cells": [{"cell_type": "code", "source": ["v ", "= 1\nw", " = 2"]}]})
    assert found(code) == (Code, "v = 1\nw = 2", ["6:6", "7:11"])


def test_old_notebooks_have_worksheets():
    cell = {"cell_type": "code", "input": ["v = 1"], "language": "python"}
    (code,) = blocks({"worksheets": [{"cells": [cell]}], "nbformat": 3})
    assert found(code)[:2] == (Code, "v = 1")


def test_the_language_is_the_kernels():
    cells = [{"cell_type": "code", "source": "v = 1"}]
    (code,) = blocks({"cells": cells, "metadata": {"kernelspec": {"language": "julia"}}})
    assert isinstance(code, Code)
    assert code.language == "julia"


def test_escapes_of_any_kind():
    text = (
        r'{"cells": [{"cell_type": "markdown", "source": "\u03b2\r\n\u000a$x$\ud83d\ude00\ud83d"}]}'
    )
    first, second, formula = blocks(text)
    assert found(first) == (Prose, "β", ["1:49"])
    assert found(second)[1] == "$x$\U0001f600\ufffd"
    assert found(formula)[1] == "x"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1"),
        ("{", "line 1"),
        ('{"cells": [\n{]}', "line 2"),
        ("[]", "not an object"),
        ("{}", "no list of cells"),
        ('{"cells": {}}', "no list of cells"),
        ('{"worksheets": [1]}', "no list of cells"),
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ("1" * 10_000, "not an object"),
    ],
)
def test_no_notebook(text, why):
    with pytest.raises(InvalidValue, match=why) as refused:
        blocks(text)
    assert str(refused.value).startswith("notes.ipynb: no notebook: ")
    assert len(str(refused.value)) < 100


def test_odd_cells_are_passed_over():
    cells = [1, None, {}, {"source": 5}, {"source": [1, None]}, {"source": {"a": "$x$"}}]
    assert blocks({"cells": cells, "metadata": 3}) == []
