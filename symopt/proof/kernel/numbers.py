"""Signs of constants such as 3 - 2 sqrt(2), by nested intervals with rational ends.

Intervals decide only that a number is not zero; that it is zero must show in its normal form.
"""

from __future__ import annotations

from fractions import Fraction

from symopt.proof.kernel.table import Poly, Table

Interval = tuple[Fraction, Fraction]
PRECISIONS = (64, 256, 1024)
MAX_BITS = 60_000


def is_constant(table: Table, poly: Poly) -> bool:
    """Say whether a polynomial is made of roots of numbers, e and pi only."""
    return all(
        isinstance(exponent, (int, Fraction)) and _constant_atom(table, atom)
        for mono in poly
        for atom, exponent in mono
    )


def _constant_atom(table: Table, atom: int) -> bool:
    key = table.keys[atom]
    if key[0] == "num":
        return key[1] > 0
    if key[0] in ("E", "pi"):
        return True
    return key[0] in ("poly", "abs") and is_constant(table, table.poly(key[1]))


def sign_of_constant(table: Table, poly: Poly) -> int:
    """Return -1 or 1, or 0 if the intervals do not tell."""
    for bits in PRECISIONS:
        table.spend(bits * len(poly))
        found = _poly(table, poly, bits)
        if found is None:
            return 0
        if found[0] > 0:
            return 1
        if found[1] < 0:
            return -1
    return 0


def _poly(table: Table, poly: Poly, bits: int) -> Interval | None:
    low = high = Fraction(0)
    for mono, coefficient in poly.items():
        term: Interval = (coefficient, coefficient)
        for atom, exponent in mono:
            base = _atom(table, atom, bits)
            power = None if base is None else _power(base, Fraction(exponent), bits)
            if power is None:
                return None
            term = _times(term, power)
        low, high = low + term[0], high + term[1]
    return _round(low, high, bits)


def _round(low: Fraction, high: Fraction, bits: int) -> Interval:
    scale = 1 << bits
    return Fraction(low * scale // 1, scale), Fraction(-(-high * scale // 1), scale)


def _atom(table: Table, atom: int, bits: int) -> Interval | None:
    key = table.keys[atom]
    if key[0] == "num":
        return Fraction(key[1]), Fraction(key[1])
    if key[0] == "E":
        return _euler(bits)
    if key[0] == "pi":
        return _pi(bits)
    inner = _poly(table, table.poly(key[1]), bits)
    if inner is None or key[0] != "abs":
        return inner
    if inner[0] >= 0:
        return inner
    if inner[1] <= 0:
        return -inner[1], -inner[0]
    return Fraction(0), max(-inner[0], inner[1])


def _times(a: Interval, b: Interval) -> Interval:
    ends = [x * y for x in a for y in b]
    return min(ends), max(ends)


def _power(base: Interval, exponent: Fraction, bits: int) -> Interval | None:
    if exponent < 0:
        if base[0] <= 0 <= base[1]:
            return None
        return _power((1 / base[1], 1 / base[0]), -exponent, bits)
    if exponent.denominator != 1:
        if base[1] < 0:
            return None
        base = (
            _root(max(base[0], Fraction(0)), exponent.denominator, bits, False),
            _root(base[1], exponent.denominator, bits, True),
        )
    whole = exponent.numerator
    if whole > 4096:
        return None
    result: Interval = (Fraction(1), Fraction(1))
    for _ in range(whole):
        result = _times(result, base)
        if max(end.numerator.bit_length() for end in result) > MAX_BITS:
            return None
    return result


def _root(value: Fraction, degree: int, bits: int, up: bool) -> Fraction:
    """Return a bound of value^(1/degree) with denominator 2^bits."""
    target = value * (1 << (bits * degree))
    number = target.numerator // target.denominator
    root = integer_root(number, degree)
    return Fraction(root + 1 if up else root, 1 << bits)


def integer_root(number: int, degree: int) -> int:
    """Return the largest integer whose power is at most a nonnegative number."""
    if number < 2:
        return number
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def _euler(bits: int) -> Interval:
    total, term, k = Fraction(0), Fraction(1), 0
    while term > Fraction(1, 1 << (bits + 4)):
        total += term
        k += 1
        term /= k
    # The rest is below twice the first term left out.
    return total, total + 2 * term


def _pi(bits: int) -> Interval:
    def arctan(inverse: int) -> Interval:
        total, power, k = Fraction(0), Fraction(1, inverse), 0
        while power > Fraction(1, 1 << (bits + 8)):
            total += power / (2 * k + 1) * (-1) ** k
            power /= inverse * inverse
            k += 1
        rest = power / (2 * k + 1)
        return total - rest, total + rest

    a, b = arctan(5), arctan(239)
    return 16 * a[0] - 4 * b[1], 16 * a[1] - 4 * b[0]
