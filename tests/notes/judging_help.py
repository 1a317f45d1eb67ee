"""Algorithms made from rules, and a plain way to understand them."""

from __future__ import annotations

from dataclasses import replace

from symopt import rules
from symopt.equivalence import Recursion
from symopt.errors import InvalidExpression
from symopt.formula import Formula, Name
from symopt.notes.finding import Finding
from symopt.notes.judging import judge
from symopt.notes.judging.mending import Understand
from symopt.notes.meaning.meaning import Meaning
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment


def algorithm_of(rule: str, **names: str) -> tuple[Algorithm, Understand]:
    """Return a rule's lines as an author's, hyperparameters renamed, and what understands them."""
    made = rules.get(rule)

    def change(name: Name) -> Formula:
        return Name(names.get(name.name, name.name))

    lines = tuple(
        Assignment(
            Name(step.name), step.formula.map_names(change), Excerpt.of(f"{step.name} = ...", i)
        )
        for i, step in enumerate(made.code_steps(), start=1)
    )
    hypers = [replace(h, name=names.get(h.name, h.name)) for h in made.hyperparameters]
    called = {key: Name(key) for key in ("theta", "g", "y", "t")}
    called |= {h.name: Name(h.name) for h in hypers}
    kind = "average" if made.kind == "average" else "update"
    initial = {state.name: state.initial for state in made.states}

    def understand(algorithm: Algorithm) -> Meaning:
        steps = [(line.target.name, line.formula) for line in algorithm.assignments]
        try:
            read = Recursion.from_steps("", made.kind, hypers, initial, steps, made.output)
        except InvalidExpression as problem:
            return Meaning(None, kind, names=called, reason=str(problem))
        return Meaning(read, kind, names=called)

    return Algorithm("", (), lines, lines[0].excerpt, "python"), understand


def judged(algorithm: Algorithm, understand: Understand, against: str | None = None) -> Finding:
    """Return the one finding about an algorithm."""
    (found,) = judge(
        algorithm,
        understand(algorithm),
        file="notes.md",
        against=against,
        understand=understand,
        claimed=lambda claims: None,
    )
    return found
