"""What is known of two rules in both directions: maps, and whether there can be any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symopt.equivalence import maps
from symopt.equivalence.maps import Simulation
from symopt.equivalence.recursion import Recursion
from symopt.equivalence.verifier import INVERSE, verify
from symopt.proof.kernel.terms import Term


@dataclass(frozen=True)
class Pairing:
    """Maps between two rules.

    Attributes
    ----------
    there, back : Simulation or None
        The second rule does what the first does, and the other way round.
    may, can : bool or None
        Whether numbers for hyperparameters exist that make the second do what the first does,
        and the other way round; None if that is not known.
    used : tuple of Simulation
        If the rules are the same, the maps that show it.
    certificates : tuple of dict
        If the rules are the same, what shows it.
    """

    there: Simulation | None
    back: Simulation | None
    may: bool | None = None
    can: bool | None = None
    used: tuple[Simulation, ...] = ()
    certificates: tuple[Mapping[str, Any], ...] = ()

    @property
    def same(self) -> bool:
        """Whether each rule does what the other does."""
        return bool(self.used)


def pair(a: Recursion, b: Recursion) -> Pairing:
    """Look for maps between two canonical recursions; numbers say where it is worth while.

    Examples
    --------
    >>> from symopt import rules
    >>> ab = [Recursion.of(rules.get(name)).canonical for name in ("gd", "momentum")]
    >>> found = pair(*ab)
    >>> found.there is not None, found.can
    (True, False)
    """
    from symopt.equivalence.fitting import fits  # NumPy is loaded on first use

    renamed = maps.renamed(a, b)
    if renamed is not None:
        found = _complete(renamed, a, b)
        if found is not None:
            return found
    may, can = fits(a, b), fits(b, a)
    there = maps.simulate(a, b) if may is not False else None
    if there is not None and can is not False:
        found = _complete(there, a, b)
        if found is not None:
            return found
    back = maps.simulate(b, a) if can is not False else None
    if back is not None and may is not False:
        found = _complete(back, b, a)
        if found is not None:
            return _swapped(found)
    used = (there, back) if there is not None and back is not None else ()
    return Pairing(there, back, may, can, used, tuple(one.certificate for one in used))


def _complete(one: Simulation, of: Recursion, by: Recursion) -> Pairing | None:
    """Turn a map round; one that has an inverse is enough, and so are two."""
    values, back = maps.turned(one, of, by)
    inverse = _inverse(one.hyperparameters, values, of, by) if values else None
    if inverse is not None and not one.positive:
        return Pairing(one, back, True, True, (one,), (one.certificate, inverse))
    if back is None:
        return None
    inverse = _inverse(values, one.hyperparameters, by, of)
    if inverse is not None and not back.positive:
        return Pairing(one, back, True, True, (back,), (back.certificate, inverse))
    return Pairing(one, back, True, True, (one, back), (one.certificate, back.certificate))


def _swapped(found: Pairing) -> Pairing:
    return Pairing(found.back, found.there, True, True, found.used, found.certificates)


def _inverse(
    forward: Mapping[str, Term], back: Mapping[str, Term], of: Recursion, by: Recursion
) -> dict[str, Any] | None:
    """Return a certificate that the hyperparameters' map meets every setting."""
    certificate = {
        "format": INVERSE,
        "of": tuple((h.name, str(h.domain)) for h in of.hyperparameters),
        "by": tuple((h.name, str(h.domain)) for h in by.hyperparameters),
        "forward": tuple(forward.items()),
        "back": tuple(back.items()),
        "positive": (),
    }
    return certificate if verify(certificate).accepted else None
