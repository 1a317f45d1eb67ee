"""Statements beside plain chains: several at once, implications, cited lemmas, sequences."""

from __future__ import annotations

import inspect
from types import TracebackType
from typing import Any

from symopt.errors import InvalidValue
from symopt.proof.convert import to_prop, to_term
from symopt.proof.derivation import Derivation, Line, Link, read_hints
from symopt.proof.explain import Stated, induction_lines
from symopt.proof.kernel.lemmas import LEMMAS
from symopt.proof.kernel.splitting import unused
from symopt.proof.kernel.terms import Prop, Rejected, substitute
from symopt.proof.scope import Fact
from symopt.proof.session import Session, StepFailed, current
from symopt.proof.tactics import prove

_RELATIONS = {"=": "=", "<=": "<=", "<": "<"}
_NAMES = {"Equality": "=", "LessThan": "<=", "StrictLessThan": "<"}
_TURNED = {"GreaterThan": ">=", "StrictGreaterThan": ">"}


def together(
    *statements: tuple[Any, str, Any], because: str = "", **hints: Any
) -> tuple[Derivation, ...]:
    """Prove several statements at once: an induction may use all of them.

    Parameters
    ----------
    statements : (left, relation, right)
        With relation "=", "<=" or "<". In the step, each may use those before it.
    because, **hints
        As in `Derivation`.

    Returns
    -------
    tuple of Derivation
        One for each statement, in the order given.
    """
    import sympy

    session = current()
    derivations: list[Derivation] = []
    parts: list[Any] = []
    sides: list[tuple[str, Any]] = []
    for left, relation, right in statements:
        made = Derivation(sympy.sympify(left))
        made.places.append(len(session.expressions))
        after = sympy.sympify(session.written(right))
        derivations.append(made)
        parts.append((_RELATIONS[relation], to_term(made.start), to_term(after)))
        sides.append((relation, after))
    try:
        fact = prove(session.scope, ("and", *parts), read_hints(session, hints))
        stated = [
            Stated(d.start, r, after) for d, (r, after) in zip(derivations, sides, strict=True)
        ]
        insides = [induction_lines(session, fact, stated, i) for i in range(len(stated))]
        rows = zip(derivations, parts, sides, insides, strict=True)
        for made, part, (relation, after), inside in rows:
            single = session.scope.attempt(part, "part", **{"from": fact.name})
            made.links.append(Link(relation, single))
            made.lines.append(Line(relation, after, because, inside))
            made.move(after)
            made.finish()
    except Rejected as problem:
        raise StepFailed(because or "several statements", str(problem)) from None
    return tuple(derivations)


def holds(relation: Any, because: str = "", **hints: Any) -> Derivation:
    """Prove one relation, as a derivation of one link."""
    kind = type(relation).__name__
    if not hasattr(relation, "lhs"):
        # SymPy turns x <= x + 1 into True before it can be proved here.
        raise InvalidValue(f"SymPy has decided this relation ({relation}): write a derivation")
    made = Derivation(relation.lhs)
    if kind in _NAMES or kind in _TURNED:
        made._link(_NAMES.get(kind) or _TURNED[kind], relation.rhs, because, hints)
        made.finish()
        return made
    if kind != "Unequality":
        raise InvalidValue(f"not a relation: {relation}")
    made.places.append(len(made.session.expressions))
    after = made.session.written(relation.rhs)
    prop = ("!=", to_term(made.start), to_term(after))
    try:
        fact = prove(made.session.scope, prop, read_hints(made.session, hints))
    except Rejected as problem:
        raise StepFailed(because or "an inequality", str(problem)) from None
    made.lines.append(Line("!=", after, because))
    made.settle(fact)
    return made


class Supposition:
    """More hypotheses for a while; what follows from them is an implication.

    Examples
    --------
    In a claim::

        with supposing(s > 0, s < 2) as if_:
            with derivation(...) as d:
                d.lt(...)
            if_.then(d)
        return if_
    """

    def __init__(self, *relations: Any) -> None:
        self.session: Session = current()
        self.relations = relations
        self.props = tuple(to_prop(relation) for relation in relations)
        self.items: list[Derivation] = []
        self.given: tuple[Fact, ...] = ()
        self._fact: Fact | None = None
        self._outer = self.session.scope

    def __enter__(self) -> Supposition:
        self._outer = self.session.scope
        inner = self._outer.inner(self._outer.context.child())
        for prop in self.props:
            label = unused(inner.context, "supposition")
            inner.context.assume(label, prop)
            self.given += (Fact(label, prop),)
        self.session.scope = inner
        self.session.supposed += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        inner, self.session.scope = self.session.scope, self._outer
        self.session.supposed -= 1
        if error is not None:
            return
        if not self.items:
            raise StepFailed("a supposition", "it ends without `then`")
        facts = [item.fact for item in self.items]
        try:
            goal = facts[0]
            if len(facts) > 1:
                prop = ("and", *(fact.prop for fact in facts))
                goal = inner.attempt(prop, "both", **{"from": tuple(f.name for f in facts)})
            self._fact = self._outer.attempt(
                ("if", self.props, goal.prop), "suppose", inner=inner.finish(goal)
            )
        except Rejected as problem:
            raise StepFailed("a supposition", str(problem)) from None

    def then(self, *items: Derivation) -> None:
        """Say what follows; the implication is from all suppositions to all of these."""
        self.items += items

    @property
    def fact(self) -> Fact:
        """The implication."""
        if self._fact is None:
            raise InvalidValue("the supposition is not finished")
        return self._fact


def whenever(conditions: Any, relation: Any, because: str = "", **hints: Any) -> Fact:
    """Prove that a relation holds whenever some conditions do, by induction if asked to."""
    session = current()
    many = conditions if isinstance(conditions, (list, tuple)) else (conditions,)
    prop = ("if", tuple(to_prop(c) for c in many), to_prop(relation))
    try:
        return prove(session.scope, prop, read_hints(session, hints))
    except Rejected as problem:
        raise StepFailed(because or "an implication", str(problem)) from None


def follows(item: Any, values: dict[Any, Any] | None = None) -> Fact:
    """Return the conclusion of an implication, at some values, where its conditions hold."""
    session = current()
    fact = session.instance(item, values) if values else item
    (name,) = session.names(fact)
    prop = session.scope.context.fact(name)
    try:
        return session.scope.attempt(prop[2], "apply", **{"from": name})
    except Rejected as problem:
        raise StepFailed("an implication in use", str(problem)) from None


def cite(lemma: str, because: str = "", **values: Any) -> Derivation:
    """Use a cited lemma at some values; its hypotheses are checked here."""
    from symopt.errors import UnknownName
    from symopt.proof.convert import from_term
    from symopt.proof.language import Predicate

    if lemma not in LEMMAS:
        raise UnknownName("lemma", lemma, LEMMAS, "symopt.proof.lemmas()")
    session = current()
    cited = LEMMAS[lemma]
    pairs = tuple((name, _value(value)) for name, value in values.items())
    prop = substitute(cited.conclusion, dict(pairs))
    try:
        fact = session.scope.attempt(prop, "lemma", name=lemma, **{"with": pairs})
    except Rejected as problem:
        raise StepFailed(because or lemma, f"{lemma}: {problem}") from None
    integers = frozenset(n for n, d in session.scope.context.symbols.items() if d[0] == "int")
    if prop[0] == "pred":
        shown = Predicate(prop[1], tuple(from_term(part, integers) for part in prop[2:]))
        made = Derivation(shown)
    else:
        made = Derivation(from_term(prop[1], integers)) if prop[0] in _RELATIONS else Derivation(0)
        if prop[0] in _RELATIONS:
            made.lines.append(Line(prop[0], from_term(prop[2], integers), because or lemma))
    made.settle(fact)
    return made


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        variables, body = value
        many = variables if isinstance(variables, (tuple, list)) else (variables,)
        return ("lambda", tuple(v.name for v in many), to_term(body))
    return to_term(value)


def sequence(name: str, rule: Any, start: Any = None, first: int = 1) -> Any:
    """Define a sequence by its rule; see `symopt.proof.language.sequence`."""
    import sympy

    from symopt.formula import symbol

    session = current()
    session.function(name)
    made = sympy.Function(name, real=True)
    t = symbol("t", integer=True)
    takes = len(inspect.signature(rule).parameters)
    value = rule(t, made) if takes > 1 else rule(t)
    session.define(name, start, t, sympy.sympify(value), "definition", first)
    return made


__all__ = [
    "Prop",
    "Supposition",
    "cite",
    "follows",
    "holds",
    "sequence",
    "together",
    "whenever",
]
