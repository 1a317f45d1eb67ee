"""Checks the certificates of maps between rules, and of there being none.

Nothing is solved and nothing simplified here: maps are put in, and the proof kernel reads both
sides of an identity into one normal form, or checks the steps of a derivation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symopt.equivalence.absence import NO_MAP, check_no_map
from symopt.equivalence.context import (
    ANY_REAL,
    assume_defined,
    bounds,
    nonnegative_states,
    note_roots,
    open_context,
)
from symopt.equivalence.roots import rooted
from symopt.equivalence.shape import check_recursion, over, same
from symopt.equivalence.terms import plus
from symopt.errors import SymoptError
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import (
    Prop,
    Rejected,
    Term,
    freeze,
    substitute,
)

SIMULATION, INVERSE = "symopt-simulation-1", "symopt-inverse-1"
THETA: Term = ("sym", "theta")
TIME: Term = ("sym", "t")


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
    check_recursion(data["of"])
    check_recursion(data["by"])
    of, by = data["of"], data["by"]
    if of["kind"] != by["kind"]:
        raise Rejected("an optimizer and an average")
    hypers = dict(of["hyperparameters"])
    old = {name: (initial, update) for name, initial, update in of["states"]}
    positive = data["positive"]
    if not set(positive) <= set(hypers):
        raise Rejected("a condition on what is no hyperparameter")
    context = open_context(of["hyperparameters"], positive, old, nonnegative_states(of, positive))
    assumed = assume_defined(context, [of["query"], *(u for _, u in old.values()), of["output"]])

    context.normal = rooted(context, data["factors"], set(hypers))
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
            over(term, set(hypers) | set(old) | {"t"})
            here[name] = term
    over(shift, set(hypers) | set(old))
    if of["kind"] == "optimizer":
        here["theta"] = plus(THETA, shift)
    elif shift != 0:
        raise Rejected("an average has no parameter that could be shifted")

    after = {name: update for name, (_, update) in old.items()}
    if of["kind"] == "optimizer":
        same(context, substitute(by["query"], here), of["query"], "the queries")
        moved = plus(of["output"], substitute(shift, after))
        same(context, substitute(by["output"], here), moved, "the parameters")
    else:
        same(context, substitute(by["output"], here), of["output"], "the outputs")
    start = {name: initial for name, (initial, _) in old.items()}
    same(context, substitute(shift, start), 0, "the first queries")
    for name, initial, update in by["states"]:
        if states[name] is None:
            continue
        new = substitute(states[name], {**after, "t": ("+", TIME, 1)})
        same(context, substitute(update, here), new, f"the new values of {name}")
        first = substitute(states[name], {**start, "t": 1})
        same(context, first, initial, f"the first values of {name}")
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
    for term in values.values():
        over(term, allowed)
    note_roots(context, hypers.items(), values.values())
    for name, term in values.items():
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
    for term in back.values():
        over(term, set(by))
    note_roots(context, by.items(), back.values())
    for name, term in back.items():
        for prop in bounds(term, of[name]):
            context.show(prop)
    for name, term in forward.items():
        over(term, set(of))
        same(context, substitute(term, back), ("sym", name), f"{name} and its image")
    return ()
