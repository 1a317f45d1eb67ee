"""The kernel context in which a recursion's step is read, and what must be assumed there.

Everything here is shared by the search, which proposes, and by `symopt.equivalence.verifier`,
which decides; it only declares, reads and substitutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from symopt.domain import Domain
from symopt.equivalence.terms import HALF, nodes, rational, value_of
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.masks import NONNEGATIVE, within
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Prop, Rejected, Term

WORK = 3_000_000
"""Operations that one question may take."""


def kernel_domain(text: str, nonzero: bool = False) -> Any:
    """Return a domain such as ``[0, 1)`` as the kernel has it, without 0 if `nonzero`."""
    domain = Domain(text)
    ends: list[Any] = []
    for end, included in (
        (domain.lower, domain.includes_lower),
        (domain.upper, domain.includes_upper),
    ):
        finite = abs(end) != float("inf")
        ends += [rational(end) if finite else None, "closed" if included and finite else "open"]  # type: ignore[arg-type]
    if nonzero and ends[0] == 0:
        if ends[2] == 0:
            raise Rejected("a hyperparameter that can only be zero")
        ends[1] = "open"
    if domain.integers:
        return ("int", ends[0], ends[2])
    return ("real", *ends)


ANY_REAL = ("real", None, "open", None, "open")


def bounds(name: Term, text: str) -> Iterator[Prop]:
    """Give the relations that say that a value lies in a domain."""
    domain = kernel_domain(text)
    if domain[0] == "int":
        raise Rejected("maps of integers are not in the class")
    if domain[1] is not None:
        yield ("<=" if domain[2] == "closed" else "<", domain[1], name)
    if domain[3] is not None:
        power = domain[3] == 1 and isinstance(name, tuple) and name[0] == "^"
        if power and not isinstance(name[2], int):  # x^p is below 1 where x is, for x >= 0, p > 0
            yield ("<=", 0, name[1])
            yield ("<", 0, name[2])
            name = name[1]
        yield ("<=" if domain[4] == "closed" else "<", name, domain[3])


def open_context(
    hyperparameters: Iterable[tuple[str, str]],
    positive: Iterable[str] = (),
    states: Iterable[str] = (),
    nonnegative: Iterable[str] = (),
) -> Context:
    """Return a context with t = 1, 2, ..., reals theta, g and y, hyperparameters and states."""
    context = Context(Table(WORK))
    for name, domain in hyperparameters:
        context.declare(name, kernel_domain(domain, name in set(positive)))
    context.declare("t", ("int", 1, None))
    for name in ("theta", "g", "y"):
        context.declare(name, ANY_REAL)
    for name in states:
        low = (0, "closed") if name in set(nonnegative) else (None, "open")
        context.declare(name, ("real", *low, None, "open"))
    return context


def note_roots(
    context: Context, hyperparameters: Iterable[tuple[str, str]], terms: Iterable[Term]
) -> None:
    """Note that sqrt(beta) < 1 for a beta in [0, 1) whose root occurs in terms."""
    inside = set(nodes(terms))
    for name, text in hyperparameters:
        root: Term = ("^", ("sym", name), HALF)
        if root in inside and kernel_domain(text) == ("real", 0, "closed", 1, "open"):
            context.add(f"root of {name}", ("<", root, 1))


def requirements(terms: Iterable[Term]) -> Iterator[Prop]:
    """Give what must hold for terms to have a value: bases below the line and radicands.

    Inner parts come before outer ones.
    """
    seen: set[Term] = set()

    def visit(term: Term) -> Iterator[Prop]:
        if not isinstance(term, tuple) or term in seen or term[0] in ("sym", "/"):
            return
        seen.add(term)
        for item in term[1:]:
            yield from visit(item)
        if term[0] == "^":
            number = value_of(term[2]) if not _symbolic(term[2]) else None
            if number is not None and number.denominator % 2 == 0:
                yield ("<=", 0, term[1])
            if number is not None and number < 0:
                for part in _factors(term[1]):
                    yield ("!=", part, 0)

    for term in terms:
        yield from visit(term)


def _factors(term: Term) -> Iterator[Term]:
    """Give what must not be zero if a term is not: factors, what roots are of, then itself."""
    if isinstance(term, tuple) and term[0] == "*":
        for item in term[1:]:
            yield from _factors(item)
    elif isinstance(term, tuple) and term[0] == "^":
        exponent = None if _symbolic(term[2]) else value_of(term[2])
        yield from _factors(term[1]) if exponent else ()  # x^0 is 1, also for x = 0
    yield term


def _symbolic(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] != "/"


def assume_defined(context: Context, terms: Iterable[Term]) -> tuple[Prop, ...]:
    """Assume what terms need to have a value and what does not follow from what is known.

    What follows only from the way it is written, as that (g + c theta)^2 is not negative, is
    noted: multiplied out it could not be seen any more.
    """
    needed: list[Prop] = []
    for prop in requirements(terms):
        if not context.holds(prop):
            context.assume(f"defined{len(context.facts)}", prop)
            needed.append(prop)
        elif prop[0] == "<=" and not _plain(context, prop[2]):
            context.add(f"defined{len(context.facts)}", prop)
    return tuple(needed)


def _plain(context: Context, radicand: Term) -> bool:
    """Say whether the normal form of a radicand shows that it is not negative."""
    sign = context.normal.sign(context.normal.read(radicand))
    return within(sign, NONNEGATIVE)


def nonnegative_states(data: Mapping[str, Any], positive: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the states that are shown never to be negative.

    All are assumed to be nonnegative; those whose start or new value is not are taken away until
    nothing changes, which is induction.
    """
    states = {name: (initial, update) for name, initial, update in data["states"]}
    kept = [n for n, (initial, _) in states.items() if (value_of(initial) or 0) >= 0]
    while kept:
        context = open_context(data["hyperparameters"], positive, states, kept)
        failed: list[str] = []
        for name in kept:
            try:
                assume_defined(context, (states[name][1],))
                if not context.holds(("<=", 0, states[name][1])):
                    failed.append(name)
            except Rejected:
                failed.append(name)
        if not failed:
            break
        kept = [name for name in kept if name not in failed]
    return tuple(kept)
