"""States that are changed where they should not be, or not changed where they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.formula import Call, Formula, Name, Number, Power, Quotient, Sum
from symopt.notes.python.algorithms import Built
from symopt.notes.python.naming import place_of
from symopt.notes.python.places import matched
from symopt.notes.python.tree import Assign, Effect, Loop, Return, walk
from symopt.notes.statement import Lint

_COPIES = re.compile(r"copy|clone|array\(|list\(|[*/+-]")


def overwritten(built: Built) -> Iterator[Lint]:
    """A state that takes its corrected value: the next step starts from that."""
    corrections = {
        place_of(each.target)
        for each in built.assigns
        if built.counter.name is not None and _corrects(each.formula, built.counter.name)
    }
    for each in built.assigns:
        match each:
            case Assign(target=target, formula=Quotient(top=top, bottom=bottom)):
                place = place_of(target)
                by_name = isinstance(bottom, Name) and bottom.name in corrections
                counted = built.counter.name is not None and _corrects(bottom, built.counter.name)
                if top == target and place in built.kept and (counted or by_name):
                    yield Lint(
                        "overwritten-state",
                        f"{place} is overwritten by its corrected value, from which the next step"
                        f" goes on: give the corrected value a name of its own",
                        each.excerpt,
                        True,
                    )
            case _:
                pass


def _corrects(formula: Formula, counter: str) -> bool:
    """Whether a formula is 1 - beta**t."""
    match formula:
        case Sum(terms=(Number(value=one), *rest)) if one == 1 and rest:
            return any(
                isinstance(part, Power) and counter in part.exponent.names()
                for term in rest
                for part in term.walk()
            )
        case _:
            return False


def lost_updates(built: Built) -> Iterator[Lint]:
    """A loop that gives its own variable a new value: what it walks over stays as it was."""
    for loop in walk(built.unit.body):
        if not isinstance(loop, Loop) or loop.targets is None:
            continue
        walked = matched(loop.targets, loop.over)
        nodes = list(walk(loop.body))
        for node in nodes:
            if not (isinstance(node, Assign) and isinstance(node.target, Name)):
                continue
            name = node.target.name
            if name not in walked or node.in_place or name not in node.formula.names():
                continue
            used = any(
                other is not node and name in formula.names()
                for other in nodes
                for formula in _formulas(other)
            )
            if not used:
                yield Lint(
                    "lost-update",
                    f"{name} is a name of the loop, so {walked[name].text()} keeps its old values:"
                    f" assign in place ({name}[...] = or {name} -=)",
                    node.excerpt,
                    True,
                )


def _formulas(node: object) -> tuple[Formula, ...]:
    match node:
        case Assign(target=Call() as target, formula=formula):
            return (formula, target)
        case Assign(formula=formula) | Effect(formula=formula):
            return (formula,)
        case Return(values=values):
            return values
        case _:
            return ()


def aliased(built: Built) -> Iterator[Lint]:
    """A kept old value that changes with the new one: v_prev = v, then v *= mu."""
    assigns = built.assigns
    for at, each in enumerate(assigns):
        match each:
            case Assign(target=Name(name=old), formula=Name(name=name)) if "." not in old:
                pass
            case _:
                continue
        if _COPIES.search(each.excerpt.text):
            continue
        changed = None
        for later in assigns[at + 1 :]:
            if changed is not None and old in later.formula.names():
                yield Lint(
                    "aliased",
                    f"{old} is {name} itself, not a copy: `{changed.excerpt.text.strip()}` changes "
                    f"an array in place, and {old} with it; write {old} = {name}.copy()",
                    each.excerpt,
                    True,
                )
                break
            if later.target == each.formula:
                if not later.in_place:
                    break
                changed = later
