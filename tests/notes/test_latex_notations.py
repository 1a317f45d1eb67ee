"""The notations in which people write optimizers, each with the tree that it means."""

from pathlib import Path

import pytest
from latex_help import lines


def cases() -> list[tuple[str, str]]:
    """Return each line of the table: the LaTeX, and what it says."""
    table = Path(__file__).with_name("latex_notations.txt").read_text(encoding="utf-8")
    rows = [row.rsplit(" | ", 1) for row in table.splitlines() if " | " in row]
    return [(latex.strip(), says.strip()) for latex, says in rows]


@pytest.mark.parametrize(("latex", "says"), cases())
def test_a_notation_is_read_as_what_it_means(latex: str, says: str) -> None:
    assert lines(latex) == says
