"""Products of matrices: read where they are the gradient of a loss over data, and nowhere else.

``X.T @ (X @ w - y) / m`` asks for the gradient at w, whatever the loss is; so does a mean of
``(X @ w - y) * X``. Any other product is no formula of elements, and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from symopt.formula import Call, Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.python.functions import SIZES, words
from symopt.notes.python.gradients import is_gradient, unknown_calls
from symopt.notes.python.naming import place_of
from symopt.notes.python.substitution import rebuild, substitute
from symopt.notes.python.tree import Assign, Opaque

MAX_NODES = 400  # of a formula with what its names stand for
REASON = "products of matrices are not read"

_NUMBERED = re.compile(r"(?:d?g|grad)_?(\d)")
_MEANS = words("sum mean average reduce_sum reduce_mean")
_THROUGH = words(
    """
    item transpose sum mean average reduce_sum reduce_mean sigmoid softmax tanh exp squeeze reshape
    flatten ravel
    """
)
# The matrix of a quadratic function, x'Ax/2 - b'x: its product with x is a gradient already.
_QUADRATIC = words("A H Q P K")


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
            if _signs(whole, point) == {-1} and _without_means(whole) != whole:
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
                function.rpartition(".")[2] in _MEANS
            ):
                return inner
            case _:
                return part

    return rebuild(formula, change)


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
                rate, sign = _without_size(factor)
                inner = inner if sign > 0 else _negative(inner)
                kept += [] if rate is None else [rate]
            if isinstance(inner, Negative):
                return Negative(Product((*kept, inner.term)) if kept else inner.term)
            return Product((*kept, inner)) if kept else inner
        case Quotient(top=top, bottom=bottom) if not _has_product(bottom):
            inner = _asked(top, place)
            if inner is None or _is_size(bottom):
                return inner
            return Quotient(inner, bottom)
        case whole:
            signs = _signs(whole, place)
            if len(signs) != 1 or None in signs or not _over_data(whole, place):
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


def _without_size(factor: Formula) -> tuple[Formula | None, int]:
    """Return what is left of a factor such as 1/m or 2, which belong to the loss; and its sign."""
    match factor:
        case Negative(term=term):
            rate, sign = _without_size(term)
            return rate, -sign
        case Number(value=value):
            return None, 1 if value > 0 else -1
        case Quotient(top=top, bottom=bottom) if _is_size(bottom):
            return _without_size(top)
        case _:
            return factor, 1


def _is_size(formula: Formula) -> bool:
    match formula:
        case Number(value=value):
            return value > 0
        case Name(name=name):
            return name.rpartition(".")[2] in SIZES
        case Call(function="len" | "shape" | "size"):
            return True
        case Call(function="item", arguments=(inner, *_)):
            return _is_size(inner)
        case Product(factors=factors):
            return all(map(_is_size, factors))
        case _:
            return False


def _signs(formula: Formula, place: str) -> set[int | None]:
    """Return the signs with which a name comes into a formula; None is one nobody knows."""
    match formula:
        case _ if place not in formula.names():
            return set()
        case Name():
            return {1}
        case Negative(term=term):
            return {None if sign is None else -sign for sign in _signs(term, place)}
        case Sum(terms=terms):
            return {sign for term in terms for sign in _signs(term, place)}
        case Product(factors=parts) | Call(function="matmul", arguments=parts):
            inside = [part for part in parts if place in part.names()]
            if len(inside) != 1:
                return {None}
            negative = sum(_without_size(part)[1] < 0 for part in parts if part is not inside[0])
            signs = _signs(inside[0], place)
            return signs if negative % 2 == 0 else _signs(Negative(inside[0]), place)
        case Quotient(top=top, bottom=bottom) if place not in bottom.names():
            return _signs(top, place)
        case Quotient(top=Number(value=value), bottom=bottom) if value > 0:
            return _signs(Negative(bottom), place)
        case Call(function=function, arguments=(inner, *rest)):
            known = function.rpartition(".")[2] in _THROUGH
            alone = not any(place in part.names() for part in rest)
            return _signs(inner, place) if known and alone else {None}
        case _:
            return {None}


def _over_data(formula: Formula, place: str) -> bool:
    """Whether a formula weighs errors by data: a product with a difference that holds the name."""
    match formula:
        case Call("matmul", (Name(name=name), inner)) if name in _QUADRATIC:
            return inner == Name(place)
        case Call(function=function, arguments=arguments):
            whole = function == "matmul" or function.rpartition(".")[2] in _MEANS
            return whole and any(
                isinstance(part, Sum) and place in part.names()
                for argument in arguments
                for part in argument.walk()
            )
        case Sum(terms=terms):
            inside = [term for term in terms if place in term.names()]
            return bool(inside) and all(_over_data(term, place) for term in inside)
        case _:
            return False
