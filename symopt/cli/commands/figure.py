"""`symopt figure`: draw figures of the gallery."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symopt.cli.output import (
    add_gallery_options,
    add_look_options,
    choose,
    progress,
    report,
    usable_folder,
)
from symopt.errors import InvalidValue

FORMATS = ("svg", "pdf", "png")


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "figure",
        help="draw figures",
        description="Draw figures of the gallery into a folder. A figure that is there and would "
        "come out the same is left alone.",
        epilog="example: symopt figure race-saddle ewma-bias -o out --format svg,png --lang zh",
    )
    add_gallery_options(parser, "figures")
    parser.add_argument(
        "--format",
        default="svg",
        metavar="LIST",
        help="svg, pdf, png or several, such as svg,png (default: svg)",
    )
    add_look_options(parser)
    parser.add_argument(
        "--size",
        choices=("own", "column", "text", "slide"),
        default="own",
        help="3.4 inches wide, 7 inches wide, or 16:9 (default: each figure's own size)",
    )
    parser.add_argument(
        "--captions",
        choices=("md", "tex"),
        help="also write captions.md or captions.tex, ready to be pasted into notes",
    )
    parser.add_argument(
        "--sheet", action="store_true", help="also write contact-sheet.png: all of them, small"
    )
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Draw the figures that changed, several at a time."""
    from symopt import gallery
    from symopt.draw.batch import make_figures

    formats = tuple(dict.fromkeys(part.strip() for part in args.format.split(",")))
    for name in formats:
        if name not in FORMATS:
            raise InvalidValue(f'no format "{name}" for figures: choose from {", ".join(FORMATS)}')
    if args.sheet and "png" not in formats:
        formats = (*formats, "png")
    names = choose(args, gallery.figures(), "figure")
    folder = usable_folder(args.output)
    look = {"theme": args.theme, "lang": args.lang, "page": args.size}
    made = make_figures(names, folder, formats, **look, jobs=args.jobs, anew=args.anew)
    same = 0
    for figure in progress(made, len(names), shown=True):
        if figure.new:
            report(figure.files)
        same += not figure.new
    if same:
        print(f"{same} of {len(names)} figures unchanged")
    report(_extras(args, names, folder, formats))
    return 0


def _extras(
    args: argparse.Namespace, names: list[str], folder: Path, formats: tuple[str, ...]
) -> list[Path]:
    """Write the captions and the contact sheet if they are asked for."""
    written: list[Path] = []
    if args.captions:
        from symopt.draw.captions import write_captions

        written.append(write_captions(names, folder, args.captions, formats, lang=args.lang))
    if args.sheet:
        from symopt.draw.sheets import contact_sheet

        pictures = [folder / f"{name}.png" for name in names]
        written.append(contact_sheet(pictures, folder / "contact-sheet.png", theme=args.theme))
    return written
