"""The gallery finds its scripts wherever symopt is, and reads them without running them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from symopt import gallery
from symopt.errors import SymoptError, UnknownName


def test_names_are_kebab_case_and_summaries_are_sentences() -> None:
    entries = [*gallery.figures().values(), *gallery.animations().values()]
    assert len(entries) >= 6
    for entry in entries:
        assert entry.name == entry.path.stem.replace("_", "-")
        assert entry.summary.endswith(".")
        assert 20 < len(entry.summary) < 110


def test_a_films_summary_is_its_classes_docstring() -> None:
    entry = gallery.animation("race-saddle")
    assert entry.class_name == "RaceSaddle"
    assert entry.summary.startswith("Adam and RMSprop leave")


def test_unknown_names_are_offered_the_nearest() -> None:
    with pytest.raises(UnknownName, match="ewma-bias"):
        gallery.figure("ewma-bais")
    with pytest.raises(UnknownName, match="race-ravine"):
        gallery.animation("race-ravin")


def test_listing_runs_and_imports_nothing() -> None:
    code = (
        "import sys; from symopt import gallery\n"
        "for entry in [*gallery.figures().values(), *gallery.animations().values()]:\n"
        "    entry.summary\n"
        "heavy = {'matplotlib', 'manim', 'sympy', 'numpy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_copy_inside_a_wheel_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "symopt"
    inner, stranger = package / "_gallery" / "figures", tmp_path / "figures"
    for folder, text in ((inner, "Ours."), (stranger, "A stranger's.")):
        folder.mkdir(parents=True)
        (folder / "one_two.py").write_text(f'"""{text}"""\n')
    monkeypatch.setattr(gallery, "_PACKAGE", package)
    assert gallery.figures()["one-two"].summary == "Ours."
    with pytest.raises(SymoptError, match="not installed"):
        gallery.animations()


def test_a_script_without_a_docstring_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mute.py"
    path.write_text("x = 1\n")
    with pytest.raises(SymoptError, match=r"mute\.py"):
        _ = gallery.Entry("mute", path).summary
