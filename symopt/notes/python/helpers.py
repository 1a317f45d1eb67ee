"""Functions of one expression, put in the place of their calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symopt.formula import Call, Formula, Power
from symopt.notes.python.gradients import is_gradient
from symopt.notes.python.substitution import rebuild, substitute
from symopt.notes.python.tree import Class, Function, Node, Return

MAX_INLINED = 4  # calls within calls
MAX_NODES = 400  # of a formula with its functions put in


def helpers_of(nodes: Iterable[Node]) -> dict[str, Function]:
    """Return the functions among some statements that are one expression, by name.

    One that asks for the gradient stays a call: what is asked, and where, matters.
    """
    found: dict[str, Function] = {}
    for node in nodes:
        match node:
            case Function(name=name) if _is_helper(node):
                found[name] = node
            case Class(body=body):
                found.update((f"self.{name}", each) for name, each in helpers_of(body).items())
            case _:
                pass
    return found


def _is_helper(function: Function) -> bool:
    match function.body:
        case (Return(values=(value,)),):
            pass
        case _:
            return False
    if is_gradient(function.name):
        return False
    parameters = [each for each in function.parameters if each.name != "self"]
    # A plain function of one thing may be the gradient; a root is nobody's.
    rooted = any(
        isinstance(part, Power) or (isinstance(part, Call) and part.function == "sqrt")
        for part in value.walk()
    )
    return len(parameters) > 1 or (len(parameters) == 1 and rooted and len(value.names()) > 1)


def inlined(formula: Formula, helpers: Mapping[str, Function], depth: int = 0) -> Formula:
    """Return a formula with the bodies of helpers in the place of their calls."""
    if not helpers or depth > MAX_INLINED:
        return formula
    changed = False

    def change(part: Formula) -> Formula:
        nonlocal changed
        if not (isinstance(part, Call) and part.function in helpers):
            return part
        function = helpers[part.function]
        parameters = [each for each in function.parameters if each.name != "self"]
        values = {each.name: each.default for each in parameters if each.default is not None}
        values |= dict(zip((p.name for p in parameters), part.arguments, strict=False))
        if len(values) != len(parameters) or len(part.arguments) > len(parameters):
            return part
        returned = function.body[0]
        if not isinstance(returned, Return):
            return part
        changed = True
        return substitute(returned.values[0], values)

    made = rebuild(formula, change)
    if sum(1 for _ in made.walk()) > MAX_NODES:
        return formula
    return inlined(made, helpers, depth + 1) if changed else made
