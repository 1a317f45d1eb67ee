"""A quotient of polynomials: what a term is read into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from symopt.proof.kernel.table import Poly


class Frac(NamedTuple):
    """num divided by the product of numbered polynomials to powers 1, 2, ..."""

    num: Poly
    den: Mapping[int, int]


NOTHING: Mapping[int, int] = {}
