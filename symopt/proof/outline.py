"""What a reader is told of a proof, before it is set in any notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symopt.errors import InvalidExpression
from symopt.formula import Chain, Formula
from symopt.proof.present import certificate_line, formula, shown
from symopt.references import reference
from symopt.steps import read_expression

if TYPE_CHECKING:
    from symopt.proof.derivation import Line
    from symopt.proof.proof import Proof

_RELATION = re.compile(r" (<=|>=|!=|<|>|=) ")


@dataclass(frozen=True)
class Row:
    """A line of a derivation: its relation to the line before, the reason, and sub-steps."""

    relation: str
    formula: Formula
    because: str
    inside: tuple[tuple[str, tuple[Row, ...]], ...] = ()


@dataclass(frozen=True)
class Outline:
    """A proof in the order in which a reader needs it.

    `hypotheses` are formulas, or words where there is no formula ("g any sequence").
    """

    name: str
    topic: str
    verdict: str
    sentence: str
    remark: str
    hypotheses: tuple[Formula | str, ...]
    definitions: tuple[tuple[Formula | str, str], ...]
    witness: tuple[str, ...]
    chains: tuple[tuple[Row, ...], ...]
    checked: str
    lemmas: tuple[str, ...]
    source: str


def outline(proof: Proof) -> Outline:
    """Return the outline of a proof."""
    stated = ("domain", "assumption", "for all")
    return Outline(
        name=proof.claim,
        topic=proof.topic,
        verdict=proof.verdict,
        sentence=proof.summary,
        remark=proof.remark,
        hypotheses=tuple(_read(shown(g)) for g in proof.hypotheses if g.kind in stated),
        definitions=tuple(
            (formula(g.relation), g.kind) for g in proof.hypotheses if g.kind not in stated
        ),
        witness=tuple(f"{name} = {_value(value)}" for name, value in proof.witness),
        chains=tuple(tuple(_rows(chain.lines)) for chain in proof.chains),
        checked=certificate_line(proof),
        lemmas=proof.lemmas,
        source=str(reference(proof.source)),
    )


def _rows(lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        inside = tuple((label, tuple(_rows(steps))) for label, steps in line.inside)
        yield Row(line.relation, formula(line.expression), line.because, inside)


def _read(text: str) -> Formula | str:
    """Read "0 <= beta < 1" as a formula; leave "t = 1, 2, 3, ..." as words."""
    parts = _RELATION.split(text)
    try:
        return Chain(tuple(read_expression(p) for p in parts[::2]), tuple(parts[1::2]))
    except InvalidExpression:
        return text


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{'else' if k is None else k}: {v}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(map(str, value)) + ")"
    return str(value)
