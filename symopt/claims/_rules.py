"""Rules as recursions, for claims: what they define is computed by calling them on symbols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidValue

if TYPE_CHECKING:
    from symopt.proof.scope import Fact
    from symopt.rule import Rule


@dataclass(frozen=True)
class Recursion:
    """The states of a rule as sequences; ``r.v(t)`` is the state v after t steps.

    `facts` are the defining equations, by state; recursions are unrolled on their own where a
    link needs it, so that `using` seldom names them.
    """

    rule: str
    sequences: dict[str, Any]
    facts: dict[str, list[Fact]]
    output: str

    def __getattr__(self, name: str) -> Any:
        try:
            return self.sequences[name]
        except KeyError:
            raise AttributeError(name) from None

    def lines(self, t: Any, *names: str) -> list[Fact]:
        """Return the lines of the rule at step t that define these names, for `using`.

        They are put in, and no others: where the sign of v(t) is known, v stays as it is.
        """
        from symopt.formula import symbol
        from symopt.proof.session import current

        step = symbol("t", integer=True)
        return [current().instance(self.facts[name][-1], {step: t}) for name in names]

    def __call__(self, t: Any) -> Any:
        """Return the output of an average, or the parameter of an optimizer, after t steps."""
        return self.sequences[self.output](t)


def recursion(
    name: str | Rule,
    *,
    input: Any = None,
    gradient: Any = None,
    start: Any = None,
    label: str = "",
    initial: Mapping[str, Any] | None = None,
    project: Callable[[Any], Any] | None = None,
    **hyper: Any,
) -> Recursion:
    """Define the states of a rule as sequences that follow it.

    Parameters
    ----------
    name : str or Rule
        Id of the rule, or one that stands in no catalogue.
    input : sequence, optional
        The inputs y(1), y(2), ... of an average: a function of the step.
    gradient : optional
        For an optimizer: a `Sequence` of gradients, a `Field` (function of the point), an
        `Oracle` (function of step and point), or a callable ``(point, step) -> expression``.
    start : expression, optional
        The parameter before the first step; arbitrary if left out.
    label : str
        Added to the names of the states, to tell two rules apart: ``v_label``.
    initial : mapping, optional
        Values of states before the first step where the rule's own are not meant.
    project : callable, optional
        Where the new parameter of an optimizer is put, as a function of it.
    **hyper
        Values of the hyperparameters: expressions, or callables of the step for schedules.
    """
    import sympy
    from sympy.core.function import AppliedUndef

    from symopt import rules
    from symopt.formula import Call, Name, symbol
    from symopt.proof.session import current

    rule = rules.get(name)
    name = rule.name
    session = current()
    t = symbol("t", integer=True)
    missing = set(rule.defaults) - set(hyper)
    if missing or set(hyper) - set(rule.defaults):
        raise InvalidValue(f"{name} wants values of {', '.join(rule.defaults)}")
    values = {key: value(t) if callable(value) else value for key, value in hyper.items()}
    lines = [(line.parts[0], line.parts[1]) for line in rule.lines()]
    names = [target.name for target, _ in lines if isinstance(target, Name)]
    suffix = f"_{label}" if label else ""
    oracle = _oracle(gradient, t) if rule.kind == "optimizer" else None
    inlined: dict[str, Any] = {} if input is None else {"y": input(t)}
    sequences = {
        n: sympy.Function(n + suffix, real=True)
        for n in dict.fromkeys(names)
        if not (oracle is not None and n == "g")
    }

    def read(leaf: Name) -> Any:
        if leaf.name in inlined:
            return inlined[leaf.name]
        if leaf.name in sequences:
            if leaf.index is None:
                raise InvalidValue(f"{name}: {leaf.name} without a time")
            return sequences[leaf.name](leaf.index.sympy({"t": t}))
        if leaf.name in values:
            return values[leaf.name]
        if leaf.name == "t":
            return t
        raise InvalidValue(f"{name}: no value of {leaf.name}")

    starts = {
        s.name: sympy.Rational(s.initial.numerator, s.initial.denominator) for s in rule.states
    }
    if start is not None:
        starts["theta"] = sympy.sympify(start)
    for state, value in (initial or {}).items():
        if state not in starts:
            raise InvalidValue(f"{name} has no state {state}")
        starts[state] = sympy.sympify(value)
    steps: list[tuple[str, Any]] = []
    for target, formula in lines:
        key = target.name if isinstance(target, Name) else ""
        if isinstance(formula, Call) and formula.function == "grad" and oracle is not None:
            inlined[key] = oracle(formula.arguments[0].sympy(read))
        else:
            body = formula.sympy(read)
            steps.append((key, project(body) if project and key == "theta" else body))
    # What random inputs, gradients or starts make is random itself.
    sources = [sympy.sympify(value) for value in (*starts.values(), *(body for _, body in steps))]
    called = {f.func.__name__ for body in sources for f in body.atoms(AppliedUndef)}
    random = bool(called & session.scope.context.random)
    for sequence in sequences.values():
        session.function(sequence.__name__, 1, "random" if random else "real")
    facts = {
        key: session.define(sequences[key].__name__, starts.get(key), t, body, name)
        for key, body in steps
    }
    session.rules.append(name)
    return Recursion(name, sequences, facts, rule.output)


def _oracle(gradient: Any, t: Any) -> Callable[[Any], Any]:
    kind = getattr(gradient, "symopt_kind", None)
    if kind == "Field":
        return lambda point: gradient(point)
    if kind == "Oracle":
        return lambda point: gradient(t, point)
    if kind is not None:
        return lambda point: gradient(t)
    if callable(gradient):
        return lambda point: gradient(point, t)
    raise InvalidValue("an optimizer wants a gradient")
