"""Looks for a world in which a statement is false, or says nothing.

To be true, a statement must have a value wherever its hypotheses hold: an expression that divides
by zero in some admissible world makes it false as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .arithmetic import (
    CONTEXT,
    Undefined,
    Unknown,
    add,
    as_integer,
    compare,
    inexact,
    multiply,
    power,
)
from .evaluate import RELATIONS, Circular, World
from .worlds import Exhausted, NoWorld, Worlds, draw, mentions

FAR, LIMIT_WORK = (8, 16, 32, 64, 128, 256), 300_000
WORK = 30_000  # evaluated terms a world
NEAR = (1, 2, 4, 7, 11, 16)


@dataclass
class Judgement:
    """What was found: a counterexample if `false`, and in how many worlds there was none."""

    false: bool = False
    why: str = ""
    world: World | None = None
    met: int = 0
    """Worlds in which everything was decided, and true."""
    vacuous: int = 0
    unknown: int = 0
    notes: list[str] = field(default_factory=list)

    def at(self) -> str:
        """Return the counterexample as text."""
        if self.world is None:
            return self.why
        values = ", ".join(f"{name} = {value}" for name, value in self.world.symbols.items())
        return f"{self.why} at {values}"


def judge(
    statement: Any, seed: str = "", worlds: int = 60, model: Any = None, work: int = WORK
) -> Judgement:
    """Look for a counterexample in so many worlds; some start from a model, if there is one.

    `work` limits how many terms are evaluated, by the world.
    """
    found = Judgement()
    source = Worlds(statement, seed, model, worlds * work)
    failures = 0
    for number in range(worlds):
        for prop in statement["conclusions"]:
            if number and found.met == 0 and failures > 12:
                return found
            try:
                false = _in_some_world(source, prop, found)
            except Exhausted:
                return found
            except NoWorld:
                found.vacuous += 1
                failures += 1
                continue
            except (Unknown, RecursionError):
                found.unknown += 1
                failures += 1
                continue
            if false:
                return found
    return found


def _in_some_world(source: Worlds, prop: Any, found: Judgement) -> bool:
    extra: tuple[Any, ...] = ()
    goal = prop
    if prop[0] == "if":
        extra, goal = tuple(prop[1]), prop[2]
    world = source.one(extra)
    try:
        if holds(world, goal, source):
            found.met += 1
            return False
        why = "false"
    except (Undefined, Circular) as problem:
        why = f"{type(problem).__name__}: {problem}"
    if not source.confirmed(world):
        raise Unknown("the hypotheses hold at some places only")
    found.false, found.why, found.world = True, why, world
    return True


def fails_at(statement: Any, witness: Any) -> bool:
    """Return whether a witness meets the hypotheses and makes a conclusion false."""
    source = Worlds(statement, "")
    world = source.at(witness)
    if not source.admits(world):
        return False
    for prop in statement["conclusions"]:
        try:
            if not holds(world, prop, source):
                return True
        except Undefined:
            continue
    return False


def holds(world: World, prop: Any, source: Worlds) -> bool:
    """Return whether a proposition holds in a world; `Unknown` if that cannot be told."""
    tag = prop[0]
    if tag in RELATIONS:
        return world.relation(prop)
    if tag == "and":
        return all(holds(world, part, source) for part in prop[1:])
    if tag == "if":
        if all(holds(world, part, source) for part in prop[1]):
            return holds(world, prop[2], source)
        return True
    if tag == "forall":
        return _for_all(world, prop, source)
    if tag == "limit":
        return _limit(world, prop)
    if tag == "series":
        return _series(world, prop)
    if tag == "pred" and prop[1] == "roots inside the unit disk":
        return _inside(*(inexact(world.value(term)) for term in prop[2:]))
    raise Unknown(f"no meaning of {tag} {prop[1]}")


def _for_all(world: World, prop: Any, source: Worlds) -> bool:
    kept = dict(world.symbols)
    try:
        for _ in range(12):
            world.symbols = dict(kept)
            for name, domain in prop[1]:
                world.symbols[name] = draw(world, domain, source.generator)
            world.forget()
            if not holds(world, prop[2], source):
                return False
        return True
    finally:
        world.symbols = kept
        world.forget()


def _inside(p: Any, q: Any) -> bool:
    """Both roots of z^2 + p z + q are inside the unit disk: computed, not by a criterion."""
    root = CONTEXT.sqrt(CONTEXT.mpc(p * p - 4 * q))
    largest = max(abs((-p + root) / 2), abs((-p - root) / 2))
    if abs(largest - 1) < CONTEXT.mpf(10) ** -40:
        # Roots on the circle are not inside.
        return False
    return bool(largest < 1)


def _limit(world: World, prop: Any) -> bool:
    _, body, name, point, value_term = prop
    if world.outcomes > 1 and mentions(prop, "mean"):
        raise Unknown("random numbers are independent at the first places only")
    value = inexact(world.value(value_term))
    places = _places(world, point)
    if point[0] == "oo":
        # Step by step, so that recursions do not call themselves too deeply.
        world.work = -LIMIT_WORK
        for place in range(int(places[0]), int(places[-1]), 16):
            world.value(body, {name: Fraction(place)})
    values = [inexact(world.value(body, {name: place})) for place in places]
    gaps = [abs(v - value) for v in values]
    size = max(abs(value), CONTEXT.mpf(1))
    if gaps[-1] <= size * CONTEXT.mpf(10) ** -12:
        return True
    moves = [abs(b - a) for a, b in pairwise(values)]
    if gaps[-1] <= gaps[-2] * CONTEXT.mpf("0.75") and gaps[-2] <= gaps[-3] * CONTEXT.mpf("0.85"):
        return True
    if moves[-1] < gaps[-1] / 20 and moves[-1] <= moves[-2]:
        return False
    if gaps[-1] > 4 * gaps[-2] > 16 * gaps[-3] and gaps[-1] > 10**6 * size:
        return False
    raise Unknown("a slow limit")


def _places(world: World, point: Any) -> list[Fraction]:
    if point[0] == "oo":
        first = as_integer(world.value(point[1]))
        if first is None:
            raise Undefined("a limit from no integer on")
        return [Fraction(first + k) for k in (0, 1, 2, *FAR)]
    near, far = world.value(point[1]), world.value(point[2])
    if not isinstance(near, Fraction) or not isinstance(far, Fraction):
        raise Unknown("a limit at a number that is not rational")
    if compare(near, far) == 0 or (near < far) != (point[0] == "above"):
        raise Undefined("a limit at no point")
    shares = [Fraction(99, 100), Fraction(1, 2), *(Fraction(1, 10**k) for k in NEAR)]
    return [near + (far - near) * share for share in shares]


def _series(world: World, prop: Any) -> bool:
    """body - value = O(x^order): the quotient stays bounded as x goes to 0."""
    _, body, name, order, value_term = prop
    quotients = []
    for k in (6, 9, 12) if order <= 6 else (3, 5, 7):
        x = Fraction(1, 10**k)
        gap = add(
            world.value(body, {name: x}),
            multiply(Fraction(-1), world.value(value_term, {name: x})),
        )
        quotients.append(abs(inexact(multiply(gap, power(x, Fraction(-order))))))
    return not all(b > 5 * a and b > 1 for a, b in pairwise(quotients))


__all__ = ["Judgement", "fails_at", "judge"]
