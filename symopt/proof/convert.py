"""Between SymPy expressions, which authors and readers see, and the kernel's terms."""

from __future__ import annotations

from typing import Any

from symopt.errors import InvalidExpression
from symopt.formula import symbol
from symopt.proof.kernel.terms import Prop, Term

# SymPy's names for them; SymPy itself is loaded on first use, so that claims list at once.
_UNARY = {
    "Abs": "abs",
    "sign": "sign",
    "exp": "exp",
    "log": "log",
    "cos": "cos",
    "sin": "sin",
    "ceiling": "ceil",
    "floor": "floor",
}
_RELATIONS = {
    "Eq": ("=", False),
    "Le": ("<=", False),
    "Lt": ("<", False),
    "Ge": ("<=", True),
    "Gt": ("<", True),
    "Ne": ("!=", False),
}
MEAN = "E"


def to_term(expression: Any) -> Term:
    """Convert a SymPy expression to a term, node by node, without rewriting anything.

    Examples
    --------
    >>> x = symbol("x")
    >>> to_term(x + 1)
    ('+', 1, ('sym', 'x'))
    """
    import sympy

    node = sympy.sympify(expression, strict=True)
    if isinstance(node, sympy.Integer):
        return int(node)
    if isinstance(node, sympy.Rational):
        return ("/", int(node.p), int(node.q))
    if isinstance(node, sympy.Symbol):
        return ("sym", node.name)
    if isinstance(node, sympy.Add):
        return ("+", *map(to_term, node.args))
    if isinstance(node, sympy.Mul):
        return ("*", *map(to_term, node.args))
    if isinstance(node, sympy.exp):
        return ("exp", to_term(node.args[0]))
    if isinstance(node, sympy.Pow):
        return ("^", to_term(node.base), to_term(node.exp))
    if isinstance(node, (sympy.Max, sympy.Min)):
        tag = "max" if isinstance(node, sympy.Max) else "min"
        # SymPy keeps the arguments as a set, whose order is not the same in every process.
        return (tag, *map(to_term, sorted(node.args, key=sympy.default_sort_key)))
    if isinstance(node, sympy.Sum):
        body = to_term(node.function)
        for index, low, high in node.limits:
            body = ("sum", body, index.name, to_term(low), to_term(high))
        return body
    if isinstance(node, sympy.core.function.AppliedUndef):
        name = type(node).__name__
        if name == MEAN:
            return ("mean", to_term(node.args[0]))
        return ("app", name, *map(to_term, node.args))
    for kind, tag in _UNARY.items():
        if isinstance(node, getattr(sympy, kind)):
            return (tag, to_term(node.args[0]))
    constants = {sympy.E: ("E",), sympy.pi: ("pi",), sympy.oo: ("oo",)}
    if node in constants:
        return constants[node]
    raise InvalidExpression(f"proofs know no {type(node).__name__}")


def to_prop(relation: Any) -> Prop:
    """Convert a SymPy relation to a proposition."""
    import sympy

    for kind, (tag, turned) in _RELATIONS.items():
        if isinstance(relation, getattr(sympy, kind)):
            left, right = to_term(relation.lhs), to_term(relation.rhs)
            return (tag, right, left) if turned else (tag, left, right)
    if isinstance(relation, sympy.And):
        parts = sorted(relation.args, key=sympy.default_sort_key)
        return ("and", *map(to_prop, parts))
    raise InvalidExpression(f"not a relation: {relation}")


def from_term(term: Term, integers: frozenset[str] = frozenset()) -> Any:
    """Convert a term to a SymPy expression; `integers` are the symbols that are integers."""
    import sympy

    if isinstance(term, int):
        return sympy.Integer(term)
    tag, rest = term[0], term[1:]

    def inner(item: Term) -> Any:
        return from_term(item, integers)

    if tag == "/":
        return sympy.Rational(*rest)
    if tag == "sym":
        return symbol(rest[0], integer=True) if rest[0] in integers else symbol(rest[0])
    if tag == "+":
        return sympy.Add(*map(inner, rest))
    if tag == "*":
        return sympy.Mul(*map(inner, rest))
    if tag == "^":
        return sympy.Pow(inner(rest[0]), inner(rest[1]))
    if tag == "app":
        return sympy.Function(rest[0], real=True)(*map(inner, rest[1:]))
    if tag == "sum":
        within = integers | {rest[1]}
        index = symbol(rest[1], integer=True)
        return sympy.Sum(from_term(rest[0], within), (index, inner(rest[2]), inner(rest[3])))
    if tag in ("max", "min"):
        return (sympy.Max if tag == "max" else sympy.Min)(*map(inner, rest))
    if tag == "mean":
        return sympy.Function(MEAN, real=True)(inner(rest[0]))
    for kind, name in _UNARY.items():
        if name == tag:
            return getattr(sympy, kind)(inner(rest[0]))
    return {"E": sympy.E, "pi": sympy.pi, "oo": sympy.oo}[tag]


def thaw(data: Any) -> Any:
    """Turn a certificate's tuples into lists, as JSON has them."""
    if isinstance(data, (tuple, list)):
        return [thaw(item) for item in data]
    if isinstance(data, dict):
        return {key: thaw(value) for key, value in data.items()}
    return data
