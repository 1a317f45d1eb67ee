"""Normal forms keep the value of a term, and signs are true, at every point that was tried."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from evaluate import Point, Undefined, random_function, real
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.frac import Frac
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected

SYMBOLS: dict[str, Any] = {
    "beta": ("real", 0, "closed", 1, "open"),
    "gamma": ("real", 0, "open", 1, "closed"),
    "x": ("real", None, "open", None, "open"),
    "p": ("real", 0, "open", None, "open"),
    "mu": ("real", 0, "open", None, "open"),
    "t": ("int", 1, None),
    "n": ("int", 0, None),
}


def context() -> Context:
    made = Context(Table())
    for name, domain in SYMBOLS.items():
        made.declare(name, domain)
    made.declare("L", ("real", ("sym", "mu"), "closed", None, "open"))
    made.declare_function("g", 1, "real")
    made.declare_function("h", 1, "positive")
    return made


def point(seed: int) -> Point:
    generator = random.Random(seed)

    def share() -> Fraction:
        return Fraction(generator.randint(0, 7), 8)

    mu = Fraction(generator.randint(1, 12), 4)
    return Point(
        {
            "beta": share(),
            "gamma": 1 - share(),
            "x": Fraction(generator.randint(-12, 12), 4),
            "p": Fraction(generator.randint(1, 12), 4),
            "mu": mu,
            "L": mu + generator.choice([Fraction(0), share(), Fraction(5)]),
            "t": Fraction(generator.randint(1, 5)),
            "n": Fraction(generator.randint(0, 4)),
        },
        {"g": random_function(seed, "real"), "h": random_function(seed, "positive")},
    )


NAMES = st.sampled_from([*SYMBOLS, "L"]).map(lambda name: ("sym", name))
WHOLE = st.sampled_from(["t", "n"]).map(lambda name: ("sym", name))
NUMBERS = st.integers(-3, 3) | st.sampled_from([("/", 1, 2), ("/", -3, 4)])
PLACES = WHOLE | WHOLE.map(lambda k: ("+", k, 1)) | st.integers(0, 3)
EXPONENTS = WHOLE | WHOLE.map(lambda k: ("+", k, 1)) | st.just(("+", ("sym", "t"), -1))
EXPONENTS |= st.just(("*", 2, ("sym", "n"))) | st.just(("+", ("sym", "t"), ("sym", "n")))


def summed(inner: Any) -> Any:
    """Sums over k from 0 or 1, whose bodies have powers t - k and values g(k)."""
    k = ("sym", "k")
    bodies = st.sampled_from(
        [
            k,
            ("app", "g", k),
            ("^", ("sym", "beta"), k),
            ("^", ("sym", "beta"), ("+", ("sym", "t"), ("*", -1, k))),
            ("^", ("sym", "gamma"), ("+", ("sym", "t"), 1, ("*", -1, k))),
            ("^", ("+", k, 1), -1),
        ]
    )
    ranges = st.sampled_from([(1, ("sym", "t")), (0, ("+", ("sym", "t"), -1)), (0, ("sym", "t"))])
    return st.builds(
        lambda body, factor, ends: ("sum", ("*", factor, body), "k", *ends), bodies, inner, ranges
    )


def grow(inner: Any) -> Any:
    return (
        st.lists(inner, min_size=2, max_size=3).map(lambda items: ("+", *items))
        | st.lists(inner, min_size=2, max_size=3).map(lambda items: ("*", *items))
        | st.builds(lambda base, e: ("^", base, e), inner, st.integers(-2, 3))
        | st.builds(lambda base, e: ("^", base, e), inner, EXPONENTS)
        | inner.map(lambda base: ("^", base, ("/", 1, 2)))
        | inner.map(lambda base: ("^", base, ("/", -3, 2)))
        | inner.map(lambda item: ("abs", item))
        | inner.map(lambda item: ("sign", item))
        | st.builds(lambda a, b: ("max", a, b), inner, inner)
        | st.builds(lambda a, b: ("min", a, b), inner, inner)
        | inner.map(lambda item: ("exp", item))
        | inner.map(lambda item: ("log", item))
        | summed(inner)
    )


LEAVES = NAMES | NUMBERS | PLACES.map(lambda k: ("app", "g", k))
LEAVES |= PLACES.map(lambda k: ("app", "h", k))
TERMS = st.recursive(LEAVES, grow, max_leaves=7)


class Reader:
    """Evaluates normal forms, atom by atom."""

    def __init__(self, made: Context, at: Point) -> None:
        self.made, self.table, self.at = made, made.table, at
        self.index: dict[int, Fraction] = {}

    def frac(self, value: Frac) -> Any:
        total = self.poly(value.num)
        for number, power in value.den.items():
            total = total / self.poly(self.table.poly(number)) ** power
        return total

    def poly(self, poly: Any) -> Any:
        from evaluate import power

        total: Any = Fraction(0)
        for mono, coefficient in poly.items():
            term: Any = coefficient
            for atom, exponent in mono:
                if isinstance(exponent, tuple):
                    exponent = self.poly(self.table.exponent_poly(exponent))
                term = term * power(
                    self.atom(atom), Fraction(exponent) if isinstance(exponent, int) else exponent
                )
            total = total + term
        return total

    def key(self, key: Any) -> Any:
        if isinstance(key, frozenset):
            return self.poly(dict(key))
        return self.frac(Frac(dict(key[0]), dict(key[1])))

    def atom(self, atom: int) -> Any:
        key = self.table.keys[atom]
        kind = key[0]
        if kind in ("sym", "int"):
            return self.at.symbols[key[1]]
        if kind == "nat":
            return self.at.symbols[key[1]] - self.made.symbols[key[1]][1]
        if kind == "num":
            return Fraction(key[1])
        if kind == "app":
            return self.at.call(key[1], tuple(self.key(part) for part in key[2:]))
        if kind == "poly":
            return self.poly(self.table.poly(key[1]))
        if kind == "abs":
            return abs(self.poly(self.table.poly(key[1])))
        if kind == "bnd":
            return self.index[atom]
        if kind == "sum":
            _, index, after, count = key
            total: Any = Fraction(0)
            outer = self.index.get(index)
            for j in range(int(self.poly(dict(count)))):
                self.index[index] = Fraction(j)
                total = total + self.poly({after: Fraction(1)})
            if outer is not None:
                self.index[index] = outer
            return total
        if kind == "E":
            return self.at.value(("E",))
        if kind == "log":
            base = key[1]
            inner = {
                "number": lambda: Fraction(base[1]),
                "poly": lambda: self.poly(self.table.poly(base[1])),
                "atom": lambda: self.atom(base[1]),
            }[base[0]]()
            from mpmath import log

            return log(real(inner))
        value = self.key(key[1])
        if kind == "sign":
            return Fraction((value > 0) - (value < 0))
        raise AssertionError(kind)


def close(a: Any, b: Any) -> bool:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a == b
    a, b = real(a), real(b)
    return abs(a - b) <= mpf(10) ** -35 * (1 + abs(a) + abs(b))


@settings(max_examples=400, deadline=None)
@given(TERMS, st.integers(0, 10**6))
def test_a_normal_form_has_the_value_of_its_term(term: Any, seed: int) -> None:
    made = context()
    try:
        read = made.normal.read(term)
    except Rejected:
        return
    for k in range(4):
        at = point(seed + k)
        try:
            # What the kernel reads has a value everywhere on the domain.
            value = at.value(term)
        except OverflowError:
            continue
        try:
            found = Reader(made, at).frac(read)
        except OverflowError:
            continue
        assert close(value, found), term


@settings(max_examples=400, deadline=None)
@given(TERMS, st.integers(0, 10**6))
def test_a_sign_is_true_wherever_the_hypotheses_hold(term: Any, seed: int) -> None:
    made = context()
    try:
        mask = made.normal.sign(made.normal.read(term))
    except Rejected:
        return
    for k in range(6):
        at = point(seed + k)
        try:
            value = at.value(term)
        except (Undefined, OverflowError):
            continue
        if not isinstance(value, Fraction) and abs(value) < mpf(10) ** -40:
            continue
        assert mask & (4 if value > 0 else 1 if value < 0 else 2), (term, value)


POLYNOMIALS = st.recursive(
    NAMES | st.integers(-3, 3) | st.just(("^", ("sym", "beta"), ("sym", "t"))),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda items: ("+", *items))
        | st.lists(inner, min_size=2, max_size=3).map(lambda items: ("*", *items))
        | inner.map(lambda base: ("^", base, 2))
    ),
    max_leaves=8,
)
FACTS = st.lists(
    st.tuples(st.sampled_from(["<=", "<", "=", "!="]), POLYNOMIALS, POLYNOMIALS), max_size=3
)


@settings(max_examples=500, deadline=None)
@given(POLYNOMIALS, FACTS, st.integers(0, 10**6))
def test_signs_from_facts_are_true_where_the_facts_hold(term: Any, facts: Any, seed: int) -> None:
    from evaluate import truth

    made = context()
    for number, fact in enumerate(facts):
        made.assume(f"h{number}", fact)
    mask = made.normal.sign(made.normal.read(term))
    for k in range(25):
        at = point(seed + k)
        if all(truth(fact, at) for fact in facts):
            value = at.value(term)
            assert mask & (4 if value > 0 else 1 if value < 0 else 2), (term, facts, at.symbols)
