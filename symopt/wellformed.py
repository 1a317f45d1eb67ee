"""A rule checks its own statement when it is built."""

from __future__ import annotations

from symopt.errors import RuleError
from symopt.formula import Call, Name, Negative, Number, Power, Quotient
from symopt.signature import State
from symopt.steps import Trace


def check(name: str, kind: str, traced: Trace, states: tuple[State, ...]) -> None:
    """Check that every state is returned, the gradient asked for once, and all numbers are whole.

    Raises
    ------
    RuleError
        With the rule's name and, where there is one, the line.
    """
    _check_returns(name, kind, traced, tuple(s.name for s in states))
    _check_oracle(name, kind, traced)
    _check_numbers(name, traced)


def _check_returns(name: str, kind: str, traced: Trace, states: tuple[str, ...]) -> None:
    returned = tuple(value.name for value in traced.returns if isinstance(value, Name))
    if len(returned) != len(traced.returns):
        raise RuleError(f"{name}: return names only, as in `return theta, m, v`")
    first = "theta" if kind == "optimizer" else returned[0]
    # An average whose state is its output need not return it twice.
    if returned != (first, *states) and not (kind == "average" and returned == states):
        raise RuleError(
            f"{name}: returns {', '.join(returned)}; expected {', '.join((first, *states))}: "
            "the parameters (or the output), then every state in the order of the signature"
        )
    assigned = {step.name for step in traced.steps}
    for value in returned:
        if value not in assigned:
            raise RuleError(f"{name}: {value} is returned but never updated")


def _check_oracle(name: str, kind: str, traced: Trace) -> None:
    lines = [step for step in traced.steps if not step.copy]
    asking = [
        step
        for step in lines
        for node in step.formula.walk()
        if isinstance(node, Call) and node.function == "grad"
    ]
    expected = 1 if kind == "optimizer" else 0
    if len(asking) != expected:
        raise RuleError(f"{name}: the gradient is asked for {len(asking)} times, not {expected}")
    if asking and asking[0] is not lines[0]:
        raise RuleError(f"{name}, line {asking[0].line}: ask for the gradient in the first line")


def _check_numbers(name: str, traced: Trace) -> None:
    """Decimals in the body would make SymPy inexact, and 1/3 of Python is a decimal too."""
    for step in traced.steps:
        for node in step.formula.walk():
            # A whole number may be taken away, as in t - 1, but 2**-1 is a decimal too.
            power = isinstance(node, Power) and isinstance(node.exponent, Negative)
            divides = isinstance(node, Quotient) or power
            constant = divides and not node.names()
            if constant or (isinstance(node, Number) and node.value.denominator != 1):
                raise RuleError(
                    f"{name}, line {step.line}: write {node.text()} as a hyperparameter, "
                    "or divide or multiply by a whole number"
                )
