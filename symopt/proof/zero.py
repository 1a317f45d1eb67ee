"""Is an expression zero everywhere on its domain? Yes, no with a witness, or not known.

The class it decides: rational functions with rational coefficients, in real and integer symbols,
values g(i) of functions, powers b^t with symbolic whole exponents, real roots of what is
nonnegative on the domain, absolute values and maxima (by cases), sums with symbolic bounds.
"yes" is a proof by the kernel; "no" is an exact evaluation at rational numbers; anything else is
"unknown". No floating point, no samples as proof, no SymPy simplification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, Literal

from symopt.proof.convert import from_term, to_prop, to_term
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.masks import ZERO
from symopt.proof.kernel.replay import Replay, check_model
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Prop, Rejected, Term, free_names, functions_of
from symopt.proof.kinds import Integer, Kind, NonZero, Real
from symopt.proof.models import candidates, diagonal, number_term, to_plain
from symopt.proof.scope import Scope
from symopt.proof.tactics import Hints, has_root, prove

MAX_WITNESSES = 300


@dataclass(frozen=True)
class Zero:
    """The answer to whether an expression is zero.

    Attributes
    ----------
    answer : {"yes", "no", "unknown"}
    witness : dict
        For "no": exact values of the symbols; of a function, its values g(1), g(2), ... as used.
    value : SymPy number or None
        For "no": what the expression is worth there.
    reason : str
        For "unknown": why.
    """

    answer: Literal["yes", "no", "unknown"]
    witness: dict[str, Any]
    value: Any = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.answer == "yes"


def is_zero(
    expression: Any,
    domains: Mapping[str, type[Kind]] | None = None,
    assuming: Iterable[Any] = (),
) -> Zero:
    """Decide whether an expression is zero for all values of its symbols.

    Parameters
    ----------
    expression : SymPy expression
    domains : mapping from name to kind, optional
        Such as ``{"beta": Decay}``; symbols without a domain are real, or integers if SymPy
        knows them as such.
    assuming : iterable of SymPy relations
        Further hypotheses.

    Returns
    -------
    Zero

    Examples
    --------
    >>> from symopt.formula import symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> is_zero((x + y)**2 - x**2 - 2*x*y - y**2).answer
    'yes'
    >>> found = is_zero((x + y)**2 - x**2 - y**2)
    >>> found.answer, found.witness["x"], found.value
    ('no', Fraction(1, 1), 2)
    """
    relations = tuple(assuming)
    try:
        term = to_term(expression)
        hypotheses = [to_prop(relation) for relation in relations]
        named = _domains(expression, relations, domains or {})
        context, symbols = _context(term, hypotheses, named)
    except Rejected as problem:
        return Zero("unknown", {}, reason=str(problem))
    reason = ""
    for goal in _sides(term):
        try:
            prove(Scope(context.child()), goal, Hints())
            return Zero("yes", {})
        except Rejected as problem:
            reason = reason or str(problem)
        except RecursionError:
            reason = "nested too deeply"
    found = _witness(term, hypotheses, symbols, context)
    return found if found is not None else Zero("unknown", {}, reason=reason)


def _sides(term: Term) -> list[Prop]:
    """Return ways to say that a term is zero: as it is, and with terms on either side.

    sqrt(a) - b = 0 is shown by squaring sqrt(a) = b, but not by squaring itself.
    """
    goals: list[Prop] = [("=", term, 0)]
    if not isinstance(term, tuple) or term[0] != "+":
        return goals
    rooted = [item for item in term[1:] if has_root(item)]
    for left in (rooted, [item for item in term[1:] if not _negative(item)]):
        right = [("*", -1, item) for item in term[1:] if item not in left]
        if left and right:
            goals.append(("=", ("+", 0, *left), ("+", 0, *right)))
    return goals


def _negative(term: Term) -> bool:
    if isinstance(term, int):
        return term < 0
    if term[0] == "/":
        return term[1] < 0
    return term[0] == "*" and any(_negative(item) for item in term[1:] if not _named(item))


def _named(term: Term) -> bool:
    return isinstance(term, tuple) and term[0] != "/"


def _domains(
    expression: Any, relations: tuple[Any, ...], domains: Mapping[str, type[Kind]]
) -> dict[str, type[Kind]]:
    free: set[Any] = set(getattr(expression, "free_symbols", set()))
    for relation in relations:
        free |= relation.free_symbols
    named = {s.name: Integer if s.is_integer else Real for s in sorted(free, key=str)}
    return {name: domains.get(name, kind) for name, kind in named.items()}


def _context(
    term: Term, hypotheses: list[Prop], named: dict[str, type[Kind]]
) -> tuple[Context, list[tuple[str, Any]]]:
    context = Context(Table())
    for name, arity in sorted(_functions(term) | {f for h in hypotheses for f in _functions(h)}):
        context.declare_function(name, arity, "real")
    symbols: list[tuple[str, Any]] = []
    for name in sorted(free_names(term).union(*(free_names(h) for h in hypotheses))):
        kind = named.get(name, Real)
        context.declare(name, kind.domain)
        symbols.append((name, kind.domain))
        if kind is NonZero:
            hypotheses.append(("!=", ("sym", name), 0))
    for number, hypothesis in enumerate(hypotheses):
        context.assume(f"h{number}", hypothesis)
    return context, symbols


def _functions(term: Any) -> set[tuple[str, int]]:
    if not isinstance(term, tuple) or not term:
        return set()
    found = {(term[1], len(term) - 2)} if term[0] == "app" else set()
    for item in term:
        found |= _functions(item)
    return found


def _witness(
    term: Term, hypotheses: list[Prop], symbols: list[tuple[str, Any]], context: Context
) -> Zero | None:
    names = [name for name, _ in symbols]
    functions = sorted(functions_of(term).union(*(functions_of(h) for h in hypotheses)))
    if any(context.functions[name][0] != 1 for name in functions):
        return None
    pools = [list(candidates(domain)) for _, domain in symbols]
    for index, values in enumerate(islice(diagonal(pools), MAX_WITNESSES)):
        tables = tuple((name, _rows(index + k)) for k, name in enumerate(functions))
        model = {
            "symbols": tuple((n, number_term(v)) for n, v in zip(names, values, strict=True)),
            "functions": tables,
        }
        try:
            bare = Context(Table())
            for name in functions:
                bare.declare_function(name, 1, "real")
            replay = Replay(bare, model, [])
            check_model(symbols, replay, hypotheses, strict=True)
            value = replay.read(term)
            if replay.sign(value) & ZERO:
                continue
            witness: dict[str, Any] = dict(zip(names, values, strict=True))
            for name, rows in tables:
                used = {place for called, place in replay.memo if called == name}
                witness[name] = {p: Fraction(v) for p, v in rows if p in used}
            return Zero("no", witness, from_term(to_plain(replay.table, value)))
        except Rejected:
            continue
    return None


def _rows(seed: int) -> tuple[tuple[int | None, int], ...]:
    """Return small values, different at neighbouring places."""
    return tuple((place, (place * place + 3 * place * seed + seed) % 11 - 4) for place in range(40))


__all__ = ["Zero", "is_zero"]
