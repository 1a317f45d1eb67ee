"""The slips people make when they write down an update, undone one at a time.

Every edit replaces one line. It says in words what was wrong with the line, so that the words may
stand before the line that is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from symopt.formula import (
    Absolute,
    Call,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)
from symopt.notes.judging.pieces import TWO, one_minus, times, weights
from symopt.notes.judging.slip import CLASSIC, LIKELY, RARE, UNUSUAL, USUAL, Scope, Slip
from symopt.notes.judging.slips_in_names import further_along, in_place_of
from symopt.notes.judging.slips_in_powers import in_call, in_exponent, in_power
from symopt.notes.judging.slips_in_products import in_product, in_quotient
from symopt.notes.judging.slips_in_sums import in_sum


def slips(formula: Formula, scope: Scope, target: Formula | None = None) -> Iterator[Slip]:
    """Give what a formula becomes with one slip undone, anywhere in it.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> b, g = Name("b"), Name("g")
    >>> scope = Scope((b, g), (b,), (b,), Name("t"), (g,))
    >>> found = slips(read_expression("b*s + (1 - b)*g"), scope)
    >>> "b*s + (1 - b)*g^2" in [slip.formula.text() for slip in found]
    True
    """
    if target is not None:
        yield from _whole(formula, scope, target)
    yield from _anywhere(formula, scope)


def _anywhere(node: Formula, scope: Scope) -> Iterator[Slip]:
    yield from _here(node, scope)
    if isinstance(node, (Name, Number)):
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Formula):
            exponent = isinstance(node, Power) and field.name == "exponent"
            inner = in_exponent(value) if exponent else _anywhere(value, scope)
            for slip in inner:
                yield replace(slip, formula=replace(node, **{field.name: slip.formula}))
        elif isinstance(value, tuple):
            parts: tuple[Any, ...] = value
            for place, part in enumerate(parts):
                if not isinstance(part, Formula):
                    continue
                # Where a gradient is asked for is hardly what was confused.
                more = isinstance(node, Call) and node.function == "grad"
                for slip in _anywhere(part, scope):
                    new = (*parts[:place], slip.formula, *parts[place + 1 :])
                    made = replace(node, **{field.name: new})
                    yield replace(slip, formula=made, cost=slip.cost + more)


def _is_atom(node: Formula) -> bool:
    return isinstance(node, (Name, Number)) or (isinstance(node, Call) and node.function == "grad")


def _here(node: Formula, scope: Scope) -> Iterator[Slip]:
    """Give what may stand in place of a node."""
    match node:
        case Name() | Call(function="grad"):
            yield from in_place_of(node, scope)
            yield from further_along(node, scope)
        case Sum():
            yield from in_sum(node, scope)
        case Product():
            yield from in_product(node, scope)
        case Quotient():
            yield from in_quotient(node, scope)
        case Power():
            yield from in_power(node, scope)
        case Call():
            yield from in_call(node)
        case Absolute(inside=inside):
            square = Power(inside, TWO)
            yield Slip(square, ("has", node, "where", square, "belongs"), CLASSIC)
            yield Slip(inside, ("has bars too many around", inside), RARE)
        case Negative(term=term):
            yield Slip(term, ("has a wrong sign before", term), USUAL)
        case _:
            return
    if not _is_atom(node):
        yield Slip(Negative(node), ("has a wrong sign before", node), UNUSUAL)
        yield Slip(Power(node, TWO), ("lacks the square of", node), UNUSUAL)


def _everywhere(formula: Formula, name: Name, other: Name) -> Slip:
    """Exchange one hyperparameter for another wherever a line has it."""
    changed = formula.map_names(lambda own: other if own == name else own)
    return Slip(changed, ("has", name, "where", other, "belongs"), LIKELY)


def _whole(formula: Formula, scope: Scope, target: Formula) -> Iterator[Slip]:
    """Give edits of a whole line; one that sets a number has no part that was confused."""
    if isinstance(formula, Number):
        return
    for name in scope.constants:
        if name.name in formula.names():
            others = (other for other in scope.constants if other != name)
            yield from (_everywhere(formula, name, other) for other in others)
    most = Call("maximum", (target, formula))
    yield Slip(most, ("lacks the maximum with the value before",), USUAL)
    if target not in formula.walk():
        terms = formula.terms if isinstance(formula, Sum) else (formula,)
        yield Slip(Sum((target, *terms)), ("forgets the value before",), USUAL)
        for decay in scope.decays:
            carried = Product((decay, target))
            yield Slip(Sum((carried, *terms)), ("lacks", carried), LIKELY)
    yield Slip(Call("sqrt", (formula,)), ("lacks the root",), USUAL)
    for decay in scope.decays:
        bias = one_minus(Power(decay, scope.counter))
        yield Slip(Quotient(formula, bias), ("lacks the correction by", bias), USUAL)
    for factor in weights(scope):
        yield Slip(times(factor, formula), ("lacks the factor", factor), USUAL)
