"""The record of a run."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from symopt.errors import InvalidValue
from symopt.files import replacing, write_atomic

if TYPE_CHECKING:
    from numpy.typing import NDArray

Stopped = Literal["finished", "converged", "diverged", "undefined"]


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """What happened when a rule ran on a problem: n steps of a point with d coordinates.

    Attributes
    ----------
    rule, problem : str
        Their names.
    variables : tuple of str
        The names of the d coordinates.
    points : array (n + 1, d)
        The start, and the point after each step. All are finite.
    queries : array (n, d)
        Where the gradient of each step was asked for (Nesterov looks ahead).
    gradients : array (n, d)
    losses : array (n + 1,)
        The problem's loss at each point (of a regression: on all samples).
    states : mapping of str to array (n + 1, ...)
    rates : array (n,)
        The rate alpha of each step; nan if the rule has none.
    hyperparameters : mapping of str to float
        The values before any schedule.
    settings : mapping
        All it takes to repeat the run: start, steps, schedule, tol, steps_per_epoch.
    stopped : {"finished", "converged", "diverged", "undefined"}
        Why it ended: all steps done; the gradient's norm reached `tol`; a coordinate overflowed;
        0/0, or the loss has no gradient there.
    """

    rule: str
    problem: str
    variables: tuple[str, ...]
    points: NDArray[Any]
    queries: NDArray[Any]
    gradients: NDArray[Any]
    losses: NDArray[Any]
    states: Mapping[str, NDArray[Any]]
    rates: NDArray[Any]
    hyperparameters: Mapping[str, float]
    settings: Mapping[str, Any]
    stopped: Stopped

    def __len__(self) -> int:
        """The number of steps taken."""
        return len(self.points) - 1

    def save(self, path: str | Path) -> Path:
        """Write to a file, whole or not at all, in the format its suffix names.

        ``.csv`` has the columns step, the variables, loss, rate; row 0 is the start and has no
        rate. ``.json`` and ``.npz`` hold everything.

        Raises
        ------
        SymoptError
            The suffix is none of these, or the file cannot be written.
        """
        writers = {".csv": self._csv, ".json": self._json}
        suffix = Path(path).suffix.lower()
        if suffix in writers:
            return write_atomic(path, writers[suffix]())
        if suffix == ".npz":
            return self._npz(Path(path))
        raise InvalidValue(f'cannot save to "{path}": the name must end in .csv, .json or .npz')

    def _csv(self) -> str:
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["step", *self.variables, "loss", "rate"])
        for i, (point, loss) in enumerate(zip(self.points, self.losses, strict=True)):
            rate = "" if i == 0 or math.isnan(self.rates[i - 1]) else repr(float(self.rates[i - 1]))
            table.writerow([i, *(repr(float(x)) for x in point), repr(float(loss)), rate])
        return text.getvalue()

    def _json(self) -> str:
        arrays = {name: _plain(getattr(self, name)) for name in ARRAYS}
        content = {
            "rule": self.rule,
            "problem": self.problem,
            "variables": list(self.variables),
            "hyperparameters": dict(self.hyperparameters),
            "settings": dict(self.settings),
            "stopped": self.stopped,
            **arrays,
            "states": {name: _plain(values) for name, values in self.states.items()},
        }
        return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def _npz(self, path: Path) -> Path:
        import numpy as np

        about = {
            "rule": self.rule,
            "problem": self.problem,
            "hyperparameters": dict(self.hyperparameters),
            "settings": dict(self.settings),
            "stopped": self.stopped,
        }
        arrays = {name: getattr(self, name) for name in ARRAYS}
        arrays |= {f"state_{name}": values for name, values in self.states.items()}
        with replacing(path) as temporary, temporary.open("wb") as file:
            np.savez(file, variables=np.array(self.variables), about=json.dumps(about), **arrays)
        return path


ARRAYS = ("points", "queries", "gradients", "losses", "rates")


def _plain(array: Any) -> Any:
    """An array as lists; JSON has no infinity, so what is not finite becomes null."""
    if getattr(array, "ndim", 0):
        return [_plain(item) for item in array]
    value = float(array)
    return value if math.isfinite(value) else None
