"""A proof as plain text. What is printed are the expressions that were checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from symopt.formula import from_sympy
from symopt.proof.language import Limit, Predicate, Series

if TYPE_CHECKING:
    from symopt.formula import Formula
    from symopt.proof.derivation import Line
    from symopt.proof.proof import Proof

WIDTH = 46
IDENTITIES = ("identity", "restate", "reverse", "replace")
SIGNS = ("sign", "combination", "map", "unmap", "monotone")


def formula(expression: Any) -> Formula:
    """Return the formula of a line's expression."""
    from symopt.formula import Formula, LimitOf, Name, Sum

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


def printed(proof: Proof) -> Proof:
    """Return the same proof with formulas in place of SymPy expressions.

    SymPy evaluates what it unpickles, 2^-20000 say, so a proof that goes to another process is
    printed first.
    """
    return replace(
        proof,
        hypotheses=tuple(
            given if given.kind == "domain" else replace(given, relation=formula(given.relation))
            for given in proof.hypotheses
        ),
        chains=tuple(replace(c, lines=tuple(map(_printed, c.lines))) for c in proof.chains),
    )


def _printed(line: Line) -> Line:
    inside = tuple((label, tuple(map(_printed, steps))) for label, steps in line.inside)
    return replace(line, expression=formula(line.expression), inside=inside)


def shown(given: Any) -> str:
    """Return a hypothesis as plain text."""
    if given.kind == "domain":
        return given.shown.format(given.relation)
    text = formula(given.relation).text()
    if given.kind == "for all":
        return f"{text} for all {given.shown}"
    return text


def text(proof: Proof) -> str:
    """Return a proof as plain text, aligned, with a reason a line."""
    lines = [f"{proof.claim}   {proof.verdict}", f"  {proof.summary}"]
    domains = [shown(g) for g in proof.hypotheses if g.kind == "domain"]
    others = [shown(g) for g in proof.hypotheses if g.kind in ("assumption", "for all")]
    if domains or others:
        lines += _wrap("  for " + ", ".join(domains + others), "      ")
    definitions = [g for g in proof.hypotheses if g.kind not in ("domain", "assumption", "for all")]
    for given in definitions:
        lines.append(f"  where {shown(given)}   ({given.kind})")
    for name, value in proof.witness:
        lines.append(f"  take {name} = {_value(value)}")
    for chain in proof.chains:
        lines.append("")
        if chain.supposing:
            suppositions = ", ".join(from_sympy(r).text() for r in chain.supposing)
            lines.append(f"  if {suppositions}:")
        for line in chain.lines:
            lines += _line(line)
    if proof.chains:
        lines.append("")
    lines.append("  " + certificate_line(proof))
    if proof.lemmas:
        lines.append(f"  resting on: {', '.join(proof.lemmas)}")
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{'else' if k is None else k}: {v}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(map(str, value)) + ")"
    return str(value)


def _line(line: Line, indent: int = 0) -> list[str]:
    space = " " * indent
    relation = f"{line.relation:>4} " if line.relation else "     "
    first = f"{space}{relation}{formula(line.expression).text()}"
    result: list[str] = []
    if not line.because:
        result.append(first)
    elif len(first) <= WIDTH + 4:
        result.append(f"{first:<{WIDTH + 6}}{line.because}")
    else:
        result += [first, " " * (WIDTH + 6) + line.because]
    for label, inner in line.inside:
        head = f"{space}        {label}:"
        parts = [f"{step.relation} {formula(step.expression).text()}".strip() for step in inner]
        short = f"{head}  {' '.join(parts)}"
        if len(inner) == 2 and len(short) <= 92 and not any(step.because for step in inner):
            result.append(short)
            continue
        result.append(head)
        for step in inner:
            result += _line(step, indent + 8)
    return result


def _wrap(line: str, indent: str, width: int = 92) -> list[str]:
    import textwrap

    return textwrap.wrap(line, width, subsequent_indent=indent)


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
