"""`symopt check`: say of the formulas in notes and code what they are."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from symopt.cli.output import progress, publish
from symopt.errors import SymoptError

_EXAMPLES = """\
examples:
  symopt check notes.md
  symopt check lecture.tex optimizer.py --against adam
  symopt check notes/*.md --format github
  pandoc notes.docx -t markdown | symopt check -
"""

# What a shell calls success, a finding of severity error, and a file that was not read.
CLEAN, FOUND, UNREADABLE = 0, 1, 2


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "check",
        help="check the formulas in notes and code",
        description="Find the optimizer formulas in Markdown, LaTeX, notebooks and Python, and "
        "say of each what it is. Exit 1 if a finding is an error, 2 if a file could not be read.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="- for standard input")
    parser.add_argument("--against", metavar="RULE", help="the rule that is meant, such as adam")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there, not on the screen")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Check one file after the other; a file that cannot be read does not stop the rest."""
    from symopt.notes import Report, check
    from symopt.notes.reports import render
    from symopt.rules import get

    if args.against is not None:
        get(args.against)  # an unknown rule is said once, before any file
    reports: list[Report] = []
    status = CLEAN
    files = list(dict.fromkeys(args.files))
    for name in progress(files, len(files), shown=True):
        try:
            reports.append(check(_source(name), name, against=args.against))
        except SymoptError as problem:
            print(f"symopt: {' '.join(str(problem).split())}", file=sys.stderr)
            status = UNREADABLE
    if status == CLEAN and any(report.errors for report in reports):
        status = FOUND
    publish(args, render(reports, args.format))
    return status


def _source(name: str) -> Path | bytes:
    """Return what to read: a file, or what comes from standard input, no more than is taken."""
    from symopt.notes.documents.reading import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name)
