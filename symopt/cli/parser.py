"""The argument parser: what the commands share, and usage errors in one line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import symopt
from symopt.cli import commands
from symopt.errors import SymoptError, nearest

Subparsers = Any  # argparse's type for it is private

_EXAMPLES = """\
examples:
  symopt list rules
  symopt show adam --format latex
  symopt verify averages --explain
  symopt run adam --on "x**2 - y**2" --start=1,0.01 --set alpha=0.05 -o adam.csv
  symopt figure race-saddle -o out
"""


class UsageError(SymoptError):
    """A command line that does not fit the command."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, with the nearest valid word."""

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError in place of argparse's usage and exit."""
        wrong = re.fullmatch(
            r"argument (?P<what>.+): invalid choice: '(?P<given>.*)' \(choose from (?P<names>.*)\)",
            message,
            re.DOTALL,
        )
        if wrong:
            names = [name.strip(" '") for name in wrong["names"].split(",")]
            hint = nearest(wrong["given"], names)
            meant = f'; did you mean "{hint}"?' if hint else f": choose from {', '.join(names)}"
            message = f'no {wrong["what"].split("/")[-1].lstrip("-")} "{wrong["given"]}"{meant}'
        raise UsageError(f"{message} ({self.prog} --help)")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command of `symopt.cli.commands`."""
    parser = Parser(
        prog="symopt",
        description="From one textbook formula to proofs, code, paths, figures and films.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symopt {symopt.__version__}")
    subparsers = parser.add_subparsers(metavar="command", dest="command", required=True)
    for command in commands.ALL:
        command.configure(subparsers)
    return parser


def join_negative_values(argv: Sequence[str]) -> list[str]:
    """Write ``--start -2,1`` as ``--start=-2,1``; argparse takes ``-2,1`` for an option.

    Examples
    --------
    >>> join_negative_values(["run", "gd", "--start", "-2,1", "--steps", "9"])
    ['run', 'gd', '--start=-2,1', '--steps', '9']
    """
    joined: list[str] = []
    for argument in argv:
        if joined and re.fullmatch(r"--[a-z-]+", joined[-1]) and re.match(r"-[\d.]", argument):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined
