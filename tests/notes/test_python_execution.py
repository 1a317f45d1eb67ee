"""What is read from a listing computes what Python computes when it runs the listing.

The listings are made here, of statements of every kind, on exact numbers; only tests run code.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from listing_help import listing

from symopt.formula import (
    Call,
    Chain,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from symopt.notes.statement import Algorithm

STATES = {"x": Fraction(3), "v": Fraction(-1), "m": Fraction(1, 2)}
GIVEN = {"r": Fraction(1, 3), "lr": Fraction(2, 5)}
SLOPES = [Fraction(1), Fraction(-2), Fraction(1, 4)]


def value(formula: Formula, env: dict[str, Fraction]) -> Fraction:
    """Evaluate a formula on exact numbers."""
    match formula:
        case Number(value=number):
            return number
        case Name(name=name):
            return env[name]
        case Negative(term=term):
            return -value(term, env)
        case Sum(terms=terms):
            return sum((value(term, env) for term in terms), Fraction(0))
        case Product(factors=factors):
            product = Fraction(1)
            for factor in factors:
                product *= value(factor, env)
            return product
        case Quotient(top=top, bottom=bottom):
            return value(top, env) / value(bottom, env)
        case Power(base=base, exponent=exponent):
            return value(base, env) ** int(value(exponent, env))
        case Call(function="where", arguments=(Chain(parts=(left, right), links=("=",)), yes, no)):
            return value(yes if value(left, env) == value(right, env) else no, env)
        case Call(function="maximum", arguments=(left, right)):
            return max(value(left, env), value(right, env))
        case _:
            raise AssertionError(formula)


def interpret(algorithm: Algorithm, env: dict[str, Fraction]) -> dict[str, Fraction]:
    """Run the assignments of an algorithm, a step for every gradient."""
    for stated in (algorithm.values, algorithm.initial):
        env |= {name: value(formula, env) for name, formula in stated.items()}
    count = value(algorithm.counter_start, env) if algorithm.counter_start else Fraction(0)
    for slope in SLOPES:
        env["g"] = slope
        if algorithm.counter is not None:
            env[algorithm.counter] = count
        for line in algorithm.assignments:
            env[line.target.name] = value(line.formula, env)
        count += 1
    return env


NAMES = st.sampled_from(["x", "v", "m", "a", "b"])
PAIRS = st.lists(NAMES, min_size=2, max_size=2, unique=True)
READ = st.sampled_from(["x", "v", "m", "a", "b", "g", "r", "lr", "t", "2"])


def combine(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({} {} {})".format, parts, st.sampled_from("+-*"), parts) | st.builds(
        "mix({}, {})".format, parts, parts
    )


EXPRESSIONS = st.recursive(READ, combine, max_leaves=4)
STATEMENTS = st.one_of(
    st.builds("{} = {}".format, NAMES, EXPRESSIONS),
    st.builds("{} {} {}".format, NAMES, st.sampled_from(["+=", "-=", "*="]), EXPRESSIONS),
    # Nobody means to assign one name twice at once; that is not read.
    st.builds("{0[0]}, {0[1]} = {1}, {2}".format, PAIRS, EXPRESSIONS, EXPRESSIONS),
    st.builds("{} = {} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("{0} = {1} if t == 1 else {2}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("{0} = np.maximum({1}, {2})".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("if t == 1: {0} = {1}".format, NAMES, EXPRESSIONS),
)
HELPER = "def mix(p, q): return r*p + (1 - r)*q\n"


class Numpy:
    """As much of NumPy as the listings use, on exact numbers."""

    maximum = staticmethod(max)


def run(text: str, env: dict[str, Any]) -> dict[str, Any]:
    exec(text, env)  # noqa: S102 - made above, of statements of our own
    return env


def compare(text: str, spelt: dict[str, str]) -> None:
    """Compare what Python makes of a listing with what was read; `spelt`: names in the reading."""
    reading = listing(text)
    if len(reading.algorithms) != 1:
        return  # nothing is carried, or what is said to be unread
    (algorithm,) = reading.algorithms
    begun = STATES | GIVEN | {"a": Fraction(1), "b": Fraction(0)}
    ran = run(text, {"np": Numpy, "SLOPES": SLOPES, **begun})
    known = interpret(algorithm, begun | {spelt.get(name, name): v for name, v in begun.items()})
    assigned = {line.target.name for line in algorithm.assignments}
    for name in (*STATES, "a", "b"):
        if spelt.get(name, name) in assigned:
            assert known[spelt.get(name, name)] == ran[name], (name, text)


@settings(max_examples=30)
@given(st.lists(STATEMENTS, min_size=1, max_size=6), st.sampled_from([1, 0, 5]))
def test_a_loop(statements: list[str], first: int) -> None:
    body = "".join(f"    {line}\n" for line in statements)
    compare(f"{HELPER}for t, g in enumerate(SLOPES, {first}):\n{body}", {})


@settings(max_examples=20)
@given(st.lists(STATEMENTS, min_size=1, max_size=5), st.booleans())
@example(["v = x", "x = x + x", "v = t"], False)
def test_a_counter_of_its_own(statements: list[str], before: bool) -> None:
    lines = ["t += 1", *statements] if before else [*statements, "t += 1"]
    body = "".join(f"    {line}\n" for line in lines)
    compare(f"{HELPER}t = 0\nfor g in SLOPES:\n{body}", {})


# A variable that only stands for an entry would be taken for the entry itself.
ENTRY = re.compile(r"= [xvmg](?:$|,| if|\n)|, [xvmg]$|=.*=")
COMPUTED = STATEMENTS.filter(lambda line: not ENTRY.search(line))


@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(COMPUTED, min_size=1, max_size=5))
def test_states_in_a_dictionary(statements: list[str]) -> None:
    body = "".join(f"    {line}\n" for line in statements)
    for name in STATES:
        body = _in_dictionary(body, name)
    begin = "s = {'x': x, 'v': v, 'm': m}\n"
    end = "x, v, m = s['x'], s['v'], s['m']\n"
    text = f"{HELPER}{begin}for t, g in enumerate(SLOPES, 1):\n{body}{end}"
    compare(text, {name: f"s_{name}" for name in STATES})


def _in_dictionary(text: str, name: str) -> str:
    return re.sub(rf"(?<![\w'.]){name}(?![\w'(])", f"s['{name}']", text)
