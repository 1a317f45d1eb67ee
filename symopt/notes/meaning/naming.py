"""The names of a recursion: the catalogue's by role, where one name has one role."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction

from symopt.domain import Domain
from symopt.equivalence.recursion import RESERVED
from symopt.equivalence.roles import ROLES
from symopt.notes.meaning.roles import COEFFICIENT, DECAY, FIRST, RATE, SECOND, STABILISER
from symopt.signature import Hyperparameter

_SETTINGS = {
    RATE: (Fraction(1, 100), Domain("[0, inf)")),
    FIRST: (Fraction(9, 10), Domain("[0, 1)")),
    SECOND: (Fraction(999, 1000), Domain("[0, 1)")),
    STABILISER: (Fraction(1, 10**8), Domain("[0, inf)")),
    DECAY: (Fraction(1, 100), Domain("[0, inf)")),
    COEFFICIENT: (Fraction(1, 2), Domain("[0, inf)")),
}


def hyperparameter_names(
    roles: Mapping[str, str], slopes: Collection[str] = (), apart: bool = False
) -> dict[str, str]:
    """Return the recursion's name for each of the author's.

    Parameters
    ----------
    slopes : collection of str
        The memories that say how much of a state is kept. Of several memories of one kind they
        have the usual name.
    apart : bool
        Whether memories of one kind belong to different lines: then one weighs a state against
        the gradient, and the other keeps the state.

    Examples
    --------
    >>> hyperparameter_names({"eta": "rate", "gamma": "memory of gradients"})
    {'eta': 'alpha', 'gamma': 'beta'}
    """
    first = sorted((n for n, r in roles.items() if r == FIRST), key=lambda n: n not in slopes)
    second = sorted((n for n, r in roles.items() if r == SECOND), key=lambda n: n not in slopes)
    made: dict[str, str] = {}
    kept = [name for name in first if name in slopes]
    if len(first) == 2 and len(kept) == 1 and not second and apart:
        made = {first[1]: "beta1", first[0]: "beta2"}
    elif first:
        made[first[0]] = "beta1" if second else "beta"
    if second:
        made[second[0]] = "beta2" if first else "rho"
    for role, name in ((RATE, "alpha"), (STABILISER, "epsilon"), (DECAY, "weight_decay")):
        one = next((n for n, r in roles.items() if r == role), None)
        if one is not None:
            made[one] = name
    for name in roles:
        if name not in made:
            made[name] = unused(name, {*made.values(), *ROLES})
    return {name: made[name] for name in roles}


def unused(name: str, taken: set[str]) -> str:
    """Return a name like the given one that is neither reserved nor taken."""
    made = re.sub(r"\W", "_", name, flags=re.ASCII) or "x"
    made = made if made[0].isalpha() else f"x{made}"
    while made in taken or made in RESERVED:
        made += "_"
    return made


def hyperparameter(name: str, role: str, value: Fraction | None) -> Hyperparameter:
    """Return a hyperparameter as its role has it; a value that is stated is its default."""
    default, domain = _SETTINGS[role]
    return Hyperparameter(name, default if value is None or value not in domain else value, domain)
