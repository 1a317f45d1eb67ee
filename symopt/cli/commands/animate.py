"""`symopt animate`: render films of the gallery."""

from __future__ import annotations

import argparse
from typing import Any

from symopt.cli.output import add_gallery_options, choose, report, usable_folder


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "animate",
        help="render films",
        description="Render films of the gallery into a folder. Needs Manim: "
        "pip install 'symopt-lectures[films]'.",
        epilog="example: symopt animate race-saddle -o out --quality high",
    )
    add_gallery_options(parser, "animations")
    parser.add_argument(
        "--quality",
        choices=("low", "medium", "high"),
        default="medium",
        help="480p, 720p or 1080p (default: medium)",
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Render one film after the other."""
    from symopt import gallery

    names = choose(args, gallery.animations(), "animation")
    folder = usable_folder(args.output)
    # Manim takes seconds to load: not before the names and the folder are known to be good.
    from symopt.draw import films

    for name in names:
        report([films.render(name, folder, quality=args.quality)])
    return 0
