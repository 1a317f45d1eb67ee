"""From listings to what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symopt.notes.document import Code
from symopt.notes.python.layout import joined
from symopt.notes.python.lines import lines_of
from symopt.notes.python.parsing import parse
from symopt.notes.python.repairs import without_prompts
from symopt.notes.python.translation import program
from symopt.notes.python.tree import Program
from symopt.notes.statement import Algorithm, Lint, Unread

# What a listing of Python may be called; "" and the words for plain text may hold any formula.
PYTHON = frozenset(
    [
        "python",
        "py",
        "python3",
        "py3",
        "python2",
        "py2",
        "ipython",
        "ipython3",
        "pycon",
        "gpuclass",
        "sage",
    ]
)
PLAIN = frozenset(
    ["", "text", "txt", "plain", "plaintext", "pseudo", "pseudocode", "algorithm", "algo"]
)
# Listings that hold no formulas: nothing is said of them.
OTHER = frozenset(
    [
        "bash",
        "sh",
        "shell",
        "zsh",
        "console",
        "powershell",
        "cmd",
        "bat",
        "json",
        "yaml",
        "yml",
        "toml",
        "ini",
        "xml",
        "html",
        "css",
        "diff",
        "make",
        "makefile",
        "dockerfile",
        "mermaid",
        "dot",
        "graphviz",
        "csv",
        "sql",
        "bibtex",
        "http",
    ]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the listings of a document say; see `symopt.notes.python`."""

    programs: tuple[Program, ...]
    algorithms: tuple[Algorithm, ...]
    lints: tuple[Lint, ...]
    unread: tuple[Unread, ...]


def read(codes: Sequence[Code]) -> Reading:
    """Read the listings of a document, in the order of the document."""
    programs: list[Program] = []
    unread: list[Unread] = []
    listings = [(lines_of(code, i), code.language) for i, code in enumerate(codes)]
    for group in joined([without_prompts(lines) for lines, _ in listings]):
        parsed = parse(group, power=True)
        unread.extend(parsed.unread())
        made = program(parsed)
        if made is not None:
            programs.append(made)
    return Reading(tuple(programs), (), (), tuple(unread))
