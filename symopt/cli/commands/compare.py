"""`symopt compare`: are two rules the same?"""

from __future__ import annotations

import argparse
from typing import Any

from symopt.cli.tables import print_json

_EXAMPLES = """\
examples:
  symopt compare momentum momentum.accumulating
  symopt compare adam adam.folded
  symopt compare rmsprop rmsprop.eps-inside --format json
"""


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "compare",
        help="say whether two rules are the same",
        description="Say whether two rules are the same: the map between their hyperparameters "
        "and states if they are, the smallest run on which they part if they are not.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for number in ("first", "second"):
        parser.add_argument(number, metavar="RULE", help="such as adam (symopt list rules)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Compare the rules and print what was found."""
    from symopt.equivalence import compare

    found = compare(args.first, args.second)
    if args.format == "json":
        print_json(found.data())
    else:
        print(found.text())
    return 0
