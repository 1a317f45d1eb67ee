"""The search for a justification of one link of a derivation.

Nothing here is trusted: a tactic proposes steps, the kernel accepts or rejects them. A tactic
that does not apply raises `Rejected`, and the next one is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations, islice
from itertools import product as cartesian
from typing import Any

from symopt.proof.kernel.context import RELATION_SIGN
from symopt.proof.kernel.masks import NONNEGATIVE, NONPOSITIVE, within
from symopt.proof.kernel.replay import definition
from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    Term,
    fold,
    free_names,
    fresh_name,
    functions_of,
    minus,
    substitute,
)
from symopt.proof.scope import Fact, Scope

MAX_CASES = 3
MAX_DEPTH = 3
MAX_INSTANCES = 40


@dataclass(frozen=True)
class Hints:
    """What the author says about how a link holds."""

    using: tuple[str, ...] = ()
    induction: str | None = None
    width: int = 1
    cases: tuple[tuple[Prop, ...], ...] = ()
    monotone: tuple[str, Term] | None = None
    squares: tuple[tuple[Term, Term], ...] = ()
    factors: tuple[Term, ...] = ()
    termwise: bool = False
    splits: int = MAX_CASES
    unroll: bool = True
    depth: int = 0
    general: tuple[str, ...] = ()
    notes: list[Any] = field(default_factory=list, compare=False)


Tactic = Callable[[Scope, Prop, Hints], Fact]


def prove(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Prove a proposition in a scope, or raise `Rejected` with the most telling reason."""
    known = scope.known(prop)
    if known is not None:
        return known
    if hints.depth > MAX_DEPTH:
        raise Rejected("too many increasing functions inside each other")
    if not hints.induction:
        hints = with_instances(scope, prop, hints)
    tactics: list[Tactic] = []
    stepwise = hints.induction is not None and _speaks_of(hints.cases, hints.induction)
    if hints.cases and not stepwise:
        tactics.append(by_given_cases)
    elif hints.induction:
        tactics.append(by_induction)
    elif hints.monotone:
        tactics.append(by_monotone)
    elif prop[0] == "and":
        tactics.append(by_parts)
    elif prop[0] == "if":
        tactics.append(by_supposing)
    elif prop[0] == "=":
        both = {("<=", prop[1], prop[2]), ("<=", prop[2], prop[1])}
        given = {scope.context.fact(name) for name in hints.using}
        tactics += [by_both_sides] if both <= given else []
        tactics += [by_cofactor] if hints.factors else []
        tactics += [
            by_identity,
            by_unrolling,
            by_cofactor,
            by_termwise,
            by_reversal,
            by_squares,
            by_abs_cases,
        ]
    elif prop[0] in ("<=", "<", "!="):
        tactics += [by_known_map] if hints.using else []
        # What the author gives comes first: the search for a sign may take long.
        tactics += [by_given_squares] if hints.squares else []
        tactics += [by_using, by_sign] if hints.factors else [by_sign, by_using]
        tactics += [by_completing, by_map, by_termwise]
        tactics += [by_abs_cases, by_rounding, by_order]
    first: Rejected | None = None
    for tactic in tactics:
        try:
            return tactic(scope, prop, hints)
        except Rejected as problem:
            # That a short cut does not apply tells nothing.
            if tactic is not by_known_map:
                first = problem if first is None or "differ by" in str(problem) else first
    raise first or Rejected("no way to prove this is known")


def with_instances(scope: Scope, prop: Prop, hints: Hints) -> Hints:
    """Put instances for the statements about all values in use, where the statement asks for them.

    A variable of such a statement gets the arguments that its functions have here.
    """
    general = [n for n in hints.using if _relation(scope, n) == "forall"]
    if not general:
        return hints
    plain = tuple(n for n in hints.using if n not in general)
    equations = tuple(n for n in plain if _relation(scope, n) == "=")
    extra = unrolled(scope, prop, equations, False) + unrolled(scope, prop, equations, True)
    calls = _calls(prop, several=True)
    for name in dict.fromkeys(extra):
        calls += [c for c in _calls(scope.context.fact(name), several=True) if c not in calls]
    found: list[str] = []
    for name in general:
        _, entries, body = scope.context.fact(name)
        pools = []
        for variable, _ in entries:
            places = [
                (c[1], i)
                for c in _calls(body, several=True)
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


# Equations


def by_identity(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Both sides have one normal form, given the equations in use."""
    equations = [n for n in hints.using if _relation(scope, n) == "="]
    problem: Rejected | None = None
    for names in ((), tuple(equations)) if equations else ((),):
        try:
            return scope.attempt(prop, "identity", **({"using": names} if names else {}))
        except Rejected as found:
            problem = found
    raise problem or Rejected("not an identity")


def by_both_sides(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two inequalities in use, one each way."""
    names = []
    for goal in (("<=", prop[1], prop[2]), ("<=", prop[2], prop[1])):
        found = [n for n in hints.using if scope.context.fact(n) == goal]
        if not found:
            raise Rejected("no inequalities both ways")
        names.append(found[0])
    return scope.attempt(prop, "both", **{"from": tuple(names)})


def by_cofactor(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The difference is a multiple of the difference of one equation in use."""
    from symopt.proof.search import multiple_of

    equations = [n for n in hints.using if _relation(scope, n) == "="]
    if hints.factors and len(hints.factors) == len(equations):
        pairs = tuple(zip(equations, hints.factors, strict=True))
        return scope.attempt(prop, "identity", modulo=pairs)
    for index, name in enumerate(equations):
        others = tuple(equations[:index] + equations[index + 1 :])
        extra = unrolled(scope, prop, tuple(equations), False) if hints.unroll else ()
        for using in dict.fromkeys(((), others, extra, others + extra)):
            try:
                cofactor = multiple_of(scope, prop, name, using)
            except Rejected:
                continue
            if cofactor is not None:
                by: dict[str, Any] = {"using": using} if using else {}
                return scope.attempt(prop, "identity", modulo=((name, cofactor),), **by)
    raise Rejected("no multiple of an equation in use")


def _relation(scope: Scope, name: str) -> str:
    return scope.context.fact(name)[0]


def by_unrolling(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """As `by_identity`, with recursions applied to the functions that stand in the statement."""
    if not hints.unroll:
        raise Rejected("no unrolling")
    equations = tuple(n for n in hints.using if _relation(scope, n) == "=")
    problem: Rejected | None = None
    tried: set[tuple[str, ...]] = set()
    stay = tuple(call for name in equations for call in _calls(scope.context.fact(name)))
    modes = (
        (False, False, ()),
        (False, True, ()),
        (True, False, ()),
        (False, False, stay),
        (False, False, stay + _mentioned(scope, prop)),
        (False, False, (*stay, *scope.context.signs.values)),
    )
    for deep, short, kept in modes:
        extra = unrolled(scope, prop, equations, deep, short, kept)
        if not extra or extra in tried:
            continue
        tried.add(extra)
        try:
            return scope.attempt(prop, "identity", using=equations + extra)
        except Rejected as found:
            problem = found
    raise problem or Rejected("nothing to unroll")


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
        if _head(scope.context.fact(name)[side]) == "app"
    } | set(map(fold, kept))
    found: list[str] = []
    seen: set[Term] = set()
    arguments = {fold(call[2]) for call in _calls(prop) if call[1] in definitions}
    tops = _largest(scope, arguments) if not deep else arguments
    brief = _abbreviations(scope, definitions) if short else set()
    calls = [fold(call) for call in _calls(prop) if call[1] in definitions]
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
        for inner in _calls(instance.prop[2]):
            ground = isinstance(inner[2], int)
            known = inner[1] in definitions and (ground or inner[2] in tops)
            if known or inner[1] in brief:
                queue.append(inner)
    return tuple(found)


def _mentioned(scope: Scope, prop: Prop) -> tuple[Term, ...]:
    """Return the values in a statement that others in it are made of: s(t) beside theta(t)."""
    definitions = _definitions(scope)
    calls = [fold(call) for call in _calls(prop) if call[1] in definitions]
    instances = [_instance(scope, definitions[call[1]], call) for call in calls]
    inner = {fold(c) for fact in instances if fact is not None for c in _calls(fact.prop[2])}
    return tuple(call for call in calls if call in inner)


def _abbreviations(scope: Scope, definitions: dict[str, list[str]]) -> set[str]:
    """Return the functions whose definition speaks of one and the same step only."""
    found: set[str] = set()
    for function, names in definitions.items():
        props = [scope.context.hypotheses[name] for name in names]
        if all(
            p[0] == "forall" and all(call[2] == ("sym", p[1][0][0]) for call in _calls(p[2][2]))
            for p in props
        ):
            found.add(function)
    return found


def _head(term: Term) -> str:
    return term[0] if isinstance(term, tuple) else ""


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


def _calls(term: Any, several: bool = False) -> list[Term]:
    """Return the applications to one argument (or `several`) in a term, in order, outside sums."""
    if not isinstance(term, tuple) or not term or term[0] == "sum":
        return []
    found = [term] if term[0] == "app" and (several or len(term) == 3) else []
    for item in term:
        found += [call for call in _calls(item, several) if call not in found]
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


def by_termwise(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two sums over one range, compared term by term."""
    left, right = prop[1], prop[2]
    for zero, total in ((1, 2), (2, 1)):
        side = prop[total]
        if prop[zero] == 0 and isinstance(side, tuple) and side[0] == "sum":
            empty = ("sum", 0, *side[2:])
            goal = (prop[0], empty, side) if zero == 1 else (prop[0], side, empty)
            fact = by_termwise(scope, goal, hints)
            return scope.attempt(prop, "restate", **{"from": fact.name})
    if prop[0] == "!=" or not all(isinstance(s, tuple) and s[0] == "sum" for s in (left, right)):
        raise Rejected("not two sums")
    if left[3:] != right[3:]:
        raise Rejected("not two sums over one range")
    name = left[2]
    taken = set(scope.context.symbols)
    if name in taken:
        name = fresh_name(name, taken)
    inner = scope.inner(scope.context.child())
    inner.context.declare(name, ("int", left[3], left[4]))
    index = ("sym", name)
    goal = (
        prop[0],
        substitute(left[1], {left[2]: index}),
        substitute(right[1], {right[2]: index}),
    )
    # The terms have arguments of their own at which statements about all values may be used.
    using = (*hints.using, *hints.general)
    fact = prove(inner, goal, replace(hints, termwise=False, using=using))
    return scope.attempt(prop, "sum", name=name, inner=inner.finish(fact))


def by_reversal(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sums of the left side read backwards."""
    for total in _sums(prop[1]):
        _, body, name, low, high = total
        mirrored = fold(("+", low, high, ("*", -1, ("sym", name))))
        backwards = ("sum", fold(substitute(body, {name: mirrored})), name, low, high)
        try:
            turned = scope.attempt(("=", total, backwards), "reverse")
            middle = _swap(prop[1], total, backwards)
            first = scope.attempt(("=", prop[1], middle), "replace", **{"from": turned.name})
            second = by_identity(scope, ("=", middle, prop[2]), hints)
            return scope.attempt(prop, "chain", links=(first.name, second.name))
        except Rejected:
            continue
    raise Rejected("no sum to read backwards")


def _sums(term: Any) -> list[Term]:
    if not isinstance(term, tuple):
        return []
    if term and term[0] == "sum":
        return [term]
    return [total for item in term for total in _sums(item)]


def _swap(term: Term, old: Term, new: Term) -> Term:
    if term == old:
        return new
    if not isinstance(term, tuple) or term[0] == "sum":
        return term
    return tuple(item if isinstance(item, str) else _swap(item, old, new) for item in term)


def by_squares(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Two nonnegative sides whose squares are one."""
    a, b = prop[1], prop[2]
    if not has_root(a) and not has_root(b):
        raise Rejected("no roots to square")
    squares = ("=", ("^", a, 2), ("^", b, 2))
    try:
        fact = by_identity(scope, squares, hints)
    except Rejected:
        fact = by_cofactor(scope, squares, hints)
    return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("power", 2)})


def has_root(term: Any) -> bool:
    """Say whether a square root stands in a term."""
    if not isinstance(term, tuple) or not term:
        return False
    if term[0] == "^" and isinstance(term[2], tuple) and term[2][0] == "/" and term[2][2] == 2:
        return True
    return any(has_root(item) for item in term)


# Inequalities


def by_sign(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sign of the difference, from the domains and the facts so far."""
    equations = tuple(n for n in hints.using if _relation(scope, n) == "=")
    try:
        return scope.attempt(prop, "sign")
    except Rejected as problem:
        extra = unrolled(scope, prop, equations, False) if hints.unroll else ()
        if not equations and not extra:
            raise
        for names in dict.fromkeys((equations, equations + extra)):
            if names:
                try:
                    return scope.attempt(prop, "sign", using=names)
                except Rejected:
                    continue
        raise problem


def by_using(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """A nonnegative multiple of an inequality in use, plus something nonnegative."""
    from symopt.proof.search import cofactors

    names = [n for n in hints.using if _relation(scope, n) in ("<=", "<")]
    equations = tuple(n for n in hints.using if _relation(scope, n) == "=")
    if not names or prop[0] == "!=":
        raise Rejected("no inequality in use")
    given = bool(hints.factors) and hints.unroll
    extra = unrolled(scope, prop, equations, False) if given else ()
    sizes = (len(names),) if given and len(hints.factors) == len(names) else (1, 2, 3)
    for size in sizes:
        for chosen in combinations(names, size):
            for terms in cofactors(scope, prop, chosen, equations, hints.factors):
                for using in dict.fromkeys((equations, equations + extra)):
                    try:
                        return scope.attempt(prop, "combination", terms=terms, using=using)
                    except Rejected:
                        continue
    raise Rejected("not a consequence of the inequalities in use")


def by_given_squares(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The difference is a sum of (nonnegative factor) x (square), as the author says.

    With as many `factors` as there are inequalities in use, their multiples are added; so an
    induction step such as Cauchy's may use its hypothesis.
    """
    if not hints.squares or prop[0] not in ("<=", "<"):
        raise Rejected("no squares given")
    terms = tuple((1, 1, (), (square,), (factor,)) for factor, square in hints.squares)
    names = [n for n in hints.using if _relation(scope, n) in ("<=", "<")]
    equations = tuple(n for n in hints.using if _relation(scope, n) == "=")
    rest = minus(prop[2], prop[1])
    for factor, square in hints.squares:
        rest = minus(rest, ("*", factor, ("^", square, 2)))
    if hints.factors and len(hints.factors) == len(names):
        for name, factor in zip(names, hints.factors, strict=True):
            fact = scope.context.fact(name)
            terms += ((1, 1, ((name, 1),), (), (factor,)),)
            rest = minus(rest, ("*", factor, minus(fact[2], fact[1])))
    extra = unrolled(scope, prop, equations, False) if hints.unroll else ()
    found = Rejected("not that sum of squares")
    # A remainder, whose sign is a search, comes last.
    for more in ((), ((1, 1, (), (), (rest,)),)):
        for using in dict.fromkeys((equations, equations + extra)):
            try:
                return scope.attempt(prop, "combination", terms=terms + more, using=using)
            except Rejected as problem:
                found = problem
    raise found


def by_completing(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Complete a square in one of the symbols."""
    from symopt.proof.search import completed_squares

    if prop[0] == "!=":
        raise Rejected("not an inequality")
    for factor, square, rest in completed_squares(scope, prop):
        for terms in (
            ((1, 1, (), (square,), (factor,)),),
            ((1, 1, (), (square,), (factor,)), (1, 1, (), (), (rest,))),
        ):
            try:
                return scope.attempt(prop, "combination", terms=terms)
            except Rejected:
                continue
    raise Rejected("no square to complete")


def by_map(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """An increasing function of both sides: roots, powers, exp, log; or their squares."""
    a, b = prop[1], prop[2]
    if prop[0] == "!=":
        raise Rejected("not an inequality")
    for function, inner in _shared_function(a, b):
        try:
            fact = prove(scope, (prop[0], *inner), replace(hints, depth=hints.depth + 1))
            return scope.attempt(prop, "map", **{"from": fact.name, "function": function})
        except Rejected:
            continue
    if hints.depth == 0 and (has_root(a) or has_root(b)):
        squares = (prop[0], ("^", a, 2), ("^", b, 2))
        try:
            fact = prove(scope, squares, replace(hints, splits=0, depth=MAX_DEPTH))
            return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("power", 2)})
        except Rejected:
            pass
    if hints.depth == 0 and (_has_real_power(a) or _has_real_power(b)):
        logs = (prop[0], ("log", a), ("log", b))
        fact = prove(scope, logs, replace(hints, splits=0, depth=MAX_DEPTH))
        return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("log",)})
    if hints.depth == 0 and "log" in (_head(a), _head(b)):
        powers = (prop[0], ("exp", a), ("exp", b))
        fact = prove(scope, powers, replace(hints, splits=0, depth=MAX_DEPTH))
        return scope.attempt(prop, "unmap", **{"from": fact.name, "function": ("exp",)})
    raise Rejected("no increasing function")


def _has_real_power(term: Any) -> bool:
    if not isinstance(term, tuple) or not term:
        return False
    if term[0] == "exp" or (term[0] == "^" and not isinstance(term[2], int)):
        return True
    return any(_has_real_power(item) for item in term)


def _has_modulus(term: Any) -> bool:
    if not isinstance(term, tuple) or not term:
        return False
    return term[0] == "abs" or any(_has_modulus(item) for item in term)


def by_known_map(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The root or a power of both sides of a relation in use: no search."""
    tries: list[tuple[str, Any]] = []
    tries += [("unmap", 2)] if _has_modulus(prop[1:]) else []
    tries += [("map", side[2]) for side in prop[1:] if _head(side) == "^"]
    tries += [("unmap", 2)]
    for name in hints.using:
        if _relation(scope, name) != prop[0]:
            continue
        for rule, exponent in dict.fromkeys(tries):
            try:
                by: dict[str, Any] = {"from": name, "function": ("power", exponent)}
                return scope.attempt(prop, rule, **by)
            except Rejected:
                continue
    raise Rejected("no root of a known relation")


def _shared_function(a: Term, b: Term) -> list[tuple[Any, tuple[Term, Term]]]:
    if not isinstance(a, tuple) or not isinstance(b, tuple) or a[0] != b[0]:
        return []
    if a[0] in ("exp", "log"):
        return [((a[0],), (a[1], b[1]))]
    if a[0] == "^" and a[2] == b[2]:
        return [(("power", a[2]), (a[1], b[1]))]
    return []


_ROUNDED = {("ceil", "<="): 1, ("ceil", "<"): 2, ("floor", "<"): 1, ("floor", "<="): 2}


def by_rounding(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """ceil(x) <= n from x <= n, x <= n from a known ceil(x) <= n; with n < ceil(x), and floors."""
    for (tag, relation), place in _ROUNDED.items():
        if prop[0] != relation:
            continue
        side, whole = prop[place], prop[3 - place]
        for name, (_, fact) in list(scope.context.facts.items()):
            if fact[0] == relation and fact[place] == (tag, side) and fact[3 - place] == whole:
                return scope.attempt(prop, "rounding", **{"from": name})
        if isinstance(side, tuple) and side[0] == tag:
            inner = (relation, side[1], whole) if place == 1 else (relation, whole, side[1])
            return scope.attempt(prop, "rounding", **{"from": prove(scope, inner, hints).name})
    raise Rejected("nothing rounded")


def by_order(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """a != b because a < b, or because b < a."""
    if prop[0] != "!=":
        raise Rejected("not an inequality of that kind")
    for goal in (("<", prop[1], prop[2]), ("<", prop[2], prop[1])):
        try:
            fact = prove(scope, goal, hints)
            return scope.attempt(prop, "weaken", **{"from": fact.name})
        except Rejected:
            continue
    raise Rejected("neither is known to be the larger")


# Splitting


def by_parts(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Each of several statements."""
    facts = [prove(scope, part, hints) for part in prop[1:]]
    return scope.attempt(prop, "both", **{"from": tuple(fact.name for fact in facts)})


def by_supposing(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """An implication: its conclusion where its conditions hold; implications in use apply there."""
    from symopt.proof.kernel.splitting import unused

    inner = scope.inner(scope.context.child())
    for condition in prop[1]:
        inner.context.assume(unused(inner.context, "supposition"), condition)
    using: list[str] = []
    # Where the conditions hold, statements about all values have more instances.
    for name in (*hints.using, *hints.general):
        fact = inner.context.fact(name)
        if fact[0] != "if":
            using.append(name)
            continue
        try:
            using.append(inner.attempt(fact[2], "apply", **{"from": name}).name)
        except Rejected:
            continue
    goal = prove(inner, prop[2], replace(hints, using=tuple(using)))
    return scope.attempt(prop, "suppose", inner=inner.finish(goal))


def by_given_cases(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The cases that the author names, one inside the other."""
    return _split(scope, prop, hints.cases[0], replace(hints, cases=hints.cases[1:]))


def _split(scope: Scope, prop: Prop, split: tuple[Prop, ...], hints: Hints) -> Fact:
    from symopt.proof.kernel.splitting import unused

    proofs = []
    for case in split:
        inner = scope.inner(scope.context.child())
        label = unused(inner.context, "case")
        inner.context.assume(label, case)
        using = (*hints.using, label) if case[0] == "=" else hints.using
        if case[0] == "=":
            _put_in(inner, case, label, hints.using)
        proofs.append(inner.finish(prove(inner, prop, replace(hints, using=using))))
    return scope.attempt(prop, "cases", split=split, proofs=tuple(proofs))


def _put_in(scope: Scope, case: Prop, label: str, names: Iterable[str]) -> None:
    """Say what the relations in use become in the case x = c: v + x > 0 becomes v + c > 0."""
    for name in names:
        fact = scope.context.fact(name)
        if fact[0] not in ("<=", "<", "!="):
            continue
        here = (fact[0], _swap(fact[1], case[1], case[2]), _swap(fact[2], case[1], case[2]))
        if here != fact:
            try:
                scope.attempt(here, "restate", **{"from": name, "using": (label,)})
            except Rejected:
                continue


def by_abs_cases(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Cases on the sign inside an absolute value, a maximum or a minimum."""
    if hints.splits <= 0:
        raise Rejected("too many cases")
    for inside in _kinks(prop):
        try:
            mask = scope.context.normal.sign(scope.context.normal.read(inside))
        except Rejected:
            continue
        if within(mask, NONNEGATIVE) or within(mask, NONPOSITIVE):
            continue
        split = (("<=", 0, inside), ("<", inside, 0))
        return _split(scope, prop, split, replace(hints, splits=hints.splits - 1))
    raise Rejected("no case to split")


def _kinks(term: Any) -> list[Term]:
    """Return the terms on whose sign absolute values and maxima depend."""
    if not isinstance(term, tuple) or not term or term[0] == "sum":
        return []
    found: list[Term] = []
    if term[0] == "abs":
        found.append(term[1])
    if term[0] in ("max", "min"):
        found += [minus(x, y) for x, y in combinations(term[1:], 2)]
    for item in term:
        found += _kinks(item)
    return list(dict.fromkeys(found))


def _speaks_of(cases: Any, name: str) -> bool:
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
            kept = () if _speaks_of(hints.cases, name) else hints.cases
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


def by_monotone(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """The sign of a derivative up to a point where the difference is known."""
    from symopt.proof.kernel.calculus import differentiate

    if hints.monotone is None:
        raise Rejected("no monotone function")
    variable, point = hints.monotone
    x: Term = ("sym", variable)
    left_of = scope.context.holds((prop[0], x, point))
    low, high = (x, point) if left_of else (point, x)
    name = fresh_name(variable, set(scope.context.symbols))
    inner = scope.inner(scope.context.child())
    inner.context.declare(name, ("real", low, "open", high, "open"))
    slope = differentiate(substitute(minus(prop[2], prop[1]), {variable: ("sym", name)}), name)
    goal = (prop[0], slope, 0) if left_of else (prop[0], 0, slope)
    using = list(hints.using)
    for fact_name in hints.using:
        # A fact about the variable holds at every point between as well, if the domain says so.
        prop_here = scope.context.fact(fact_name)
        if variable in free_names(prop_here) and prop_here[0] != "forall":
            values = {variable: ("sym", name)}
            try:
                goal_here = substitute(prop_here, values)
                by = {"from": fact_name, "with": tuple(values.items())}
                using.append(inner.attempt(goal_here, "instance", **by).name)
            except Rejected:
                continue
    fact = prove(inner, goal, replace(hints, monotone=None, using=tuple(using)))
    return scope.attempt(
        prop, "monotone", var=variable, point=point, name=name, inner=inner.finish(fact)
    )


__all__ = ["RELATION_SIGN", "Hints", "fold", "functions_of", "prove", "unrolled"]
