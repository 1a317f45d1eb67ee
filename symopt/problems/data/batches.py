"""How an epoch is cut into batches: shuffled, without replacement, each sample once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from symopt.errors import InvalidValue


@dataclass(frozen=True)
class Batches:
    """Batches of `size` out of `samples`, shuffled anew in every epoch.

    The batch of a step depends on the seed and the step alone, whatever was asked before.

    Parameters
    ----------
    samples, size : int
        How many there are, and how many make a batch; a full batch is not shuffled.
    seed : int
        Of the shuffles.
    drop_last : bool
        Whether to leave out the last batch of an epoch where it is short.

    Examples
    --------
    >>> batches = Batches(samples=5, size=2, seed=0)
    >>> batches.per_epoch
    3
    >>> sorted(int(i) for batch in batches.epoch(1) for i in batch)
    [0, 1, 2, 3, 4]
    """

    samples: int
    size: int
    seed: int = 0
    drop_last: bool = False

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name in ("samples", "size", "seed"):
            value = getattr(self, name)
            if not isinstance(value, (int, np.integer)) or isinstance(value, bool):
                raise InvalidValue(f"{name}: expected an integer, got {value!r}")
        if not 1 <= self.size <= self.samples:
            raise InvalidValue(
                f"batch size: expected 1 to {self.samples} (the samples), got {self.size}"
            )
        if self.seed < 0:
            raise InvalidValue(f"seed: expected an integer from 0 up, got {self.seed}")

    @property
    def per_epoch(self) -> int:
        """How many batches an epoch has."""
        whole, rest = divmod(self.samples, self.size)
        return whole if self.drop_last or not rest else whole + 1

    def of_step(self, t: int) -> np.ndarray:
        """Return the indices of the samples that step t = 1, 2, ... sees."""
        if t < 1:
            raise InvalidValue(f"steps count from 1, got {t}")
        epoch, place = divmod(t - 1, self.per_epoch)
        if self.size == self.samples:
            return _in_order(self.samples)
        order = _shuffled(self.samples, self.seed, epoch + 1)
        return order[place * self.size : (place + 1) * self.size]

    def epoch(self, number: int) -> tuple[np.ndarray, ...]:
        """Return the batches of epoch 1, 2, ... in order."""
        first = (number - 1) * self.per_epoch + 1
        return tuple(self.of_step(t) for t in range(first, first + self.per_epoch))


@lru_cache(maxsize=8)
def _shuffled(samples: int, seed: int, epoch: int) -> np.ndarray:
    # A generator for each epoch rather than one for the run: epochs may be asked in any order.
    order = np.random.default_rng([seed, epoch]).permutation(samples)
    order.flags.writeable = False
    return order


@lru_cache(maxsize=8)
def _in_order(samples: int) -> np.ndarray:
    order = np.arange(samples)
    order.flags.writeable = False
    return order
