"""Branches: an option that is set once gives two algorithms, a test of the data one formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symopt.formula import Call, Chain, Formula, Name
from symopt.notes.python.conditions import (
    ABSENT,
    FIRST,
    NONE,
    affirmed,
    default_of,
    excludes,
    is_asked,
    is_beginning,
    is_nothing,
    is_present,
)
from symopt.notes.python.functions import words
from symopt.notes.python.joining import joined
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
            if holds != (default_of(test, defaults) or False)
            for name in test.names()
        )
        # The first choice is the default one, whatever is known of its values.
        first = first or maker.chosen
        turned = tuple(
            option
            for (test, holds), option in zip(maker.chosen.items(), options, strict=True)
            if holds != first.get(test, default_of(test, defaults) or False)
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
        test, positive = affirmed(branch.test)
        if not positive:
            then, otherwise = otherwise, then
        if is_present(test):
            test, then, otherwise = ABSENT, otherwise, then
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
            test, then, otherwise = ABSENT, otherwise, then  # if not self.v: ...
        if is_asked(test):
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
                yield from joined(FIRST, made, self.block(otherwise), branch)
        elif _only_leaves(then) and not otherwise:
            return
        elif set(test.names()) & self._changing:
            yield from joined(test, self.block(then), self.block(otherwise), branch)
        else:
            yield from self.block(then if self._holds(test) else otherwise)

    def _is_set(self, test: Formula) -> bool | None:
        """Say whether a variable that is compared with None was set by the step itself."""
        match test:
            case Chain(parts=(Name(name=name), other), links=("=",)) if other == NONE:
                if name in self._set:
                    return True
                return False if name in self._met else None
            case _:
                return None

    def _holds(self, test: Formula) -> bool:
        for known, holds in self.chosen.items():
            if known == test:
                return holds
            if holds and excludes(known, test):
                return False
        if {name.rpartition(".")[2] for name in test.names()} & _TECHNICAL:
            return False
        value = default_of(test, self._defaults)
        self.chosen[test] = is_nothing(test) if value is None else value
        return self.chosen[test]


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


def _skips(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, Effect) and node.formula == CONTINUE for node in nodes)


def _says(nodes: Sequence[Node]) -> bool:
    return any(isinstance(node, (Assign, Return, Opaque)) for node in walk(tuple(nodes)))


def _only_leaves(nodes: Sequence[Node]) -> bool:
    return all(isinstance(node, (Return, Effect)) for node in nodes)
