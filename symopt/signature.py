"""A rule's signature is its schema: what is given, what is remembered, what can be set."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from symopt.domain import Domain, exact
from symopt.errors import RuleError

# What a signature may say of a hyperparameter, as an annotation.
Rate = Annotated[Any, Domain("[0, inf)")]
Decay = Annotated[Any, Domain("[0, 1)")]
Stabiliser = Annotated[Any, Domain("[0, inf)")]
Coefficient = Annotated[Any, Domain("[0, inf)")]


class _Scalar:
    """Marks a state that is one number, whatever the shape of the parameters."""


Scalar = Annotated[Any, _Scalar]


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A hyperparameter's name, its exact default and where it may lie."""

    name: str
    default: Fraction
    domain: Domain


@dataclass(frozen=True, slots=True)
class State:
    """A quantity a rule remembers: its name, initial value, and whether it is one number."""

    name: str
    initial: Fraction
    scalar: bool


def read_signature(
    function: Callable[..., Any], name: str
) -> tuple[tuple[str, ...], tuple[State, ...], tuple[Hyperparameter, ...]]:
    """Return what is given, the states and the hyperparameters that a signature declares.

    Raises
    ------
    RuleError
        A default or domain is missing, a default lies outside its domain, or what is given is
        not ``theta, grad[, t]`` or ``y[, t]``.
    """
    hints = typing.get_type_hints(function, include_extras=True)
    given: list[str] = []
    states: list[State] = []
    hyper: list[Hyperparameter] = []
    for parameter in inspect.signature(function).parameters.values():
        key, default = parameter.name, parameter.default
        marks = getattr(hints.get(key), "__metadata__", ())
        if parameter.kind is parameter.KEYWORD_ONLY:
            domain = next((mark for mark in marks if isinstance(mark, Domain)), None)
            if domain is None or default is parameter.empty:
                raise RuleError(
                    f"{name}: {key} needs a default and a domain, as in `{key}: Decay = 0.9`"
                )
            value = exact(default, f"{name}: {key}")
            if value not in domain:
                raise RuleError(f"{name}: the default {key} = {default} is outside {domain}")
            hyper.append(Hyperparameter(key, value, domain))
        elif default is parameter.empty:
            given.append(key)
        else:
            states.append(State(key, exact(default, f"{name}: {key}"), _Scalar in marks))
    if tuple(given) not in {("theta", "grad"), ("theta", "grad", "t"), ("y",), ("y", "t")}:
        raise RuleError(
            f"{name}: given are {', '.join(given) or 'no parameters'}; expected theta, grad[, t] "
            "for an optimizer or y[, t] for an average"
        )
    return tuple(given), tuple(states), tuple(hyper)
