"""Where a path leaves the picture."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from symopt.draw.exits import finite, last_exit, shown

BOX = ((-2.0, 3.0), (-1.0, 1.0))
LOW, HIGH = np.array(BOX).T
PATHS = st.integers(1, 12).flatmap(
    lambda n: arrays(float, (n, 2), elements=st.floats(-5, 5, allow_subnormal=False))
)


def inside(points: np.ndarray) -> np.ndarray:
    return ((points >= LOW) & (points <= HIGH)).all(axis=-1)


@given(PATHS)
def test_an_exit_is_the_last_crossing_of_the_edge(points: np.ndarray) -> None:
    found = last_exit(points, BOX)
    if found is None:
        assert inside(points)[-1] or not inside(points).any()
        return
    assert inside(points[found.step - 1])
    assert not inside(points[found.step :]).any()
    place = np.array(found.point)
    assert min(np.abs(place - LOW).min(), np.abs(place - HIGH).min()) < 1e-9
    assert ((place >= LOW - 1e-9) & (place <= HIGH + 1e-9)).all()
    start, end = points[found.step - 1 : found.step + 1]
    share = found.time - (found.step - 1)
    assert 0 <= share <= 1
    assert np.allclose(start + share * (end - start), place)
    assert np.isclose(np.hypot(*found.direction), 1)


def test_a_path_that_comes_back_has_no_exit() -> None:
    points = [[0, 0], [9, 0], [0, 0]]
    assert last_exit(points, BOX) is None
    assert len(shown(points, BOX)[0]) == 3


def test_overflow_and_nan_count_as_outside() -> None:
    for far in (1e308, -1e308):
        found = last_exit([[0.0, 0.0], [far, far]], BOX)
        assert found is not None
        assert np.isfinite([*found.point, *found.direction]).all()
    found = last_exit([[0.0, 0.0], [np.nan, 0.0]], BOX)
    assert found is not None
    assert found.point == (0.0, 0.0)
    assert len(finite([[0, 0], [np.inf, 0], [1, 1]])) == 1
