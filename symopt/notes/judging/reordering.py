"""Slips of more than one line: a wrong order, a state replaced by what is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symopt.formula import Formula, Name
from symopt.notes.judging.slip import CLASSIC, LIKELY
from symopt.notes.statement import Algorithm, Assignment

Words = tuple[str | Formula, ...]
Lines = tuple[tuple[Assignment, Assignment], ...]
NEAR = 3  # lines that may be exchanged are no further apart


def exchanged(algorithm: Algorithm) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Give pairs of lines of a program in the other order: the lines, what was wrong, the cost.

    Only lines of which one reads what the other assigns.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> x, v = (
    ...     Assignment(Name(name), read_expression(text), Excerpt.of(""))
    ...     for name, text in (("x", "x - a*v"), ("v", "b*v + g"))
    ... )
    >>> (lines, words, cost), = exchanged(Algorithm("", (), (x, v), Excerpt.of(""), "python"))
    >>> lines == ((x, v), (v, x))
    True
    """
    if algorithm.language != "python":
        return
    lines = algorithm.assignments
    for place, first in enumerate(lines):
        for second in lines[place + 1 : place + 1 + NEAR]:
            reads = second.target.name in first.formula.names()
            read = first.target.name in second.formula.names()
            if first.target.name == second.target.name or not (reads or read):
                continue
            words: Words = ("is worked out before", second.target, "has its new value")
            if not reads:
                words = ("should not have its new value yet where", second.target, "is worked out")
            yield ((first, second), (second, first)), (words,), LIKELY


def kept_apart(algorithm: Algorithm) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Give a name of its own to what is made of a state and replaces it: one such, then all."""
    lines = algorithm.assignments
    places = [
        place
        for place, line in enumerate(lines)
        if line.target.name in line.formula.names()
        and any(other.target.name == line.target.name for other in lines[:place])
    ]
    words: Words = ("is replaced by its corrected value, and the next step starts from that",)
    for chosen in (*([place] for place in places), *([places] if len(places) > 1 else [])):
        new = lines
        for place in chosen:
            new = _apart(new, place, algorithm)
        pairs = zip(lines, new, strict=True)
        changed = tuple((old, made) for old, made in pairs if old is not made)
        yield changed, (words,) * len(chosen), CLASSIC


def _apart(
    lines: tuple[Assignment, ...], place: int, algorithm: Algorithm
) -> tuple[Assignment, ...]:
    """Rename what one line assigns, there and below."""
    name = lines[place].target
    letter = name.name if algorithm.language == "latex" and len(name.name) == 1 else None
    under = name.shown or letter
    shown = None if under is None else f"\\hat{{{under}}}"
    apart = Name(f"{name.name}_hat", None, shown)

    def renamed(own: Name) -> Formula:
        return replace(apart, index=own.index) if own.name == name.name else own

    made = list(lines)
    made[place] = replace(lines[place], target=replace(apart, index=name.index))
    for later in range(place + 1, len(lines)):
        if name.name in lines[later].formula.names():
            made[later] = replace(lines[later], formula=lines[later].formula.map_names(renamed))
    return tuple(made)


def corrected(algorithm: Algorithm, line: Assignment) -> Assignment | None:
    """Return a line that replaces an old value by its corrected one, with a name for the latter.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> line = Assignment(Name("v"), read_expression("v/(1 - b**t)"), Excerpt.of(""))
    >>> made = corrected(Algorithm("", (), (line,), Excerpt.of(""), "latex"), line)
    >>> made.target.name, made.formula.text()
    ('v_hat', 'v/(1 - b^t)')
    """
    name = line.target.name
    if name not in line.formula.names():
        return None
    now = line.target.index

    def change(own: Name) -> Formula:
        return replace(own, index=now) if own.name == name else own

    (apart,) = _apart((line,), 0, algorithm)
    return replace(apart, formula=line.formula.map_names(change))
