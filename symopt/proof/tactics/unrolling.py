"""Recursions and statements for all values, put in where a statement asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from itertools import product as cartesian
from typing import Any

from symopt.proof.kernel.replay import definition
from symopt.proof.kernel.terms import Prop, Rejected, Term, fold, substitute
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.hints import Hints, head, relation_of

MAX_INSTANCES = 40


def with_instances(scope: Scope, prop: Prop, hints: Hints) -> Hints:
    """Put instances for the statements about all values in use, where the statement asks for them.

    A variable of such a statement gets the arguments that its functions have here.
    """
    general = [n for n in hints.using if relation_of(scope, n) == "forall"]
    if not general:
        return hints
    plain = tuple(n for n in hints.using if n not in general)
    equations = tuple(n for n in plain if relation_of(scope, n) == "=")
    extra = unrolled(scope, prop, equations, False) + unrolled(scope, prop, equations, True)
    calls = applications(prop, several=True)
    for name in dict.fromkeys(extra):
        calls += [c for c in applications(scope.context.fact(name), several=True) if c not in calls]
    found: list[str] = []
    for name in general:
        _, entries, body = scope.context.fact(name)
        pools = []
        for variable, _ in entries:
            places = [
                (c[1], i)
                for c in applications(body, several=True)
                for i, a in enumerate(c)
                if a == ("sym", variable)
            ]
            pool = [c[i] for c in calls for f, i in places if c[1] == f and len(c) > i]
            pools.append(list(dict.fromkeys(pool)))
        for values in islice(cartesian(*pools), MAX_INSTANCES):
            pairs = tuple((e[0], v) for e, v in zip(entries, values, strict=True))
            try:
                goal = fold(substitute(body, dict(pairs)))
                fact = scope.attempt(goal, "instance", **{"from": name, "with": pairs})
                found.append(fact.name)
            except Rejected:
                continue
    return replace(hints, using=plain + tuple(found), general=tuple(general))


def unrolled(
    scope: Scope,
    prop: Prop,
    equations: tuple[str, ...],
    deep: bool,
    short: bool = False,
    kept: tuple[Any, ...] = (),
) -> tuple[str, ...]:
    """Return instances of the recursions for the functions in a statement.

    Functions that an equation in use already rewrites stay; arguments that are numbers are
    unrolled down to the start, others once; `kept` ones (values, or functions) stay as well.
    With `short`, definitions that only abbreviate (y(t) = x(t) - v(t)) are put in at every
    argument.
    """
    definitions = _definitions(scope)
    rewritten = {
        fold(scope.context.fact(name)[side])
        for name in equations
        for side in (1, 2)
        if head(scope.context.fact(name)[side]) == "app"
    } | set(map(fold, kept))
    found: list[str] = []
    seen: set[Term] = set()
    arguments = {fold(call[2]) for call in applications(prop) if call[1] in definitions}
    tops = _largest(scope, arguments) if not deep else arguments
    brief = _abbreviations(scope, definitions) if short else set()
    calls = [fold(call) for call in applications(prop) if call[1] in definitions]
    queue = [call for call in calls if call[1] in brief or call[2] in tops]
    while queue:
        call = queue.pop(0)
        if call in seen or call in rewritten or call[1] in rewritten:
            continue
        seen.add(call)
        instance = _instance(scope, definitions[call[1]], call)
        if instance is None:
            continue
        found.append(instance.name)
        for inner in applications(instance.prop[2]):
            ground = isinstance(inner[2], int)
            known = inner[1] in definitions and (ground or inner[2] in tops)
            if known or inner[1] in brief:
                queue.append(inner)
    return tuple(found)


def _mentioned(scope: Scope, prop: Prop) -> tuple[Term, ...]:
    """Return the values in a statement that others in it are made of: s(t) beside theta(t)."""
    definitions = _definitions(scope)
    calls = [fold(call) for call in applications(prop) if call[1] in definitions]
    instances = [_instance(scope, definitions[call[1]], call) for call in calls]
    inner = {fold(c) for fact in instances if fact is not None for c in applications(fact.prop[2])}
    return tuple(call for call in calls if call in inner)


def _abbreviations(scope: Scope, definitions: dict[str, list[str]]) -> set[str]:
    """Return the functions whose definition speaks of one and the same step only."""
    found: set[str] = set()
    for function, names in definitions.items():
        props = [scope.context.hypotheses[name] for name in names]
        if all(
            p[0] == "forall" and all(a[2] == ("sym", p[1][0][0]) for a in applications(p[2][2]))
            for p in props
        ):
            found.add(function)
    return found


def _largest(scope: Scope, arguments: Iterable[Term]) -> set[Term]:
    """Return the arguments that no other is known to exceed."""
    pool = list(arguments)
    return {a for a in pool if not any(b != a and scope.context.holds(("<", a, b)) for b in pool)}


def _definitions(scope: Scope) -> dict[str, list[str]]:
    definitions: dict[str, list[str]] = {}
    for name, prop in scope.context.hypotheses.items():
        found = definition(prop)
        if found is not None:
            definitions.setdefault(found[0], []).append(name)
    return definitions


def applications(term: Any, several: bool = False) -> list[Term]:
    """Return the applications to one argument (or `several`) in a term, in order, outside sums."""
    if not isinstance(term, tuple) or not term or term[0] == "sum":
        return []
    found = [term] if term[0] == "app" and (several or len(term) == 3) else []
    for item in term:
        found += [call for call in applications(item, several) if call not in found]
    return found


def _instance(scope: Scope, names: list[str], call: Term) -> Fact | None:
    """Return the defining equation of f(argument), folded so that f(2 - 1) is f(1)."""
    for name in names:
        prop = scope.context.hypotheses[name]
        if prop[0] == "=":
            if prop[1] == call:
                return Fact(name, prop)
            continue
        (variable, _), body = prop[1][0], prop[2]
        values = {variable: call[2]}
        try:
            return scope.attempt(
                fold(substitute(body, values)),
                "instance",
                **{"from": name, "with": tuple(values.items())},
            )
        except Rejected:
            continue
    return None
