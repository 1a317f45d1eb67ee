"""Running a rule on a problem."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from symopt import problems, schedules
from symopt.codegen import compile
from symopt.domain import exact
from symopt.errors import InvalidValue, UnknownName
from symopt.rule import Rule
from symopt.rules import get
from symopt.schedule import Schedule, parse
from symopt.trajectory import Stopped, Trajectory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from symopt.problems.problem import Problem

Sequenced = str | Schedule | Callable[[int], float]


def run(
    rule: str | Rule,
    problem: str | Problem,
    start: Sequence[float] | None = None,
    steps: int = 100,
    schedule: Sequenced | Mapping[str, Sequenced] | None = None,
    tol: float | None = None,
    steps_per_epoch: int | None = None,
    **hyper: Any,
) -> Trajectory:
    """Run an optimizer on a problem.

    A run that diverges is a result, not an error: the trajectory ends at the last finite point
    and says why.

    Parameters
    ----------
    rule : str or Rule
    problem : str or Problem
        A problem, its name, or a mathematical expression such as ``"x**2 - y**2"``.
    start : sequence of d numbers, optional
        Else the problem's own start.
    steps : int
        At most so many steps.
    schedule : optional
        For each hyperparameter's name a `Schedule`, a text such as ``"inverse-time:decay=1"``, or
        a function of t = 1, 2, ...; without a name it is for the rate alpha.
    tol : float, optional
        Stop when the gradient's Euclidean norm is at most this.
    steps_per_epoch : int, optional
        For schedules that count epochs; else the problem's own (of a surface, 1).
    **hyper
        Hyperparameters, such as ``alpha=0.1``.

    Raises
    ------
    SymoptError
        A name is unknown, a value outside its domain, the start has the wrong dimension.

    Examples
    --------
    >>> path = run("gd", "bowl", start=(1, 1), steps=50, alpha=0.1)
    >>> path.points.shape, path.stopped
    ((51, 2), 'finished')
    """
    import numpy as np

    rule, on = optimizer(rule), problems.resolve(problem)
    check_steps(steps)
    if tol is not None and not tol >= 0:
        raise InvalidValue(f"tol = {tol}; it must be 0 or more")
    theta = np.array(_start(start, on), dtype=float)
    values = rule.floats(hyper)
    per_epoch = on.steps_per_epoch if steps_per_epoch is None else steps_per_epoch
    if per_epoch < 1:
        raise InvalidValue(f"steps_per_epoch = {per_epoch}; it must be 1 or more")
    scheduled, described = schedule_functions(rule, schedule, values, per_epoch)

    record = _Recorder(on, theta, rule)
    step = compile(rule)
    states = step.init(theta)
    record.states.append(states)
    stopped: Stopped = "finished"
    with np.errstate(all="ignore"):
        record.losses.append(float(on.loss(theta)))
        for t in range(1, steps + 1):
            for name, value in scheduled.items():
                values[name] = value(t)
            asked: list[Any] = []

            def grad(query: Any, t: int = t, asked: list[Any] = asked) -> Any:
                gradient = np.asarray(on.gradient(query, t), dtype=float)
                asked.extend((query, gradient))
                return gradient

            moved, after = step(theta, grad, t, states, values)
            moved = np.asarray(on.project(moved), dtype=float)
            query, gradient = asked
            if tol is not None and np.linalg.norm(gradient) <= tol:
                stopped = "converged"
                break
            if not np.isfinite(moved).all():
                known = [gradient, *after]
                overflow = np.isinf(moved).any() or any(np.isinf(x).any() for x in known)
                stopped = "diverged" if overflow else "undefined"
                break
            if math.isnan(loss := float(on.loss(moved))) and not math.isnan(record.losses[0]):
                stopped = "undefined"  # the step left the set where the loss is defined
                break
            theta, states = moved, after
            record.add(theta, query, gradient, states, values.get("alpha", math.nan), loss)
    settings = {
        "start": [float(x) for x in record.points[0]],
        "steps": steps,
        "schedule": described,
        "tol": tol,
        "steps_per_epoch": per_epoch,
    }
    return record.trajectory(rule.floats(hyper), settings, stopped)


def optimizer(rule: str | Rule) -> Rule:
    """Return the rule if it is an optimizer."""
    found = get(rule)
    if found.kind != "optimizer":
        raise InvalidValue(f"{found.name} is an average, not an optimizer; see symopt.average")
    return found


def check_steps(steps: int) -> None:
    """Refuse what is no number of steps."""
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        raise InvalidValue(f"steps = {steps}; it must be a whole number, 0 or more")


class _Recorder:
    """Collects a run's history and turns it into a `Trajectory`."""

    def __init__(self, problem: Problem, theta: Any, rule: Rule):
        self.problem, self.rule = problem, rule
        self.points, self.queries, self.gradients = [theta], [], []
        self.losses: list[float] = []
        self.states: list[tuple[Any, ...]] = []
        self.rates: list[float] = []

    def add(
        self, theta: Any, query: Any, gradient: Any, states: Any, rate: float, loss: float
    ) -> None:
        self.points.append(theta)
        self.queries.append(query)
        self.gradients.append(gradient)
        self.states.append(states)
        self.rates.append(rate)
        self.losses.append(loss)

    def trajectory(
        self, hyper: dict[str, float], settings: dict[str, Any], stopped: Stopped
    ) -> Trajectory:
        d = len(self.problem.variables)
        named = zip(self.rule.states, zip(*self.states, strict=True), strict=True)
        return Trajectory(
            rule=self.rule.name,
            problem=self.problem.name,
            variables=tuple(self.problem.variables),
            points=frozen(self.points),
            queries=frozen(self.queries, d),
            gradients=frozen(self.gradients, d),
            losses=frozen(self.losses),
            states={state.name: frozen(values) for state, values in named},
            rates=frozen(self.rates),
            hyperparameters=hyper,
            settings=settings,
            stopped=stopped,
        )


def frozen(rows: Any, width: int | None = None) -> NDArray[Any]:
    import numpy as np

    array = np.array(rows, dtype=float)
    if width is not None:
        array = array.reshape(len(rows), width)
    array.setflags(write=False)
    return array


def _start(start: Sequence[float] | None, problem: Problem) -> list[float]:
    given = problem.start if start is None else start
    numbers = [float(exact(x, "start")) for x in given]
    if len(numbers) != len(problem.variables):
        expected = ", ".join(problem.variables)
        raise InvalidValue(
            f"the start has {len(numbers)} coordinates; "
            f"{problem.name} has {len(problem.variables)} ({expected})"
        )
    return numbers


def schedule_functions(
    rule: Rule,
    schedule: Sequenced | Mapping[str, Sequenced] | None,
    values: Mapping[str, float],
    steps_per_epoch: int,
) -> tuple[dict[str, Callable[[int], float]], dict[str, str]]:
    """Return for each scheduled hyperparameter its function of t, and its description."""
    given = schedule if isinstance(schedule, Mapping) else {"alpha": schedule} if schedule else {}
    domains = {h.name: h.domain for h in rule.hyperparameters}
    functions: dict[str, Callable[[int], float]] = {}
    described: dict[str, str] = {}
    for key, spec in given.items():
        if key not in domains:
            listed = ", ".join(domains)
            raise UnknownName("hyperparameter", key, domains, f"of {rule.name}: {listed}")
        if key in rule.fixed:
            raise InvalidValue(
                f"{rule.name}: {key} cannot be scheduled: the rule contains a power of it in t"
            )
        if isinstance(spec, (str, Schedule)):
            name, parameters = parse(spec) if isinstance(spec, str) else (spec, {})
            found = schedules.get(name)
            function = found.sequence(values[key], steps_per_epoch, **parameters)
            described[key] = spec if isinstance(spec, str) else found.name
        else:
            function, described[key] = spec, "a function of t"

        def checked(t: int, key: str = key, function: Callable[[int], float] = function) -> float:
            value = float(function(t))
            if value not in domains[key]:
                raise InvalidValue(
                    f"{rule.name}: at step {t} the schedule gives {key} = {value}, "
                    f"outside {domains[key]}"
                )
            return value

        functions[key] = checked
    return functions, described
