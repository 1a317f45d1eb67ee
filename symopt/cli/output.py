"""What commands share: names from a gallery, a place to write to, progress, a report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from symopt.errors import SymoptError, UnknownName
from symopt.files import write_atomic

T = TypeVar("T")


def add_gallery_options(parser: argparse.ArgumentParser, gallery: str) -> None:
    """Declare ``NAME... | --all`` and ``-o DIR``."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"symopt list {gallery}")
    parser.add_argument("--all", action="store_true", help=f"all {gallery}")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder to write to (default: this one)",
    )


def add_look_options(parser: argparse.ArgumentParser) -> None:
    """Declare what every picture can look like, and how many are made at once."""
    option = parser.add_argument
    option(
        "--theme",
        choices=("light", "dark", "print"),
        default="light",
        help="print is in greys only (default: light)",
    )
    option("--lang", choices=("en", "zh"), default="en", help="language of all texts (default: en)")
    option("--jobs", type=count, metavar="N", help="processes (default: one a processor)")
    option("--anew", action="store_true", help="make what is unchanged too")


def count(text: str) -> int:
    """Read a number of processes."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of processes')
    return int(text)


def choose(args: argparse.Namespace, gallery: Mapping[str, object], noun: str) -> list[str]:
    """Return the names to make, each once; all must be known before the first is made."""
    if args.all == bool(args.names):
        raise SymoptError(f"name the {noun}s to make, or say --all (symopt list {noun}s)")
    names = list(gallery) if args.all else list(dict.fromkeys(args.names))
    for name in names:
        if name not in gallery:
            raise UnknownName(noun, name, gallery)
    return names


def usable_folder(folder: Path) -> Path:
    """Make `folder` if it is missing and check that it can be written to, before the work."""
    import tempfile  # here, since it is slow to load and `symopt list` has no use for it

    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise SymoptError(f"cannot write to {folder}: {error.strerror}") from error
    return folder


def publish(args: argparse.Namespace, text: str) -> None:
    """Print `text`, or write it whole to the file that ``-o`` names."""
    if args.output is None:
        print(text, end="")
    else:
        report([write_atomic(args.output, text)])


def progress(items: Iterable[T], total: int, shown: bool) -> Iterator[T]:
    """Iterate over `items`, counting them on the last line of a terminal where there is one."""
    terminal = shown and sys.stderr.isatty()
    for place, item in enumerate(items, start=1):
        if terminal:
            print(f"\r{place}/{total}", end="", file=sys.stderr, flush=True)
        yield item
    if terminal:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def report(paths: Iterable[Path]) -> None:
    """Say what was written, one file a line."""
    for path in paths:
        print(f"wrote {path}  ({size(path)})", flush=True)


def size(path: Path) -> str:
    """Return a file's size for people.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a"
    ...     _ = path.write_bytes(bytes(2048))
    ...     size(path)
    '2 kB'
    """
    whole = path.stat().st_size
    return (
        f"{whole} B"
        if whole < 1000
        else f"{whole / 1000:.0f} kB"
        if whole < 1e6
        else f"{whole / 1e6:.1f} MB"
    )
