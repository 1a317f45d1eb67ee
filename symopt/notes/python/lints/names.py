"""Names that nothing reads, that nothing gives a value, or that are spelt in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from symopt.errors import nearest
from symopt.formula import Call, Formula
from symopt.notes.python.algorithms import Built
from symopt.notes.python.gradients import unknown_calls
from symopt.notes.python.naming import place_of
from symopt.notes.python.places import root
from symopt.notes.python.tree import Assign, Effect, Function, Loop, Opaque, Return, walk
from symopt.notes.statement import Lint


def dead(built: Built) -> Iterator[Lint]:
    """A value that is computed and that nothing reads before it is computed again."""
    assigns = built.assigns
    read_elsewhere = _read_elsewhere(built)
    for at, each in enumerate(assigns):
        place = place_of(each.target)
        if place is None or "." in place or isinstance(each.target, Call) or each.in_place:
            continue
        if place in read_elsewhere or _is_read(assigns, at, place):
            continue
        if unknown_calls(each.formula) or not each.formula.names():
            continue  # a loss to look at, a batch, a sum that begins
        other = _in_its_place(assigns[at + 1 :], each.formula, place)
        message = f"{place} is computed but nothing uses it"
        if other is None and not built.unit.name and built.step.loop is None:
            continue  # a piece of something: the rest may use it
        if other is not None:
            line, used = other
            message = (
                f"{place} is computed but never used: "
                f"`{_shown(line)}` reads {used} where {place} seems to be meant"
            )
        yield Lint("dead-assignment", message, each.excerpt, other is not None)


def _is_read(assigns: tuple[Assign, ...], at: int, place: str) -> bool:
    """Whether a value is read before the next assignment of its name, round the loop too."""
    for later in (*assigns[at + 1 :], *assigns[: at + 1]):
        if _reads(later.formula, place) or _indexes(later.target, place):
            return True
        if place_of(later.target) == place:
            return False
    return False


def _reads(formula: Formula, place: str) -> bool:
    return any(place_of(part) == place for part in formula.walk()) or place in formula.names()


def _indexes(target: Formula, place: str) -> bool:
    return isinstance(target, Call) and any(place in index.names() for index in target.arguments)


def _read_elsewhere(built: Built) -> set[str]:
    """Return what is read besides the assignments: returned, printed, handed to a function."""
    names: set[str] = set()
    nodes = (*built.unit.body, *built.step.after)
    kept = {id(each.excerpt) for each in built.assigns}
    for node in walk(nodes):
        match node:
            case Return(values=values):
                names.update(name for value in values for name in value.names())
            case Effect(formula=formula) | Loop(over=formula):
                names.update(formula.names())
            case Assign(formula=formula) if id(node.excerpt) not in kept:
                names.update(formula.names())
            case Opaque(reads=reads):
                names.update(reads)
            case Function(body=body):
                names.update(
                    name
                    for inner in walk(body)
                    if isinstance(inner, (Assign, Return))
                    for value in (inner.values if isinstance(inner, Return) else (inner.formula,))
                    for name in value.names()
                )
            case _:
                pass
    return names


def _in_its_place(
    later: tuple[Assign, ...], formula: Formula, place: str
) -> tuple[Assign, str] | None:
    """Return a later line that reads what the dead value was made of: it skips the value.

    Of ``m_tilde = ... m_hat ...`` and ``theta = ... m_hat``, the second one.
    """
    made_of = [name for name in formula.names() if name != place]
    assigned = {place_of(each.target) for each in later}
    for each in later:
        own = place_of(each.target)
        for name in made_of:
            temporary = name not in assigned and name != own
            if temporary and name in each.formula.names() and _alike(name, place):
                return each, name
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two names begin with the same word."""
    return one.rstrip("_").split("_")[0].lower() == other.rstrip("_").split("_")[0].lower()


def _shown(each: Assign) -> str:
    from symopt.errors import shorten

    return shorten(each.excerpt.text.splitlines()[0].strip(), 70)


def unbound(built: Built, known: frozenset[str]) -> Iterator[Lint]:
    """A name that a function reads although nothing gives it a value."""
    if not built.unit.name:
        return  # a snippet takes its names from elsewhere
    assigned = {root(node.target) for node in walk(built.unit.body) if isinstance(node, Assign)}
    looped = {
        name
        for node in walk(built.unit.body)
        if isinstance(node, Loop) and node.targets is not None
        for name in node.targets.names()
    }
    opaque = {name for node in walk(built.unit.body) for name in getattr(node, "names", ())}
    made = {root(each.target) for each in built.assigns}
    bound = known | assigned | looped | opaque | made
    seen: set[str] = set()
    for each in built.assigns:
        for name in each.formula.names():
            head = name.split(".")[0]
            if head in bound or name in bound or head in seen or not head.isidentifier():
                continue
            seen.add(head)
            hint = _meant(built, head, assigned)
            if hint is not None:  # else it is a name of the whole document, more likely
                message = f"{head} is used, but nothing gives it a value: is {hint} meant?"
                yield Lint("unbound-name", message, each.excerpt, True)


def _meant(built: Built, name: str, assigned: set[str]) -> str | None:
    """Return a variable of the function that is called much the same, and not made of `name`."""
    made_of_it = {root(each.target) for each in built.assigns if name in each.formula.names()}
    hint = nearest(name, {n for n in assigned - made_of_it if n.isidentifier()})
    if hint is None or hint == name:
        return None
    shorter, longer = sorted((name, hint), key=len)
    begins = len(shorter) >= 3 and longer.startswith(shorter)
    return hint if begins or SequenceMatcher(None, name, hint).ratio() >= 0.8 else None


def spellings(built: Built) -> Iterator[Lint]:
    """Two names that differ in capitals or underscores only, one assigned, the other read."""
    assigned = {place_of(each.target) or "": each for each in built.assigns}
    folded: dict[str, str] = {}
    for name in assigned:
        folded.setdefault(_folded(name), name)
    parameters = {parameter.name for parameter in built.unit.parameters}
    for each in built.assigns:
        for name in each.formula.names():
            twin = folded.get(_folded(name))
            if twin is None or twin == name or name in assigned or name in parameters:
                continue
            if built.starts.value(name) is not None:
                continue
            yield Lint(
                "two-spellings",
                f"{name} is read, but the value is assigned to {twin}: write {twin}",
                each.excerpt,
                True,
            )


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
