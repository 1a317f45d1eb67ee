"""Proofs as a Typst document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.formula import Formula
from symopt.proof.outline import Outline, Row

_HEAD = """\
#set page(margin: 2cm, width: 24cm)
#set text(size: 10pt)
#show heading: set text(size: 11pt)
"""


def document(outlines: Sequence[Outline]) -> str:
    """Return proofs as one document that compiles with typst."""
    return _HEAD + "\n".join(one(outline) for outline in outlines)


def one(outline: Outline) -> str:
    """Return one proof."""
    lines = [f"== {words(outline.name)}: {outline.verdict}", "", words(outline.sentence), ""]
    if outline.hypotheses:
        lines += ["For " + ", ".join(map(_inline, outline.hypotheses)) + ".", ""]
    if outline.definitions:
        where = [f"{_inline(said)} ({words(kind)})" for said, kind in outline.definitions]
        lines += ["Where " + ", ".join(where) + ".", ""]
    if outline.witness:
        lines += [f"Take {words(', '.join(outline.witness))}.", ""]
    for block in outline.blocks:
        if block.supposing:
            lines += [f"If {', '.join(map(_inline, block.supposing))}:", ""]
        lines += [f"$ {aligned(block.rows)} $", ""]
    lines += [words(outline.remark), ""] if outline.remark else []
    lines += [f"_{words(outline.checked)}._ Source: {words(outline.source)}.", ""]
    if outline.lemmas:
        lines += [f"Rests on the cited lemmas {words(', '.join(outline.lemmas))}.", ""]
    return "\n".join(lines)


def aligned(chain: Sequence[Row]) -> str:
    """Return a derivation as aligned mathematics, a reason a line."""
    rows: list[str] = []
    for row in chain:
        rows.append(f"{_relation(row)} & {row.formula.typst()}{_because(row)}")
        for label, steps in row.inside:
            rows.append(f"& #h(1em) {quoted(label + ': ')} {steps[0].formula.typst()}")
            rows += [
                f"& #h(2em) {_relation(step)} {step.formula.typst()}{_because(step)}"
                for step in steps[1:]
            ]
    return " \\\n".join(rows)


def _relation(row: Row) -> str:
    return quoted(row.relation + " ") if row.relation.isalpha() else row.relation


def _because(row: Row) -> str:
    return f" && #h(1em) {quoted(row.because)}" if row.because else ""


def quoted(text: str) -> str:
    """Return text as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def words(text: str) -> str:
    """Return plain text with Typst's markup characters made harmless."""
    return re.sub(r"([\\#$*_`<>@=\-+/~\[\]'\"])", r"\\\1", text)


def _inline(said: Formula | str) -> str:
    return words(said) if isinstance(said, str) else f"${said.typst()}$"
