"""`symopt figure`: draw figures of the gallery."""

from __future__ import annotations

import argparse
from typing import Any

from symopt.cli.output import add_gallery_options, choose, report, usable_folder
from symopt.errors import InvalidValue

FORMATS = ("svg", "pdf", "png")


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "figure",
        help="draw figures",
        description="Draw figures of the gallery into a folder.",
        epilog="example: symopt figure race-saddle ewma-bias -o out --format svg,png",
    )
    add_gallery_options(parser, "figures")
    parser.add_argument(
        "--format",
        default="svg",
        metavar="LIST",
        help="svg, pdf, png or several, such as svg,png (default: svg)",
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Draw one figure after the other."""
    from symopt import draw, gallery

    formats = tuple(dict.fromkeys(part.strip() for part in args.format.split(",")))
    for name in formats:
        if name not in FORMATS:
            raise InvalidValue(f'no format "{name}" for figures: choose from {", ".join(FORMATS)}')
    names = choose(args, gallery.figures(), "figure")
    folder = usable_folder(args.output)
    for name in names:
        report(draw.make_figure(name, folder, formats=formats))
    return 0
