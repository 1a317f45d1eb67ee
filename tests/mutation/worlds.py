"""Random and special worlds in which the hypotheses of a statement hold."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import islice, product
from typing import Any

from .arithmetic import (
    Undefined,
    Unknown,
    add,
    as_integer,
    compare,
    multiply,
    power,
    sign,
)
from .evaluate import RELATIONS, Circular, World, definitions

WINDOW, BITS = range(-1, 9), 4
SHARES = [Fraction(n, d) for n, d in ((1, 2), (1, 4), (3, 4), (1, 9), (9, 25), (1, 100), (99, 100))]
SIZES = [Fraction(n, d) for n, d in ((1, 1), (2, 1), (1, 2), (1, 4), (3, 1), (9, 16), (1, 100))]
SIZES += [Fraction(10), Fraction(7, 3), Fraction(4)]


class NoWorld(Exception):
    """No world was found in which the hypotheses hold."""


class Exhausted(Exception):
    """Enough was tried."""


class Free:
    """The values of the functions that nothing defines: at integers a table, else a line."""

    def __init__(self, random_: random.Random, signs: dict[str, str]) -> None:
        self.signs = signs
        self.seed = random_.randrange(10**9)
        styles = [
            "any",
            "any",
            "any",
            "constant",
            "zero",
            "first",
            "alternating",
            "powers",
            "steps",
        ]
        self.style = {name: random_.choice(styles) for name in signs}
        self.scale = {name: random_.choice(SIZES) for name in signs}
        self.base = random_.choice([Fraction(1, 2), Fraction(2), Fraction(-1, 2), Fraction(3, 2)])
        self.common = random_.random() < 0.5

    def __call__(self, name: str, places: tuple[Any, ...], outcome: int) -> Any:
        if self.signs.get(name) == "random":
            return self._random(name, places, outcome)
        whole = [as_integer(place) for place in places]
        if None not in whole:
            value = self._table(name, tuple(whole))
        else:
            kept = tuple(n for n in whole[:-1])
            value = add(self._draw(name, ("a", kept)), Fraction(0))
            for place in places:
                slope = self._draw(name, ("b", kept))
                value = add(value, multiply(slope, place))
        return self._signed(name, value)

    def _signed(self, name: str, value: Any) -> Any:
        wanted = self.signs.get(name, "real")
        if wanted in ("positive", "nonzero") and sign(value) == 0:
            return Fraction(1)
        return abs(value) if wanted in ("positive", "nonnegative") else value

    def _table(self, name: str, places: tuple[Any, ...]) -> Fraction:
        style, scale, place = self.style[name], self.scale[name], places[0]
        if style == "constant":
            return scale
        if style == "zero":
            return Fraction(0)
        if style == "first":
            return scale if place <= 1 else Fraction(0)
        if style == "alternating":
            return scale if place % 2 else -scale
        if style == "powers" and abs(place) < 30:
            return scale * self.base**place
        if style == "steps":
            return scale * place
        return self._draw(name, places)

    def _draw(self, name: str, key: Any) -> Fraction:
        generator = random.Random(f"{self.seed} {name} {key}")
        return Fraction(generator.randint(-6, 6), generator.choice([1, 1, 1, 2, 3]))

    def _random(self, name: str, places: tuple[Any, ...], outcome: int) -> Fraction:
        """Return m + s times a fair sign, independent at the first places."""
        place = as_integer(places[0])
        if place is None:
            raise Unknown("a random function at a place that is no integer")
        key = "all" if self.common else place
        middle, spread = self._draw(name, ("m", key)), self._draw(name, ("s", key))
        kind = random.Random(f"{self.seed} {name} kind").randrange(5)
        if kind == 0:
            middle = spread = Fraction(1, 2)
        elif kind == 1:
            middle = Fraction(0)
        bit = (outcome >> ((place - 1) % BITS)) & 1
        return middle + (spread if bit else -spread)


def in_domain(world: World, name: str, domain: Any) -> bool:
    """Return whether a symbol's value lies in its domain."""
    value = world.symbols[name]
    if domain[0] == "int":
        low, high, inner, outer = domain[1], domain[2], "<=", "<="
        if as_integer(value) is None:
            return False
    else:
        low, high = domain[1], domain[3]
        inner, outer = ("<" if end == "open" else "<=" for end in (domain[2], domain[4]))
    below = low is None or RELATIONS[inner](compare(world.value(low), value))
    return below and (high is None or RELATIONS[outer](compare(value, world.value(high))))


def draw(world: World, domain: Any, generator: random.Random) -> Any:
    """Return a value of a domain, often a special one."""
    if domain[0] == "int":
        low, high = (None if end is None else as_integer(world.value(end)) for end in domain[1:])
        if low is None and high is None:
            return Fraction(generator.randint(-3, 5))
        if high is None:
            return Fraction((low or 0) + generator.choice([0, 0, 1, 1, 2, 3, 4, 5]))
        if low is None:
            return Fraction(high - generator.randint(0, 5))
        if high < low:
            raise NoWorld
        return Fraction(generator.randint(low, min(high, low + 6)))
    low, high = (None if end is None else world.value(end) for end in (domain[1], domain[3]))
    ends = [v for v, kind in ((low, domain[2]), (high, domain[4])) if kind == "closed"]
    ends = [v for v in ends if v is not None]
    if ends and generator.random() < 0.25:
        return generator.choice(ends)
    if low is not None and high is not None:
        share = generator.choice(SHARES)
        return add(low, multiply(add(high, multiply(Fraction(-1), low)), share))
    size = generator.choice(SIZES)
    if generator.random() < 0.3:
        size = Fraction(generator.randint(1, 60), generator.randint(1, 20))
    if low is not None:
        return add(low, size)
    if high is not None:
        return add(high, -size)
    return generator.choice([size, -size, size, -size, Fraction(0)])


class Worlds:
    """Draws worlds for one statement."""

    def __init__(
        self, statement: Any, seed: str, model: Any = None, budget: int = 1_000_000
    ) -> None:
        self.budget = budget
        self.model = model
        self.generator = random.Random(seed)
        hypotheses = [prop for _, prop in statement["hypotheses"]]
        self.defined, self.conditions = definitions(hypotheses)
        self.domains = dict(statement["symbols"])
        self.signs = {name: values for name, _, values in statement["functions"]}
        self.chance = "random" in self.signs.values() or mentions(statement, "mean")
        self.spent = 0
        self._last: World | None = None

    def one(self, extra: Iterable[Any] = (), tries: int = 25) -> World:
        """Return a world in which hypotheses and extra conditions hold."""
        wanted = [*self.conditions, *extra]
        for _ in range(tries):
            try:
                world = self._drawn()
                met = all(self._meet(world, prop) for prop in wanted)
                # A later repair may have broken what an earlier one mended.
                if met and self._inside(world) and all(self._true(world, p) for p in wanted):
                    return world
            except (Undefined, Unknown, Circular, NoWorld, RecursionError):
                continue
        raise NoWorld

    def at(self, witness: Any) -> World:
        """Return the world of a witness; it says nothing of other values."""

        def free(name: str, places: tuple[Any, ...], outcome: int) -> Any:
            if (name, (None,)) in world.fixed:
                return world.fixed[name, (None,)]
            raise Unknown(f"no value of {name}{places}")

        world = World(self.defined, free)
        self._start_from(world, witness)
        return world

    def admits(self, world: World) -> bool:
        """Return whether a world is in the domains and meets the hypotheses."""
        signs = {"positive": (1,), "nonnegative": (0, 1), "nonzero": (-1, 1)}
        for (name, _), value in world.fixed.items():
            if sign(value) not in signs.get(self.signs[name], (-1, 0, 1)):
                return False
        if set(world.symbols) != set(self.domains):
            return False
        return self._inside(world) and all(self._true(world, prop) for prop in self.conditions)

    def _inside(self, world: World) -> bool:
        return all(in_domain(world, name, domain) for name, domain in self.domains.items())

    def confirmed(self, world: World) -> bool:
        """Return whether statements for all values hold wherever the world was asked."""
        world.work = 0
        for prop in self.conditions:
            if prop[0] == "forall":
                asked = list(dict.fromkeys(place for key in world.asked() for place in key))
                pools = [asked for _ in prop[1]]
                cases = list(islice(product(*pools), 20_000))
                if len(cases) > 400:
                    cases = self.generator.sample(cases, 400)
                names = [name for name, _ in prop[1]]
                parts = prop[2][1:] if prop[2][0] == "and" else (prop[2],)
                for case in cases:
                    bound = dict(zip(names, case, strict=True))
                    if not self._fit(world, prop[1], bound):
                        continue
                    if not all(world.relation(part, bound) for part in parts):
                        return False
        return True

    def _fit(self, world: World, entries: Any, bound: dict[str, Any]) -> bool:
        kept = world.symbols
        world.symbols = {**kept, **bound}
        try:
            return all(in_domain(world, name, domain) for name, domain in entries)
        finally:
            world.symbols = kept

    def _drawn(self) -> World:
        if self._last is not None:
            self.spent += self._last.work
        if self.spent > self.budget:
            raise Exhausted
        free = Free(self.generator, self.signs)
        world = self._last = World(self.defined, free, 2**BITS if self.chance else 1)
        for name, domain in self.domains.items():
            world.symbols[name] = draw(world, domain, self.generator)
            if self.chance and domain[0] == "int":
                # Beyond the first places the signs are not independent any more.
                world.symbols[name] = min(world.symbols[name], Fraction(BITS - 1))
        if self.model is not None and self.generator.random() < 0.3:
            self._start_from(world, self.model)
        return world

    def _start_from(self, world: World, model: Any) -> None:
        for name, term in model["symbols"]:
            if name in self.domains:
                world.symbols[name] = world.value(term)
        for name, rows in model["functions"]:
            for place, term in rows:
                key = None if place is None else Fraction(place)
                world.fixed[name, (key,)] = world.value(term)

    def _true(self, world: World, prop: Any) -> bool:
        if prop[0] == "forall":
            return all(world.relation(body, bound) for body, bound in self._cases(world, prop))
        if prop[0] == "and":
            return all(self._true(world, part) for part in prop[1:])
        if prop[0] == "pred" or prop[0] not in RELATIONS:
            raise Unknown("a condition that is no relation")
        return world.relation(prop)

    def _cases(self, world: World, prop: Any) -> list[tuple[Any, dict[str, Any]]]:
        bounds: list[dict[str, Any]] = [{}]
        for name, domain in prop[1]:
            bounds = [
                {**bound, name: value}
                for bound in bounds
                for value in self._range(world, domain, bound)
            ]
        if len(bounds) > 150:
            bounds = self.generator.sample(bounds, 150)
        body = prop[2]
        parts = body[1:] if body[0] == "and" else (body,)
        return [(part, bound) for bound in bounds for part in parts]

    def _range(self, world: World, domain: Any, bound: dict[str, Any]) -> list[Any]:
        if domain[0] != "int":
            return [draw(world, domain, self.generator) for _ in range(6)]
        low, high = (
            None if end is None else as_integer(world.value(end, bound)) for end in domain[1:]
        )
        first = WINDOW[0] if low is None else low
        last = min(first, 1) + BITS - 1 if self.chance else max(WINDOW[-1], first + 3)
        last = last if high is None else min(high, first + 12)
        return [Fraction(place) for place in range(first, last + 1)]

    # Mending

    def _meet(self, world: World, prop: Any) -> bool:
        """Make a condition true if it is not."""
        if prop[0] == "and":
            return all(self._meet(world, part) for part in prop[1:])
        if prop[0] == "forall":
            cases = self._cases(world, prop)
            return all(self._meet_one(world, body, bound) for body, bound in cases)
        if prop[0] not in RELATIONS:
            raise Unknown("a condition that is no relation")
        return self._meet_one(world, prop, {})

    def _meet_one(self, world: World, prop: Any, bound: dict[str, Any]) -> bool:
        if world.relation(prop, bound):
            return True
        places = [c for side in prop[1:] for c in _calls(side) if c[1] in self.signs]
        places = [c for c in places if c[1] not in self.defined]
        names = [n for side in prop[1:] for n in _symbols(side) if n in self.domains]
        for name in dict.fromkeys(reversed(names)):
            if self._by_symbol(world, prop, bound, name):
                return True
        for call in dict.fromkeys(places):
            if self.signs[call[1]] != "random" and self._by_value(world, prop, bound, call):
                return True
        return False

    def _by_symbol(self, world: World, prop: Any, bound: dict[str, Any], name: str) -> bool:
        before = world.symbols[name]

        def put(value: Any) -> None:
            world.symbols[name] = value
            world.forget()

        for value in self._candidates(world, prop, bound, put):
            put(value)
            try:
                if in_domain(world, name, self.domains[name]) and world.relation(prop, bound):
                    return True
            except (Undefined, Unknown):
                continue
        put(before)
        return False

    def _by_value(self, world: World, prop: Any, bound: dict[str, Any], call: Any) -> bool:
        try:
            places = tuple(world.value(place, bound) for place in call[2:])
        except KeyError:
            return False  # it stands inside a sum
        key, kept = (call[1], places), dict(world.fixed)

        def put(value: Any) -> None:
            world.fixed[key] = value
            world.forget()

        for value in self._candidates(world, prop, bound, put):
            signs = {"positive": (1,), "nonnegative": (0, 1), "nonzero": (-1, 1)}
            if sign(value) not in signs.get(self.signs[call[1]], (-1, 0, 1)):
                continue
            put(value)
            try:
                if world.relation(prop, bound):
                    return True
            except (Undefined, Unknown):
                continue
        world.fixed = kept
        world.forget()
        return False

    def _candidates(
        self, world: World, prop: Any, bound: dict[str, Any], put: Callable[[Any], None]
    ) -> list[Any]:
        """Return values that may make a relation true: roots of a line or a pure square."""
        found: list[Any] = []
        if prop[0] == "=":
            gaps: dict[int, Any] = {}
            for place in (0, 1, 2, -1):
                put(Fraction(place))
                try:
                    left, right = world.value(prop[1], bound), world.value(prop[2], bound)
                    gaps[place] = add(left, multiply(Fraction(-1), right))
                except (Undefined, Unknown):
                    gaps = {}
                    break
            if gaps:
                found += _roots(gaps)
        found += [Fraction(0), *self.generator.sample(SIZES, 3), -self.generator.choice(SIZES)]
        found += self.generator.sample(SHARES, 2)
        return found


def _roots(gaps: dict[int, Any]) -> list[Any]:
    """Return the roots of a x + b, or of a x^2 + b, given values at 0, 1, 2 and -1."""
    at0, at1, at2, back = gaps[0], gaps[1], gaps[2], gaps[-1]
    slope = add(at1, multiply(Fraction(-1), at0))
    if compare(add(at0, multiply(Fraction(2), slope)), at2) == 0 and sign(slope):
        return [multiply(multiply(Fraction(-1), at0), power(slope, Fraction(-1)))]
    if compare(at1, back) == 0 and sign(slope):
        square = multiply(multiply(Fraction(-1), at0), power(slope, Fraction(-1)))
        if sign(square) >= 0:
            return [power(square, Fraction(1, 2)), -power(square, Fraction(1, 2))]
    return []


def mentions(data: Any, tag: str) -> bool:
    """Return whether a tag occurs anywhere in a statement."""
    if isinstance(data, dict):
        return any(mentions(item, tag) for item in data.values())
    if isinstance(data, tuple):
        return any(mentions(item, tag) for item in data)
    return data == tag


def _calls(term: Any) -> list[Any]:
    if not isinstance(term, tuple):
        return []
    found = [term] if term[0] == "app" else []
    for item in term[1:]:
        found += _calls(item)
    return found


def _symbols(term: Any) -> list[str]:
    if not isinstance(term, tuple):
        return []
    if term[0] == "sym":
        return [term[1]]
    return [name for item in term[1:] for name in _symbols(item)]


__all__ = ["Exhausted", "Free", "NoWorld", "Worlds", "mentions"]
