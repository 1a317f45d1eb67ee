"""Whether numbers can be found for the hyperparameters of one rule that make it do another's runs.

Least squares in floats, from many starts. Nothing found with it is believed: a fit that fails
spares a search for a map, and one that succeeds forbids to say that there is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from symopt.domain import Domain
from symopt.equivalence.floats import Array, seen
from symopt.equivalence.powers import crawls
from symopt.equivalence.recursion import Recursion
from symopt.proof.kernel.terms import Term
from symopt.signature import Hyperparameter

STEPS, RUNS = 6, 5
STARTS, ROUNDS = 24, 40
# Of what stands in a sign there is no slope: it has to be met by chance, within what makes no
# difference to a few runs.
ROUGH_STARTS, ROUGH_ROUNDS, ROUGH_SIZE = 2000, 25, (4, 2)
CLOSE = 1e-9
"""A fit, in parts of what is fitted; one that is only approached counts as one below `NEAR`."""
NEAR = 1e-4


def fits(of: Recursion, by: Recursion, varying: bool = False) -> bool | None:
    """Say whether `by` can do what `of` does at some settings; None if numbers do not tell.

    With `varying` its hyperparameters may be others at each step.

    Examples
    --------
    >>> from symopt import rules
    >>> a, b, c = [Recursion.of(rules.get(n)) for n in ("momentum", "momentum.velocity", "gd")]
    >>> fits(a, b), fits(a, c), fits(c, a)
    (True, False, True)
    """
    shown = False
    rough = any(map(_has_sign, by.terms()))
    if rough and varying:
        return None
    size = (3, 2 * RUNS) if varying else ROUGH_SIZE if rough else (STEPS, RUNS)
    for setting in _settings(of):
        target = _target(of, setting, *size)
        if target is None:
            continue
        shown = True
        if _Fit(by, target, varying, rough).best() > NEAR:
            return None if crawls(by) else False
    return True if shown and not rough else None


@dataclass(frozen=True)
class _Target:
    """Runs of a rule, and what is seen of them; the first index counts what is seen.

    Each is measured by its own `scale`: where runs grow, the last would hide all others.
    """

    inputs: tuple[Array, ...]
    start: Array
    values: Array
    scale: Array


def _settings(of: Recursion) -> Iterator[dict[str, float]]:
    """Give two settings from inside the domains, none of them special."""
    for seed in (3, 11):
        generator = np.random.default_rng(seed)
        yield {h.name: _inner(h, float(generator.uniform(0.2, 0.8))) for h in of.hyperparameters}


def _inner(hyper: Hyperparameter, part: float) -> float:
    """Return a value between the ends of a domain; of a half line one from 0.1 to 1.6."""
    low, high = float(hyper.domain.lower), float(hyper.domain.upper)
    if hyper.domain.integers:
        return float(hyper.default)
    if math.isinf(low) and math.isinf(high):
        return 2 * part - 1
    if math.isinf(high):
        return low + 2 * part
    if math.isinf(low):
        return high - 2 * part
    return low + (high - low) * part


def _target(of: Recursion, setting: Mapping[str, float], steps: int, runs: int) -> _Target | None:
    """Run a rule on random gradients; on positive ones where it has no values otherwise."""
    generator = np.random.default_rng(5)
    sizes = generator.uniform(0.3, 3.0, (steps, runs))
    signs = np.where(generator.uniform(size=(steps, runs)) < 0.5, -1.0, 1.0)
    start = generator.uniform(-1, 1, runs)
    for inputs in (sizes * signs, sizes):
        hyper = {name: np.array(value) for name, value in setting.items()}
        values = np.array(np.broadcast_arrays(*seen(of, hyper, tuple(inputs), start), start)[:-1])
        if np.isfinite(values).all():
            scale = np.abs(values - start).max(axis=1, keepdims=True)
            scale[scale == 0] = 1.0
            return _Target(tuple(inputs), start, values, scale)
    return None


class _Fit:
    """Levenberg and Marquardt's least squares, from many starts at once."""

    def __init__(self, by: Recursion, target: _Target, varying: bool, rough: bool) -> None:
        self.by, self.target, self.varying = by, target, varying
        self.times = len(target.inputs) + 1 if varying else 1
        self.free = [h for h in by.hyperparameters for _ in range(self.times)]
        self.starts = ROUGH_STARTS if rough else STARTS
        self.rounds = ROUGH_ROUNDS if rough else ROUNDS

    def best(self) -> float:
        """Return the smallest error that was reached, in parts of the runs' size."""
        points = self._starts()
        if not self.free:
            return float(np.sqrt(np.mean(self._errors(points)[0] ** 2)))
        damping = np.full(len(points), 1e-2)
        errors = self._errors(points)
        cost = _cost(errors)
        for _ in range(self.rounds):
            if float(np.sqrt(cost.min())) < CLOSE:
                break
            slopes = self._slopes(points, errors)
            moved = points + _step(slopes, errors, damping)
            new_errors = self._errors(moved)
            new_cost = _cost(new_errors)
            better = new_cost < cost
            points = np.where(better[:, None], moved, points)
            errors = np.where(better[:, None], new_errors, errors)
            cost = np.where(better, new_cost, cost)
            damping = np.clip(np.where(better, damping / 5, damping * 4), 1e-12, 1e8)
        return float(np.sqrt(cost.min()))

    def _starts(self) -> Array:
        generator = np.random.default_rng(17)
        points = generator.normal(0.0, 1.5, (self.starts, len(self.free)))
        # Some begin near a border: a stabiliser or a memory may have to vanish.
        points[::2] -= 9.0 * (generator.uniform(size=points[::2].shape) < 0.3)
        points[0] = 0.0
        return points

    def _slopes(self, points: Array, errors: Array) -> Array:
        count = points.shape[1]
        h = 1e-6
        shifted = points[:, None, :] + h * np.eye(count)
        moved = self._errors(shifted.reshape(-1, count)).reshape(len(points), count, -1)
        return (moved - errors[:, None, :]) / h

    def _errors(self, points: Array) -> Array:
        """Return the errors of each point in a row; what has no value counts as far off."""
        values = [_inside(h.domain, points[:, i]) for i, h in enumerate(self.free)]
        names = [h.name for h in self.by.hyperparameters]
        hyper: Any = [
            {name: values[i * self.times + step][:, None] for i, name in enumerate(names)}
            for step in range(self.times)
        ]
        if not self.varying:
            hyper = hyper[0]
        found = seen(self.by, hyper, self.target.inputs, self.target.start)
        shape = (len(points), len(self.target.start))
        stacked = np.stack([np.broadcast_to(row, shape) for row in found], axis=1)
        errors = (stacked - self.target.values) / self.target.scale
        errors = errors.reshape(len(points), -1)
        return np.nan_to_num(np.clip(errors, -1e6, 1e6), nan=1e6)


def _has_sign(term: Term) -> bool:
    return isinstance(term, tuple) and (term[0] == "sign" or any(map(_has_sign, term[1:])))


def _cost(errors: Array) -> Array:
    return np.mean(errors**2, axis=1)


def _step(slopes: Array, errors: Array, damping: Array) -> Array:
    """Solve the damped normal equations of every start."""
    square = np.einsum("pik,pjk->pij", slopes, slopes)
    right = -np.einsum("pik,pk->pi", slopes, errors)
    diagonal = np.einsum("pii->pi", square)
    eye = np.eye(square.shape[1])
    square = square + (damping[:, None] * (diagonal + 1e-12))[:, :, None] * eye
    square += 1e-300 * eye
    try:
        found = np.linalg.solve(square, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        return np.zeros_like(right)
    return np.clip(np.nan_to_num(found), -3.0, 3.0)


def _inside(domain: Domain, point: Array) -> Array:
    """Return a number of a domain for every real one."""
    low, high = float(domain.lower), float(domain.upper)
    if math.isinf(low) and math.isinf(high):
        return point
    if math.isinf(high):
        return low + np.exp(np.clip(point, -60, 60))
    if math.isinf(low):
        return high - np.exp(np.clip(point, -60, 60))
    return low + (high - low) / (1 + np.exp(-np.clip(point, -60, 60)))
