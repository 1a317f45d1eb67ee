"""Functions as trees: what is needed to compare a loss with what is said to be its gradient."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from listing_help import lines, listing, one

from symopt.formula import (
    Call,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    SumOver,
)
from symopt.notes.python import Assign, Function, Loop, Return

LOSS = """
def cost(points, line):
    slope, height = line
    total = 0
    for i in range(len(points)):
        u, v = points[i, 0], points[i, 1]
        total += (v - (slope*u + height))**2
    return total / len(points)
"""
GRADIENT = """
def slopes(points, line):
    out = np.zeros(2)
    n = float(len(points))
    for i in range(0, len(points)):
        out[0] += -2/n * points[i, 0] * (points[i, 1] - (line[0]*points[i, 0] + line[1]))
        out[1] += -2/n * (points[i, 1] - (line[0]*points[i, 0] + line[1]))
    return out
"""


def function(text: str) -> Function:
    (program,) = listing(text).programs
    (found,) = program.functions()
    return found


def test_a_loss_and_its_gradient_are_no_algorithms():
    assert not listing(LOSS, GRADIENT).algorithms


def test_the_tree_of_a_loss():
    cost = function(LOSS)
    assert [parameter.name for parameter in cost.parameters] == ["points", "line"]
    slope, height, total, loop, returned = cost.body
    assert isinstance(slope, Assign)
    assert slope.formula == Call("item", (Name("line"), Number(Fraction(0))))
    assert isinstance(height, Assign)
    assert isinstance(total, Assign)
    assert isinstance(loop, Loop)
    assert loop.targets == Name("i")
    length = Call("len", (Name("points"),))
    assert loop.over == Call("range", (Number(Fraction(0)), length))
    assert isinstance(returned, Return)
    assert returned.values == (Quotient(Name("total"), length),)


def test_items_are_told_apart():
    loop = next(node for node in function(GRADIENT).body if isinstance(node, Loop))
    targets = [node.target for node in loop.body if isinstance(node, Assign)]
    assert targets == [Call("item", (Name("out"), Number(Fraction(k)))) for k in (0, 1)]
    assert all(node.augmented for node in loop.body if isinstance(node, Assign))


def numeric(formula: Formula, values: dict[Formula, Fraction]) -> Fraction:
    """Evaluate a formula; an independent check needs no more than this."""
    if formula in values:
        return values[formula]
    match formula:
        case Number(value=value):
            return value
        case Negative(term=term):
            return -numeric(term, values)
        case Sum(terms=terms):
            return sum((numeric(term, values) for term in terms), Fraction(0))
        case Product(factors=factors):
            product = Fraction(1)
            for factor in factors:
                product *= numeric(factor, values)
            return product
        case Quotient(top=top, bottom=bottom):
            return numeric(top, values) / numeric(bottom, values)
        case Power(base=base, exponent=Number(value=exponent)):
            return numeric(base, values) ** int(exponent)
        case _:
            raise AssertionError(formula)


def run(called: Function, data: list[tuple[int, int]], line: tuple[Fraction, Fraction]) -> Iterator:
    """Run the tree of a function on exact numbers."""
    values: dict[Formula, Fraction] = {Call("len", (Name("points"),)): Fraction(len(data))}
    for k, value in enumerate(line):
        values[Call("item", (Name("line"), Number(Fraction(k))))] = value
    for node in called.body:
        match node:
            case Assign(target=target, formula=formula):
                values[target] = numeric(formula, values)
                for k in (0, 1):  # an array of one value
                    values[Call("item", (target, Number(Fraction(k))))] = values[target]
            case Loop(body=body):
                for point in data:
                    for k, coordinate in enumerate(point):
                        place = Call("item", (Name("points"), Name("i"), Number(Fraction(k))))
                        values[place] = Fraction(coordinate)
                    for inner in body:
                        assert isinstance(inner, Assign)
                        values[inner.target] = numeric(inner.formula, values)
            case Return(values=returned):
                for value in returned:
                    if isinstance(value, Name) and value.name == "out":
                        for k in (0, 1):
                            yield values[Call("item", (value, Number(Fraction(k))))]
                    else:
                        yield numeric(value, values)
            case _:
                raise AssertionError(node)


def test_the_tree_holds_enough_to_differentiate():
    """The loss is quadratic, so the central difference is its derivative, exactly."""
    data, line, h = [(1, 2), (3, -1), (4, 5)], (Fraction(1, 2), Fraction(-3)), Fraction(1)
    (up,) = run(function(LOSS), data, (line[0] + h, line[1]))
    (down,) = run(function(LOSS), data, (line[0] - h, line[1]))
    (right,) = run(function(LOSS), data, (line[0], line[1] + h))
    (left,) = run(function(LOSS), data, (line[0], line[1] - h))
    expected = [(up - down) / (2 * h), (right - left) / (2 * h)]
    assert list(run(function(GRADIENT), data, line)) == expected


def test_a_sum_over_a_range():
    mean = function("def f(y, n):\n    return sum(y[i]**2 for i in range(1, n + 1)) / n")
    (returned,) = mean.body
    assert isinstance(returned, Return)
    squared = Power(Call("item", (Name("y"), Name("i"))), Number(Fraction(2)))
    total = SumOver(squared, Name("i"), Number(Fraction(1)), Name("n"))
    assert returned.values == (Quotient(total, Name("n")),)


def test_defaults_and_words():
    found = function('# the plain one\ndef step(w, g, lr=0.1, *, decay=None):\n    "Descend."\n')
    assert [p.name for p in found.parameters] == ["w", "g", "lr", "decay"]
    assert found.parameters[2].default == Number(Fraction(1, 10), "0.1")
    assert found.words == ("Descend.", "the plain one")


def test_places_are_those_of_the_file():
    (algorithm,) = listing("x = 1", "for t in range(3):\n    w -= lr*g  # down").algorithms
    assert str(algorithm.assignments[0].excerpt.start) == "5:5"
    assert algorithm.claims == ("down",)


def test_what_a_dictionary_has_not_yet_is_where_its_state_starts():
    found = one("""
        for key in params:
            h[key] = c * h.get(key, 0) + (1 - c) * grads[key]
            params[key] -= rate * h[key]
    """)
    assert lines(found) == "h = c*h + (1 - c)*grads\nparams = params - rate*h"


def test_a_body_that_cannot_be_put_together_does_not_stop_the_rest():
    reading = listing("""
        def first(point, slope, memory, rate, c):
            memory = memory._replace(h=c * memory.h + slope)
            point = point - rate * memory.h
            return point, memory

        def second(point, slope, rate):
            return point - rate * slope
    """)
    assert len(reading.unread) == 1
    assert len(reading.algorithms) == 1
