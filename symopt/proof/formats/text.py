"""Proofs as plain text, aligned, with a reason a line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from symopt.formula import Formula
from symopt.proof.outline import Outline, Row

WIDTH = 46  # where the reasons begin, counted from the formulas
LINE = 92


def document(outlines: Sequence[Outline]) -> str:
    """Return proofs as one text."""
    return "\n\n".join(one(outline) for outline in outlines) + "\n"


def one(outline: Outline) -> str:
    """Return one proof."""
    lines = [f"{outline.name}   {outline.verdict}", f"  {outline.sentence}"]
    if outline.hypotheses:
        said = "  for " + ", ".join(map(_plain, outline.hypotheses))
        lines += textwrap.wrap(said, LINE, subsequent_indent="      ")
    lines += [f"  where {said.text()}   ({kind})" for said, kind in outline.definitions]
    lines += [f"  take {value}" for value in outline.witness]
    for block in outline.blocks:
        lines.append("")
        if block.supposing:
            lines.append(f"  if {', '.join(said.text() for said in block.supposing)}:")
        for row in block.rows:
            lines += _row(row)
    if outline.blocks:
        lines.append("")
    lines.append("  " + outline.checked)
    if outline.lemmas:
        lines.append(f"  resting on: {', '.join(outline.lemmas)}")
    return "\n".join(lines)


def _row(row: Row, indent: int = 0) -> list[str]:
    space = " " * indent
    relation = f"{row.relation:>4} " if row.relation else "     "
    first = f"{space}{relation}{row.formula.text()}"
    result: list[str] = []
    if not row.because:
        result.append(first)
    elif len(first) <= WIDTH + 4:
        result.append(f"{first:<{WIDTH + 6}}{row.because}")
    else:
        result += [first, " " * (WIDTH + 6) + row.because]
    for label, steps in row.inside:
        head = f"{space}        {label}:"
        parts = [f"{step.relation} {step.formula.text()}".strip() for step in steps]
        short = f"{head}  {' '.join(parts)}"
        if len(steps) == 2 and len(short) <= LINE and not any(step.because for step in steps):
            result.append(short)
            continue
        result.append(head)
        for step in steps:
            result += _row(step, indent + 8)
    return result


def _plain(said: Formula | str) -> str:
    return said if isinstance(said, str) else said.text()
