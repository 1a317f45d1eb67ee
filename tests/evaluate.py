"""Numbers for terms, found without symopt: what a statement is worth at one point.

Rational arithmetic is exact; roots, exp and log are computed with mpmath to 60 digits.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import mpmath

mpmath.mp.dps = 60


class Undefined(Exception):
    """The term has no value at this point."""


class Point:
    """Values of symbols, and functions as tables or recursions."""

    def __init__(self, symbols: dict[str, Any], functions: dict[str, Any] | None = None) -> None:
        self.symbols, self.functions = symbols, functions or {}
        self.rules: dict[str, dict[Any, Any]] = {}
        self.memo: dict[Any, Any] = {}

    def define(self, hypotheses: list[Any]) -> None:
        """Take recursions f(0) = a, f(t) = b for t >= 1 from the hypotheses."""
        for prop in hypotheses:
            if prop[0] == "=" and prop[1][0] == "app" and isinstance(prop[1][2], int):
                self.rules.setdefault(prop[1][1], {})[prop[1][2]] = prop[2]
            if prop[0] == "forall" and prop[2][0] == "=" and prop[2][1][0] == "app":
                name, domain = prop[1][0]
                self.rules.setdefault(prop[2][1][1], {})["rule"] = (domain[1], name, prop[2][2])

    def value(self, term: Any, bound: dict[str, Any] | None = None) -> Any:
        """Return the value of a term, a Fraction or an mpf."""
        bound = bound or {}
        if isinstance(term, int):
            return Fraction(term)
        tag, rest = term[0], term[1:]
        if tag == "/":
            return Fraction(rest[0], rest[1])
        if tag == "sym":
            return bound[rest[0]] if rest[0] in bound else self.symbols[rest[0]]
        if tag == "+":
            return sum((self.value(item, bound) for item in rest), Fraction(0))
        if tag == "*":
            product: Any = Fraction(1)
            for item in rest:
                product = product * self.value(item, bound)
            return product
        if tag == "^":
            return power(self.value(rest[0], bound), self.value(rest[1], bound))
        if tag == "sum":
            low, high = self.value(rest[2], bound), self.value(rest[3], bound)
            if high < low - 1 or low.denominator != 1 or high.denominator != 1:
                raise Undefined
            total: Any = Fraction(0)
            for k in range(int(low), int(high) + 1):
                total = total + self.value(rest[0], {**bound, rest[1]: Fraction(k)})
            return total
        if tag == "app":
            return self.call(rest[0], tuple(self.value(item, bound) for item in rest[1:]))
        if tag == "max":
            return max((self.value(item, bound) for item in rest), key=real)
        if tag == "min":
            return min((self.value(item, bound) for item in rest), key=real)
        if tag == "abs":
            return abs(self.value(rest[0], bound))
        if tag == "sign":
            value = self.value(rest[0], bound)
            return Fraction((value > 0) - (value < 0))
        if tag == "ceil":
            return Fraction(math.ceil(self.value(rest[0], bound)))
        if tag == "E":
            return mpmath.e
        if tag == "pi":
            return mpmath.pi
        value = self.value(rest[0], bound)
        if tag == "log":
            if value <= 0:
                raise Undefined
            return Fraction(0) if value == 1 else mpmath.log(real(value))
        if tag == "exp" and abs(value) > 1000:
            raise OverflowError
        if tag == "exp":
            return Fraction(1) if value == 0 else mpmath.exp(real(value))
        return {"cos": mpmath.cos, "sin": mpmath.sin}[tag](real(value))

    def call(self, name: str, arguments: tuple[Any, ...]) -> Any:
        """Return a function's value: by its recursion, or a fixed pseudo-random number."""
        key = (name, arguments)
        if key in self.memo:
            return self.memo[key]
        rules = self.rules.get(name)
        if rules is not None and len(arguments) == 1:
            place = arguments[0]
            if place in rules:
                found = self.value(rules[place])
            elif "rule" in rules and place >= rules["rule"][0]:
                _, variable, body = rules["rule"]
                found = self.value(body, {variable: place})
            else:
                found = self.functions[name](*arguments)
        else:
            found = self.functions[name](*arguments)
        self.memo[key] = found
        return found


def real(value: Any) -> Any:
    """Return a number as an mpf."""
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    return value


def power(base: Any, exponent: Any) -> Any:
    """Return base^exponent over the reals, 0^0 = 1."""
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if exponent < 0 and base == 0:
            raise Undefined
        if abs(exponent) > 2000:
            raise Undefined
        return base ** int(exponent)
    if base < 0 or (base == 0 and exponent < 0):
        raise Undefined
    if base == 0:
        return Fraction(0)
    if abs(real(exponent)) > 1000:
        raise OverflowError
    return mpmath.power(real(base), real(exponent))


def random_function(seed: int, sign: str, bound: int = 4) -> Any:
    """Return a function with values of a given sign, the same at every call.

    Of one whole number it is a table; of points it is a quadratic polynomial, so that arguments
    which differ by rounding only have values that do.
    """

    def table(label: Any) -> Fraction:
        generator = random.Random(f"{seed}{sign}{label}")
        return Fraction(generator.randint(-9, 9), generator.randint(1, bound))

    def function(*arguments: Any) -> Any:
        *first, last = arguments
        if not first and isinstance(last, Fraction) and last.denominator == 1:
            value: Any = table(arguments)
        else:
            a, b, c = (table((first, k)) for k in range(3))
            if not isinstance(last, Fraction):
                a, b, c = real(a), real(b), real(c)
            value = a + b * last + c * last * last
        if sign in ("positive", "nonzero") and value == 0:
            value = Fraction(1)
        return abs(value) if sign in ("positive", "nonnegative") else value

    return function


def truth(prop: Any, point: Point) -> bool | None:
    """Return whether a relation holds at a point; None where it cannot be told."""
    left, right = point.value(prop[1]), point.value(prop[2])
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return {"=": left == right, "<=": left <= right, "<": left < right, "!=": left != right}[
            prop[0]
        ]
    gap = real(right) - real(left)
    if not mpmath.isfinite(gap):
        return None
    scale = mpmath.mpf(10) ** -40 * (1 + abs(real(left)) + abs(real(right)))
    if abs(gap) < scale:
        return {"=": True, "<=": True, "<": None, "!=": None}[prop[0]]
    return {"=": False, "<=": bool(gap > 0), "<": bool(gap > 0), "!=": True}[prop[0]]


def sample(domain: Any, point: Point, generator: random.Random) -> Fraction:
    """Return a random value in a domain, now and then at its ends."""
    if domain[0] == "int":
        low = 0 if domain[1] is None else int(point.value(domain[1]))
        high = low + 6 if domain[2] is None else int(point.value(domain[2]))
        if high < low:
            raise Undefined
        return Fraction(generator.randint(low, high))
    low = None if domain[1] is None else point.value(domain[1])
    high = None if domain[3] is None else point.value(domain[3])
    share = Fraction(generator.randint(1, 7), 8)
    if low is not None and domain[2] == "closed" and generator.random() < 0.2:
        return low
    if high is not None and domain[4] == "closed" and generator.random() < 0.2:
        return high
    if low is not None and high is not None:
        return low + (high - low) * share
    size = Fraction(generator.randint(1, 30), generator.choice([1, 4, 16]))
    if low is not None:
        return low + size
    if high is not None:
        return high - size
    return generator.choice([size, -size, Fraction(0)])


def falsified(statement: Any, conclusion: Any, seed: int, tries: int = 60) -> bool:
    """Look for a point at which the hypotheses hold and a conclusion does not."""
    generator = random.Random(seed)
    hypotheses = [entry[1] for entry in statement["hypotheses"]]
    for attempt in range(tries):
        point = Point({})
        try:
            for name, domain in statement["symbols"]:
                point.symbols[name] = sample(domain, point, generator)
            for name, _, sign in statement["functions"]:
                point.functions[name] = random_function(seed + attempt, sign)
            point.define(hypotheses)
            conditions = [p for p in hypotheses if p[0] in ("=", "<=", "<", "!=")]
            goals = conclusion
            if conclusion[0] == "if":
                conditions, goals = conditions + list(conclusion[1]), conclusion[2]
            if not all(truth(prop, point) is True for prop in conditions):
                continue
            parts = goals[1:] if goals[0] == "and" else (goals,)
            if any(p[0] in ("=", "<=", "<", "!=") and truth(p, point) is False for p in parts):
                return True
        except (Undefined, ZeroDivisionError, OverflowError, RecursionError):
            continue
    return False
