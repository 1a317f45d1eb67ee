"""Proofs as a LaTeX document."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Formula
from symopt.proof.outline import Outline, Row

_RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_SPECIAL = {
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_HEAD = r"""\documentclass{article}
\usepackage{amsmath}
\usepackage[margin=2.5cm]{geometry}
\begin{document}
"""


def document(outlines: Sequence[Outline]) -> str:
    """Return proofs as one document that compiles with pdflatex."""
    return _HEAD + "\n".join(one(outline) for outline in outlines) + "\\end{document}\n"


def one(outline: Outline) -> str:
    """Return one proof as a section."""
    lines = [
        f"\\subsection*{{{words(outline.name)}: {outline.verdict}}}",
        words(outline.sentence),
        "",
    ]
    if outline.hypotheses:
        lines += [f"For {', '.join(map(_inline, outline.hypotheses))}."]
    if outline.definitions:
        where = [f"{_inline(said)} ({words(kind)})" for said, kind in outline.definitions]
        lines += [f"Where {', '.join(where)}."]
    if outline.witness:
        lines += [f"Take {words(', '.join(outline.witness))}."]
    for block in outline.blocks:
        if block.supposing:
            lines += [f"If {', '.join(map(_inline, block.supposing))}:"]
        lines += ["\\[", aligned(block.rows), "\\]"]
    if outline.remark:
        lines += [words(outline.remark)]
    lines += [f"\\emph{{{words(outline.checked)}.}} Source: {words(outline.source)}."]
    if outline.lemmas:
        lines += [f"Rests on the cited lemmas {words(', '.join(outline.lemmas))}."]
    return "\n".join(lines) + "\n"


def aligned(chain: Sequence[Row]) -> str:
    """Return a derivation as an ``aligned`` environment: relation, formula, reason."""
    rows: list[str] = []
    for row in chain:
        rows.append(f"{_relation(row.relation)} & {row.formula.latex()}{_because(row)}")
        for label, steps in row.inside:
            rows.append(rf"& \quad \text{{{words(label)}:}}\; {steps[0].formula.latex()}")
            rows += [
                rf"& \qquad {_relation(step.relation)} {step.formula.latex()}{_because(step)}"
                for step in steps[1:]
            ]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def _because(row: Row) -> str:
    return rf" && \text{{{words(row.because)}}}" if row.because else ""


def _relation(relation: str) -> str:
    if relation.isalpha():
        return rf"\text{{{relation} }}"
    return _RELATIONS.get(relation, relation)


def _inline(said: Formula | str) -> str:
    return words(said) if isinstance(said, str) else f"${said.latex()}$"


def words(text: str) -> str:
    """Return plain text with what LaTeX would take for commands made harmless."""
    return "".join(_SPECIAL.get(character, character) for character in text)
