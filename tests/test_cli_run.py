"""`symopt run`: the path that the API computes, in every format."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest

import symopt


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_row_for_the_start_and_one_for_each_step(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    assert (
        symopt_command(
            "run",
            "adam",
            "--on",
            "saddle",
            "--steps",
            "20",
            "--set",
            "alpha=0.05",
            "-o",
            str(target),
        ).status
        == 0
    )
    expected = symopt.run("adam", "saddle", steps=20, alpha=0.05)
    table = rows(target)
    assert list(table[0]) == ["step", "x", "y", "loss", "rate"]
    assert [row["step"] for row in table] == [str(i) for i in range(21)]
    assert table[0]["rate"] == ""
    assert {row["rate"] for row in table[1:]} == {"0.05"}
    points = np.array([[float(row["x"]), float(row["y"])] for row in table])
    np.testing.assert_array_equal(points, expected.points)
    np.testing.assert_array_equal([float(row["loss"]) for row in table], expected.losses)


def test_json_and_npz_hold_the_same_path(symopt_command, tmp_path):
    for suffix in ("json", "npz"):
        outcome = symopt_command(
            "run", "momentum", "--on", "ravine", "--start=-2,1.2", "-o", f"{tmp_path}/p.{suffix}"
        )
        assert outcome.status == 0
    content = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    with np.load(tmp_path / "p.npz") as arrays:
        np.testing.assert_array_equal(content["points"], arrays["points"])
    assert content["points"][0] == [-2, 1.2]
    assert content["stopped"] == "finished"


def test_an_expression_is_a_problem(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    assert (
        symopt_command(
            "run",
            "gd",
            "--on",
            "x**2 + 3*y^2",
            "--start",
            "-1,1",
            "--set",
            "alpha=0.1",
            "--steps",
            "2",
            "-o",
            str(target),
        ).status
        == 0
    )
    # x <- x - 0.1 * 2x and y <- y - 0.1 * 6y
    assert [float(row["x"]) for row in rows(target)] == pytest.approx([-1, -0.8, -0.64])
    assert [float(row["y"]) for row in rows(target)] == pytest.approx([1, 0.4, 0.16])


def test_a_schedule_sets_the_rate_of_each_step(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    assert (
        symopt_command(
            "run",
            "gd",
            "--on",
            "bowl",
            "--steps",
            "4",
            "--set",
            "alpha=0.2",
            "--schedule",
            "alpha=inverse-time:decay=1",
            "--steps-per-epoch",
            "2",
            "-o",
            str(target),
        ).status
        == 0
    )
    # alpha0/(1 + epoch), with the epochs 1, 1, 2, 2
    rates = [float(row["rate"]) for row in rows(target)[1:]]
    assert rates == pytest.approx([0.2 / 2, 0.2 / 2, 0.2 / 3, 0.2 / 3])


def test_a_schedule_may_have_lists(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    assert (
        symopt_command(
            "run",
            "gd",
            "--on",
            "bowl",
            "--steps",
            "3",
            "-o",
            str(target),
            "--schedule",
            "alpha=table:values=0.3,0.2,0.1",
        ).status
        == 0
    )
    assert [float(row["rate"]) for row in rows(target)[1:]] == [0.3, 0.2, 0.1]


def test_a_run_that_diverges_is_a_result(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    outcome = symopt_command(
        "run", "gd", "--on", "bowl", "--set", "alpha=1e6", "--steps", "500", "-o", str(target)
    )
    assert outcome.status == 0
    assert outcome.err == ""
    assert "diverged" in outcome.out
    assert all(math.isfinite(float(row["x"])) for row in rows(target))


def test_the_digest_names_settings_points_and_end(symopt_command):
    out = symopt_command(
        "run",
        "gd",
        "--on",
        "bowl",
        "--start",
        "1,1",
        "--tol",
        "0.001",
        "--set",
        "alpha=0.4",
        "--steps",
        "5000",
    ).out
    assert out.startswith("gd on bowl: alpha = 0.4\n")
    assert "converged" in out
    assert max(map(len, out.splitlines())) <= 100


def test_no_steps_is_the_start_alone(symopt_command, tmp_path):
    target = tmp_path / "path.csv"
    assert (
        symopt_command("run", "adam", "--on", "beale", "--steps", "0", "-o", str(target)).status
        == 0
    )
    assert len(rows(target)) == 1
