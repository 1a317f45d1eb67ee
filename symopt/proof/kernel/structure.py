"""Signs that show in how a term is written: squares, products and sums of signed terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.proof.kernel.masks import (
    ANY,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    times,
    within,
)
from symopt.proof.kernel.terms import Term

if TYPE_CHECKING:
    from symopt.proof.kernel.normal import Normaliser


def term_sign(normal: Normaliser, term: Term) -> int:
    """Return the possible signs of a term that has a value, without multiplying it out."""
    if isinstance(term, tuple):
        if term[0] == "*":
            mask = POSITIVE
            for item in term[1:]:
                mask = times(mask, term_sign(normal, item))
            if mask != ANY:
                return mask
        if term[0] == "+":
            masks = [term_sign(normal, item) for item in term[1:]]
            for side in (NONNEGATIVE, NONPOSITIVE):
                if all(within(mask, side) for mask in masks):
                    strict = any(within(mask, NONZERO) for mask in masks)
                    return side & ~ZERO if strict else side
        if term[0] == "^" and isinstance(term[2], int) and term[2] % 2 == 0:
            base = term_sign(normal, term[1])
            return NONNEGATIVE if base & ZERO else POSITIVE
    return normal.sign(normal.read(term))
