"""What a reader sees of an induction: its start, and how the step uses the hypothesis.

The lines shown here are proved like all others; where the kernel does not accept them, the
reader is told only what the step proves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symopt.proof.convert import from_term, to_term
from symopt.proof.kernel.terms import Prop, Rejected

if TYPE_CHECKING:
    from symopt.proof.derivation import Line
    from symopt.proof.scope import Fact
    from symopt.proof.session import Session

Inside = tuple[tuple[str, tuple["Line", ...]], ...]
_TURNED = {">=": "<=", ">": "<"}


@dataclass(frozen=True)
class Stated:
    """A statement shown by induction: left, relation, right, in the variable of the induction."""

    left: Any
    relation: str
    right: Any


def induction_lines(
    session: Session, fact: Fact, statements: Sequence[Stated], place: int = 0
) -> Inside:
    """Return the start and the step of an induction, for one of the statements it proves."""
    found = next((s for s in session.scope.steps if s["id"] == fact.name), None)
    if found is None or found["by"]["rule"] != "induction":
        return ()
    by, relation = found["by"], statements[place].relation
    integers = frozenset(name for name, domain in session.symbols if domain[0] == "int")
    low = session.scope.context.symbols[by["var"]][1]
    inside: list[tuple[str, tuple[Line, ...]]] = []
    for offset, base in enumerate(by["bases"]):
        sides = _sides(base[-1]["prop"], place, relation, integers)
        first = low + offset if isinstance(low, int) else from_term(low, integers) + offset
        inside.append((f"{by['var']} = {first}", _between(*sides, relation)))
    label = f"{by['var']} -> {by['var']} + {by['width']}"
    steps = _steps(session, by["var"], statements, place) if by["width"] == 1 else None
    if steps is None:
        sides = _sides(by["step"][-1]["prop"], place, relation, integers)
        steps = _between(*sides, relation)
    return (*inside, (label, steps))


def _sides(prop: Prop, place: int, relation: str, integers: frozenset[str]) -> tuple[Any, Any]:
    part = prop[1 + place] if prop[0] == "and" else prop
    left, right = (from_term(side, integers) for side in part[1:])
    return (right, left) if relation in _TURNED else (left, right)


def _between(left: Any, right: Any, relation: str) -> tuple[Line, ...]:
    from symopt.proof.derivation import Line

    return (Line("", left), Line(relation, right))


def _steps(
    session: Session, name: str, statements: Sequence[Stated], place: int
) -> tuple[Line, ...] | None:
    """Return left(t+1) = expanded, then with the hypothesis put in, then right(t+1)."""
    import sympy

    from symopt.proof.derivation import Line

    statements = [
        Stated(sympy.sympify(s.left), s.relation, sympy.sympify(s.right)) for s in statements
    ]
    stated = statements[place]
    symbols = stated.left.free_symbols | stated.right.free_symbols
    variable = next((s for s in symbols if s.name == name), None)
    if variable is None:
        return None
    after = {variable: variable + 1}
    goal = stated.right.subs(after)
    opened = _open(session, stated.left, variable)
    if opened is None:
        return None
    expanded, why = opened
    hypotheses = {s.left: s.right for s in statements if s.relation == "=" or s is stated}
    # In the step of several statements, each may use those before it.
    before = [s for s in statements[:place] if s.relation == "="]
    hypotheses |= {s.left.subs(after): s.right.subs(after) for s in before}
    put_in = expanded.xreplace(hypotheses)
    if put_in == expanded or not _rises(session, expanded, stated):
        return None
    lines = [Line("", stated.left.subs(after)), Line("=", expanded, why)]
    lines.append(Line(stated.relation, put_in, "the hypothesis"))
    if not _holds(session, "=", lines[0].expression, expanded):
        return None
    if put_in != goal:
        last = "=" if _holds(session, "=", put_in, goal) else stated.relation
        if last != "=" and not _holds(session, last, put_in, goal):
            return None
        lines.append(Line(last, goal, ""))
    return tuple(lines)


def _open(session: Session, left: Any, variable: Any) -> tuple[Any, str] | None:
    """Write left(t+1) in terms of left(t): by the rule, or with the last term split off."""
    import sympy

    if isinstance(left, sympy.core.function.AppliedUndef) and left.args == (variable,):
        for given in session.given:
            relation = given.relation
            if isinstance(relation, sympy.Eq) and relation.lhs.func == left.func:
                argument = relation.lhs.args[0]
                if argument.is_Symbol:
                    return relation.rhs.subs({argument: variable + 1}), "the rule"
        return None
    factors = sympy.Mul.make_args(left)
    sums = [f for f in factors if isinstance(f, sympy.Sum)]
    if len(sums) != 1:
        return None
    total = sums[0]
    index, _, upper = total.limits[0]
    if upper.subs({variable: variable + 1}) - upper != 1 or total.function.has(variable):
        return None
    rest = sympy.Mul(*(f for f in factors if f is not total))
    if rest.has(variable):
        return None
    last = total.function.subs({index: upper.subs({variable: variable + 1})})
    return left + rest * last, "the last term split off"


def _rises(session: Session, expanded: Any, stated: Stated) -> bool:
    """Whether the hypothesis may be put in: an equation may, an inequality if the form rises."""
    if stated.relation == "=":
        return True
    import sympy

    mark = sympy.Dummy(real=True)
    marked = expanded.xreplace({stated.left: mark})
    slope = sympy.diff(marked, mark)
    return not slope.has(mark) and _holds(session, "<=", sympy.Integer(0), slope)


def _holds(session: Session, relation: str, left: Any, right: Any) -> bool:
    from symopt.proof.tactics import Hints, prove

    a, b = to_term(left), to_term(right)
    prop = (_TURNED[relation], b, a) if relation in _TURNED else (relation, a, b)
    try:
        prove(session.scope, prop, Hints())
    except Rejected:
        return False
    return True
