"""Many figures at once: what changed is made, captions and the contact sheet beside them."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from symopt import draw, gallery
from symopt.draw import fresh
from symopt.draw.captions import write_captions
from symopt.draw.sheets import contact_sheet
from symopt.errors import InvalidValue, UnknownName

NAMES = ["ewma-bias", "ewma-betas"]


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def made(folder: Path, theme: str = "light") -> dict[str, bool]:
    return {f.name: f.new for f in draw.make_figures(NAMES, folder, theme=theme, jobs=1)}


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    assert made(tmp_path) == dict.fromkeys(NAMES, True)
    before = digests(tmp_path)
    assert made(tmp_path) == dict.fromkeys(NAMES, False)
    (tmp_path / "ewma-bias.svg").write_text("somebody else's")
    assert made(tmp_path) == {"ewma-bias": True, "ewma-betas": False}
    (tmp_path / "ewma-betas.svg").unlink()
    assert made(tmp_path) == {"ewma-bias": False, "ewma-betas": True}
    assert digests(tmp_path) == before
    assert made(tmp_path, theme="dark") == dict.fromkeys(NAMES, True)
    assert made(tmp_path) == dict.fromkeys(NAMES, True)


def test_a_record_that_is_no_record_costs_a_figure_made_anew(tmp_path: Path) -> None:
    made(tmp_path)
    for nonsense in ("[]", "{", '{"ewma-bias.svg": 1}', "\0"):
        (tmp_path / fresh.RECORD).write_text(nonsense)
        assert made(tmp_path) == dict.fromkeys(NAMES, True)


def test_inputs_are_all_that_a_figure_is_made_from(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text('"""Mine."""')
    mine = gallery.Entry("mine", script)
    first = fresh.fingerprint(mine, theme="light", lang="en")
    assert fresh.fingerprint(mine, theme="light", lang="en") == first
    assert fresh.fingerprint(mine, theme="dark", lang="en") != first
    script.write_text('"""Mine, changed."""')
    assert fresh.fingerprint(mine, theme="light", lang="en") != first


def test_processes_make_the_same_bytes(tmp_path: Path) -> None:
    made(tmp_path / "one")
    names = {figure.name for figure in draw.make_figures(NAMES, tmp_path / "two", jobs=2)}
    assert names == set(NAMES)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_what_is_unchanged_is_seen_without_matplotlib(tmp_path: Path) -> None:
    made(tmp_path)
    code = (
        "import sys; from symopt.draw.batch import make_figures\n"
        "assert not any(f.new for f in make_figures(sys.argv[2:], sys.argv[1]))\n"
        "assert not {'matplotlib', 'sympy', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path), *NAMES], check=True)


def test_ctrl_c_leaves_no_half_figure(tmp_path: Path) -> None:
    names = [name for name in gallery.figures() if name.startswith(("ewma", "descent", "momentum"))]
    command = [sys.executable, "-m", "symopt", "figure", *names, "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "-o", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("*.svg")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (0, 130)  # 0: all were there already
    assert "Traceback" not in said
    for path in tmp_path.glob("*.svg"):
        assert path.read_text().rstrip().endswith("</svg>")
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".") and p.name != fresh.RECORD]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_captions_are_the_figures_own(tmp_path: Path, lang: str) -> None:
    markdown = write_captions(NAMES, tmp_path, "md", ["pdf", "svg"], lang=lang).read_text()
    latex = write_captions(NAMES, tmp_path, "tex", ["pdf", "svg"], lang=lang).read_text()
    for name in NAMES:
        entry = gallery.figure(name)
        assert entry.caption(lang) in markdown
        assert f"]({name}.svg)" in markdown
        assert f"\\includegraphics{{{name}.pdf}}" in latex
        assert f"\\label{{fig:{name}}}" in latex
    # Nothing is left that LaTeX would read as a command of its own.
    captions = re.findall(r"\\caption\{(.*)\}", latex)
    for caption in captions:
        bare = re.sub(r"\\text\w+\{\}|\\[{}$&#%_]|\$[^$]*\$", "", caption)
        assert not set(bare) & set("\\{}$&#%_^~")
    with pytest.raises(UnknownName, match="md"):
        write_captions(NAMES, tmp_path, "html")


def test_a_contact_sheet_shows_every_picture(tmp_path: Path) -> None:
    pictures = []
    for number, colour in enumerate(("red", "lime", "blue")):
        pictures.append(tmp_path / f"{number}.png")
        Image.new("RGB", (300, 100 + 400 * number), colour).save(pictures[-1])
    path = contact_sheet(pictures, tmp_path / "sheet.png", across=2, cell=(200, 150))
    with Image.open(path) as sheet:
        # Two rows, each as high as its highest picture and a name.
        assert sheet.size == (400, 2 * 52 + 98 + 98)
        found = {colour for _, colour in sheet.convert("RGB").getcolors(1 << 16) or []}
    assert {(255, 0, 0), (0, 255, 0), (0, 0, 255)} <= found
    before = path.read_bytes()
    again = contact_sheet(pictures, tmp_path / "again.png", across=2, cell=(200, 150))
    assert again.read_bytes() == before
    with pytest.raises(InvalidValue, match="no such picture"):
        contact_sheet([tmp_path / "none.png"], tmp_path / "sheet.png")
    with pytest.raises(InvalidValue, match="needs pictures"):
        contact_sheet([], tmp_path / "sheet.png")
