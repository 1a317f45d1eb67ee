"""Terms and propositions as plain data, and what may be done to them.

A term is an ``int`` or a tuple whose first entry is a tag::

    ("/", p, q)                  a rational number
    ("sym", name)                a declared symbol, or one bound by a sum
    ("+", a, ...) ("*", a, ...)  sums and products
    ("^", base, exponent)
    ("app", name, a, ...)        a declared function, such as the gradient sequence g(t)
    ("sum", body, name, lo, hi)  the sum of the body for name = lo, ..., hi (0 if hi = lo - 1)
    ("max", a, ...) ("min", a, ...) ("abs", a) ("sign", a)
    ("exp", a) ("log", a) ("cos", a) ("sin", a) ("ceil", a) ("floor", a)
    ("E",) ("pi",) ("oo",)
    ("mean", a)                  the expectation

JSON has lists where these have tuples; `freeze` turns one into the other and checks the shape.
The convention for powers is that of sums of weights: x^0 = 1, also for x = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeGuard

Term: TypeAlias = Any
Prop: TypeAlias = Any

ARITY = dict.fromkeys(("sign", "abs", "exp", "log", "cos", "sin", "ceil", "floor", "mean"), 1)
CONSTANTS = ("E", "pi", "oo")
VARIADIC = ("+", "*", "max", "min")
RELATIONS = ("=", "<=", "<", "!=")
MAX_DEPTH, MAX_NODES, MAX_BITS = 120, 200_000, 40_000


class Rejected(Exception):
    """The certificate, or a step that the engine tries, does not prove what it says."""


def freeze(data: Any, depth: int = 0) -> Any:
    """Turn JSON lists into tuples, refusing what no certificate may hold.

    Examples
    --------
    >>> freeze(["+", 1, ["sym", "x"]])
    ('+', 1, ('sym', 'x'))
    """
    if depth > MAX_DEPTH:
        raise Rejected("nested too deeply")
    if isinstance(data, (list, tuple)):
        return tuple(freeze(item, depth + 1) for item in data)
    if isinstance(data, (bool, float)):
        raise Rejected(f"{data!r} is no exact number")
    if data is None or isinstance(data, (str, int)):
        if isinstance(data, int) and data.bit_length() > MAX_BITS:
            raise Rejected("a number too long to handle")
        return data
    if isinstance(data, dict):
        return {str(key): freeze(value, depth + 1) for key, value in data.items()}
    raise Rejected(f"{type(data).__name__} is not certificate data")


def check_term(term: Term) -> None:
    """Refuse anything that is not a well-formed term."""
    stack, seen = [term], 0
    while stack:
        node = stack.pop()
        seen += 1
        if seen > MAX_NODES:
            raise Rejected("a term with too many nodes")
        if isinstance(node, int) and not isinstance(node, bool):
            continue
        if not isinstance(node, tuple) or not node or not isinstance(node[0], str):
            raise Rejected(f"not a term: {node!r}")
        tag, rest = node[0], node[1:]
        if tag == "/":
            if len(rest) != 2 or not all(type(n) is int for n in rest) or rest[1] <= 0:
                raise Rejected(f"not a rational number: {node!r}")
        elif tag == "sym":
            if len(rest) != 1 or not isinstance(rest[0], str):
                raise Rejected(f"not a symbol: {node!r}")
        elif tag == "app":
            if len(rest) < 2 or not isinstance(rest[0], str):
                raise Rejected(f"not an application: {node!r}")
            stack.extend(rest[1:])
        elif tag == "sum":
            if len(rest) != 4 or not isinstance(rest[1], str):
                raise Rejected(f"not a sum: {node!r}")
            stack.extend((rest[0], rest[2], rest[3]))
        elif tag == "^":
            if len(rest) != 2:
                raise Rejected(f"not a power: {node!r}")
            stack.extend(rest)
        elif (tag in VARIADIC and rest) or (tag in ARITY and len(rest) == ARITY[tag]):
            stack.extend(rest)
        elif tag in CONSTANTS and not rest:
            continue
        else:
            raise Rejected(f"unknown term {tag!r}")


def free_names(term: Term) -> set[str]:
    """Return the symbols that are free in a term or a proposition, without its functions."""
    if not isinstance(term, tuple) or not term:
        return set()
    tag = term[0]
    if tag == "sym":
        return {term[1]}
    if tag == "sum":
        return (free_names(term[1]) - {term[2]}) | free_names(term[3]) | free_names(term[4])
    if tag == "limit":
        return (free_names(term[1]) - {term[2]}) | free_names(term[3]) | free_names(term[4])
    if tag == "series":
        return (free_names(term[1]) | free_names(term[4])) - {term[2]}
    if tag == "forall":
        bound = {entry[0] for entry in term[1]}
        inner = set(free_names(term[2]))
        for entry in term[1]:
            inner |= free_names(entry[1])
        return inner - bound
    names: set[str] = set()
    for item in term:
        names |= free_names(item)
    return names


def functions_of(term: Term) -> set[str]:
    """Return the names of the functions applied anywhere in a term or proposition."""
    if not isinstance(term, tuple) or not term:
        return set()
    names = {term[1]} if term[0] == "app" else set()
    for item in term:
        names |= functions_of(item)
    return names


def substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """Replace free symbols by terms, and functions by ``("lambda", (names...), body)``.

    A bound name that would capture a symbol of a value is renamed first.
    """
    if not values or not isinstance(term, tuple) or not term:
        return term
    tag = term[0]
    if tag == "sym":
        value = values.get(term[1], term)
        return term if _is_lambda(value) else value
    if tag == "app":
        arguments = tuple(substitute(item, values) for item in term[2:])
        value = values.get(term[1])
        if _is_lambda(value):
            if len(value[1]) != len(arguments):
                raise Rejected(f"{term[1]} takes {len(value[1])} arguments")
            return substitute(value[2], dict(zip(value[1], arguments, strict=True)))
        return ("app", term[1], *arguments)
    if tag == "sum":
        body, name, inner = _under(term[1], term[2], values)
        low, high = substitute(term[3], values), substitute(term[4], values)
        return ("sum", substitute(body, inner), name, low, high)
    if tag == "limit":
        body, name, inner = _under(term[1], term[2], values)
        point, value = substitute(term[3], values), substitute(term[4], values)
        return ("limit", substitute(body, inner), name, point, value)
    if tag == "series":
        body, name, inner = _under(("+", term[1], term[4]), term[2], values)
        body = substitute(body, inner)
        return ("series", body[1], name, term[3], body[2])
    if tag == "forall":
        return _substitute_forall(term, values)
    return tuple(item if isinstance(item, str) else substitute(item, values) for item in term)


def _is_lambda(value: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple) and len(value) == 3 and value[0] == "lambda"


def _under(body: Term, name: str, values: Mapping[str, Term]) -> tuple[Term, str, dict[str, Term]]:
    inner = {key: value for key, value in values.items() if key != name}
    captured: set[str] = set()
    for value in inner.values():
        captured |= free_names(value)
    if name not in captured:
        return body, name, inner
    fresh = fresh_name(name, captured | free_names(body))
    return substitute(body, {name: ("sym", fresh)}), fresh, inner


def _substitute_forall(term: Prop, values: Mapping[str, Term]) -> Prop:
    entries, prop = list(term[1]), term[2]
    used = free_names(term) | functions_of(term)
    inner = {key: value for key, value in values.items() if key in used}
    if not inner:
        return term
    captured: set[str] = set()
    for value in inner.values():
        captured |= free_names(value)
    taken = captured | free_names(prop) | {entry[0] for entry in entries}
    for index, entry in enumerate(entries):
        if entry[0] in captured:
            fresh = fresh_name(entry[0], taken)
            taken.add(fresh)
            rename = {entry[0]: ("sym", fresh)}
            prop = substitute(prop, rename)
            entries = [(e[0], substitute(e[1], rename)) for e in entries]
            entries[index] = (fresh, entries[index][1])
    domains = tuple((entry[0], substitute(entry[1], inner)) for entry in entries)
    return ("forall", domains, substitute(prop, inner))


def fresh_name(name: str, taken: set[str]) -> str:
    """Return a name like `name` that is not taken."""
    number = 1
    while f"{name}'{number}" in taken:
        number += 1
    return f"{name}'{number}"


def height(term: Term) -> int:
    """Return how many sums are nested in a term."""
    if not isinstance(term, tuple):
        return 0
    inner = max((height(item) for item in term if isinstance(item, tuple)), default=0)
    return inner + 1 if term and term[0] == "sum" else inner


def minus(a: Term, b: Term) -> Term:
    """Return the difference of two terms."""
    return ("+", a, ("*", -1, b))


def fold(term: Term) -> Term:
    """Add up the numbers in sums, so that (t + 1) - 1 is written t; values stay the same."""
    if not isinstance(term, tuple):
        return term
    if term[0] == "sum":
        return ("sum", fold(term[1]), term[2], fold(term[3]), fold(term[4]))
    items = tuple(item if isinstance(item, str) else fold(item) for item in term)
    if items[0] != "+":
        return items
    flat: list[Term] = []
    for item in items[1:]:
        flat += item[1:] if isinstance(item, tuple) and item[0] == "+" else [item]
    number = sum(item for item in flat if isinstance(item, int))
    rest = [item for item in flat if not isinstance(item, int)]
    if not rest:
        return number
    if number:
        rest.append(number)
    return rest[0] if len(rest) == 1 else ("+", *rest)
