"""The command `symopt`: a thin shell over the public API, one command a module.

Each module of `symopt.cli.commands` has `configure(subparsers)`, which declares the command's
options, and `execute(args)`, which returns the exit status. Whatever is heavy is imported in
`execute`, so that `symopt list` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from symopt.cli.parser import build_parser, join_negative_values
from symopt.errors import SymoptError

OK, FAILED, BAD_INPUT, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (by default the process's own) and return the exit status.

    0: done. 1: a verdict is not the expected one. 2: bad input, said in one line on stderr.

    Examples
    --------
    >>> main(["list", "rules", "--json"])  # doctest: +ELLIPSIS
    [
      {
        "name": "...
    """
    _speak_utf8()
    try:
        args = build_parser().parse_args(
            join_negative_values(sys.argv[1:] if argv is None else argv)
        )
        status = args.execute(args)
        # A reader such as `head` may be gone: find out here, not in the interpreter's exit.
        sys.stdout.flush()
        return status
    except SymoptError as error:
        print(f"symopt: {' '.join(str(error).split())}", file=sys.stderr)
        return BAD_INPUT
    except SystemExit as request:  # argparse, after --help or a usage error
        return request.code if isinstance(request.code, int) else BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; a C locale would refuse Greek letters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
