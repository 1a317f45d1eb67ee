"""How fast powers such as beta^t fall: what t is multiplied with in their exponents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from symopt.equivalence.neat import neat
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.terms import nodes, plus, power, times, value_of
from symopt.proof.kernel.terms import Term, free_names, substitute

SLOW = Fraction(1, 4)


def faster(of: Recursion, by: Recursion, pairs: Mapping[str, str]) -> Iterator[tuple[str, Term]]:
    """Give what falls as fast: beta^psi for a beta of `by` whose counterpart has beta^(psi t)."""
    theirs, own = speeds(of), speeds(by)
    for name, other in pairs.items():
        if name in own and theirs.get(other, own[name]) != own[name]:
            ratio = times(theirs[other], power(own[name], -1))
            yield name, power(("sym", other), neat(ratio, of.hyper))


def speeds(recursion: Recursion) -> dict[str, Term]:
    """Return how fast powers of hyperparameters fall: what t is multiplied with in exponents."""
    found: dict[str, Term] = {}
    for node in nodes(recursion.terms()):
        base = node[1]
        if node[0] != "^" or not isinstance(base, tuple) or base[0] != "sym":
            continue
        if "t" not in free_names(node[2]):
            continue
        later, now = (substitute(node[2], {"t": value}) for value in (1, 0))
        found.setdefault(base[1], neat(plus(later, times(-1, now)), recursion.hyper))
    return found


def crawls(recursion: Recursion) -> bool:
    """Say whether a power falls so slowly that only a tiny base makes it fall as others do."""
    numbers = [
        value_of(speed)
        for speed in speeds(recursion).values()
        if isinstance(speed, int) or speed[0] == "/"
    ]
    return any(number is not None and 0 < number < SLOW for number in numbers)
