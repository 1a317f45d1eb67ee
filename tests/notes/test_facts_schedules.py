"""Formulas and tables of a rate, held against the catalogue."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from facts_help import findings, last
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import schedules
from symopt.notes import check
from symopt.notes.document import Prose, Table
from symopt.notes.facts.closeness import Given
from symopt.notes.facts.enclosure import Enclosure
from symopt.notes.facts.fitting import FAMILIES, Row, fit
from symopt.notes.facts.waves import cosine
from symopt.notes.source import Excerpt

KNOWN = [
    (r"\eta = \frac{\eta_0}{1 + \lambda n}", "identical", "inverse-time"),
    (r"lr = \frac{1}{1 + decay\_rate * epoch} * lr_0", "identical", "inverse-time"),
    (r"\eta_t = \frac{\eta_0}{1 + t/T}", "equivalent", "inverse-time"),
    (r"\eta = 0.9^{epoch} \eta_0", "identical", "exponential"),
    (r"\eta_t = \eta_0 e^{-k t}", "equivalent", "exponential"),
    (r"\eta = \eta_0 \gamma^{n-1}", "identical", "exponential"),
    (r"\alpha = \frac{c}{\sqrt{epoch}} \alpha_0", "identical", "inverse-sqrt"),
    (r"\alpha_t = \frac{\alpha_0}{\sqrt{t}}", "identical", "inverse-sqrt.steps"),
    (r"\eta_t = \eta_0 (1 - \frac{t}{T})", "identical", "linear"),
]
WAVES_AND_RAMPS = [
    (r"\eta_t = \frac{\eta_0}{2} (1 + \cos(\pi t / T))", "cosine"),
    (r"lr_n = c + \frac{1}{2} (lr_0 - c) (1 + \cos\frac{n \pi}{N})", "cosine"),
    (r"\eta_t = \eta_0 \min(1, \frac{t}{W})", "linear.warmup"),
    (r"\eta_t = \frac{t}{W} \eta_0", "linear.warmup"),
    (r"\eta_t = \eta_0 (1 - \frac{t}{T})^q", "polynomial"),
    (r"\eta_t = \eta_0 (1 - \frac{t}{T})^2", "polynomial"),
]


@pytest.mark.parametrize(("formula", "rule"), WAVES_AND_RAMPS)
def test_annealing_by_a_cosine_or_a_power_and_warm_up(formula, rule):
    found = last(formula)
    assert (found.verdict, found.rule, found.severity) == ("identical", rule, "ok")


def test_what_rises_is_said_to_rise():
    found = last(r"\eta_t = \eta_{min} + \frac12 (\eta_{max} - \eta_{min}) (1 - \cos(\pi t/T))")
    assert (found.rule, found.severity) == ("cosine", "note")
    assert "rises" in found.message
    found = last(r"\eta_t = \eta_0 e^{k t}")
    assert (found.rule, found.severity) == ("exponential", "note")
    assert "grows" in found.message


SLIPS = [
    (r"\eta_t = \eta_0 \cdot 2^{\lfloor t/7 \rfloor}", "staircase"),  # grows
    (r"\eta_t = 3^{\lfloor t/7 \rfloor} \eta_0", "step"),  # grows, and has no better form
    (r"\eta_t = \eta_0 \cdot 0.3^{-\lfloor t/7 \rfloor}", "step"),
    (r"\eta_t = \eta_0 \cdot 0.3^{\lceil t/7 \rceil}", "step"),  # falls after the first epoch
    (r"\eta_t = \eta_0 \cdot 0.3^{\lfloor 7 t \rfloor}", "step"),
    (r"\eta_t = 0.97 \, \eta_0^{t}", "exponential"),  # the power is of the wrong one
    (r"\eta_n = \frac{\eta_0}{1 + c^n}", "inverse-time"),
    (r"\eta_n = \eta_0 (1 + \cos(\pi n / N))", "cosine"),
    (r"\eta_n = 1 + \frac{1}{c n} \eta_0", "inverse-time"),
]


@pytest.mark.parametrize(("formula", "rule"), SLIPS)
def test_schedules_that_grow_or_have_a_slip_are_wrong(formula, rule):
    found = last(formula)
    assert (found.verdict, found.severity, found.rule) == ("different", "error", rule)


def test_a_count_from_one_may_be_rounded_up():
    found = last(r"\eta_t = \eta_0 \cdot 0.3^{\lceil t/7 \rceil - 1}")
    assert (found.verdict, found.rule, found.severity) == ("identical", "step", "ok")


def test_warm_up_that_takes_the_greater_is_mended():
    found = last(r"\eta_t = \eta_0 \max(1, \frac{t}{W})")
    assert (found.verdict, found.rule, found.severity) == ("different", "linear.warmup", "error")


@given(st.fractions(min_value=-7, max_value=7, max_denominator=50))
def test_a_cosine_is_enclosed(angle):
    with mpmath.workdps(60):
        exact = mpmath.cos(mpmath.mpf(angle.numerator) / angle.denominator)
        found = cosine(Enclosure.of(angle))
        low, high = (mpmath.mpf(e.numerator) / e.denominator for e in (found.low, found.high))
        assert low - mpmath.mpf(10) ** -50 <= exact <= high + mpmath.mpf(10) ** -50
        assert high - low < mpmath.mpf(10) ** -50


GARBLED = [
    (r"\eta_t = \frac{k}{\sqrt{t} \eta_0}", r"\eta_t = \frac{k}{\sqrt{t}} \eta_0"),
    (r"\eta = (1 + \lambda n) \eta_0", None),
    (r"\eta = \frac{\eta_0}{1 + \lambda + n}", None),
    (r"\eta = \frac{\eta_0}{(1 + \lambda) n}", None),
    (r"\eta = \frac{\eta_0}{1 - \lambda n}", None),
]


@pytest.mark.parametrize(("formula", "verdict", "rule"), KNOWN)
def test_schedules_of_the_catalogue(formula, verdict, rule):
    found = last(formula)
    assert (found.kind, found.verdict, found.rule) == ("schedule", verdict, rule)
    assert found.severity == "ok"


@pytest.mark.parametrize(("formula", "suggestion"), GARBLED)
def test_garbled_schedules_are_mended(formula, suggestion):
    found = last(formula)
    assert (found.kind, found.verdict, found.severity) == ("schedule", "different", "error")
    assert suggestion is None or found.suggestion == suggestion
    again = last(found.suggestion)
    assert again.verdict == "identical"


def test_a_schedule_that_is_not_in_the_catalogue_is_no_error():
    found = last(r"\eta_t = \frac{\eta_0}{2} (1 + \tanh(t / T))")
    assert (found.verdict, found.severity) == ("different", "note")


@pytest.mark.parametrize("formula", ["w = w_0 - a t", "n = 500 k", r"x_t = \frac{x_{t-1}}{1 + t}"])
def test_other_formulas_are_no_schedules(formula):
    found = last(formula)
    assert found is None or found.kind != "schedule"


# Tables


def text_table(values: dict[int, str]) -> Prose:
    rows = "\n".join(f"{epoch}\t{value}" for epoch, value in values.items())
    return Prose(Excerpt.of(f"epoch\tη\n{rows}\n:\t:", 10))


def cell_table(values: dict[int, str]) -> Table:
    rows = [("Epoch", r"$\eta$"), *((str(n), f"${v}$") for n, v in values.items())]
    cells = (tuple(Excerpt.of(cell, 10 + i) for cell in row) for i, row in enumerate(rows))
    return Table(tuple(cells))


FORMULA = r"\eta = \frac{\eta_0}{1 + \lambda n}"


@pytest.mark.parametrize("made", [text_table, cell_table])
def test_a_table_off_by_ten(made):
    block = made({1: "0.3", 2: "2.0", 3: "1.5", 4: "1.2"})
    *_, found = findings(FORMULA, blocks=(block,))
    assert (found.kind, found.verdict, found.severity) == ("schedule", "different", "error")
    assert found.witness == {"2": "0.2", "3": "0.15", "4": "0.12"}
    assert found.place.line == 10


def test_a_table_that_fits():
    block = text_table({1: "0.3", 2: "0.2", 3: "0.15", 4: "0.12"})
    *_, found = findings(FORMULA, blocks=(block,))
    assert (found.verdict, found.severity, found.rule) == ("identical", "ok", "inverse-time")
    assert found.map == {"initial": "0.6", "decay": "1"}


def test_a_table_is_checked_with_stated_parameters():
    stated = (FORMULA, r"\eta_0 = 0.6", r"\lambda = 1")
    right = text_table({1: "0.3", 2: "0.2", 3: "0.15"})
    wrong = text_table({1: "0.3", 2: "0.2", 3: "0.12"})
    assert findings(*stated, blocks=(right,))[-1].verdict == "identical"
    found = findings(*stated, blocks=(wrong,))[-1]
    assert found.verdict == "different"
    assert found.witness == {"3": "0.15"}


def test_the_row_off_the_others_is_named():
    block = text_table({1: "0.300", 2: "0.200", 3: "0.150", 4: "0.130", 5: "0.100"})
    found = findings(FORMULA, blocks=(block,))[-1]
    assert found.verdict == "different"
    assert found.witness == {"4": "0.12"}


def test_other_tables_are_silent():
    assert findings(blocks=(text_table({1: "0.1", 2: "0.7", 3: "0.03"}),)) == []
    accuracy = Prose(Excerpt.of("epoch\taccuracy\n1\t0.5\n2\t0.6\n3\t0.9", 1))
    assert findings(blocks=(accuracy,)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["inverse-time", "exponential", "inverse-sqrt", "linear"]),
    st.integers(1, 40),
    st.integers(1, 95),
    st.integers(3, 6),
    st.booleans(),
)
def test_rounded_values_of_a_schedule_always_fit_it(name, initial, share, length, cut):
    """Whatever the parameters were, some fit."""
    start, share_ = Fraction(initial, 20), Fraction(share, 100)
    parameters = {
        "inverse-time": {"decay": share_},
        "exponential": {"base": share_},
        "inverse-sqrt": {"k": Fraction(1)},
        "linear": {"final": Fraction(0), "length": Fraction(30)},
    }[name]
    rows = []
    for epoch in range(1, length + 1):
        if name == "inverse-sqrt":
            value = Fraction(start / Fraction(epoch**0.5).limit_denominator(10**12))
        else:
            value = Fraction(schedules.get(name).at(Fraction(epoch), start, **parameters))
        shown = Fraction(value * 10**4 // 1 if cut else round(value * 10**4), 10**4)
        if shown <= Fraction(1, 1000):
            return
        rows.append(Row.of(epoch, Given(shown, Fraction(1, 10**4), 4, decimal=True), cut))
    assert fit(name, rows) is not None


def test_no_family_fits_what_it_cannot():
    rows = [Row(n, v, v) for n, v in ((1, Fraction(1)), (2, Fraction(3)), (3, Fraction(2)))]
    assert all(fit(name, rows) is None for name in FAMILIES)


def test_a_rate_with_a_mark_is_judged_beside_the_rule_that_uses_it() -> None:
    page = (
        "$$\nr \\leftarrow r + g^2 \\\\\n"
        "\\bar{\\eta} \\leftarrow \\frac{\\eta}{1 + (t - 1) k} \\\\\n"
        "w \\leftarrow w - \\frac{\\bar{\\eta} g}{\\sqrt{r} + \\epsilon}\n$$\n"
    )
    found = {f.kind: f for f in check(page.encode(), name="a.md").findings}
    assert found["schedule"].rule == "inverse-time"
    assert found["update"].rule == "adagrad"


def test_a_formula_for_what_a_rule_reads_is_never_silent() -> None:
    page = (
        "$$\nz \\leftarrow \\frac{q^2 + p}{\\sqrt{q p}} \\\\\n"
        "v \\leftarrow \\beta v + (1 - \\beta) g \\\\\n"
        "w \\leftarrow w - z v\n$$\n"
    )
    findings = check(page.encode(), name="a.md").findings
    assert any("z" in f.text or "unused-line" in f.lints for f in findings)
