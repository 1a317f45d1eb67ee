"""Algorithms made from rules, and runs of them that owe nothing to what judges them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from symopt import rules
from symopt.formula import (
    Absolute,
    Call,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from symopt.notes.finding import Finding
from symopt.notes.judging import judge
from symopt.notes.meaning import understand
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm, Assignment
from symopt.steps import read_expression

FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "maximum": max,
    "sign": lambda x: (x > 0) - (x < 0),
}


def algorithm_of(
    rule: str,
    lines: Mapping[str, str] | None = None,
    claims: tuple[str, ...] = (),
    **names: str,
) -> Algorithm:
    """Return a rule's lines as an author's: some replaced, hyperparameters renamed."""
    made = rules.get(rule)
    called = {name: Name(new) for name, new in names.items()}

    def change(name: Name) -> Formula:
        return called.get(name.name, Name(name.name))

    found: list[Assignment] = []
    for number, step in enumerate(made.code_steps(), start=1):
        own = (lines or {}).get(step.name)
        formula = step.formula if own is None else read_expression(own)
        text = Excerpt.of(f"{step.name} = ...", number)
        found.append(Assignment(Name(step.name), formula.map_names(change), text))
    output = made.output if made.kind == "average" else None
    start = found[0].excerpt
    initial: dict[str, Formula] = {state.name: Number(state.initial) for state in made.states}
    return Algorithm("", claims, tuple(found), start, "python", initial=initial, output=output)


def judged(
    algorithm: Algorithm, against: str | None = None, claims: tuple[str, ...] | None = None
) -> Finding:
    """Return the one finding about an algorithm."""
    if claims is not None:
        algorithm = replace(algorithm, claims=claims)
    (found,) = judge(algorithm, understand(algorithm), file="notes.md", against=against)
    return found


def runs_as_mapped(algorithm: Algorithm, found: Finding) -> None:
    """Run an algorithm beside the rule that it is said to be, with the map, on random gradients.

    The lines are run one by one, as Python would, and the rule is called as the function it is.
    """
    assert found.rule is not None
    assert found.map is not None
    rule = rules.get(found.rule)
    generator = random.Random(3)
    for _ in range(3):
        given = _Given(generator)
        hyper = {
            name: float(_value(read_expression(text), given, {}))
            for name, text in found.map["hyperparameters"].items()
        }
        inputs = [generator.choice((-1, 1)) * generator.uniform(0.2, 3) for _ in range(25)]
        own = _run(algorithm, given, inputs, average=rule.kind == "average")
        theirs = _call(rule, hyper, inputs)
        for a, b in zip(own, theirs, strict=True):
            assert math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9), (algorithm, found.map)


def refits(algorithm: Algorithm, name: str) -> bool:
    """Say whether least squares finds settings under which a rule and an algorithm run alike.

    Both ways: what does the same as a rule at some of the rule's settings only is another rule.
    Each at two settings: one may be a border at which rules meet, and what is no decay is drawn
    below and above one.
    """
    rule = rules.get(name)
    average = rule.kind == "average"
    generator = random.Random(5)
    inputs = [generator.choice((-1, 1)) * generator.uniform(0.2, 3) for _ in range(9)]

    def own(hyper: _Given) -> list[float]:
        return _run(algorithm, hyper, inputs, average=average)

    def theirs(hyper: _Given) -> list[float]:
        return _call(rule, {h.name: hyper[h.name] for h in rule.hyperparameters}, inputs)

    below_one = {h.name for h in rule.hyperparameters if h.domain.upper == 1}
    return all(
        _fits(one, other, _Given(generator, below_one, size), generator)
        for size in ((0.1, 0.9), (1.1, 3.0))
        for one, other in ((own, theirs), (theirs, own))
    )


def _fits(
    one: Callable[[_Given], list[float]],
    other: Callable[[_Given], list[float]],
    drawn: _Given,
    generator: random.Random,
) -> bool:
    """Say whether the other can run as one does at settings that are drawn."""
    names = _Given(generator)
    try:
        seen = np.array(one(drawn))
        other(names)  # asks for what there is to set
    except (ArithmeticError, ValueError, TypeError):
        return False

    def errors(point: Any) -> Any:
        hyper = _Given(generator)
        for name, x in zip(names, point, strict=True):
            hyper[name] = float(1 / (1 + np.exp(-x)) if name in drawn.below_one else np.exp(x))
        try:
            made = np.array(other(hyper), dtype=float)
        except (ArithmeticError, ValueError, TypeError):
            return np.full(len(seen), 1e3)
        return np.nan_to_num(made - seen, nan=1e3, posinf=1e3, neginf=-1e3)

    starts = [np.array([generator.gauss(0, 1.5) for _ in names]) for _ in range(8)]
    return min(_least(errors, start) for start in starts) <= 1e-7 * (1 + np.abs(seen).max())


def _least(errors: Callable[[Any], Any], point: Any) -> float:
    """Return the largest error that is left after some steps of Levenberg and Marquardt."""
    damping, here = 1e-2, errors(point)
    for _ in range(60):
        slopes = np.stack(
            [(errors(point + 1e-6 * e) - here) / 1e-6 for e in np.eye(len(point))], axis=1
        )
        normal = slopes.T @ slopes
        step = np.linalg.lstsq(
            normal + damping * (np.diag(np.diag(normal)) + 1e-12 * np.eye(len(point))),
            -slopes.T @ here,
            rcond=None,
        )[0]
        there = errors(point + np.clip(step, -2, 2))
        if there @ there < here @ here:
            point, here, damping = point + np.clip(step, -2, 2), there, damping / 5
        else:
            damping *= 4
    return float(np.abs(here).max())


class _Given(dict[str, Any]):
    """Values of hyperparameters, drawn when they are first asked for.

    Those below one from 0.1 to 0.9, and all others from a range of `size`.
    """

    def __init__(
        self,
        generator: random.Random,
        below_one: Collection[str] = (),
        size: tuple[float, float] = (0.1, 0.9),
    ) -> None:
        super().__init__()
        self.generator, self.below_one, self.size = generator, below_one, size

    def __missing__(self, name: str) -> float:
        low, high = (0.1, 0.9) if name in self.below_one else self.size
        self[name] = self.generator.uniform(low, high)
        return self[name]


def _value(formula: Formula, given: _Given, here: Mapping[str, Any]) -> float:
    def of(node: Formula) -> float:
        match node:
            case Number(value=value):
                return float(value)
            case Name(name=name):
                return here[name] if name in here else given[name]
            case Negative(term=term):
                return -of(term)
            case Sum(terms=terms):
                return math.fsum(map(of, terms))
            case Product(factors=factors):
                return math.prod(map(of, factors))
            case Quotient(top=top, bottom=bottom):
                return of(top) / of(bottom)
            case Power(base=base, exponent=exponent):
                return of(base) ** of(exponent)
            case Absolute(inside=inside):
                return abs(of(inside))
            case Call(function=function, arguments=arguments):
                return FUNCTIONS[function](*map(of, arguments))
            case _:
                raise AssertionError(node)

    return of(formula)


def _run(
    algorithm: Algorithm, given: _Given, inputs: Sequence[float], *, average: bool
) -> list[float]:
    """Return the points where the gradient is asked for, or the outputs of an average."""
    made = {line.target.name for line in algorithm.assignments}
    here: dict[str, Any] = dict.fromkeys(made - {"g"}, 0.0)
    here |= {name: _value(start, given, {}) for name, start in algorithm.initial.items()}
    here |= {"theta": 0.4} if not average else {}
    seen: list[float] = []
    for step, value in enumerate(inputs, start=1):
        here |= {"t": step, "y": value}
        for line in algorithm.assignments:
            asked = line.formula
            if isinstance(asked, Call) and asked.function == "grad":
                seen.append(_value(asked.arguments[0], given, here))
                here[line.target.name] = value
            else:
                here[line.target.name] = _value(asked, given, here)
        if average and algorithm.output is not None:
            seen.append(here[algorithm.output])
    return seen


def _call(rule: rules.Rule, hyper: Mapping[str, float], inputs: Sequence[float]) -> list[float]:
    states: tuple[Any, ...] = tuple(float(state.initial) for state in rule.states)
    theta, seen = 0.4, list[float]()

    def oracle(value: float) -> Callable[[float], float]:
        def asked(point: float) -> float:
            seen.append(point)
            return value

        return asked

    for step, value in enumerate(inputs, start=1):
        if rule.kind == "average":
            output, states = rule.apply(value, step, states, hyper)
            seen.append(float(output))
        else:
            theta, states = rule.apply(theta, oracle(value), step, states, hyper)
    return [float(point) for point in seen]
