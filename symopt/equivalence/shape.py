"""What certificates may hold: terms over given names, and recursions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Rejected, Term, check_term, free_names

# What a step of a rule may be made of; nothing that binds a name, and no infinity.
PLAIN = frozenset(
    {"/", "sym", "+", "*", "^", "max", "min", "abs", "sign", "exp", "log", "cos", "sin"}
)


def over(term: Term, names: set[str]) -> None:
    """Refuse what is no plain term, or has other names."""
    check_term(term)
    stack = [term]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            if node[0] not in PLAIN:
                raise Rejected(f"{node[0]} in a step of a rule")
            stack.extend(node[1:])
    if not free_names(term) <= names:
        raise Rejected("a map of something else")


def same(context: Context, a: Term, b: Term, what: str) -> None:
    """Refuse two terms that have not one normal form."""
    if not context.normal.equal(a, b):
        raise Rejected(f"{what} are not the same")


def check_recursion(data: Mapping[str, Any]) -> None:
    """Refuse a recursion that speaks of what it has not."""
    if data["kind"] not in ("optimizer", "average"):
        raise Rejected("neither an optimizer nor an average")
    names = {name for name, _ in data["hyperparameters"]} | {s[0] for s in data["states"]}
    if len(names) != len(data["hyperparameters"]) + len(data["states"]):
        raise Rejected("one name for two things")
    given = {"y"} if data["kind"] == "average" else {"theta", "g"}
    if names & {"theta", "g", "y", "t"}:
        raise Rejected("a name that is taken")
    for term in (data["output"], *(s[2] for s in data["states"])):
        over(term, names | given | {"t"})
    if data["kind"] == "optimizer":
        over(data["query"], (names | {"theta", "t"}))
    for _, initial, _ in data["states"]:
        over(initial, set())
        if isinstance(initial, tuple) and initial[0] != "/":
            raise Rejected("a first value that is not written as a number")
