r"""Stated gradients of stated losses: dJ/dw = ... beside J = 1/(2m) \sum_i (...)^2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Number, Product, SumOver
from symopt.notes.facts.derivative import ONE, NoDerivative, derivative
from symopt.notes.facts.gradients import factor_of
from symopt.notes.facts.link import Link
from symopt.notes.facts.same import Answer, compare
from symopt.notes.facts.surroundings import Surroundings, key_text, keys, place_of, unfold
from symopt.notes.facts.totals import NotTotal, Total, arithmetic
from symopt.notes.facts.words import number, plain
from symopt.notes.meaning.passages import Passage
from symopt.notes.statement import Statement

LOWEST = -(10**9)


def judge_slope(passage: Passage, statement: Statement, near: Surroundings) -> list[Link] | None:
    """Judge ``dJ/dw = formula`` where a loss with w in it is stated nearby; None if none is."""
    match statement.parts[0]:
        case Call(function="grad", arguments=(Name(index=None) as by,)):
            pass
        case _:
            return None
    if len(statement.parts) < 2 or statement.links[0] not in ("=", "<-"):
        return None
    alone = _beside(passage, statement, by.name, near)
    if alone is not None:
        return [alone]
    for loss in _losses(passage, statement):
        found = _against(loss, statement.parts[1], by.name, near)
        if found is not None:
            return [found]
    return None


def _beside(passage: Passage, statement: Statement, by: str, near: Surroundings) -> Link | None:
    """Judge ``dJ/dw = formula`` where the J of one sample is stated, with w in it."""
    above = ABOVE.search(statement.excerpt.text)
    if above is None:
        return None
    given = statement.parts[1]
    if any(isinstance(node, SumOver) or _indexed(node) for node in given.walk()):
        return None
    name, whole = above["loss"] or above["function"], above["loss"] is None
    stated = [
        other.parts[1]
        for other in passage.neighbours
        if other is not statement
        and len(other.parts) > 1
        and other.links[0] == "="
        and _is_called(other.parts[0], name, by, whole)
    ]
    if len(stated) != 1 or by not in stated[0].names():
        return None
    loss = stated[0]
    if any(isinstance(node, SumOver) or _indexed(node) for node in loss.walk()):
        return None
    own = {name for name in loss.names() if not near.defines(name)}
    if by not in own or not set(given.names()) <= {*own, by}:
        return None
    try:
        right = derivative(loss, by)
    except NoDerivative:
        return None
    answer = compare(given, right)
    if answer.verdict == "identical":
        return Link("identical")
    if answer.verdict == "undecided":
        return None
    link = _no_slope(given, by, loss, answer)
    for missing in (Fraction(-1), Fraction(1, 2), Fraction(2), Fraction(-1, 2), Fraction(-2)):
        if compare(Product((Number(missing), given)), right).verdict == "identical":
            advice = f"multiply by {number(missing)}"
            return replace(link, message=f"{advice}: {link.message}", suggestion=advice)
    return link


ABOVE = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:\\partial|\\mathrm\s*\{?\s*d\s*\}?|d)\s*(?P<loss>[A-Z])\s*\}"
    r"|^[\s&]*(?:\\nabla|∇)\s*(?:_\s*\{?\s*\\?\w+\s*\}?)?\s*(?P<function>[A-Z])\s*\("
)


def _is_called(target: Formula, name: str, by: str, whole: bool) -> bool:
    """Whether what is stated is the loss of that name: J, or J(w, b).

    `whole` says that its gradient is by all that it depends on, which then is one thing.
    """
    match target:
        case Name(name=own, index=None):
            return own == name
        case Call(function=function, arguments=arguments):
            alone = len(arguments) == 1 or not whole
            return function == name and alone and Name(by) in arguments
        case _:
            return False


def _indexed(node: Formula) -> bool:
    return isinstance(node, Name) and node.index is not None


def _no_slope(given: Formula, by: str, loss: Formula, answer: Answer) -> Link:
    witness = None
    if answer.left is not None and answer.right is not None:
        witness = {
            "values": {name: str(value) for name, value in answer.witness.items()},
            "left": number(answer.left),
            "right": number(answer.right),
        }
    message = f"{plain(given)} is not the derivative by {plain(Name(by))} of {plain(loss)}."
    return Link("different", message, witness=witness)


def _losses(passage: Passage, statement: Statement) -> Iterator[Formula]:
    """Give the formulas with a sum over samples that a name stands for nearby."""
    here = next((i for i, n in enumerate(passage.neighbours) if n is statement), 0)
    others = sorted(enumerate(passage.neighbours), key=lambda pair: abs(pair[0] - here))
    for _, other in others:
        if (
            other is statement
            or len(other.parts) < 2
            or not isinstance(other.parts[0], (Name, Call))
        ):
            continue
        body = other.parts[1]
        if any(isinstance(node, SumOver) for node in body.walk()):
            yield body


def _against(loss: Formula, given: Formula, by: str, near: Surroundings) -> Link | None:
    try:
        stated, claimed = (_total(_written_out(f, near)) for f in (loss, given))
    except NotTotal:
        return None
    if by not in stated.term.names() or claimed.plain:
        return None
    try:
        right = stated.derivative(by)
    except NoDerivative:
        return None
    if _names(claimed) - _names(right):
        return None  # it speaks of something that the loss does not
    factor = factor_of(claimed, right)
    if factor is None:
        answer = compare(claimed.term, right.term)
        if answer.verdict != "different" or answer.left is None or answer.right is None:
            return Link("undecided", reason="whether it is the derivative is not known")
        return _no_slope(given, by, loss, answer)
    if compare(factor, ONE).verdict == "identical":
        return Link("identical")
    what = number(1 / factor.value) if isinstance(factor, Number) else f"1/({plain(factor)})"
    advice = f"multiply by {what}"
    times = f"{plain(factor)} times the derivative by {plain(Name(by))} of {plain(loss)}"
    witness = {"factor": plain(factor)}
    return Link("different", f"{advice}: it is {times}.", witness=witness, suggestion=advice)


def _names(total: Total) -> set[str]:
    return {*total.part.names(), *total.term.names()}


def _written_out(formula: Formula, near: Surroundings) -> Formula:
    """Put in what indexed names are defined to be, such as y_hat_i = w x_i + b."""
    names = {d.name for d in near.definitions if not near.recursive(d.name)}
    letters = {
        place[0]
        for node in formula.walk()
        if isinstance(node, Name) and node.index is not None
        and (place := place_of(node.index)) is not None
    }  # fmt: skip
    return unfold(formula, near, {name: dict.fromkeys(letters, LOWEST) for name in names})


def _total(formula: Formula) -> Total:
    """Read a formula as sums over samples; all its sums go over the same samples."""
    spans = {(n.lower, n.upper) for n in formula.walk() if isinstance(n, SumOver)}
    if len(spans) > 1:
        raise NotTotal("sums over different samples")

    def visit(node: Formula) -> Total:
        match node:
            case SumOver(body=body, index=Name(name=index)):
                return Total(term=_of_one_sample(body, index))
            case _ if not any(isinstance(inner, SumOver) for inner in node.walk()):
                return Total(node.map_names(lambda name: Name(key_text(name))))
            case _:
                total = arithmetic(node, visit)
                if total is None:
                    raise NotTotal(type(node).__name__)
                return total

    return visit(formula)


def _of_one_sample(body: Formula, index: str) -> Formula:
    """Drop the sample's number from names: x_i is x."""
    if any(isinstance(n, SumOver) for n in body.walk()) or (index,) in keys(body):
        raise NotTotal("a sum in a sum")
    if any(isinstance(n, Call) and n.function not in ("sqrt", "exp", "log") for n in body.walk()):
        raise NotTotal("a function that is not known")

    def change(name: Name) -> Formula:
        place = place_of(name.index) if name.index is not None else None
        return Name(name.name) if place == (index, 0) else Name(key_text(name))

    return body.map_names(change)
