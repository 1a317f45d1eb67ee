"""Instances of facts proved earlier, and of the few lemmas that are cited."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import VALUES, Context
from symopt.proof.kernel.lemmas import LEMMAS
from symopt.proof.kernel.masks import within
from symopt.proof.kernel.terms import (
    RELATIONS,
    Prop,
    Rejected,
    Term,
    check_term,
    fold,
    free_names,
    fresh_name,
    functions_of,
    substitute,
)


def instance(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A fact for other values of its symbols, which must meet its hypotheses."""
    name = field(by, "from")
    context.fact(name)
    owner, fact = context.facts[name]
    values = _values(field(by, "with"))
    if fact[0] == "forall":
        entries = fact[1]
        if set(values) != {entry[0] for entry in entries}:
            raise Rejected("a value for every symbol of the statement")
        for entry in entries:
            _in_domain(context, values[entry[0]], substitute(entry[1], values))
        if fold(substitute(fact[2], values)) != fold(prop):
            raise Rejected("not an instance of the statement")
        return
    _meets(context, owner.symbols, owner.functions, owner.hypotheses, values)
    if fold(substitute(fact, values)) != fold(prop):
        raise Rejected("not an instance of the fact")
    _has_value(context, prop, values)


def lemma(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """An instance of a cited lemma, whose hypotheses must hold here."""
    cited = LEMMAS.get(field(by, "name"))
    if cited is None:
        raise Rejected(f"no lemma is named {by['name']!r}")
    values = _values(field(by, "with"))
    symbols, functions = dict(cited.symbols), dict(cited.functions)
    if set(values) != set(symbols) | set(functions):
        raise Rejected("a value for every symbol of the lemma")
    # The lemma's own names must not meet the names that stand here.
    hypotheses = {str(i): hypothesis for i, hypothesis in enumerate(cited.hypotheses)}
    _meets(context, symbols, functions, hypotheses, values)
    if fold(substitute(cited.conclusion, values)) != fold(prop):
        raise Rejected("not an instance of the lemma")
    _has_value(context, prop, values)
    check.lemmas.add(cited.name)


def _values(pairs: Any) -> dict[str, Term]:
    values: dict[str, Term] = {}
    for name, value in pairs:
        if isinstance(value, tuple) and value and value[0] == "lambda":
            check_term(value[2])
        else:
            check_term(value)
        values[name] = value
    return values


def _meets(
    context: Context,
    symbols: dict[str, Any],
    functions: dict[str, tuple[int, str]],
    hypotheses: dict[str, Prop],
    values: dict[str, Term],
) -> None:
    unknown = set(values) - set(symbols) - set(functions)
    if unknown:
        raise Rejected(f"no symbol {', '.join(sorted(unknown))}")
    for name, domain in symbols.items():
        if name in values:
            if isinstance(values[name], tuple) and values[name][0] == "lambda":
                raise Rejected(f"{name} is a number")
            _in_domain(context, values[name], substitute(domain, values))
        elif context.symbols.get(name) != domain or substitute(domain, values) != domain:
            raise Rejected(f"{name} is another symbol here")
    for name, (arity, sign) in functions.items():
        if name in values:
            _function_in_domain(context, values[name], arity, sign)
        elif context.functions.get(name) != (arity, sign):
            raise Rejected(f"{name} is another function here")
    for label, hypothesis in hypotheses.items():
        here = substitute(hypothesis, values)
        if context.hypotheses.get(label) == here:
            continue
        if any(known == here for _, known in context.facts.values()):
            continue
        context.show(here)


def _in_domain(context: Context, value: Term, domain: Any) -> None:
    context.check_names(value)
    if functions_of(value) & context.random:
        # What is proved of a number does not hold of a random one: E(c X) = c E(X).
        raise Rejected("a random value for a symbol")
    normal = context.normal
    read = normal.read(value)
    if domain[0] == "int":
        if read.den or not normal.integral(read.num):
            raise Rejected("not known to be an integer")
        if domain[1] is not None:
            context.show(("<=", domain[1], value))
        if domain[2] is not None:
            context.show(("<=", value, domain[2]))
        return
    if domain[1] is not None:
        context.show(("<" if domain[2] == "open" else "<=", domain[1], value))
    if domain[3] is not None:
        context.show(("<" if domain[4] == "open" else "<=", value, domain[3]))


def _has_value(context: Context, prop: Prop, values: dict[str, Term]) -> None:
    """Refuse an instance that applies a function outside where its body has a value.

    A body without value somewhere stands for any extension of it; that is harmless exactly if
    the instance never looks there.
    """
    if not any(isinstance(v, tuple) and v[0] == "lambda" for v in values.values()):
        return
    if prop[0] == "and":
        for part in prop[1:]:
            _has_value(context, part, values)
    elif prop[0] in RELATIONS:
        context.normal.read(prop[1])
        context.normal.read(prop[2])
    else:
        raise Rejected("a function is put into relations only")


def _function_in_domain(context: Context, value: Any, arity: int, sign: str) -> None:
    if not isinstance(value, tuple) or value[0] != "lambda" or len(value) != 3:
        raise Rejected("a function is given as one")
    names, body = value[1], value[2]
    if len(names) != arity or len(set(names)) != arity:
        raise Rejected("another number of arguments")
    outside = free_names(body) - set(names)
    if outside - set(context.symbols) or functions_of(body) - set(context.functions):
        raise Rejected("a function that speaks of what is not declared")
    if sign != "random" and functions_of(body) & context.random:
        raise Rejected("random values for a function that is not random")
    if sign == "real":
        return
    inner = context.child()
    renamed: dict[str, Term] = {}
    for name in names:
        new = fresh_name(name, set(inner.symbols))
        inner.declare(new, ("real", None, "open", None, "open"))
        renamed[name] = ("sym", new)
    read = inner.normal.read(substitute(body, renamed))
    if not within(inner.normal.sign(read), VALUES[sign]):
        raise Rejected("a function whose values have another sign")
