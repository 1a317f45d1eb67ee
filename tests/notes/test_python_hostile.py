"""Whatever text comes, reading ends, and says where it did not understand."""

from __future__ import annotations

import re
import string
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from listing_help import lines, listing, one, shown

HOSTILE = {
    "brackets": "x = " + "(" * 3000 + "1" + ")" * 3000,
    "signs": "x = " + "-" * 10000 + "1",
    "attributes": "x = a" + ".b" * 10000,
    "items": "x = a" + "[0]" * 10000,
    "calls": "x = a" + "()" * 10000,
    "a long sum": "x = 1" + "+1" * 20000,
    "a tower": "x = x - 9**9**9**9",
    "lambdas": "x = " + "lambda:" * 3000 + "1",
    "blocks": "\n".join(" " * i + "if x:" for i in range(500)),
    "functions": "\n".join(" " * i + "def f():" for i in range(90)) + "\n" + " " * 90 + "x = 1",
    "a long key": 'x = v["a"' + '+"a"' * 2000 + "]",
    "a long number": "x = " + "9" * 6000,
    "unclosed": "x = (\n" * 1000,
    "a null": "x = 1\x00\ny = 2",
    "many at once": ", ".join(f"x{i}" for i in range(300)) + " = " + ", ".join(["1"] * 300),
    "in place": "x" + ".add_(x)" * 300,
    "doubling": "f0 = lambda a, b: a*b\n"
    + "".join(f"f{i + 1} = lambda a, b: f{i}(a, b)*f{i}(b, a)\n" for i in range(40))
    + "x = x - f40(x, g)",
    "many options": "def f(w, g, "
    + ", ".join(f"o{i}=False" for i in range(30))
    + "):\n"
    + "".join(f"    if o{i}:\n        w = w - g*{i}\n" for i in range(30))
    + "    return w",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends(name: str) -> None:
    reading = listing(HOSTILE[name])
    assert len(reading.algorithms) <= 8


def test_a_listing_that_is_cut_off_is_read_up_to_there():
    whole = "v = mu*v - lr*g\nx = x + v\ny = (y + "
    assert "x = x + v" in shown(listing("def f(x, v, g):\n    x = x - g\n    return x", whole)) or (
        listing(whole).unread
    )


def test_what_stops_an_algorithm_is_said_once():
    reading = listing("m = r*m + (1 - r*g\nx = x - lr*m")
    assert not reading.algorithms
    assert [str(gap.excerpt.start) for gap in reading.unread] == ["1:1"]


def test_a_step_that_is_left_out_now_and_then_is_not_taken_for_every_step():
    text = "for t in range(9):\n    if t % 2 == 0:\n        continue\n    x = x - lr*g"
    assert not listing(text).algorithms
    assert listing(text).unread


@settings(max_examples=150)
@given(st.text(alphabet=string.printable + "β←−×（）：…“”√∇²\u3000", max_size=200))
@example("for t in range(3):\n x +=\\\n")
@example("'''")
@example("x = f'{'")
def test_any_text(text: str) -> None:
    listing(text)
    listing(text, language="")


WORDS = st.sampled_from(
    re.findall(r"\S+", "for in range ( ) : [ ] = += - * / ** ^ , . x v g w lr 0.9 1 t i return if")
    + re.findall(r"\S+", "else while True lambda zip enumerate class None not is def self.v .mul_")
    + ["\n", "\n", "\n\n", 'f"{t}"', '"dW"', "np.sqrt", ".add_"]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=60), st.lists(st.integers(0, 9), max_size=20))
def test_any_words(words: list[str], indents: list[int]) -> None:
    text = " ".join(words)
    for indent in indents:
        text = text.replace("\n ", "\n" + " " * indent, 1)
    listing(text)
    listing(*text.split("\n\n"))


PLAIN = """def run(w, lr=0.1, r=0.9):
    v = np.zeros(3)
    for t in range(1, 10):
        g = slope_of(w)
        v = r*v + (1 - r)*g
        w = w - lr*v/(1 - r**t)
    return w"""


@settings(max_examples=60)
@given(st.lists(st.integers(-1, 0), min_size=7, max_size=7), st.sets(st.integers(1, 6)))
def test_crooked_lines_and_cuts_change_nothing(shifts: list[int], cuts: set[int]) -> None:
    """Lines a column off their block, and fences between any two lines."""
    rows = PLAIN.splitlines()
    crooked = [
        " " * max(0, len(row) - len(row.lstrip()) + shift if i else 0) + row.lstrip()
        for i, (row, shift) in enumerate(zip(rows, shifts, strict=True))
    ]
    pieces = ["\n".join(crooked[a:b]) for a, b in _between(cuts, len(crooked))]
    assert lines(one(*pieces)) == lines(one(PLAIN))


def _between(cuts: set[int], end: int) -> list[tuple[int, int]]:
    marks = [0, *sorted(cuts), end]
    return list(pairwise(marks))
