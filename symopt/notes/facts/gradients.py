"""Code that claims to compute the gradient of a loss, held against the loss's own derivative."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from symopt.errors import SymoptError
from symopt.formula import Formula, Number, Quotient
from symopt.notes.facts.derivative import NoDerivative, times
from symopt.notes.facts.matching import tidy
from symopt.notes.facts.programs import NotUnderstood, Reader, divisors
from symopt.notes.facts.same import compare
from symopt.notes.facts.totals import COUNT, Total
from symopt.notes.facts.words import number, plain
from symopt.notes.finding import Finding
from symopt.notes.python.tree import Function, Program
from symopt.proof.kernel.terms import Rejected

LOSS = re.compile(r"(^|_)(loss|cost|mse|mae|error|objective|criterion|j|f|func)(_|$|fn|function)")
GRADIENT = re.compile(r"grad|deriv|jac|(^|_)d[jlf](_|d|$)")
DATA = re.compile(r"^(xs?|ys?|ts?|zs?|data|points|inputs?|features|targets?|labels?)(_|\d|$)")
MAX_PARAMETERS = 6
PROPORTIONAL = "it is proportional to the gradient"
UNLIKE = "its parts have different factors"


@dataclass(frozen=True, slots=True)
class Loss:
    """A function that returns one quantity of a data set."""

    function: Function
    value: Total


def judge_gradients(programs: Sequence[Program], file: str) -> Iterator[Finding]:
    """Judge every function that claims to be the gradient of a loss that stands before it."""
    losses: list[Loss] = []
    unread: list[Function] = []
    for program in programs:
        for function in program.functions():
            name = function.name.lower()
            if GRADIENT.search(name):
                found = _judge(function, losses, unread, file)
                if found is not None:
                    yield found
            elif LOSS.search(name):
                value = _loss(function)
                if value is not None:
                    losses.append(Loss(function, value))
                else:
                    unread.append(function)


def _loss(function: Function) -> Total | None:
    try:
        results = Reader(function).returned()
    except NotUnderstood:
        return None
    return results[0][1] if len(results) == 1 else None


def _judge(
    function: Function, losses: Sequence[Loss], unread: Sequence[Function], file: str
) -> Finding | None:
    own = [p.name for p in function.parameters]
    fitting = [loss for loss in losses if [p.name for p in loss.function.parameters] == own]
    others = [one for one in unread if [p.name for p in one.parameters] == own]
    if not fitting and not others:
        return None
    claimed = max(
        (*(loss.function for loss in fitting), *others), key=lambda one: one.excerpt.start
    )
    base = Finding(
        file,
        function.excerpt.start,
        "gradient",
        "undecided",
        "note",
        "",
        "",
        claimed=f"the gradient of {claimed.name}",
    )
    if claimed in others:
        return _undecided(base, function, f"{claimed.name}, the loss, is not read")
    loss = fitting[-1]
    reader = Reader(function)
    try:
        results = reader.returned()
    except NotUnderstood as problem:
        return _undecided(base, function, f"{function.name}: {problem}")
    named = _named(results, loss)
    choices = [named] if named is not None else list(_choices(results, loss))
    judged = [_by(pairs, base, function, loss, reader) for pairs in choices]
    for found in sorted(judged, key=lambda found: found.verdict != "identical"):
        # Of names that were tried, only those count with which it is nearly right.
        if named is not None or found.verdict == "identical" or found.reason == PROPORTIONAL:
            return found
    reason = f"which parameters {function.name} differentiates by is not clear"
    return _undecided(base, function, reason)


def _by(
    pairs: list[tuple[str, Total]], base: Finding, function: Function, loss: Loss, reader: Reader
) -> Finding:
    """Judge quantities as the derivatives by some names."""
    text = "\n".join(f"d/d{name} = {_shown(value)}" for name, value in pairs)
    factors: dict[str, Formula] = {}
    for name, value in pairs:
        try:
            right = loss.value.derivative(name)
        except NoDerivative as problem:
            return _undecided(base, function, f"{problem} is not differentiated")
        factor = factor_of(value, right)
        if factor is None:
            return _wrong(base, function, loss, name, value, right, text)
        factors[name] = factor
    if all(_is_one(factor) for factor in factors.values()):
        message = f"{function.name} is the gradient of {loss.function.name}."
        return _with(base, "identical", "ok", message, text)
    return _scaled(base, function, loss, factors, reader, text)


def _undecided(base: Finding, function: Function, reason: str) -> Finding:
    return _with(base, "undecided", "note", f"not decided: {reason}.", function.name, reason=reason)


def _with(
    base: Finding, verdict: str, severity: str, message: str, text: str, **more: object
) -> Finding:
    return replace(base, verdict=verdict, severity=severity, message=message, text=text, **more)  # type: ignore[arg-type]


def _named(results: list[tuple[str, Total]], loss: Loss) -> list[tuple[str, Total]] | None:
    """Tell by which name of the loss each result is the derivative, if its own name tells."""
    names = {n for part in (loss.value.part, loss.value.term) for n in part.names()}
    if all(key.startswith("[") for key, _ in results):
        for parameter in reversed(loss.function.parameters):
            wanted = [f"{parameter.name}{key}" for key, _ in results]
            if set(wanted) <= names and _all_of(parameter.name, names) == set(wanted):
                return list(zip(wanted, (value for _, value in results), strict=True))
    found: list[tuple[str, Total]] = []
    for key, value in results:
        bare = re.sub(r"^(d_?[jlf]_?)?(d_?|grad_?|g_)|_?(grad|gradient)$", "", key)
        if bare in names:
            found.append((bare, value))
    if len(found) == len(results):
        return found
    wanted = [
        p.name
        for p in loss.function.parameters
        if p.name in names and not DATA.match(p.name.lower())
    ]
    if len(wanted) != len(results):
        return None
    return list(zip(wanted, (value for _, value in results), strict=True))


def _choices(results: list[tuple[str, Total]], loss: Loss) -> Iterator[list[tuple[str, Total]]]:
    """Give ways in which results may be derivatives by parameters, in their order."""
    names = {n for part in (loss.value.part, loss.value.term) for n in part.names()}
    given = [p.name for p in loss.function.parameters if p.name in names]
    if len(given) <= MAX_PARAMETERS:
        for chosen in combinations(given, len(results)):
            yield list(zip(chosen, (value for _, value in results), strict=True))


def _all_of(parameter: str, names: set[str]) -> set[str]:
    return {name for name in names if name.startswith(f"{parameter}[")}


def factor_of(value: Total, right: Total) -> Formula | None:
    """Return the factor, free of data and parameters, by which a quantity differs; None if none."""
    if _same(value, right):
        return Number(Fraction(1))
    put: dict[str, Formula] = {}
    kept = {COUNT} | ((_names(value)) - _names(right))
    for place, name in enumerate(sorted(_names(right) - kept)):
        put[name] = Number(Fraction(place + 2, 2 * place + 3))
    side = "term" if not right.plain else "part"
    top, bottom = (
        getattr(total, side).map_names(lambda n: put.get(n.name, n)) for total in (value, right)
    )
    try:
        factor = tidy(Quotient(top, bottom))
    except (Rejected, SymoptError):
        return None
    if set(factor.names()) & set(put):
        return None
    scaled = Total(times(right.part, factor), times(right.term, factor))
    return factor if _same(value, scaled) else None


def _names(total: Total) -> set[str]:
    return {*total.part.names(), *total.term.names()}


def _same(a: Total, b: Total) -> bool:
    return all(
        compare(one, other).verdict == "identical"
        for one, other in ((a.part, b.part), (a.term, b.term))
    )


def _is_one(factor: Formula) -> bool:
    return (
        factor == Number(Fraction(1)) or compare(factor, Number(Fraction(1))).verdict == "identical"
    )


def _shown(total: Total) -> str:
    parts = [] if total.part == Number(Fraction(0)) and not total.plain else [plain(total.part)]
    if not total.plain:
        parts.append(f"sum over the data of {plain(total.term)}")
    return " + ".join(parts)


def _scaled(
    base: Finding,
    function: Function,
    loss: Loss,
    factors: dict[str, Formula],
    reader: Reader,
    text: str,
) -> Finding:
    first, *others = factors.values()
    if not all(compare(first, factor).verdict == "identical" for factor in others):
        shown = ", ".join(
            f"d/d{name} is {plain(factor)} times"
            for name, factor in factors.items()
            if not _is_one(factor)
        )
        message = f"in {function.name} {shown} that of {loss.function.name}."
        return _with(base, "different", "error", message, text, reason=UNLIKE)
    factor, advice = _advice(first, function, reader)
    message = f"{advice}: {function.name} is {factor} times the gradient of {loss.function.name}."
    return _with(
        base,
        "different",
        "error",
        message,
        text,
        reason=PROPORTIONAL,
        suggestion=advice,
        witness={"factor": factor},
        lints=("proportional",),
    )


def _advice(factor: Formula, function: Function, reader: Reader) -> tuple[str, str]:
    """Return the factor as the author would write it, and what to do about it."""
    for divisor in divisors(function):
        try:
            value = reader.value(divisor, None)
        except NotUnderstood:
            continue
        inverted = Quotient(Number(Fraction(1)), value.part)
        if value.plain and compare(factor, inverted).verdict == "identical":
            shown = plain(divisor)
            alone = shown.isidentifier() or shown.endswith(")")
            return f"1/{shown if alone else f'({shown})'}", f"do not divide by {shown}"
    match factor:
        case Number(value=value) if value == -1:
            return "-1", "change its sign"
        case Number(value=value):
            return number(value), f"multiply by {number(1 / value)}"
        case Quotient(top=Number(value=Fraction(numerator=1, denominator=1)), bottom=bottom):
            return plain(factor), f"multiply by {plain(bottom)}"
        case _:
            return plain(factor), f"divide by {plain(factor)}"


def _wrong(
    base: Finding,
    function: Function,
    loss: Loss,
    name: str,
    value: Total,
    right: Total,
    text: str,
) -> Finding:
    side = "term" if not right.plain else "part"
    answer = compare(getattr(value, side), getattr(right, side))
    if answer.verdict != "different" or answer.left is None or answer.right is None:
        return _undecided(base, function, f"whether d/d{name} is right: {answer.reason}")
    witness = {
        "values": {key: str(v) for key, v in answer.witness.items()},
        "left": number(answer.left),
        "right": number(answer.right),
    }
    message = (
        f"{function.name} is not the gradient of {loss.function.name}: d/d{name} is"
        f" {_shown(Total(tidied(right.part), tidied(right.term)))}."
    )
    return _with(base, "different", "error", message, text, witness=witness)


def tidied(formula: Formula) -> Formula:
    """Return a formula simplified for reading, or as it is."""
    try:
        return tidy(formula)
    except (Rejected, SymoptError):
        return formula
