"""Where a name stands in lines: in 1 - x, below a fraction, in exponents alone."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Quotient, Sum
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, lag


def beside_state(line: Line, name: str) -> bool:
    """Say whether a line holds a name and the old value of what it weighs."""
    found = names(line.formula)
    return Name(name) in found and any(lag(n) for n in found)


def stands_below(lines: Sequence[Line], wanted: set[str]) -> bool:
    """Say whether a name stands below a fraction or under a root."""

    def visit(node: Formula, low: bool) -> bool:
        match node:
            case Name(name=name):
                return low and name in wanted
            case Quotient(top=top, bottom=bottom):
                return visit(top, low) or visit(bottom, True)
            case Call(function="sqrt", arguments=(inside,)):
                return visit(inside, True)
            case Power(base=base, exponent=Negative() | Quotient()):
                return visit(base, True)
            case Power(base=base, exponent=Number(value=value)) if value.denominator > 1:
                return visit(base, True)
            case _:
                return any(visit(child, low) for child in node.children())

    return any(visit(line.formula, False) for line in lines)


def is_powered(lines: Sequence[Line], name: str) -> bool:
    """Say whether a name is raised to something that is no number."""
    return any(
        isinstance(node, Power)
        and names(node.exponent)
        and any(n.name == name for n in names(node.base))
        for line in lines
        for node in line.formula.walk()
    )


def is_complemented(lines: Sequence[Line], name: str) -> bool:
    """Say whether 1 minus a name occurs."""
    return any(
        isinstance(node, Sum)
        and len(node.terms) == 2
        and any(isinstance(term, Number) and term.value == 1 for term in node.terms)
        and any(isinstance(t, Negative) and t.term == Name(name) for t in node.terms)
        for line in lines
        for node in line.formula.walk()
    )


def is_added(formula: Formula, name: str) -> bool:
    """Say whether a name is added, as it is, below a fraction or a root or within a maximum."""

    def visit(node: Formula, low: bool) -> bool:
        if isinstance(node, Sum) and low and Name(name) in node.terms:
            return True
        deeper = low or isinstance(node, (Call, Power))
        if hasattr(node, "bottom"):
            return visit(node.top, low) or visit(node.bottom, True)  # type: ignore[attr-defined]
        return any(visit(child, deeper) for child in node.children())

    return visit(formula, False) or (isinstance(formula, Sum) and Name(name) in formula.terms)


def only_in_exponents(formula: Formula, name: str) -> bool:
    """Say whether a name stands in exponents alone, if at all."""
    if isinstance(formula, Power):
        return only_in_exponents(formula.base, name)
    if formula == Name(name):
        return False
    return all(only_in_exponents(child, name) for child in formula.children())


def is_count(lines: Sequence[Line], name: str) -> bool:
    """Say whether only numbers are divided by a name, and it stands nowhere else: 2/n."""

    def visit(node: Formula) -> bool:
        if isinstance(node, Quotient) and isinstance(node.top, Number):
            return node.bottom == Name(name) or visit(node.bottom)
        return node != Name(name) and all(map(visit, node.children()))

    return all(visit(line.formula) for line in lines)
