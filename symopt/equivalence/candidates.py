"""Runs on which two rules may part: small numbers first, sorted out in floats."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

from symopt.equivalence.recursion import Recursion
from symopt.equivalence.roles import correspondence, role
from symopt.signature import Hyperparameter

MAX_SETTINGS = 4096
FEW = 2  # runs of gradients, where many hyperparameters are tried
# Small numbers; the roots of these and of one plus or minus these are often fractions.
DECAYS = (Fraction(1, 2), Fraction(3, 4), Fraction(9, 16), Fraction(9, 25))
RATES = (Fraction(1), Fraction(1, 2))
SIZES = (Fraction(1), Fraction(3), Fraction(3, 4), Fraction(9, 16))
GRADIENTS = tuple(map(Fraction, (1, 2, 0, -1, 3, 4)))

Candidate = tuple[dict[str, Fraction], dict[str, Fraction], tuple[Fraction, ...], Fraction]


def promising(
    a: Recursion, b: Recursion, steps: int, trials: int, wide: bool = False
) -> list[Candidate]:
    """Return the candidates on which the rules part in floats, as far as these tell.

    With `wide` they have many hyperparameters and few gradients, not the other way round.
    """
    from symopt.equivalence.floats import NEAR, last_seen

    tried = list(_candidates(a, b, steps, trials, wide))
    inputs = [[float(row[i]) for _, _, row, _ in tried] for i in range(steps)]
    start = [float(start) for _, _, _, start in tried]
    ends = []
    for rule, place in ((a, 0), (b, 1)):
        hyper = {
            h.name: [float(candidate[place][h.name]) for candidate in tried]  # type: ignore[index]
            for h in rule.hyperparameters
        }
        ends.append(last_seen(rule, hyper, inputs, start))
    gaps = abs(ends[0] - ends[1])  # nan where one has no value
    return [candidate for candidate, gap in zip(tried, gaps, strict=True) if gap > NEAR]


def _candidates(
    a: Recursion, b: Recursion, steps: int, trials: int, wide: bool
) -> Iterator[Candidate]:
    pairs = correspondence(a, b)
    own = [h for h in b.hyperparameters if h.name not in pairs]
    menus = [menu(h) for h in (*a.hyperparameters, *own)]
    if prod(map(len, menus)) > MAX_SETTINGS:
        menus = [values[:2] for values in menus]
    starts = (Fraction(0), Fraction(1)) if a.kind == "optimizer" else (Fraction(0),)
    inputs = list(product(GRADIENTS, repeat=steps))
    inputs.sort(key=lambda row: (sum(map(abs, row)), [(abs(n), n < 0) for n in row]))
    if wide:
        inputs = [row for row in inputs if all(n > 0 for n in row)][:FEW]
    hypers = sorted(product(*menus), key=_weight)
    count = 0
    for total in range(len(inputs) + len(hypers)):
        # Both lists are sorted by size; going along diagonals tries small pairs first.
        for place in range(max(0, total - len(inputs) + 1), min(total + 1, len(hypers))):
            values, row = hypers[place], inputs[total - place]
            if not any(row):
                continue
            hyper_a = {h.name: v for h, v in zip(a.hyperparameters, values, strict=False)}
            extra = values[len(a.hyperparameters) :]
            hyper_b = {name: hyper_a[other] for name, other in pairs.items()}
            hyper_b |= {h.name: v for h, v in zip(own, extra, strict=True)}
            inside = all(v in b.hyper[name].domain for name, v in hyper_b.items())
            for start in starts if inside else ():
                yield hyper_a, hyper_b, row, start
                count += 1
            if count >= trials:
                return


def _weight(row: tuple[Fraction, ...]) -> int:
    return sum(n.numerator + 2 * n.denominator for n in row)


def menu(hyper: Hyperparameter) -> tuple[Fraction, ...]:
    sizes = RATES if role(hyper.name) == "rate" else SIZES
    values = DECAYS if hyper.domain.upper == 1 else sizes
    return tuple(value for value in values if value in hyper.domain)
