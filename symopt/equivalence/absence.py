"""Checks the certificates of there being no map between two rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symopt.equivalence.context import assume_defined, bounds, kernel_domain, open_context
from symopt.equivalence.shape import check_recursion, over
from symopt.equivalence.terms import rational, tidy
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Prop, Rejected, Term, substitute

NO_MAP = "symopt-no-map-1"
FALSE: Prop = ("=", 1, 0)
MAX_STEPS, MAX_RUNS = 8, 40
TABLE_WORK = 12_000_000


def check_no_map(data: Mapping[str, Any]) -> tuple[Prop, ...]:
    """Check that one rule, at certain hyperparameters, is never what the other is.

    The queries of the one after certain gradients are numbers; the steps derive 1 = 0 from the
    other having the same ones, for unknown hyperparameters.
    """
    of, by = data["of"], data["by"]
    check_recursion(of)
    check_recursion(by)
    if of["kind"] != by["kind"]:
        raise Rejected("an optimizer and an average")
    values = dict(data["at"])
    known = open_context(())
    if set(values) != {name for name, _ in of["hyperparameters"]}:
        raise Rejected("not a value for every hyperparameter")
    for name, domain in of["hyperparameters"]:
        over(values[name], set())
        for prop in bounds(values[name], domain):
            known.show(prop)
    context = Context(Table(TABLE_WORK))
    assumed = suppose_same(context, of, by, values, data["runs"])
    Checker().run(context, data["steps"])
    if not data["steps"] or data["steps"][-1]["prop"] != FALSE:
        raise Rejected("a derivation that does not end in 1 = 0")
    return assumed


def suppose_same(
    context: Context,
    of: Mapping[str, Any],
    by: Mapping[str, Any],
    values: Mapping[str, Term],
    runs: Any,
) -> tuple[Prop, ...]:
    """Declare unknown hyperparameters and assume that the queries after each run are the same.

    The hypotheses are named ``run0``, ``run1``, ...
    """
    if not 0 < len(runs) <= MAX_RUNS:
        raise Rejected("not so many runs")
    for name, domain in by["hyperparameters"]:
        context.declare(name, kernel_domain(domain))
    assumed: list[Prop] = []
    for number, (start, gradients) in enumerate(runs):
        first = observe(of, values, start, gradients)
        context.normal.read(first)  # refused if the numbers have no value
        second = observe(by, {}, start, gradients)
        assumed += assume_defined(context, [second])
        context.assume(f"run{number}", ("=", second, first))
    return tuple(assumed)


def observe(
    data: Mapping[str, Any], values: Mapping[str, Term], start: Term, inputs: tuple[Term, ...]
) -> Term:
    """Return the query after these gradients, or an average's output, as a term."""
    if not 0 < len(inputs) <= MAX_STEPS:
        raise Rejected("not so many steps")
    for term in (start, *inputs):
        over(term, set())
    states: dict[str, Term] = {name: initial for name, initial, _ in data["states"]}
    theta = start
    given = "y" if data["kind"] == "average" else "g"
    for step, value in enumerate(inputs, start=1):
        here = {**values, **states, "theta": theta, given: value, "t": rational(step)}
        theta = tidy(substitute(data["output"], here))
        states = {name: tidy(substitute(update, here)) for name, _, update in data["states"]}
    if data["kind"] == "average":
        return theta
    last = rational(len(inputs) + 1)
    return tidy(substitute(data["query"], {**values, **states, "theta": theta, "t": last}))
