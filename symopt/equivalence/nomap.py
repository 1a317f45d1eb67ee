"""Showing that no hyperparameters make one rule do what another does."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from symopt.equivalence.elimination import Elimination
from symopt.equivalence.enclosure import Undefined
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import role
from symopt.equivalence.terms import rational
from symopt.equivalence.verifier import NO_MAP, TABLE_WORK, suppose_same, verify
from symopt.equivalence.witness import replay
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected
from symopt.signature import Hyperparameter

Inputs = tuple[int, ...]
STAGES: tuple[tuple[Inputs, ...], ...] = (
    ((1,), (2,), (3,)),
    ((1, 1), (1, 0)),
    ((2, 0), (1, -1), (0, 1)),
    ((2, 1), (1, 0, 0), (1, 1, 1), (2, 0, 0)),
)
VALUES = {
    "rate": ((1,)),
    "memory of gradients": (Fraction(1, 2), Fraction(1, 3)),
    "memory of squared gradients": (
        Fraction(9, 16),
        Fraction(9, 25),
        Fraction(3, 4),
        Fraction(1, 2),
    ),
    "weight decay": (Fraction(1, 2),),
}
MAX_POINTS = 3


def refute(of: Recursion, by: Recursion) -> dict[str, Any] | None:
    """Return a certificate that `by` is never what `of` is at certain hyperparameters.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(name)).canonical for name in ("momentum", "gd")]
    >>> certificate = refute(*ab)
    >>> dict(certificate["at"])
    {'alpha': 1, 'beta': ('/', 1, 2)}
    """
    for values in _points(of)[:MAX_POINTS]:
        runs: list[tuple[Fraction, Inputs]] = []
        for stage in STAGES:
            runs += _runs(of, values, stage)
            if not runs:
                continue
            certificate = _attempt(of, by, values, runs)
            if certificate is not None:
                return certificate
    return None


def _attempt(
    of: Recursion,
    by: Recursion,
    values: dict[str, Fraction],
    runs: list[tuple[Fraction, Inputs]],
) -> dict[str, Any] | None:
    at = {name: rational(value) for name, value in values.items()}
    written = tuple((rational(start), inputs) for start, inputs in runs)
    context = Context(Table(TABLE_WORK))
    try:
        suppose_same(context, of.data(), by.data(), at, written)
        steps = Elimination(context, [f"run{i}" for i in range(len(runs))]).refute()
    except Rejected:
        return None
    if steps is None:
        return None
    certificate = {
        "format": NO_MAP,
        "of": of.data(),
        "by": by.data(),
        "at": tuple(at.items()),
        "runs": written,
        "steps": steps,
    }
    return certificate if verify(certificate).accepted else None


def _points(of: Recursion) -> list[dict[str, Fraction]]:
    """Return hyperparameters to try: those at which most runs are exact first."""
    menus = [[Fraction(v) for v in _menu(h)] for h in of.hyperparameters]
    names = [h.name for h in of.hyperparameters]
    points = [dict(zip(names, row, strict=True)) for row in product(*menus)]
    every = [inputs for stage in STAGES for inputs in stage]
    return sorted(points, key=lambda point: -len(_runs(of, point, tuple(every))))


def _menu(hyper: Hyperparameter) -> tuple[Any, ...]:
    default = (Fraction(1, 2),) if hyper.domain.upper == 1 else (Fraction(1),)
    values = VALUES.get(role(hyper.name), default)
    return tuple(v for v in values if v in hyper.domain) or (hyper.default,)


def _runs(
    of: Recursion, values: dict[str, Fraction], stage: tuple[Inputs, ...]
) -> list[tuple[Fraction, Inputs]]:
    """Return the runs of a stage on which a rule has exact values."""
    return list(_exact(of, values, stage))


def _exact(
    of: Recursion, values: dict[str, Fraction], stage: tuple[Inputs, ...]
) -> Iterator[tuple[Fraction, Inputs]]:
    starts = (0, 1) if of.kind == "optimizer" else (0,)
    for inputs in stage:
        for start in starts if len(inputs) == 1 and inputs[0] == 1 else (0,):
            numbers = tuple(map(Fraction, inputs))
            try:
                run = replay(of, values, numbers, Fraction(start))
            except Undefined:
                continue
            if run.last.is_exact:
                yield Fraction(start), inputs
