"""Slips in a power, a root or another function: a square or a root too many."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.judging.pieces import HALF, ONE, TWO, kept_share, one_minus
from symopt.notes.judging.slip import CLASSIC, LIKELY, RARE, UNUSUAL, USUAL, Scope, Slip


def in_power(node: Power, scope: Scope) -> Iterator[Slip]:
    """Give what a power may be meant to be."""
    base, exponent = node.base, node.exponent
    value = _number(exponent)
    if base in scope.decays and exponent == scope.counter:
        # Only this far in a correction: elsewhere a decay fades by its power.
        yield Slip(one_minus(node), ("has", node, "where", one_minus(node), "belongs"), LIKELY)
    if value == 2:
        if base in scope.gradients:
            kept = [n for n in scope.names if isinstance(n, Name) and n not in scope.constants]
            for other in kept:
                if other not in scope.gradients:
                    yield Slip(other, ("has", node, "where", other, "belongs"), LIKELY)
        yield Slip(base, ("has a square too many, of", base), USUAL)
        yield from _spread(base)
    elif value == HALF:
        yield from _root(base)
    elif value is None:
        yield Slip(base, ("has a power too many, of", base), UNUSUAL)
        kept = kept_share(base)
        if kept is not None:
            inside = one_minus(Power(kept, exponent))
            yield Slip(inside, ("has the power", exponent, "outside the brackets"), CLASSIC)


def _spread(base: Formula) -> Iterator[Slip]:
    """Square one part only of what is squared as a whole."""
    parts = base.factors if isinstance(base, Product) else ()
    for place, part in enumerate(parts):
        new = (*parts[:place], Power(part, TWO), *parts[place + 1 :])
        yield Slip(Product(new), ("squares more than", part), LIKELY)
    terms = base.terms if isinstance(base, Sum) else ()
    for place, part in enumerate(terms):
        new = (*terms[:place], Power(part, TWO), *terms[place + 1 :])
        yield Slip(Sum(new), ("squares more than", part), USUAL)


def in_exponent(exponent: Formula) -> Iterator[Slip]:
    """Give what an exponent may be meant to be."""
    if _number(exponent) is not None:
        return
    words: tuple[str | Formula, ...]
    if isinstance(exponent, Sum):
        stem = exponent.terms[0]
        words = ("has the power", exponent, "where", stem, "belongs")
        yield Slip(stem, words, LIKELY)
    else:
        for new in (Sum((exponent, ONE)), Sum((exponent, Negative(ONE)))):
            words = ("has the power", exponent, "where", new, "belongs")
            yield Slip(new, words, USUAL)


def _number(node: Formula) -> Fraction | None:
    match node:
        case Number(value=value):
            return value
        case Quotient(top=Number(value=top), bottom=Number(value=bottom)) if bottom:
            return top / bottom
        case _:
            return None


def _root(inside: Formula) -> Iterator[Slip]:
    yield Slip(inside, ("has a root too many, of", inside), USUAL)
    if isinstance(inside, Sum) and kept_share(inside) is None:
        for place, term in enumerate(inside.terms):
            rest = inside.terms[:place] + inside.terms[place + 1 :]
            within = rest[0] if len(rest) == 1 else Sum(rest)
            outside = Sum((Call("sqrt", (within,)), term))
            yield Slip(outside, ("has", term, "inside the root it belongs beside"), CLASSIC)


def in_call(node: Call) -> Iterator[Slip]:
    """Give what a root, a maximum or a sign may be meant to be."""
    if node.function == "sqrt":
        yield from _root(node.arguments[0])
    elif node.function in ("maximum", "minimum"):
        for argument in node.arguments:
            yield Slip(argument, ("has a maximum too many, over", argument), UNUSUAL)
        yield Slip(Sum(node.arguments), ("takes a maximum where a sum belongs",), UNUSUAL)
    elif node.function == "sign":
        yield Slip(node.arguments[0], ("takes a sign too many, of", node.arguments[0]), RARE)
