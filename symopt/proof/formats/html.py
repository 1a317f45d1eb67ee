"""Proofs as one self-contained page: MathML needs neither a script nor a network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from symopt.formula import Formula
from symopt.proof.outline import Outline, Row

_STYLE = """
:root { --ink: #1b1b1b; --faint: #666; --line: #ddd; --good: #17663a; --bad: #8c2f1b; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.2rem 4rem; color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 2px solid var(--line); }
h3 { margin: 2rem 0 .2rem; font-size: 1.05rem; font-family: ui-monospace, monospace; }
h3 a { color: inherit; text-decoration: none; }
nav ul { columns: 18rem; padding-left: 1.1rem; } nav li { break-inside: avoid; }
.proved, .refuted, .undecided { font: 600 .75rem system-ui, sans-serif; color: #fff;
  background: var(--good); border-radius: .6rem; padding: .1rem .5rem; margin-left: .4rem; }
.refuted { background: var(--bad); } .undecided { background: var(--faint); }
.sentence { font-size: 1.05rem; margin: .2rem 0 .6rem; }
.given, .checked, summary { color: var(--faint); font-size: .9rem; }
.chain { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; } td { padding: .25rem .4rem; vertical-align: middle; }
td.relation { text-align: right; white-space: nowrap; }
td.because { padding-left: 1.6rem; color: var(--faint); font-size: .9rem; min-width: 12rem; }
tr.inside td { padding: .1rem .4rem .1rem 1.5rem; font-size: .9rem; }
math { font-size: 1.05em; } td math { math-style: normal; }
@media print {
  nav { display: none; } section.claim { break-inside: avoid; } body { font-size: 11pt; }
}
"""


def document(outlines: Sequence[Outline]) -> str:
    """Return proofs as one page with contents by topic."""
    topics = [(t, list(g)) for t, g in groupby(outlines, key=lambda outline: outline.topic)]
    verdicts = [outline.verdict for outline in outlines]
    counts = ", ".join(
        f"{verdicts.count(v)} {v}" for v in ("proved", "refuted", "undecided") if v in verdicts
    )
    contents = "".join(
        f"<li>{escape(topic)}<ul>{''.join(map(_entry, group))}</ul></li>" for topic, group in topics
    )
    body = "".join(
        f"<h2>{escape(topic)}</h2>{''.join(one(outline) for outline in group)}"
        for topic, group in topics
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Claims about optimizers</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Claims about optimizers</h1>\n<p>{counts}. Every line was checked by a machine.</p>\n"
        f"<nav><ul>{contents}</ul></nav>\n{body}\n</body>\n</html>\n"
    )


def _entry(outline: Outline) -> str:
    short = outline.name.partition(".")[2]
    return f'<li><a href="#{escape(outline.name)}">{escape(short)}</a></li>'


def one(outline: Outline) -> str:
    """Return one proof as a section."""
    name = escape(outline.name)
    parts = [
        f'\n<section class="claim" id="{name}">',
        f'<h3><a href="#{name}">{name}</a>'
        f'<span class="{outline.verdict}">{outline.verdict}</span></h3>',
        f'<p class="sentence">{escape(outline.sentence)}</p>',
    ]
    if outline.hypotheses:
        said = ", ".join(map(_inline, outline.hypotheses))
        parts.append(f'<p class="given">For {said}.</p>')
    if outline.definitions:
        rows = "".join(f"<li>{_inline(f)} ({escape(k)})</li>" for f, k in outline.definitions)
        parts.append(
            f"<details><summary>The rules as recursions</summary><ul>{rows}</ul></details>"
        )
    if outline.witness:
        parts.append(f"<p>Take {escape(', '.join(outline.witness))}.</p>")
    for block in outline.blocks:
        if block.supposing:
            parts.append(f"<p>If {', '.join(map(_inline, block.supposing))}:</p>")
        parts.append(_table(block.rows))
    if outline.remark:
        parts.append(f"<p>{escape(outline.remark)}</p>")
    lemmas = f" Rests on: {escape(', '.join(outline.lemmas))}." if outline.lemmas else ""
    parts.append(
        f'<p class="checked">{escape(outline.checked)}.{lemmas} '
        f"Source: {escape(outline.source)}.</p></section>"
    )
    return "\n".join(parts)


def _table(chain: Sequence[Row]) -> str:
    rows: list[str] = []
    for row in chain:
        rows.append(_cells(row, ""))
        for label, steps in row.inside:
            rows.append(f'<tr class="inside"><td></td><td colspan="2">{escape(label)}:</td></tr>')
            rows += [_cells(step, ' class="inside"') for step in steps]
    return f'<div class="chain"><table>{"".join(rows)}</table></div>'


def _cells(row: Row, look: str) -> str:
    return (
        f'<tr{look}><td class="relation">{_sign(row.relation)}</td>'
        f"<td>{row.formula.mathml(display=False)}</td>"
        f'<td class="because">{escape(row.because)}</td></tr>'
    )


def _sign(relation: str) -> str:
    return {"<=": "≤", ">=": "≥", "!=": "≠"}.get(relation, escape(relation))


def _inline(said: Formula | str) -> str:
    return escape(said) if isinstance(said, str) else said.mathml(display=False)
