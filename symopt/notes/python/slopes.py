"""Gradients that are worked out by hand, read as questions for the gradient."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from symopt.formula import Call, Formula, Name, Negative, Sum
from symopt.notes.python.gradients import is_gradient, unknown_calls
from symopt.notes.python.naming import place_of
from symopt.notes.python.signs import MEANS, signs_of
from symopt.notes.python.substitution import rebuild, substitute
from symopt.notes.python.tree import Assign

MAX_NODES = 400  # of a formula with what its names stand for

_NUMBERED = re.compile(r"(?:d?g|grad)_?(\d)")


def with_slopes(
    assigns: Sequence[Assign], kept: Collection[str], flows: Callable[[str, str], bool]
) -> list[Assign]:
    """Read a gradient that is worked out by hand, ``dw = 2*sum(x*(w*x + b - y))``, as one at w.

    Parameters
    ----------
    flows : callable
        Whether the first name flows into the second, which is carried.
    """
    made: list[Assign] = []
    values: dict[str, Formula] = {}
    done: set[str] = set()  # a point that has its new value already is a state
    for each in assigns:
        place = place_of(each.target) or ""
        whole = substitute(each.formula, values)
        names = dict.fromkeys(whole.names())
        points = [name for name in names if name in kept]
        named = [name for name in points if _called_after(place, name)]
        point = (named or points)[0] if len(named or points) == 1 else None
        called = is_gradient(place) or _NUMBERED.fullmatch(place)
        given = called and place not in kept and _is_slope(whole)
        others = any(is_gradient(name) for name in names) or unknown_calls(_without_means(whole))
        fresh = point is not None and not {place, point} & done
        done.add(place)
        if given and not others and point is not None and fresh and flows(place, point):
            question: Formula = Call("grad", (Name(point),))
            if signs_of(whole, point) == {-1} and _without_means(whole) != whole:
                question = Negative(question)
            made.append(replace(each, formula=question))
            continue
        made.append(each)
        values = {name: value for name, value in values.items() if place not in value.names()}
        values.pop(place, None)
        if place not in kept and sum(1 for _ in whole.walk()) <= MAX_NODES:
            values[place] = whole
    # What only a gradient was made of is in the question for it.
    before, after = _read(assigns), _read(made)
    return [each for each in made if (place_of(each.target) or "") not in before - after - {*kept}]


def _read(assigns: Sequence[Assign]) -> set[str]:
    return {name for each in assigns for name in each.formula.names()}


def _is_slope(formula: Formula) -> bool:
    """Whether a formula may be a gradient: no mere name, no other question but with a decay."""
    if not any(isinstance(part, Call) and part.function == "grad" for part in formula.walk()):
        return not isinstance(formula, Name)
    if not isinstance(formula, Sum):
        return False
    return any(isinstance(term, Call) and term.function == "grad" for term in formula.terms)


def _called_after(gradient: str, point: str) -> bool:
    """Whether a gradient is called after a name: dw and w, g_x and x, g2 and x2."""
    number = _NUMBERED.fullmatch(gradient)
    last = point.rpartition(".")[2]
    return gradient.rpartition(".")[2] in (
        f"d{last}",
        f"d_{last}",
        f"g_{last}",
        f"grad_{last}",
    ) or (number is not None and point.endswith(number[1]))


def _without_means(formula: Formula) -> Formula:
    """Return a formula with what sums and means are taken of in their places."""

    def change(part: Formula) -> Formula:
        match part:
            case Call(function=function, arguments=(inner, *_)) if (
                function.rpartition(".")[2] in MEANS
            ):
                return inner
            case _:
                return part

    return rebuild(formula, change)
