"""The slips people make when they write down an update, undone one at a time.

Every edit replaces one line. It says in words what was wrong with the line, so that the words may
stand before the line that is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
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
from symopt.notes.meaning.indices import moment

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))
HALF = Fraction(1, 2)
SMALL = 6  # nodes of what may be too much

# What a slip costs: likelier ones are undone first.
CLASSIC, LIKELY, USUAL, UNUSUAL, RARE = 0, 1, 2, 3, 6


@dataclass(frozen=True)
class Slip:
    """A replacement for a formula, and what it mends.

    Attributes
    ----------
    formula : Formula
        What stands there instead.
    words : tuple of (str or Formula)
        What was wrong, to be said of the line: "lacks the square of", g.
    cost : int
        The likelier, the less.
    """

    formula: Formula
    words: tuple[str | Formula, ...]
    cost: int


@dataclass(frozen=True)
class Scope:
    """What an algorithm speaks of.

    Attributes
    ----------
    names : tuple of Formula
        Every name (with its index) and every gradient that stands in it.
    constants : tuple of Name
        Names that are never assigned and are no gradient: hyperparameters, mostly.
    decays : tuple of Name
        Those that stand in 1 - x or under a power with the counter.
    counter : Formula
        What counts steps.
    gradients : tuple of Formula
        What the gradient is called.
    """

    names: tuple[Formula, ...]
    constants: tuple[Name, ...]
    decays: tuple[Name, ...]
    counter: Formula
    gradients: tuple[Formula, ...] = ()


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
            inner = _exponents(value) if exponent else _anywhere(value, scope)
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
            yield from _atom(node, scope)
            yield from _ahead(node, scope)
        case Sum():
            yield from _sum(node, scope)
        case Product():
            yield from _product(node, scope)
        case Quotient():
            yield from _quotient(node, scope)
        case Power():
            yield from _power(node, scope)
        case Call():
            yield from _call(node)
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


def _atom(node: Formula, scope: Scope) -> Iterator[Slip]:
    squared = CLASSIC if node in scope.gradients else UNUSUAL
    yield Slip(Power(node, TWO), ("lacks the square of", node), squared)
    yield Slip(Call("sqrt", (node,)), ("lacks the root of", node), USUAL)
    for other in scope.names:
        if other != node:
            words = ("has", node, "where", other, "belongs")
            yield Slip(other, words, _exchange(node, other, scope))
    if node in scope.decays:
        rest = _one_minus(node)
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
            bias = _one_minus(Power(decay, scope.counter))
            words = ("takes", node, "without its correction by", bias)
            yield Slip(Quotient(node, bias), words, USUAL)
            yield Slip(Product((decay, node)), ("lacks the factor", decay, "of", node), USUAL)
            rest = _one_minus(decay)
            yield Slip(Product((rest, node)), ("lacks the factor", rest, "of", node), LIKELY)


def _ahead(node: Formula, scope: Scope) -> Iterator[Slip]:
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


def _size(node: Formula) -> int:
    return sum(1 for _ in node.walk())


def _surplus(node: Formula) -> int:
    """Return what it costs to do without something: much is hardly written by mistake."""
    return USUAL if _size(node) <= SMALL else RARE


def _one_minus(node: Formula) -> Formula:
    return Sum((ONE, Negative(node)))


def _kept(node: Formula) -> Formula | None:
    """Return x if a formula is 1 - x."""
    if isinstance(node, Sum) and len(node.terms) == 2:
        first, second = node.terms
        if isinstance(first, Number) and first.value == 1 and isinstance(second, Negative):
            return second.term
    return None


def _sum(node: Sum, scope: Scope) -> Iterator[Slip]:
    terms = node.terms
    kept = _kept(node)
    if isinstance(kept, (Name, Power)):
        yield Slip(kept, ("has", node, "where", kept, "belongs"), USUAL)
        return
    yield from _swallowed(node)
    yield from _shares(node)
    yield from _differences(node)
    for place, term in enumerate(terms):
        rest = terms[:place] + terms[place + 1 :]
        without = rest[0] if len(rest) == 1 else Sum(rest)
        yield Slip(without, ("has too much:", _bare(term)), _surplus(term))

        def put(new: Formula, place: int = place) -> Formula:
            return Sum((*terms[:place], new, *terms[place + 1 :]))

        turned = term.term if isinstance(term, Negative) else Negative(term)
        cost = LIKELY if _difference(term) else CLASSIC  # rather than that, turn it
        yield Slip(put(turned), ("has a wrong sign before", _bare(term)), cost)
        yield from _brackets(node, place)
        for factor in _factors(scope):
            inner = _times(factor, _bare(term))
            new = Negative(inner) if isinstance(term, Negative) else inner
            cost = LIKELY if factor in scope.constants or _kept(factor) else USUAL
            yield Slip(put(new), ("lacks the factor", factor, "of", _bare(term)), cost)
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
        power = _bare(last)
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
    inner = _bare(term)
    factors = inner.factors if isinstance(inner, Product) else ()
    for factor in factors:
        if isinstance(factor, Sum) and len(factor.terms) == 2 and _kept(factor) is None:
            first, last = factor.terms[0], _bare(factor.terms[1])
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
    inner = _bare(term)
    if isinstance(inner, Product) and place == len(terms) - 1:
        first, *rest = inner.factors
        last = Negative(first) if isinstance(term, Negative) else first
        inside = Sum((*terms[:-1], last))
        words = ("lacks brackets around", inside)
        yield Slip(Product((inside, *rest)), words, LIKELY)


def _bare(term: Formula) -> Formula:
    return term.term if isinstance(term, Negative) else term


def _times(factor: Formula, node: Formula) -> Formula:
    factors = node.factors if isinstance(node, Product) else (node,)
    return Product((factor, *factors))


def _factors(scope: Scope) -> Iterator[Formula]:
    for name in scope.constants:
        yield name
        if name in scope.decays:
            yield _one_minus(name)


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
            words = ("lacks brackets:", _bare(term), "belongs in the denominator")
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


def _product(node: Product, scope: Scope) -> Iterator[Slip]:
    factors = node.factors
    for place, factor in enumerate(factors):
        rest = factors[:place] + factors[place + 1 :]
        without = rest[0] if len(rest) == 1 else Product(rest)
        yield Slip(without, ("has too much: the factor", factor), _surplus(factor))
        divided = Quotient(without, factor)
        yield Slip(divided, ("multiplies by", factor, "where it should divide"), UNUSUAL)
        if isinstance(factor, Sum) and _kept(factor) is None:
            # b (m + x) is what becomes of b m + x with brackets too many.
            for inner, term in enumerate(factor.terms):
                inside = Product((*rest, term)) if not isinstance(term, Negative) else None
                if inside is None:
                    inside = Negative(Product((*rest, _bare(term))))
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


def _quotient(node: Quotient, scope: Scope) -> Iterator[Slip]:
    top, bottom = node.top, node.bottom
    yield Slip(top, ("divides by", bottom, "needlessly"), _surplus(bottom))
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


def _power(node: Power, scope: Scope) -> Iterator[Slip]:
    base, exponent = node.base, node.exponent
    value = _number(exponent)
    if base in scope.decays and exponent == scope.counter:
        # Only this far in a correction: elsewhere a decay fades by its power.
        yield Slip(_one_minus(node), ("has", node, "where", _one_minus(node), "belongs"), LIKELY)
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
        kept = _kept(base)
        if kept is not None:
            inside = _one_minus(Power(kept, exponent))
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


def _exponents(exponent: Formula) -> Iterator[Slip]:
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
    if isinstance(inside, Sum) and _kept(inside) is None:
        for place, term in enumerate(inside.terms):
            rest = inside.terms[:place] + inside.terms[place + 1 :]
            within = rest[0] if len(rest) == 1 else Sum(rest)
            outside = Sum((Call("sqrt", (within,)), term))
            yield Slip(outside, ("has", term, "inside the root it belongs beside"), CLASSIC)


def _call(node: Call) -> Iterator[Slip]:
    if node.function == "sqrt":
        yield from _root(node.arguments[0])
    elif node.function in ("maximum", "minimum"):
        for argument in node.arguments:
            yield Slip(argument, ("has a maximum too many, over", argument), UNUSUAL)
        yield Slip(Sum(node.arguments), ("takes a maximum where a sum belongs",), UNUSUAL)
    elif node.function == "sign":
        yield Slip(node.arguments[0], ("takes a sign too many, of", node.arguments[0]), RARE)


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
        bias = _one_minus(Power(decay, scope.counter))
        yield Slip(Quotient(formula, bias), ("lacks the correction by", bias), USUAL)
    for factor in _factors(scope):
        yield Slip(_times(factor, formula), ("lacks the factor", factor), USUAL)
