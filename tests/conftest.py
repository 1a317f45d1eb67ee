"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from shell import Shell

# The clock proves nothing on a shared machine, so no deadlines; CI repeats the same examples.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# No test opens a window, nor do the programs it starts.
os.environ["MPLBACKEND"] = "agg"


@pytest.fixture
def symopt_command(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a function that runs `symopt` and gives status, output and errors."""
    return Shell(capsys)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="accept generated code as it is")
