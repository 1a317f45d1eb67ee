"""Exact witnesses: that hypotheses can be met, and that a false statement fails somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from symopt.proof.convert import from_term, to_prop, to_term
from symopt.proof.kernel.frac import Frac
from symopt.proof.kernel.replay import Replay, check_model
from symopt.proof.kernel.table import Poly, Table
from symopt.proof.kernel.terms import Prop, Rejected, Term
from symopt.proof.verifier import bare, check_tables

if TYPE_CHECKING:
    from symopt.proof.session import Session

MAX_TRIALS = 4000


def find_models(session: Session, conclusions: list[Prop]) -> tuple[dict[str, Any], ...]:
    """Return models of the hypotheses, and with the conditions of every implication."""
    extra: list[tuple[Prop, ...]] = [(), *(p[1] for p in conclusions if p[0] == "if")]
    return tuple(find_model(session, conditions) for conditions in extra)


def find_model(session: Session, extra: tuple[Prop, ...] = ()) -> dict[str, Any]:
    """Return exact values that meet the hypotheses, to show that they are not contradictory."""
    if session.model is not None:
        return session.model
    statement = session.statement([("=", 0, 0)])
    hypotheses = [*(prop for _, prop in session.hypotheses), *extra]
    names = [name for name, _ in session.symbols]
    tables = _tables(session)
    pools = [list(candidates(domain)) for _, domain in session.symbols]
    for values, functions in islice(product(diagonal(pools), tables), MAX_TRIALS):
        model = {
            "symbols": tuple(zip(names, map(number_term, values), strict=True)),
            "functions": functions,
        }
        try:
            replay = Replay(bare(statement), model, hypotheses)
            check_model(list(session.symbols), replay, hypotheses, strict=False)
            check_tables(statement, replay)
        except Rejected:
            continue
        return model
    raise Rejected("no values are known that meet the hypotheses")


def _tables(session: Session) -> list[tuple[Any, ...]]:
    from symopt.proof.kernel.replay import definition

    defined = {d[0] for _, p in session.hypotheses if (d := definition(p)) is not None}
    free = [name for name, arity, _ in session.functions if name not in defined]
    values = (1, 2, 0, -1) if free else (1,)
    return [tuple((name, ((None, value),)) for name in free) for value in values]


def candidates(domain: Any) -> Iterator[Fraction]:
    """Yield simple values of a domain."""
    if domain[0] == "int":
        low = domain[1] if isinstance(domain[1], int) else 0
        yield from (Fraction(low + k) for k in range(6))
        return
    low, high = domain[1], domain[3]
    halves = [Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(1, 8), Fraction(7, 8)]
    small = [Fraction(n) for n in (1, 2, 3, 4, 9)]
    if low is None and high is None:
        # The signs come early: conditions such as x <= 0 are common.
        yield from (*small[:2], Fraction(-1), Fraction(0), *small[2:])
        yield from (*(-x for x in small[1:]), *halves)
    elif isinstance(low, int) and isinstance(high, int):
        yield from (low + (high - low) * x for x in halves)
    elif isinstance(low, int):
        yield from (low + x for x in (*small, *halves))
    elif isinstance(high, int):
        yield from (high - x for x in (*small, *halves))
    else:
        yield from (*small, *halves)


def diagonal(pools: list[list[Fraction]]) -> Iterator[tuple[Fraction, ...]]:
    """Go through the product so that small indices in all places come first."""
    if not pools:
        yield ()
        return
    seen = 0
    for size in range(1, max(map(len, pools)) + 1):
        for indices in _up_to(size, [len(pool) for pool in pools]):
            seen += 1
            if seen > MAX_TRIALS:
                return
            yield tuple(pool[i] for pool, i in zip(pools, indices, strict=True))


def _up_to(size: int, lengths: list[int]) -> Iterator[tuple[int, ...]]:
    """Return the places of a product whose largest index is size - 1, each once, in order."""
    streams = []
    for first, length in enumerate(lengths):
        if length >= size:
            before = [range(min(size - 1, n)) for n in lengths[:first]]
            after = [range(min(size, n)) for n in lengths[first + 1 :]]
            streams.append(product(*before, (size - 1,), *after))
    return merge(*streams)


def number_term(value: Fraction) -> Term:
    """Return a number as a term."""
    if value.denominator == 1:
        return int(value)
    return ("/", value.numerator, value.denominator)


def witness_data(values: dict[Any, Any]) -> dict[str, Any]:
    """Return a witness as data: symbols, and functions by their tables."""
    symbols, functions = [], []
    for key, value in values.items():
        name = getattr(key, "name", None) or getattr(key, "__name__", None) or str(key)
        if isinstance(value, dict):
            rows = tuple((place, to_term(entry)) for place, entry in value.items())
            functions.append((name, rows))
        elif isinstance(value, (list, tuple)):
            rows = tuple((i, to_term(entry)) for i, entry in enumerate(value, start=1))
            functions.append((name, rows))
        else:
            symbols.append((name, to_term(value)))
    return {"symbols": tuple(symbols), "functions": tuple(functions)}


def values_at(statement: Any, witness: Any, relation: Any) -> list[tuple[Any, Any]]:
    """Return the exact values that both sides of a relation take at a witness."""
    hypotheses = [prop for _, prop in statement["hypotheses"]]
    replay = Replay(bare(statement), witness, hypotheses)
    prop = to_prop(relation)
    if len(prop) != 3:
        return []
    return [
        (side, from_term(to_plain(replay.table, replay.read(to_term(side)))))
        for side in (relation.lhs, relation.rhs)
    ]


def to_plain(table: Table, value: Frac) -> Term:
    """Return a normal form as a term; sums and some functions have no way back."""
    term: Term = poly_term(table, value.num)
    for number, power in value.den.items():
        term = ("*", term, ("^", poly_term(table, table.poly(number)), -power))
    return term


def poly_term(table: Table, poly: Poly, starts: dict[str, Term] | None = None) -> Term:
    """Return a polynomial as a term; `starts` are the least values of the integers."""
    starts = starts or {}
    terms: list[Term] = []
    for mono, coefficient in poly.items():
        factors: list[Term] = [] if coefficient == 1 and mono else [number_term(coefficient)]
        for atom, exponent in mono:
            base = _atom_term(table, atom, starts)
            if exponent == 1:
                factors.append(base)
            else:
                factors.append(("^", base, _exponent_term(table, exponent, starts)))
        terms.append(("*", *factors) if len(factors) > 1 else factors[0])
    if not terms:
        return 0
    return ("+", *terms) if len(terms) > 1 else terms[0]


def _exponent_term(table: Table, exponent: Any, starts: dict[str, Term]) -> Term:
    if isinstance(exponent, tuple):
        return poly_term(table, table.exponent_poly(exponent), starts)
    return number_term(Fraction(exponent))


def _atom_term(table: Table, atom: int, starts: dict[str, Term]) -> Term:
    key = table.keys[atom]
    if key[0] == "num":
        return key[1]
    if key[0] in ("sym", "int"):
        return ("sym", key[1])
    if key[0] == "nat" and key[1] in starts:
        return ("+", ("sym", key[1]), ("*", -1, starts[key[1]]))
    if key[0] == "poly":
        return poly_term(table, table.poly(key[1]), starts)
    if key[0] == "abs":
        return ("abs", poly_term(table, table.poly(key[1]), starts))
    if key[0] in ("E", "pi"):
        return (key[0],)
    if key[0] == "app" and all(isinstance(part, frozenset) for part in key[2:]):
        return ("app", key[1], *(poly_term(table, dict(p), starts) for p in key[2:]))
    raise Rejected("no term for this atom")
