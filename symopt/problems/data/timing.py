"""How long updates take in batches of every size, as `make measure` found it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS = Path(__file__).with_name("batch_times.json")


@dataclass(frozen=True, eq=False)
class BatchTimes:
    """Measured times of gradient descent on the mean squared error of a linear model.

    Attributes
    ----------
    sizes : array of int
        Batch sizes, from a single sample to all.
    per_epoch : array of float
        Seconds of an epoch, for each batch size; the median of the repeats.
    quartiles : array of float (2, n)
        Lower and upper quartile of the repeats.
    samples, features, repeats : int
        The size of the data, and how often each epoch was timed.
    processor, date : str
        Where and when.
    details : mapping
        All that the file says: units, threads, versions of the libraries.
    """

    sizes: np.ndarray
    per_epoch: np.ndarray
    quartiles: np.ndarray
    samples: int
    features: int
    repeats: int
    processor: str
    date: str
    details: Mapping[str, Any]

    @property
    def updates(self) -> np.ndarray:
        """How many updates an epoch has, for each batch size; the last batch may be short."""
        return -(-self.samples // self.sizes)

    @property
    def per_update(self) -> np.ndarray:
        """Seconds of one update, for each batch size."""
        return self.per_epoch / self.updates

    @property
    def provenance(self) -> str:
        """What was measured, on what, and when, in a line."""
        said, versions = self.details, self.details["versions"]
        libraries = ", ".join(f"{name} {version}" for name, version in versions.items())
        return (
            f"{said['what']}, {self.samples} samples of {self.features} features in "
            f"{said['numbers']}, {said['threads']} thread; median of {self.repeats} repeats; "
            f"{self.processor}, {said['system']}, {libraries}; {self.date}"
        )


@cache
def load() -> BatchTimes:
    """Load the shipped measurements (see `symopt.problems.batch_times`)."""
    said = json.loads(RESULTS.read_text(encoding="utf-8"))
    sizes, per_epoch = np.array(said["sizes"]), np.array(said["median"])
    quartiles = np.array([said["lower_quartile"], said["upper_quartile"]])
    for numbers in (sizes, per_epoch, quartiles):
        numbers.flags.writeable = False
    return BatchTimes(
        sizes=sizes,
        per_epoch=per_epoch,
        quartiles=quartiles,
        samples=said["samples"],
        features=said["features"],
        repeats=said["repeats"],
        processor=said["processor"],
        date=said["date"],
        details=MappingProxyType(said),
    )
