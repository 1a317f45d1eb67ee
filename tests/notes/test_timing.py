"""How long a page of notes takes; generous, since machines differ and are shared."""

from __future__ import annotations

import time

import pytest

from notes_truth import corpus
from symopt.notes.checking import check

SLACK = 3  # for slow machines: the aims are 10 s and 1 s


def page(formulas: int) -> bytes:
    """Return a page of so many groups from our own notes, those of all its files in turn."""
    piles = []
    for path, name, facts in corpus():
        if name.endswith(".md"):
            lines = path.read_text("utf-8").split("\n")
            starts = [fact.first for fact in facts]
            sections = [index for index, line in enumerate(lines) if line.startswith("## ")]
            ends = [*sections[1:], len(lines)]
            piles.append(
                [
                    "\n".join(lines[start:end])
                    for start, end in zip(sections, ends, strict=True)
                    if any(start < first <= end for first in starts)
                ]
            )
    turns = max(len(pile) for pile in piles)
    mixed = [pile[turn] for turn in range(turns) for pile in piles if turn < len(pile)]
    return "\n\n".join(mixed[:formulas]).encode()


def seconds(data: bytes, name: str) -> float:
    start = time.process_time()
    check(data, name=name)
    return time.process_time() - start


@pytest.mark.slow
def test_a_page_of_thirty_formulas() -> None:
    check(b"$x \\leftarrow x - a g$", name="warm.md")
    took = seconds(page(30), "page.md")
    print(f"30 formulas: {took:.1f} s")
    assert took < 10 * SLACK


RIGHT = {
    "momentum.md": b"## Momentum\n\n$$ v_t = \\beta v_{t-1} + (1-\\beta) g_t $$\n\n"
    b"$$ w_t = w_{t-1} - \\eta v_t $$\n",
    "rmsprop.md": b"## RMSProp\n\n$$ s_t = \\rho s_{t-1} + (1-\\rho) g_t^2 $$\n\n"
    b"$$ w_t = w_{t-1} - \\frac{\\eta}{\\sqrt{s_t} + \\epsilon} g_t $$\n",
    "adam.py": b"m = b1 * m + (1 - b1) * g\nv = b2 * v + (1 - b2) * g**2\n"
    b"mh = m / (1 - b1**t)\nvh = v / (1 - b2**t)\nw -= lr * mh / (np.sqrt(vh) + eps)\n",
    "ewma.md": b"$v_t = 0.9 v_{t-1} + 0.1 y_t$\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_formula(name: str) -> None:
    check(b"$x \\leftarrow x - a g$", name="warm.md")
    took = seconds(RIGHT[name], name)
    print(f"{name}: {took:.2f} s")
    assert took < 1 * SLACK
