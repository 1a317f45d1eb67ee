"""Polynomials with whole coefficients in a few numbered variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.proof.kernel.masks import NEGATIVE, POSITIVE

if TYPE_CHECKING:
    from symopt.proof.kernel.table import Table

Ordinary = dict[tuple[tuple[int, int], ...], int]
"""A polynomial in numbered variables with exponents 1, 2, ...; only its sign matters, so the
coefficients are whole numbers."""


def times(table: Table, a: Ordinary, b: Ordinary) -> Ordinary:
    """Return the product of two polynomials."""
    table.spend(len(a) * len(b))
    result: Ordinary = {}
    for mono_a, value_a in a.items():
        for mono_b, value_b in b.items():
            powers = dict(mono_a)
            for variable, exponent in mono_b:
                powers[variable] = powers.get(variable, 0) + exponent
            key = tuple(sorted(powers.items()))
            total = result.get(key, 0) + value_a * value_b
            if total:
                result[key] = total
            else:
                result.pop(key, None)
    return result


def plus(a: Ordinary, b: Ordinary) -> Ordinary:
    """Return the sum of two polynomials."""
    result = dict(a)
    for mono, value in b.items():
        total = result.get(mono, 0) + value
        if total:
            result[mono] = total
        else:
            result.pop(mono, None)
    return result


def sign_at(poly: Ordinary, point: list[int], scale: int) -> int:
    """Return the sign at a point whose coordinates are whole numbers over `scale`."""
    degrees = {mono: sum(exponent for _, exponent in mono) for mono in poly}
    highest = max(degrees.values(), default=0)
    total = 0
    for mono, value in poly.items():
        for variable, exponent in mono:
            value *= point[variable] ** exponent
        total += value * scale ** (highest - degrees[mono])
    return POSITIVE if total > 0 else NEGATIVE if total < 0 else 0
