"""Small changes of a program, such as people make, and rewritings that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .programs import Line, Program, Term, parts

EXCHANGED = "two lines exchanged"


def mutants(one: Program) -> Iterator[tuple[str, Program]]:
    """Yield (what was done, program) for every small change; none twice."""
    seen = {(one.query, one.lines)}
    for what, new in _all(one):
        if ("theta", ("name", "theta")) in new.lines:
            continue  # nothing moves: what is left is an average
        if (new.query, new.lines) not in seen and new.bound():
            seen.add((new.query, new.lines))
            yield what, new


def _all(one: Program) -> Iterator[tuple[str, Program]]:
    alike = _alike(one)
    for index, (target, term) in enumerate(one.lines):
        for what, new in changed(term, alike):
            yield what, _with(one, index, (target, new))
        for state, _ in one.states:
            if ("name", state) in parts(term) and _assigned_before(one, state, index):
                old = f"{state}_old"
                slip = _replaced(term, ("name", state), ("name", old))
                late = _with(one, index, (target, slip))
                lines = ((old, ("name", state)), *late.lines)
                yield "the value of the step before", replace(late, lines=lines)
    for index in range(len(one.lines) - 1):
        lines = list(one.lines)
        lines[index : index + 2] = reversed(lines[index : index + 2])
        yield EXCHANGED, replace(one, lines=tuple(lines))
    if one.query is not None and one.query != ("name", "theta"):
        for what, new in changed(one.query, {}):
            yield f"the point of the gradient: {what}", replace(one, query=new)


def _alike(one: Program) -> dict[str, list[str]]:
    """Return for every name those it may be mistaken for."""
    kinds: list[list[str]] = [
        [name for name, domain in one.hyper if "inf" not in domain],
        [*(name for name, _ in one.states), *one.temporaries(), one.input],
    ]
    return {name: [other for other in kind if other != name] for kind in kinds for name in kind}


def _with(one: Program, index: int, line: Line) -> Program:
    return replace(one, lines=(*one.lines[:index], line, *one.lines[index + 1 :]))


def _assigned_before(one: Program, state: str, index: int) -> bool:
    return any(target == state for target, _ in one.lines[:index])


def changed(term: Term, alike: dict[str, list[str]]) -> Iterator[tuple[str, Term]]:
    """Yield every change of one place of a term."""
    for what, new in _here(term, alike):
        yield what, new
    for index, item in enumerate(term):
        if isinstance(item, tuple):
            for what, new in changed(item, alike):
                yield what, (*term[:index], new, *term[index + 1 :])


def _here(term: Term, alike: dict[str, list[str]]) -> Iterator[tuple[str, Term]]:
    match term:
        case ("+", ("call", "sqrt", a), ("name", "epsilon")):
            yield "epsilon into the root", ("call", "sqrt", ("+", a, term[2]))
        case ("call", "sqrt", ("+", a, ("name", "epsilon") as e)):
            yield "epsilon out of the root", ("+", ("call", "sqrt", a), e)
        case _:
            pass
    match term:
        case ("name", name):
            for other in alike.get(name, ()):
                yield "another name", ("name", other)
            if name == "g":  # the average of squares is an average
                yield "a square too many", ("**", term, ("number", 2))
        case ("number", 1):
            yield "another number", ("number", 2)
        case ("+", a, b):
            yield "a sign", ("-", a, b)
            yield "a term dropped", a
            yield "a term dropped", b
        case ("-", a, b):
            yield "a sign", ("+", a, b)
            yield "a term dropped", a
            if a != ("number", 1):
                yield "a term dropped", ("neg", b)
            else:
                yield "the rest of a share for the share", b
        case ("*", a, b):
            yield "divided, not multiplied", ("/", a, b)
            yield "a factor dropped", a
            yield "a factor dropped", b
            if a[0] == "name":
                yield "the share for the rest of a share", ("*", ("-", ("number", 1), a), b)
        case ("/", a, b):
            yield "multiplied, not divided", ("*", a, b)
            yield "a divisor dropped", a
            yield "upside down", ("/", b, a)
        case ("**", a, ("number", 2)):
            yield "a square dropped", a
            yield "another power", ("**", a, ("number", 3))
        case ("**", a, ("name", "t") as t):
            yield "a power dropped", a
            yield "a power one late", ("**", a, ("+", t, ("number", 1)))
            yield "a product for a power", ("*", a, t)
        case ("**", a, ("+", ("name", "t") as t, ("number", 1))):
            yield "a power one early", ("**", a, t)
            yield "a power that ends early", ("+", ("**", a, t), ("number", 1))
        case ("neg", a):
            yield "a sign dropped", a
        case ("call", "sqrt" | "abs" | "sign" as function, a):
            yield f"{function} dropped", a
            if function == "sqrt":
                yield "a root too many", ("call", "sqrt", term)
        case ("call", "maximum", a, b):
            yield "a sum for a maximum", ("+", a, b)
            yield "a minimum", ("call", "minimum", a, b)
            yield "no maximum", b
        case _:
            pass


def _replaced(term: Term, old: Term, new: Term) -> Term:
    if term == old:
        return new
    return tuple(_replaced(item, old, new) if isinstance(item, tuple) else item for item in term)


def rewritings(one: Program) -> Iterator[tuple[str, Program]]:
    """Yield programs that do the same in every step, written otherwise."""
    yield "as it is", one
    yield "turned round", _every(one, _turned)
    yield "differences added", _every(one, _added)
    yield "steps by the difference", _every(one, _by_difference)
    yield "divided by one over", _every(one, _reciprocal)
    for state, initial in one.states:
        if (
            initial == 0
            and state != one.output
            and not any(
                part[:2] in (("call", "maximum"), ("call", "sqrt"))
                and ("name", state) in parts(part)
                for _, term in one.lines
                for part in parts(term)
            )
        ):
            yield f"{state} with the other sign", _negated(one, state)


def _every(one: Program, change: Callable[[Term], Term]) -> Program:
    lines = ((target, _bottom_up(term, change)) for target, term in one.lines)
    return replace(one, lines=tuple(lines))


def _bottom_up(term: Term, change: Callable[[Term], Term]) -> Term:
    return change(
        tuple(_bottom_up(item, change) if isinstance(item, tuple) else item for item in term)
    )


def _turned(term: Term) -> Term:
    return (term[0], term[2], term[1]) if term[0] in ("+", "*") else term


def _added(term: Term) -> Term:
    return ("+", term[1], ("neg", term[2])) if term[0] == "-" else term


def _reciprocal(term: Term) -> Term:
    if term[0] == "/" and term[1] != ("number", 1):
        return ("*", term[1], ("/", ("number", 1), term[2]))
    return term


def _by_difference(term: Term) -> Term:
    # b m + (1 - b) g = m + (1 - b) (g - m)
    match term:
        case ("+", ("*", b, m), ("*", ("-", ("number", 1), c), g)) if b == c:
            return ("+", m, ("*", ("-", ("number", 1), b), ("-", g, m)))
    return term


def _negated(one: Program, state: str) -> Program:
    # The state named so is now minus what it was.
    minus = ("neg", ("name", state))
    lines = []
    for target, term in one.lines:
        new = _replaced(term, ("name", state), minus)
        lines.append((target, ("neg", new) if target == state else new))
    query = one.query and _replaced(one.query, ("name", state), minus)
    return replace(one, lines=tuple(lines), query=query)
