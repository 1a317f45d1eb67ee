"""Links of derivations that start from a limit or a power series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue
from symopt.proof.convert import to_term
from symopt.proof.kernel.analysis import near
from symopt.proof.kernel.lemmas import LEMMAS
from symopt.proof.kernel.terms import Prop, Rejected, Term, fold, free_names, substitute
from symopt.proof.language import Limit, Series
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics import Hints, prove

if TYPE_CHECKING:
    from symopt.proof.derivation import Derivation


def link_special(d: Derivation, relation: str, expression: Any, hints: dict[str, Any]) -> Fact:
    """Prove the next line of a derivation about a limit or a series.

    Lines before the last are limits again; they are proved backwards once the value is known.
    """
    if relation != "=":
        raise InvalidValue("limits and series are equal to something")
    scope = d.session.scope
    if isinstance(d.start, Series):
        prop = series_prop(d.start, expression)
        return scope.attempt(prop, "series")
    using = d.session.names(hints.get("using"))
    if isinstance(expression, Limit):
        # Nothing to prove yet: the value is not known.
        return Fact("pending", ("pending", using))
    lines = [line.expression for line in d.lines]
    last = lines[-1]
    fact = prove_limit(scope, limit_prop(last, expression), using, hints)
    for earlier, link in zip(reversed(lines[:-1]), reversed(d.links), strict=True):
        fact = _carry(scope, limit_prop(earlier, expression), fact, link.fact.prop[1])
    return fact


def series_prop(start: Series, value: Any) -> Prop:
    """Return the proposition body = value + O(variable^order)."""
    return ("series", to_term(start.body), start.variable.name, start.order, to_term(value))


def limit_prop(limit: Limit, value: Any) -> Prop:
    """Return the proposition lim = value."""
    body = to_term(limit.body)
    if str(limit.to) == "oo":
        point: Term = ("oo", to_term(1 if limit.far is None else limit.far))
    elif limit.side in ("+", "-"):
        far = limit.far
        if far is None:
            far = limit.to + 1 if limit.side == "+" else limit.to - 1
        point = ("above" if limit.side == "+" else "below", to_term(limit.to), to_term(far))
    else:
        raise InvalidValue("a limit at a number is from one side")
    return ("limit", body, limit.variable.name, point, to_term(value))


def _carry(scope: Scope, prop: Prop, fact: Fact, using: tuple[str, ...] = ()) -> Fact:
    """The same limit for the same function written differently, or in another variable."""
    if using:
        return _by_equations(scope, prop, fact, using)
    try:
        parts = (("y'", fact.name),)
        return scope.attempt(prop, "limit", function=("sym", "y'"), parts=parts)
    except Rejected:
        return scope.attempt(prop, "limit-turned", **{"from": fact.name})


def _by_equations(scope: Scope, prop: Prop, fact: Fact, using: tuple[str, ...]) -> Fact:
    """The limit of what equals, everywhere near the point, something with a known limit.

    Equations about a step t are used at the limit's variable in place of t.
    """
    name = prop[2]
    bound = substitute(fact.prop[1], {fact.prop[2]: ("sym", name)})
    proofs: list[Any] = []
    for goal in (("<=", bound, prop[1]), ("<=", prop[1], bound)):
        inner = scope.inner(near(scope.context, prop, name).child())
        names = _instances(inner, using, prop)
        equal = prove(inner, ("=", prop[1], bound), Hints(using=names))
        proofs.append(inner.finish(inner.attempt(goal, "weaken", **{"from": equal.name})))
    by = {"lower": fact.name, "upper": fact.name}
    by |= {"lower-proof": proofs[0], "upper-proof": proofs[1]}
    return scope.attempt(prop, "sandwich", **by)


def _bounds(scope: Scope, prop: Prop, using: tuple[str, ...], side: str) -> list[Term]:
    """Return the other sides of inequalities that have the body of a limit on one side."""
    inner = scope.inner(near(scope.context, prop, prop[2]).child())
    found: list[Term] = []
    for name in _instances(inner, using, prop):
        fact = inner.context.fact(name)
        if fact[0] in ("<=", "<"):
            bound, body = fact[1:] if side == "lower" else fact[:0:-1]
            if inner.context.normal.equal(body, prop[1]):
                found.append(bound)
    return found


def _instances(scope: Scope, using: tuple[str, ...], limit: Prop) -> tuple[str, ...]:
    """Return the facts in use, put at the variable of a limit if they speak of a step.

    Integers of which the limit itself speaks stay: lim over p of something about step t.
    """
    symbols, name = scope.context.symbols, limit[2]
    fixed = free_names(limit) | {name}
    found: list[str] = []
    for item in using:
        prop = scope.context.fact(item)
        for label in sorted(free_names(prop) - fixed):
            if symbols.get(label, ("",))[0] == "int":
                values = ((label, ("sym", name)),)
                goal = substitute(prop, dict(values))
                item = scope.attempt(goal, "instance", **{"from": item, "with": values}).name
        found.append(item)
    return tuple(found)


def prove_limit(scope: Scope, prop: Prop, using: tuple[str, ...], hints: dict[str, Any]) -> Fact:
    """Prove a limit from known limits and lemmas, by continuity, series or a sandwich."""
    problem: Rejected | None = None
    if prop[3][0] == "above" and prop[3][1] == 0:
        try:
            return scope.attempt(prop, "limit-of-series")
        except Rejected as found:
            problem = found
    try:
        return _by_parts(scope, prop, using)
    except Rejected as found:
        problem = problem or found
    if any(scope.context.fact(name)[0] in ("<=", "<") for name in using):
        return _squeezed(scope, prop, using)
    raise problem


def _squeezed(scope: Scope, prop: Prop, using: tuple[str, ...]) -> Fact:
    """Squeeze the body between bounds from the inequalities in use, or the value itself."""
    _, body, name, point, value = prop
    by: dict[str, Any] = {}
    for side in ("lower", "upper"):
        problem = Rejected(f"no {side} bound")
        for bound in (*_bounds(scope, prop, using, side), value):
            try:
                fact = prove_limit(scope, ("limit", bound, name, point, value), (), {})
                inner = scope.inner(near(scope.context, prop, name).child())
                names = _instances(inner, using, prop)
                goal = ("<=", bound, body) if side == "lower" else ("<=", body, bound)
                shown = prove(inner, goal, Hints(using=names))
            except Rejected as found:
                problem = found
                continue
            by |= {side: fact.name, side + "-proof": inner.finish(shown)}
            break
        else:
            raise problem
    return scope.attempt(prop, "sandwich", **by)


def _by_parts(scope: Scope, prop: Prop, using: tuple[str, ...]) -> Fact:
    """Replace moving pieces by names: pieces with a limit in use, then pieces with a lemma."""
    _, body, name, point, _ = prop
    known: list[tuple[Term, str]] = []
    for fact_name in using:
        fact = scope.context.fact(fact_name)
        if fact[0] == "limit":
            known.append((substitute(fact[1], {fact[2]: ("sym", name)}), fact_name))
    parts: list[tuple[str, str | None]] = []
    taken: dict[Term, str] = {}

    def visit(term: Term) -> Term:
        if not isinstance(term, tuple) or name not in free_names(term):
            return term
        term = _grouped(term, name)
        if term in taken:
            return ("sym", taken[term])
        source: str | None = None
        for piece, fact_name in known:
            if piece == term:
                source = fact_name
                break
        else:
            found = lemma_for(scope, term, name, point)
            source = found.name if found is not None else None
        if source is not None or (term == ("sym", name) and point[0] != "oo"):
            label = f"y{len(parts) + 1}'"
            parts.append((label, source))
            taken[term] = label
            return ("sym", label)
        if term == ("sym", name):
            raise Rejected(f"{name} itself has no limit")
        return tuple(item if isinstance(item, str) else visit(item) for item in term)

    function = visit(body)
    return scope.attempt(prop, "limit", function=function, parts=tuple(parts))


def _grouped(term: Term, name: str) -> Term:
    """Write -1 n b^n as -1 (n b^n), for which there is a lemma."""
    variable = ("sym", name)
    if term[0] != "*" or len(term) <= 3 or term[1:].count(variable) != 1:
        return term
    powers = [t for t in term[1:] if isinstance(t, tuple) and t[0] == "^" and t[2] == variable]
    if len(powers) != 1:
        return term
    rest = tuple(t for t in term[1:] if t != variable and t is not powers[0])
    return ("*", *rest, ("*", variable, powers[0]))


def lemma_for(scope: Scope, term: Term, name: str, point: Term) -> Fact | None:
    """Return the limit of a piece by one of the cited lemmas, if one fits."""
    if point[0] != "oo":
        return None
    variable = ("sym", name)
    tries: list[tuple[str, dict[str, Term]]] = []
    if term[0] == "^" and name not in free_names(term[1]):
        if term[2] == variable:
            tries.append(("geometric-limit", {"b": term[1]}))
        elif term[2] == ("^", variable, -1):
            tries.append(("root-limit", {"c": term[1]}))
        else:
            return _multiple(scope, term, name)
    if term[0] == "^" and term[1] == variable and term[2] == -1:
        tries.append(("reciprocal-limit", {}))
    if term[0] == "*" and len(term) == 3 and variable in term[1:]:
        other = term[2] if term[1] == variable else term[1]
        if other[0:1] == ("^",) and other[2] == variable and name not in free_names(other[1]):
            tries.append(("linear-geometric-limit", {"b": other[1]}))
    for lemma_name, values in tries:
        lemma = LEMMAS[lemma_name]
        conclusion = substitute(lemma.conclusion, values)
        try:
            return scope.attempt(
                conclusion, "lemma", name=lemma_name, **{"with": tuple(values.items())}
            )
        except Rejected:
            continue
    return None


def _multiple(scope: Scope, term: Term, name: str) -> Fact | None:
    """b^(2 n) as (b^2)^n."""
    exponent = fold(term[2])
    if exponent[0] == "*" and len(exponent) == 3 and ("sym", name) in exponent[1:]:
        factor = exponent[1] if exponent[2] == ("sym", name) else exponent[2]
        if isinstance(factor, int) and factor > 0:
            base = ("^", term[1], factor)
            fact = lemma_for(scope, ("^", base, ("sym", name)), name, ("oo", 0))
            if fact is not None:
                prop = ("limit", term, name, ("oo", 1), 0)
                parts = (("y'", fact.name),)
                return scope.attempt(prop, "limit", function=("sym", "y'"), parts=parts)
    return None
