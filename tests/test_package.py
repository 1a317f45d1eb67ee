"""What others receive: the sdist, the wheel built from it, and a symopt installed from that."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

import symopt
from symopt import gallery

ROOT = Path(__file__).resolve().parent.parent

# One worker builds the packages for all of these tests.
pytestmark = pytest.mark.xdist_group("package")


def call(*command: str | Path, **options: Any) -> str:
    """Run a command that must succeed, without network, and return its output."""
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    outcome = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env=environment, **options
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def installed(packages, tmp_path_factory) -> Path:
    """Install the wheel into a fresh environment; return the folder of its programs."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    call(sys.executable, "-m", "pip", "--python", python, "install",
         "--no-index", "--no-deps", packages[1])  # fmt: skip
    # The dependencies are those of this environment. Its .pth files are not read from there,
    # so the checkout's own symopt stays out.
    own = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    others = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (own / "dependencies.pth").write_text("\n".join(others), encoding="utf-8")
    return python.parent


def scripts(names: list[str], kind: str) -> set[str]:
    """Return the gallery scripts among the files of a package."""
    return {Path(name).name for name in names if Path(name).parent.name == kind}


def expected(kind: str) -> set[str]:
    entries = {"figures": gallery.figures, "animations": gallery.animations}[kind]()
    return {entry.path.name for entry in entries.values()}


@pytest.mark.parametrize("kind", ["figures", "animations"])
def test_both_packages_carry_the_galleries(packages, kind):
    sdist, wheel = packages
    with tarfile.open(sdist) as archive:
        assert scripts(archive.getnames(), kind) >= expected(kind) != set()
    with zipfile.ZipFile(wheel) as archive:
        inside = [name for name in archive.namelist() if name.startswith("symopt/_gallery/")]
        assert scripts(inside, kind) >= expected(kind)


def test_the_wheel_holds_symopt_and_nothing_beside_it(packages):
    with zipfile.ZipFile(packages[1]) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"symopt", f"symopt_lectures-{symopt.__version__}.dist-info"}
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]
    files = {path for path in (ROOT / "symopt").rglob("*") if path.is_file()}
    ours = {str(path.relative_to(ROOT)) for path in files if path.suffix != ".pyc"}
    assert ours <= set(names)


def test_the_sdist_can_be_set_up_and_tested(packages):
    with tarfile.open(packages[0]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"Makefile", "README.md", "LICENSE", "constraints.txt", "scripts/setup.sh"} <= names
    assert "tests/test_package.py" in names


def test_an_installed_symopt_is_not_this_checkout(installed, tmp_path):
    program = "import symopt; print(symopt.__file__)"
    place = Path(call(installed / "python", "-c", program, cwd=tmp_path).strip())
    assert ROOT not in place.parents
    assert installed.parent in place.parents


def test_an_installed_symopt_makes_a_figure(installed, tmp_path):
    call(installed / "symopt", "figure", "ewma-bias", "-o", tmp_path, cwd=tmp_path)
    text = (tmp_path / "ewma-bias.svg").read_text(encoding="utf-8")
    assert text.startswith("<?xml")
    assert text.rstrip().endswith("</svg>")


def test_an_installed_symopt_lists_what_the_checkout_lists(installed, tmp_path, symopt_command):
    listed = json.loads(call(installed / "symopt", "list", "--json", cwd=tmp_path))
    assert listed == symopt_command("list", "--json").json


RULE = '''
"""A rule in a file of its own."""

from symopt.rule import Rate, rule
from symopt.vocabulary import sign


@rule(cite="kingma2015")
def signs(theta, grad, *, alpha: Rate = 0.25):
    """Step by the sign of the gradient."""
    g = grad(theta)
    theta = theta - alpha * sign(g)
    return theta
'''


def test_a_new_file_is_a_new_rule_everywhere(tmp_path):
    for folder in ("symopt", "figures", "animations"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "symopt" / "rules" / "signs.py").write_text(RULE, encoding="utf-8")

    def command(*arguments: str) -> str:
        return call(sys.executable, "-m", "symopt", *arguments, cwd=tmp_path)

    assert {"name": "signs", "summary": "Step by the sign of the gradient", "group": "rules"} in (
        json.loads(command("list", "rules", "--json"))
    )
    assert "alpha*sign(g_t)" in command("show", "signs")
    assert "sign" in command("code", "signs")
    command("run", "signs", "--on", "bowl", "--start=1,-1", "--steps", "4", "-o", "path.json")
    path = json.loads((tmp_path / "path.json").read_text(encoding="utf-8"))
    assert path["points"][-1] == [0, 0]
