"""Compares what `symopt check` says of documents with a table of facts about them.

python scripts/check_notes.py DIR: the documents of tests/notes/truth/notes.toml are not part of
this repository; DIR holds them, each known by the first part of its name. Exit 1 if a verdict is
wrong, a finding is missing or an error is seen where there is none.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests" / "notes" / "truth" / "notes.toml"
sys.path.insert(0, str(ROOT / "tests"))

from notes_truth import Fact, Report, compare, load  # noqa: E402 # pyright: ignore[reportMissingImports]
from symopt.notes.checking import check  # noqa: E402


def documents(directory: Path, facts: list[Fact]) -> list[tuple[Path, list[Fact]]]:
    """Return every document in a directory with what is known about it."""
    return [
        (path, [fact for fact in facts if path.stem.split("_")[0] == fact.file])
        for path in sorted(directory.iterdir())
        if any(path.stem.split("_")[0] == fact.file for fact in facts)
    ]


def show(path: Path, report: Report, quiet: bool) -> bool:
    """Print how a document fared; whether all is right."""
    print(f"{path.name}")
    for fact, outcome, said in report.rows:
        if not (quiet and outcome == "agrees"):
            lines = f"{fact.first}-{fact.last}" if fact.last > fact.first else f"{fact.first}"
            print(f"  {outcome:8} {lines:>9}  {'/'.join(sorted(fact.kinds)):10}  {said}")
            if outcome != "agrees":
                print(f"  {'':20}true: {fact.describe()}: {fact.why}")
    for one in report.beyond:
        mark = "wrong" if one.severity == "error" else "besides"
        rule = f" {one.rule}" if one.rule else ""
        if not (quiet and mark == "besides"):
            print(f"  {mark:8} {one.place.line:>9}  {one.kind:10}  {one.verdict}{rule}")
    return not report.having("gap", "missing", "wrong") and not report.false_alarms()


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the program's findings against a table.")
    parser.add_argument("directory", type=Path, metavar="DIR", help="where the documents are")
    parser.add_argument("-q", "--quiet", action="store_true", help="print what is not right only")
    options = parser.parse_args()
    if not options.directory.is_dir():
        parser.error(f"no directory {options.directory}")
    facts = load(TABLE)
    found = documents(options.directory, facts)
    known = {fact.file for fact in facts}
    absent = sorted(known - {path.stem.split("_")[0] for path, _ in found})
    reports: list[Report] = []
    right = True
    for path, about in found:
        report = compare(about, check(path.read_bytes(), name=path.name).findings)
        reports.append(report)
        right &= show(path, report, options.quiet)
    counts = {
        outcome: sum(len(report.having(outcome)) for report in reports)
        for outcome in ("agrees", "gap", "missing", "wrong")
    }
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()), end="")
    print(f", {sum(len(report.false_alarms()) for report in reports)} false alarms")
    if absent:
        print(f"not in {options.directory}: {', '.join(absent)}")
    return 0 if right and not absent else 1


if __name__ == "__main__":
    sys.exit(main())
