"""Which edits make sense, whatever they lead to: nobody would take the others for a mend."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.formula import Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.statement import Algorithm, Assignment


def sensible(old: Assignment, new: Assignment) -> bool:
    """Say whether a line may stand in place of another: nothing cancels, nothing is in vain.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> line, cancels, right = (
    ...     Assignment(Name("u"), read_expression(text), Excerpt.of(""))
    ...     for text in ("v/(1 - b)", "(1 - b)*v/(1 - b)", "v/(1 - b**t)")
    ... )
    >>> sensible(line, cancels), sensible(line, right)
    (False, True)
    """
    if isinstance(new.formula, (Name, Number)) and not isinstance(old.formula, (Name, Number)):
        return False
    if _implicit(new) and not _implicit(old):
        return False
    return sum(1 for _ in _vain(new.formula)) <= sum(1 for _ in _vain(old.formula))


def _implicit(line: Assignment) -> bool:
    """Say whether the value of a step is defined by itself."""
    return line.target.index is not None and line.target in line.formula.walk()


def _vain(formula: Formula) -> Iterator[Formula]:
    """Give what cancels within a formula, and what is multiplied or divided by itself plainly."""
    for node in formula.walk():
        match node:
            case Quotient(top=top, bottom=bottom):
                if set(_factors(top)) & set(_factors(bottom)):
                    yield node
            case Product():
                factors = _factors(node)
                divided = {f for part in factors for f in _below(part)}
                twice = any(isinstance(f, Sum) and factors.count(f) > 1 for f in factors)
                if twice or divided & set(factors):
                    yield node
            case Sum(terms=terms):
                if any(isinstance(term, Negative) and term.term in terms for term in terms):
                    yield node
            case _:
                pass


def _factors(node: Formula) -> list[Formula]:
    factors = node.factors if isinstance(node, Product) else (node,)
    return [factor for factor in factors if not isinstance(factor, Number)]


def _below(node: Formula) -> list[Formula]:
    return _factors(node.bottom) if isinstance(node, Quotient) else []


def idle(algorithm: Algorithm) -> frozenset[str]:
    """Return the names that are worked out and stand in no other line.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> line = Assignment(Name("u"), read_expression("v/2"), Excerpt.of(""))
    >>> sorted(idle(Algorithm("", (), (line,), Excerpt.of(""), "python")))
    ['u']
    """
    lines = algorithm.assignments
    used = {n for line in lines for n in line.formula.names() if n != line.target.name}
    return frozenset({line.target.name for line in lines} - used)
