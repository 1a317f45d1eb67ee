"""Running the command line in tests, in this process or in a fresh one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from symopt.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs `symopt` in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]):
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        self._capsys.readouterr()
        status = main(arguments)
        captured = self._capsys.readouterr()
        return Outcome(status, captured.out, captured.err)


def fresh(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run Python in a fresh process."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, **options
    )
