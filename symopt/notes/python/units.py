"""What in a program may be an algorithm: bodies of functions, methods, loops, bare snippets."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from symopt.formula import Formula
from symopt.notes.python.functions import MODULES
from symopt.notes.python.places import root
from symopt.notes.python.tree import (
    Assign,
    Class,
    Function,
    Loop,
    Node,
    Opaque,
    Parameter,
    Program,
    walk,
)
from symopt.notes.source import Excerpt

_STARTS = ("__init__", "build", "init", "init_state", "reset", "create_state")


@dataclass(frozen=True, slots=True)
class Unit:
    """A body whose statements may be the steps of an algorithm.

    Attributes
    ----------
    name, claims
        As in `symopt.notes.statement.Algorithm`.
    parameters : tuple of Parameter
        Of the function, of those around it and of the class.
    setup : tuple of Node
        What is done before: the body of ``__init__``, of the function around it.
    known : frozenset of str
        Names of the listing that the body may use: functions, modules, variables of the document.
    """

    name: str
    claims: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    setup: tuple[Node, ...]
    body: tuple[Node, ...]
    excerpt: Excerpt
    program: Program
    own: frozenset[str] = field(default_factory=frozenset[str])
    """Names of the parameters of the function itself."""
    inner: tuple[Function, ...] = ()
    """The functions within it."""
    helpers: Mapping[str, Function] = field(default_factory=dict[str, Function])
    """Functions of one expression that it may call."""


def units_of(
    program: Program, constants: Sequence[Node], beginnings: Sequence[Node] = ()
) -> Iterator[Unit]:
    """Iterate over what may be an algorithm in a program.

    Parameters
    ----------
    constants : sequence of Node
        Assignments of constants in the listings before.
    beginnings : sequence of Node
        The bodies of the functions of the document that say where states begin.
    """
    bare = tuple(node for node in program.body if not isinstance(node, (Function, Class)))
    if any(not isinstance(node, Opaque) or set(node.names) & set(node.reads) for node in bare):
        yield Unit("", (), (), tuple(constants), bare, program.excerpt, program)
    known = (*constants, *(node for node in bare if _constant(node)))
    for node in program.body:
        match node:
            case Function():
                yield from _of_function(node, (), (), (*known, *beginnings), program)
            case Class():
                yield from _of_class(node, known, program)
            case _:
                pass


def _of_function(
    function: Function,
    around: tuple[Parameter, ...],
    claims: tuple[str, ...],
    setup: tuple[Node, ...],
    program: Program,
    depth: int = 0,
) -> Iterator[Unit]:
    parameters = (*around, *function.parameters)
    words = (function.name, *function.words, *claims)
    inner = [node for node in function.body if isinstance(node, Function)]
    rest = tuple(node for node in function.body if not isinstance(node, (Function, Class)))
    yield Unit(
        function.name,
        words,
        parameters,
        setup,
        rest,
        function.excerpt,
        program,
        frozenset(parameter.name for parameter in function.parameters),
        tuple(inner),
    )
    if depth < 5:
        # The states of one made by a function begin in its sibling: init beside update.
        before = (*setup, *rest, *(n for each in inner if _starts(each) for n in each.body))
        for each in inner:
            if not _starts(each):
                yield from _of_function(each, parameters, words, before, program, depth + 1)


def _of_class(owner: Class, setup: tuple[Node, ...], program: Program) -> Iterator[Unit]:
    methods = [node for node in owner.body if isinstance(node, Function)]
    starts = [method for method in methods if _starts(method)]
    attributes = tuple(node for node in owner.body if isinstance(node, Assign))
    before = (*setup, *attributes, *(node for method in starts for node in method.body))
    parameters = tuple(p for method in starts for p in method.parameters)
    for method in methods:
        if _starts(method):
            continue
        words = (owner.name, *owner.words, *method.words)
        yield Unit(
            owner.name,
            words,
            (*parameters, *method.parameters),
            before,
            tuple(node for node in method.body if not isinstance(node, (Function, Class))),
            method.excerpt,
            program,
            frozenset(parameter.name for parameter in method.parameters),
            tuple(node for node in method.body if isinstance(node, Function)),
        )


def _starts(function: Function) -> bool:
    return function.name in _STARTS or function.name.startswith(("init_", "initialize"))


def _constant(node: Node) -> bool:
    return isinstance(node, Assign) and not node.formula.names()


def constants_of(program: Program) -> Iterator[Assign]:
    """Iterate over the assignments of constants outside functions."""
    for node in program.body:
        if isinstance(node, Assign) and _constant(node):
            yield node


def beginnings_of(program: Program) -> Iterator[Node]:
    """Iterate over the bodies of functions such as ``initialize_velocity``."""
    for function in program.functions():
        if _starts(function):
            yield from function.body


def names_of(program: Program) -> Iterator[str]:
    """Iterate over the names that a listing gives values to for the others, and Python's own."""
    yield from dir(builtins)
    yield from MODULES
    yield from program.imports
    for node in walk(tuple(n for n in program.body if not isinstance(n, (Function, Class)))):
        match node:
            case Assign(target=target):
                yield root(target)
            case Loop(targets=Formula() as targets):
                yield from targets.names()
            case Opaque(names=names):
                yield from names
            case _:
                pass
    for node in program.body:
        if isinstance(node, (Function, Class)):
            yield node.name


def defaults(parameters: Iterable[Parameter]) -> dict[str, Formula]:
    """Return the defaults of parameters that have one."""
    return {p.name: p.default for p in parameters if p.default is not None}
