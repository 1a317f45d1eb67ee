"""Many versions of an author's lines, run in floats without understanding each of them anew.

What the names are was found out once, of the lines as they stand; an edit rarely changes it. A
sketch that does not run as the recursion does is not used, and what a sketch suggests is
understood and compared before it is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from symopt.errors import InvalidExpression
from symopt.formula import Formula
from symopt.notes.judging.catalogue import Begins, beginning, lookup
from symopt.notes.judging.known import is_decay
from symopt.notes.judging.match import Match
from symopt.notes.judging.plans import Plans, asks
from symopt.notes.judging.runs import INPUTS, START, agree, run
from symopt.notes.judging.slip import Scope
from symopt.notes.judging.table import DECAYS, SIZES
from symopt.notes.meaning.counting import offset_of
from symopt.notes.meaning.floats import NoValue
from symopt.notes.meaning.gradients import ASKED, named, point_of, points
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.lines import Line, Timed, before, lag
from symopt.notes.meaning.meaning import Copy
from symopt.notes.meaning.probing import given_names, remembered, value
from symopt.notes.meaning.probing import run as run_lines
from symopt.notes.statement import Algorithm

Suggest = Callable[[Algorithm], list[Match]]


def sketched(
    algorithm: Algorithm, copy: Copy, scope: Scope, wanted: str | None = None
) -> Suggest | None:
    """Return what finds the rules that an edited algorithm runs like; None if it would mislead.

    Parameters
    ----------
    algorithm : Algorithm
        The lines of one copy.
    scope : Scope
        What they speak of; hyperparameters may stand in lines that nothing uses, too.
    wanted : str, optional
        The family of which rules are looked for.
    """
    recursion = copy.recursion
    if recursion is None:
        return None
    own = {h.name: copy.names.get(h.name) for h in recursion.hyperparameters}
    if any(name is None for name in own.values()):
        return None
    hyper = {name.name: h for h in recursion.hyperparameters if (name := own[h.name])}
    small = [n for n, h in hyper.items() if is_decay(h)]
    large = [n for n, h in hyper.items() if not is_decay(h)]
    below = {name.name for name in scope.decays}
    for name in (name.name for name in scope.constants):
        if name not in hyper:
            (small if name in below else large).append(name)
    if len(small) > len(DECAYS) or len(large) > len(SIZES):
        return None
    numbers = dict(zip(small, DECAYS, strict=False)) | dict(zip(large, SIZES, strict=False))
    sketch = _Sketch(copy, recursion.kind == "average", numbers)
    # A slip may leave roots of negative numbers where gradients change their sign.
    for inputs in (INPUTS, tuple(map(abs, INPUTS))):
        seen = sketch.run(algorithm, inputs)
        if seen is not None:
            break
    else:
        return None
    expected = run(recursion, {h.name: numbers[name] for name, h in hyper.items()}, inputs)
    if not agree(seen[:, None], expected)[0]:
        return None

    # Where a state starts that is not said was seen from its line, which an edit may change.
    starts = [sketch.starts]
    if any(start for name, start in sketch.starts.items() if name not in algorithm.initial):
        starts.append({n: start for n, start in sketch.starts.items() if n in algorithm.initial})

    begins = beginning(recursion.kind, len(small), len(large), wanted)

    def suggest(edited: Algorithm) -> list[Match]:
        found: list[Match] = []
        for sketch.starts in starts:
            ran = sketch.run(edited, INPUTS, begins)
            found += [] if ran is None else lookup(recursion.kind, small, large, ran)
        return found

    return suggest


class _Sketch:
    """What stays the same from edit to edit."""

    def __init__(self, copy: Copy, average: bool, numbers: dict[str, float]) -> None:
        self.names = {key: name.name for key, name in copy.names.items()}
        self.average = average
        self.numbers = numbers
        self.starts: dict[str, float] = {}
        self.plans = Plans()
        self.common: dict[Any, tuple[dict[str, int] | None, float]] = {}
        for state in copy.recursion.states if copy.recursion is not None else ():
            start = START if state.initial is None else float(state.initial)
            self.starts[self.names.get(state.name, state.name)] = start

    def run(
        self,
        algorithm: Algorithm,
        inputs: Sequence[float] = INPUTS,
        begins: Begins | None = None,
    ) -> npt.NDArray[np.float64] | None:
        """Return the queries (or outputs) of a run; None if there is none that begins so."""
        try:
            return self._run(algorithm, inputs, begins)
        except (InvalidExpression, NoValue):
            return None
        except KeyError:  # an edit took away what the run is asked for
            return None

    def _run(
        self, algorithm: Algorithm, inputs: Sequence[float], begins: Begins | None
    ) -> npt.NDArray[np.float64] | None:
        whole, key = self.plans.timed(algorithm)
        lines = whole.lines
        parameter = self.names.get("theta")
        point: Formula | None = None
        if parameter is not None and not self.average:
            asked = asks(key)
            point = point_of(lines, parameter) if asked else before(parameter)
            gradient = ASKED if asked and points(lines) else self.names.get("g", ASKED)
            output = parameter
            lines = tuple(named(lines)) if asked else lines
        else:
            gradient = self.names.get("y", ASKED)
            output = next((n for key, n in self.names.items() if key.endswith("_new")), "")
        counter = self.names.get("t", whole.symbol or "t")
        common = self.common.get(key) if key is not None else None
        if common is None:
            common = self._common(algorithm, whole, lines, point, {gradient, counter}, counter)
            if key is not None:
                self.common[key] = common
        history, offset = common
        if history is None:
            return None
        past = {
            (name, k): START if name == parameter else self.starts.get(name, 0.0)
            for name, steps in history.items()
            for k in range(1, steps + 1)
        }
        constants = {(name, 0): number for name, number in self.numbers.items()}
        seen: list[float] = []
        for step, given in enumerate((*inputs, *(() if self.average else (0.5,))), start=1):
            values = run_lines(
                lines, {**constants, **past, (gradient, 0): given, (counter, 0): step + offset}
            )
            seen.append(values[output, 0] if point is None else value(point, values))
            place = len(seen) - (1 if self.average else 2)
            if begins is not None and place >= 0 and not begins(place, seen[-1]):
                return None
            past = {(name, k): values[name, k - 1] for name, k in past}
        return np.array(seen if self.average else seen[1:])

    def _common(
        self,
        algorithm: Algorithm,
        whole: Timed,
        lines: Sequence[Line],
        point: Formula | None,
        given: set[str],
        counter: str,
    ) -> tuple[dict[str, int] | None, float]:
        """Return how far back names are remembered, None if some are unknown; and the offset."""
        known = given | set(self.numbers)
        if any(name not in known for name in given_names(lines)):
            return None, 0.0
        history = remembered(lines)
        for name in names(point) if point is not None else ():
            history[name.name] = max(history.get(name.name, 0), lag(name))
        parameter = self.names.get("theta")
        if parameter is not None:
            history.setdefault(parameter, 1)
        return history, float(offset_of(algorithm, whole, counter))
