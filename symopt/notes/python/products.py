"""Products of matrices: read where they are the gradient of a loss over data, and nowhere else.

``X.T @ (X @ w - y) / m`` asks for the gradient at w, whatever the loss is; so does a mean of
``(X @ w - y) * X``. Any other product is no formula of elements, and is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from symopt.formula import Call, Formula, Name, Negative, Product, Quotient, Sum
from symopt.notes.python.gradients import is_gradient
from symopt.notes.python.naming import place_of
from symopt.notes.python.signs import is_size, over_data, signs_of, without_size
from symopt.notes.python.slopes import MAX_NODES
from symopt.notes.python.substitution import substitute
from symopt.notes.python.tree import Assign, Opaque

REASON = "products of matrices are not read"


@dataclass(frozen=True, slots=True)
class Products:
    """What is left of the assignments, and which of them were not read."""

    assigns: list[Assign]
    opaque: list[Opaque]
    update: Opaque | None  # the first that subtracts from what it assigns


def with_products(assigns: Sequence[Assign], kept: Collection[str]) -> Products:
    """Put questions for the gradient in the place of products of matrices.

    Parameters
    ----------
    kept : collection of str
        What is carried from step to step: what is looked for is a gradient at one of these.
    """
    made: list[Assign] = []
    opaque: list[Opaque] = []
    update: Opaque | None = None
    values: dict[str, Formula] = {}  # what names stand for whose products were not read
    for each in assigns:
        place = place_of(each.target) or ""
        whole = substitute(each.formula, values)
        for name in [name for name, value in values.items() if place in value.names()]:
            values[name] = substitute(values[name], {place: Name(f"{place}_old")})
        values.pop(place, None)
        if not _has_product(whole):
            made.append(each)
            continue
        read = None
        if place in kept:
            read = _updated(whole, each.target)
        elif is_gradient(place):
            points = [name for name in dict.fromkeys(whole.names()) if name in kept]
            named = [name for name in points if name == place.removeprefix("d")]
            if len(named or points) == 1:
                read = _asked(whole, (named or points)[0])
        if read is not None:
            made.append(Assign(each.target, read, each.excerpt, each.augmented, each.in_place))
            continue
        gap = Opaque((place,), REASON, each.excerpt, tuple(each.formula.names()))
        opaque.append(gap)
        if place in kept and update is None and _subtracts(whole, each.target):
            update = gap
        elif (
            place not in kept
            and not is_gradient(place)
            and sum(1 for _ in whole.walk()) <= MAX_NODES
        ):
            values[place] = whole
    return Products(made, opaque, update)


def _has_product(formula: Formula) -> bool:
    return any(_is_product(part) for part in formula.walk())


def _is_product(formula: Formula) -> bool:
    return isinstance(formula, Call) and formula.function in ("matmul", "transpose")


def _subtracts(formula: Formula, target: Formula) -> bool:
    """Whether a formula is what it assigns, less something or plus something of it."""
    if not (isinstance(formula, Sum) and target in formula.terms):
        return False
    others = [term for term in formula.terms if term != target]
    return any(
        isinstance(term, Negative) or any(part == target for part in term.walk()) for term in others
    )


def _updated(formula: Formula, target: Formula) -> Formula | None:
    """Return w - lr*(product) with the question for the gradient at w in the product's place."""
    place = place_of(target) or ""
    if not isinstance(formula, Sum):
        return None
    terms: list[Formula] = []
    for term in formula.terms:
        read = _asked(term, place) if _has_product(term) else term
        if read is None:
            return None
        terms.append(read)
    return Sum(tuple(terms))


def _asked(formula: Formula, place: str) -> Formula | None:
    """Return a term with the gradient at `place` for what has the products, sizes left out."""
    match _flat(formula):
        case Negative(term=term):
            inner = _asked(term, place)
            return None if inner is None else _negative(inner)
        case Product(factors=factors):
            with_products = [factor for factor in factors if _has_product(factor)]
            if len(with_products) != 1:
                return None
            inner = _asked(with_products[0], place)
            if inner is None:
                return None
            kept: list[Formula] = []
            for factor in factors:
                if factor is with_products[0]:
                    continue
                rate, sign = without_size(factor)
                inner = inner if sign > 0 else _negative(inner)
                kept += [] if rate is None else [rate]
            if isinstance(inner, Negative):
                return Negative(Product((*kept, inner.term)) if kept else inner.term)
            return Product((*kept, inner)) if kept else inner
        case Quotient(top=top, bottom=bottom) if not _has_product(bottom):
            inner = _asked(top, place)
            if inner is None or is_size(bottom):
                return inner
            return Quotient(inner, bottom)
        case whole:
            signs = signs_of(whole, place)
            if len(signs) != 1 or None in signs or not over_data(whole, place):
                return _with_decay(whole, place)
            question = Call("grad", (Name(place),))
            return question if signs == {1} else Negative(question)


def _with_decay(formula: Formula, place: str) -> Formula | None:
    """Return a sum of a gradient and of a multiple of the name itself, or None for others."""
    if not (isinstance(formula, Sum) and all(place in term.names() for term in formula.terms)):
        return None
    terms = [_asked(term, place) if _has_product(term) else term for term in formula.terms]
    known = tuple(term for term in terms if term is not None)
    return Sum(known) if len(known) == len(terms) else None


def _negative(formula: Formula) -> Formula:
    return formula.term if isinstance(formula, Negative) else Negative(formula)


def _flat(formula: Formula) -> Formula:
    """Return ``(a*b*X.T) @ r``, which Python reads so, as ``a*b*(X.T @ r)``."""
    match formula:
        case Call("matmul", (Product(factors=(*rates, matrix)), right)):
            return Product((*rates, Call("matmul", (matrix, right))))
        case Call("matmul", (Quotient(top=matrix, bottom=bottom), right)):
            return Quotient(Call("matmul", (matrix, right)), bottom)
        case Call("matmul", (Negative(term=matrix), right)):
            return Negative(Call("matmul", (matrix, right)))
        case Product(factors=factors) if any(isinstance(f, Product) for f in map(_flat, factors)):
            flat = (_flat(factor) for factor in factors)
            parts = (f.factors if isinstance(f, Product) else (f,) for f in flat)
            return Product(tuple(factor for part in parts for factor in part))
        case _:
            return formula
