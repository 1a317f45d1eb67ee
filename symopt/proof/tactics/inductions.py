"""Induction over a declared integer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symopt.proof.kernel.terms import Prop, Rejected, Term, fold, free_names, fresh_name, substitute
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.dispatch import prove
from symopt.proof.tactics.hints import Hints


def speaks_of(cases: Any, name: str) -> bool:
    """Say whether the cases are about the variable of an induction: they split its step."""
    return any(name in free_names(prop) for split in cases for prop in split)


def by_induction(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Induction over a declared integer."""
    name, width = hints.induction, hints.width
    if name is None:
        raise Rejected("no induction")
    domain = scope.context.symbols.get(name)
    if domain is None or domain[0] != "int" or domain[1] is None:
        raise Rejected(f"{name} is no integer with a least value")
    inner_hints = replace(hints, induction=None)
    bases = []
    for offset in range(width):
        start = scope.inner(scope.context.child())
        goal = substitute(prop, {name: fold(("+", domain[1], offset))})
        try:
            # Squares and factors are meant for the step; a start seldom needs them.
            kept = () if speaks_of(hints.cases, name) else hints.cases
            plain = replace(inner_hints, squares=(), factors=(), cases=kept)
            try:
                bases.append(start.finish(prove(start, goal, plain)))
            except Rejected:
                if plain == inner_hints:
                    raise
                bases.append(start.finish(prove(start, goal, inner_hints)))
        except Rejected as problem:
            raise Rejected(f"the induction does not start: {problem}") from None
    step = scope.inner(scope.context.child())
    variable: Term = ("sym", name)
    labels: list[str] = []
    from symopt.proof.kernel.splitting import unused

    for offset in range(width):
        value = ("+", variable, offset) if offset else variable
        label = unused(step.context, f"hypothesis+{offset}" if offset else "hypothesis")
        hypothesis = substitute(prop, {name: value})
        step.context.assume(label, hypothesis)
        if hypothesis[0] == "and":
            for part in hypothesis[1:]:
                labels.append(step.attempt(part, "part", **{"from": label}).name)
        else:
            labels.append(label)
    goal = substitute(prop, {name: ("+", variable, width)})
    with_hypothesis = replace(inner_hints, using=(*labels, *hints.using))
    try:
        proof = step.finish(_step(step, goal, with_hypothesis))
    except Rejected as problem:
        raise Rejected(f"the induction step fails: {problem}") from None
    by = {"var": name, "width": width, "bases": tuple(bases), "step": proof}
    fact = scope.attempt(prop, "induction", **by)
    spread(scope, fact, name)
    return fact


def spread(scope: Scope, fact: Fact, variable: str) -> None:
    """Say for all places what was shown of a function's sign: 0 <= f(t) for all t.

    Signs at t + 1, at t - 1 and inside sums are then known as well.
    """
    parts = fact.prop[1:] if fact.prop[0] == "and" else (fact.prop,)
    for part in parts:
        place = ("sym", variable)
        calls = [side for side in part[1:] if isinstance(side, tuple) and side[0] == "app"]
        if 0 not in part[1:] or len(calls) != 1 or calls[0][2:] != (place,):
            continue
        name = fresh_name(variable, set(scope.context.symbols))
        inner = scope.inner(scope.context.child())
        values = {variable: ("sym", name)}
        try:
            source = fact
            if part is not fact.prop:
                source = scope.attempt(part, "part", **{"from": fact.name})
            domain = scope.context.symbols[variable]
            inner.context.declare(name, domain)
            goal = substitute(part, values)
            by = {"from": source.name, "with": tuple(values.items())}
            proof = inner.finish(inner.attempt(goal, "instance", **by))
            scope.attempt(("forall", ((name, domain),), goal), "generalise", inner=proof)
        except Rejected:
            continue


def _step(scope: Scope, goal: Prop, hints: Hints) -> Fact:
    """Prove an induction step; several statements may use those shown before them."""
    if goal[0] != "and":
        return prove(scope, goal, hints)
    names: tuple[str, ...] = ()
    facts = []
    for part in goal[1:]:
        try:
            fact = prove(scope, part, replace(hints, using=(*hints.using, *names)))
        except Rejected:
            # Two equations about one thing are in each other's way.
            if not names or not hints.using:
                raise
            fact = prove(scope, part, hints)
        facts.append(fact)
        names += (fact.name,)
    return scope.attempt(goal, "both", **{"from": tuple(fact.name for fact in facts)})
