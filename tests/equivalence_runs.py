"""Running rules on given gradients without `symopt.equivalence`: catalogue rules as generated
NumPy code, other recursions term by term in floats."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

import symopt
from symopt.equivalence import Recursion
from symopt.equivalence.maps import Simulation

STEPS = 9


def seen(
    rule: str | Recursion, hyper: Mapping[str, float], inputs: list[float], start: float
) -> list[float]:
    """Return where each step asks for its gradient, or what an average returns."""
    if isinstance(rule, str):
        return _by_code(rule, hyper, inputs, start)
    return _by_terms(rule, hyper, inputs, start)


def _by_code(
    name: str, hyper: Mapping[str, float], inputs: list[float], start: float
) -> list[float]:
    compiled = symopt.compile(name)
    found: list[float] = []
    x = start
    states = compiled.init(x)
    for t, given in enumerate(inputs, start=1):
        if compiled.rule.kind == "average":
            x, states = compiled(given, t, states, hyper)
            found.append(float(x))
            continue

        def oracle(point: Any, value: float = given) -> float:
            found.append(float(point))
            return value

        x, states = compiled(x, oracle, t, states, hyper)
    return found


def _by_terms(
    rule: Recursion, hyper: Mapping[str, float], inputs: list[float], start: float
) -> list[float]:
    here: dict[str, float] = dict(hyper)
    theta = start
    here |= {s.name: start if s.initial is None else float(s.initial) for s in rule.states}
    found: list[float] = []
    for t, given in enumerate(inputs, start=1):
        here |= {"theta": theta, "t": float(t), "y" if rule.kind == "average" else "g": given}
        new = {s.name: number(s.update, here) for s in rule.states}
        theta = number(rule.output, here)
        found.append(theta if rule.kind == "average" else number(rule.query, here))
        here |= new
    return found


def number(term: Any, values: Mapping[str, float]) -> float:
    """Return a term's value in floats."""
    if isinstance(term, int):
        return float(term)
    tag, rest = term[0], term[1:]
    if tag == "/":
        return rest[0] / rest[1]
    if tag == "sym":
        return values[rest[0]]
    parts = [number(item, values) for item in rest]
    if tag in ("+", "*"):
        return math.fsum(parts) if tag == "+" else math.prod(parts)
    if tag == "^":
        return float(parts[0] ** parts[1])
    if tag in ("max", "min"):
        return max(parts) if tag == "max" else min(parts)
    return abs(parts[0]) if tag == "abs" else float((parts[0] > 0) - (parts[0] < 0))


def follow(simulation: Simulation, of: str | Recursion, by: str | Recursion, seed: int = 7) -> None:
    """Run both rules on random gradients, with the map; what is seen must agree to rounding."""
    generator = random.Random(seed)
    domains = dict(simulation.certificate["of"]["hyperparameters"])
    for _ in range(2):
        own: dict[str, float] = {}
        for name, domain in domains.items():
            unit = "1" in domain
            own[name] = generator.randint(5, 95) / 100 if unit else generator.randint(8, 90) / 40
        if "psi" in own:  # it stands in an exponent
            own["psi"] = 2.0
        mapped = {name: number(term, own) for name, term in simulation.hyperparameters.items()}
        inputs = [(generator.randint(1, 9) / 4) * generator.choice((1, -1)) for _ in range(STEPS)]
        extra = {h: 0.5 for h in _names(of) if h not in own}
        more = {h: 0.5 for h in _names(by) if h not in mapped}
        first = seen(of, own | extra, inputs, 0.3)
        second = seen(by, mapped | more, inputs, 0.3)
        for a, b in zip(first, second, strict=True):
            assert math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9), (simulation.of, simulation.by)


def _names(rule: str | Recursion) -> list[str]:
    found = symopt.rules.get(rule) if isinstance(rule, str) else rule
    return [h.name for h in found.hyperparameters]
