"""Every rule of inference accepts what it should and refuses its false neighbours."""

from __future__ import annotations

from typing import Any

import pytest

from symopt.proof.kernel.catalogue import RULES
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.lemmas import LEMMAS
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected

B, X, Y, T, N = (("sym", name) for name in ("b", "x", "y", "t", "n"))
G = ("app", "g", 2)
HALF = ("/", 1, 2)


def minus(a: Any, b: Any) -> Any:
    return ("+", a, ("*", -1, b))


def context() -> Context:
    made = Context(Table())
    made.declare("b", ("real", 0, "closed", 1, "open"))
    made.declare("x", ("real", None, "open", None, "open"))
    made.declare("y", ("real", 0, "open", None, "open"))
    made.declare("t", ("int", 1, None))
    made.declare("n", ("int", 0, None))
    made.declare_function("g", 1, "real")
    made.declare_function("v", 1, "real")
    made.declare_function("z", 1, "random")
    made.assume("start", ("=", ("app", "v", 0), 0))
    step = ("+", ("*", B, ("app", "v", minus(T, 1))), ("app", "g", T))
    made.assume("rule", ("forall", (("t", ("int", 1, None)),), ("=", ("app", "v", T), step)))
    made.assume("x<=y", ("<=", X, Y))
    made.assume("x=g1", ("=", X, ("app", "g", 1)))
    return made


def accepts(prop: Any, rule: str, made: Context | None = None, **by: Any) -> bool:
    try:
        Checker().check(made or context(), prop, {"rule": rule, **by})
    except Rejected:
        return False
    return True


def step(name: str, prop: Any, rule: str, **by: Any) -> dict[str, Any]:
    return {"id": name, "prop": prop, "by": {"rule": rule, **by}}


GEOMETRIC = ("sum", ("^", B, ("sym", "k")), "k", 0, minus(T, 1))


@pytest.mark.parametrize(
    ("prop", "expected"),
    [
        (("=", ("^", ("+", X, Y), 2), ("+", ("^", X, 2), ("*", 2, X, Y), ("^", Y, 2))), True),
        (("=", ("^", ("+", X, Y), 2), ("+", ("^", X, 2), ("^", Y, 2))), False),
        (("=", ("*", Y, ("^", Y, -1)), 1), True),
        (("=", ("*", X, ("^", X, -1)), 1), False),  # x may be zero
        (("=", ("*", B, ("^", B, -1)), 1), False),  # beta may be zero
        (("=", ("^", B, T), ("*", B, ("^", B, minus(T, 1)))), True),
        (("=", ("^", B, N), ("*", B, ("^", B, minus(N, 1)))), False),  # n may be zero
        (("=", ("^", ("^", Y, 2), HALF), Y), True),
        (("=", ("^", ("^", X, 2), HALF), X), False),
        (("=", ("^", ("^", X, 2), HALF), ("abs", X)), True),
        (("=", ("^", X, HALF), ("^", X, HALF)), False),  # x may be negative
        (("=", ("log", ("*", Y, Y)), ("*", 2, ("log", Y))), True),
        (("=", ("log", ("^", X, 2)), ("*", 2, ("log", X))), False),
        (("=", ("abs", ("*", X, Y)), ("*", ("abs", X), Y)), True),
        (("=", ("max", X, Y), Y), True),  # by the hypothesis x <= y
        (("=", ("max", X, B), B), False),
        (("=", ("sum", 1, "k", 1, N), N), True),
        (("=", ("sum", 1, "k", 2, N), minus(N, 1)), False),  # n - 1 terms may be -1
        (("=", ("^", ("*", -1, B), ("*", 2, N)), ("^", B, ("*", 2, N))), True),
        (("=", ("^", -1, N), 1), False),
        (("=", ("mean", ("*", X, ("app", "z", 1))), ("*", X, ("mean", ("app", "z", 1)))), True),
        (
            (
                "=",
                ("mean", ("*", ("app", "z", 2), ("app", "z", 1))),
                ("*", ("mean", ("app", "z", 2)), ("mean", ("app", "z", 1))),
            ),
            False,
        ),
    ],
)
def test_identities(prop: Any, expected: bool) -> None:
    assert accepts(prop, "identity") is expected


def test_an_identity_uses_equations_that_say_what_one_atom_is() -> None:
    goal = ("=", ("*", 2, ("app", "g", 1)), ("*", 2, X))
    assert accepts(goal, "identity", using=("x=g1",))
    assert not accepts(goal, "identity")
    assert not accepts(goal, "identity", using=("x<=y",))
    assert not accepts(goal, "identity", using=("nothing",))


def test_equations_that_go_round_are_refused() -> None:
    made = context()
    made.declare_function("p", 1, "real")
    made.declare_function("q", 1, "real")
    p, q = ("app", "p", 0), ("app", "q", 0)
    made.assume("pq", ("=", p, ("+", q, 1)))
    made.assume("qp", ("=", q, ("+", p, -1)))
    assert not accepts(("=", p, 5), "identity", made, using=("pq", "qp"))


def test_a_cofactor_has_to_fit() -> None:
    goal = ("=", ("*", Y, X), ("*", Y, ("app", "g", 1)))
    assert accepts(goal, "identity", modulo=(("x=g1", Y),))
    assert not accepts(goal, "identity", modulo=(("x=g1", X),))


@pytest.mark.parametrize(
    ("prop", "expected"),
    [
        (("<", 0, minus(1, ("^", B, T))), True),
        (("<", 0, minus(1, ("^", B, N))), False),
        (("<=", 0, minus(1, ("^", B, N))), True),
        (("<=", ("^", B, T), B), True),
        (("<", ("^", B, T), B), False),
        (("<", 0, B), False),
        (("!=", B, 1), True),
        (("!=", X, 0), False),
        (("<=", 0, ("^", minus(X, Y), 2)), True),
        (("<", 0, ("^", minus(X, Y), 2)), False),
        (("<=", ("*", 2, X, G), ("+", ("^", X, 2), ("^", G, 2))), False),  # needs a square
        (("<", ("^", 2, HALF), ("/", 3, 2)), True),
        (("<", ("^", 2, HALF), ("/", 7, 5)), False),
        (("<=", 0, ("app", "g", T)), False),
    ],
)
def test_signs(prop: Any, expected: bool) -> None:
    assert accepts(prop, "sign") is expected


def test_combinations() -> None:
    goal = ("<=", ("*", 2, X, Y), ("+", ("^", X, 2), ("^", Y, 2)))
    square = ((1, 1, (), (minus(X, Y),), ()),)
    assert accepts(goal, "combination", terms=square)
    assert not accepts(("<", *goal[1:]), "combination", terms=square)
    assert not accepts(goal, "combination", terms=((2, 1, (), (minus(X, Y),), ()),))
    assert not accepts(goal, "combination", terms=((1, 1, (), (), (minus(X, Y),)),))
    scaled = ("<=", ("*", Y, X), ("*", Y, Y))
    assert accepts(scaled, "combination", terms=((1, 1, (("x<=y", 1),), (), (Y,)),))
    assert not accepts(
        ("<=", ("*", X, X), ("*", X, Y)), "combination", terms=((1, 1, (("x<=y", 1),), (), (X,)),)
    )
    assert not accepts(scaled, "combination", terms=((-1, 1, (("x<=y", 1),), (), (Y,)),))
    # A gap that may be zero does not divide.
    inverse = ("<=", 0, ("^", minus(Y, X), -1))
    assert not accepts(inverse, "combination", terms=((1, 1, (("x<=y", -1),), (), ()),))
    # Nonnegative terms prove no equation.
    assert not accepts(("=", X, Y), "combination", terms=((1, 1, (("x<=y", 1),), (), ()),))


def chained(made: Context) -> Context:
    made.add("a", ("=", X, ("+", X, 0)))
    made.add("b", ("<=", ("+", X, 0), Y))
    made.add("c", ("<", Y, ("+", Y, 1)))
    return made


@pytest.mark.parametrize(
    ("prop", "links", "expected"),
    [
        (("<", X, ("+", Y, 1)), ("a", "b", "c"), True),
        (("<=", X, ("+", Y, 1)), ("a", "b", "c"), True),
        (("=", X, ("+", Y, 1)), ("a", "b", "c"), False),
        (("<", X, Y), ("a", "b"), False),
        (("<=", X, Y), ("b", "a"), False),
        (("<=", X, Y), ("b",), False),
        (("<=", Y, X), ("a", "b"), False),
        (("<", X, ("+", Y, 1)), ("a", "c"), False),
    ],
)
def test_chains(prop: Any, links: tuple[str, ...], expected: bool) -> None:
    assert accepts(prop, "chain", chained(context()), links=links) is expected


def test_weaker_statements() -> None:
    made = context()
    made.add("strict", ("<", X, ("+", Y, 1)))
    assert accepts(("<=", X, ("+", Y, 1)), "weaken", made, **{"from": "strict"})
    assert accepts(("!=", ("+", Y, 1), X), "weaken", made, **{"from": "strict"})
    assert not accepts(("<", ("+", Y, 1), X), "weaken", made, **{"from": "strict"})
    assert not accepts(("<", X, Y), "weaken", made, **{"from": "x<=y"})
    assert not accepts(("<=", Y, X), "weaken", made, **{"from": "x<=y"})


def test_instances_meet_the_domain() -> None:
    def instance(value: Any) -> bool:
        body = ("+", ("*", B, ("app", "v", minus(value, 1))), ("app", "g", value))
        goal = ("=", ("app", "v", value), body)
        return accepts(goal, "instance", **{"from": "rule", "with": (("t", value),)})

    assert instance(1)
    assert instance(("+", T, 1))
    assert not instance(0)
    assert not instance(N)  # n may be 0
    assert not instance(("/", 3, 2))
    assert not instance(X)


def test_a_fact_is_not_generalised_over_a_hypothesis() -> None:
    made = context()
    made.add("small", ("<=", ("*", 2, X), ("*", 2, Y)))
    pair = {"from": "small", "with": (("x", 100),)}
    assert not accepts(("<=", 200, ("*", 2, Y)), "instance", made, **pair)
    # Where the hypotheses hold of the new value, it may.
    pair = {"from": "small", "with": (("y", ("+", Y, 1)),)}
    assert accepts(("<=", ("*", 2, X), ("*", 2, ("+", Y, 1))), "instance", made, **pair)


def test_random_values_are_not_put_for_numbers() -> None:
    made = Context(Table())
    made.declare("c", ("real", None, "open", None, "open"))
    made.declare_function("z", 1, "random")
    z, c = ("app", "z", 1), ("sym", "c")
    made.add("linear", ("=", ("mean", ("*", c, z)), ("*", c, ("mean", z))))
    pair = {"from": "linear", "with": (("c", z),)}
    goal = ("=", ("mean", ("*", z, z)), ("*", z, ("mean", z)))
    assert not accepts(goal, "instance", made, **pair)


def geometric(total: Any, width: int = 1, base: Any = None) -> dict[str, Any]:
    """Return the induction for (1 - b) sum b^k = total(t)."""

    def claim(t: Any) -> Any:
        sum_ = ("sum", ("^", B, ("sym", "k")), "k", 0, minus(t, 1))
        return ("=", ("*", minus(1, B), sum_), total(t))

    step_ = step("s", claim(("+", T, 1)), "identity", using=("hypothesis",))
    start = step("b", claim(1) if base is None else base, "identity")
    return {"var": "t", "width": width, "bases": ((start,),), "step": (step_,), "prop": claim(T)}


def test_induction() -> None:
    right = geometric(lambda t: minus(1, ("^", B, t)))
    prop = right.pop("prop")
    assert accepts(prop, "induction", **right)
    for total in (
        lambda t: minus(1, ("^", B, ("+", t, 1))),
        lambda t: minus(2, ("^", B, t)),
        lambda t: ("+", 1, ("^", B, t)),
        lambda t: minus(1, ("^", B, ("*", 2, t))),
    ):
        wrong = geometric(total)
        assert not accepts(wrong.pop("prop"), "induction", **wrong)
    # The start is needed, and has to be about the first value.
    assert not accepts(prop, "induction", **{**right, "bases": ()})
    elsewhere = (step("b", ("=", X, X), "identity"),)
    assert not accepts(prop, "induction", **{**right, "bases": (elsewhere,)})
    # The step may not use what it has to show.
    assert not accepts(prop, "induction", **{**right, "step": right["bases"][0]})
    assert not accepts(prop, "induction", **{**right, "var": "b"})


def test_induction_refuses_hypotheses_about_its_variable() -> None:
    made = context()
    made.assume("t small", ("<=", T, 5))
    right = geometric(lambda t: minus(1, ("^", B, t)))
    assert not accepts(right.pop("prop"), "induction", made, **right)


def test_the_induction_hypothesis_is_about_one_value_only() -> None:
    made = context()
    made.assume("hypothesis", ("=", ("app", "g", T), 0))
    pair = {"from": "hypothesis", "with": (("t", ("+", T, 1)),)}
    assert not accepts(("=", ("app", "g", ("+", T, 1)), 0), "instance", made, **pair)


def test_cases() -> None:
    goal = ("<=", X, ("abs", X))
    proof = (step("p", goal, "sign"),)
    sides = (("<=", 0, X), ("<", X, 0))
    assert accepts(goal, "cases", split=sides, proofs=(proof, proof))
    assert not accepts(goal, "cases", split=sides[:1], proofs=(proof,))
    assert not accepts(goal, "cases", split=(("<", 0, X), ("<", X, 0)), proofs=(proof, proof))
    assert not accepts(goal, "cases", split=(("<", 0, X), ("=", X, 1)), proofs=(proof, proof))
    random = ("app", "z", 1)
    split = (("<=", 0, random), ("<", random, 0))
    assert not accepts(goal, "cases", split=split, proofs=(proof, proof))


def test_integer_cases() -> None:
    goal = ("<=", 0, ("*", N, minus(N, 1)))
    first = (step("p", goal, "sign", using=("case",)),)
    later = (step("q", goal, "sign"),)
    whole = (("=", N, 0), ("<=", 1, N))
    assert accepts(goal, "cases", split=whole, proofs=(first, later))
    assert not accepts(goal, "cases", split=(("=", N, 0), ("<=", 2, N)), proofs=(first, later))
    real = (("=", Y, 0), ("<=", 1, Y))
    assert not accepts(("<=", 0, ("*", Y, minus(Y, 1))), "cases", split=real, proofs=(first, later))


def test_sums_term_by_term() -> None:
    k = ("sym", "k")
    left = ("sum", ("^", B, ("+", k, 1)), "k", 1, T)
    right = ("sum", ("^", B, k), "k", 1, T)
    body = ("<=", ("^", B, ("+", ("sym", "j"), 1)), ("^", B, ("sym", "j")))
    inner = (step("p", body, "sign"),)
    assert accepts(("<=", left, right), "sum", name="j", inner=inner)
    assert not accepts(("<", left, right), "sum", name="j", inner=inner)
    assert not accepts(("<=", right, left), "sum", name="j", inner=inner)
    assert not accepts(("<=", left, ("sum", ("^", B, k), "k", 2, T)), "sum", name="j", inner=inner)
    assert not accepts(("<=", left, right), "sum", name="t", inner=inner)


def test_a_strict_sum_needs_a_term() -> None:
    def total(body: Any) -> Any:
        return ("sum", body, "k", 1, N)

    inner = (step("p", ("<", 0, 1), "sign"),)
    assert not accepts(("<", total(0), total(1)), "sum", name="j", inner=inner)
    inner = (step("p", ("<=", 0, 1), "sign"),)
    assert accepts(("<=", total(0), total(1)), "sum", name="j", inner=inner)


def test_reversed_sums() -> None:
    k = ("sym", "k")
    left = ("sum", ("*", ("^", B, minus(T, k)), ("app", "g", k)), "k", 1, T)
    mirrored = ("app", "g", minus(("+", T, 1), k))
    right = ("sum", ("*", ("^", B, minus(k, 1)), mirrored), "k", 1, T)
    wrong = ("sum", ("*", ("^", B, k), mirrored), "k", 1, T)
    assert accepts(("=", left, right), "reverse")
    assert not accepts(("=", left, wrong), "reverse")


def test_replacing_respects_bound_names() -> None:
    made = context()
    made.add("one", ("=", T, 1))
    inside = ("sum", T, "t", 1, N)
    assert not accepts(("=", inside, ("sum", 1, "t", 1, N)), "replace", made, **{"from": "one"})
    assert accepts(("=", ("+", T, X), ("+", 1, X)), "replace", made, **{"from": "one"})
    assert not accepts(("=", ("+", T, X), ("+", 2, X)), "replace", made, **{"from": "one"})


def test_increasing_functions() -> None:
    made = context()
    made.add("up", ("<=", Y, ("+", Y, 1)))
    roots = ("<=", ("^", Y, HALF), ("^", ("+", Y, 1), HALF))
    assert accepts(roots, "map", made, **{"from": "up", "function": ("sqrt",)})
    squares = ("<=", ("^", X, 2), ("^", Y, 2))
    power = {"from": "x<=y", "function": ("power", 2)}
    assert not accepts(squares, "map", made, **power)  # x may be below -y
    assert not accepts(
        ("<=", ("log", X), ("log", Y)), "map", **{"from": "x<=y", "function": ("log",)}
    )
    assert accepts(("<=", ("exp", X), ("exp", Y)), "map", **{"from": "x<=y", "function": ("exp",)})
    made.add("squares", squares)
    assert accepts(("<=", X, Y), "unmap", made, **{"from": "squares", "function": ("power", 2)})
    made.add("turned", ("<=", ("^", Y, 2), ("^", X, 2)))
    wrong = {"from": "turned", "function": ("power", 2)}
    assert not accepts(("<=", Y, X), "unmap", made, **wrong)


def test_suppositions_and_their_use() -> None:
    goal = ("if", (("<", 1, X),), ("<", 0, X))
    assert accepts(goal, "suppose", inner=(step("p", ("<", 0, X), "sign"),))
    assert not accepts(
        ("if", (("<", -1, X),), ("<", 0, X)), "suppose", inner=(step("p", ("<", 0, X), "sign"),)
    )
    made = context()
    made.add("if", goal)
    assert not accepts(("<", 0, X), "apply", made, **{"from": "if"})
    made.add("large", ("<", 1, X))
    assert accepts(("<", 0, X), "apply", made, **{"from": "if"})


def test_limits_by_continuity() -> None:
    made = context()
    lemma = LEMMAS["reciprocal-limit"].conclusion
    made.add("1/n", lemma)

    def limit(body: Any, value: Any, function: Any) -> bool:
        prop = ("limit", body, "m", ("oo", 1), value)
        return accepts(prop, "limit", made, function=function, parts=(("u'", "1/n"),))

    m, u = ("sym", "m"), ("sym", "u'")
    assert limit(("+", 2, ("^", m, -1)), 2, ("+", 2, u))
    assert not limit(("+", 2, ("^", m, -1)), 3, ("+", 2, u))
    assert not limit(m, 0, ("^", u, -1))  # 1/u has no value at 0
    assert not limit(("sign", ("^", m, -1)), 0, ("sign", u))  # sign jumps at 0
    assert not limit(("^", ("^", m, -1), ("^", m, -1)), 1, ("^", u, u))  # 0^0


def test_monotone_functions() -> None:
    made = Context(Table())
    made.declare("s", ("real", 0, "open", 1, "open"))
    s, r = ("sym", "s"), ("sym", "r")

    def below(prop: Any, inner_prop: Any, point: Any = 1) -> bool:
        inner = (step("p", inner_prop, "sign"),)
        return accepts(prop, "monotone", made, var="s", point=point, name="r", inner=inner)

    # log s < 0 on (0, 1): D(s) = -log s is 0 at 1 and falls.
    from symopt.proof.kernel.calculus import differentiate
    from symopt.proof.kernel.terms import substitute

    down = differentiate(substitute(minus(0, ("log", s)), {"s": r}), "r")
    assert below(("<", ("log", s), 0), ("<", down, 0))
    up = differentiate(substitute(minus(("log", s), 0), {"s": r}), "r")
    assert not below(("<", 0, ("log", s)), ("<", up, 0))
    assert not below(("<", ("log", s), 0), ("<", down, 0), point=2)  # log 2 is not 0
    assert not below(("<", ("log", s), -1), ("<", down, 0))


def test_series() -> None:
    e = ("sym", "e")
    body = ("^", minus(1, e), ("^", e, -1))

    def series(value: Any, order: int = 3) -> bool:
        return accepts(("series", body, "e", order, value), "series")

    value = ("*", ("exp", -1), ("+", 1, ("*", ("/", -1, 2), e), ("*", ("/", -5, 24), ("^", e, 2))))
    assert series(value)
    assert not series(("*", ("exp", -1), ("+", 1, ("*", ("/", -1, 2), e))))
    assert not series(value, order=4)
    assert series(("*", ("exp", -1), ("+", 1, ("*", ("/", -1, 2), e))), order=2)
    point = ("above", 0, 1)
    assert accepts(("limit", body, "e", point, ("exp", -1)), "limit-of-series")
    assert not accepts(("limit", body, "e", point, 1), "limit-of-series")
    assert not accepts(("limit", ("^", e, -1), "e", point, 0), "limit-of-series")


def test_lemmas_check_their_hypotheses() -> None:
    made = context()
    prop = ("pred", "roots inside the unit disk", ("*", -1, B), ("*", B, HALF))
    pairs = (("p", ("*", -1, B)), ("q", ("*", B, HALF)))
    assert accepts(prop, "lemma", made, name="schur-cohn", **{"with": pairs})
    pairs = (("p", -2), ("q", 1))
    prop = ("pred", "roots inside the unit disk", -2, 1)
    assert not accepts(prop, "lemma", made, name="schur-cohn", **{"with": pairs})
    assert not accepts(prop, "lemma", made, name="no such lemma", **{"with": pairs})


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_without_its_data_refuses(rule: str) -> None:
    with pytest.raises((Rejected, KeyError, IndexError, TypeError)):
        Checker().check(context(), ("=", X, Y), {"rule": rule})


def test_the_prover_has_no_rule_that_is_not_tested_here() -> None:
    from pathlib import Path

    text = Path(__file__).read_text(encoding="utf-8")
    elsewhere = {
        "again",
        "both",
        "part",
        "restate",
        "generalise",
        "limit-turned",
        "sandwich",
        "rounding",
    }
    assert {rule for rule in RULES if f'"{rule}"' not in text} <= elsewhere
