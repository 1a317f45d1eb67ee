"""Between formulas and SymPy. SymPy is imported when one of these is first called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from symopt.errors import InvalidExpression
from symopt.formula import tree

if TYPE_CHECKING:
    import sympy

RELATIONS = {
    "Equality": "=",
    "Unequality": "!=",
    "LessThan": "<=",
    "StrictLessThan": "<",
    "GreaterThan": ">=",
    "StrictGreaterThan": ">",
}
# SymPy's name for each function of the vocabulary that is spelled otherwise there.
SPELLED = {"maximum": "Max", "minimum": "Min"}
FUNCTIONS = ("sqrt", "sign", "exp", "log", "sin", "cos", "tanh", "floor", *SPELLED)


@cache
def symbol(name: str, **assumptions: bool) -> sympy.Symbol:
    """Return the real SymPy symbol of that name.

    SymPy tells symbols with other assumptions apart, so every part of symopt takes its symbols
    from here.
    """
    import sympy

    return sympy.Symbol(name, **{"real": True, **assumptions})


def to_sympy(
    formula: tree.Formula,
    symbols: Mapping[str, Any] | Callable[[tree.Name], Any] | None = None,
) -> Any:
    """Convert a formula to a SymPy expression (see `Formula.sympy`)."""
    import sympy

    def named(node: tree.Name) -> Any:
        if callable(symbols):
            return symbols(node)
        return symbols[node.name] if symbols and node.name in symbols else symbol(node.name)

    def visit(node: tree.Formula) -> Any:
        match node:
            case tree.Number(value=value):
                return sympy.Rational(value.numerator, value.denominator)
            case tree.Name():
                return named(node)
            case tree.Sum(terms=terms):
                return sympy.Add(*map(visit, terms))
            case tree.Negative(term=term):
                return -visit(term)
            case tree.Product(factors=factors):
                return sympy.Mul(*map(visit, factors))
            case tree.Quotient(top=top, bottom=bottom):
                return visit(top) / visit(bottom)
            case tree.Power(base=base, exponent=exponent):
                return visit(base) ** visit(exponent)
            case tree.Absolute(inside=inside):
                return sympy.Abs(visit(inside))
            case tree.Call(function=function, arguments=arguments) if function in FUNCTIONS:
                return getattr(sympy, SPELLED.get(function, function))(*map(visit, arguments))
            case tree.Call(function="where", arguments=(condition, then, otherwise)):
                return sympy.Piecewise((visit(then), visit(condition)), (visit(otherwise), True))
            case tree.Chain(parts=(left, right), links=(link,)):
                relations = {"=": sympy.Eq, "!=": sympy.Ne, "<=": sympy.Le, "<": sympy.Lt}
                relations |= {">=": sympy.Ge, ">": sympy.Gt}
                return relations[link](visit(left), visit(right))
            case _:
                raise InvalidExpression(f"no SymPy form of {node.text()}")

    return visit(formula)


def from_sympy(expression: Any) -> tree.Formula:
    """Convert a SymPy expression to a formula for printing.

    Products with negative powers become fractions, ``g(i)`` becomes g with index i, and terms
    are ordered as a person would write them: by falling powers, a leading minus avoided.

    Examples
    --------
    >>> from symopt.formula import symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> print(from_sympy((x - y) / (2 * x**2)).text())
    (x - y)/(2*x^2)
    """
    import sympy

    return _from(sympy.sympify(expression, strict=True))


def _from(node: Any) -> tree.Formula:
    import sympy

    if node is sympy.oo:
        return tree.Name("infinity")
    if node is sympy.E:
        return tree.Name("e")
    if node is sympy.pi:
        return tree.Name("pi")
    if isinstance(node, sympy.Rational):
        return tree.Number(Fraction(int(node.p), int(node.q)))
    if isinstance(node, sympy.Float):
        return tree.Number(Fraction(str(node)), str(node))
    if isinstance(node, sympy.Symbol):
        return _indexed(node.name)
    if isinstance(node, sympy.Add):
        return _sum(node)
    if isinstance(node, sympy.Mul):
        return _product(node)
    if isinstance(node, sympy.Pow):
        return _power(node.base, node.exp)
    if isinstance(node, sympy.exp):
        return tree.Power(tree.Name("e"), _from(node.args[0]))
    if isinstance(node, sympy.Abs):
        return tree.Absolute(_from(node.args[0]))
    if isinstance(node, sympy.Sum):
        body = _from(node.function)
        for index, lower, upper in node.limits:
            body = tree.SumOver(body, _from(index), _from(lower), _from(upper))
        return body
    if isinstance(node, sympy.Limit):
        body, variable, target, side = node.args
        shown = "" if str(side) == "+-" or target.is_infinite else str(side)
        return tree.LimitOf(_from(body), _from(variable), _from(target), shown)
    if isinstance(node, sympy.core.relational.Relational):
        link = RELATIONS[type(node).__name__]
        return tree.Chain((_from(node.lhs), _from(node.rhs)), (link,))
    if isinstance(node, sympy.core.function.AppliedUndef):
        return _applied(node)
    if isinstance(node, (sympy.Function, sympy.Max, sympy.Min)):
        spelled = {"Max": "maximum", "Min": "minimum"}
        name = type(node).__name__
        return tree.Call(spelled.get(name, name), tuple(_from(a) for a in node.args))
    raise InvalidExpression(f"no formula for the SymPy object {type(node).__name__}")


def _indexed(name: str) -> tree.Formula:
    """A symbol called g_1 is g with index 1; the formula printers know all other spellings."""
    base, _, index = name.rpartition("_")
    if base and index.isdigit():
        return tree.Name(base, tree.Number(Fraction(index)))
    return tree.Name(name)


def _applied(node: Any) -> tree.Formula:
    name = type(node).__name__
    integer_like = len(node.args) == 1 and node.args[0].is_integer
    if integer_like:
        return tree.Name(name, _from(node.args[0]))
    return tree.Call(name, tuple(_from(a) for a in node.args))


def _sum(node: Any) -> tree.Formula:
    terms = list(node.as_ordered_terms()) if node.is_commutative else list(node.args)
    added = [term for term in terms if not _negative(term)]
    taken = [term for term in terms if _negative(term)]
    if len(added) == 1 and added[0].is_number:
        taken.reverse()  # 1 - e/2 - e^2/24: a number leads rising powers
    elif not taken and added[-1].is_number and all(map(_plain, added[:-1])):
        added.insert(0, added.pop())  # 1 + beta, yet t + 1 and x^2 + 1
    # What is added comes first: 1 - beta rather than -beta + 1, t + 1 - k.
    ordered = [*added, *taken] if _negative(terms[0]) or not taken else terms
    return tree.Sum(tuple(_signed(term) for term in ordered))


def _plain(node: Any) -> bool:
    return bool(node.is_Symbol) and not node.is_integer


def _negative(node: Any) -> bool:
    return bool(node.could_extract_minus_sign()) and not node.is_Add


def _signed(node: Any) -> tree.Formula:
    return tree.Negative(_from(-node)) if _negative(node) else _from(node)


def _product(node: Any) -> tree.Formula:
    import sympy

    if _negative(node):
        return tree.Negative(_from(-node))
    above: list[Any] = []
    below: list[Any] = []
    for factor in sorted(node.as_ordered_factors(), key=_place):
        if isinstance(factor, sympy.Rational) and factor.q != 1:
            above += [sympy.Integer(factor.p)] if factor.p != 1 else []
            below.append(sympy.Integer(factor.q))
        elif isinstance(factor, sympy.Pow) and _negative(factor.exp):
            below.append(sympy.Pow(factor.base, -factor.exp))
        else:
            above.append(factor)
    top = _factors(above)
    return tree.Quotient(top, _factors(below)) if below else top


def _place(factor: Any) -> int:
    """Where a factor stands: 2 alpha (1 - beta) beta^(t - k) g_k, a sum last."""
    import sympy

    base, exponent = factor.as_base_exp()
    if factor.is_number:
        return 0
    if isinstance(base, sympy.Sum):
        return 5
    if not exponent.is_number:
        return 3
    if base.is_Add:
        return 2
    return 4 if isinstance(base, sympy.core.function.AppliedUndef) else 1


def _factors(parts: list[Any]) -> tree.Formula:
    formulas = [_from(part) for part in parts]
    if not formulas:
        return tree.Number(Fraction(1))
    return formulas[0] if len(formulas) == 1 else tree.Product(tuple(formulas))


def _power(base: Any, exponent: Any) -> tree.Formula:
    import sympy

    if exponent == sympy.Rational(1, 2):
        return tree.Call("sqrt", (_from(base),))
    if _negative(exponent) and exponent.is_Rational:
        return tree.Quotient(tree.Number(Fraction(1)), _power(base, -exponent))
    if exponent == 1:
        return _from(base)
    return tree.Power(_from(base), _from(exponent))
