"""One slip made in several places: in lines that are alike, or wherever a name is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from symopt.formula import Formula, Name, Negative, Power, Quotient, Sum
from symopt.notes.judging.pieces import ONE
from symopt.notes.judging.reordering import Lines, Words
from symopt.notes.judging.sense import idle
from symopt.notes.judging.slip import CLASSIC, LIKELY, Scope, Slip
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.meaning import Copy
from symopt.notes.statement import Algorithm, Assignment

MAX_ALIKE = 4  # lines that are alike and looked at together


def twins(
    found: Sequence[tuple[Assignment, Sequence[Slip]]],
) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Undo the same slip in lines that are alike, such as the corrections of two states.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> first, second = (
    ...     Assignment(Name(n), read_expression(text), Excerpt.of(""))
    ...     for n, text in (("p", "m/(1 - a)"), ("q", "v/(1 - b)"))
    ... )
    >>> slips = [
    ...     (line, [Slip(read_expression(text), ("lacks", Name("t")), 0)])
    ...     for line, text in ((first, "m/(1 - a**t)"), (second, "v/(1 - b**t)"))
    ... ]
    >>> [len(lines) for lines, _, _ in twins(slips)]
    [2]
    """
    alike: dict[Formula, list[tuple[Assignment, Sequence[Slip]]]] = {}
    for line, slips in found:
        alike.setdefault(skeleton(line.formula), []).append((line, slips))
    for group in alike.values():
        for (one, slips), (other, others) in combinations(group[:MAX_ALIKE], 2):
            known = {_kind(one, slip): slip for slip in reversed(slips) if not _exchanges(slip)}
            for second in others:
                first = known.pop(_kind(other, second), None)
                if first is None:
                    continue
                lines = tuple(
                    (line, replace(line, formula=slip.formula))
                    for line, slip in ((one, first), (other, second))
                )
                yield lines, (first.words, second.words), max(first.cost, second.cost)


def _kind(line: Assignment, slip: Slip) -> tuple[Formula, tuple[str, ...]]:
    own = {name.name: place for place, name in enumerate(names(line.formula))}
    words = tuple(word for word in slip.words if isinstance(word, str))
    return skeleton(slip.formula, own), words


def _exchanges(slip: Slip) -> bool:
    """Say whether a slip is a name for another: lines are not alike in that."""
    return all(isinstance(word, (str, Name)) for word in slip.words) and slip.words[:1] == ("has",)


def skeleton(formula: Formula, places: Mapping[str, int] | None = None) -> Formula:
    """Return a formula with its names counted, so that lines can be told to be alike.

    Examples
    --------
    >>> from symopt.steps import read_expression
    >>> first, second = (read_expression(text) for text in ("m/(1 - a)", "v/(1 - b)"))
    >>> skeleton(first) == skeleton(second)
    True
    """
    known: dict[str, Name] = {}
    if places is None:
        places = {}
    for name in names(formula):
        place = places.get(name.name)
        known.setdefault(name.name, Name(f"y{len(known)}" if place is None else f"x{place}"))

    def change(name: Name) -> Formula:
        return replace(known[name.name], index=name.index, shown=None)

    return formula.map_names(change)


def revived(algorithm: Algorithm) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Use what was worked out in vain in place of what it is made of, one such name and all.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> lines = tuple(
    ...     Assignment(Name(n), read_expression(text), Excerpt.of(""))
    ...     for n, text in (("u", "v/(1 - b**t)"), ("w", "w - a*v"))
    ... )
    >>> (((_, new),), _, _), = revived(Algorithm("", (), lines, Excerpt.of(""), "python"))
    >>> new.formula.text()
    'w - a*u'
    """
    vain = idle(algorithm)
    dead = [  # a mere copy, such as V = diag(v), says the same under another name
        line
        for line in algorithm.assignments
        if line.target.name in vain - {*line.formula.names()} and not isinstance(line.formula, Name)
    ]
    for chosen in (*([line] for line in dead), *([dead] if len(dead) > 1 else [])):
        for line in algorithm.assignments:
            made = _with(line, chosen)
            if made is not None:
                yield ((line, made[0]),), (made[1],), CLASSIC


def _with(line: Assignment, chosen: Sequence[Assignment]) -> tuple[Assignment, Words] | None:
    formula = line.formula
    used: list[str | Formula] = []
    made: list[str | Formula] = []
    for dead in chosen:
        # What it is made of comes first in its formula: m/(1 - b^t).
        base = next((name for name in names(dead.formula)), None)
        if base is None or dead is line or line.target.name == base.name:
            return None
        own = [name for name in names(formula) if name.name == base.name]
        if not own:
            return None
        new = dead.target

        def change(name: Name, base: Name = base, new: Name = new) -> Formula:
            return new if name.name == base.name else name

        formula = formula.map_names(change)
        used += ["and" if used else "uses", own[0]]
        made += ["and" if made else "though", new]
    return replace(line, formula=formula), (
        *used,
        *made,
        "was" if len(made) < 3 else "were",
        "computed",
    )


def swapped(algorithm: Algorithm, scope: Scope) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Exchange two decays in two lines that are alike, each of which has one of them."""
    for one, other in combinations(algorithm.assignments, 2):
        if skeleton(one.formula) != skeleton(other.formula):
            continue
        for first, second in permutations(scope.decays, 2):
            own = [
                {d for d in (first, second) if d.name in x.formula.names()} for x in (one, other)
            ]
            if own == [{first}, {second}]:
                made = {first.name: second, second.name: first}

                def change(name: Name, made: dict[str, Name] = made) -> Name:
                    return made.get(name.name, name)

                lines = tuple(
                    (line, replace(line, formula=line.formula.map_names(change)))
                    for line in (one, other)
                )
                words = (("has", first, "where", second, "belongs"),)
                yield lines, (*words, ("has", second, "where", first, "belongs")), CLASSIC


def corrections(
    algorithm: Algorithm, scope: Scope
) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Correct two of the states that a line reads."""
    states = {line.target.name for line in algorithm.assignments}
    for line in algorithm.assignments:
        own = [n for n in names(line.formula) if n.name in states - {line.target.name}]
        for pair in permutations(dict.fromkeys(own), 2):
            for decays in combinations(scope.decays, 2):
                bias = [Sum((ONE, Negative(Power(decay, scope.counter)))) for decay in decays]
                made = dict(zip(pair, bias, strict=True))

                def change(name: Name, made: dict[Name, Sum] = made) -> Formula:
                    return Quotient(name, made[name]) if name in made else name

                new = replace(line, formula=line.formula.map_names(change))
                words = ("takes", pair[0], "and", pair[1], "without their corrections by", bias[0])
                yield ((line, new),), ((*words, "and", bias[1]),), LIKELY


def uncrossed(algorithm: Algorithm) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Use what was worked out in vain in place of what another line like it works out.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> lines = tuple(
    ...     Assignment(Name(n), read_expression(text), Excerpt.of(""))
    ...     for n, text in (("u", "b*u + p"), ("v", "b*v + q"), ("w", "w - a*u"))
    ... )
    >>> (((_, new),), _, _), = uncrossed(Algorithm("", (), lines, Excerpt.of(""), "python"))
    >>> new.formula.text()
    'w - a*v'
    """
    yield from _by_own_name(algorithm)
    vain = idle(algorithm)
    for dead in (line for line in algorithm.assignments if line.target.name in vain):
        for used in algorithm.assignments:
            if used is dead or skeleton(used.formula) != skeleton(dead.formula):
                continue
            for line in algorithm.assignments:
                own = [n for n in names(line.formula) if n.name == used.target.name]
                if line is used or not own:
                    continue

                def change(name: Name, used: Name = used.target, new: Name = dead.target) -> Name:
                    return new if name.name == used.name else name

                made = replace(line, formula=line.formula.map_names(change))
                words = ("has", own[0], "where", dead.target, "belongs")
                yield ((line, made),), (words,), CLASSIC


def _by_own_name(algorithm: Algorithm) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Let a line read its own last value where it reads that of another line like it."""
    for used in algorithm.assignments:
        if used.target.name not in used.formula.names():
            continue
        for line in algorithm.assignments:
            own = [n for n in names(line.formula) if n.name == used.target.name]
            if not own or line.target.name in {used.target.name, *line.formula.names()}:
                continue

            def change(name: Name, used: Name = used.target, line: Assignment = line) -> Name:
                new = replace(line.target, index=name.index)
                return new if name.name == used.name else name

            made = replace(line, formula=line.formula.map_names(change))
            if skeleton(made.formula) == skeleton(used.formula):
                words = ("has", own[0], "where", change(own[0]), "belongs")
                yield ((line, made),), (words,), CLASSIC


_GRADIENT = re.compile(r"(?P<before>d_?|g_?|grad_?)(?P<of>\w+)|(?P<by>\w+)(?P<after>_grad)")


def own_gradient(
    algorithm: Algorithm, copy: Copy
) -> Iterator[tuple[Lines, tuple[Words, ...], int]]:
    """Give a copy its own gradient where it has that of another parameter: dW for db."""
    gradient, parameter = copy.names.get("g"), copy.parameter
    difference = copy.difference
    if difference is None or difference.other is not None or gradient is None:
        return
    found = _GRADIENT.fullmatch(gradient.name)
    if found is None or parameter is None or copy.recursion is not None:
        return
    right = Name(f"{found['before'] or ''}{parameter.name}{found['after'] or ''}")
    own = {id(line) for line in copy.assignments}

    def change(name: Name) -> Name:
        return replace(right, index=name.index) if name.name == gradient.name else name

    for line in algorithm.assignments:
        if id(line) in own and gradient.name in line.formula.names():
            made = replace(line, formula=line.formula.map_names(change))
            yield ((line, made),), (("has", gradient, "where", right, "belongs"),), CLASSIC
