"""Names for what is stored elsewhere: ``exp_avg = state["exp_avg"]``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symopt.formula import Call, Formula, Name
from symopt.notes.python.naming import place_of
from symopt.notes.python.places import is_place, root
from symopt.notes.python.substitution import substitute
from symopt.notes.python.tree import Assign


def without_aliases(
    assigns: Sequence[Assign], returned: frozenset[str]
) -> tuple[list[Assign], dict[str, str]]:
    """Return the assignments in terms of what is stored, and the names the listing prefers.

    A name that stands for a stored value is replaced by it; what is changed in place through the
    name changes the stored value. A copy that is then changed has a value of its own. A name that
    is rebound and then stored again is the stored value from there on.

    Parameters
    ----------
    returned : set of str
        Names that the function returns: what a state was unpacked to and is returned, is stored.
    """
    made: list[Assign] = []
    aliases: dict[str, Formula] = {}
    preferred: dict[str, str] = {}
    read: set[str] = set()
    assigned: set[str] = set()
    for at, each in enumerate(assigns):
        formula = substitute(each.formula, aliases)
        before, done = set(read), set(assigned)
        read |= set(each.formula.names())
        assigned |= {place_of(each.target) or ""}
        target = each.target
        match target:
            case Name(name=name) if name in aliases and each.in_place:
                target = aliases[name]
            case Name(name=name) if "." not in name:
                aliases.pop(name, None)
                later = assigns[at + 1 :]
                stored = _is_stored(formula) or _is_changed(later, name, formula)
                stored = stored and not (each.copied and _is_own(later, name))
                # A variable that is read before has a value of its own from the step before.
                own = name not in done and name in before | set(each.formula.names())
                if stored and not own and not _moves(later, name, formula, aliases):
                    aliases[name] = formula
                    preferred.setdefault(place_of(formula) or name, name)
                    continue
            case _:
                target = substitute(target, aliases)
        if target != formula:
            made.append(replace(each, target=target, formula=formula))
    return _stored_again(made, returned, preferred), preferred


def _is_stored(formula: Formula) -> bool:
    """Whether a formula is an attribute or an item, not a variable of the function itself."""
    if not is_place(formula) or place_of(formula) is None:
        return False
    return isinstance(formula, Call) or (isinstance(formula, Name) and "." in formula.name)


def _is_changed(later: Sequence[Assign], name: str, formula: Formula) -> bool:
    """Whether a variable is another name for what is then changed in place through it.

    Not by ``x += y``, which gives a number a new value and changes an array: of two variables
    the reader cannot know which they are.
    """
    if not isinstance(formula, Name):
        return False
    for each in later:
        if each.target == Name(name):
            # Of a list of many, such as steps[i], each is a number or an array of its own.
            many = formula.name in (f"{name}s", f"{name}_list", f"state_{name.removesuffix('_t')}s")
            return each.in_place and (not each.augmented or many)
        if each.target == formula:
            return False
    return False


def _is_own(later: Sequence[Assign], name: str) -> bool:
    """Whether a copy is changed in place, by whatever means, before it is another value's name."""
    for each in later:
        if root(each.target).split(".")[0] == name:
            return each.in_place
    return False


def _moves(later: Sequence[Assign], name: str, place: Formula, aliases: dict[str, Formula]) -> bool:
    """Whether the stored value is rebound while its old value is still read under the name."""
    moved = False
    for each in later:
        if moved and name in each.formula.names():
            return True
        if isinstance(each.target, Name) and each.target.name == name:
            return False
        moved = moved or substitute(each.target, aliases) == place
    return False


def _stored_again(
    assigns: list[Assign], returned: frozenset[str], preferred: dict[str, str]
) -> list[Assign]:
    """Let a name that is stored at last (``self.m = m``) be the stored value all along."""
    made = list(assigns)
    for at in range(len(made) - 1, -1, -1):
        store = made[at]
        if not (isinstance(store.formula, Name) and "." not in store.formula.name):
            continue
        if not _is_stored(store.target):
            continue
        local = store.formula.name
        if _can_be(made, at, local, store.target):
            made = _renamed(made, local, store.target, at)
            preferred.setdefault(place_of(store.target) or local, local)
    for place, name in list(preferred.items()):
        stored = _place(made, place)
        if stored is not None and name in returned and _can_be(made, len(made), name, stored):
            made = _renamed(made, name, stored, None)
    return [each for each in made if each.target != each.formula]


def _place(assigns: Sequence[Assign], dotted: str) -> Formula | None:
    for each in assigns:
        for part in each.formula.walk():
            if place_of(part) == dotted:
                return part
    return None


def _can_be(assigns: Sequence[Assign], end: int, local: str, place: Formula) -> bool:
    """Whether a variable may be taken for the place that it is stored in at `end`.

    The place must not be read or assigned between the first assignment of the variable and the
    store, nor the variable before; after the store, neither may get another value.
    """
    begun = False
    for at, each in enumerate(assigns):
        if at >= end:
            if not begun or (at > end and each.target in (Name(local), place)):
                return False
            continue
        reads_place = any(part == place for part in each.formula.walk())
        if begun and (reads_place or each.target == place):
            return False
        if not begun and local in each.formula.names():
            return False
        begun = begun or each.target == Name(local)
    return begun


def _renamed(
    assigns: Sequence[Assign], local: str, place: Formula, store: int | None
) -> list[Assign]:
    return [
        replace(
            each,
            target=place if each.target == Name(local) else each.target,
            formula=substitute(each.formula, {local: place}),
        )
        for at, each in enumerate(assigns)
        if at != store
    ]
