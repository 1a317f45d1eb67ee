"""What a listing says: functions, assignments, loops, branches and returns, as a small tree.

The formulas of the tree are `symopt.formula` nodes. What Python has and mathematics has not is
written like this:

======================  ==========================================================
``self.v``, ``p.grad``  ``Name("self.v")``, ``Name("p.grad")``: dotted names
``x.data``              ``Name("x")``, likewise ``.value``, ``.item()``, ``float(x)``
``theta[0]``            ``Call("item", (Name("theta"), Number(0)))``
``data[i, 1]``          ``Call("item", (Name("data"), Name("i"), Number(1)))``
``x[:]``                ``Name("x")``
``data[0:n]``           ``Call("slice", (Name("data"), Number(0), Name("n")))``
``v["dW"]``             ``Name("v.dW")``
``v["dW" + str(l)]``    ``Call("item", (Name("v.dW"), Name("l")))``, likewise an f-string
``len(x)``, ``f(a)``    ``Call("len", (Name("x"),))``: a function that is not mathematics
``x if c else y``       ``Call("where", (c, x, y))``
``None``, ``True``      ``Name("None")``, ``Name("True")``
``"adam"``              ``Name("'adam'")``: the quotation marks belong to the name
``(a, b)``, ``[a, b]``  ``Call("tuple", (a, b))``
``return {"v": v}``      ``Call("entry", (Name("'v'"), v))``, one for each key
``sum(f for i in ..)``  ``SumOver(f, Name("i"), lower, upper)`` over a range
======================  ==========================================================

Functions of the vocabulary are `Call`, `Power` and so on as everywhere, whatever they are called
in the listing: ``np.square(x)``, ``x.pow(2)`` and ``x**2`` are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symopt.formula import Call, Formula
from symopt.notes.source import Excerpt


@dataclass(frozen=True, slots=True)
class Assign:
    """`target` (a `Name`, or a `Call` of "item" or "slice") takes the value of `formula`.

    ``a += b`` has the formula ``a + b`` and is `augmented`. `in_place` says that the object is
    changed which the target names, and not that the target names another one from now on:
    ``x[:] = y``, ``x += y``, ``x.mul_(y)``. One that is `late` happens after the step:
    ``K.update(v, v_t)``, ``updates[v] = v_t``. One that is `copied` gives the target a value of its
    own, though the formula only names another: ``u = v.clone()``.
    """

    target: Formula
    formula: Formula
    excerpt: Excerpt
    augmented: bool = False
    in_place: bool = False
    late: bool = False
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: ``for targets in over``, or with no targets ``while over``.

    `over` of a counted loop is ``Call("range", (lower, upper))`` with both ends stated, the upper
    one not taken; of others what stands there: ``Call("zip", ...)``, ``Call("enumerate", ...)``.
    ``for i, (p, g) in ...`` has ``targets = Call("tuple", (i, Call("tuple", (p, g))))``.
    """

    targets: Formula | None
    over: Formula
    body: tuple[Node, ...]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Branch:
    """``if test: then else: otherwise``; tests use `Chain` and the calls "and", "or", "not"."""

    test: Formula
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Return:
    """What a function returns; of a tuple, its items."""

    values: tuple[Formula, ...]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Effect:
    """A call that stands alone, such as ``losses.append(loss)`` or ``loss.backward()``."""

    formula: Formula
    excerpt: Excerpt


# The rest of a pass is left out.
ENTRY = "entry"  # what a returned dictionary has under a text
CONTINUE = Call("continue", ())


@dataclass(frozen=True, slots=True)
class Opaque:
    """A statement that was not understood; `names` take values that nobody knows.

    `reads` are the names that it uses, as far as that is known.
    """

    names: tuple[str, ...]
    reason: str
    excerpt: Excerpt
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, with its default."""

    name: str
    default: Formula | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function; `words` are its docstring and the comments above it and on its first line."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]
    words: tuple[str, ...]
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its methods are the functions of its body."""

    name: str
    body: tuple[Node, ...]
    words: tuple[str, ...]
    excerpt: Excerpt


Node = Assign | Loop | Branch | Return | Effect | Opaque | Function | Class


@dataclass(frozen=True, slots=True)
class Program:
    """A listing: one fence, or several that are one function.

    `comments` are those of its lines, with the place each stands at; `imports` the names that it
    imports; `python` says whether its fence calls it Python.
    """

    body: tuple[Node, ...]
    excerpt: Excerpt
    comments: tuple[Excerpt, ...] = ()
    imports: frozenset[str] = frozenset()
    python: bool = True

    def functions(self) -> Iterator[Function]:
        """Iterate over the functions that stand on their own, in order."""
        return (node for node in self.body if isinstance(node, Function))


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Iterate over nodes and all within them, in the order of reading."""
    stack: list[Node] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        match node:
            case Loop() | Function() | Class():
                stack.extend(reversed(node.body))
            case Branch():
                stack.extend(reversed(node.otherwise))
                stack.extend(reversed(node.then))
            case _:
                pass
