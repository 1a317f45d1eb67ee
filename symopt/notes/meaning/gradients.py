"""Where an algorithm asks for its gradient, and by which name it calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symopt.errors import InvalidExpression
from symopt.formula import Absolute, Call, Formula, Name, Number, Product, Quotient, SumOver
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, before, lag
from symopt.notes.meaning.rebuild import rebuilt

ASKED = "g_asked"  # what stands for the gradient that is asked for; no author's name has this


def asks(formula: Formula) -> bool:
    """Say whether a formula asks for a gradient."""
    return any(isinstance(node, Call) and node.function == "grad" for node in formula.walk())


def points(lines: Sequence[Line]) -> list[Formula | None]:
    """Return where the gradient is asked for: None where that is not said."""
    found: list[Formula | None] = []
    for line in lines:
        for node in line.formula.walk():
            if isinstance(node, Call) and node.function == "grad":
                point = node.arguments[0] if node.arguments else None
                if point not in found:
                    found.append(point)
    return found


def named(lines: Sequence[Line]) -> list[Line]:
    """Return lines with one name for the gradient that is asked for.

    A mean or a sum of gradients over a batch is the gradient of the batch.
    """

    def change(node: Formula) -> Formula | None:
        if isinstance(node, Call) and node.function == "grad":
            return Name(ASKED)
        if isinstance(node, (Product, Quotient, SumOver)):
            return _mean(node)
        return None

    return [replace(line, formula=rebuilt(line.formula, change)) for line in lines]


def _mean(node: Formula) -> Formula | None:
    """Return the gradient for a sum of gradients, over how many there are or not."""
    match node:
        case SumOver(body=Call(function="grad")):
            return Name(ASKED)
        case Quotient(top=SumOver(body=Call(function="grad"), upper=upper), bottom=bottom) if (
            _counts(bottom, upper)
        ):
            return Name(ASKED)
        case Product(factors=factors):
            for i, factor in enumerate(factors):
                if not (isinstance(factor, SumOver) and asks(factor)):
                    continue
                for j, other in enumerate(factors):
                    if isinstance(other, Quotient) and _counts(other.bottom, factor.upper):
                        kept: list[Formula] = []
                        for k, item in enumerate(factors):
                            if k == i:
                                kept.append(Name(ASKED))
                            elif k == j and isinstance(item, Quotient):
                                kept.append(item.top)
                            else:
                                kept.append(item)
                        return Product(tuple(kept))
    return None


def _counts(formula: Formula, upper: Formula) -> bool:
    """Say whether a formula is how many terms a sum has; one without bounds does not say."""
    if upper == Name("last"):
        return isinstance(formula, (Name, Absolute, Number))
    return formula == upper


def point_of(lines: Sequence[Line], parameter: str) -> Formula:
    """Return where the gradient is asked for, the parameter itself if that is not said.

    Raises
    ------
    InvalidExpression
        It is asked for at two points.
    """
    made = {line.target for line in lines}
    found: list[Formula] = []
    for point in points(lines):
        here = before(parameter) if point is None else point
        # A point that is only a name, and has no value, is the point where one is.
        if isinstance(here, Name) and here.index is None and here.name not in made:
            here = before(parameter)
        if here not in found:
            found.append(here)
    if len(found) > 1:
        raise InvalidExpression("the gradient is asked for at two points")
    return found[0] if found else before(parameter)


def behind(lines: Sequence[Line]) -> list[set[str]]:
    """Return, for every point where the gradient is asked for, the old values it is made of."""
    return [
        {name.name for name in (*names(point), *_made_of(lines, point)) if lag(name)}
        for point in points(lines)
        if point is not None
    ]


def _made_of(lines: Sequence[Line], point: Formula) -> list[Name]:
    """Return what the lines read that a point needs."""
    reads = {line.target: names(line.formula) for line in lines}
    todo, found = [n.name for n in names(point) if not lag(n)], list[Name]()
    seen = set(todo)
    while todo:
        for name in reads.get(todo.pop(), []):
            found.append(name)
            if not lag(name) and name.name not in seen:
                seen.add(name.name)
                todo.append(name.name)
    return found
