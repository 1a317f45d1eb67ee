"""From a file of notes to its report: read it, understand it, judge it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from symopt.errors import InvalidValue, SymoptError, shorten
from symopt.notes import documents, facts, judging, latex, meaning, python
from symopt.notes.document import Broken, Code, Document, Image, Kind, Mathematics
from symopt.notes.documents.reading import MOST_BYTES
from symopt.notes.finding import Finding
from symopt.notes.once import MOST, Once
from symopt.notes.report import Report
from symopt.notes.statement import Algorithm, Lint, Statement, Unread
from symopt.rules import get

FAILED = "internal-error"  # the lint of a formula that met a defect of symopt itself


def check(
    source: str | os.PathLike[str] | bytes,
    name: str | None = None,
    *,
    kind: Kind | None = None,
    against: str | None = None,
) -> Report:
    """Find the optimizer formulas in a file of notes or code, and say of each what it is.

    Parameters
    ----------
    source : path or bytes
        The file, or what it holds.
    name : str, optional
        What findings call it (by default the path, or ``-``); its suffix tells how to read it.
    kind : {"markdown", "latex", "notebook", "python"}, optional
        How to read it, whatever its name.
    against : str, optional
        The rule that its author means.

    Raises
    ------
    InvalidValue
        It cannot be read at all: missing, not text, too large.
    UnknownName
        There is no rule named `against`.

    Examples
    --------
    >>> report = check(b"$v_t = b v_{t-1} + (1 - b) y_t$, corrected: $v_t/(1 - b)$", name="a.md")
    >>> [(finding.kind, finding.verdict) for finding in report.findings]
    [('average', 'identical'), ('average', 'different')]
    """
    if against is not None:
        get(against)
    if isinstance(source, bytes):
        data, called = source, name or "-"
    else:
        data, called = _content(source), name or os.fspath(source)
    return _report(documents.read(data, called, kind), against)


def _content(path: str | os.PathLike[str]) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidValue(f"cannot read {os.fspath(path)}: {error.strerror}") from error


def _report(document: Document, against: str | None) -> Report:
    """Read, understand and judge all that a document holds."""
    statements, unread = _mathematics(document)
    code = python.read([block for block in document.blocks if isinstance(block, Code)])
    passages = meaning.algorithms(document, statements)
    found: list[Finding] = []
    judge = Once(
        lambda algorithm: _judged(algorithm, document.name, against),
        lambda algorithm: [
            _undecided(algorithm, document.name, f"past {MOST} algorithms in a file")
        ],
    )
    for algorithm in (*passages.algorithms, *meaning.placed(document, code.algorithms)):
        found += judge(algorithm)
    found += facts.judge(passages, document, code.programs, file=document.name)
    idle = meaning.unused(passages, {finding.place for finding in found})
    found += [_lint(lint, document.name) for lint in (*idle, *code.lints)]
    found += [_unread(item, document.name) for item in (*unread, *code.unread)]
    found += _images(document)
    found.sort(key=lambda finding: finding.place)
    return Report(document.name, tuple(found), passages.silent)


def _mathematics(document: Document) -> tuple[list[Statement], list[Unread]]:
    """Return what the formulas of a document state, and what of them was not read."""
    formulas = [block for block in document.blocks if isinstance(block, Mathematics)]
    read = latex.read_all(
        [block.excerpt for block in formulas],
        [block.environment for block in formulas],
        macros=document.macros,
    )
    statements = [item for items in read for item in items if isinstance(item, Statement)]
    unread = [item for items in read for item in items if isinstance(item, Unread)]
    unread += [
        Unread(block.excerpt, block.reason)
        for block in document.blocks
        if isinstance(block, Broken)
    ]
    return statements, unread


def _judged(algorithm: Algorithm, file: str, against: str | None) -> list[Finding]:
    """Judge one algorithm; one that cannot be handled does not stop the rest."""
    try:
        understood = meaning.understand(algorithm)
        return judging.judge(algorithm, understood, file=file, against=against)
    except SymoptError as problem:
        return [_undecided(algorithm, file, str(problem))]
    except RecursionError:
        return [_undecided(algorithm, file, "it is nested too deep")]
    except Exception as problem:  # a defect of ours must not cost the reader the other findings
        reason = f"symopt failed on it ({type(problem).__name__}: {shorten(str(problem))})"
        return [replace(_undecided(algorithm, file, reason), lints=(FAILED,))]


def _undecided(algorithm: Algorithm, file: str, reason: str) -> Finding:
    lines = [f"{line.target.name} = {line.formula.text()}" for line in algorithm.assignments]
    return Finding(
        file,
        algorithm.excerpt.start,
        "update",
        "undecided",
        "note",
        f"not decided: {reason}",
        "\n".join(lines),
        reason=reason,
    )


def _lint(lint: Lint, file: str) -> Finding:
    return Finding(
        file,
        lint.excerpt.start,
        "lint",
        "different" if lint.serious else "undecided",
        "error" if lint.serious else "note",
        lint.message,
        lint.excerpt.text.strip(),
        lints=(lint.code,),
    )


def _unread(item: Unread, file: str) -> Finding:
    shown = shorten(item.excerpt.text.strip())
    message = f"{item.reason}: {shown}" if shown else item.reason
    return Finding(
        file,
        item.excerpt.strip().start,
        "update",
        "unread",
        "note",
        message,
        "",
        reason=item.reason,
    )


def _images(document: Document) -> list[Finding]:
    """Count the pictures in one finding: what they show is not read."""
    places = [block.place for block in document.blocks if isinstance(block, Image)]
    if not places:
        return []
    shows = "1 picture: what it shows is" if len(places) == 1 else f"{len(places)} pictures: "
    shows += "" if len(places) == 1 else "what they show is"
    return [
        Finding(
            document.name,
            places[0],
            "lint",
            "unread",
            "note",
            f"{shows} not read",
            "",
            reason="a picture",
        )
    ]
