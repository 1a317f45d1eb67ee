"""Small changes of terms: a sign, a power, an index, a factor, a number, a swapped symbol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Term = Any


def changes(term: Term, alike: dict[str, list[str]], whole: bool = True) -> Iterator[tuple]:
    """Yield (what, changed term); `alike` has for every symbol those it may be mistaken for.

    Examples
    --------
    >>> [what for what, _ in changes(("^", ("sym", "b"), 2), {})][:3]
    ['a power', 'a power', 'a power']
    """
    for position, part in _parts(term):
        for what, new in _of_node(part, alike, top=position == ()):
            if new != part:
                yield what, _put(term, position, new)
    if whole and isinstance(term, tuple):
        yield "a sign of the whole", ("*", -1, term)
        yield "a factor 2 of the whole", ("*", 2, term)
        yield "one more", ("+", term, 1)


def _parts(term: Term, position: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Term]]:
    yield position, term
    if isinstance(term, tuple) and term[0] not in ("sym", "/"):
        for index, item in enumerate(term):
            if index and not isinstance(item, str):
                yield from _parts(item, (*position, index))


def _put(term: Term, position: tuple[int, ...], new: Term) -> Term:
    if not position:
        return new
    items = list(term)
    items[position[0]] = _put(items[position[0]], position[1:], new)
    return tuple(items)


def _of_node(node: Term, alike: dict[str, list[str]], top: bool) -> Iterator[tuple[str, Term]]:
    if isinstance(node, int):
        yield "a number", node + 1
        if node not in (0, 1):
            yield "a number", node - 1
        if node > 1:
            yield "a sign of a number", -node
        return
    tag, rest = node[0], node[1:]
    if tag == "/":
        yield "a number", ("/", rest[0] + 1, rest[1])
        yield "a sign of a number", ("/", -rest[0], rest[1])
        yield "a number", ("/", rest[0], rest[1] + 1)
    elif tag == "sym":
        for other in alike.get(rest[0], ()):
            yield "a swapped symbol", ("sym", other)
        if not top:
            yield "a sign of a symbol", ("*", -1, node)
            yield "a shifted symbol", ("+", node, 1)
            yield "a shifted symbol", ("+", node, -1)
    elif tag == "+":
        for index, item in enumerate(rest):
            without = rest[:index] + rest[index + 1 :]
            yield "a dropped term", ("+", *without) if len(without) > 1 else without[0]
            yield "a sign of a term", ("+", *without, ("*", -1, item))
            yield "a doubled term", (*node, item)
    elif tag == "*":
        for index in range(len(rest)):
            without = rest[:index] + rest[index + 1 :]
            if rest[index] == -1:
                yield "a dropped sign", ("*", *without) if len(without) > 1 else without[0]
                continue
            yield "a dropped factor", ("*", *without) if len(without) > 1 else without[0]
            yield "a squared factor", (*node, rest[index])
        yield "a doubled factor", (*node, 2)
    elif tag == "^":
        base, exponent = rest
        if isinstance(exponent, int):
            others = [e for e in (exponent + 1, exponent - 1, -exponent) if e != exponent]
            for other in others:
                yield "a power", ("^", base, other)
        else:
            for other in (("+", exponent, 1), ("+", exponent, -1), ("*", 2, exponent)):
                yield "a power", ("^", base, other)
            yield "a power", base
    elif tag == "app":
        for index, item in enumerate(rest[1:], start=2):
            for shift in (1, -1):
                new = item + shift if isinstance(item, int) else ("+", item, shift)
                yield "an index", (*node[:index], new, *node[index + 1 :])
    elif tag == "sum":
        body, name, low, high = rest
        yield "the start of a sum", ("sum", body, name, ("+", low, 1), high)
        yield "the end of a sum", ("sum", body, name, low, ("+", high, -1))
        yield "the end of a sum", ("sum", body, name, low, ("+", high, 1))
    elif tag in ("max", "min"):
        yield "a maximum or minimum", ("min" if tag == "max" else "max", *rest)
        yield "a dropped argument", rest[0]
    elif tag in ("ceil", "floor"):
        yield "rounding the other way", ("floor" if tag == "ceil" else "ceil", rest[0])
        yield "a dropped function", rest[0]
    elif tag in ("abs", "sign", "mean"):
        yield "a dropped function", rest[0]
    elif tag in ("cos", "sin"):
        yield "another function", ("sin" if tag == "cos" else "cos", rest[0])
    elif tag == "exp":
        yield "a sign in an exponent", ("exp", ("*", -1, rest[0]))
    elif tag == "log":
        yield "a sign in a logarithm", ("*", -1, node)
