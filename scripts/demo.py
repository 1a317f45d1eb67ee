"""What `make demo` shows: claims proved, notes checked, code, a run, figures and three films.

Every part goes through the command `symopt`, as a user would type it; the first that fails ends
the demonstration. What was made is listed last.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from symopt.cli.output import size
from symopt.cli.tables import table

OUT = Path("out")
NOTES = "examples/notes.md"
FILMS = ("race-ravine", "race-saddle", "race-plateau")

PARTS = (
    (
        "the claims, proved for all t; every derivation on one page",
        ("verify", "--format", "html", "-o", f"{OUT}/claims.html"),
    ),
    ("a proof, line by line", ("verify", "averages.weights", "--explain")),
    ("a page of notes, checked; it holds mistakes", ("check", NOTES)),
    ("Adam as code, generated from its formula", ("code", "adam")),
    ("the same into a file", ("code", "adam", "-o", f"{OUT}/adam.py")),
    (
        "that code, run on the saddle",
        ("run", "adam", "--on", "saddle", "--set", "alpha=0.05", "-o", f"{OUT}/adam-saddle.csv"),
    ),
    ("the figures", ("figure", "--all", "-o", f"{OUT}/figures", "--format", "svg,png", "--sheet")),
    ("the films", ("animate", *FILMS, "-o", f"{OUT}/films", "--quality", "low")),
)


def main() -> int:
    """Run every part, then list what was made."""
    started = time.monotonic()
    begun = time.time()
    for title, arguments in PARTS:
        print(f"\n=== {title}\n$ symopt {' '.join(arguments)}", flush=True)
        status = subprocess.run([sys.executable, "-m", "symopt", *arguments]).returncode
        # The notes have errors in them: finding some is what a check is for.
        if status != (1 if NOTES in arguments else 0):
            print(
                f"\nmake demo: `symopt {' '.join(arguments)}` failed (exit {status})",
                file=sys.stderr,
            )
            return status or 1
    made = [path for path in sorted(OUT.rglob("*")) if path.is_file()]
    # A file that an earlier demonstration left is not something that this one made; the
    # second is what coarse file systems round modification times to.
    fresh = [path for path in made if path.stat().st_mtime >= begun - 1]
    missing = [film for film in FILMS if not any(film in path.name for path in fresh)]
    if missing:
        print(f"make demo: not made: {', '.join(missing)}", file=sys.stderr)
        return 1
    print(f"\n=== made in {time.monotonic() - started:.0f} s")
    print(table([(str(path), size(path)) for path in fresh]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
