"""Time indices: which step's value a name with an index such as t - 1 stands for."""

from __future__ import annotations

from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Quotient, Sum
from symopt.notes.statement import Assignment


def moment(index: Formula | None) -> tuple[str | None, Fraction] | None:
    """Return the symbol and the offset of an index, or None for one that is no time.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> moment(read_expression("t - 1")), moment(read_expression("k + 1/2"))
    (('t', Fraction(-1, 1)), ('k', Fraction(1, 2)))
    >>> moment(read_expression("100"))
    (None, Fraction(100, 1))
    """
    match index:
        case Name(name=name, index=None):
            return name, Fraction(0)
        case Number(value=value):
            return None, value
        case Negative(term=term):
            inner = moment(term)
            return None if inner is None or inner[0] is not None else (None, -inner[1])
        case Quotient(top=Number(value=top), bottom=Number(value=bottom)) if bottom:
            return None, top / bottom
        case Sum(terms=terms):
            parts = [moment(term) for term in terms]
            if any(part is None for part in parts):
                return None
            known = [part for part in parts if part is not None]
            symbols = [symbol for symbol, _ in known if symbol is not None]
            if len(symbols) > 1:
                return None
            return (symbols[0] if symbols else None), sum((o for _, o in known), Fraction(0))
        case _:
            return None


def names(formula: Formula) -> list[Name]:
    """Return every occurrence of a name in a formula; indices are not part of it.

    Examples
    --------
    >>> from symopt.formula import Product
    >>> [name.name for name in names(Product((Name("a"), Name("v", Name("t")))))]
    ['a', 'v']
    """
    if isinstance(formula, Name):
        return [formula]
    return [name for child in formula.children() for name in names(child)]


def symbols(assignments: list[Assignment]) -> dict[str, set[Fraction]]:
    """Return the symbols that stand in indices, with their offsets."""
    found: dict[str, set[Fraction]] = {}
    for assignment in assignments:
        for name in (assignment.target, *names(assignment.formula)):
            at = moment(name.index)
            if at is not None and at[0] is not None:
                found.setdefault(at[0], set()).add(at[1])
    return found


def elements(assignments: list[Assignment]) -> set[str]:
    """Return the symbols that count elements: the same on both sides of an update."""
    found = symbols(assignments)
    counted: set[str] = set()
    for assignment in assignments:
        own = assignment.target
        at = moment(own.index)
        if at is None or at[0] is None or len(found[at[0]]) != 1:
            continue
        if any(n.name == own.name and n.index == own.index for n in names(assignment.formula)):
            counted.add(at[0])
    return counted


def time_symbol(assignments: list[Assignment]) -> str | None:
    """Return the symbol that counts steps, or None if no index does.

    An index that is the same on both sides of an update, such as the j of
    ``theta_j = theta_j - alpha g_j``, counts elements, not steps.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> theta = Name("theta", Name("j"))
    >>> line = Assignment(theta, Sum((theta, Name("v", Name("j")))), Excerpt.of(""))
    >>> time_symbol([line])
    """
    found = symbols(assignments)
    for symbol in elements(assignments):
        del found[symbol]
    if not found:
        return None
    targets = [at[0] for a in assignments if (at := moment(a.target.index)) and at[0] in found]
    ranked = sorted(found, key=lambda s: (-targets.count(s), -len(found[s])))
    return ranked[0] if ranked else None
