"""Places that hold values: names, dotted names and items; and what a loop's names stand for."""

from __future__ import annotations

from fractions import Fraction

from symopt.errors import InvalidExpression
from symopt.formula import Call, Formula, Name, Negative, Number, Sum


def is_place(formula: Formula) -> bool:
    """Whether a formula is a name or an item of one: what can be assigned to."""
    match formula:
        case Name(name=name):
            return not name.startswith(("'", '"')) and name not in ("None", "True", "False")
        case Call("item" | "slice", (base, *_)):
            return is_place(base)
        case _:
            return False


def root(place: Formula) -> str:
    """Return the name that a place begins with."""
    while isinstance(place, Call):
        place = place.arguments[0]
    return place.name if isinstance(place, Name) else ""


def member(owner: Formula, attribute: str) -> Formula:
    """Return an attribute of a place, or what it holds under a text."""
    match owner:
        case Name(name=name) if is_place(owner):
            return Name(f"{name}.{attribute}")
        case Call("item", (base, *indices)):
            return Call("item", (member(base, attribute), *indices))
        case _:
            raise InvalidExpression(f"what .{attribute} belongs to is not read")


def item(owner: Formula, indices: tuple[Formula, ...]) -> Formula:
    """Return an item of a place; an item of an item has all the indices."""
    if isinstance(owner, Call) and owner.function == "item":
        return Call("item", (*owner.arguments, *indices))
    if isinstance(owner, Call) and owner.function == "tuple" and len(indices) == 1:
        match indices[0]:
            case Number(value=at) if at.denominator == 1 and 0 <= at < len(owner.arguments):
                return owner.arguments[int(at)]
            case _:
                pass
    return Call("item", (owner, *indices))


def counted(arguments: tuple[Formula, ...]) -> Formula:
    """Return a range with both of its ends."""
    if len(arguments) == 1:
        return Call("range", (Number(Fraction(0)), *arguments))
    return Call("range", arguments)


def less_one(end: Formula) -> Formula:
    """Return the last number of a range that ends before `end`."""
    match end:
        case Number(value=value):
            return Number(value - 1)
        case Sum(terms=(first, Number(value=value))) if value == 1:
            return first
        case _:
            return Sum((end, Negative(Number(Fraction(1)))))


def matched(targets: Formula, over: Formula) -> dict[str, Formula]:
    """Return which container each name of a loop walks over.

    Names that only count, or are keys, are not in it.

    Examples
    --------
    >>> pair = Call("tuple", (Name("p"), Name("g")))
    >>> found = matched(pair, Call("zip", (Name("params"), Name("grads"))))
    >>> {name: container.name for name, container in found.items()}
    {'p': 'params', 'g': 'grads'}
    """
    match targets, over:
        case Call("tuple", names), Call("zip", containers) if len(names) == len(containers):
            found: dict[str, Formula] = {}
            for name, container in zip(names, containers, strict=True):
                found |= matched(name, container)
            return found
        case Call("tuple", (_, inner)), Call("enumerate", (container, *_)):
            return matched(inner, container)
        case Call("tuple", (_, value)), Call("items", (container,)):
            return matched(value, container)
        case _, Call("values" | "parameters" | "tqdm" | "reversed" | "iter", (container, *_)):
            return matched(targets, container)
        case Name(name=name), _ if is_place(over):
            return {name: over}
        case _:
            return {}


def keys(targets: Formula, over: Formula) -> frozenset[str]:
    """Return the names of a loop that count or are keys."""
    walked = matched(targets, over)
    return frozenset(set(targets.names()) - set(walked))
