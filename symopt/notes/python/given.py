"""Gradients that a listing is given: set to zero between steps, or named after their points."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.python.functions import SIZES
from symopt.notes.python.gradients import is_gradient
from symopt.notes.python.naming import place_of
from symopt.notes.python.substitution import rebuild, substitute
from symopt.notes.python.tree import Assign

_AFTER = re.compile(r"(?:d|g_|grads?_|gradient_|nabla_)(?P<a>.+)|(?P<b>.+)_(?:g|grads?|gradient)")


def without_zeroing(assigns: Sequence[Assign]) -> list[Assign]:
    """Leave out what sets a gradient to zero: ``w.grad.zero_()``, ``dw *= 0`` after the update.

    It makes room for the next gradient and is no step of the algorithm. What is added to a
    gradient that is zero is the gradient.
    """
    made = list(assigns)
    places = dict.fromkeys(place_of(each.target) or "" for each in made if _zeroes(each))
    for place in places:
        at = [i for i, each in enumerate(made) if place_of(each.target) == place]
        attribute = place.rpartition(".")[2] == "grad"
        last = _zeroes(made[at[-1]]) and any(
            place in each.formula.names() for each in made[: at[-1]]
        )
        if not attribute and not (last and is_gradient(place)):
            continue
        first = made[at[0]]
        if not _zeroes(first):
            made[at[0]] = replace(first, formula=_added(first))
        made = [each for each in made if place_of(each.target) != place or not _zeroes(each)]
    return made


def _zeroes(each: Assign) -> bool:
    """Whether an assignment sets its target to zero."""
    match each.formula:
        case Number(value=value):
            return value == 0
        case Product(factors=factors):
            return any(isinstance(factor, Number) and factor.value == 0 for factor in factors)
        case _:
            return False


def _added(each: Assign) -> Formula:
    """Return what an assignment adds to its target, or all of it."""
    match each.formula:
        case Sum(terms=(first, *rest)) if first == each.target and rest:
            return Sum(tuple(rest)) if len(rest) > 1 else rest[0]
        case whole:
            return whole


def named_after_points(assigns: Sequence[Assign], own: Collection[str]) -> list[Assign]:
    """Read ``dx_ahead`` as the gradient at ``x_ahead``, where that is computed for nothing else.

    Parameters
    ----------
    own : collection of str
        Names that the caller gives: what they are is his.
    """
    made = list(assigns)
    targets = {place_of(each.target) for each in made}
    read = {name for each in made for name in each.formula.names()}
    for at, each in enumerate(made):
        gradients = {name: _point(name) for name in each.formula.names()}
        questions: dict[str, Formula] = {}
        for name, points in gradients.items():
            if name in targets or name in own:
                continue
            for place in points:
                before = [other for other in made[:at] if place_of(other.target) == place]
                looked_ahead = before and place not in read and before[-1].formula.names()
                if looked_ahead:
                    questions[name] = Call("grad", (before[-1].target,))
        if questions:
            made[at] = replace(each, formula=substitute(each.formula, questions))
    return made


def _point(name: str) -> tuple[str, ...]:
    """Return what a gradient may be named after: of ``self.dw``, ``self.w`` and ``w``."""
    owner, dot, last = name.rpartition(".")
    found = _AFTER.fullmatch(last)
    if found is None:
        return ()
    stem = found["a"] or found["b"]
    return (owner + dot + stem, stem) if owner else (stem,)


def without_sizes(assigns: Sequence[Assign]) -> list[Assign]:
    """Take a gradient over the size of its batch for the gradient: of the mean, not the sum."""
    taken = {place_of(each.target) for each in assigns}

    def is_size(formula: Formula) -> bool:
        match formula:
            case Name(name=name):
                return name.rpartition(".")[2] in SIZES and name not in taken
            case Call(function="len" | "shape" | "size"):
                return True
            case Call(function="item", arguments=(inner, *_)):
                return is_size(inner)
            case _:
                return False

    def change(part: Formula) -> Formula:
        match part:
            case Quotient(top=top, bottom=bottom) if is_size(bottom) and _has_gradient(top):
                return top
            case Product(factors=factors) if any(map(_has_gradient, factors)):
                made = tuple(
                    factor.top
                    if isinstance(factor, Quotient) and is_size(factor.bottom)
                    else factor
                    for factor in factors
                )
                match [factor for factor in made if factor != Number(Fraction(1))]:
                    case _ if made == factors:
                        return part
                    case [only]:
                        return only
                    case rest:
                        return Product(tuple(rest))
            case _:
                return part

    return [replace(each, formula=rebuild(each.formula, change)) for each in assigns]


def _has_gradient(formula: Formula) -> bool:
    """Whether a gradient is a factor of a formula."""
    match formula:
        case Name(name=name):
            return is_gradient(name)
        case Call(function="grad"):
            return True
        case Product(factors=factors):
            return any(map(_has_gradient, factors))
        case Negative(term=term):
            return _has_gradient(term)
        case _:
            return False
