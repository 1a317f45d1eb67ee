"""A rule as a recursion: what is compared, whatever it was written in.

A `Rule` converts to one; a reader of notes builds one from steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from symopt.equivalence.terms import from_formula, rational, tidy, too_large
from symopt.errors import InvalidExpression
from symopt.formula import Call, Formula, Name
from symopt.proof.kernel.terms import Term, free_names, substitute
from symopt.rule import Rule
from symopt.signature import Hyperparameter

THETA: Term = ("sym", "theta")
GRADIENT: Term = ("sym", "g")
INPUT: Term = ("sym", "y")
TIME: Term = ("sym", "t")
RESERVED = frozenset({"theta", "g", "y", "t"})
ANSWER = "grad(...)"  # no name that anyone can write


@dataclass(frozen=True)
class Variable:
    """A state: its name, where it starts, and its new value.

    `initial` is a number, or None for a state that starts where the parameter does, such as the
    previous iterate.
    """

    name: str
    initial: Fraction | None
    update: Term


@dataclass(frozen=True)
class Recursion:
    """One step of a rule as terms in theta, g (or the input y), t, states and hyperparameters.

    Attributes
    ----------
    name : str
        What messages call it.
    kind : {"optimizer", "average"}
    hyperparameters : tuple of Hyperparameter
        With their domains; names must not be theta, g, y or t.
    states : tuple of Variable
        All updates are in terms of the values before the step.
    query : Term
        Where the gradient is asked for (of an average: not used).
    output : Term
        The new parameter, or what an average returns.

    Examples
    --------
    >>> from symopt import rules
    >>> gd = Recursion.of(rules.get("gd"))
    >>> gd.query, gd.output
    (('sym', 'theta'), ('+', ('sym', 'theta'), ('*', -1, ('sym', 'alpha'), ('sym', 'g'))))
    """

    name: str
    kind: Literal["optimizer", "average"]
    hyperparameters: tuple[Hyperparameter, ...]
    states: tuple[Variable, ...]
    query: Term
    output: Term
    closed: tuple[tuple[str, Term], ...] = ()
    """States that were written with t instead: their value before step t."""

    @classmethod
    def of(cls, rule: Rule) -> Recursion:
        """Return the recursion that a rule states."""
        steps = ((step.name, step.formula) for step in rule.code_steps())
        initial = {state.name: state.initial for state in rule.states}
        return cls.from_steps(
            rule.name, rule.kind, rule.hyperparameters, initial, steps, rule.output
        )

    @classmethod
    def from_steps(
        cls,
        name: str,
        kind: Literal["optimizer", "average"],
        hyperparameters: Iterable[Hyperparameter],
        initial: Mapping[str, Fraction | None],
        steps: Iterable[tuple[str, Formula]],
        output: str = "theta",
    ) -> Recursion:
        """Read ordered assignments; a name has its old value until it is assigned.

        Parameters
        ----------
        initial : mapping
            The states with the values they start from (None: where the parameter starts).
        steps : iterable of (name, formula)
            For an optimizer one formula may hold ``grad(...)``; without one the name ``g`` is
            the gradient at theta.
        output : str
            ``theta``, or the name an average returns.

        Raises
        ------
        InvalidExpression
            A name has no value, a function is not one that can be compared, or with all names
            put in a formula becomes too large.
        """
        known = tuple(hyperparameters)
        # A state may have a name that means something here, such as a counter called t.
        own = {state: f"{state}_" if state in RESERVED else state for state in initial}
        names = [h.name for h in known] + list(own.values())
        if len(set(names)) < len(names) or set(names) & RESERVED:
            raise InvalidExpression(f"{name}: one name is used for two things")
        values: dict[str, Term] = {"t": TIME}
        values |= {"y": INPUT} if kind == "average" else {"theta": THETA, "g": GRADIENT}
        values |= {h.name: ("sym", h.name) for h in known}
        values |= {state: ("sym", other) for state, other in own.items()}
        asked = _Question(name)
        for target, formula in steps:
            formula = asked.read(formula, values)
            values[target] = tidy(from_formula(formula, values))
            if too_large(values[target]):
                raise InvalidExpression(f"{name}: {target} is too large to compare")
            asked.used = asked.used or "g" in free_names(values[target])
            asked.named = asked.named or target == "g"
        if output not in values:
            raise InvalidExpression(f"{name}: {output} is never assigned")
        fixed: dict[str, Term] = {}
        states: list[Variable] = []
        for state, start in initial.items():
            if start is not None and values[state] == ("sym", own[state]):
                fixed[own[state]] = rational(start)
            else:
                states.append(Variable(own[state], start, values[state]))
        made = cls(name, kind, known, tuple(states), asked.point, values[output])
        return made.put(fixed) if fixed else made

    @property
    def hyper(self) -> dict[str, Hyperparameter]:
        """The hyperparameters by name."""
        return {h.name: h for h in self.hyperparameters}

    def terms(self) -> tuple[Term, ...]:
        """Return the query, the new states and the output."""
        return (self.query, *(state.update for state in self.states), self.output)

    def put(self, values: Mapping[str, Term]) -> Recursion:
        """Return the recursion with terms for some names; given hyperparameters are gone."""

        def change(term: Term) -> Term:
            return tidy(substitute(term, values))

        return replace(
            self,
            hyperparameters=tuple(h for h in self.hyperparameters if h.name not in values),
            states=tuple(replace(s, update=change(s.update)) for s in self.states),
            query=change(self.query),
            output=change(self.output),
            closed=tuple((name, change(term)) for name, term in self.closed),
        )

    @cached_property
    def canonical(self) -> Recursion:
        """The same recursion with fewer and simpler states.

        A state that is a power of a constant (a running product of beta) or counts steps is
        written with t; one that starts where the parameter starts is counted from the parameter;
        one that nothing depends on is dropped.
        """
        from symopt.equivalence.canonical import canonical

        return canonical(self)

    @cached_property
    def nonnegative(self) -> tuple[str, ...]:
        """The states that are never negative."""
        from symopt.equivalence.context import nonnegative_states

        return nonnegative_states(self.data())

    def data(self) -> dict[str, Any]:
        """Return the recursion as plain data."""
        return {
            "name": self.name,
            "kind": self.kind,
            "hyperparameters": tuple((h.name, str(h.domain)) for h in self.hyperparameters),
            "states": tuple(
                (s.name, None if s.initial is None else rational(s.initial), s.update)
                for s in self.states
            ),
            "query": self.query,
            "output": self.output,
        }


class _Question:
    """Finds where a step asks for the gradient: at one point, before the gradient is used."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.point: Term = THETA
        self.asked = False
        self.used = False
        self.named = False

    def read(self, formula: Formula, values: dict[str, Term]) -> Formula:
        """Return a formula with g in place of questions for the gradient."""
        found = [
            node for node in formula.walk() if isinstance(node, Call) and node.function == "grad"
        ]
        for node in found:
            argument = node.arguments[0] if node.arguments else Name("theta")
            point = tidy(from_formula(argument, values))
            if "g" in free_names(point) or (self.used and not self.asked):
                raise InvalidExpression(f"{self.name}: asks for the gradient a second time")
            if self.asked and point != self.point:
                raise InvalidExpression(f"{self.name}: asks for the gradient at two points")
            if "y" in free_names(point) or "theta" not in values:
                raise InvalidExpression(f"{self.name}: an average has no gradient")
            self.point, self.asked = point, True
        if not found:
            return formula
        if values.get("g") == GRADIENT and not self.named:
            del values["g"]  # not the gradient at theta, if another point is asked for
        values[ANSWER] = GRADIENT
        return _with_gradient(formula)


def _with_gradient(formula: Formula) -> Formula:
    """Return a formula with the name g in place of the question for the gradient."""
    if isinstance(formula, Call) and formula.function == "grad":
        return Name(ANSWER)
    parts: dict[str, Any] = {}
    for field in fields(formula):
        value = getattr(formula, field.name)
        if isinstance(value, Formula):
            parts[field.name] = _with_gradient(value)
        elif isinstance(value, tuple):
            parts[field.name] = tuple(
                _with_gradient(item) if isinstance(item, Formula) else item for item in value
            )
    return replace(formula, **parts)
