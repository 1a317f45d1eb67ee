"""What hides what on a height field, and how space is projected: no matplotlib here."""

from __future__ import annotations

import math

import numpy as np
import pytest

from symopt import problems
from symopt.draw.draping import draped
from symopt.draw.heightfield import SLACK, HeightField, height_field
from symopt.draw.heights import Heights
from symopt.draw.views import View
from symopt.problems import Surface

SADDLE = problems.get("saddle")
HILL = Surface.from_expr("exp(-8*(x**2 + y**2))", box=((-1, 1), (-1, 1)), start=(0.5, 0.5))
WAVES = Surface.from_expr("sin(3*x)*cos(2*y) + x/4", box=((-3, 3), (-2, 2)), start=(0.5, 0.5))
VIEWS = [View(azimuth, elevation) for azimuth in (-130, -60, 20, 90) for elevation in (15, 40)]
VIEWS += [View(-60, 30, distance=2.5), View(35, 25, distance=6), View(-86, 20, distance=2.2)]


def clearance(surface: Surface, field: HeightField, view: View, point: np.ndarray) -> float:
    """How far above the ground the ray from a point to the eye stays: one point, many steps."""
    (left, right), (low, high) = field.box
    side = max(right - left, high - low)
    centre = np.array([(left + right) / 2, (low + high) / 2])
    bottom, top = field.heights.low, field.heights.high
    ray = view.towards if math.isinf(view.distance) else view.distance * view.towards - point
    ray = ray / np.linalg.norm(ray)
    least = math.inf
    for way in np.arange(0.02, 2, 0.002):
        x, y, z = point + way * ray
        u, v = centre + np.array([x, y]) * side
        if not (left <= u <= right and low <= v <= high):
            break
        ground = field.rise * (surface.loss((u, v)) - bottom) / (top - bottom)
        least = min(least, z - ground)
    return least


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("surface", [WAVES, SADDLE], ids=lambda surface: surface.name)
def test_visible_agrees_with_a_march_along_each_ray(surface: Surface, view: View) -> None:
    field = height_field(surface, points=81)
    low, high = np.array(field.box).T
    points = np.random.default_rng(1).uniform(low, high, (30, 2))
    seen = field.visible(field.place(points), view)
    clear = np.array([clearance(surface, field, view, p) for p in field.place(points)])
    # A ray that grazes the ground may be judged either way.
    sure = np.isfinite(clear) & (np.abs(clear) > 2 * SLACK)
    assert sure.sum() > 12
    assert np.array_equal(seen[sure], clear[sure] > 0)


def test_a_hill_hides_what_is_behind_it_and_not_what_is_before_it() -> None:
    field = height_field(HILL)
    for azimuth in (-60.0, 0.0, 135.0):
        view = View(azimuth, 20)
        there = 0.55 * view.towards[:2] / np.hypot(*view.towards[:2])
        front, top, back = there, np.zeros(2), -there
        assert field.visible(field.place([front, top, back]), view).tolist() == [True, True, False]
        # High above the ground behind the hill, the eye sees over it.
        assert field.visible(field.place([[*back, 0.9]]), view).all()
        # Under the ground, nothing is seen.
        under = field.place([top]) - [0, 0, 0.2]
        assert not field.visible(under, view).any()
    assert field.visible(field.place([[0.3, 0.3]]), View(10, 90)).all()
    # Below the edge that is nearer to the eye, one looks in under the sheet; at the far edge not.
    edges = field.place([[0.99, 0.0], [-0.99, 0.0]]) - [0, 0, 0.05]
    assert field.visible(edges, View(0, 20)).tolist() == [True, False]


def test_points_that_are_not_finite_are_not_seen() -> None:
    field = height_field(HILL)
    assert not field.visible([[np.nan, 0, 0], [np.inf, 0, 0]], View()).any()


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nearer_faces_are_painted_later(view: View) -> None:
    field = height_field(WAVES, points=13)
    faces = field.faces(view)
    assert len(faces) == math.prod(n - 1 for n in field.values.shape)
    middles = faces.mean(axis=1)[:, :2]
    shape = np.array(field.values.shape[::-1]) - 1
    cell = field.sides / shape
    orders = np.full(shape, -1)
    orders[tuple(np.floor((middles / field.sides + 0.5) * shape).astype(int).T)] = range(len(faces))
    assert orders.min() == 0
    eye = view.distance if math.isfinite(view.distance) else 1e6
    for order, middle in enumerate(middles):
        # Walk over the floor from the cell's corners to the eye: all on the way may hide it.
        for corner in np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) * 0.49 * cell + middle:
            ray = eye * view.towards[:2] - corner
            way = corner + np.arange(0, 0.4, 0.1 * cell.min())[:, None] * ray / np.hypot(*ray)
            passed = np.floor((way / field.sides + 0.5) * shape).astype(int)
            passed = passed[((passed >= 0) & (passed < shape)).all(axis=1)]
            assert (orders[tuple(passed.T)] >= order).all()


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_straight_lines_stay_straight(view: View) -> None:
    rng = np.random.default_rng(2)
    for start, end in rng.uniform(-0.5, 0.5, (20, 2, 3)):
        line = view.project(start + np.linspace(0, 1, 9)[:, None] * (end - start))
        way = line[-1] - line[0]
        off = (line - line[0]) @ np.array([-way[1], way[0]]) / np.hypot(*way)
        assert np.abs(off).max() < 1e-12


def test_parallel_rays_are_a_rotation() -> None:
    view = View(-60, 30)
    axes = np.vstack([view.across, view.towards])
    assert np.allclose(axes @ axes.T, np.eye(3))
    # What stands behind another along the ray falls on it, and up is up.
    assert np.allclose(view.project(view.towards), 0)
    assert view.project([0.0, 0.0, 1.0])[1] == pytest.approx(math.cos(math.radians(30)))
    close = View(-60, 30, distance=3)
    nearer, farther = (close.project(view.across[0] + s * view.towards)[0] for s in (0.5, -0.5))
    assert (nearer, farther) == pytest.approx((3 / 2.5, 3 / 3.5))
    near = View(-60, 30, distance=1e7).project([0.1, 0.2, 0.3])
    assert np.allclose(near, view.project([0.1, 0.2, 0.3]), atol=1e-6)


def test_a_logarithmic_scale_keeps_the_order_and_can_be_undone() -> None:
    values = np.array([3.0, 3.001, 4, 100, 2000])
    for heights in (Heights(3, 2000), Heights(3, 2000, unit=0.5)):
        found = heights(values)
        assert (np.diff(found) > 0).all()
        assert (found[0], found[-1]) == (0, 1)
        assert np.allclose(heights.inverse(found), values)
    assert Heights(0, 1)(7.0) == 1
    assert Heights(2, 2)(2.0) == 0


def test_a_path_is_cut_at_the_edges_of_the_box() -> None:
    box = ((-1.0, 1.0), (-1.0, 1.0))
    path = draped([[0, 0], [3, 0], [3, 3], [0, 0.5], [0, 5]], box)
    inside = path.points[np.isfinite(path.points).all(axis=1)]
    assert (np.abs(inside) <= 1).all()
    assert path.steps.tolist() == [0, 3]
    assert path.points[path.places].tolist() == [[0, 0], [0, 0.5]]
    edges = inside[(np.abs(inside) == 1).any(axis=1)]
    assert [edges[0].tolist(), edges[-1].tolist()] == [[1, 0], [0, 1]]
    # There is no line from where it leaves to where it comes back.
    leaves = int(np.flatnonzero((path.points == [1, 0]).all(axis=1))[0])
    assert np.isnan(path.points[leaves + 1]).all()
    back = draped([[0, 0], [3, 0], [0, 0.5]], box).points
    assert np.isnan(back).all(axis=1).sum() == 1
    outside = draped([[2, 2], [3, 3]], box)
    assert np.isnan(outside.points).all()
    assert not outside.steps.size
