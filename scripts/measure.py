"""Measures how long gradients of a regression take in batches of every size, on this machine.

``make measure`` writes the numbers, and where they are from, to symopt/problems/data; the figure
`batch-size` shows them.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from symopt.files import write_atomic
from symopt.problems.data.timing import RESULTS

SAMPLES, FEATURES, REPEATS = 2**15, 100, 25
RATE = 0.01
# The libraries of linear algebra read these when NumPy is loaded; `make measure` sets them to 1.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def gradient(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean squared error of the predictions `x @ weights`."""
    return x.T @ (x @ weights - y) * (2 / len(y))


def epoch(x: np.ndarray, y: np.ndarray, size: int) -> float:
    """Return the seconds that one epoch of updates takes, in batches of that size."""
    weights = np.zeros(x.shape[1])
    # The processor's time, not the clock's: other programs may run here too.
    begin = time.thread_time()
    for first in range(0, len(y), size):
        batch = slice(first, first + size)
        weights -= RATE * gradient(weights, x[batch], y[batch])
    return time.thread_time() - begin


def measure(samples: int, features: int, repeats: int) -> dict[str, Any]:
    """Return the seconds of an epoch for batches of 1, 2, 4, ... samples, and what was measured."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(samples, features))
    y = x @ rng.normal(size=features) + rng.normal(size=samples)
    sizes = [2**k for k in range(samples.bit_length()) if 2**k < samples] + [samples]
    # All sizes in turn, again and again: what else the machine does then hits all of them alike.
    rounds = [[epoch(x, y, size) for size in sizes] for _ in range(repeats + 1)][1:]
    low, middle, high = np.quantile(rounds, [0.25, 0.5, 0.75], axis=0)
    return {
        "what": "one epoch of gradient descent on the mean squared error of a linear model",
        "unit": "seconds of processor time",
        "samples": samples,
        "features": features,
        "repeats": repeats,
        "threads": 1,
        "numbers": "float64",
        "sizes": sizes,
        "median": _short(middle),
        "lower_quartile": _short(low),
        "upper_quartile": _short(high),
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "system": f"{platform.system()} on {platform.machine()}",
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "blas": _blas()},
    }


def processor() -> str:
    """Return the kind of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _blas() -> str:
    found: Any = np.show_config(mode="dicts")
    blas = found["Build Dependencies"]["blas"]
    return f"{blas['name']} {blas['version']}"


def _short(seconds: Sequence[float] | np.ndarray) -> list[float]:
    return [float(f"{value:.4g}") for value in seconds]


def main() -> int:
    """Measure, and write the file that symopt ships."""
    if any(os.environ.get(name) != "1" for name in THREADS):
        # On several threads the processor's time would count the work of one of them.
        print("measure.py: the times are those of one thread; run `make measure`", file=sys.stderr)
        return 2
    found = measure(SAMPLES, FEATURES, REPEATS)
    write_atomic(RESULTS, json.dumps(found, indent=1) + "\n")
    print(f"{RESULTS.name}: {found['processor']}, {found['date']}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
