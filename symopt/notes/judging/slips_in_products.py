"""Slips in a product or a fraction: a factor too much, a missing root below."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.formula import Call, Negative, Power, Product, Quotient, Sum
from symopt.notes.judging.pieces import kept_share, surplus, unsigned
from symopt.notes.judging.slip import CLASSIC, RARE, UNUSUAL, USUAL, Scope, Slip


def in_product(node: Product, scope: Scope) -> Iterator[Slip]:
    """Give what a product may be meant to be."""
    factors = node.factors
    for place, factor in enumerate(factors):
        rest = factors[:place] + factors[place + 1 :]
        without = rest[0] if len(rest) == 1 else Product(rest)
        yield Slip(without, ("has too much: the factor", factor), surplus(factor))
        divided = Quotient(without, factor)
        yield Slip(divided, ("multiplies by", factor, "where it should divide"), UNUSUAL)
        if isinstance(factor, Sum) and kept_share(factor) is None:
            # b (m + x) is what becomes of b m + x with brackets too many.
            for inner, term in enumerate(factor.terms):
                inside = Product((*rest, term)) if not isinstance(term, Negative) else None
                if inside is None:
                    inside = Negative(Product((*rest, unsigned(term))))
                terms = (*factor.terms[:inner], inside, *factor.terms[inner + 1 :])
                yield Slip(Sum(terms), ("has too many brackets around", factor), UNUSUAL)
        if isinstance(factor, Quotient) and rest:
            under = Quotient(factor.top, Product((factor.bottom, *rest)))
            yield Slip(under, ("lacks brackets around the denominator",), UNUSUAL)
    if len(factors) == 2 and factors[0] in scope.decays and factors[1] == scope.counter:
        words = ("multiplies by", factors[1], "where the power belongs, of", factors[0])
        yield Slip(Power(*factors), words, CLASSIC)
    if len(factors) == 2:
        words = ("multiplies by", factors[1], "where it should be added")
        yield Slip(Sum(factors), words, RARE)


def in_quotient(node: Quotient, scope: Scope) -> Iterator[Slip]:
    """Give what a fraction may be meant to be."""
    top, bottom = node.top, node.bottom
    yield Slip(top, ("divides by", bottom, "needlessly"), surplus(bottom))
    factors = top.factors if isinstance(top, Product) else (top,)
    yield Slip(Product((*factors, bottom)), ("divides by", bottom, "where it multiplies"), RARE)
    yield Slip(Quotient(top, Call("sqrt", (bottom,))), ("lacks the root of", bottom), CLASSIC)
    if isinstance(bottom, Sum):
        for place, term in enumerate(bottom.terms):
            rooted = Call("sqrt", (term,))
            terms = (*bottom.terms[:place], rooted, *bottom.terms[place + 1 :])
            yield Slip(Quotient(top, Sum(terms)), ("lacks the root of", term), CLASSIC)
    else:
        for name in scope.constants:
            if name not in scope.decays:
                # A stabiliser that is spoken of but stands nowhere.
                new = Quotient(top, Sum((bottom, name)))
                yield Slip(new, ("lacks", name, "in the denominator"), USUAL)
