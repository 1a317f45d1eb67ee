"""Rules as small programs of our own, run with NumPy and without symopt.

A term is a tuple: ``("name", n)``, ``("number", k)``, ``("neg", a)``, ``(op, a, b)`` with op one of
``+ - * / **``, or ``("call", function, a, ...)``.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from symopt import rules

Term = Any  # nested tuples
Line = tuple[str, Term]

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
FUNCTIONS = {
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "maximum": np.maximum,
    "minimum": np.minimum,
}


@dataclass(frozen=True)
class Program:
    """One step: the states and where they start, hyperparameters and their domains, the lines.

    `query` is where the gradient is asked for; of an average, whose input is `y`, it is None.
    """

    rule: str
    states: tuple[tuple[str, float], ...]
    hyper: tuple[tuple[str, str], ...]
    query: Term | None
    lines: tuple[Line, ...]
    output: str

    @property
    def input(self) -> str:
        """The name of what is given in every step."""
        return "y" if self.query is None else "g"

    def temporaries(self) -> list[str]:
        """Return the names that are assigned and no states."""
        known = {name for name, _ in self.states} | {"theta"}
        return [target for target, _ in self.lines if target not in known]

    def uses(self, name: str) -> bool:
        """Whether a name is read."""
        terms = [term for _, term in self.lines] + ([self.query] if self.query else [])
        return any(("name", name) == part for term in terms for part in parts(term))

    def bound(self) -> bool:
        """Whether no temporary is read before it is assigned, and every state is assigned."""
        seen: set[str] = set()
        temporaries = set(self.temporaries())
        for target, term in self.lines:
            if any(p[0] == "name" and p[1] in temporaries - seen for p in parts(term)):
                return False
            seen.add(target)
        return {name for name, _ in self.states} <= seen


@cache
def program(name: str) -> Program:
    """Return a rule of the catalogue as its source states it."""
    rule = rules.get(name)
    tree = ast.parse(textwrap.dedent(inspect.getsource(rule.function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    query, lines, output = None, [], ""
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            (target,) = statement.targets
            assert isinstance(target, ast.Name)
            value = statement.value
            if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "grad":
                query = _term(value.args[0])
            else:
                lines.append((target.id, _term(value)))
        elif isinstance(statement, ast.Return):
            first = statement.value.elts[0] if isinstance(statement.value, ast.Tuple) else None
            output = getattr(first or statement.value, "id", "")
    return Program(
        rule.name,
        tuple((state.name, float(state.initial)) for state in rule.states),
        tuple((hyper.name, str(hyper.domain)) for hyper in rule.hyperparameters),
        query,
        tuple(lines),
        output,
    )


def _term(tree: ast.expr) -> Term:
    if isinstance(tree, ast.Name):
        return ("name", tree.id)
    if isinstance(tree, ast.Constant):
        return ("number", tree.value)
    if isinstance(tree, ast.UnaryOp):
        return ("neg", _term(tree.operand))
    if isinstance(tree, ast.BinOp):
        return (OPERATORS[type(tree.op)], _term(tree.left), _term(tree.right))
    assert isinstance(tree, ast.Call)
    return ("call", getattr(tree.func, "id", "?"), *map(_term, tree.args))


def parts(term: Term) -> Iterator[Term]:
    """Yield a term and all terms in it."""
    yield term
    for item in term[1:]:
        if isinstance(item, tuple):
            yield from parts(item)


def evaluate(term: Term, names: dict[str, Any]) -> Any:
    """Return what a term is worth."""
    tag = term[0]
    if tag == "name":
        return names[term[1]]
    if tag == "number":
        return float(term[1])
    if tag == "call":
        return FUNCTIONS[term[1]](*(evaluate(item, names) for item in term[2:]))
    values = [evaluate(item, names) for item in term[1:]]
    match tag:
        case "neg":
            return -values[0]
        case "+":
            return values[0] + values[1]
        case "-":
            return values[0] - values[1]
        case "*":
            return values[0] * values[1]
        case "/":
            return np.divide(values[0], values[1])
        case _:
            return np.power(values[0], values[1])


def run(one: Program, hyper: dict[str, float], inputs: np.ndarray) -> np.ndarray:
    """Return what can be seen of a run: where gradients are asked for, or an average's values.

    `inputs` has a row for each sequence. States may be scaled and the parameter shifted without
    anyone seeing it: neither is in the result.
    """
    names: dict[str, Any] = {**hyper, "theta": np.full(len(inputs), 0.7)}
    names |= {name: np.full(len(inputs), initial) for name, initial in one.states}
    seen = []
    with np.errstate(all="ignore"):
        for t, given in enumerate(inputs.T, start=1):
            if one.query is not None:
                seen.append(evaluate(one.query, names))
            names |= {"t": float(t), one.input: given}
            for target, term in one.lines:
                names[target] = evaluate(term, names)
            if one.query is None:
                seen.append(names[one.output])
        if one.query is not None:
            seen.append(evaluate(one.query, names))
    return np.array([np.broadcast_to(value, len(inputs)) for value in seen]).T
