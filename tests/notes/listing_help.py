"""Listings and what is read from them, as plain text."""

from __future__ import annotations

from symopt.notes.document import Code
from symopt.notes.python import Reading, read
from symopt.notes.source import Excerpt
from symopt.notes.statement import Algorithm


def listing(*texts: str, language: str = "python") -> Reading:
    """Read listings that stand one after another in a document."""
    codes: list[Code] = []
    line = 1
    for text in texts:
        text = text.strip("\n")
        codes.append(Code(Excerpt.of(text, line), language))
        line += text.count("\n") + 3
    return read(codes)


def one(*texts: str, language: str = "python") -> Algorithm:
    """Read listings that hold one algorithm."""
    reading = listing(*texts, language=language)
    assert not reading.unread, reading.unread
    (algorithm,) = reading.algorithms
    return algorithm


def lines(algorithm: Algorithm) -> str:
    """Return the assignments of an algorithm, one a line."""
    return "\n".join(f"{a.target.text()} = {a.formula.text()}" for a in algorithm.assignments)


def starts(algorithm: Algorithm) -> dict[str, str]:
    """Return the values that the states begin with."""
    return {name: value.text() for name, value in algorithm.initial.items()}


def values(algorithm: Algorithm) -> dict[str, str]:
    """Return the stated values of hyperparameters."""
    return {name: value.text() for name, value in algorithm.values.items()}


def counter(algorithm: Algorithm) -> tuple[str | None, str | None]:
    """Return the counter and what it is at the first step."""
    start = algorithm.counter_start
    return algorithm.counter, None if start is None else start.text()


def codes(reading: Reading) -> list[str]:
    """Return the codes of all defects."""
    within = [lint.code for each in reading.algorithms for lint in each.lints]
    return [*within, *(lint.code for lint in reading.lints)]


def shown(reading: Reading) -> str:
    """Return all that was read as plain text: of each algorithm a heading, then its lines.

    The heading has the name, the options, the counter with its first value and the output; below
    it are the states with what they begin with, the values that are given and the assignments.
    """
    text: list[str] = []
    for algorithm in reading.algorithms:
        heading = algorithm.name or "-"
        if algorithm.options:
            heading += f" [{', '.join(algorithm.options)}]"
        name, first = counter(algorithm)
        heading += f" {name} from {first or '?'}" if name else ""
        heading += f" -> {algorithm.output}" if algorithm.output else ""
        text.append(heading)
        for word, pairs in (("begins", starts(algorithm)), ("given", values(algorithm))):
            if pairs:
                text.append(f"  {word} " + ", ".join(f"{k} = {v}" for k, v in pairs.items()))
        text.extend("  " + line for line in lines(algorithm).splitlines())
    text.extend(f"unread {gap.excerpt.start}: {gap.reason}" for gap in reading.unread)
    return "\n".join(text)
