"""What a claim says while its function runs: symbols, functions, hypotheses, derivations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from symopt.errors import InvalidValue, SymoptError
from symopt.formula import symbol
from symopt.proof.convert import to_prop, to_term
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Prop, Rejected, substitute
from symopt.proof.kinds import Kind, NonZero
from symopt.proof.scope import Fact, Scope

# A claim's body speaks to the session that runs it; the variable is set only meanwhile.
_CURRENT: ContextVar[Session] = ContextVar("symopt_session")


@dataclass(frozen=True)
class Given:
    """A hypothesis as readers see it."""

    kind: str
    """"domain", "assumption", or the rule whose definition it is."""
    relation: Any
    """A SymPy relation, or the name of a symbol for a domain."""
    shown: str = ""


class StepFailed(Exception):
    """A step that could not be justified."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(f"{where}: {why}")


class Session:
    """One run of a claim's function."""

    def __init__(self, edit: Callable[[int, Any], Any] | None = None) -> None:
        self.scope = Scope(Context(Table()))
        self.symbols: list[tuple[str, Any]] = []
        self.functions: list[tuple[str, int, str]] = []
        self.hypotheses: list[tuple[str, Prop]] = []
        self.given: list[Given] = []
        self.derivations: list[Any] = []
        self.witness: Any = None
        self.rules: list[str] = []
        self.supposed = 0
        self.model: Any = None
        self.expressions: list[Any] = []
        self._edit = edit

    def written(self, expression: Any) -> Any:
        """Pass an expression of a derivation through the edit of a mutant."""
        if self._edit is not None:
            expression = self._edit(len(self.expressions), expression)
        self.expressions.append(expression)
        return expression

    # Declarations

    def declare(self, name: str, kind: type[Kind]) -> Any:
        """Declare a parameter of a claim and return what its function gets."""
        import sympy

        if kind.function is not None:
            arity, values = kind.function
            self.function(name, arity, values)
            self.given.append(Given("domain", name, kind.shown))
            made = sympy.Function(name, real=True)
            made.symopt_kind = kind.__name__  # type: ignore[attr-defined]
            return made
        self._symbol(name, kind.domain)
        self.given.append(Given("domain", name, kind.shown))
        integer = kind.domain[0] == "int"
        made = symbol(name, integer=True) if integer else symbol(name)
        if kind is NonZero:
            self._hypothesis("!=", ("!=", ("sym", name), 0))
        return made

    def _symbol(self, name: str, domain: Any) -> None:
        self._early()
        self.scope.context.declare(name, domain)
        self.symbols.append((name, domain))

    def function(self, name: str, arity: int = 1, values: str = "real") -> None:
        """Declare a function."""
        self._early()
        self.scope.context.declare_function(name, arity, values)
        self.functions.append((name, arity, values))

    def _hypothesis(self, label: str, prop: Prop) -> Fact:
        self._early()
        name = f"h{len(self.hypotheses) + 1}"
        self.scope.context.assume(name, prop)
        self.hypotheses.append((name, prop))
        return Fact(name, prop)

    def _early(self) -> None:
        if self.scope.steps or self.supposed:
            raise InvalidValue("hypotheses stand before the first step of a claim")

    def assume(self, relation: Any) -> Fact:
        """Add a relation as a hypothesis."""
        self.given.append(Given("assumption", relation))
        return self._hypothesis("assumption", to_prop(relation))

    def assume_all(self, relation: Any, variables: tuple[tuple[Any, Any], ...]) -> Fact:
        """Add a relation for all values of some variables as a hypothesis."""
        domains: list[tuple[str, Any]] = []
        shown: list[str] = []
        for name, kind in variables:
            if isinstance(kind, type) and issubclass(kind, Kind):
                domains.append((name.name, kind.domain))
                shown.append(kind.shown.format(name))
            else:
                low, high = cast(tuple[Any, Any], kind)
                ends = tuple(None if end is None else to_term(end) for end in (low, high))
                domains.append((name.name, ("int", *ends)))
                last = "..." if high is None else f"..., {high}"
                shown.append(f"{name} = {low}, {last}")
        self.given.append(Given("for all", relation, ", ".join(shown)))
        return self._hypothesis("assumption", ("forall", tuple(domains), to_prop(relation)))

    def define(
        self, name: str, start: Any, variable: Any, value: Any, source: str, first: int = 1
    ) -> list[Fact]:
        """Define a declared function by f(t) = value for t >= first, from f(first - 1)."""
        import sympy

        function = sympy.Function(name, real=True)
        facts: list[Fact] = []
        if start is not None:
            relation = sympy.Eq(function(first - 1), start, evaluate=False)
            self.given.append(Given(source, relation))
            prop = ("=", ("app", name, first - 1), to_term(start))
            facts.append(self._hypothesis("definition", prop))
        relation = sympy.Eq(function(variable), value, evaluate=False)
        self.given.append(Given(source, relation))
        facts.append(self._rule(name, variable, value, first))
        return facts

    def _rule(self, name: str, variable: Any, value: Any, first: int) -> Fact:
        call = ("app", name, ("sym", variable.name))
        domains = ((variable.name, ("int", first, None)),)
        return self._hypothesis("definition", ("forall", domains, ("=", call, to_term(value))))

    # Facts

    def names(self, using: Any) -> tuple[str, ...]:
        """Return the names of facts, derivations and hypotheses that a step uses."""
        if using is None:
            return ()
        items = using if isinstance(using, (list, tuple)) else [using]
        found: list[str] = []
        for item in items:
            fact = item if isinstance(item, Fact) else getattr(item, "fact", None)
            if isinstance(fact, Fact):
                found.append(fact.name)
            else:
                raise InvalidValue(f"not a fact: {item!r}")
        return tuple(found)

    def instance(self, item: Any, values: dict[Any, Any]) -> Fact:
        """Return a fact for other values of its symbols."""
        (name,) = self.names(item)
        prop = self.scope.context.fact(name)
        pairs: list[tuple[str, Any]] = []
        for key, value in values.items():
            label = (
                key if isinstance(key, str) else getattr(key, "name", getattr(key, "__name__", ""))
            )
            if isinstance(value, tuple):
                variables, body = value
                many = variables if isinstance(variables, (tuple, list)) else (variables,)
                pairs.append((label, ("lambda", tuple(v.name for v in many), to_term(body))))
            else:
                pairs.append((label, to_term(value)))
        body = prop[2] if prop[0] == "forall" else prop
        goal = substitute(body, dict(pairs))
        try:
            return self.scope.attempt(goal, "instance", **{"from": name, "with": tuple(pairs)})
        except Rejected as problem:
            raise StepFailed(f"the instance of {name}", str(problem)) from None

    # The statement

    def statement(self, conclusions: list[Prop]) -> dict[str, Any]:
        """Return what is claimed, as data."""
        return {
            "symbols": tuple(self.symbols),
            "functions": tuple(self.functions),
            "hypotheses": tuple(self.hypotheses),
            "conclusions": tuple(conclusions),
        }


def current() -> Session:
    """Return the session of the claim that is being read."""
    try:
        return _CURRENT.get()
    except LookupError:
        raise SymoptError("derivations are written inside a claim") from None


@contextmanager
def running(session: Session) -> Iterator[Session]:
    """Make a session the current one."""
    token = _CURRENT.set(session)
    try:
        yield session
    finally:
        _CURRENT.reset(token)
