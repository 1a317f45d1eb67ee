"""`symopt list`: the names of everything, from the registries."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from symopt.cli.tables import print_json, table

REGISTRIES = ("rules", "schedules", "problems", "claims")
GALLERIES = ("figures", "animations")


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "list",
        help="list the rules, schedules, problems, claims, figures and animations",
        description="List what there is, by name; without a word after it, everything.",
    )
    parser.add_argument(
        "group",
        nargs="?",
        choices=REGISTRIES + GALLERIES,
        metavar="GROUP",
        help=", ".join(REGISTRIES + GALLERIES),
    )
    parser.add_argument(
        "--json", action="store_true", help="a list of objects: group, name, summary"
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Print one table, or one under each heading."""
    groups = (args.group,) if args.group else REGISTRIES + GALLERIES
    if args.json:
        print_json(
            [
                {"name": entry.name, "summary": entry.summary, "group": group}
                for group in groups
                for entry in entries(group)
            ]
        )
        return 0
    for position, group in enumerate(groups):
        if not args.group:
            print(("\n" if position else "") + group)
        rows = [(entry.name, entry.summary) for entry in entries(group)]
        print(table(rows, indent="" if args.group else "  ") or "  (none)")
    return 0


def entries(group: str) -> Iterable[Any]:
    """Return what has a name and a summary in that group."""
    # Imported by name, and only the group asked for: this is the command that must be quick.
    if group in GALLERIES:
        return getattr(import_module("symopt.gallery"), group)().values()
    return import_module(f"symopt.{group}").registry()
