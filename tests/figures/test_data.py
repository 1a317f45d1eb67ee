"""Figures of batches, regressions and vanishing gradients: the data they draw, and their points."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgb

from figure_checks import drawn, labelled
from symopt import draw, gallery, problems, run, tuning
from symopt.draw.scripts import member
from symopt.problems import LinearRegression

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """Load scripts/measure.py, which is in no package."""
    spec = importlib.util.spec_from_file_location("measure", ROOT / "scripts" / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers(ax: Axes) -> dict[int, list[int]]:
    """Return the samples in each row of cells, as they are written on them."""
    found: dict[int, list[tuple[float, int]]] = {}
    for text in ax.texts:
        word = text.get_text().strip("$x^{()}")
        if word.isdigit():
            place, row = text.get_position()
            found.setdefault(round(float(row)), []).append((float(place), int(word)))
    return {row: [number for _, number in sorted(cells)] for row, cells in sorted(found.items())}


def test_an_epoch_has_every_sample_once_and_ends_with_a_short_batch() -> None:
    (ax,) = drawn("minibatch-partition")
    rows = list(numbers(ax).values())
    assert rows[0] == list(range(1, 21))
    assert all(sorted(row) == rows[0] for row in rows[1:])
    assert rows[1] != rows[2] != rows[0] != rows[1]
    (mesh,) = (artist for artist in ax.collections if isinstance(artist, QuadMesh))
    cells = np.ma.filled(np.ma.asarray(mesh.get_array()), np.nan)
    cells = cells[np.isfinite(cells).any(axis=1)]
    # Blank columns part the batches of an epoch: three of six and one of two.
    for row in cells[1:]:
        sizes = [len(part) for part in "".join(".#"[int(c)] for c in np.isfinite(row)).split(".")]
        assert sizes == [6, 6, 6, 2]
    # A sample keeps the colour of its batch in epoch 1; the second epoch mixes the colours.
    colour = dict(zip(rows[1], cells[1][np.isfinite(cells[1])], strict=True))
    for row, order in zip(cells, rows, strict=True):
        assert [colour[number] for number in order] == row[np.isfinite(row)].tolist()
    assert cells[1][np.isfinite(cells[1])].tolist() == [0] * 6 + [1] * 6 + [2] * 6 + [3] * 2
    assert all(len(set(cells[2][start : start + 6])) > 1 for start in (0, 7, 14))


@pytest.mark.parametrize("theme", draw.themes())
def test_numbers_on_cells_can_be_read(theme: str) -> None:
    (ax,) = drawn("minibatch-partition", theme=theme)
    (mesh,) = (artist for artist in ax.collections if isinstance(artist, QuadMesh))
    cells = np.ma.filled(np.ma.asarray(mesh.get_array()), np.nan)
    assert len({tuple(face) for face in mesh.to_rgba(np.arange(4.0))}) == 4
    for text in ax.texts:
        place, row = (round(float(number)) for number in text.get_position())
        if text.get_text().strip("$x^{()}").isdigit():
            face = mesh.to_rgba(cells[row, place])[:3]
            assert abs(np.mean(to_rgb(text.get_color())) - np.mean(face)) > 0.35


def test_the_cost_of_batches_is_jagged_and_falls() -> None:
    left, right = drawn("minibatch-cost")
    whole = labelled(left, "this batch")[:, 1]
    seen, over_all = labelled(right, "this batch")[:, 1], labelled(right, "all samples")[:, 1]
    batches = LinearRegression(batch_size=8)
    path = run("gd", batches, steps=100, alpha=0.02)
    for t in (1, 9, 60):
        w, b = path.points[t - 1]
        batch = batches.batches.of_step(t)
        errors = w * batches.x[batch, 0] + b - batches.y[batch]
        assert seen[t - 1] == pytest.approx(np.mean(errors**2))
        errors = w * batches.x[:, 0] + b - batches.y
        assert over_all[t - 1] == pytest.approx(np.mean(errors**2))
    assert (np.diff(whole) < 0).all()
    assert whole[0] == over_all[0]
    # The point: about every other step goes up, and yet it falls to a tenth.
    assert 0.3 < np.mean(np.diff(seen) > 0) < 0.6
    assert np.mean(seen[-20:]) < np.mean(seen[:20]) / 4
    assert np.mean(np.diff(over_all) > 0) < np.mean(np.diff(seen) > 0)


def test_smaller_batches_get_farther_in_as_many_epochs_and_then_wander() -> None:
    (ax,) = drawn("minibatch-paths")
    paths = {size: labelled(ax, f"{size}: ") for size in (64, 8, 1)}
    minimum = np.array(problems.get("regression").minimum)
    for size, path in paths.items():
        assert len(path) - 1 == 12 * 64 // size
    # The full batch by hand: theta <- theta - alpha H (theta - minimum).
    data = LinearRegression()
    ones = np.column_stack([data.x[:, 0], np.ones(64)])
    contraction = np.eye(2) - 0.05 * 2 * ones.T @ ones / 64
    point = np.array([-2.0, 2.0])
    for drawn_point in paths[64]:
        assert drawn_point == pytest.approx(point)
        point = minimum + contraction @ (point - minimum)
    away = {size: np.linalg.norm(path - minimum, axis=1) for size, path in paths.items()}
    assert away[64][-1] > 2 > 0.2 > away[8][-1]
    # The single samples arrive within two epochs, and stray farther at the end than batches of 8.
    assert away[1][128] < 0.5 < away[8][16]
    assert away[1][-200:].max() > 0.3 > 3 * away[8][-10:].max()


def test_the_shipped_times_are_those_of_the_picture() -> None:
    times = problems.batch_times()
    (ax,) = drawn("batch-size")
    per_epoch, per_update = labelled(ax, "epoch"), labelled(ax, "update")
    assert per_epoch[:, 0].tolist() == per_update[:, 0].tolist() == times.sizes.tolist()
    updates = [-(-times.samples // size) for size in times.sizes]
    assert per_epoch[:, 1] == pytest.approx(1e3 * times.per_epoch)
    assert per_update[:, 1] == pytest.approx(per_epoch[:, 1] / updates)
    shown = " ".join(text.get_text() for text in ax.texts)
    assert times.processor in shown
    assert times.date in shown


def test_batches_of_hundreds_make_fast_epochs_of_short_updates() -> None:
    times = problems.batch_times()
    one, usual, everything = (np.flatnonzero(times.sizes == n)[0] for n in (1, 512, times.samples))
    assert times.per_epoch[one] > 10 * times.per_epoch[usual]
    assert times.per_epoch[usual] < 2 * times.per_epoch[everything]
    assert times.per_update[usual] < times.per_update[everything] / 20
    assert (times.quartiles[0] <= times.per_epoch).all()
    assert (times.per_epoch <= times.quartiles[1]).all()
    assert times.per_epoch.flags.writeable is False
    assert "thread" in times.provenance
    assert times.date in times.provenance


def test_what_is_timed_is_the_gradient_of_a_regression(measure: ModuleType) -> None:
    rng = np.random.default_rng(3)
    x, y, weights = rng.normal(size=(9, 2)), rng.normal(size=9), np.array([0.3, -1.2])
    # The intercept's part left out: the model that is timed has none.
    expected = LinearRegression(x, y).full_gradient([*weights, 0.0])[:2]
    assert measure.gradient(weights, x, y) == pytest.approx(expected)


def test_measuring_gives_what_the_reader_expects(measure: ModuleType) -> None:
    found = measure.measure(samples=20, features=3, repeats=3)
    assert found["sizes"] == [1, 2, 4, 8, 16, 20]
    assert found.keys() == dict(problems.batch_times().details).keys()
    assert all(seconds > 0 for seconds in found["median"])
    assert all(len(found[key]) == 6 for key in ("median", "lower_quartile", "upper_quartile"))


def test_gradients_stay_below_the_bound_and_large_weights_do_not_save_them() -> None:
    slope, middle, right = drawn("vanishing-gradient")
    z, values = np.asarray(slope.lines[0].get_xydata(), dtype=float).T
    assert values == pytest.approx(1 / (4 * np.cosh(z / 2) ** 2))
    assert values.max() == pytest.approx(0.25) == float(np.asarray(slope.lines[1].get_ydata())[0])
    n = np.arange(25)
    for c in (1, 3):
        bound = labelled(middle, f"({c}/4)")
        assert bound[:, 1] == pytest.approx((c / 4) ** n)
        colour = next(line for line in middle.lines if f"({c}/4)" in str(line.get_label()))
        runs = [
            np.asarray(line.get_ydata(), dtype=float)
            for line in middle.lines
            if line.get_color() == colour.get_color() and line is not colour
        ]
        assert len(runs) == 6
        for sizes in runs:
            assert (sizes <= bound[:, 1] * (1 + 1e-12)).all()
            assert sizes[-1] < 1e-6
    # Exactly in the middle of the sigmoid every layer multiplies by 6/4.
    assert labelled(right, "0.5$")[:, 1] == pytest.approx(1.5**n)
    beside = labelled(right, "0.51$")[:, 1]
    assert beside.max() > 10
    assert beside[-1] < 1e-3


def test_the_gradient_of_a_chain_is_its_derivative() -> None:
    gradients = member(gallery.figure("vanishing-gradient"), "gradients")

    def last(first: float, layers: int) -> float:
        value = first
        for weight in weights[:layers]:
            value = 1 / (1 + np.exp(-(weight * value + 0.2)))
        return value

    weights, step = (0.9, -2.0, 3.0, 1.5), 1e-6
    sizes = gradients(weights, 0.4, lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2, bias=0.2)
    for layers, size in enumerate(sizes):
        slope = (last(0.4 + step, layers) - last(0.4 - step, layers)) / (2 * step)
        assert size == pytest.approx(abs(slope), rel=1e-6)


def test_every_optimizer_comes_to_the_least_squares_line() -> None:
    axes = np.reshape(np.array(drawn("regression-fit"), dtype=object), (3, 3))
    line = problems.get("regression")
    design = np.column_stack([line.x[:, 0], np.ones(len(line.y))])
    best, (squares,), *_ = np.linalg.lstsq(design, line.y, rcond=None)
    seen: list[str] = []
    settings = tuning.best("regression", draw.STYLES)
    for data, fall, plane in axes:
        # Four rules in a row, and the line of least squares over them.
        *early, final = (np.asarray(part.get_xydata(), dtype=float) for part in data.lines)
        assert final[:, 1] == pytest.approx(final[:, 0] * best[0] + best[1])
        labels = [str(part.get_label()) for part in fall.lines]
        rules = [label.split()[0] for label in labels]
        assert len(early) == len(rules) == 4
        for rule, start, loss in zip(rules, early, fall.lines, strict=True):
            path = run(rule, "regression", steps=30, **settings[rule])
            w, b = path.points[3]
            assert start[:, 1] == pytest.approx(w * start[:, 0] + b)
            above = path.losses - squares / len(line.y)
            assert np.asarray(loss.get_ydata(), dtype=float) == pytest.approx(above, abs=1e-12)
            (way,) = (part for part in plane.lines if str(part.get_label()).split()[0] == rule)
            assert np.array_equal(np.asarray(way.get_xydata()), path.points)
            # The point: after 30 steps all but the rule of equal steps stand at the minimum.
            assert above[-1] < (0.1 if rule == "lion" else 1e-3)
        seen += rules
    assert sorted(seen) == sorted(draw.STYLES)


def test_several_threads_are_not_measured(
    measure: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = measure.RESULTS.read_bytes()
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert measure.main() == 2
    assert "make measure" in capsys.readouterr().err
    assert measure.RESULTS.read_bytes() == before
    assert problems.batch_times().details["threads"] == 1
