"""What a reader sees of an induction: its start and its step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symopt.proof.convert import from_term
from symopt.proof.scope import Fact

if TYPE_CHECKING:
    from symopt.proof.derivation import Line
    from symopt.proof.session import Session


def induction_lines(
    session: Session, fact: Fact, before: Any, relation: str, after: Any
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return the start and the step of an induction, as labelled lines."""
    from symopt.proof.derivation import Line

    step = next((s for s in session.scope.steps if s["id"] == fact.name), None)
    if step is None or step["by"]["rule"] != "induction":
        return ()
    name = step["by"]["var"]
    integers = frozenset(n for n, d in session.symbols if d[0] == "int")
    found = []
    for offset, base in enumerate(step["by"]["bases"]):
        prop = base[-1]["prop"]
        sides = [from_term(side, integers) for side in prop[1:]]
        low = session.scope.context.symbols[name][1]
        first = low + offset if isinstance(low, int) else low
        found.append((f"{name} = {first}", _lines(Line, relation, sides)))
    prop = step["by"]["step"][-1]["prop"]
    sides = [from_term(side, integers) for side in prop[1:]]
    found.append((f"{name} -> {name} + {step['by']['width']}", _lines(Line, relation, sides)))
    return tuple(found)


def _lines(make: Any, relation: str, sides: list[Any]) -> tuple[Line, ...]:
    if relation in (">=", ">"):
        sides = sides[::-1]
    return (make("", sides[0]), make(relation, sides[1]))
