"""Every figure of the gallery: the same bytes each time, and the data it claims to show."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from figure_checks import faults
from symopt import draw, gallery, run, temperatures, tuning
from symopt.errors import SymoptError, UnknownName

FORMATS = ("svg", "pdf", "png")


def drawn(name: str) -> Axes:
    return draw.draw_figure(name).axes[0]


def labelled(ax: Axes, text: str) -> np.ndarray:
    found = [line for line in ax.lines if text in str(line.get_label())]
    assert len(found) == 1, f"{text}: {[line.get_label() for line in ax.lines]}"
    return np.asarray(found[0].get_ydata(), dtype=float)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


# One of each kind: lines, contours with paths, a height field, a map; the others are slow tests.
QUICK = ("ewma-betas", "ravine-oscillation", "saddle", "basins")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in QUICK else pytest.mark.slow)
        for name in gallery.figures()
    ],
)
def test_bytes_are_the_same_again_and_elsewhere(name: str, tmp_path: Path) -> None:
    here, again, elsewhere = (tmp_path / part for part in ("here", "again", "elsewhere"))
    draw.make_figure(name, here, FORMATS)
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red", "savefig.dpi": 50}):
        draw.make_figure(name, again, FORMATS)
    code = "import sys; from symopt import draw; draw.make_figure(*sys.argv[1:3], sys.argv[3:])"
    subprocess.run([sys.executable, "-c", code, name, elsewhere, *FORMATS], check=True)
    assert len(digests(here)) == 3
    assert digests(here) == digests(again) == digests(elsewhere)


@pytest.mark.parametrize("name", gallery.figures())
def test_nothing_overlaps_or_is_cut_off(name: str) -> None:
    assert faults(draw.draw_figure(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", gallery.figures())
@pytest.mark.parametrize(
    "look",
    [(theme, "en", "own") for theme in ("dark", "print")]
    + [("light", lang, page) for lang in ("en", "zh") for page in ("column", "text", "slide")]
    + [("light", "zh", "own")],
    ids="-".join,
)
def test_nothing_overlaps_in_any_look(name: str, look: tuple[str, str, str]) -> None:
    assert faults(draw.draw_figure(name, *look)) == []


def test_bias_figure_divides_by_one_minus_beta_to_the_t() -> None:
    ax = drawn("ewma-bias")
    raw, corrected = labelled(ax, "started at zero"), labelled(ax, "corrected")
    t = np.arange(1, len(raw) + 1)
    assert np.allclose(corrected, raw / (1 - 0.98**t), rtol=1e-12)
    celsius = temperatures().celsius[182 : 182 + len(raw)]
    assert corrected[0] == pytest.approx(celsius[0])
    # The point of the picture: on day one the raw average is far too low.
    assert raw[0] == pytest.approx(0.02 * celsius[0])


def test_betas_figure_weighs_the_past_geometrically() -> None:
    ax = drawn("ewma-betas")
    celsius = temperatures().celsius[:365]
    for beta in (0.5, 0.9, 0.98):
        curve = labelled(ax, f"{beta}$")
        for t in (1, 2, 50, 365):
            weights = beta ** np.arange(t - 1, -1, -1)
            expected = np.average(celsius[:t], weights=weights)
            assert curve[t - 1] == pytest.approx(expected, rel=1e-9)
    # The point of the picture: the larger beta, the smoother.
    roughness = [np.abs(np.diff(labelled(ax, f"{beta}$"))).mean() for beta in (0.5, 0.9, 0.98)]
    assert roughness == sorted(roughness, reverse=True)


def test_saddle_figure_shows_every_main_optimizer_as_it_ran() -> None:
    ax = drawn("race-saddle")
    paths = {
        str(line.get_label()).split()[0]: line for line in ax.lines if "$" in str(line.get_label())
    }
    assert list(paths) == list(draw.get_theme().palette)
    settings = tuning.best("saddle", paths)
    for rule, line in paths.items():
        points = run(rule, "saddle", steps=130, **settings[rule]).points
        xy = np.asarray(line.get_xydata())
        assert np.array_equal(xy, points[: len(xy)])
    # The point of the picture: after 130 steps these are out of it, and these are not.
    assert {rule for rule in paths if _inside(paths[rule])} == {"gd", "momentum", "nesterov"}


def _inside(line: Line2D) -> bool:
    return bool((np.abs(np.asarray(line.get_xydata())[-1]) <= 2).all())


def test_a_script_runs_by_itself(tmp_path: Path) -> None:
    script = gallery.figure("ewma-bias").path
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "ewma-bias.svg\n"
    draw.make_figure("ewma-bias", tmp_path / "other")
    assert (
        digests(tmp_path / "other")["ewma-bias.svg"]
        == hashlib.sha256((tmp_path / "ewma-bias.svg").read_bytes()).hexdigest()
    )


def test_metadata_tells_the_point_and_no_date(tmp_path: Path) -> None:
    (svg,) = draw.make_figure("ewma-betas", tmp_path)
    text = svg.read_text()
    assert gallery.figure("ewma-betas").summary in text
    assert "dc:date" not in text


def test_bad_requests_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="svg"):
        draw.make_figure("ewma-betas", tmp_path, ["svg", "sgv"])
    with pytest.raises(UnknownName, match="ewma-betas"):
        draw.make_figure("ewma-beta", tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(SymoptError, match="cannot write"):
        draw.make_figure("ewma-betas", tmp_path / "file")
