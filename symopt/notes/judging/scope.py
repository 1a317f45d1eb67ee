"""What an algorithm speaks of: its names by what they may be exchanged with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Sum
from symopt.notes.judging.slip import Scope
from symopt.notes.judging.slips_in_sums import later
from symopt.notes.meaning.indices import time_symbol
from symopt.notes.statement import Assignment


def scope_of(
    assignments: Iterable[Assignment],
    called: Mapping[str, Name],
    spoken: Iterable[str] = (),
    memories: Collection[str] = (),
) -> Scope:
    """Return what some lines speak of.

    Parameters
    ----------
    called : mapping
        The author's names, as `Meaning` has them.
    spoken : iterable of str
        Names of hyperparameters that are declared beside the lines.
    memories : collection of str
        Names of hyperparameters that are known to be less than one.

    Examples
    --------
    >>> from symopt.notes.source import Excerpt
    >>> from symopt.steps import read_expression
    >>> line = Assignment(Name("v"), read_expression("b*v + (1 - b)*g"), Excerpt.of("v = ..."))
    >>> scope = scope_of([line], {"g": Name("g")})
    >>> [name.name for name in scope.constants], [name.name for name in scope.decays]
    (['b'], ['b'])
    """
    lines = tuple(assignments)
    counter = called.get("t", Name(time_symbol(list(lines)) or "t"))
    nodes = [node for line in lines for node in parts(line.formula)]
    assigned = {line.target.name for line in lines}
    own = {called["g"].name} if "g" in called else set[str]()
    gradients: list[Formula] = [n for n in nodes if _asks(n)]
    own |= {line.target.name for line in lines if _asks(line.formula)}
    gradients += [n for n in nodes if isinstance(n, Name) and n.name in own]
    names = [n for n in nodes if isinstance(n, Name) and n.name != counter.name]
    names += [Name(name) for name in spoken if name not in {n.name for n in names}]
    targets = [line.target for line in lines]
    inputs = own | {called[key].name for key in ("theta", "y") if key in called}
    constants = [n for n in names if n.name not in assigned | inputs and n.index is None]
    decays = [
        n
        for n in constants
        if n.name in memories or any(_decay(node, n, counter) for node in nodes)
    ]
    past = [was for line in lines if (was := before(line.target)) is not None]
    return Scope(
        tuple(dict.fromkeys((*targets, *names, *gradients, *past))),
        tuple(dict.fromkeys(constants)),
        tuple(dict.fromkeys(decays)),
        counter,
        tuple(dict.fromkeys(gradients)),
    )


def before(name: Name) -> Name | None:
    """Return what a name was a step before, if it has a time.

    Examples
    --------
    >>> before(Name("v", Name("t"))).text(), before(Name("v"))
    ('v_(t-1)', None)
    """
    was = later(name, -1)
    return None if was == name else was


def parts(formula: Formula) -> Iterator[Formula]:
    """Give all nodes of a formula but those of indices and of where gradients are asked for."""
    stack = [formula]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, Name) and not (isinstance(node, Call) and node.function == "grad"):
            stack.extend(reversed(tuple(node.children())))


def _asks(node: Formula) -> bool:
    return isinstance(node, Call) and node.function == "grad"


def _decay(node: Formula, name: Name, counter: Name) -> bool:
    """Say whether a node is 1 - x, or x to the power of something with the counter."""
    if isinstance(node, Power):
        return node.base == name and counter.name in node.exponent.names()
    if isinstance(node, Sum) and Negative(name) in node.terms:
        return any(isinstance(term, Number) and term.value == 1 for term in node.terms)
    return False
