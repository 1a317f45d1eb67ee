"""The smallest run on which two rules part, exact where it can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from symopt.equivalence.candidates import Candidate, menu, promising
from symopt.equivalence.enclosure import Enclosure, Inexact, Undefined, evaluate, exactly
from symopt.equivalence.recursion import Recursion
from symopt.proof.kernel.terms import Term

MAX_STEPS = 4
TRIALS = 800  # runs for one number of steps
MORE = 30  # runs after the first exact witness, for a smaller one
ATTEMPTS = 120  # exact runs for one number of steps


@dataclass(frozen=True)
class Row:
    """One step of a run: the query, the gradient there, the states and the parameter after it."""

    query: Enclosure | None
    given: Fraction
    states: tuple[Enclosure, ...]
    output: Enclosure


@dataclass(frozen=True)
class Run:
    """A rule at certain hyperparameters on certain gradients.

    `last` is where the gradient would be asked for next, or an average's last output.
    """

    name: str
    hyperparameters: Mapping[str, Fraction]
    states: tuple[str, ...]
    rows: tuple[Row, ...]
    last: Enclosure


@dataclass(frozen=True)
class Witness:
    """Gradients on which two rules part after `steps` steps."""

    start: Fraction
    inputs: tuple[Fraction, ...]
    first: Run
    second: Run

    @property
    def steps(self) -> int:
        """How many gradients it takes."""
        return len(self.inputs)

    @property
    def exact(self) -> bool:
        """Whether all numbers are fractions."""
        return self.first.last.is_exact and self.second.last.is_exact

    @property
    def size(self) -> tuple[Any, ...]:
        """What a smaller witness has less of."""
        numbers = [*self.first.hyperparameters.values(), *self.second.hyperparameters.values()]
        numbers += [4 * self.start, *self.inputs]
        weight = sum(abs(n.numerator) + 2 * n.denominator for n in numbers)
        ends = [run.last.low for run in (self.first, self.second)]
        long = sum(n.numerator.bit_length() + n.denominator.bit_length() for n in ends)
        return (not self.exact, weight + (long if self.exact else 0), [n < 0 for n in self.inputs])

    def data(self) -> dict[str, Any]:
        """Return the witness as plain data; numbers are strings such as "3/4"."""
        return {
            "steps": self.steps,
            "exact": self.exact,
            "start": str(self.start),
            "inputs": [str(value) for value in self.inputs],
            "runs": [
                {
                    "rule": run.name,
                    "hyperparameters": {k: str(v) for k, v in run.hyperparameters.items()},
                    "rows": [
                        {
                            "query": None if row.query is None else str(row.query),
                            **{
                                name: str(value)
                                for name, value in zip(run.states, row.states, strict=True)
                            },
                            "output": str(row.output),
                        }
                        for row in run.rows
                    ],
                    "last": str(run.last),
                }
                for run in (self.first, self.second)
            ],
        }


def replay(
    recursion: Recursion,
    hyper: Mapping[str, Fraction],
    inputs: tuple[Fraction, ...],
    start: Fraction,
) -> Run:
    """Run a recursion on given gradients (or inputs).

    Raises
    ------
    Undefined
        A step has no value.

    Examples
    --------
    >>> from symopt import rules
    >>> gd = Recursion.of(rules.get("gd"))
    >>> print(replay(gd, {"alpha": Fraction(1, 2)}, (Fraction(3),), Fraction(1)).last)
    -1/2
    """
    try:
        return _replay(recursion, hyper, inputs, start, _exact)
    except Inexact:
        return _replay(recursion, hyper, inputs, start, _enclosed)


def _exact(term: Term, values: Mapping[str, Enclosure]) -> Enclosure:
    return Enclosure.exact(exactly(term, {name: value.low for name, value in values.items()}))


def _enclosed(term: Term, values: Mapping[str, Enclosure]) -> Enclosure:
    return evaluate(term, values)


def _replay(
    recursion: Recursion,
    hyper: Mapping[str, Fraction],
    inputs: tuple[Fraction, ...],
    start: Fraction,
    value_of: Callable[[Term, Mapping[str, Enclosure]], Enclosure],
) -> Run:
    here = {name: Enclosure.exact(value) for name, value in hyper.items()}
    here["theta"] = Enclosure.exact(start)
    for state in recursion.states:
        here[state.name] = Enclosure.exact(start if state.initial is None else state.initial)
    names = tuple(s.name for s in recursion.states)
    average = recursion.kind == "average"
    rows: list[Row] = []
    for step, given in enumerate(inputs, start=1):
        here["t"] = Enclosure.exact(step)
        here["y" if average else "g"] = Enclosure.exact(given)
        query = None if average else value_of(recursion.query, here)
        output = value_of(recursion.output, here)
        states = [value_of(s.update, here) for s in recursion.states]
        here |= {"theta": output, **dict(zip(names, states, strict=True))}
        rows.append(Row(query, given, tuple(states), output))
    here["t"] = Enclosure.exact(len(inputs) + 1)
    last = here["theta"] if average else value_of(recursion.query, here)
    return Run(recursion.name, dict(hyper), names, tuple(rows), last)


def find(a: Recursion, b: Recursion, trials: int = TRIALS) -> Witness | None:
    """Return the smallest run found on which two rules part, under the correspondence by role.

    Fewer steps come first, then exact numbers, then smaller ones. At most `trials` runs are made
    for each number of steps, and once more as many, at other hyperparameters, if that finds none:
    a rule may have a value at few of them.
    """
    for wide in (False, True):
        for steps in range(1, MAX_STEPS + 1):
            best = _smallest(a, b, promising(a, b, steps, trials, wide))
            if best is not None:
                return best
    return None


def _smallest(a: Recursion, b: Recursion, candidates: list[Candidate]) -> Witness | None:
    best: Witness | None = None
    more = ATTEMPTS
    for hyper_a, hyper_b, inputs, start in candidates:
        try:
            first = replay(a, hyper_a, inputs, start)
            second = replay(b, hyper_b, inputs, start)
        except Undefined:
            continue
        if first.last.apart(second.last):
            found = Witness(start, inputs, first, second)
            if best is None or found.size < best.size:
                best = found
                more = min(more, MORE) if found.exact else more
        more -= 1
        if not more:
            break
    return best


def has_runs(recursion: Recursion) -> bool:
    """Say whether a step has a value for some of a few gradients and hyperparameters.

    Examples
    --------
    >>> from symopt import rules
    >>> has_runs(Recursion.of(rules.get("adam")))
    True
    """
    for setting in islice(product(*map(menu, recursion.hyperparameters)), 16):
        names = (h.name for h in recursion.hyperparameters)
        hyper = dict(zip(names, setting, strict=True))
        for inputs in ((Fraction(1),), (Fraction(-1),)):
            try:
                replay(recursion, hyper, inputs, Fraction(0))
            except Undefined:
                continue
            return True
    return False
