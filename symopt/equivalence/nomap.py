"""Showing that no hyperparameters make one rule do what another does."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from symopt.equivalence.absence import NO_MAP, TABLE_WORK, suppose_same
from symopt.equivalence.budget import Budget
from symopt.equivalence.elimination import Elimination
from symopt.equivalence.enclosure import Inexact, Undefined, exactly
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import role
from symopt.equivalence.terms import rational
from symopt.equivalence.verifier import verify
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Rejected
from symopt.signature import Hyperparameter

Inputs = tuple[Fraction, ...]
Shapes = tuple[tuple[str, int], ...]
# Roots of a^2 + 1 and a^2/4 + 1 are fractions for some of these.
SIZES = tuple(map(Fraction, ("1", "2", "3", "3/4", "4/3", "3/2", "8/3", "5/12", "5/6")))
SHAPES: tuple[Shapes, ...] = (
    (("a", 3),),
    (("aa", 1), ("a0", 1)),
    (("a0", 2), ("an", 1), ("0a", 1)),
    (("ab", 2), ("aa", 2), ("a00", 2), ("aaa", 1)),
)
"""Kinds of runs, stage by stage, and how many of each: n is -a."""
MEMORY = "memory of gradients"
VALUES = {
    "rate": (Fraction(2),),
    MEMORY: (Fraction(1, 2), Fraction(0)),
    "memory of squared gradients": (
        Fraction(9, 16),
        Fraction(9, 25),
        Fraction(3, 4),
        Fraction(1, 2),
    ),
    "weight decay": (Fraction(1, 2),),
}
MANY = 5
WORK = 160_000
"""Operations on polynomials that one question may take, about."""


def refute(*pairs: tuple[Recursion, Recursion], effort: float = 1.0) -> dict[str, Any] | None:
    """Return a certificate that one pair's second rule is never what the first is somewhere.

    "Somewhere" is at certain hyperparameters of the first. Few runs are tried for all pairs
    before more are; `effort` is the part of `WORK` that may be done.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(name)).canonical for name in ("momentum", "gd")]
    >>> certificate = refute(tuple(ab))
    >>> dict(certificate["at"])
    {'alpha': 2, 'beta': ('/', 1, 2)}
    """
    budget = Budget(int(WORK * effort))
    # Unknowns are what costs; with many of them only where there is no other way.
    few = [pair for pair in pairs if len(pair[1].hyperparameters) <= MANY] or list(pairs)
    known: dict[tuple[int, int], list[tuple[Fraction, Inputs]]] = {}
    for shapes in SHAPES:
        for number, (of, by) in enumerate(few):
            for place, point in enumerate(_points(of)):
                runs = known.setdefault((number, place), [])
                more = [run for run in _runs(of, point, shapes) if run not in runs]
                runs += more
                certificate = _attempt(of, by, point, runs, budget) if more else None
                if certificate is not None:
                    return certificate
    return None


def _attempt(
    of: Recursion,
    by: Recursion,
    values: dict[str, Fraction],
    runs: list[tuple[Fraction, Inputs]],
    budget: Budget,
) -> dict[str, Any] | None:
    at = {name: rational(value) for name, value in values.items()}
    written = tuple((rational(start), tuple(map(rational, inputs))) for start, inputs in runs)
    if budget.left <= 0:
        return None
    allowed = min(TABLE_WORK, budget.left)
    context = Context(Table(allowed))
    try:
        suppose_same(context, of.data(), by.data(), at, written)
        steps = Elimination(context, [f"run{i}" for i in range(len(runs))], budget).refute()
    except Rejected:
        return None
    finally:
        budget.left -= allowed - context.table.work
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


@lru_cache(maxsize=64)
def _points(of: Recursion) -> list[dict[str, Fraction]]:
    """Return hyperparameters to try: with a memory and without, where most runs are exact."""
    menus = [[Fraction(v) for v in _menu(h)] for h in of.hyperparameters]
    names = [h.name for h in of.hyperparameters]
    points = [dict(zip(names, row, strict=True)) for row in product(*menus)]
    shapes = (*SHAPES[0], *SHAPES[1], *SHAPES[2])
    points.sort(key=lambda point: -_exact_runs(of, point, shapes))
    memories = [name for name in names if role(name) == MEMORY]
    best: dict[tuple[Fraction, ...], dict[str, Fraction]] = {}
    for point in points:
        best.setdefault(tuple(point[name] for name in memories), point)
    return [best[key] for key in sorted(best, reverse=True)]


def _exact_runs(of: Recursion, point: dict[str, Fraction], shapes: Shapes) -> int:
    runs = _runs(of, point, shapes)
    return sum(_is_exact(of, point, inputs, start) for start, inputs in runs)


def _menu(hyper: Hyperparameter) -> tuple[Any, ...]:
    default = (Fraction(1, 2),) if hyper.domain.upper == 1 else (Fraction(1),)
    values = VALUES.get(role(hyper.name), default)
    return tuple(v for v in values if v in hyper.domain) or (hyper.default,)


def _runs(
    of: Recursion, values: dict[str, Fraction], shapes: Shapes
) -> list[tuple[Fraction, Inputs]]:
    """Return runs of certain kinds, those on which a rule has exact values if there are any."""
    found: list[tuple[Fraction, Inputs]] = []
    for shape, number in shapes:
        left = number
        before = len(found)
        for inputs in _inputs(shape):
            starts = (0, 1) if inputs == (1,) and of.kind == "optimizer" else (0,)
            exact = [s for s in map(Fraction, starts) if _is_exact(of, values, inputs, s)]
            found += [(start, inputs) for start in exact]
            left -= bool(exact)
            if not left:
                break
        if len(found) == before:  # with roots, then
            found.append((Fraction(0), next(_inputs(shape))))
    return found


def _inputs(shape: str) -> Iterator[Inputs]:
    for a in SIZES:
        for b in SIZES if "b" in shape else (a,):
            letters = {"a": a, "b": b, "n": -a, "0": Fraction(0)}
            if "b" not in shape or a != b:
                yield tuple(letters[letter] for letter in shape)


def _is_exact(of: Recursion, values: dict[str, Fraction], inputs: Inputs, start: Fraction) -> bool:
    states = {s.name: s.initial or Fraction(0) for s in of.states}
    here = {**values, **states, "theta": start}
    try:
        for step, given in enumerate(inputs, start=1):
            here |= {"g": given, "y": given, "t": Fraction(step)}
            new = {s.name: exactly(s.update, here) for s in of.states}
            here |= {"theta": exactly(of.output, here), **new}
    except (Inexact, Undefined):
        return False
    return True
