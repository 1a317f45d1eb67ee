"""A schedule: a formula for a hyperparameter in the epoch or the step, both counted from 1."""

from __future__ import annotations

import inspect
import math
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from symopt.domain import Domain, exact
from symopt.errors import InvalidValue, RuleError, UnknownName
from symopt.formula import Chain, Formula, Name
from symopt.references import Reference, reference
from symopt.steps import Trace, trace


class _List:
    """Marks a parameter that is a list of numbers, each in the domain beside it."""


Factor = Annotated[Any, Domain("[0, inf)")]
Count = Annotated[Any, Domain("[1, inf) integers")]
Epochs = Annotated[Any, Domain("[1, inf) integers"), _List]
Values = Annotated[Any, Domain("[0, inf)"), _List]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a schedule: its name, exact default, domain, and whether it is a list."""

    name: str
    default: Fraction | tuple[Fraction, ...]
    domain: Domain
    many: bool

    def read(self, value: Any, owner: str) -> Fraction | tuple[Fraction, ...]:
        """Return the exact value a user means; a list may be written ``30,60``."""
        if not self.many:
            return self._one(value, owner)
        items = value.split(",") if isinstance(value, str) else value
        try:
            numbers = tuple(self._one(item, owner) for item in items)
        except TypeError:
            numbers = (self._one(value, owner),)
        if not numbers:
            raise InvalidValue(f"{owner}: {self.name} is empty")
        if "integers" in str(self.domain) and list(numbers) != sorted(set(numbers)):
            raise InvalidValue(f"{owner}: {self.name} = {value} must increase")
        return numbers

    def _one(self, value: Any, owner: str) -> Fraction:
        number = exact(value, f"{owner}: {self.name}")
        if number not in self.domain:
            raise InvalidValue(f"{owner}: {self.name} = {value} is outside {self.domain}")
        return number


class Schedule:
    """A schedule, stated once as a formula. Made by the decorator `schedule`.

    Attributes
    ----------
    name, summary : str
    reference : Reference
    clock : {"epoch", "t"}
        What it counts.
    parameters : tuple of Parameter
    formula : Formula
    """

    def __init__(self, function: Callable[..., Any], cite: str):
        self.function = function
        self.module = function.__module__
        own = function.__name__.replace("_", "-")
        package, _, family = self.module.rpartition(".")
        family = family.replace("_", "-")
        nested = package == "symopt.schedules" and own != family
        self.name = f"{family}.{own}" if nested else own
        text = inspect.getdoc(function)
        if not text:
            raise RuleError(f"{self.name}: there is no docstring")
        self.summary = text.splitlines()[0].rstrip(".")
        self.reference: Reference = reference(cite)
        self._trace: Trace = trace(function)
        self.clock, self.parameters = _schema(function, self.name)
        if len(self._trace.returns) != 1:
            raise RuleError(f"{self.name}: a schedule returns one value")

    def __repr__(self) -> str:
        return f"<schedule {self.name}>"

    @cached_property
    def formula(self) -> Formula:
        """The value in terms of the clock, the initial value and the parameters."""
        formula = self._trace.returns[0]
        for step in reversed(self._trace.steps):
            formula = formula.map_names(
                lambda name, step=step: step.formula if name.name == step.name else name
            )
        return formula

    def latex(self, target: str = "alpha") -> str:
        """Return the schedule of a hyperparameter as LaTeX."""
        shown = self.formula.map_names(
            lambda name: Name(target, Name("0")) if name.name == "initial" else name
        )
        return Chain((Name(target, Name(self.clock)), shown), ("=",)).latex()

    def settings(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return exact values for all parameters: the defaults, changed by `parameters`.

        Raises
        ------
        UnknownName, InvalidValue
            The schedule has no such parameter, or the value is outside its domain.
        """
        known = {p.name: p for p in self.parameters}
        values: dict[str, Any] = {p.name: p.default for p in self.parameters}
        for key, value in parameters.items():
            if key not in known:
                listed = ", ".join(known) or "it has none"
                raise UnknownName("parameter", key, known, f"of {self.name}: {listed}")
            values[key] = known[key].read(value, self.name)
        return values

    def at(self, clock: Any, initial: Any, **parameters: Any) -> Any:
        """Return the value at an epoch (or step), on numbers, fractions or SymPy symbols.

        Examples
        --------
        >>> from symopt import schedules
        >>> schedules.get("inverse-time").at(4, Fraction(1, 5), decay=Fraction(1))
        Fraction(1, 25)
        """
        values = {p.name: p.default for p in self.parameters} | parameters
        return self.function(clock, initial, **values)

    def sequence(
        self, initial: Any, steps_per_epoch: int = 1, **parameters: Any
    ) -> Callable[[int], float]:
        """Return the value at each step t = 1, 2, ... as a function of t.

        Parameters
        ----------
        initial : number
            The hyperparameter's own value, alpha_0.
        steps_per_epoch : int
            How many steps (mini-batches) make an epoch; epoch 1 holds the steps 1 to that.

        Examples
        --------
        >>> from symopt import schedules
        >>> rate = schedules.get("inverse-time").sequence(0.2, decay=1)
        >>> [round(rate(t), 3) for t in (1, 2, 3, 4)]
        [0.1, 0.067, 0.05, 0.04]
        """
        if steps_per_epoch < 1:
            raise InvalidValue(f"steps_per_epoch = {steps_per_epoch}; it must be 1 or more")
        values = {key: _floats(value) for key, value in self.settings(parameters).items()}
        start = float(initial)

        def value(t: int) -> float:
            clock = t if self.clock == "t" else (t - 1) // steps_per_epoch + 1
            try:
                return float(self.function(float(clock), start, **values))
            except OverflowError:
                return math.inf

        return value


def parse(text: str) -> tuple[str, dict[str, str]]:
    """Split ``NAME:key=value:key=value``, as the command line writes it.

    Examples
    --------
    >>> parse("multi-step:epochs=30,60:factor=0.1")
    ('multi-step', {'epochs': '30,60', 'factor': '0.1'})
    """
    name, *settings = text.split(":")
    parameters: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise InvalidValue(f'schedule "{text}": "{setting}" is not KEY=VALUE')
        parameters[key.strip()] = value.strip()
    return name.strip(), parameters


def schedule(*, cite: str) -> Callable[[Callable[..., Any]], Schedule]:
    """Turn a plain function of ``(epoch, initial)`` or ``(t, initial)`` into a `Schedule`.

    Keyword-only parameters carry a default and a domain, as a rule's hyperparameters do.
    """
    return lambda function: Schedule(function, cite)


def _floats(value: Any) -> Any:
    return tuple(map(float, value)) if isinstance(value, tuple) else float(value)


def _schema(function: Callable[..., Any], name: str) -> tuple[str, tuple[Parameter, ...]]:
    hints = typing.get_type_hints(function, include_extras=True)
    positional: list[str] = []
    parameters: list[Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            positional.append(parameter.name)
            continue
        marks = getattr(hints.get(parameter.name), "__metadata__", ())
        domain = next((mark for mark in marks if isinstance(mark, Domain)), None)
        if domain is None or parameter.default is parameter.empty:
            raise RuleError(f"{name}: {parameter.name} needs a default and a domain")
        blank = Parameter(parameter.name, Fraction(0), domain, _List in marks)
        default = blank.read(parameter.default, name)
        parameters.append(Parameter(parameter.name, default, domain, _List in marks))
    if positional not in (["epoch", "initial"], ["t", "initial"]):
        raise RuleError(f"{name}: expected (epoch, initial) or (t, initial), not {positional}")
    return positional[0], tuple(parameters)
