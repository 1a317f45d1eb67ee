"""Rules with one slip: what was wrong with which line is said, and the line that is right."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from judging_help import algorithm_of, judged, refits, runs_as_mapped

from symopt import rules
from symopt.formula import Call, Name
from symopt.notes.checking import check
from symopt.notes.judging.edit import single_edits
from symopt.notes.judging.scope import scope_of
from symopt.notes.judging.slip import UNUSUAL
from symopt.notes.meaning import understand
from symopt.notes.statement import Algorithm
from symopt.steps import read_expression

SLIPS = [
    # (rule, line, the slip, how the finding begins)
    ("adam", "v", "beta2*v + (1 - beta2)*g", "v lacks the square of g: write v = "),
    ("adam", "mhat", "m/(1 - beta1)", "mhat lacks the power t of beta1: write mhat = "),
    ("adam", "theta", "theta - alpha*g/(sqrt(vhat) + epsilon)", "theta has g where mhat belongs"),
    ("adam", "theta", "theta - alpha*mhat/(vhat + epsilon)", "theta lacks the root of vhat"),
    ("rmsprop", "theta", "theta - alpha*g/sqrt(s) + epsilon", "theta lacks brackets: epsilon"),
    ("rmsprop", "s", "rho*s + (1 - rho*g**2)", "s lacks brackets around 1 - rho: write s = "),
    ("adagrad", "s", "g**2", "s forgets the value before: write s = s + g**2"),
    ("adagrad", "theta", "theta + alpha*g/(sqrt(s) + epsilon)", "theta has a wrong sign before"),
    ("nesterov", "g", "grad(theta + alpha*v)", "g has alpha where mu belongs: write g = "),
    ("adamax", "u", "maximum(beta2*u, g)", "u lacks the bars around g: write u = "),
    ("ewma.corrected", "vhat", "v/(1 - beta)**t", "vhat has the power t outside"),
]

INSTEAD = [
    # A slip that makes another rule of a rule.
    ("momentum", "theta", "theta - alpha*g", "gd", "theta has g where v belongs"),
    ("rmsprop", "s", "s + (1 - rho)*g**2", "adagrad", "s lacks the factor rho of s"),
    ("amsgrad.eps", "vmax", "v", "adam.uncorrected", "vmax lacks the maximum with"),
]


@pytest.mark.parametrize(("rule", "line", "slip", "begins"), SLIPS)
def test_a_slip_is_undone(rule: str, line: str, slip: str, begins: str) -> None:
    algorithm = algorithm_of(rule, lines={line: slip})
    found = judged(algorithm, against=rule)
    assert found.verdict == "different"
    assert found.severity == "error"
    assert found.message.startswith(begins)
    assert found.rule == rule
    assert found.suggestion is not None
    assert found.witness is not None


@pytest.mark.parametrize(("rule", "line", "slip", "instead", "begins"), INSTEAD)
def test_a_slip_may_make_another_rule(
    rule: str, line: str, slip: str, instead: str, begins: str
) -> None:
    found = judged(algorithm_of(rule, lines={line: slip}), against=rule)
    assert found.verdict in ("identical", "equivalent")
    assert (found.rule, found.severity) == (instead, "error")
    assert "mislabelled" in found.lints
    assert found.message.startswith(begins)


def test_the_finding_stands_at_the_line() -> None:
    algorithm = algorithm_of("rmsprop", lines={"s": "rho*s + (1 - rho)*g"})
    (line,) = (line for line in algorithm.assignments if line.target.name == "s")
    assert judged(algorithm).place == line.excerpt.start


def test_two_slips_are_undone_where_it_is_said_what_is_meant() -> None:
    lines = {"v": "beta2*v + (1 - beta2)*g", "mhat": "m/(1 - beta1)"}
    found = judged(algorithm_of("adam", lines=lines), against="adam")
    assert (found.verdict, found.rule, found.severity) == ("different", "adam", "error")
    assert found.suggestion is not None
    assert found.suggestion.count(" = ") == 2


def test_a_state_replaced_by_its_corrected_value_gets_a_name() -> None:
    algorithm = algorithm_of("adam")
    lines = tuple(
        replace(line, target=Name(line.target.name.removesuffix("hat")))
        if line.target.name != "theta"
        else replace(line, formula=read_expression("theta - alpha*m/(sqrt(v) + epsilon)"))
        for line in algorithm.assignments
    )
    found = judged(replace(algorithm, assignments=lines))
    assert (found.verdict, found.rule, found.severity) == ("different", "adam", "error")
    assert found.suggestion is not None
    assert "m_hat = m/(1 - beta1**t)" in found.suggestion
    assert "v_hat = v/(1 - beta2**t)" in found.suggestion


def test_lines_in_a_wrong_order_are_put_right() -> None:
    algorithm = algorithm_of("momentum")
    g, v, theta = algorithm.assignments
    found = judged(replace(algorithm, assignments=(g, theta, v)), against="momentum")
    assert (found.verdict, found.rule, found.severity) == ("different", "momentum", "error")
    assert found.message.startswith("theta is worked out before v has its new value")


def test_what_is_in_no_catalogue_is_no_error() -> None:
    lines = {"theta": "theta - alpha*v - alpha*v**3/(1 + v**2)"}
    found = judged(algorithm_of("momentum", lines=lines))
    assert (found.verdict, found.severity) == ("different", "note")
    assert found.message.startswith("not in the catalogue")


def test_a_counter_from_zero_has_no_first_step() -> None:
    lines = {"mhat": "m/(1 - beta1**(t - 1))"}
    found = judged(algorithm_of("adam", lines=lines), against="adam")
    assert found.verdict == "different"
    assert "divides by zero" in (found.reason or "")


CROSSED = """
def step(p, q, dp, dq, mp, mq, rate=0.1, share=0.9):
    mp = share * mp + (1 - share) * dp
    mq = share * mq + (1 - share) * dq
    p = p - rate * mp
    q = q - rate * mp
    return p, q, mp, mq
"""


def test_a_state_of_the_other_copy_is_exchanged_for_the_own_one() -> None:
    (found,) = [f for f in check(CROSSED.encode(), name="a.py").findings if f.kind == "update"]
    assert (found.verdict, found.severity, found.rule) == ("different", "error", "momentum")
    assert found.suggestion == "q = q - rate * mq"


def mutants(rule: str, count: int) -> list[Algorithm]:
    """Return a rule with one slip, in as many ways."""
    algorithm = algorithm_of(rule)
    scope = scope_of(algorithm.assignments, understand(algorithm).names)
    edits = [edit for edit in single_edits(algorithm, scope) if edit.cost < UNUSUAL]
    found = [edit.apply(algorithm) for edit in edits]
    # The gradient is asked for in a line of its own, as the runs here want it.
    runnable = [
        made
        for made in found
        if all(
            (isinstance(line.formula, Call), line.formula.text().count("grad")) == (True, 1)
            if line.target.name == "g"
            else "grad" not in line.formula.text()
            for line in made.assignments
        )
    ]
    return random.Random(rule).sample(runnable, min(count, len(runnable)))


@pytest.mark.slow
@pytest.mark.parametrize("rule", rules.names())
def test_mutants(rule: str) -> None:
    for mutant in mutants(rule, 4):
        found = judged(mutant, against=rule)
        if found.verdict in ("identical", "equivalent"):
            runs_as_mapped(mutant, found)
        elif found.verdict == "different" and found.witness is not None:
            # What a rule can do at some of its settings only is another rule, and that is said.
            assert not refits(mutant, str(found.rule)) or found.reason, mutant
