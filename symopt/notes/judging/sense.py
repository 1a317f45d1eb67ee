"""Which edits make sense, whatever they lead to: nobody would take the others for a mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.formula import Formula, Name, Negative, Number, Product, Quotient, Sum
from symopt.notes.judging.slip import Scope
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
    if new.formula == new.target:
        return False
    return sum(1 for _ in _vain(new.formula)) <= sum(1 for _ in _vain(old.formula))


def _implicit(line: Assignment) -> bool:
    """Say whether the value of a step is defined by itself."""
    return line.target.index is not None and line.target in line.formula.walk()


def _vain(formula: Formula) -> Iterator[Formula]:
    """Give what cancels within a formula, and what is multiplied or divided by itself plainly."""
    for node in formula.walk():
        match node:
            case Quotient(bottom=Number(value=value)) if value == 1:
                yield node
            case Product(factors=parts) if any(_one(part) for part in parts):
                yield node
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


def drops(
    lines: Sequence[tuple[Assignment, Assignment]], algorithm: Algorithm, scope: Scope
) -> bool:
    """Say whether an edit strikes out all that an algorithm does with a hyperparameter.

    Nobody writes weight decay by mistake; a stabiliser that is only added may be in a wrong place.
    """
    read = {name for _, new in lines for name in (*new.formula.names(), new.target.name)}
    changed = {id(old) for old, _ in lines}
    kept = (line for line in algorithm.assignments if id(line) not in changed)
    read |= {name for line in kept for name in line.formula.names()}
    lost = {name for old, _ in lines for name in old.formula.names()} - read
    if sum(_size(new.formula) for _, new in lines) >= sum(_size(old.formula) for old, _ in lines):
        return False
    lost &= {name.name for name in scope.constants}
    return bool(lost - {name for old, _ in lines for name in _added(old.formula)})


def _one(node: Formula) -> bool:
    return isinstance(node, Number) and node.value == 1


def _size(formula: Formula) -> int:
    return sum(1 for _ in formula.walk())


def _added(formula: Formula) -> set[str]:
    """Return the names that are terms by themselves, other than in 1 - x."""
    found = set[str]()
    for node in formula.walk():
        if isinstance(node, Sum) and not any(isinstance(term, Number) for term in node.terms):
            bare = (term.term if isinstance(term, Negative) else term for term in node.terms)
            found |= {term.name for term in bare if isinstance(term, Name)}
    return found


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
