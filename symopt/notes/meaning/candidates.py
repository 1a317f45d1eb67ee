"""Statements as assignments: which could be lines of an algorithm, and which are values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from symopt.formula import Formula, LimitOf, Name, Number, Quotient, Sum, SumOver
from symopt.notes.meaning.filling import over_time
from symopt.notes.meaning.gradients import asks
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.renewing import former, renewed
from symopt.notes.meaning.residuals import with_gradients
from symopt.notes.meaning.spelling import (
    like_gradient,
    like_parameter,
    like_rate,
    like_scheduled,
    like_state,
)
from symopt.notes.statement import Assignment, Lint, Statement

DOTS = "dots"


@dataclass(frozen=True)
class Candidate:
    """A statement that could be a line of an algorithm."""

    number: int
    statement: Statement
    assignment: Assignment
    lint: Lint | None = None

    @cached_property
    def key(self) -> str:
        """What it assigns to, whatever its case."""
        return fold(self.assignment.target.name)

    @cached_property
    def reads(self) -> frozenset[str]:
        """What it uses, whatever its case."""
        used = [n.name for n in names(self.assignment.formula)]
        means = [f"E_{name[4:]}2" for name in used if name.startswith("RMS_")]
        return frozenset(map(fold, used + means))

    @cached_property
    def lacks(self) -> frozenset[str]:
        """Names in it that look as if another line assigned to them."""
        formula = self.assignment.formula
        # What numbers are divided by, such as the m of a mean over m examples.
        counts = [
            node.bottom
            for node in formula.walk()
            if isinstance(node, Quotient) and isinstance(node.top, Number)
        ]
        states = {
            fold(n.name)
            for n in names(formula)
            if not n.name.startswith("RMS_")
            and n not in counts
            and (like_state(n.name) or (n.index is not None and not like_rate(n.name)))
            and not like_gradient(n.name)
        }
        return frozenset(states | {name for name in self.reads if name.startswith("e_")})

    @cached_property
    def updates(self) -> bool:
        """Whether the new value depends on the old one."""
        return self.key in self.reads or self._renews

    @cached_property
    def _renews(self) -> bool:
        """Whether it says what v_new is, with v or v_old and something else."""
        base = renewed(self.key)
        old = {name for name in self.reads if base is not None and base in (name, former(name))}
        return bool(old) and len(self.reads - old) > 1

    @cached_property
    def averages(self) -> bool:
        """Whether it weighs two values, of this step and of one before it."""
        used = names(self.assignment.formula)
        times = {(n.name, n.index) for n in used if n.index is not None}
        shares = any(
            isinstance(node, Sum)
            and len(node.terms) == 2
            and any(isinstance(term, Number) and term.value == 1 for term in node.terms)
            for node in self.assignment.formula.walk()
        )
        two = len(times) == 2 and len({name for name, _ in times}) == 1
        return shares and (two or renewed(self.key) in self.reads)


def fold(name: str) -> str:
    """Return a name in lower case, where case alone tells no two names apart.

    It does for G, which sums the squares of g.

    Examples
    --------
    >>> fold("S_dW"), fold("W"), fold("G")
    ('s_dw', 'w', 'G')
    """
    return name.casefold() if len(name) > 2 or like_parameter(name.casefold()) else name


def candidate(number: int, statement: Statement, known: Collection[str]) -> Candidate | None:
    """Return a statement as an assignment, or None if it is none.

    Of a chain of equalities the last part counts in which all is known.

    Parameters
    ----------
    known : collection of str
        The names that are assigned in the same section.
    """
    target = statement.parts[0]
    if not isinstance(target, Name) or len(statement.parts) < 2:
        return None
    if statement.links[0] not in ("=", "<-"):
        return None
    if _fixed(target):
        return _overwriting(number, statement, target)
    equal = [statement.parts[1]]
    for link, part in zip(statement.links[1:], statement.parts[2:], strict=True):
        if link != "=":
            break
        equal.append(part)
    formula = with_gradients(target, _chosen(equal, target, known))
    if not names(formula) or any(_strange(node) for node in formula.walk()):
        return None
    arrow = statement.links[0] == "<-"
    return Candidate(number, statement, Assignment(target, formula, statement.excerpt, arrow))


def _overwriting(number: int, statement: Statement, target: Name) -> Candidate | None:
    """Return what is assigned again and again to one numbered name, such as v_0 := b v_0 + x_t.

    It is a variable of a program, and its number no step.
    """
    if statement.links != ("<-",):
        return None
    own = [n for n in names(statement.parts[1]) if n.name == target.name]
    if not own or any(n.index not in (None, target.index) for n in own):
        return None
    formula = statement.parts[1].map_names(lambda name: replace(name, index=None))
    if any(_strange(node) for node in formula.walk()):
        return None
    lint = None
    if any(n.index is None for n in own):
        bare, numbered = replace(target, index=None).text(), replace(target, shown=None).text()
        message = f"{bare} is used but {numbered} is assigned"
        lint = Lint("two-names", message, statement.excerpt, serious=True)
    plain = Assignment(replace(target, index=None), formula, statement.excerpt)
    return Candidate(number, statement, plain, lint)


def _chosen(parts: list[Formula], target: Name, known: Collection[str]) -> Formula:
    """Return the part of a chain that says most: of those with the old value the last one."""
    if len(parts) == 1:
        return parts[0]

    def unknown(part: Formula) -> int:
        loose = {n.name for n in names(part) if n.index is not None} - set(known)
        return len(loose - {target.name})

    fewest = min(map(unknown, parts))
    best = [part for part in parts if unknown(part) == fewest]
    own = [part for part in best if any(n.name == target.name for n in names(part))]
    return (own or best)[-1]


def _fixed(name: Name) -> bool:
    """Say whether a name is one value of many, such as v_3."""
    at = moment(name.index)
    return name.index is not None and (at is None or at[0] is None)


def _strange(node: Formula) -> bool:
    if isinstance(node, Name):
        return node.name == DOTS or _fixed(node)
    summed = isinstance(node, SumOver) and not asks(node) and not over_time(node)
    return isinstance(node, LimitOf) or summed


def stated_value(statement: Statement) -> tuple[Name, Formula] | None:
    """Return the name and the value of a statement such as ``beta = 0.9``, else None."""
    from symopt.notes.meaning.understanding import constant

    if len(statement.parts) != 2 or statement.links[0] not in ("=", "<-", "~"):
        return None
    name, value = statement.parts
    if isinstance(name, Name) and constant(value) is not None:
        return name, value
    return None


def schedules(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return those that say how a rate changes, and share no hyperparameter with an update.

    One that does, such as Adam's rate with both corrections in it, is a line of the algorithm.
    """
    rates = [c for c in candidates if like_scheduled(c.assignment.target.name)]
    rates = [c for c in rates if not asks(c.assignment.formula)]
    others = set().union(*(c.reads for c in candidates if c not in rates))
    return [c for c in rates if not (c.reads - {c.key}) & others]
