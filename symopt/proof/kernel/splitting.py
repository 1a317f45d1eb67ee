"""Induction, cases, sums term by term, and statements for all values."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    check_term,
    free_names,
    functions_of,
    minus,
    substitute,
)


def induction(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """P(t) for all t: P at the first `width` values, and P(t), ..., P(t+w-1) give P(t+w).

    `bases` are derivations of P at the first values, `step` is one of P(t+w) from the
    hypotheses "hypothesis", "hypothesis+1", ...
    """
    name, width = field(by, "var"), by.get("width", 1)
    domain = context.symbols.get(name)
    if domain is None or domain[0] != "int" or domain[1] is None or domain[2] is not None:
        raise Rejected("induction runs over a declared integer that has a least value only")
    if type(width) is not int or not 1 <= width <= 8:
        raise Rejected("not a width")
    for hypothesis in context.hypotheses.values():
        if name in free_names(hypothesis):
            raise Rejected(f"a hypothesis speaks of {name}")
    for other, other_domain in context.symbols.items():
        if other != name and name in free_names(other_domain):
            raise Rejected(f"the domain of {other} depends on {name}")
    bases = field(by, "bases")
    if len(bases) != width:
        raise Rejected("as many first values as the width")
    for offset, derivation in enumerate(bases):
        first = ("+", domain[1], offset)
        start = context.child()
        goal = substitute(prop, {name: _fold(first)})
        check.derive(start, derivation, goal)
    inner = context.child()
    variable = ("sym", name)
    for offset in range(width):
        value = ("+", variable, offset) if offset else variable
        label = f"hypothesis+{offset}" if offset else "hypothesis"
        inner.assume(unused(inner, label), substitute(prop, {name: value}))
    check.derive(inner, field(by, "step"), substitute(prop, {name: ("+", variable, width)}))


def unused(context: Context, name: str) -> str:
    """Return a name for a fact that is not taken: nested splits give the same names again."""
    while name in context.facts:
        name += "'"
    return name


def _fold(term: Any) -> Any:
    """Write 1 + 2 as 3."""
    if isinstance(term, tuple) and term[0] == "+" and all(isinstance(x, int) for x in term[1:]):
        return sum(term[1:])
    if isinstance(term, tuple) and term[0] == "+" and term[2] == 0:
        return term[1]
    return term


def cases(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """The statement in each of several cases, one of which must hold."""
    split, proofs = field(by, "split"), field(by, "proofs")
    if not isinstance(split, tuple) or len(split) != len(proofs):
        raise Rejected("as many proofs as cases")
    _exhaustive(context, split)
    for case, derivation in zip(split, proofs, strict=True):
        inner = context.child()
        inner.assume(unused(inner, "case"), case)
        check.derive(inner, derivation, prop)


def _exhaustive(context: Context, split: tuple[Prop, ...]) -> None:
    for case in split:
        if case[0] not in ("=", "<=", "<", "!=") or len(case) != 3:
            raise Rejected("a case is a relation")
        for side in case[1:]:
            check_term(side)
            context.check_names(side)
            if functions_of(side) & context.random:
                # What holds in every outcome of a case need not hold of expectations.
                raise Rejected("cases of something random")
            # A relation between terms without value would not be one of two cases.
            context.normal.read(side)
    _, a, b = split[0]
    kinds = [case[0] for case in split]
    same = [case[1:] == (a, b) for case in split]
    turned = [case[1:] == (b, a) for case in split]
    if kinds in (["<=", "<"], ["<", "<="], ["<=", "<="]) and turned[1]:
        return
    if kinds in (["=", "!="], ["!=", "="]) and same[1]:
        return
    if kinds == ["<", "=", "<"] and same[1] and turned[2]:
        return
    if kinds == ["=", "<"] and same[1]:
        context.show(("<=", a, b))
        return
    if kinds == ["=", "<="] and split[1][2] == a:
        # Integers: t = c or c + 1 <= t, where c <= t.
        normal = context.normal
        distance = normal.read(minus(a, b))
        if not distance.den and normal.integral(distance.num):
            context.show(("<=", b, a))
            if normal.equal(split[1][1], ("+", b, 1)):
                return
    raise Rejected("the cases do not cover everything")


def sum_termwise(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """Sum a <= sum b because a <= b for every index."""
    left, right = prop[1], prop[2]
    for side in (left, right):
        if not isinstance(side, tuple) or side[0] != "sum":
            raise Rejected("not two sums")
        context.normal.read(side)
    if prop[0] not in ("=", "<=", "<") or left[3:] != right[3:]:
        raise Rejected("not two sums over one range")
    if prop[0] == "<":
        context.show(("<=", left[3], left[4]))
    name = field(by, "name")
    inner = context.child()
    inner.declare(name, ("int", left[3], left[4]))
    index = ("sym", name)
    goal = (
        prop[0],
        substitute(left[1], {left[2]: index}),
        substitute(right[1], {right[2]: index}),
    )
    check.derive(inner, field(by, "inner"), goal)


def reverse(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A sum read backwards."""
    left = prop[1]
    if prop[0] != "=" or not isinstance(left, tuple) or left[0] != "sum":
        raise Rejected("not a sum")
    _, body, name, low, high = left
    mirrored = ("+", low, high, ("*", -1, ("sym", name)))
    backwards = ("sum", substitute(body, {name: mirrored}), name, low, high)
    if name in free_names(low) | free_names(high):
        raise Rejected("the index in its own bounds")
    if not context.normal.equal(backwards, prop[2]):
        raise Rejected("not the sum read backwards")
    context.normal.read(left)


def generalise(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A statement for all values, from a derivation with fresh symbols."""
    if prop[0] != "forall":
        raise Rejected("not a statement for all values")
    inner = context.child()
    for name, domain in prop[1]:
        inner.declare(name, domain)
    check.derive(inner, field(by, "inner"), prop[2])


def suppose(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """An implication, from a derivation under its conditions."""
    if prop[0] != "if":
        raise Rejected("not an implication")
    inner = context.child()
    for condition in prop[1]:
        inner.assume(unused(inner, "supposition"), condition)
    check.derive(inner, field(by, "inner"), prop[2])


def apply(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """The conclusion of an implication whose conditions hold."""
    fact = context.fact(field(by, "from"))
    if fact[0] != "if" or fact[2] != prop:
        raise Rejected("not the conclusion of that implication")
    for condition in fact[1]:
        if not any(known == condition for _, known in context.facts.values()):
            context.show(condition)
