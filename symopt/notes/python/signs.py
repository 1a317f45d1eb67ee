"""How a name comes into a formula of data: with which sign, as an error that data weigh."""

from __future__ import annotations

from symopt.formula import Call, Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.python.functions import SIZES, words

MEANS = words("sum mean average reduce_sum reduce_mean")
_THROUGH = words(
    """
    item transpose sum mean average reduce_sum reduce_mean sigmoid softmax tanh exp squeeze reshape
    flatten ravel
    """
)
# The matrix of a quadratic function, x'Ax/2 - b'x: its product with x is a gradient already.
_QUADRATIC = words("A H Q P K")


def without_size(factor: Formula) -> tuple[Formula | None, int]:
    """Return what is left of a factor such as 1/m or 2, which belong to the loss; and its sign."""
    match factor:
        case Negative(term=term):
            rate, sign = without_size(term)
            return rate, -sign
        case Number(value=value):
            return None, 1 if value > 0 else -1
        case Quotient(top=top, bottom=bottom) if is_size(bottom):
            return without_size(top)
        case _:
            return factor, 1


def is_size(formula: Formula) -> bool:
    """Whether a formula is a number of things: a positive number, m, len(x)."""
    match formula:
        case Number(value=value):
            return value > 0
        case Name(name=name):
            return name.rpartition(".")[2] in SIZES
        case Call(function="len" | "shape" | "size"):
            return True
        case Call(function="item", arguments=(inner, *_)):
            return is_size(inner)
        case Product(factors=factors):
            return all(map(is_size, factors))
        case _:
            return False


def signs_of(formula: Formula, place: str) -> set[int | None]:
    """Return the signs with which a name comes into a formula; None is one nobody knows."""
    match formula:
        case _ if place not in formula.names():
            return set()
        case Name():
            return {1}
        case Negative(term=term):
            return {None if sign is None else -sign for sign in signs_of(term, place)}
        case Sum(terms=terms):
            return {sign for term in terms for sign in signs_of(term, place)}
        case Product(factors=parts) | Call(function="matmul", arguments=parts):
            inside = [part for part in parts if place in part.names()]
            if len(inside) != 1:
                return {None}
            negative = sum(without_size(part)[1] < 0 for part in parts if part is not inside[0])
            signs = signs_of(inside[0], place)
            return signs if negative % 2 == 0 else signs_of(Negative(inside[0]), place)
        case Quotient(top=top, bottom=bottom) if place not in bottom.names():
            return signs_of(top, place)
        case Quotient(top=Number(value=value), bottom=bottom) if value > 0:
            return signs_of(Negative(bottom), place)
        case Call(function=function, arguments=(inner, *rest)):
            known = function.rpartition(".")[2] in _THROUGH
            alone = not any(place in part.names() for part in rest)
            return signs_of(inner, place) if known and alone else {None}
        case _:
            return {None}


def over_data(formula: Formula, place: str) -> bool:
    """Whether a formula weighs errors by data: a product with a difference that holds the name."""
    match formula:
        case Call("matmul", (Name(name=name), inner)) if name in _QUADRATIC:
            return inner == Name(place)
        case Call(function=function, arguments=arguments):
            whole = function == "matmul" or function.rpartition(".")[2] in MEANS
            return whole and any(
                isinstance(part, Sum) and place in part.names()
                for argument in arguments
                for part in argument.walk()
            )
        case Sum(terms=terms):
            inside = [term for term in terms if place in term.names()]
            return bool(inside) and all(over_data(term, place) for term in inside)
        case _:
            return False
