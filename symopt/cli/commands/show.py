"""`symopt show`: a rule as a textbook prints it."""

from __future__ import annotations

import argparse
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symopt.cli.tables import print_json, table, wrapped
from symopt.errors import InvalidValue

if TYPE_CHECKING:
    from symopt.formula import Formula
    from symopt.rule import Rule

LONGEST = 50  # an unrolled Adam grows with the square of its steps

_EXAMPLES = """\
examples:
  symopt show adam
  symopt show momentum --unroll 3
  symopt show adam.eps-inside --format latex
"""


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "show",
        help="print a rule as a textbook does",
        description="Print a rule: its lines, its hyperparameters, its states.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("rule", metavar="RULE", help="such as adam (symopt list rules)")
    parser.add_argument("--format", choices=("text", "latex", "typst", "json"), default="text")
    parser.add_argument(
        "--unroll",
        type=int,
        metavar="N",
        help="the iterate after N steps, in the gradients g_1 ... g_N",
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Print the rule, or its unrolled iterate, in the format asked for."""
    from symopt import rules

    rule = rules.get(args.rule)
    if args.unroll is not None and not 1 <= args.unroll <= LONGEST:
        raise InvalidValue(f"--unroll needs a number of steps from 1 to {LONGEST}")
    iterate = None if args.unroll is None else unrolled(rule, args.unroll)
    if args.format == "json":
        print_json(describe(rule) | ({} if iterate is None else {"unrolled": iterate.text()}))
    elif iterate is not None:
        print(getattr(iterate, args.format)())
    elif args.format == "text":
        print(as_text(rule))
    else:
        print(getattr(rule, args.format)())
    return 0


def unrolled(rule: Rule, steps: int) -> Formula:
    """Return the iterate after that many steps, as an equation."""
    from symopt.formula import Chain, Name, Number, from_sympy

    index = Number(Fraction(steps))
    return Chain((Name(rule.output, index), from_sympy(rule.unroll(steps))), ("=",))


def describe(rule: Rule) -> dict[str, Any]:
    """Return the rule as plain data."""
    return {
        "name": rule.name,
        "summary": rule.summary,
        "kind": rule.kind,
        "hyperparameters": [
            {"name": item.name, "default": plain(item.default), "domain": str(item.domain)}
            for item in rule.hyperparameters
        ],
        "states": [
            {"name": item.name, "initial": plain(item.initial), "scalar": item.scalar}
            for item in rule.states
        ],
        "steps": [{"name": step.name, "expression": step.formula.text()} for step in rule.steps],
        "cite": rule.reference.key,
        "reference": str(rule.reference),
    }


def as_text(rule: Rule) -> str:
    """Return the rule for the terminal."""
    parts = [f"{rule.name}  ({rule.kind})", *wrapped(rule.summary), *wrapped(str(rule.reference))]
    parts += ["", *(f"  {line}" for line in rule.text().splitlines())]
    if rule.hyperparameters:
        rows = [
            (item.name, str(plain(item.default)), f"in {item.domain}")
            for item in rule.hyperparameters
        ]
        parts += ["", "hyperparameters", table(rows, "  ")]
    if rule.states:
        rows = [
            (item.name, f"starts at {plain(item.initial)}" + ", one number" * item.scalar)
            for item in rule.states
        ]
        parts += ["", "states", table(rows, "  ")]
    return "\n".join(parts)


def plain(value: Fraction | None) -> int | float | None:
    """Return a fraction as the number that people write: 0, 0.001."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
