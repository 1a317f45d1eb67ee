"""Checks the certificates of maps between rules, and of there being none.

Nothing is solved and nothing simplified here: maps are put in, and the proof kernel reads both
sides of an identity into one normal form, or checks the steps of a derivation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symopt.errors import SymoptError
from symopt.equivalence.context import (
    ANY_REAL,
    assume_defined,
    bounds,
    nonnegative_states,
    open_context,
)
from symopt.equivalence.terms import plus, rational, tidy
from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    Term,
    check_term,
    free_names,
    freeze,
    substitute,
)

SIMULATION, INVERSE, NO_MAP = "symopt-simulation-1", "symopt-inverse-1", "symopt-no-map-1"
THETA: Term = ("sym", "theta")
TIME: Term = ("sym", "t")
FALSE: Prop = ("=", 1, 0)
MAX_STEPS, MAX_RUNS = 8, 40
TABLE_WORK = 12_000_000


@dataclass(frozen=True)
class Checked:
    """What a verifier found; `assumed` is what must hold for both sides to have a value."""

    accepted: bool
    reason: str = ""
    assumed: tuple[Prop, ...] = ()


def verify(certificate: Any) -> Checked:
    """Check a certificate of a map, or of there being no map.

    Parameters
    ----------
    certificate : dict
        As `Comparison.certificates` has them, or as read from JSON.

    Examples
    --------
    >>> verify({"format": "something else"}).accepted
    False
    """
    try:
        data = freeze(certificate)
        if not isinstance(data, dict):
            raise Rejected("not a certificate")
        kinds = {SIMULATION: check_simulation, INVERSE: check_inverse, NO_MAP: check_no_map}
        if data.get("format") not in kinds:
            raise Rejected("not a certificate of this kind")
        assumed = kinds[data["format"]](data)
    except Rejected as problem:
        return Checked(False, str(problem))
    except RecursionError:
        return Checked(False, "nested too deeply")
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        SymoptError,
    ) as problem:
        return Checked(False, f"malformed: {type(problem).__name__}: {problem}")
    return Checked(True, "", assumed)


def check_simulation(data: Mapping[str, Any]) -> tuple[Prop, ...]:
    """Check that one rule does what another does, under a map of its hyperparameters and states.

    By induction over the steps: at the start the states correspond, and if they do before a
    step, then the queries are the same and they do after it, whatever the gradient was.
    """
    of, by = data["of"], data["by"]
    _check_recursion(of)
    _check_recursion(by)
    if of["kind"] != by["kind"]:
        raise Rejected("an optimizer and an average")
    hypers = dict(of["hyperparameters"])
    old = {name: (initial, update) for name, initial, update in of["states"]}
    positive = data["positive"]
    if not set(positive) <= set(hypers):
        raise Rejected("a condition on what is no hyperparameter")
    context = open_context(
        of["hyperparameters"], positive, old, nonnegative_states(of, positive)
    )
    assumed = assume_defined(context, [of["query"], *(u for _, u in old.values()), of["output"]])

    values = _hyperparameters(context, data, hypers)
    states, shift = dict(data["states"]), data["shift"]
    here: dict[str, Term] = dict(values)
    for name, _, _ in by["states"]:
        term = states[name]
        if term is None:  # whatever its value is
            context.declare(f"any {name}", ANY_REAL)
            here[name] = ("sym", f"any {name}")
        else:
            # A state may be a function of t: a running product is a power.
            _over(term, set(hypers) | set(old) | {"t"})
            here[name] = term
    _over(shift, set(hypers) | set(old))
    if of["kind"] == "optimizer":
        here["theta"] = plus(THETA, shift)
    elif shift != 0:
        raise Rejected("an average has no parameter that could be shifted")

    after = {name: update for name, (_, update) in old.items()}
    if of["kind"] == "optimizer":
        _same(context, substitute(by["query"], here), of["query"], "the queries")
        moved = plus(of["output"], substitute(shift, after))
        _same(context, substitute(by["output"], here), moved, "the parameters")
    else:
        _same(context, substitute(by["output"], here), of["output"], "the outputs")
    start = {name: initial for name, (initial, _) in old.items()}
    _same(context, substitute(shift, start), 0, "the first queries")
    for name, initial, update in by["states"]:
        if states[name] is None:
            continue
        new = substitute(states[name], {**after, "t": ("+", TIME, 1)})
        _same(context, substitute(update, here), new, f"the new values of {name}")
        first = substitute(states[name], {**start, "t": 1})
        _same(context, first, initial, f"the first values of {name}")
    return assumed


def _hyperparameters(
    context: Context, data: Mapping[str, Any], hypers: Mapping[str, str]
) -> dict[str, Term]:
    """Read the map of hyperparameters: constant, defined, and into the domains."""
    values = dict(data["hyperparameters"])
    domains = dict(data["by"]["hyperparameters"])
    if set(values) != set(domains):
        raise Rejected("a map that does not say every hyperparameter")
    allowed = set(hypers) | ({"t"} if data["varying"] == 1 else set())
    for name, term in values.items():
        _over(term, allowed)
        for prop in bounds(term, domains[name]):
            context.show(prop)
    return values


def check_inverse(data: Mapping[str, Any]) -> tuple[Prop, ...]:
    """Check that every setting of one rule is the image of one of the other.

    Together with a simulation that uses the map `forward`, this makes two rules equivalent: each
    setting of either does what some setting of the other does.
    """
    of, by = dict(data["of"]), dict(data["by"])
    forward, back = dict(data["forward"]), dict(data["back"])
    if set(forward) != set(by) or set(back) != set(of):
        raise Rejected("a map that does not say every hyperparameter")
    context = open_context(tuple(by.items()), data["positive"])
    for name, term in back.items():
        _over(term, set(by))
        for prop in bounds(term, of[name]):
            context.show(prop)
    for name, term in forward.items():
        _over(term, set(of))
        _same(context, substitute(term, back), ("sym", name), f"{name} and its image")
    return ()


def _over(term: Term, names: set[str]) -> None:
    check_term(term)
    if not free_names(term) <= names:
        raise Rejected("a map of something else")


def _same(context: Context, a: Term, b: Term, what: str) -> None:
    if not context.normal.equal(a, b):
        raise Rejected(f"{what} are not the same")


def _check_recursion(data: Mapping[str, Any]) -> None:
    names = {name for name, _ in data["hyperparameters"]} | {s[0] for s in data["states"]}
    if len(names) != len(data["hyperparameters"]) + len(data["states"]):
        raise Rejected("one name for two things")
    given = {"y"} if data["kind"] == "average" else {"theta", "g"}
    if names & {"theta", "g", "y", "t"}:
        raise Rejected("a name that is taken")
    for term in (data["output"], *(s[2] for s in data["states"])):
        _over(term, names | given | {"t"})
    _over(data["query"], (names | given | {"t"}) - {"g"})
    for _, initial, _ in data["states"]:
        _over(initial, set())


def check_no_map(data: Mapping[str, Any]) -> tuple[Prop, ...]:
    """Check that one rule, at certain hyperparameters, is never what the other is.

    The queries of the one after certain gradients are numbers; the steps derive 1 = 0 from the
    other having the same ones, for unknown hyperparameters.
    """
    of, by = data["of"], data["by"]
    _check_recursion(of)
    _check_recursion(by)
    if of["kind"] != by["kind"]:
        raise Rejected("an optimizer and an average")
    values = dict(data["at"])
    known = open_context(())
    if set(values) != {name for name, _ in of["hyperparameters"]}:
        raise Rejected("not a value for every hyperparameter")
    for name, domain in of["hyperparameters"]:
        _over(values[name], set())
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
    from symopt.equivalence.context import kernel_domain

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
        _over(term, set())
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
