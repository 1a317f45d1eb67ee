"""The commands, one a module, in the order of `symopt --help`."""

from __future__ import annotations

from symopt.cli.commands import animate, check, code, compare, figure, listing, run, show, verify

ALL = (listing, show, check, compare, verify, code, run, figure, animate)
