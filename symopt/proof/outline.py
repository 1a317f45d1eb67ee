"""What a reader is told of a proof, before it is set in any notation.

What is told are the expressions that were checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidExpression
from symopt.formula import Call, Chain, Formula, LimitOf, Name, Number, Power, Sum, from_sympy
from symopt.proof.language import Limit, Predicate, Series
from symopt.references import reference
from symopt.steps import read_expression

if TYPE_CHECKING:
    from symopt.proof.derivation import Line
    from symopt.proof.proof import Proof
    from symopt.proof.session import Given

_RELATION = re.compile(r" (<=|>=|!=|<|>|=) ")
IDENTITIES = ("identity", "restate", "reverse", "replace")
SIGNS = ("sign", "combination", "map", "unmap", "monotone")


@dataclass(frozen=True)
class Row:
    """A line of a derivation: its relation to the line before, the reason, and sub-steps."""

    relation: str
    formula: Formula
    because: str
    inside: tuple[tuple[str, tuple[Row, ...]], ...] = ()


@dataclass(frozen=True)
class Block:
    """The lines of one derivation, and what is supposed for it."""

    rows: tuple[Row, ...]
    supposing: tuple[Formula, ...] = ()


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
    definitions: tuple[tuple[Formula, str], ...]
    witness: tuple[str, ...]
    blocks: tuple[Block, ...]
    checked: str
    lemmas: tuple[str, ...]
    source: str


def outline(proof: Proof) -> Outline:
    """Return the outline of a proof."""
    proof = printed(proof)
    given = [g for g in proof.hypotheses if g.kind == "domain"]
    given += [g for g in proof.hypotheses if g.kind in ("assumption", "for all")]
    return Outline(
        name=proof.claim,
        topic=proof.topic,
        verdict=proof.verdict,
        sentence=proof.summary,
        remark=proof.remark,
        hypotheses=tuple(_read(shown(g)) for g in given),
        definitions=tuple((g.relation, g.kind) for g in proof.hypotheses if g not in given),
        witness=tuple(f"{name} = {_value(value)}" for name, value in proof.witness),
        blocks=tuple(Block(tuple(_rows(c.lines)), c.supposing) for c in proof.chains),
        checked=certificate_line(proof),
        lemmas=proof.lemmas,
        source=str(reference(proof.source)),
    )


def printed(proof: Proof) -> Proof:
    """Return the same proof with formulas in place of SymPy expressions.

    SymPy evaluates what it unpickles, 2^-20000 say, so a proof that goes to another process is
    printed first.
    """
    chains = []
    for chain in proof.chains:
        first = chain.lines[0].expression
        order = first if isinstance(first, Series) else None
        chains.append(
            replace(
                chain,
                lines=tuple(_printed(line, order) for line in chain.lines),
                supposing=tuple(map(formula, chain.supposing)),
            )
        )
    return replace(
        proof,
        hypotheses=tuple(
            given if given.kind == "domain" else replace(given, relation=formula(given.relation))
            for given in proof.hypotheses
        ),
        chains=tuple(chains),
    )


def _printed(line: Line, series: Series | None) -> Line:
    inside = tuple((label, tuple(_printed(s, None) for s in steps)) for label, steps in line.inside)
    shown = formula(line.expression)
    if series is not None and line.relation:
        # A power series equals its first terms only up to the next order.
        power = Power(formula(series.variable), Number(Fraction(series.order)))
        terms = shown.terms if isinstance(shown, Sum) else (shown,)
        shown = Sum((*terms, Call("O", (power,))))
    return replace(line, expression=shown, inside=inside)


def formula(expression: Any) -> Formula:
    """Return the formula of a line's expression."""
    if isinstance(expression, Formula):
        return expression
    if isinstance(expression, Limit):
        import sympy

        target = (
            Name("infinity")
            if str(expression.to) == "oo"
            else from_sympy(sympy.sympify(expression.to))
        )
        return LimitOf(
            from_sympy(expression.body), from_sympy(expression.variable), target, expression.side
        )
    if isinstance(expression, Series):
        return from_sympy(expression.body)
    if isinstance(expression, Predicate):
        return Sum((Name(expression.name),))
    return from_sympy(expression)


def shown(given: Given) -> str:
    """Return a hypothesis as plain text."""
    if given.kind == "domain":
        return given.shown.format(given.relation)
    text = formula(given.relation).text()
    if given.kind == "for all":
        return f"{text} for all {given.shown}"
    return text


def certificate_line(proof: Proof) -> str:
    """Say what was checked."""
    if proof.verdict == "undecided":
        return f"undecided: {proof.reason}"
    if proof.verdict == "refuted":
        return "certificate: the witness, evaluated exactly"
    identities = sum(proof.counts.get(rule, 0) for rule in IDENTITIES)
    signs = sum(proof.counts.get(rule, 0) for rule in SIGNS)
    parts = []
    for number, one, many in (
        (identities, "polynomial identity", "polynomial identities"),
        (signs, "sign", "signs"),
        (proof.counts.get("induction", 0), "induction", "inductions"),
        (proof.counts.get("cases", 0), "split into cases", "splits into cases"),
        (proof.counts.get("limit", 0), "limit", "limits"),
        (
            proof.counts.get("series", 0) + proof.counts.get("limit-of-series", 0),
            "series",
            "series",
        ),
    ):
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    return "certificate: " + (", ".join(parts) or "facts") + ", checked"


def _rows(lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        inside = tuple((label, tuple(_rows(steps))) for label, steps in line.inside)
        yield Row(line.relation, line.expression, line.because, inside)


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
