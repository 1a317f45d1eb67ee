"""Renews the parts of the README that the program itself says; a test holds them in step.

Each part stands between two comments, ``<!-- begin NAME -->`` and ``<!-- end NAME -->``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import symopt
from symopt.rule import Rule

README = Path(__file__).resolve().parent.parent / "README.md"
TRUE = "averages.weights"
FALSE = "adam.paper-bound-of-large-steps"
SAME = ("momentum", "momentum.accumulating")
NOTES = "examples/notes.md"


def transcript(claim: str) -> str:
    """Return what the command prints of a claim."""
    command = f"symopt verify {claim} --explain"
    return f"```\n$ {command}\n{symopt.prove(claim).text().strip()}\n```"


def comparison(first: str, second: str) -> str:
    """Return what the command prints of two rules."""
    shown = symopt.compare(first, second).text()
    return f"```\n$ symopt compare {first} {second}\n{shown}\n```"


def checked(notes: str) -> str:
    """Return what the command prints of a page of notes."""
    shown = symopt.check(README.parent / notes, notes).text().rstrip()
    return f"```\n$ symopt check {notes}\n{shown}\n```"


def topics() -> str:
    """Return the table of the topics and how many claims each has."""
    rows = ["| topic | proved | refuted |", "|---|---|---|"]
    for topic in symopt.claims.topics():
        expected = [claim.expected for claim in symopt.claims.select(topic)]
        rows.append(f"| `{topic}` | {expected.count('proved')} | {expected.count('refuted')} |")
    return "\n".join(rows)


def rules() -> str:
    """Return the table of the rules: a row for each family."""
    families: dict[str, list[Rule]] = {}
    for rule in symopt.rules.registry():
        families.setdefault(rule.name.split(".")[0], []).append(rule)
    rows = ["| rule | what it does | source | dialects |", "|---|---|---|---|"]
    for family in families.values():
        main, *others = family
        dialects = ", ".join(f"`.{rule.name.split('.')[1]}`" for rule in others)
        name = f"`{main.name}`"
        rows.append(f"| {name} | {main.summary} | {main.reference.short} | {dialects} |")
    return "\n".join(rows)


def parts() -> Mapping[str, str]:
    """Return every generated part by its name."""
    return {
        "proof": transcript(TRUE),
        "refutation": transcript(FALSE),
        "check": checked(NOTES),
        "comparison": comparison(*SAME),
        "topics": topics(),
        "rules": rules(),
    }


def renew(text: str, generated: Mapping[str, str]) -> str:
    """Return `text` with what stands between each pair of comments replaced."""
    for name, content in generated.items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        text, count = pattern.subn(lambda _, body=f"{begin}{content}\n{end}": body, text)
        if count != 1:
            raise SystemExit(f"the README has {count} places for {name}, not one")
    return text


if __name__ == "__main__":
    README.write_text(renew(README.read_text(encoding="utf-8"), parts()), encoding="utf-8")
    sys.exit(0)
