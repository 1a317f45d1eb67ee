"""Critical points by Newton's method from a grid of starts: candidates, not certainties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from symopt.problems.problem import Box

if TYPE_CHECKING:
    from symopt.problems.surface import Surface

STARTS = {1: 61, 2: 15, 3: 7}  # along each axis
STEPS = 60
SAME = 1e-6  # two ends nearer than this, relative to the box, are one point


def numeric_critical_points(surface: Surface, box: Box) -> np.ndarray:
    """Return the isolated critical points met inside a box, one a row, in order.

    They are found in floating point from finitely many starts: there may be others.
    """
    size = len(box)
    # In many dimensions a grid is out of reach, and a few starts on the diagonal must do.
    count = STARTS.get(size, 9)
    axes = [np.linspace(low, high, count) for low, high in box]
    grid = np.meshgrid(*axes) if size in STARTS else axes
    points = np.stack([axis.ravel() for axis in grid], axis=1)
    widths = np.array([high - low for low, high in box])
    lows, highs = np.array(box).T
    for _ in range(STEPS):
        points = points + _newton_step(surface, points, widths)
        points = points[np.isfinite(points).all(axis=1)]
        points = points[(np.abs(points - (lows + highs) / 2) < 2 * widths).all(axis=1)]
    if not len(points):
        return np.empty((0, size))
    last = np.abs(_newton_step(surface, points, widths)) / widths
    inside = ((points >= lows - SAME * widths) & (points <= highs + SAME * widths)).all(axis=1)
    points = points[inside & (last < SAME).all(axis=1) & _sharp(surface, points)]
    return _distinct(points + 0.0, SAME * widths)


def _derivatives(surface: Surface, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    columns = [points[:, i] for i in range(points.shape[1])]
    size = len(columns)
    slopes = np.stack(surface._gradient.over(columns), axis=1)
    bends = np.stack(surface._hessian.over(columns), axis=1).reshape(-1, size, size)
    return slopes, bends


def _newton_step(surface: Surface, points: np.ndarray, widths: np.ndarray) -> np.ndarray:
    slopes, bends = _derivatives(surface, points)
    bad = ~(np.isfinite(slopes).all(axis=1) & np.isfinite(bends).all(axis=(1, 2)))
    slopes, bends = slopes.copy(), bends.copy()
    slopes[bad], bends[bad] = np.nan, 0
    with np.errstate(all="ignore"):
        scale = np.abs(bends).max(axis=(1, 2), initial=0)[:, None, None]
        scaled = np.where(scale > 0, bends / np.where(scale > 0, scale, 1), 0)
        step = -np.einsum("kij,kj->ki", np.linalg.pinv(scaled), slopes)
        step = step / np.where(scale[:, :, 0] > 0, scale[:, :, 0], 1)
    # A full step from afar can jump over several valleys.
    return np.clip(step, -widths / 8, widths / 8)


def _sharp(surface: Surface, points: np.ndarray) -> np.ndarray:
    """Where the Hessian is regular, so that the point is isolated."""
    _, bends = _derivatives(surface, points)
    singular = np.linalg.svd(bends, compute_uv=False)
    return singular[:, -1] > 1e-7 * np.maximum(singular[:, 0], 1e-30)


def _distinct(points: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    kept: list[np.ndarray] = []
    for point in points[np.lexsort(points.round(6).T[::-1])]:
        if not any((np.abs(point - other) <= 10 * tolerance).all() for other in kept):
            kept.append(point)
    return np.array(kept) if kept else np.empty((0, points.shape[1]))
