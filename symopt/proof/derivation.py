"""A derivation: a chain of expressions whose links are checked as they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from symopt.errors import InvalidExpression, InvalidValue
from symopt.proof.convert import to_prop, to_term
from symopt.proof.kernel.terms import Prop, Rejected, Term
from symopt.proof.language import Limit, Predicate, Series
from symopt.proof.scope import Fact
from symopt.proof.session import Session, StepFailed, current
from symopt.proof.tactics import Hints, prove

_UP = {"=": "=", "<=": "<=", "<": "<"}
_DOWN = {"=": "=", ">=": "<=", ">": "<"}


@dataclass(frozen=True)
class Line:
    """One line of a derivation: a relation to the line before, an expression, the reason."""

    relation: str
    expression: Any
    because: str = ""
    inside: tuple[tuple[str, tuple[Line, ...]], ...] = ()


@dataclass
class Link:
    """A proved link, as the chain needs it."""

    relation: str
    fact: Fact


class Derivation:
    """A chain start = a <= b < ..., every link checked by the kernel when it is written.

    Parameters
    ----------
    start : SymPy expression, Limit, Series or Predicate
        What the derivation is about.

    Notes
    -----
    Every method takes `because`, the reason that readers see, and hints for the search:

    using
        facts: hypotheses, other derivations, ``at(...)`` instances; equations rewrite,
        inequalities are multiplied by something nonnegative and added;
    induction
        an integer symbol, to prove this link by induction over it (`width` first values);
    cases
        relations or expressions; an expression x splits into x < 0, x = 0, x > 0;
    monotone
        (x, point): the sign of the derivative of the difference by x up to the point;
    squares
        pairs (factor, expression): the difference is the sum of factor x expression^2,
        plus something that is nonnegative;
    factors
        multipliers of the inequalities in `using`, in their order.
    """

    def __init__(self, start: Any) -> None:
        self.session: Session = current()
        self.places = [len(self.session.expressions)]
        self.start = self.session.written(start)
        self.lines: list[Line] = [Line("", self.start)]
        self.links: list[Link] = []
        self._here = self.start
        self._fact: Fact | None = None
        self._closed = False
        self.session.derivations.append(self)

    def __enter__(self) -> Derivation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.finish()

    # Links

    def eq(self, expression: Any, because: str = "", **hints: Any) -> Derivation:
        """The next expression equals the one before."""
        return self._link("=", expression, because, hints)

    def le(self, expression: Any, because: str = "", **hints: Any) -> Derivation:
        """The one before is at most the next expression."""
        return self._link("<=", expression, because, hints)

    def lt(self, expression: Any, because: str = "", **hints: Any) -> Derivation:
        """The one before is less than the next expression."""
        return self._link("<", expression, because, hints)

    def ge(self, expression: Any, because: str = "", **hints: Any) -> Derivation:
        """The one before is at least the next expression."""
        return self._link(">=", expression, because, hints)

    def gt(self, expression: Any, because: str = "", **hints: Any) -> Derivation:
        """The one before is greater than the next expression."""
        return self._link(">", expression, because, hints)

    def _link(
        self, relation: str, expression: Any, because: str, hints: dict[str, Any]
    ) -> Derivation:
        if self._closed:
            raise InvalidValue("the derivation is finished")
        self.places.append(len(self.session.expressions))
        expression = self.session.written(expression)
        where = because or f"step {len(self.lines)}"
        inside: tuple[tuple[str, tuple[Line, ...]], ...] = ()
        try:
            if isinstance(self.start, (Limit, Series)):
                from symopt.proof.limits import link_special

                fact = link_special(self, relation, expression, hints)
            else:
                fact, inside = self._ordinary(relation, expression, hints)
        except (Rejected, InvalidExpression) as problem:
            raise StepFailed(where, str(problem)) from None
        self.links.append(Link(relation, fact))
        self.lines.append(Line(relation, expression, because, inside))
        self._here = expression
        return self

    def _ordinary(
        self, relation: str, expression: Any, hints: dict[str, Any]
    ) -> tuple[Fact, tuple[tuple[str, tuple[Line, ...]], ...]]:
        before, after = to_term(self._here), to_term(expression)
        if relation in _UP:
            prop: Prop = (_UP[relation], before, after)
        else:
            prop = (_DOWN[relation], after, before)
        read = read_hints(self.session, hints)
        fact = prove(self.session.scope, prop, read)
        inside = ()
        if read.induction is not None:
            from symopt.proof.explain import Stated, induction_lines

            stated = Stated(self._here, relation, expression)
            inside = induction_lines(self.session, fact, [stated])
        return fact, inside

    def move(self, expression: Any) -> None:
        """Go on from another expression, whose link was proved elsewhere."""
        self._here = expression

    def settle(self, fact: Fact) -> None:
        """Take a statement that was proved elsewhere as the whole derivation."""
        self._fact, self._closed = fact, True

    # The result

    def finish(self) -> Fact:
        """Join the links; the result is the statement from the first to the last expression."""
        if self._fact is None:
            self._closed = True
            try:
                self._fact = self._join()
            except Rejected as problem:
                raise StepFailed("the chain", str(problem)) from None
        return self._fact

    @property
    def fact(self) -> Fact:
        """The proved statement, for the `using` of other steps."""
        return self.finish()

    def _join(self) -> Fact:
        scope = self.session.scope
        if not self.links:
            raise Rejected("a derivation of one expression says nothing")
        if isinstance(self.start, (Limit, Series)):
            return self.links[-1].fact
        kinds = {link.relation for link in self.links}
        down = bool(kinds & {">=", ">"})
        if down and kinds & {"<=", "<"}:
            raise Rejected("a chain goes up or down, not both")
        if len(self.links) == 1:
            return self.links[0].fact
        strict = bool(kinds & {"<", ">"})
        relation = "=" if kinds == {"="} else "<" if strict else "<="
        names = []
        for link in self.links:
            fact = link.fact
            if down and link.relation == "=":
                turned = ("=", fact.prop[2], fact.prop[1])
                fact = scope.attempt(turned, "weaken", **{"from": fact.name})
            names.append(fact.name)
        ends = [self.links[0].fact.prop, self.links[-1].fact.prop]
        start, last = to_term(self.start), to_term(self._here)
        prop: Prop = (relation, last, start) if down else (relation, start, last)
        if ends and down:
            names.reverse()
        return scope.attempt(prop, "chain", links=tuple(names))


def derivation(start: Any) -> Derivation:
    """Begin a derivation: ``with derivation(start) as d: d.eq(...)``."""
    return Derivation(start)


def read_hints(session: Session, hints: dict[str, Any]) -> Hints:
    """Turn an author's hints into the search's."""
    known = {"using", "induction", "width", "cases", "monotone", "squares", "factors", "splits"}
    unknown = set(hints) - known
    if unknown:
        raise InvalidValue(f"no hint is named {', '.join(sorted(unknown))}")
    induction = hints.get("induction")
    monotone = hints.get("monotone")
    cases = hints.get("cases", ())
    if not isinstance(cases, (list, tuple)):
        cases = (cases,)
    return Hints(
        using=session.names(hints.get("using")),
        induction=None if induction is None else induction.name,
        width=hints.get("width", 1),
        cases=tuple(_case(case) for case in cases),
        monotone=None if monotone is None else (monotone[0].name, to_term(monotone[1])),
        squares=tuple((to_term(f), to_term(s)) for f, s in hints.get("squares") or ()),
        factors=tuple(to_term(f) for f in hints.get("factors") or ()),
        splits=hints.get("splits", 3),
    )


def _case(case: Any) -> tuple[Prop, ...]:
    """x gives x < 0, x = 0, x > 0; x = c gives x = c and x != c; an inequality and its opposite."""
    try:
        prop = to_prop(case)
    except InvalidExpression:
        term: Term = to_term(case)
        return (("<", term, 0), ("=", term, 0), ("<", 0, term))
    relation, a, b = prop
    if relation == "=":
        return (prop, ("!=", a, b))
    if relation == "!=":
        return (prop, ("=", a, b))
    return (prop, ("<" if relation == "<=" else "<=", b, a))


__all__ = ["Derivation", "Line", "Predicate", "derivation", "field", "read_hints"]
