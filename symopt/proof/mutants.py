"""False neighbours of a claim: statements with a sign, a power, an index or a factor changed.

They test the prover: none that is false may be proved. The derivation is adapted as well as
possible: the changed expression is changed wherever it is written in the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy

from symopt.proof.claim import Claim, Refutation
from symopt.proof.convert import to_prop
from symopt.proof.derivation import Derivation
from symopt.proof.language import Limit, Predicate, Series
from symopt.proof.proof import conclude, prove
from symopt.proof.session import Session
from symopt.proof.statements import Supposition

if TYPE_CHECKING:
    from symopt.proof.proof import Proof

Edit = Callable[[Any], Any]


@dataclass(frozen=True)
class Mutant:
    """A claim with one change.

    Attributes
    ----------
    claim : str
        The claim that was changed.
    change : str
        What was changed.
    statement : dict
        The changed statement, as a certificate has it: symbols, functions, hypotheses,
        conclusions. Its truth is for others to find out.
    """

    claim: Claim
    change: str
    statement: dict[str, Any]
    edit: Callable[[int, Any], Any]

    def prove(self) -> Proof:
        """Try to prove the mutant by the claim's own derivation, changed alike."""
        return prove(self.claim, self.edit)


def mutants(claim: Claim) -> Iterator[Mutant]:
    """Yield mutants of a claim, each with another statement.

    Examples
    --------
    >>> from symopt import claims
    >>> from symopt.proof.mutants import mutants
    >>> first = next(mutants(claims.get("averages.weights")))
    >>> first.prove().verdict
    'undecided'
    """
    session = Session()
    result = claim.run(session)
    original = _conclusions(session, result, lambda index, expression: expression)
    seen: set[Any] = {tuple(original)}
    for place in _endpoints(result, session):
        for change, new in _changes(session.expressions[place], session):
            for spread in (False, True):
                edit = _edit(place, session.expressions[place], new, spread)
                try:
                    conclusions = _conclusions(session, result, edit)
                except Exception:
                    continue
                statement = session.statement(conclusions)
                key = (tuple(conclusions), spread)
                if key in seen or conclusions == original:
                    continue
                seen.add(key)
                how = f"{change}, everywhere" if spread else change
                yield Mutant(claim, how, statement, edit)


def _edit(place: int, old: Any, new: Any, spread: bool) -> Callable[[int, Any], Any]:
    def edit(index: int, expression: Any) -> Any:
        if index == place:
            return new
        if spread and isinstance(expression, sympy.Basic) and isinstance(old, sympy.Basic):
            return expression.xreplace({old: new})
        return expression

    return edit


def _endpoints(result: Any, session: Session) -> list[int]:
    if isinstance(result, Refutation):
        return list(range(len(session.expressions), len(session.expressions)))
    items = result if isinstance(result, (tuple, list)) else (result,)
    places: list[int] = []
    for item in items:
        parts = item.items if isinstance(item, Supposition) else [item]
        for part in parts:
            if isinstance(part, Derivation) and part.places:
                places += [part.places[0], part.places[-1]]
    return list(dict.fromkeys(places))


def _conclusions(session: Session, result: Any, edit: Callable[[int, Any], Any]) -> list[Any]:
    items = result if isinstance(result, (tuple, list)) else (result,)
    found = []
    for item in items:
        if isinstance(item, Supposition):
            parts = tuple(_of_derivation(session, part, edit) for part in item.items)
            goal = parts[0] if len(parts) == 1 else ("and", *parts)
            found.append(("if", tuple(to_prop(r) for r in item.relations), goal))
        elif isinstance(item, Derivation):
            found.append(_of_derivation(session, item, edit))
    return found


def _of_derivation(session: Session, item: Derivation, edit: Callable[[int, Any], Any]) -> Any:
    expressions = [line.expression for line in item.lines]
    if item.places:
        for position in (0, -1):
            place = item.places[position]
            expressions[position] = edit(place, session.expressions[place])
    return conclude([line.relation for line in item.lines], expressions)


def _changes(expression: Any, session: Session) -> Iterator[tuple[str, Any]]:
    """Yield changed expressions, with the name of the change."""
    if isinstance(expression, (Limit, Series)):
        for change, body in _changes(expression.body, session):
            if isinstance(expression, Limit):
                new: Any = Limit(
                    body, expression.variable, expression.to, expression.side, expression.far
                )
            else:
                new = Series(body, expression.variable, expression.order)
            yield change, new
        return
    if isinstance(expression, Predicate):
        for position, argument in enumerate(expression.arguments):
            for change, new in _changes(argument, session):
                arguments = list(expression.arguments)
                arguments[position] = new
                yield change, Predicate(expression.name, tuple(arguments))
        return
    expression = sympy.sympify(expression)
    for path, node in _nodes(expression, ()):
        for change, new in _node_changes(node, path, session):
            try:
                yield f"{change} {_short(node)} -> {_short(new)}", _rebuild(expression, path, new)
            except (TypeError, ValueError, ArithmeticError):
                continue


def _nodes(node: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    yield path, node
    if isinstance(node, sympy.Sum):
        yield from _nodes(node.function, (*path, 0))
        return
    for index, argument in enumerate(node.args):
        yield from _nodes(argument, (*path, index))


def _rebuild(node: Any, path: tuple[int, ...], new: Any) -> Any:
    if not path:
        return new
    arguments = list(node.args)
    arguments[path[0]] = _rebuild(arguments[path[0]], path[1:], new)
    return node.func(*arguments)


def _node_changes(node: Any, path: tuple[int, ...], session: Session) -> Iterator[tuple[str, Any]]:
    kinds = dict(session.symbols)
    if isinstance(node, sympy.Add):
        for term in node.args[:4]:
            yield "a sign:", node - 2 * term
    if isinstance(node, sympy.Mul) and len(node.args) > 1:
        for factor in node.args[:5]:
            if factor != -1:
                yield "a dropped factor:", node / factor
    if isinstance(node, sympy.Pow) and node.exp != -1:
        yield "a power:", node.base ** (node.exp + 1)
        yield "a power:", node.base ** (node.exp - 1)
    if isinstance(node, sympy.core.function.AppliedUndef) and len(node.args) == 1:
        yield "an index:", node.func(node.args[0] + 1)
        yield "an index:", node.func(node.args[0] - 1)
    if isinstance(node, sympy.Sum):
        body, (index, low, high) = node.function, node.limits[0]
        yield "an index:", sympy.Sum(body, (index, low + 1, high))
        yield "an index:", sympy.Sum(body, (index, low, high - 1))
    if isinstance(node, sympy.Symbol) and node.name in kinds:
        for name, kind in session.symbols:
            if name != node.name and kind == kinds[node.name]:
                from symopt.formula import symbol

                other = symbol(name, integer=True) if kind[0] == "int" else symbol(name)
                yield "a swapped symbol:", other
        if not path:
            yield "a factor:", 2 * node
    if isinstance(node, sympy.Rational) and not isinstance(node, sympy.core.numbers.NegativeOne):
        yield "a number:", node + 1
    if isinstance(node, (sympy.Max, sympy.Min)):
        other = sympy.Min if isinstance(node, sympy.Max) else sympy.Max
        yield "a maximum:", other(*node.args)
    if isinstance(node, sympy.Abs):
        yield "an absolute value:", node.args[0]
    if not path:
        yield "a sign:", -node
        yield "a factor:", node / 2


def _short(expression: Any) -> str:
    try:
        return str(expression)
    except ValueError:
        # Python writes no number of more than some 4000 digits.
        return "a long number"
