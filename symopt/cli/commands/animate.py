"""`symopt animate`: render films of the gallery, and races of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symopt.cli.output import add_gallery_options, add_look_options, choose, report, usable_folder
from symopt.cli.values import coordinates, pairs
from symopt.errors import InvalidValue, SymoptError

OWN = "race"  # the one name that is no film of the gallery

_EXAMPLES = """\
examples:
  symopt animate race-saddle -o out --quality high
  symopt animate --all -o out --lang zh --theme dark
  symopt animate race --rules adam,nesterov --on beale --start=0.7,1.4 --set alpha=0.05
"""


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "animate",
        help="render films",
        description="Render films of the gallery, or a race of your own, into a folder. Needs "
        "Manim: pip install 'symopt-lectures[films]'.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_gallery_options(parser, "animations")
    option = parser.add_argument
    option(
        "--quality",
        choices=("low", "medium", "high"),
        default="medium",
        help="480p, 720p or 1080p (default: medium)",
    )
    option("--format", choices=("mp4", "gif", "png"), default="mp4", help="default: mp4")
    option("--at", metavar="SECOND", help="the moment of a png (default: the end)")
    add_look_options(parser)
    own = parser.add_argument_group("a race of your own", f"with the name {OWN}")
    own.add_argument("--rules", metavar="LIST", help="such as adam,nesterov (symopt list rules)")
    own.add_argument(
        "--on",
        metavar="SURFACE-OR-EXPRESSION",
        help='such as beale (symopt list problems) or "x**2 - y**2" (default: ravine)',
    )
    own.add_argument("--start", metavar="X,Y", help="where to start, such as --start=-2,1.2")
    own.add_argument("--steps", type=int, metavar="N", help="number of steps (default: 100)")
    own.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        dest="settings",
        help="a hyperparameter of every rule that has it; may be repeated",
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Render one film after the other."""
    from symopt import gallery
    from symopt.domain import exact

    look: dict[str, Any] = {"quality": args.quality, "theme": args.theme, "lang": args.lang}
    look["at"] = None if args.at is None else float(exact(args.at, "at"))
    if args.at is not None and args.format != "png":
        raise InvalidValue("--at is for --format png")
    if args.names == [OWN] and not args.all:
        return _own(args, look)
    if args.rules or args.on or args.start or args.steps is not None or args.settings:
        raise SymoptError(f"--rules, --on, --start, --steps and --set are for `animate {OWN}`")
    names = choose(args, gallery.animations(), "animation")
    folder = usable_folder(args.output)
    # Manim takes seconds to load: not before the names and the folder are known to be good.
    from symopt.draw import films

    look |= {"jobs": args.jobs, "anew": args.anew}
    same = 0
    for film in films.render_all(names, folder, kind=args.format, **look):
        if film.new:
            report(film.files)
        same += not film.new
    if same:
        print(f"{same} of {len(names)} films unchanged")
    return 0


def _own(args: argparse.Namespace, look: dict[str, Any]) -> int:
    """Render a race of the user's own."""
    from symopt.domain import exact

    if not args.rules:
        raise InvalidValue(f"`animate {OWN}` needs --rules, such as --rules adam,nesterov")
    names = [name.strip() for name in args.rules.split(",") if name.strip()]
    start = args.start and [float(exact(x, "start")) for x in coordinates(args.start)]
    steps = 100 if args.steps is None else args.steps
    if steps < 1:
        raise InvalidValue(f"--steps {steps}: a race has at least one step")
    settings = pairs(args.settings, "--set", "alpha=0.1")
    folder = usable_folder(args.output)
    from symopt.draw import films

    films.require_manim()
    from symopt.draw.races import race

    scene = race(names, args.on or "ravine", start=start, steps=steps, settings=settings)
    scene.trajectories()  # whatever is wrong with the settings is said before the film begins
    target = Path(folder) / f"{OWN}.{args.format}"
    report([films.render_scene(scene, target, **look)])
    return 0
