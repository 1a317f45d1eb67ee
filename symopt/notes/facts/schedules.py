"""Formulas for a hyperparameter in the epoch or the step, held against the catalogue."""

from __future__ import annotations

import re
from fractions import Fraction

from symopt.formula import Formula, Name, Number
from symopt.notes.facts.edits import edits
from symopt.notes.facts.enclosure import Enclosure
from symopt.notes.facts.matching import (
    Clock,
    Match,
    counted_down,
    in_domain,
    initial_of,
    match,
    outside,
)
from symopt.notes.facts.same import compare
from symopt.notes.facts.surroundings import key_text, place_of
from symopt.notes.facts.values import CONSTANTS, DOTS
from symopt.notes.facts.words import number, plain, read_back
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Statement

ZERO = Number(Fraction(0))
MAX_NODES = 80
EPOCHS = re.compile(r"^(the)?(n|num|number|current)?(of)?epochs?(num|number|index|count)?i?$")
STEPS = re.compile(
    r"^(t|tcur|(global|current|num)?(steps?|iter|iters|iterations?|batch|updates?)(num)?)$"
)
COUNTERS = re.compile(r"^[nkijs]$")
RATES = re.compile(
    r"^(alpha|eta|lr|rate|learningrate|stepsize|epsilon|gamma|lambda|mu|nu|l|a)"
    r"(0|t|k|n|i|init|initial|base|start|new|epoch|tilde|hat|bar|prime|eff|effective|cur|current)?$"
)
FALLING = re.compile(r"decay|anneal|衰减|退火", re.IGNORECASE)
RISING = re.compile(r"warm|预热|升温|restart|cycl|range test", re.IGNORECASE)
TOPIC = re.compile(r"decay|schedul|anneal|warm|衰减|退火|调度", re.IGNORECASE)


def judge_schedule(passage: Passage, statement: Statement, file: str) -> Finding | None:
    """Judge a statement that gives a rate as a formula of the epoch; None if it does not."""
    read = schedule_of(statement)
    if read is None:
        return None
    target, formula, clock = read
    whole = counted_down(formula, clock.name)
    found = match(whole, clock)
    rises = found is not None and (_grows(found) or (_rising(found) and _falls(passage)))
    astray = found is not None and _astray(found, target, formula)
    mended = None
    if found is None or rises or astray or not found.usual:
        mended = next(
            (
                (edited, better)
                for edited in edits(formula)
                if (better := match(edited, clock, renaming_only=True)) is not None
                and not (_grows(better) or _rising(better))
                and (found is None or not rises or _kin(found, better))
            ),
            None,
        )
    named = mended is not None and initial_of(formula) is not None
    if found is not None and not rises and not named:
        return _found(found, None if mended is None else mended[0], target, file, statement)
    if mended is not None:
        return _mended(target, formula, *mended, file, statement)
    beyond = found if rises else match(whole, clock, anywhere=True)
    if beyond is not None:
        return _outside(beyond, file, statement)
    if initial_of(formula) is None and not any(TOPIC.search(text) for text in passage.claims):
        return None
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "note",
        "a schedule that is not in the catalogue, and no small edit makes it one.",
        read_back(statement),
        no_map="searched",
        reason="no schedule of the catalogue is this one under any map that was tried",
    )


def _found(
    found: Match, edited: Formula | None, target: Name, file: str, statement: Statement
) -> Finding:
    suspicious = not found.usual and edited is not None
    summary = found.schedule.summary.lower()
    message = f"{summary}."
    doubt = _doubt(found)
    if doubt is not None:
        message = f"{summary.partition(':')[0]} {doubt}."
    if suspicious and edited is not None:
        message = f"write {plain(edited)}: as it stands two parameters do the work of one."
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "identical" if found.renamed else "equivalent",
        "error" if suspicious else "note" if doubt else "ok",
        message,
        read_back(statement),
        rule=found.schedule.name,
        map={name: plain(value) for name, value in found.parameters.items()},
        conditions=found.conditions,
        suggestion=f"{target.latex()} = {edited.latex()}" if suspicious and edited else None,
        lints=("suspicious",) if suspicious else (),
        source=str(found.schedule.reference),
    )


def _doubt(found: Match) -> str | None:
    """Return a condition without which a schedule rises where it is to fall."""
    for parameter in found.schedule.parameters:
        value = found.parameters[parameter.name]
        if outside(parameter.domain, value):
            return f"only if {plain(value)} is in {parameter.domain}, otherwise it grows"
    if _rising(found):
        first, final = (plain(found.parameters[name]) for name in ("initial", "final"))
        return f"that rises, from {first} to {final}"
    return None


def _rising(found: Match) -> bool:
    """Whether a schedule goes from what is called the least to what is called the largest."""
    first, final = (plain(found.parameters.get(name, ZERO)) for name in ("initial", "final"))
    return "min" in first.lower() and "max" in final.lower()


def _grows(found: Match) -> bool:
    """Whether a schedule multiplies by a number above 1, again and again."""
    factor = found.parameters.get("factor")
    return isinstance(factor, Number) and factor.value > 1


def _kin(found: Match, other: Match) -> bool:
    """Whether one schedule is the other, or the other with a factor of one half."""
    return other.schedule.name in (found.schedule.name, "staircase")


def _falls(passage: Passage) -> bool:
    """Whether the text says that a rate falls, and nowhere that it warms up."""
    texts = " ".join(passage.claims)
    return bool(FALLING.search(texts)) and not RISING.search(texts)


def _astray(found: Match, target: Name, formula: Formula) -> bool:
    """Whether the initial rate has a name in a formula, but is not where it should stand."""
    initial = initial_of(formula)
    if initial is None or not initial.name.startswith(target.name):
        return False
    return initial.name not in found.parameters["initial"].names()


def _outside(found: Match, file: str, statement: Statement) -> Finding:
    """Say which parameter makes a schedule grow, or do something else that it should not."""
    summary = found.schedule.summary.partition(":")[0].lower()
    if _rising(found):
        message = f"{_doubt(found)}: this is no {summary} that falls."
        reason = "the rate rises"
    else:
        parameter, domain = _beyond(found)
        value = plain(found.parameters[parameter])
        message = f"{parameter} is {value}, outside {domain}: this is no {summary}."
        reason = f"{parameter} = {value} is outside {domain}"
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "error",
        message.removeprefix("that "),
        read_back(statement),
        rule=found.schedule.name,
        map={name: plain(formula) for name, formula in found.parameters.items()},
        no_map="searched",
        reason=reason,
    )


def _beyond(found: Match) -> tuple[str, str]:
    """Return the parameter that is where it should not be, and where it should be."""
    if _grows(found):
        return "factor", "[0, 1]"
    parameter = next(
        p for p in found.schedule.parameters if not in_domain(p.domain, found.parameters[p.name])
    )
    return parameter.name, str(parameter.domain)


def schedule_of(statement: Statement) -> tuple[Name, Formula, Clock] | None:
    """Return what a statement gives as a formula of a clock: the name, the formula, the clock."""
    if not statement.links or statement.links[0] not in ("=", "<-", "~"):
        return None
    target, formula = statement.parts[0], statement.parts[1]
    if not isinstance(target, Name) or DOTS in formula.names() or _large(formula):
        return None
    clock = _clock(target, formula)
    if clock is None or not RATES.match(_letters(target.name)):
        return None
    for node in formula.walk():
        if isinstance(node, Name) and node.index is not None:
            place = place_of(node.index)
            if place is None or place[0] is not None:
                return None  # made of what was before: a recursion
        if type(node).__name__ in ("Call", "SumOver", "LimitOf") and "grad" in str(
            getattr(node, "function", "")
        ):
            return None
    if target.name in formula.names() and key_text(target) in _free(formula):
        return None
    return target, formula, clock


def _large(formula: Formula) -> bool:
    return sum(1 for _ in formula.walk()) > MAX_NODES


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _clock(target: Name, formula: Formula) -> Clock | None:
    names = [n.name for n in formula.walk() if isinstance(n, Name) and n.index is None]
    for pattern, kind in ((EPOCHS, "epoch"), (STEPS, "t"), (COUNTERS, "t")):
        for name in dict.fromkeys(names):
            if pattern.match(_letters(name)) and name != target.name:
                return Clock(name, kind)
    return None


def _free(formula: Formula) -> list[str]:
    found = (key_text(n) for n in formula.walk() if isinstance(n, Name))
    return [name for name in dict.fromkeys(found) if name not in CONSTANTS]


def _mended(
    target: Name,
    formula: Formula,
    edited: Formula,
    mended: Match,
    file: str,
    statement: Statement,
) -> Finding:
    answer = compare(formula, edited)
    witness = None
    if answer.left is not None and answer.right is not None:
        witness = {
            "values": {name: str(value) for name, value in answer.witness.items()},
            "left": _shown(answer.left),
            "right": _shown(answer.right),
        }
    mend = f"{target.latex()} = {edited.latex()}"
    summary = mended.schedule.summary.partition(":")[0].lower()
    return Finding(
        file,
        statement.excerpt.start,
        "schedule",
        "different",
        "error",
        f"write {plain(edited)}: that is {summary}; {plain(formula)} is not.",
        read_back(statement),
        rule=mended.schedule.name,
        witness=witness,
        no_map="searched",
        suggestion=mend,
        reason=f"it differs from {mended.schedule.name} under every map that was tried",
    )


def _shown(value: Enclosure) -> str:
    return number(value, 6)
