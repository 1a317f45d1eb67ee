"""What authors write: claims are proved, refuted or undecided, and say at which step."""

from __future__ import annotations

import json
from typing import Any

import pytest

from symopt.claims._rules import recursion
from symopt.errors import RuleError
from symopt.proof.language import (
    Claim,
    Decay,
    Limit,
    OpenUnit,
    Positive,
    RandomSequence,
    Rational,
    Real,
    Sequence,
    Series,
    Steps,
    Sum,
    assume,
    assume_all,
    at,
    cite,
    claim,
    derivation,
    equation,
    exp,
    expectation,
    holds,
    index,
    log,
    maximum,
    refute,
    sequence,
    sqrt,
    supposing,
    together,
    variable,
)
from symopt.proof.verifier import verify


def outcome(function: Any, expect: Any = "proved") -> Any:
    made: Claim = claim(source="ng2017", expect=expect)(function)
    return made.prove()


def test_a_proof_has_what_readers_and_machines_need() -> None:
    def weights(beta: Decay, t: Steps):
        """The weights sum to 1 - beta^t."""
        k = index("k")
        with derivation((1 - beta) * Sum(beta**k, (k, 0, t - 1))) as d:
            d.eq(1 - beta**t, because="geometric sum", induction=t)
        return d

    proof = outcome(weights)
    assert proof.verdict == "proved"
    assert proof.as_expected
    assert [line.relation for line in proof.steps] == ["", "="]
    text = proof.text()
    for part in ("0 <= beta < 1", "t = 1, 2, 3", "geometric sum", "checked", "t -> t + 1"):
        assert part in text
    again = json.loads(json.dumps(proof.certificate))
    assert verify(again, proof.certificate["statement"]).accepted
    assert proof.counts["induction"] == 1
    assert proof.seconds > 0


def test_a_wrong_step_is_named() -> None:
    def wrong(x: Real):
        """A wrong square."""
        with derivation((x + 1) ** 2) as d:
            d.eq(x**2 + 2 * x + 1, because="multiply out")
            d.eq(x**2 + 1, because="drop the middle")
        return d

    proof = outcome(wrong)
    assert proof.verdict == "undecided"
    assert proof.reason.startswith("drop the middle: the two sides differ by")
    assert proof.certificate is None
    assert [line.because for line in proof.steps] == ["", "multiply out"]


def test_an_induction_says_which_half_fails() -> None:
    def start(t: Steps):
        """A sum that starts wrong."""
        k = index("k")
        with derivation(Sum(2 * k, (k, 1, t))) as d:
            d.eq(t**2 + t + 1, because="induction", induction=t)
        return d

    def step(t: Steps):
        """A sum that goes on wrong."""
        k = index("k")
        with derivation(Sum(2 * k, (k, 1, t))) as d:
            d.eq(2 * t**2, because="induction", induction=t)
        return d

    assert "does not start" in outcome(start).reason
    assert "step fails" in outcome(step).reason


def test_a_missing_case_of_the_domain_is_noticed() -> None:
    def half(beta: Decay):
        """beta/beta = 1 where beta may be 0."""
        with derivation(beta * (1 / (beta + 0 * beta))) as d:
            d.eq(1)
        return d

    def below(beta: Decay):
        """Dividing by beta."""
        with derivation((beta**2 + beta) / (beta * (1 + beta))) as d:
            d.eq(1)
        return d

    assert outcome(below).verdict == "undecided"
    assert half.__doc__

    def inside(beta: OpenUnit):
        """Dividing by beta."""
        with derivation((beta**2 + beta) / (beta * (1 + beta))) as d:
            d.eq(1)
        return d

    assert outcome(inside).verdict == "proved"


def test_contradictory_hypotheses_prove_nothing() -> None:
    def contradiction(x: Positive):
        """x < 0 < x, hence 0 = 1."""
        assume(x < 0)
        with derivation(x) as d:
            d.eq(x + 1)
        return d

    def through_values(g: Sequence, t: Steps):
        """A sequence that is both positive and negative."""
        i = index("i")
        assume_all(g(i) > 0, (i, Steps))
        assume_all(g(i) < 0, (i, Steps))
        with derivation(g(t)) as d:
            d.eq(g(t) + 1)
        return d

    assert outcome(contradiction).verdict == "undecided"
    assert outcome(through_values).verdict == "undecided"


def test_a_definition_that_needs_itself_proves_nothing() -> None:
    def circle(t: Steps):
        """f(t) = f(t) + 1."""
        f = sequence("f", lambda t, f: f(t) + 1, start=0)
        with derivation(f(t)) as d:
            d.eq(f(t) + 1)
        return d

    assert outcome(circle).verdict == "undecided"


def test_late_hypotheses_and_unknown_hints_are_refused() -> None:
    def late(x: Real):
        """A hypothesis after the first step."""
        with derivation(x) as d:
            d.eq(x + 0 * x)
            d.eq(2 * x - x, because="two less one")
        with derivation(x) as step:
            step.le(x + 1)
        assume(x > 0)
        return d

    def hint(x: Real):
        """A hint nobody knows."""
        with derivation(x) as d:
            d.le(x + 1, wish=True)
        return d

    assert "before the first step" in outcome(late).reason
    assert "wish" in outcome(hint).reason

    def decided(x: Real):
        """SymPy knows it before."""
        return holds(x <= x + 1)

    assert "write a derivation" in outcome(decided).reason


def test_a_defect_of_a_claim_makes_it_undecided() -> None:
    def broken(x: Real):
        """Breaks."""
        raise ZeroDivisionError("by the author")

    def nothing(x: Real):
        """Returns nothing."""

    assert outcome(broken).verdict == "undecided"
    assert outcome(nothing).verdict == "undecided"


def test_a_claim_has_a_sentence_and_domains() -> None:
    with pytest.raises(RuleError, match="sentence"):
        claim(source="ng2017")(lambda: None)

    def untyped(x):
        """No domain."""
        return holds(x <= x)

    assert "no domain" in outcome(untyped).reason


def test_chains_of_inequalities_keep_their_strictness() -> None:
    def up(x: Positive, y: Positive):
        """x <= x + y < x + y + 1."""
        with derivation(x) as d:
            d.lt(x + y, because="y > 0")
            d.eq(y + x, because="either way round")
            d.le(y + x + x**2, because="a square")
        return d

    def down(x: Positive):
        """x + 1 > x >= 0."""
        with derivation(x + 1) as d:
            d.gt(x)
            d.ge(0)
        return d

    def both(x: Real):
        """Up and down."""
        with derivation(x) as d:
            d.le(x + 1)
            d.ge(x)
        return d

    proof = outcome(up)
    assert proof.certificate["statement"]["conclusions"][0][0] == "<"
    assert outcome(down).certificate["statement"]["conclusions"][0][:2] == ["<", 0]
    assert outcome(both).verdict == "undecided"


def test_implications_and_lemmas() -> None:
    def stable(s: Real, b: Decay):
        """Stable for 0 < s < 2 (1 + b)."""
        with supposing(s > 0, s < 2 * (1 + b)) as if_:
            if_.then(cite("schur-cohn", p=-(1 + b - s), q=b))
        return if_

    def too_far(s: Real, b: Decay):
        """Stable for 0 < s < 3 (1 + b)."""
        with supposing(s > 0, s < 3 * (1 + b)) as if_:
            if_.then(cite("schur-cohn", p=-(1 + b - s), q=b))
        return if_

    def impossible(x: Real):
        """From x < 0 < x."""
        with supposing(x > 0, x < 0) as if_:
            if_.then(holds(x**2 < 0))
        return if_

    proof = outcome(stable)
    assert proof.verdict == "proved"
    assert proof.lemmas == ("schur-cohn",)
    assert "resting on" in proof.text()
    assert outcome(too_far).verdict == "undecided"
    assert outcome(impossible).verdict == "undecided"


def test_what_is_supposed_does_not_leak() -> None:
    def leak(x: Real):
        """Uses a supposition outside."""
        with supposing(x > 1) as if_:
            if_.then(holds(x > 0))
        return holds(x > 0)

    assert outcome(leak).verdict == "undecided"


def test_facts_for_other_values() -> None:
    def cauchy(t: Steps, a: Sequence, b: Sequence):
        """Cauchy's inequality."""
        k = index("k")
        squares = holds(Sum((a(k) * b(t + 1) - a(t + 1) * b(k)) ** 2, (k, 1, t)) >= 0)
        with derivation(Sum(a(k) * b(k), (k, 1, t)) ** 2) as d:
            d.le(
                Sum(a(k) ** 2, (k, 1, t)) * Sum(b(k) ** 2, (k, 1, t)),
                because="by induction",
                induction=t,
                using=squares,
            )
        ones = at(d, {b: (k, k - k + 1)})
        with derivation(Sum(a(k), (k, 1, t)) ** 2) as mean:
            mean.le(t * Sum(a(k) ** 2, (k, 1, t)), because="with b = 1", using=ones)
        return mean

    assert outcome(cauchy).verdict == "proved"


def test_expectations() -> None:
    def unbiased(beta: Decay, t: Steps, y: RandomSequence, m: Real):
        """E v_t = m (1 - beta^t)."""
        i = index("i")
        same = assume_all(equation(expectation(y(i)), m), (i, Steps))
        v = recursion("ewma", input=y, beta=beta)
        with derivation(expectation(v(t))) as d:
            d.eq(m * (1 - beta**t), because="induction", induction=t, using=same)
        return d

    def independent(y: RandomSequence):
        """E(y_1 y_2) = E y_1 E y_2 without a word of independence."""
        with derivation(expectation(y(1) * y(2))) as d:
            d.eq(expectation(y(1)) * expectation(y(2)))
        return d

    def by_cases(y: RandomSequence):
        """(E|y|)^2 = (E y)^2, by the sign of y."""
        with derivation(expectation(abs(y(1))) ** 2) as d:
            d.eq(expectation(y(1)) ** 2, cases=[y(1) >= 0])
        return d

    assert outcome(unbiased).verdict == "proved"
    assert outcome(unbiased).lemmas == ("linearity-of-expectation",)
    assert outcome(independent).verdict == "undecided"
    assert outcome(by_cases).verdict == "undecided"


def test_limits_and_series() -> None:
    def window():
        """(1 - e)^(1/e) -> 1/e."""
        e = variable("epsilon")
        with derivation(Limit((1 - e) ** (1 / e), e, 0, side="+", far=1)) as d:
            d.eq(exp(-1), because="power series")
        return d

    def wrong():
        """(1 - e)^(1/e) -> 1."""
        e = variable("epsilon")
        with derivation(Limit((1 - e) ** (1 / e), e, 0, side="+", far=1)) as d:
            d.eq(1)
        return d

    def powers(beta: Decay):
        """1/(1 - beta^t) -> 1."""
        t = index("t")
        with derivation(Limit(1 / (1 - beta**t), t, "oo")) as d:
            d.eq(1)
        return d

    def at_one(beta: Positive):
        """beta^t -> 0 for every beta > 0."""
        t = index("t")
        with derivation(Limit(beta**t, t, "oo")) as d:
            d.eq(0)
        return d

    def second_order():
        """A series with a wrong coefficient."""
        e = variable("epsilon")
        with derivation(Series(log(1 - e), e, 3)) as d:
            d.eq(-e - Rational(1, 3) * e**2)
        return d

    assert outcome(window).verdict == "proved"
    assert outcome(wrong).verdict == "undecided"
    assert outcome(powers).verdict == "proved"
    assert outcome(at_one).verdict == "undecided"
    assert outcome(second_order).verdict == "undecided"


def test_several_statements_at_once() -> None:
    def pair(t: Steps):
        """Two sequences that need each other."""
        p = sequence("p", lambda t, p: p(t - 1) + 2 * t - 1, start=0)
        q = sequence("q", lambda t, q: q(t - 1) + p(t - 1) - (t - 1) ** 2, start=0)
        return together((p(t), "=", t**2), (q(t), "=", 0), because="induction", induction=t)

    assert outcome(pair).verdict == "proved"


def test_roots_and_maxima() -> None:
    def means(x: Positive, y: Positive):
        """The geometric mean is at most the arithmetic."""
        with derivation(sqrt(x * y)) as d:
            d.le((x + y) / 2, because="square both sides")
            d.le(maximum(x, y), because="neither is larger than the maximum")
        return d

    def wrong(x: Positive, y: Positive):
        """The other way round."""
        with derivation((x + y) / 2) as d:
            d.le(sqrt(x * y))
        return d

    assert outcome(means).verdict == "proved"
    assert outcome(wrong).verdict == "undecided"


def test_refutations_are_replayed() -> None:
    def shrinks(beta: Decay, g: Sequence):
        """The average never exceeds the last input."""
        v = recursion("ewma", input=g, beta=beta)
        return refute(v(2) <= g(2), at={beta: Rational(1, 2), g: [3, 1]})

    def not_false(beta: Decay, g: Sequence):
        """The average never exceeds the last input."""
        v = recursion("ewma", input=g, beta=beta)
        return refute(v(2) <= g(2), at={beta: Rational(1, 2), g: [1, 3]})

    proof = outcome(shrinks, "refuted")
    assert proof.verdict == "refuted"
    assert "5/4" in proof.text()
    assert outcome(not_false, "refuted").verdict == "undecided"


def test_the_hypotheses_of_a_witness_are_checked() -> None:
    def outside(x: Positive):
        """A witness outside the domain."""
        return refute(x > 0, at={x: -1})

    def against(x: Real):
        """A witness against the hypothesis."""
        assume(x > 5)
        return refute(x > 4, at={x: 3})

    assert outcome(outside, "refuted").verdict == "undecided"
    assert outcome(against, "refuted").verdict == "undecided"
