"""Branches: an option that is set once gives two algorithms, a test of the data one formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symopt.formula import Call, Chain, Formula, Name, Number
from symopt.notes.python.functions import words
from symopt.notes.python.keys import is_text
from symopt.notes.python.places import is_place, root
from symopt.notes.python.substitution import rebuild
from symopt.notes.python.tree import (
    CONTINUE,
    Assign,
    Branch,
    Effect,
    Loop,
    Node,
    Opaque,
    Return,
    walk,
)

MAX_VARIANTS = 8
# Options of libraries that change how a step is worked out, or its sign, and no rule.
_TECHNICAL = words("maximize differentiable capturable foreach fused has_complex is_sparse")

_NONE = Name("None")
# The test of a branch that is taken in the first step only.
FIRST = Call("first", ())
_ABSENT = Chain((Name("state"), _NONE), ("=",))


@dataclass(frozen=True, slots=True)
class Variant:
    """A body with its options decided: `options` says how, in the listing's terms."""

    body: tuple[Node, ...]
    first: tuple[Node, ...]  # what is done in the first step only: where states begin
    options: tuple[str, ...]
    changed: frozenset[str] = frozenset()
    """Names that do not have their default values where these options are chosen."""
    chosen: tuple[str, ...] = ()
    """Those of the options that are not the default ones."""


def claims_of(options: Sequence[str]) -> tuple[str, ...]:
    """Return what the options of a listing that are chosen say that it is.

    Examples
    --------
    >>> claims_of(["self.amsgrad", "not weight_decay = 0", "not maximize"])
    ('amsgrad',)
    >>> claims_of(["kind = 'adam'", "not kind = 'sgd'"])
    ('adam',)
    """
    holding = (each for each in options if not each.startswith("not "))
    texts = (each.partition(" = ")[2].strip("'\"") or each for each in holding)
    names = (each.rpartition(".")[2] for each in texts)
    return tuple(name for name in names if name.isidentifier())


def variants(
    body: Sequence[Node], defaults: Mapping[str, Formula], changing: frozenset[str]
) -> list[Variant]:
    """Return the body with every choice of its options, the default choice first.

    Parameters
    ----------
    defaults : mapping
        What names are if the caller says nothing.
    changing : set of str
        Names that a step assigns: a test of one of them is not an option.
    """
    found: list[Variant] = []
    waiting: list[dict[Formula, bool]] = [{}]
    first: Mapping[Formula, bool] = {}
    while waiting and len(found) < MAX_VARIANTS:
        chosen = waiting.pop(0)
        maker = _Maker(chosen, defaults, changing)
        made = maker.block(body)
        options = tuple(
            test.text() if holds else f"not {test.text()}" for test, holds in maker.chosen.items()
        )
        changed = frozenset(
            name
            for test, holds in maker.chosen.items()
            if holds != (_value(test, defaults) or False)
            for name in test.names()
        )
        # The first choice is the default one, whatever is known of its values.
        first = first or maker.chosen
        turned = tuple(
            option
            for (test, holds), option in zip(maker.chosen.items(), options, strict=True)
            if holds != first.get(test, _value(test, defaults) or False)
        )
        found.append(Variant(made, tuple(maker.first), options, changed, turned))
        # Each option that was met for the first time is tried the other way as well.
        met = list(maker.chosen.items())
        for at in range(len(chosen), len(met)):
            other = dict(met[:at])
            other[met[at][0]] = not met[at][1]
            waiting.append(other)
    return found


class _Maker:
    def __init__(
        self,
        chosen: Mapping[Formula, bool],
        defaults: Mapping[str, Formula],
        changing: frozenset[str],
    ):
        self.chosen = dict(chosen)
        self.first: list[Node] = []
        self._defaults = defaults
        self._changing = changing
        self._set: set[str] = set()  # what has a value from this step
        self._met: set[str] = set()  # what may have one, if other options are chosen

    def block(self, nodes: Sequence[Node]) -> tuple[Node, ...]:
        made: list[Node] = []
        for node in nodes:
            match node:
                case Branch():
                    made.extend(self._branch(node))
                    inside = (each for each in walk((node,)) if isinstance(each, Assign))
                    self._met.update(
                        each.target.name for each in inside if isinstance(each.target, Name)
                    )
                case Loop(body=body):
                    made.append(replace(node, body=self.block(body)))
                case _:
                    made.append(node)
            self._set.update(
                each.target.name
                for each in made
                if isinstance(each, Assign) and isinstance(each.target, Name)
            )
            if made and isinstance(made[-1], Return):
                break
        return tuple(made)

    def _branch(self, branch: Branch) -> Iterator[Node]:
        then, otherwise = branch.then, branch.otherwise
        test, positive = _positive(branch.test)
        if not positive:
            then, otherwise = otherwise, then
        if is_present(test):
            test, then, otherwise = _ABSENT, otherwise, then
        if (_skips(then) or _skips(otherwise)) and not is_beginning(test):
            # A step that some passes leave out is another algorithm.
            reason = "a step that is left out now and then is not read"
            yield Opaque(("*",), reason, branch.excerpt)
            return
        if not _says(then) and not _says(otherwise):
            return
        elif (
            not positive
            and isinstance(test, Name)
            and (test.name in self._changing or _fills(otherwise, test.name))
        ):
            test, then, otherwise = _ABSENT, otherwise, then  # if not self.v: ...
        if _is_asked(test):
            yield from self.block(then)  # what a parameter may have besides, as in Keras
            return
        known = self._is_set(test)
        if known is not None:
            yield from self.block(otherwise if known else then)
        elif is_beginning(test):
            made = self.block(then)
            if all(_is_start(node) for node in made):
                # What is there already is kept: the other branch is what a later step does.
                self.first.extend(made)
                yield from self.block(otherwise)
            else:
                yield from _joined(FIRST, made, self.block(otherwise), branch)
        elif _only_leaves(then) and not otherwise:
            return
        elif set(test.names()) & self._changing:
            yield from _joined(test, self.block(then), self.block(otherwise), branch)
        else:
            yield from self.block(then if self._holds(test) else otherwise)

    def _is_set(self, test: Formula) -> bool | None:
        """Say whether a variable that is compared with None was set by the step itself."""
        match test:
            case Chain(parts=(Name(name=name), other), links=("=",)) if other == _NONE:
                if name in self._set:
                    return True
                return False if name in self._met else None
            case _:
                return None

    def _holds(self, test: Formula) -> bool:
        for known, holds in self.chosen.items():
            if known == test:
                return holds
            if holds and _excludes(known, test):
                return False
        if {name.rpartition(".")[2] for name in test.names()} & _TECHNICAL:
            return False
        value = _value(test, self._defaults)
        self.chosen[test] = _is_nothing(test) if value is None else value
        return self.chosen[test]


def _is_asked(test: Formula) -> bool:
    """Whether a test asks if something lacks an attribute: getattr(p, "constraint", None)."""
    match test:
        case Chain(parts=(Call(function="getattr", arguments=(_, _, given)), other), links=("=",)):
            return given == other
        case _:
            return False


def _positive(test: Formula) -> tuple[Formula, bool]:
    """Return a test, or what it denies."""
    match test:
        case Call("not", (inner,)):
            inner, positive = _positive(inner)
            return inner, not positive
        case Chain(parts=parts, links=("!=",)):
            return Chain(parts, ("=",)), False
        case _:
            return test, True


def is_beginning(test: Formula) -> bool:
    """Whether a test asks for a state that is not there yet."""
    match test:
        case Chain(parts=(state, other), links=("=",)) if other == _NONE:
            return state != _NONE
        case Chain(parts=(Call("len", _), Number(value=value)), links=("=",)):
            return value == 0
        case Chain(parts=(state, Call("dict" | "tuple", ())), links=("=",)):
            return bool(state.names())
        case _:
            return False


def _fills(nodes: Sequence[Node], name: str) -> bool:
    """Whether statements only give the items of a dictionary the values they begin with."""
    return bool(nodes) and all(
        isinstance(node, Assign)
        and isinstance(node.target, Name)
        and node.target.name.startswith(f"{name}.")
        and _is_start(node)
        for node in nodes
    )


def _is_start(node: Node) -> bool:
    """Whether a statement of the first step only gives a state the value it begins with."""
    match node:
        case Assign(formula=formula):
            return not formula.names() or isinstance(formula, Call)
        case Loop(body=body):
            return all(_is_start(inner) for inner in body)
        case _:
            return True


def is_present(test: Formula) -> bool:
    """Whether a test asks for a state that is there already."""
    return isinstance(test, Call) and test.function in ("in", "hasattr")


def _skips(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Effect) and node.formula == CONTINUE for node in nodes)


def _says(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, (Assign, Return, Opaque)) for node in walk(tuple(nodes)))


def _only_leaves(nodes: Sequence[Node]) -> bool:
    return all(isinstance(node, (Return, Effect)) for node in nodes)


def _excludes(one: Formula, other: Formula) -> bool:
    """Whether two tests compare the same thing with different texts."""
    match one, other:
        case (
            Chain(parts=(left, first), links=("=",)),
            Chain(parts=(right, second), links=("=",)),
        ):
            return left == right and is_text(first) and is_text(second) and first != second
        case _:
            return False


def _value(test: Formula, defaults: Mapping[str, Formula]) -> bool | None:
    """Return what a test is for the default values, or None."""
    match test:
        case Name(name=name):
            return _truth(_given(name, defaults))
        case Chain(parts=(Name(name=name), other), links=("=",)):
            given = _given(name, defaults)
            return None if given is None else given == other
        case Chain(parts=(Name(name=name), Number(value=bound)), links=(">",)):
            given = _given(name, defaults)
            return given.value > bound if isinstance(given, Number) else None
        case _:
            return None


def _given(name: str, defaults: Mapping[str, Formula]) -> Formula | None:
    """Return the default of a name, or of the parameter that an attribute is called after."""
    return defaults.get(name) or defaults.get(name.rpartition(".")[2])


def _is_nothing(test: Formula) -> bool:
    """Whether a test says that something is not asked for: weight_decay == 0."""
    match test:
        case Chain(parts=(Name(), Number(value=value)), links=("=",)):
            return value == 0
        case _:
            return False


def _truth(formula: Formula | None) -> bool | None:
    match formula:
        case Name(name="True"):
            return True
        case Name(name="False" | "None"):
            return False
        case Number(value=value):
            return value != 0
        case _:
            return None


def _joined(
    test: Formula, then: Sequence[Node], otherwise: Sequence[Node], branch: Branch
) -> Iterator[Node]:
    """Write two branches as one: each place takes one value or the other."""
    values: list[dict[Formula, Formula]] = []
    for nodes in (then, otherwise):
        taken = _values(nodes)
        if taken is None:
            both = (*then, *otherwise)
            names = {root(n.target) for n in walk(both) if isinstance(n, Assign)}
            yield Opaque(tuple(names), "a branch that is not read", branch.excerpt)
            return
        values.append(taken)
    for target in dict.fromkeys((*values[0], *values[1])):
        first, second = (each.get(target, target) for each in values)
        if first == second:
            yield Assign(target, first, branch.excerpt)
        else:
            yield Assign(target, Call("where", (test, first, second)), branch.excerpt)


def _values(nodes: Sequence[Node]) -> dict[Formula, Formula] | None:
    """Return what a straight piece of code makes of each place, or None if it is not straight.

    A variable for something stored comes last, as a name for it.
    """
    values: dict[Formula, Formula] = {}
    aliases: dict[Formula, Formula] = {}

    def now(part: Formula) -> Formula:
        part = aliases.get(part, part)
        return values.get(part, part)

    for node in nodes:
        match node:
            case Effect():
                pass
            case Assign(target=Name(name=name) as target, formula=formula) if (
                "." not in name and is_place(formula) and "." in root(formula)
            ):
                aliases[target] = formula
            case Assign(target=target, formula=formula):
                changed = aliases.get(target, target) if node.in_place else target
                values[changed] = rebuild(formula, now)
                if changed is target:
                    aliases.pop(target, None)
            case _:
                return None
    return values | aliases
