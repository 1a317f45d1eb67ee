"""Slips in a sum: a term too much, a wrong sign, brackets at a wrong place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.judging.pieces import kept_share, surplus, times, unsigned, weights
from symopt.notes.judging.slip import CLASSIC, LIKELY, RARE, USUAL, Scope, Slip
from symopt.notes.meaning.indices import moment


def in_sum(node: Sum, scope: Scope) -> Iterator[Slip]:
    """Give what a sum may be meant to be."""
    terms = node.terms
    kept = kept_share(node)
    if isinstance(kept, (Name, Power)):
        yield Slip(kept, ("has", node, "where", kept, "belongs"), USUAL)
        return
    yield from _swallowed(node)
    yield from _shares(node)
    yield from _differences(node)
    for place, term in enumerate(terms):
        rest = terms[:place] + terms[place + 1 :]
        without = rest[0] if len(rest) == 1 else Sum(rest)
        yield Slip(without, ("has too much:", unsigned(term)), surplus(term))

        def put(new: Formula, place: int = place) -> Formula:
            return Sum((*terms[:place], new, *terms[place + 1 :]))

        turned = term.term if isinstance(term, Negative) else Negative(term)
        cost = LIKELY if _difference(term) else CLASSIC  # rather than that, turn it
        yield Slip(put(turned), ("has a wrong sign before", unsigned(term)), cost)
        yield from _brackets(node, place)
        for factor in weights(scope):
            inner = times(factor, unsigned(term))
            new = Negative(inner) if isinstance(term, Negative) else inner
            cost = LIKELY if factor in scope.constants or kept_share(factor) else USUAL
            yield Slip(put(new), ("lacks the factor", factor, "of", unsigned(term)), cost)
        if isinstance(term, Call) and term.function == "sqrt":
            inside = Call("sqrt", (put(term.arguments[0]),))
            others = rest[0] if len(rest) == 1 else Sum(rest)
            yield Slip(inside, ("has", others, "outside the root it belongs in"), CLASSIC)
    if len(terms) == 2:
        words = ("adds", terms[1], "where it belongs as a factor")
        yield Slip(Product(terms), words, RARE)
        both = Call("maximum", terms)
        yield Slip(both, ("adds where the maximum belongs, of", terms[0], "and", terms[1]), USUAL)
    if len(terms) > 2 and isinstance(terms[-1], Number):
        *before, last = terms[:-1]
        power = unsigned(last)
        if isinstance(power, Power):
            # 1 - b^t + 1 is what becomes of b^(t + 1) without brackets.
            raised: Formula = Power(power.base, Sum((power.exponent, terms[-1])))
            new = Negative(raised) if isinstance(last, Negative) else raised
            yield Slip(Sum((*before, new)), ("lacks brackets around", raised.exponent), LIKELY)


def _differences(node: Sum) -> Iterator[Slip]:
    """Turn x_(k-1) - x_k, which should be x_k - x_(k-1), and move it on or back in time."""
    if len(node.terms) != 2:
        return
    first, second = node.terms
    if not isinstance(first, Name) or not isinstance(second, Negative):
        return
    last = second.term
    if not isinstance(last, Name) or last.name != first.name or None in (first.index, last.index):
        return
    pairs = [(last, first), *((later(first, by), later(last, by)) for by in (-1, 1))]
    for one, other in pairs:
        new = Sum((one, Negative(other)))
        cost = LIKELY if one == last and _forward(first, last) else CLASSIC
        yield Slip(new, ("has", node, "where", new, "belongs"), cost)


def _forward(first: Name, last: Name) -> bool:
    """Say whether the first is a later value than the last, as x_k is than x_(k-1)."""
    one, other = moment(first.index), moment(last.index)
    return one is not None and other is not None and one[0] == other[0] and one[1] > other[1]


def _difference(term: Formula) -> bool:
    """Say whether a term has a difference as a factor that may be turned."""
    inner = unsigned(term)
    factors = inner.factors if isinstance(inner, Product) else ()
    for factor in factors:
        if isinstance(factor, Sum) and len(factor.terms) == 2 and kept_share(factor) is None:
            first, last = factor.terms[0], unsigned(factor.terms[1])
            if not (isinstance(first, Name) and isinstance(last, Name) and _forward(first, last)):
                return True
    return False


def later(name: Name, by: int) -> Name:
    """Return a name some steps later.

    Examples
    --------
    >>> later(Name("x", Name("k")), -1).text(), later(later(Name("x", Name("k")), -1), 1).text()
    ('x_(k-1)', 'x_k')
    """
    at = moment(name.index)
    if at is None or at[0] is None:
        return name
    symbol, offset = Name(at[0]), at[1] + by
    if not offset:
        return replace(name, index=symbol)
    number = Number(Fraction(abs(offset)))
    return replace(name, index=Sum((symbol, number if offset > 0 else Negative(number))))


def _shares(node: Sum) -> Iterator[Slip]:
    """Make two shares in numbers one together: 0.9 m + 0.2 x is 0.9 m + 0.1 x."""
    if len(node.terms) != 2:
        return
    for place, other in ((1, 0), (0, 1)):
        term, kept = node.terms[place], _share(node.terms[other])
        own = _share(term)
        if own is None or kept is None or own + kept == 1 or not 0 < kept < 1:
            continue
        if not isinstance(term, Product):
            continue
        rest = 1 - kept
        exact = Number(rest, written=_decimal(rest))
        new = Product((exact, *term.factors[1:]))
        terms = (new, node.terms[1]) if place == 0 else (node.terms[0], new)
        yield Slip(Sum(terms), ("has", term.factors[0], "where", exact, "belongs"), LIKELY)


def _share(term: Formula) -> Fraction | None:
    if isinstance(term, Product) and isinstance(term.factors[0], Number):
        return term.factors[0].value
    return None


def _decimal(value: Fraction) -> str | None:
    text = str(float(value))
    return text if Fraction(text) == value else None


def _brackets(node: Sum, place: int) -> Iterator[Slip]:
    """Take brackets that end too late back to where they should: 1 - b g is (1 - b) g."""
    terms, term = node.terms, node.terms[place]
    inner = unsigned(term)
    if isinstance(inner, Product) and place == len(terms) - 1:
        first, *rest = inner.factors
        last = Negative(first) if isinstance(term, Negative) else first
        inside = Sum((*terms[:-1], last))
        words = ("lacks brackets around", inside)
        yield Slip(Product((inside, *rest)), words, LIKELY)


def _swallowed(node: Sum) -> Iterator[Slip]:
    """Put a term into the denominator that it was meant to stand in."""
    for place, term in enumerate(node.terms):
        for other, host in enumerate(node.terms):
            if other == place:
                continue
            new = _into_denominator(host, term)
            if new is None:
                continue
            rest = [new if i == other else t for i, t in enumerate(node.terms) if i != place]
            words = ("lacks brackets:", unsigned(term), "belongs in the denominator")
            yield Slip(rest[0] if len(rest) == 1 else Sum(tuple(rest)), words, CLASSIC)


def _into_denominator(host: Formula, term: Formula) -> Formula | None:
    match host:
        case Negative(term=inner):
            new = _into_denominator(inner, term)
            return None if new is None else Negative(new)
        case Quotient(top=top, bottom=bottom):
            terms = bottom.terms if isinstance(bottom, Sum) else (bottom,)
            return Quotient(top, Sum((*terms, term)))
        case Product(factors=(*before, last)):
            new = _into_denominator(last, term)
            return None if new is None else Product((*before, new))
        case _:
            return None
