"""`symopt run`: a rule's path on a problem."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symopt.cli.output import report
from symopt.cli.tables import number, table
from symopt.cli.values import coordinates, pairs
from symopt.errors import InvalidValue

if TYPE_CHECKING:
    from symopt.trajectory import Trajectory

SUFFIXES = (".csv", ".json", ".npz")

_EXAMPLES = """\
examples:
  symopt run adam --on saddle --steps 200 -o adam.csv
  symopt run momentum --on "x**2/20 + y**2" --start=-2,1.2 --set alpha=0.1 --set beta=0.9
  symopt run gd --on bowl --schedule alpha=inverse-time:decay=1 --steps-per-epoch 10
  symopt run gd --on bowl --schedule alpha=multi-step:epochs=30,60:factor=0.1
"""


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "run",
        help="run a rule on a problem",
        description="Run a rule on a problem, by name, or on an expression in x and y.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    option = parser.add_argument
    option("rule", metavar="RULE", help="such as adam (symopt list rules)")
    option(
        "--on",
        required=True,
        metavar="PROBLEM-OR-EXPRESSION",
        help='such as saddle (symopt list problems) or "x**2 - y**2"',
    )
    option("--start", type=str, metavar="X,Y", help="where to start, such as --start=-2,1.2")
    option("--steps", type=int, default=100, metavar="N", help="number of steps (default: 100)")
    option(
        "--set",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        dest="settings",
        help="a hyperparameter, such as alpha=0.1; may be repeated",
    )
    option(
        "--schedule",
        action="append",
        default=[],
        metavar="NAME=SCHEDULE[:KEY=NUMBER]...",
        help="a hyperparameter as a sequence (symopt list schedules); may be repeated",
    )
    option("--tol", metavar="NUMBER", help="stop when the gradient's norm is at most this")
    option("--steps-per-epoch", type=int, metavar="N", help="how many steps a schedule's epoch has")
    option(
        "-o", "--output", type=Path, metavar="FILE", help="write FILE.csv, FILE.json or FILE.npz"
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Run, write the path if a file is named, and print a digest of it."""
    import symopt
    from symopt.domain import exact

    rule = symopt.rules.get(args.rule)
    settings = pairs(args.settings, "--set", "alpha=0.1")
    # Checked here, since `steps` or `start` would not be taken for an unknown hyperparameter.
    rule.settings(settings)
    if args.output is not None and args.output.suffix.lower() not in SUFFIXES:
        raise InvalidValue(f"cannot write {args.output}: the name must end in .csv, .json or .npz")
    path = symopt.run(
        rule,
        args.on,
        start=None
        if args.start is None
        else [float(exact(x, "start")) for x in coordinates(args.start)],
        steps=args.steps,
        schedule=pairs(args.schedule, "--schedule", "alpha=inverse-time:decay=1") or None,
        tol=None if args.tol is None else float(exact(args.tol, "tol")),
        steps_per_epoch=args.steps_per_epoch,
        **settings,
    )
    written = [] if args.output is None else [path.save(args.output)]
    print(digest(path))
    report(written)
    return 0


def digest(path: Trajectory) -> str:
    """Return what a person wants to know of a run: the settings, a few of its points, its end."""
    count = len(path)
    hyper = ", ".join(f"{name} = {number(value)}" for name, value in path.hyperparameters.items())
    lines = [f"{path.rule} on {path.problem}" + (f": {hyper}" if hyper else "")]
    for name, schedule in (path.settings["schedule"] or {}).items():
        lines.append(f"{name} follows {schedule}")
    rows = [("step", *path.variables, "loss")]
    for i in milestones(count):
        rows.append((str(i), *map(number, path.points[i]), number(path.losses[i])))
    ending = {
        "finished": f"finished all {count} steps",
        "converged": f"converged: the gradient is within the tolerance after {count} steps",
        "diverged": f"diverged: the next point after step {count} overflows",
        "undefined": f"undefined: step {count + 1} divides 0 by 0, or has no gradient",
    }
    return "\n".join([*lines, "", table(rows, "  "), "", ending[path.stopped]])


def milestones(count: int) -> list[int]:
    """Return which steps to print: the first, the last, and 1, 2, 5, 10, 20, 50... between.

    Examples
    --------
    >>> milestones(30)
    [0, 1, 2, 5, 10, 20, 30]
    """
    scale = (lead * 10**power for power in range(len(str(count))) for lead in (1, 2, 5))
    return [0, *(i for i in scale if i < count), *([count] if count else [])]
