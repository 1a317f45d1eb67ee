"""A rule: the few lines a textbook prints, as an object that runs, prints and can be traced."""

from __future__ import annotations

import inspect
import math
import typing
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, update_wrapper
from typing import Any, Literal

from symopt.domain import exact
from symopt.errors import InvalidValue, RuleError, UnknownName
from symopt.formula import Chain, Formula, Name, Negative, Number, Power, Sum
from symopt.references import Reference, reference
from symopt.signature import (
    Coefficient,
    Decay,
    Hyperparameter,
    Rate,
    Scalar,
    Stabiliser,
    State,
    read_signature,
)
from symopt.steps import Step, Trace, trace
from symopt.wellformed import check

__all__ = [
    "Coefficient",
    "Decay",
    "Hyperparameter",
    "Rate",
    "Rule",
    "Scalar",
    "Stabiliser",
    "State",
    "hyper_symbol",
    "rule",
]


class Rule:
    """An update rule or an average, stated once. Made by the decorator `rule`.

    Calling it calls the function itself: on NumPy arrays, on fractions where no root is taken,
    and on SymPy expressions. `apply` does the same with one signature for all rules.

    Attributes
    ----------
    name : str
        Such as ``"adam"`` or ``"adam.eps-inside"``.
    kind : {"optimizer", "average"}
        An optimizer asks for one gradient; an average takes an input ``y``.
    summary : str
        What the rule does, in a line.
    reference : Reference
        Where it was published, or is used in this form.
    hyperparameters, states, steps : tuple
        The schema and the ordered lines.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from symopt import rules
    >>> momentum = rules.get("momentum")
    >>> momentum(Fraction(1), lambda x: 2*x, Fraction(0), alpha=Fraction(1, 4), beta=Fraction(1, 2))
    (Fraction(3, 4), Fraction(1, 1))
    """

    def __init__(self, function: Callable[..., Any], cite: str, name: str | None = None):
        self.function = function
        self.module = function.__module__
        self.name = name or _default_name(function)
        self.summary = _summary(function, self.name)
        self.reference: Reference = reference(cite)
        update_wrapper(self, function)
        self._given, self.states, self.hyperparameters = read_signature(function, self.name)
        self.kind: Literal["optimizer", "average"] = (
            "average" if "y" in self._given else "optimizer"
        )
        self._traced = trace(function)
        check(self.name, self.kind, self._traced, self.states)

    def __repr__(self) -> str:
        return f"<rule {self.name}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def __reduce__(self) -> tuple[Any, ...]:
        # The decorated name hides the function from pickle; a rule is found again by its place.
        return _restore, (self.module, self.function.__qualname__)

    @property
    def defaults(self) -> dict[str, Fraction]:
        """The exact default of every hyperparameter."""
        return {h.name: h.default for h in self.hyperparameters}

    @property
    def output(self) -> str:
        """The name an average returns; ``theta`` for an optimizer."""
        first = self._traced.returns[0]
        return typing.cast(Name, first).name

    def apply(self, x: Any, *rest: Any) -> tuple[Any, tuple[Any, ...]]:
        """Take one step with one calling convention for every rule.

        Parameters
        ----------
        x, [grad], t, states, hyper
            An optimizer takes ``(theta, grad, t, states, hyper)``, an average
            ``(y, t, states, hyper)``; `states` is a tuple in the order of `Rule.states`, `hyper`
            a mapping with a value for every hyperparameter.

        Returns
        -------
        theta or output, states : tuple
        """
        *oracle, t, states, hyper = rest
        given = [x, *oracle] + ([t] if "t" in self._given else [])
        result = self.function(*given, *states, **hyper)
        values = result if isinstance(result, tuple) else (result,)
        if len(values) == len(self.states):  # an average whose state is its output
            return values[0], values
        return values[0], values[1:]

    def settings(self, hyper: Mapping[str, Any]) -> dict[str, Fraction]:
        """Return exact values for all hyperparameters: the defaults, changed by `hyper`.

        Raises
        ------
        UnknownName
            The rule has no such hyperparameter.
        InvalidValue
            A value is not a number or lies outside its domain.
        """
        known = {h.name: h for h in self.hyperparameters}
        values = self.defaults
        for key, value in hyper.items():
            if key not in known:
                raise UnknownName(
                    "hyperparameter", key, known, f"of {self.name}: {', '.join(known)}"
                )
            values[key] = exact(value, f"{self.name}: {key}")
            if values[key] not in known[key].domain:
                raise InvalidValue(f"{self.name}: {key} = {value} is outside {known[key].domain}")
        return values

    def floats(self, hyper: Mapping[str, Any]) -> dict[str, float]:
        """Return `settings` as the floats that code runs with.

        Raises
        ------
        InvalidValue
            As a float a value leaves its domain: 1 - 1e-30 is 1, 1e400 is infinite.
        """
        floats: dict[str, float] = {}
        for h, value in zip(self.hyperparameters, self.settings(hyper).values(), strict=True):
            try:
                floats[h.name] = float(value)
            except OverflowError:
                floats[h.name] = math.inf
            if floats[h.name] not in h.domain:
                raise InvalidValue(
                    f"{self.name}: {h.name} = {hyper[h.name]} is {floats[h.name]} "
                    f"as a floating-point number, outside {h.domain}"
                )
        return floats

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Hyperparameters that stand under a power of t, so that no schedule may change them."""
        found: set[str] = set()
        for step in self._traced.steps:
            for node in step.formula.walk():
                if isinstance(node, Power) and "t" in node.exponent.names():
                    found.update(node.base.names())
        return frozenset(found & set(self.defaults))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The lines in order; each name carries its time index, t or t - 1."""
        return _indexed(self._traced, {"theta", *(s.name for s in self.states)})

    @cached_property
    def formula(self) -> Formula:
        """The update of the parameters (or the output), as one equation."""
        return next(line for line in reversed(self.lines()) if _target(line) == self.output)

    def lines(self) -> tuple[Chain, ...]:
        """Return the textbook's lines as equations, in the textbook's order."""
        return tuple(
            Chain((_at(step.name, Name("t")), step.formula), ("=",))
            for step in self.steps
            if not step.copy
        )

    def latex(self) -> str:
        """Return the lines as one LaTeX ``aligned`` block, in the textbook's order."""
        rows = (line.parts[0].latex() + " &= " + line.parts[1].latex() for line in self.lines())
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def typst(self) -> str:
        """Return the lines as Typst mathematics, aligned at the equals signs."""
        rows = (f"{line.parts[0].typst()} &= {line.parts[1].typst()}" for line in self.lines())
        return " \\\n".join(rows)

    def text(self) -> str:
        """Return the lines as plain text."""
        return "\n".join(line.text() for line in self.lines())

    def code_steps(self) -> tuple[Step, ...]:
        """Return the lines as they stand in code, without time indices."""
        return self._traced.steps

    def code_returns(self) -> tuple[str, ...]:
        """Return the names that the function returns, in order."""
        return tuple(typing.cast(Name, value).name for value in self._traced.returns)

    @property
    def given(self) -> tuple[str, ...]:
        """What the caller hands in besides states: theta, grad, t for an optimizer; y, t."""
        return self._given

    def unroll(self, n: int) -> Any:
        """Return the iterate after `n` steps in the gradients g_1 ... g_n, as a SymPy expression.

        Hyperparameters and the start theta_0 stay symbols; for an average the inputs are
        y_1 ... y_n and the result is its output.

        Examples
        --------
        >>> from symopt import rules
        >>> rules.get("momentum.accumulating").unroll(2)
        -alpha*g_1 - alpha*(beta*g_1 + g_2) + theta_0
        """
        from symopt.formula import symbol

        if n < 0:
            raise InvalidValue(f"{self.name}: the number of steps is {n}; it must be 0 or more")
        import sympy

        hyper = {h.name: hyper_symbol(h) for h in self.hyperparameters}
        states: tuple[Any, ...] = tuple(sympy.Rational(s.initial) for s in self.states)
        value: Any = symbol("theta_0") if self.kind == "optimizer" else sympy.Integer(0)
        for i in range(1, n + 1):
            t = sympy.Integer(i)
            if self.kind == "optimizer":
                g = symbol(f"g_{i}")
                value, states = self.apply(value, lambda _query, g=g: g, t, states, hyper)
            else:
                value, states = self.apply(symbol(f"y_{i}"), t, states, hyper)
        return value


def hyper_symbol(hyperparameter: Hyperparameter) -> Any:
    """Return the SymPy symbol of a hyperparameter, with the sign its domain says."""
    from symopt.formula import symbol

    domain = hyperparameter.domain
    if domain.lower == 0:
        sign = {"nonnegative": True} if domain.includes_lower else {"positive": True}
        return symbol(hyperparameter.name, **sign)
    return symbol(hyperparameter.name)


def rule(*, cite: str, name: str | None = None) -> Callable[[Callable[..., Any]], Rule]:
    """Turn a plain function into a `Rule`; its signature is the schema, its body the steps.

    Parameters
    ----------
    cite : str
        Key of the source in `symopt.references`.
    name : str, optional
        Else the function's name; in ``symopt/rules/FAMILY.py`` the function called FAMILY is the
        main rule and the others are its dialects, ``FAMILY.other-name``.

    Notes
    -----
    ``theta, grad`` (and ``t``, counted from 1) are given to an optimizer, ``y`` (and ``t``) to an
    average. Positional parameters with a default are states, the default being the initial value;
    keyword-only parameters are hyperparameters, annotated with `Rate`, `Decay`, `Stabiliser` or
    ``Annotated[Any, Domain("(0, 2]")]``.

    Examples
    --------
    >>> from symopt.rule import Rate, rule
    >>> @rule(cite="cauchy1847")
    ... def plain(theta, grad, *, alpha: Rate = 0.1):
    ...     '''Plain descent.'''
    ...     theta = theta - alpha*grad(theta)
    ...     return theta
    >>> plain.text()
    'theta_t = theta_(t-1) - alpha*grad f(theta_(t-1))'
    """
    return lambda function: Rule(function, cite, name)


def _restore(module: str, qualname: str) -> Rule:
    import importlib

    return getattr(importlib.import_module(module), qualname)


def _default_name(function: Callable[..., Any]) -> str:
    own = function.__name__.replace("_", "-")
    package, _, family = function.__module__.rpartition(".")
    if package != "symopt.rules":
        return own
    family = family.replace("_", "-")
    return own if own == family else f"{family}.{own}"


def _summary(function: Callable[..., Any], name: str) -> str:
    text = inspect.getdoc(function)
    if not text:
        raise RuleError(f"{name}: there is no docstring; its first line says what the rule does")
    return text.splitlines()[0].rstrip(".")


def _indexed(traced: Trace, states: set[str]) -> tuple[Step, ...]:
    """Give every name its time index, and let copies print as what they copy."""
    t = Name("t")
    previous = Sum((t, Negative(Number(Fraction(1)))))
    assigned: set[str] = set()
    copies: dict[str, Formula] = {}

    def index(name: Name) -> Formula:
        if name.name in copies:
            return copies[name.name]
        if name.name in assigned or name.name == "y":
            return _at(name.name, t)
        return Name(name.name, previous) if name.name in states else name

    steps: list[Step] = []
    for step in traced.steps:
        formula = step.formula.map_names(index)
        if step.copy:
            copies[step.name] = formula
        assigned.add(step.name)
        steps.append(Step(step.name, formula, step.line, step.copy))
    return tuple(steps)


def _at(name: str, index: Formula) -> Name:
    """A name at a time; one such as ``alpha_t`` already says its time."""
    stem = name.removesuffix("_t")
    return Name(name, index, None if stem == name else stem)


def _target(line: Chain) -> str:
    return typing.cast(Name, line.parts[0]).name
