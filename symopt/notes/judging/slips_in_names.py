"""Slips in a name or a gradient: another name, a square, a sign, a point further along."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.formula import Absolute, Call, Formula, Name, Negative, Power, Product, Quotient, Sum
from symopt.notes.judging.pieces import ONE, TWO, one_minus
from symopt.notes.judging.slip import CLASSIC, LIKELY, RARE, UNUSUAL, USUAL, Scope, Slip


def in_place_of(node: Formula, scope: Scope) -> Iterator[Slip]:
    """Give what may be meant by a name or a gradient."""
    squared = CLASSIC if node in scope.gradients else UNUSUAL
    yield Slip(Power(node, TWO), ("lacks the square of", node), squared)
    yield Slip(Call("sqrt", (node,)), ("lacks the root of", node), USUAL)
    for other in scope.names:
        if other != node:
            words = ("has", node, "where", other, "belongs")
            yield Slip(other, words, _exchange(node, other, scope))
    if node in scope.decays:
        rest = one_minus(node)
        yield Slip(rest, ("has", node, "where", rest, "belongs"), USUAL)
        raised = Power(node, scope.counter)
        yield Slip(raised, ("lacks the power", scope.counter, "of", node), CLASSIC)
        later = Power(node, Sum((scope.counter, ONE)))
        yield Slip(later, ("lacks the power", later.exponent, "of", node), USUAL)
    elif node not in scope.constants:
        yield Slip(Absolute(node), ("lacks the bars around", node), UNUSUAL)
        if isinstance(node, Name):
            yield Slip(Call("sign", (node,)), ("lacks the sign of", node), UNUSUAL)
        yield Slip(Negative(node), ("has a wrong sign before", node), USUAL)
        for decay in scope.decays:
            bias = one_minus(Power(decay, scope.counter))
            words = ("takes", node, "without its correction by", bias)
            yield Slip(Quotient(node, bias), words, USUAL)
            yield Slip(Product((decay, node)), ("lacks the factor", decay, "of", node), USUAL)
            rest = one_minus(decay)
            yield Slip(Product((rest, node)), ("lacks the factor", rest, "of", node), LIKELY)


def further_along(node: Formula, scope: Scope) -> Iterator[Slip]:
    """Ask for the gradient further along a state."""
    if not isinstance(node, Call) or len(node.arguments) != 1:
        return
    point = node.arguments[0]
    states = [n for n in scope.names if isinstance(n, Name) and n not in scope.constants]
    for state in states if isinstance(point, Name) else ():
        for decay in scope.decays:
            step = Product((decay, state))
            for there in (Sum((point, step)), Sum((point, Negative(step)))):
                words = ("asks for the gradient at", point, "where", there, "belongs")
                yield Slip(Call("grad", (there,)), words, USUAL)


def _exchange(node: Formula, other: Formula, scope: Scope) -> int:
    if (node in scope.constants) != (other in scope.constants):
        return RARE
    if node in scope.decays and other in scope.decays:
        return CLASSIC
    # m and its corrected value, v and v_max; the same name at another time.
    kin = isinstance(node, Name) and isinstance(other, Name) and node.name[0] == other.name[0]
    return CLASSIC if kin and node not in scope.constants else LIKELY
