"""Bad input: one clear line, exit 2, no traceback, no half-written file."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from shell import fresh

RUN = ("run", "adam", "--on", "saddle")
BAD = {
    # an unknown name, with the nearest valid one offered
    ("show", "adm"): 'no rule named "adm"; did you mean "adam"? (symopt list rules)',
    ("code", "momentun"): 'did you mean "momentum"?',
    ("run", "adm", "--on", "saddle"): 'did you mean "adam"?',
    ("run", "adam", "--on", "sadle"): 'no problem named "sadle"; did you mean "saddle"?',
    ("verify", "averages.weigths"): 'no claim named "averages.weigths"; did you mean "averages.',
    ("figure", "race-sadle"): 'no figure named "race-sadle"; did you mean "race-saddle"?',
    ("animate", "race-sadle"): 'did you mean "race-saddle"? (symopt list animations)',
    ("list", "rulse"): 'did you mean "rules"?',
    ("lst",): 'did you mean "list"?',
    (*RUN, "--schedule", "alpha=invers-time"): 'did you mean "inverse-time"?',
    (*RUN, "--schedule", "alpha=inverse-time:deca=1"): 'did you mean "decay"?',
    # numbers
    (*RUN, "--set", "beta1=1.5"): "adam: beta1 = 1.5 is outside [0, 1)",
    (*RUN, "--set", "bta1=0.5"): 'no hyperparameter named "bta1"; did you mean "beta1"?',
    (*RUN, "--set", "steps=5"): 'no hyperparameter named "steps"',
    (*RUN, "--set", "alpha=nan"): "alpha = nan is not a number",
    (*RUN, "--set", "alpha=1e400"): "not a number",
    (*RUN, "--set", "alpha=1e999999999"): "not a number",
    (*RUN, "--set", "alpha=__import__('os')"): "not a number",
    (*RUN, "--set", "alpha"): "--set needs NAME=VALUE such as alpha=0.1",
    (*RUN, "--set", "alpha=1", "--set", "alpha=2"): "given twice",
    (*RUN, "--start", "1"): "the start has 1 coordinates; saddle has 2 (x, y)",
    (*RUN, "--start", "1,2,3"): "the start has 3 coordinates",
    (*RUN, "--start", "1,two"): "two is not a number",
    (*RUN, "--steps", "-3"): "steps = -3",
    (*RUN, "--steps", "many"): "--steps",
    (*RUN, "--steps-per-epoch", "0"): "steps_per_epoch = 0",
    (*RUN, "--tol", "-1"): "tol = -1",
    ("run", "ewma", "--on", "saddle"): "ewma is an average",
    ("show", "adam", "--unroll", "0"): "--unroll",
    ("show", "adam", "--unroll", "1000000"): "--unroll",
    # expressions
    ("run", "adam", "--on", "9**9**9**9"): "9**9**9**9",
    ("run", "adam", "--on", "x**2 + __import__('os').getpid()"): "not mathematics",
    ("run", "adam", "--on", "x**2 + foo(y)"): 'no function named "foo"',
    ("run", "adam", "--on", "(" * 500 + "x" + ")" * 500): "",
    ("run", "adam", "--on", "x + " * 20000 + "x"): "",
    ("run", "adam", "--on", "x[0]"): "",
    ("run", "adam", "--on", ""): "",
    # files
    (*RUN, "-o", "/proc/symopt/path.csv"): "cannot write /proc/symopt/path.csv",
    (*RUN, "-o", "path.xls"): ".csv, .json or .npz",
    ("code", "adam", "-o", "/proc/symopt/adam.py"): "cannot write",
    ("figure", "ewma-bias", "-o", "/proc/symopt"): "cannot write to /proc/symopt",
    ("animate", "race-saddle", "-o", "/proc/symopt"): "cannot write to /proc/symopt",
    ("figure", "ewma-bias", "--format", "gif"): 'no format "gif" for figures',
    # usage
    (): "command",
    ("figure",): "--all",
    ("figure", "--all", "ewma-bias"): "--all",
    ("run", "adam"): "--on",
    (*RUN, "--bogus"): "--bogus",
}


@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_bad_input_is_one_line_and_exit_2(symopt_command, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    began = time.monotonic()
    outcome = symopt_command(*arguments)
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.startswith("symopt: ")
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith("\n")
    assert BAD[arguments] in outcome.err
    assert len(outcome.err) < 400
    assert time.monotonic() - began < 20
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(symopt_command, tmp_path):
    tmp_path.chmod(0o500)
    outcome = symopt_command("figure", "ewma-bias", "-o", str(tmp_path))
    assert outcome.status == 2
    assert outcome.err.startswith(f"symopt: cannot write to {tmp_path}")


def test_a_file_is_no_folder(symopt_command, tmp_path):
    (tmp_path / "taken").write_text("text", encoding="utf-8")
    outcome = symopt_command("figure", "ewma-bias", "-o", str(tmp_path / "taken"))
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "text"


def test_a_missing_manim_is_one_line(tmp_path):
    # None in sys.modules is what Python itself uses for "cannot be imported".
    program = (
        "import sys; sys.modules['manim'] = None; from symopt.cli import main; "
        f"sys.exit(main(['animate', 'race-saddle', '-o', {str(tmp_path)!r}]))"
    )
    outcome = fresh("-c", program)
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("symopt: ")
    assert outcome.stderr.count("\n") == 1
    assert "anim" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_is_quiet(symopt_command, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("symopt.rules.get", interrupt)
    outcome = symopt_command("show", "adam")
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


def test_a_reader_that_goes_away_is_no_traceback():
    command = [sys.executable, "-m", "symopt", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


def test_the_module_is_the_command():
    outcome = fresh("-m", "symopt", "show", "adm")
    assert outcome.returncode == 2
    assert (
        outcome.stderr == 'symopt: no rule named "adm"; did you mean "adam"? (symopt list rules)\n'
    )


def test_greek_letters_pass_through_a_c_locale():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    outcome = fresh("-m", "symopt", "show", "βeta", env=environment)
    assert outcome.returncode == 2
    assert outcome.stderr.count("\n") == 1
