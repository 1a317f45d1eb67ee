"""`symopt code`: a rule as NumPy source text."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symopt.cli.output import publish


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "code",
        help="generate a rule's NumPy code",
        description="Print a rule as NumPy source text that needs nothing but NumPy.",
        epilog="example: symopt code adam -o adam.py",
    )
    parser.add_argument("rule", metavar="RULE", help="such as adam (symopt list rules)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there instead")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Print or write the source text."""
    from symopt import codegen, rules

    publish(args, codegen.code(rules.get(args.rule)).rstrip("\n") + "\n")
    return 0
