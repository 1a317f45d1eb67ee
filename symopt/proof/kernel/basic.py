"""Identities, signs, combinations, chains, and increasing functions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symopt.proof.kernel.checker import Checker, field
from symopt.proof.kernel.context import Context, show_relation
from symopt.proof.kernel.frac import NOTHING, Frac
from symopt.proof.kernel.masks import NONNEGATIVE, NONZERO, POSITIVE, ZERO, within
from symopt.proof.kernel.normal import Normaliser, Rewrite
from symopt.proof.kernel.table import ONE, Poly, constant
from symopt.proof.kernel.terms import RELATIONS, Prop, Rejected, Term, check_term, free_names

HALF = ("/", 1, 2)


def normaliser(context: Context, by: dict[str, Any]) -> Normaliser:
    """Return the reader of a step: with the equations it uses as rewritings of atoms."""
    names = by.get("using", ())
    if not names:
        return context.normal
    rewrites: dict[int, Rewrite] = {}
    for name in names:
        fact = context.fact(name)
        if fact[0] != "=":
            raise Rejected(f"{name} is not an equation")
        for target, term in ((fact[1], fact[2]), (fact[2], fact[1])):
            found = _solvable(context, target, rewrites)
            if found is not None:
                atom, factor, rest = found
                rewrites[atom] = Rewrite(factor, rest, term)
                break
        else:
            raise Rejected(f"{name} does not say what one atom is")
    return Normaliser(context, rewrites)


# Which atom an equation is solved for, if there is a choice.
_PREFERENCE = ("sum", "mean", "app", "abs", "sym", "nat", "int", "log", "cos", "sin")


def _solvable(
    context: Context, target: Term, taken: Mapping[int, Rewrite]
) -> tuple[int, Frac, Frac] | None:
    """Read a term as factor * atom + rest, with a factor that is known not to be zero."""
    normal = context.normal
    value = normal.read(target)
    table = context.table
    ranked: list[tuple[int, int, int]] = []
    for mono in value.num:
        for atom, exponent in mono:
            kind = table.keys[atom][0]
            if exponent == 1 and kind in _PREFERENCE and atom not in taken:
                ranked.append((_PREFERENCE.index(kind), len(mono), atom))
    for _, _, atom in sorted(set(ranked)):
        factor: Poly = {}
        rest: Poly = {}
        for mono, coefficient in value.num.items():
            others = tuple(pair for pair in mono if pair != (atom, 1))
            (rest if others == mono else factor)[others] = coefficient
        if atom in table.atoms_of(rest) | table.atoms_of(factor):
            continue
        if any(atom in table.atoms_of(table.poly(number)) for number in value.den):
            continue
        whole = Frac(factor, value.den)
        if normal.sign(whole) & ZERO == 0:
            return atom, whole, Frac(rest, value.den)
    return None


def identity(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """a = b because both have one normal form, given equations.

    `using` names equations that rewrite an atom; `modulo` has pairs (equation, cofactor) with
    a - b = sum of cofactor (left - right).
    """
    if prop[0] != "=":
        raise Rejected("not an equation")
    normal = normaliser(context, by)
    difference = normal.sub(normal.read(prop[1]), normal.read(prop[2]))
    for name, cofactor in by.get("modulo", ()):
        fact = context.fact(name)
        if fact[0] != "=":
            raise Rejected(f"{name} is not an equation")
        check_term(cofactor)
        context.check_names(cofactor)
        gap = normal.sub(normal.read(fact[1]), normal.read(fact[2]))
        difference = normal.sub(difference, normal.mul(normal.read(cofactor), gap))
    if not normal.is_zero(difference):
        from symopt.proof.kernel.show import show

        raise Rejected(f"the two sides differ by {show(context.table, difference)}")


def sign(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A relation that the signs of a normal form decide."""
    if prop[0] not in RELATIONS:
        raise Rejected("not a relation")
    show_relation(normaliser(context, by), prop)


def combination(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """scale (b - a) = sum of nonnegative terms proves a <= b; < if one term is positive.

    A term is [p, q, facts, squares, factors]: p/q >= 0 times powers of the gaps of facts, times
    squares of anything, times factors whose signs are known.
    """
    if prop[0] not in ("<=", "<", "="):
        raise Rejected("not an inequality")
    normal = normaliser(context, by)
    total = Frac({}, NOTHING)
    strict = False
    for p, q, facts, squares, factors in field(by, "terms"):
        if type(p) is not int or type(q) is not int or p < 0 or q <= 0:
            raise Rejected("a negative coefficient")
        value = Frac(constant(Fraction(p, q)), NOTHING)
        positive = p > 0
        for name, exponent in facts:
            gap, is_strict = _gap(context, normal, name)
            if type(exponent) is not int or (exponent < 0 and not is_strict):
                raise Rejected("a gap that may be zero below the line")
            value = normal.mul(value, normal.power(gap, exponent))
            positive = positive and is_strict
        for term in squares:
            read = _read(context, normal, term)
            value = normal.mul(value, normal.power(read, 2))
            positive = positive and within(normal.sign(read), NONZERO)
        for term in factors:
            read = _read(context, normal, term)
            normal.require(read, NONNEGATIVE, "a factor")
            value = normal.mul(value, read)
            positive = positive and normal.sign(read) == POSITIVE
        strict = strict or positive
        total = normal.add(total, value)
    for name, cofactor in by.get("modulo", ()):
        fact = context.fact(name)
        if fact[0] != "=":
            raise Rejected(f"{name} is not an equation")
        gap = normal.sub(normal.read(fact[1]), normal.read(fact[2]))
        total = normal.add(total, normal.mul(_read(context, normal, cofactor), gap))
    scale = Frac({ONE: Fraction(1)}, NOTHING)
    for term in by.get("scale", ()):
        read = _read(context, normal, term)
        normal.require(read, POSITIVE, "a scale")
        scale = normal.mul(scale, read)
    difference = normal.sub(normal.read(prop[2]), normal.read(prop[1]))
    if not normal.is_zero(normal.sub(normal.mul(scale, difference), total)):
        raise Rejected("the terms do not add up to the difference")
    if prop[0] == "=" and by["terms"]:
        raise Rejected("nonnegative terms prove no equation")
    if prop[0] == "<" and not strict:
        raise Rejected("no term is known to be positive")


def _read(context: Context, normal: Normaliser, term: Term) -> Frac:
    check_term(term)
    context.check_names(term)
    return normal.read(term)


def _gap(context: Context, normal: Normaliser, name: str) -> tuple[Frac, bool]:
    fact = context.fact(name)
    if fact[0] not in ("<=", "<"):
        raise Rejected(f"{name} is not an inequality")
    return normal.sub(normal.read(fact[2]), normal.read(fact[1])), fact[0] == "<"


def chain(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """a = b <= c < d gives a < d."""
    if prop[0] not in ("=", "<=", "<"):
        raise Rejected("a chain ends in =, <= or <")
    here = prop[1]
    weakest, strict = True, False
    for name in field(by, "links"):
        fact = context.fact(name)
        if fact[0] not in ("=", "<=", "<") or fact[1] != here:
            raise Rejected(f"{name} does not continue the chain")
        weakest = weakest and fact[0] == "="
        strict = strict or fact[0] == "<"
        here = fact[2]
    if here != prop[2]:
        raise Rejected("the chain ends elsewhere")
    if (prop[0] == "=" and not weakest) or (prop[0] == "<" and not strict):
        raise Rejected("the chain proves less")


def weaken(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A weaker or turned relation between the same two terms."""
    fact = context.fact(field(by, "from"))
    straight = fact[1:] == prop[1:]
    turned = len(fact) == 3 and fact[1:] == prop[:0:-1]
    weaker = {"<": ("<", "<=", "!="), "=": ("=", "<="), "<=": ("<=",), "!=": ("!=",)}
    if straight and prop[0] in weaker.get(fact[0], ()):
        return
    if turned and (fact[0], prop[0]) in (("=", "="), ("=", "<="), ("!=", "!="), ("<", "!=")):
        return
    raise Rejected("not a weaker statement")


def again(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """A fact once more."""
    if context.fact(field(by, "from")) != prop:
        raise Rejected("not that fact")


def both(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """Several facts as one, or a <= b and b <= a as a = b."""
    names = field(by, "from")
    facts = tuple(context.fact(name) for name in names)
    if prop[0] == "and" and prop[1:] == facts:
        return
    if prop[0] == "=" and facts == (("<=", prop[1], prop[2]), ("<=", prop[2], prop[1])):
        return
    raise Rejected("not the facts together")


def part(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """One of several facts."""
    fact = context.fact(field(by, "from"))
    if fact[0] != "and" or prop not in fact[1:]:
        raise Rejected("not one of the facts")


def restate(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """The same fact with terms written differently."""
    fact = context.fact(field(by, "from"))
    if fact[0] != prop[0] or len(fact) != len(prop) or fact[0] not in (*RELATIONS, "pred"):
        raise Rejected("not the same statement")
    normal = normaliser(context, by)
    for old, new in zip(fact[1:], prop[1:], strict=True):
        if old != new and (isinstance(old, str) or not normal.equal(old, new)):
            raise Rejected("not the same terms")


def replace(check: Checker, context: Context, prop: Prop, by: dict[str, Any]) -> None:
    """a = b where b is a with one side of an equation put for the other, as written."""
    fact = context.fact(field(by, "from"))
    if fact[0] != "=" or prop[0] != "=":
        raise Rejected("not an equation")
    context.normal.read(prop[1])
    context.normal.read(prop[2])
    if _put(prop[1], fact[1], fact[2]) != prop[2]:
        raise Rejected("not the term with equals put for equals")


def _put(term: Term, old: Term, new: Term) -> Term:
    if term == old:
        return new
    if not isinstance(term, tuple):
        return term
    if term[0] == "sum":
        # Inside, the index may be a name that the equation uses for something else.
        closed = term[2] not in free_names(old) | free_names(new)
        body = _put(term[1], old, new) if closed else term[1]
        return ("sum", body, term[2], _put(term[3], old, new), _put(term[4], old, new))
    return tuple(item if isinstance(item, str) else _put(item, old, new) for item in term)
