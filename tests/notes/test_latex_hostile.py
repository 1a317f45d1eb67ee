"""Whatever stands in a formula: no crash, no hang, and no character unaccounted for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from latex_help import line
from test_latex_notations import cases

from symopt.notes.latex import read, read_all, read_plain
from symopt.notes.latex.tokenizer import tokenize
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement, Unread

PIECES = [
    *"abdgtwxWLJ0123456789+-*/=^_{}()[]|,;:.'!&%~<> \n", "\\\\", "\\frac", "\\sqrt", "\\nabla",
    "\\left", "\\right", "\\sum", "\\lim", "\\max", "\\hat", "\\beta", "\\partial", "\\text{if}",
    "\\begin{align}", "\\end{align}", "\\begin{cases}", "\\end{cases}", "\\quad", "\\over",
    "\\dots", "\\mathrm{d}", "\\operatorname", "\\Rightarrow", "\\leftarrow", "\\in", "\\|",
    "β", "θ", "ₜ", "²", "，", "其中", "∇", "√", "\\", "\u200b", "m̂", "\\color{red}", "\\tag{1}",
]  # fmt: skip
soup = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good formula with a few characters lost, doubled or put in."""
    text = draw(st.sampled_from([latex for latex, _ in cases()]))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(PIECES)))
        text = text[:place] + piece + text[place + draw(st.integers(0, 2)) :]
    return text


LAYOUT = ("gap", "space", "break", "line", "align", "begin", "end", "then", "words", "tag")
BETWEEN = (",", ";", ".", ":", "{", "}", "\\dots", "\\boxed", "\\underline", "\\fbox")


def left_over(text: str) -> list[str]:
    """Return the signs that no statement, no unread formula and no layout accounts for."""
    found = read(Excerpt.of(text))
    begins = [0]
    for row in text.split("\n"):
        begins.append(begins[-1] + len(row) + 1)
    covered = set[int]()
    for item in found:
        start = begins[item.excerpt.start.line - 1] + item.excerpt.start.column - 1
        covered.update(range(start, start + len(item.excerpt.text)))
    rest = [token for token in tokenize(text) if token.start < token.end]
    rest = [token for token in rest if token.start not in covered and token.kind not in LAYOUT]
    fences = ("\\{", "\\lvert", "\\lVert", "|", "\\|")
    return [
        token.text
        for token in rest
        if not token.is_sign(*BETWEEN, *fences, "(", ")")
        and not (token.kind == "relation" and token.text in ("->", "<-", "~"))
        and not (token.kind == "number" and text[: token.start].rstrip().endswith("("))
    ]


@settings(max_examples=400, deadline=None)
@given(st.one_of(soup, damaged(), st.text(max_size=40)))
def test_nothing_crashes_and_nothing_is_lost(text: str) -> None:
    assert not left_over(text), text
    read_plain(Excerpt.of(text))
    for item in read(Excerpt.of(text)):
        if isinstance(item, Statement):
            assert len(item.links) == len(item.parts) - 1
            for part in item.parts:
                assert part.text()
                assert part.latex()
        else:
            assert item.reason
            assert item.excerpt.text.strip()


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "(", "\\left(", "\\frac", "\\frac{", "\\sqrt", "\\hat", "^", "_", "^{", "x^", "-",
     "a/", "|", "\\|", "\\nabla", "\\begin{align}", "\\begin{bmatrix}", "\\text{", "\\\\", "\n",
     "a=b\n", "=a\\\\", "a(", "a,", "&", "\\sum_{i=1}", "\\mathrm{", "E[", "1", "9,", "x'", "\\",
     "\\max(", "\\over", "{a=b}", "d", "\\partial", "\\quad a=", "a=b\\;", "\\;c",
     "a=b\\quad ", "β", "ₜ", "其中"],
)  # fmt: skip
def test_long_inputs_end_soon(piece: str) -> None:
    excerpt = Excerpt.of(piece * (19_000 // len(piece)))
    start = time.process_time()
    read(excerpt)
    read_plain(excerpt)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("piece", ["{", "\\frac", "^", "a = b\\\\"])
def test_megabytes_are_refused_at_once(piece: str) -> None:
    [found] = read(Excerpt.of(piece * 1_000_000))
    assert isinstance(found, Unread)
    assert "at most" in found.reason


@pytest.mark.parametrize(
    "nest",
    ["g(1-@)", "x^{(1-@)}", r"\Delta{@}", r"\nabla w^{@}", r"x^\frac{@}{2}", "x_{t,@}", "E[@]_t",
     r"\frac{@}{@}", "v[@]", r"\nabla(@)", r"\max(@,1)", "|@|", r"\hat{@}", "x^{[@]}", "(@)(@)",
     r"\frac{\partial L}{\partial @}", r"\sum_{i=@}^{n} x", r"\nabla \frac{1}{m} \sum @"],
)  # fmt: skip
def test_nothing_is_read_twice_at_each_depth(nest: str) -> None:
    text = "y"
    for _ in range(50):
        text = nest.replace("@", text, 1).replace("@", "z")
    start = time.process_time()
    read(Excerpt.of(text))
    assert time.process_time() - start < 2


def test_deep_nesting_is_unread() -> None:
    deep = "\\frac{1}{" * 70 + "x" + "}" * 70
    assert [line(item) for item in read(Excerpt.of(deep + r" \\ a = b"))] == ["!", "a = b"]
    parentheses = "(" * 70 + "x" + ")" * 70
    [found] = read(Excerpt.of(parentheses))
    assert isinstance(found, Unread)
    assert "deep" in found.reason


def test_the_rest_of_a_block_is_read() -> None:
    found = read(Excerpt.of("a = 1 \\\\\n b = \\frac{1 \\\\\n c = 3, d = @", 7, 5))
    assert [line(item) for item in found] == ["a = 1", "!", "c = 3", "!"]
    assert [str(item.excerpt.start) for item in found] == ["7:5", "8:2", "9:2", "9:9"]
    assert isinstance(found[1], Unread)
    assert "brace" in found[1].reason


def test_macros_are_expanded_within_bounds() -> None:
    macros = {
        "lr": (0, r"\eta"),
        "hatted": (1, r"\hat{#1}_t"),
        "loop": (0, r"\loop \loop"),
        "pair": (2, "#1 + #2"),
    }
    found = read(Excerpt.of(r"p = q - \lr \hatted{m} \\ a = \loop \\ b = \pair{c}d"), macros=macros)
    assert [line(item) for item in found] == ["p = q - eta*m_hat[t]", "!", "b = c + d"]


def test_conventions_are_of_the_whole_document() -> None:
    texts = ["u_1 = 2", r"\rho_1 u_1", "u_t = g_t"]
    found = read_all([Excerpt.of(text) for text in texts])
    assert [line(items[0]) for items in found] == ["u[1] = 2", "rho1*u[1]", "u[t] = g[t]"]
    [alone] = read(Excerpt.of("u_1 = 2"))
    assert line(alone) == "u1 = 2"
