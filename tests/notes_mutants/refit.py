"""Whether a program does what a rule does: hyperparameters of the rule are fitted to its runs.

Nothing of symopt's judgement is used. What is fitted are constants, so a match is a map; what
cannot be fitted from many starts, at some setting, is taken for false.
"""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np
from scipy.optimize import differential_evolution, least_squares

from .programs import Program, run

STEPS, SEQUENCES, SETTINGS = 9, 3, 2
MATCH, CLEAR = 1e-8, 1e-5  # of the size of the iterates

# A decay near 1 or a large epsilon nears other rules without being them.
LARGEST = {True: 0.99, False: 60.0}


class Unclear(Exception):
    """Neither a match nor clearly none."""


def false(mutant: Program, rule: Program) -> bool:
    """Whether at some setting no hyperparameters of the rule reproduce the mutant's run."""
    if (mutant.query is None) != (rule.query is None):
        return True
    inputs = _inputs()
    best = 0.0
    for seed in range(SETTINGS):
        setting = _setting(mutant, seed)
        best = max(best, _misfit(run(mutant, setting, inputs), setting, rule, inputs))
        if best > CLEAR:
            return True
    if best > MATCH:
        raise Unclear(f"{mutant.rule} against {rule.rule}: {best:.1e}")
    return False


@lru_cache(maxsize=1)
def _inputs() -> np.ndarray:
    # Of both signs, and of sizes so far apart that squares, signs and maxima tell.
    random = np.random.default_rng(7)
    sizes = np.exp(random.uniform(np.log(0.05), np.log(3), (SEQUENCES, STEPS)))
    return random.choice([-1.0, 1.0], (SEQUENCES, STEPS)) * sizes


def _setting(mutant: Program, seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    return {
        name: random.uniform(0.45, 0.9) if _bounded(domain) else random.uniform(0.1, 0.7)
        for name, domain in mutant.hyper
    }


def _bounded(domain: str) -> bool:
    return "inf" not in domain


def _misfit(
    seen: np.ndarray, setting: dict[str, float], rule: Program, inputs: np.ndarray
) -> float:
    if not np.isfinite(seen).all():
        return np.inf  # the rules are defined on these inputs
    scale = np.maximum(1.0, np.abs(seen))
    domains = [domain for _, domain in rule.hyper]

    def values(point: np.ndarray) -> dict[str, float]:
        return {
            name: LARGEST[_bounded(domain)] / (1 + np.exp(-np.clip(u, -50, 50)))
            for (name, domain), u in zip(rule.hyper, point, strict=True)
        }

    def residual(point: np.ndarray) -> np.ndarray:
        difference = (run(rule, values(point), inputs) - seen) / scale
        return np.nan_to_num(difference, nan=1e3, posinf=1e3, neginf=-1e3).ravel()

    def fitted(start: np.ndarray) -> float:
        solution = least_squares(
            residual, start, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=150
        )
        return float(np.abs(solution.fun).max())

    best = np.inf
    for start in _starts(rule, setting, domains):
        best = min(best, fitted(start))
        if best < MATCH:
            return best
    if "sign" in repr(rule.lines):
        # A slope says nothing about where signs change: look everywhere for signs that agree.
        found = differential_evolution(
            lambda point: float(np.abs(residual(point)).sum()),
            [(-6.0, 6.0)] * len(domains),
            rng=np.random.default_rng(1),
            maxiter=150,
            polish=False,
        )
        best = min(best, fitted(found.x))
    return best


def _starts(rule: Program, setting: dict[str, float], domains: list[str]) -> list[np.ndarray]:
    """Return the mutant's own values, with those of one kind exchanged, then random ones."""
    decays = [v for v in setting.values() if v < 1] or [0.5]
    chosen: list[list[float]] = []
    named = [setting.get(name, 0.4) for name, _ in rule.hyper]
    chosen.append(named)
    chosen.append([1 - v if _bounded(d) else v for v, d in zip(named, domains, strict=True)])
    places = [index for index, domain in enumerate(domains) if _bounded(domain)]
    for order in itertools.islice(itertools.product(decays, repeat=len(places)), 4):
        other = list(named)
        for place, value in zip(places, order, strict=True):
            other[place] = value
        chosen.append(other)
    random = np.random.default_rng(3)
    for _ in range(4):
        chosen.append([random.uniform(0.1, 0.9) for _ in domains])
    return [
        np.array([-np.log(LARGEST[_bounded(d)] / v - 1) for v, d in zip(c, domains, strict=True)])
        for c in chosen
    ]
