"""Numbers that an author wrote where a rule has hyperparameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symopt.formula import Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, lag
from symopt.notes.meaning.rebuild import rebuilt

PREFIX = "number_"


@dataclass(slots=True)
class Numbers:
    """Names that were put for numbers, with the numbers."""

    values: dict[str, Fraction] = field(default_factory=dict[str, Fraction])
    written: dict[str, Formula] = field(default_factory=dict[str, Formula])

    def name(self, number: Formula, value: Fraction) -> Name:
        """Return a new name for a number."""
        made = f"{PREFIX}{len(self.values)}"
        self.values[made], self.written[made] = value, number
        return Name(made)

    def restore(self, lines: Sequence[Line], kept: set[str]) -> list[Line]:
        """Return lines with the numbers again, but for the names that are kept."""

        def back(name: Name) -> Formula:
            number = self.written.get(name.name)
            return name if number is None or name.name in kept else number

        return [replace(line, formula=line.formula.map_names(back)) for line in lines]


def decimal(formula: Formula) -> Fraction | None:
    """Return the value of a number with decimals, or of a power of ten; None for others.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> decimal(read_expression("0.9")), decimal(read_expression("10**(-8)"))
    (Fraction(9, 10), Fraction(1, 100000000))
    >>> decimal(read_expression("1/2"))
    """
    match formula:
        case Number(value=value) if value.denominator > 1:
            return value
        case Power(base=Number(value=base), exponent=Negative(term=Number(value=power))) if (
            base == 10 and power.denominator == 1 and 0 < power <= 30
        ):
            return Fraction(1, 10 ** int(power))
        case Product(factors=(Number(value=value), Power() as rest)):
            inner = decimal(rest)
            return None if inner is None else value * inner
        case _:
            return None


def lifted(lines: Sequence[Line], counter: str | None) -> tuple[list[Line], Numbers]:
    """Return lines with names for the numbers with decimals, and what they stand for.

    Two in one sum that make one, such as 0.9 and 0.1, are a memory and the rest of it.
    """
    numbers = Numbers()
    memories: dict[Fraction, Name] = {}
    made: list[Line] = []
    for line in lines:
        local: dict[Fraction, Name] = {}

        def change(
            node: Formula, line: Line = line, local: dict[Fraction, Name] = local
        ) -> Formula | None:
            if isinstance(node, Sum):
                paired = _pair(node, line.target, numbers)
                if paired is not None:
                    terms, memory, value = paired
                    memories.setdefault(value, memory)
                    local.setdefault(value, memory)
                    return Sum(tuple(rebuilt(term, change) for term in terms))
                return _fading(node, change)
            if isinstance(node, Power) and not names(node.exponent):
                if decimal(node) is None:
                    return Power(rebuilt(node.base, change), node.exponent)
            elif isinstance(node, Power):
                value = decimal(node.base)
                counted = counter is None or counter in {n.name for n in names(node.exponent)}
                if value is not None and counted:
                    known = memories.get(value) or numbers.name(node.base, value)
                    memories.setdefault(value, known)
                    return Power(known, node.exponent)
            value = decimal(node)
            if value is not None:
                if value not in local:
                    local[value] = numbers.name(node, value)
                return local[value]
            return None

        made.append(replace(line, formula=rebuilt(line.formula, change)))
    return made, numbers


def _pair(
    node: Sum, target: str, numbers: Numbers
) -> tuple[tuple[Formula, ...], Name, Fraction] | None:
    """Return terms with a memory for two factors that make one, the memory and its value."""
    found = [(i, value) for i, term in enumerate(node.terms) if (value := _factor(term))]
    for i, first in found:
        for j, second in found:
            if i >= j or first + second != 1 or not (0 < first < 1):
                continue
            keeps = _old(node.terms[j], target) and not _old(node.terms[i], target)
            if not _old(node.terms[i], target) and not keeps:
                keeps = second > first
            i, j, value = (j, i, second) if keeps else (i, j, first)
            memory = numbers.name(Number(value), value)
            rest = Sum((Number(Fraction(1)), Negative(memory)))
            terms = list(node.terms)
            terms[i], terms[j] = _with(terms[i], memory), _with(terms[j], rest)
            return tuple(terms), memory, value
    return None


def _fading(node: Sum, change: Callable[[Formula], Formula | None]) -> Sum | None:
    """Return 1 - 0.5 c^n with the half as it is: it is no setting, but where a warm-up begins."""
    if not any(isinstance(term, Number) and term.value == 1 for term in node.terms):
        return None
    made: list[Formula] = []
    for term in node.terms:
        inner = term.term if isinstance(term, Negative) else None
        if not isinstance(inner, Product) or not any(map(_counted, inner.factors)):
            made.append(rebuilt(term, change))
            continue
        factors = (f if isinstance(f, Number) else rebuilt(f, change) for f in inner.factors)
        made.append(Negative(Product(tuple(factors))))
    return Sum(tuple(made))


def _counted(factor: Formula) -> bool:
    """Say whether a factor is a number to a power that counts."""
    return (
        isinstance(factor, Power)
        and decimal(factor.base) is not None
        and bool(names(factor.exponent))
    )


def _factor(term: Formula) -> Fraction | None:
    """Return the factor with decimals, or the fraction, of a term that is a product."""
    if isinstance(term, Product):
        return next((v for f in term.factors if (v := _share(f)) is not None), None)
    return None


def _share(formula: Formula) -> Fraction | None:
    """Return the value of a number with decimals, or of a fraction such as 9/10."""
    match formula:
        case Quotient(top=Number(value=top), bottom=Number(value=bottom)) if 0 < top < bottom:
            return top / bottom
        case _:
            return decimal(formula)


def _with(term: Formula, factor: Formula) -> Formula:
    if not isinstance(term, Product):
        return term
    at = next(i for i, f in enumerate(term.factors) if _share(f) is not None)
    return Product((*term.factors[:at], factor, *term.factors[at + 1 :]))


def _old(term: Formula, target: str) -> bool:
    return any(n.name == target and lag(n) for n in names(term))
