"""Proofs as Markdown with LaTeX mathematics, as most note readers show it."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Formula
from symopt.proof.formats import latex
from symopt.proof.outline import Outline


def document(outlines: Sequence[Outline]) -> str:
    """Return proofs as one Markdown text."""
    return "# Claims\n\n" + "\n".join(one(outline) for outline in outlines)


def one(outline: Outline) -> str:
    """Return one proof."""
    lines = [f"## {outline.name}: {outline.verdict}", "", outline.sentence, ""]
    if outline.hypotheses:
        lines += ["For " + ", ".join(map(_inline, outline.hypotheses)) + ".", ""]
    if outline.definitions:
        where = [f"{_inline(said)} ({kind})" for said, kind in outline.definitions]
        lines += ["Where " + ", ".join(where) + ".", ""]
    if outline.witness:
        lines += [f"Take {', '.join(outline.witness)}.", ""]
    for block in outline.blocks:
        if block.supposing:
            lines += [f"If {', '.join(map(_inline, block.supposing))}:", ""]
        lines += ["$$", latex.aligned(block.rows), "$$", ""]
    lines += [outline.remark, ""] if outline.remark else []
    lines += [f"*{outline.checked}.* Source: {outline.source}.", ""]
    if outline.lemmas:
        lines += [f"Rests on the cited lemmas {', '.join(outline.lemmas)}.", ""]
    return "\n".join(lines)


def _inline(said: Formula | str) -> str:
    return said if isinstance(said, str) else f"${said.latex()}$"
