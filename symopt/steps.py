"""From Python text to ordered, named steps. Text is parsed, never run.

Rules, schedules and surfaces are traced here, and user expressions are read here. All go through
one whitelist of syntax, with bounds on size, nesting and exponents.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symopt.errors import InvalidExpression, RuleError, nearest, shorten
from symopt.formula import (
    Absolute,
    Call,
    Chain,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

MAX_TEXT = 2_000  # characters of an expression
MAX_NODES = 600
MAX_DEPTH = 60
MAX_DIGITS = 40  # of one number
MAX_EXPONENT = 100  # of a power with a constant exponent

# How many arguments each function of the vocabulary takes.
ARITY = {
    "sqrt": 1,
    "abs": 1,
    "sign": 1,
    "exp": 1,
    "log": 1,
    "sin": 1,
    "cos": 1,
    "tanh": 1,
    "floor": 1,
    "maximum": 2,
    "minimum": 2,
    "where": 3,
    "passed": 2,
    "entry": 2,
    "grad": 1,
}
# What people also write for them.
SYNONYMS = {"max": "maximum", "min": "minimum", "ln": "log", "Abs": "abs", "Max": "maximum"}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "!=",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a rule: `name` takes the value of `formula`.

    `copy` marks a line such as ``v_prev = v`` that only keeps an old value under another name.
    """

    name: str
    formula: Formula
    line: int
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """What the text of a function says: its steps in order, and what it returns."""

    name: str
    parameters: tuple[str, ...]
    steps: tuple[Step, ...]
    returns: tuple[Formula, ...]


def trace(function: Callable[..., Any]) -> Trace:
    """Read a plain function as ordered steps with each name assigned once.

    Parameters
    ----------
    function : callable
        Its body may hold a docstring, assignments to single names and one final return.

    Raises
    ------
    RuleError
        The body holds anything else; the message gives the line.

    Examples
    --------
    >>> def gd(theta, grad, *, alpha):
    ...     g = grad(theta)
    ...     theta = theta - alpha*g
    ...     return theta
    >>> [step.name for step in trace(gd).steps]
    ['g', 'theta']
    """
    name = function.__name__
    definition, first_line = _definition(function)
    arguments = definition.args
    if arguments.vararg or arguments.kwarg:
        raise RuleError(f"{name}: *args and **kwargs cannot be traced; name every parameter")
    parameters = tuple(
        a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    )

    def refuse(node: ast.AST, what: str) -> RuleError:
        line = first_line + getattr(node, "lineno", 1) - 1
        return RuleError(f"{name}, line {line}: {what}")

    known = {*parameters, "pi"}
    steps: list[Step] = []
    returns: tuple[Formula, ...] | None = None
    body = definition.body[1:] if ast.get_docstring(definition) is not None else definition.body
    for statement in body:
        if returns is not None:
            raise refuse(statement, "nothing may follow the return")
        try:
            match statement:
                case ast.Assign(targets=[ast.Name(id=target)], value=value):
                    if target in (step.name for step in steps):
                        raise refuse(statement, f'"{target}" is assigned twice')
                    formula = read_syntax(value)
                    _check_bound(formula, known, lambda what, at=statement: refuse(at, what))
                    copy = isinstance(formula, Name)
                    steps.append(Step(target, formula, first_line + statement.lineno - 1, copy))
                    known.add(target)
                case ast.Return(value=ast.Tuple(elts=elements)):
                    returns = tuple(read_syntax(element) for element in elements)
                case ast.Return(value=ast.expr() as value):
                    returns = (read_syntax(value),)
                case _:
                    raise refuse(
                        statement,
                        f"only a docstring, assignments to one name and a return are allowed,"
                        f" not {_kind(statement)}",
                    )
        except InvalidExpression as error:
            raise refuse(statement, str(error)) from error
    if returns is None:
        raise refuse(definition, "there is no return")
    for formula in returns:
        _check_bound(formula, known, lambda what: refuse(definition.body[-1], what))
    return Trace(name, parameters, tuple(steps), returns)


def _definition(function: Callable[..., Any]) -> tuple[ast.FunctionDef, int]:
    try:
        lines, first_line = inspect.getsourcelines(function)
    except (OSError, TypeError) as error:
        raise RuleError(
            f"{function.__name__}: its source text cannot be read; put it in a file or a notebook"
        ) from error
    parsed = ast.parse(textwrap.dedent("".join(lines))).body[0]
    if not isinstance(parsed, ast.FunctionDef):
        raise RuleError(f"{function.__name__}: expected a function written with def")
    return parsed, max(first_line, 1)


def _check_bound(formula: Formula, known: set[str], refuse: Callable[[str], Exception]) -> None:
    for name in formula.names():
        if name not in known:
            hint = nearest(name, known)
            raise refuse(f'"{name}" is not bound' + (f'; did you mean "{hint}"?' if hint else ""))


def read_expression(text: str) -> Formula:
    """Read one mathematical expression written in Python's notation; ``^`` is a power too.

    Raises
    ------
    InvalidExpression
        The text is not an expression of + - * / ** and the vocabulary, or is too large.

    Examples
    --------
    >>> print(read_expression("x^2 - y^2").latex())
    x^2 - y^2
    >>> read_expression("open(x)")
    Traceback (most recent call last):
        ...
    symopt.errors.InvalidExpression: "open(x)": no function named "open"
    """
    if not text.strip():
        raise InvalidExpression("the expression is empty")
    if len(text) > MAX_TEXT:
        raise InvalidExpression(
            f"the expression has {len(text)} characters; at most {MAX_TEXT} are read"
        )
    try:
        parsed = ast.parse(text.strip().replace("^", "**"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InvalidExpression(f'"{shorten(text)}" is not a mathematical expression') from error
    try:
        return read_syntax(parsed.body)
    except InvalidExpression as error:
        raise InvalidExpression(f'"{shorten(text)}": {error}') from error


# Asked about a piece of syntax, with a function that reads its parts: a formula, or None where the
# vocabulary shall decide.
Hook = Callable[[ast.expr, Callable[[ast.expr], Formula]], Formula | None]


def read_syntax(node: ast.expr, hook: Hook | None = None) -> Formula:
    """Read the syntax tree of an expression, the caller having a say in what it may hold.

    Parameters
    ----------
    node : ast.expr
        As `ast.parse` gives it; it is walked, never run.
    hook : callable, optional
        ``hook(node, read)`` is asked about every part that is no number, no name and no
        arithmetic, and returns a formula, or None to leave the part to the vocabulary, which
        refuses what it does not know. It may put other syntax in a part's place: ``read`` takes
        what it made.

    Raises
    ------
    InvalidExpression
        Something in it is not mathematics, or it is too large.

    Examples
    --------
    >>> def attributes(node, read):
    ...     return Name(node.attr) if isinstance(node, ast.Attribute) else None
    >>> parsed = ast.parse("self.mu*self.v - self.lr*g", mode="eval")
    >>> print(read_syntax(parsed.body, attributes).text())
    mu*v - lr*g
    """
    if sum(1 for _ in ast.walk(node)) > 3 * MAX_NODES:
        raise InvalidExpression(f"more than {MAX_NODES} terms and factors")
    return _visit(node, 0, hook)


def _visit(node: ast.expr, depth: int, hook: Hook | None) -> Formula:
    if depth > MAX_DEPTH:
        raise InvalidExpression(f"nested more than {MAX_DEPTH} deep")

    def down(part: ast.expr) -> Formula:
        return _visit(part, depth + 1, hook)

    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return _number(value)
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(down(operand))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return down(operand)
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            # The left spine is walked by a loop: a long sum is not a deep one.
            return Sum(tuple(_terms(node, down)))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            first = down(left)
            factors = first.factors if isinstance(first, Product) and _bare(left) else (first,)
            return Product((*factors, down(right)))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _quotient(down(left), down(right))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(down(left), down(right))
        case _:
            found = hook(node, down) if hook else None
            return _word(node, down) if found is None else found


def _word(node: ast.expr, down: Callable[[ast.expr], Formula]) -> Formula:
    """Read a function of the vocabulary or a comparison."""
    match node:
        case ast.Constant(value=bool()):
            raise InvalidExpression(f"{node.value} is not a number")
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, tuple(down(argument) for argument in arguments))
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if (
            type(operator) in COMPARISONS
        ):
            return Chain((down(left), down(right)), (COMPARISONS[type(operator)],))
        case _:
            raise InvalidExpression(f"{_kind(node)} is not mathematics that symopt reads")


def _terms(node: ast.expr, read: Callable[[ast.expr], Formula]) -> list[Formula]:
    spine: list[tuple[ast.expr, bool]] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        spine.append((node.right, isinstance(node.op, ast.Sub)))
        node = node.left
    terms = [read(node)]
    for right, taken_away in reversed(spine):
        term = read(right)
        terms.append(Negative(term) if taken_away else term)
    return terms


def _bare(node: ast.expr) -> bool:
    """Whether a left operand is itself an unbracketed product: a*b*c is one product of three."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)


def _number(value: int | float) -> Number:
    written = repr(value) if isinstance(value, float) else None
    if written is not None and not abs(value) < float("inf"):
        raise InvalidExpression("a number is too large")
    if written is None and abs(value) >= 10**MAX_DIGITS:
        raise InvalidExpression(f"a number has more than {MAX_DIGITS} digits")
    return Number(Fraction(written if written is not None else value), written)


def _quotient(top: Formula, bottom: Formula) -> Formula:
    if isinstance(bottom, Number) and bottom.value == 0:
        raise InvalidExpression("division by zero")
    return Quotient(top, bottom)


def _power(base: Formula, exponent: Formula) -> Formula:
    if not exponent.names():
        constant = _constant(exponent)
        if constant is None or abs(constant) > MAX_EXPONENT:
            raise InvalidExpression(f"a constant exponent must be a number up to {MAX_EXPONENT}")
        if isinstance(base, Number) and base.value == 0 and constant < 0:
            raise InvalidExpression("division by zero")
        # A power of a power of numbers can be as large as one likes.
        if any(isinstance(node, Power) and not node.names() for node in base.walk()):
            raise InvalidExpression("a power of a power of numbers is not read")
    return Power(base, exponent)


def _constant(formula: Formula) -> Fraction | None:
    """The value of a number, a negative or a fraction of numbers; None for anything else."""
    match formula:
        case Number(value=value):
            return value
        case Negative(term=term):
            inner = _constant(term)
            return None if inner is None else -inner
        case Quotient(top=Number(value=above), bottom=Number(value=below)):
            return above / below
        case _:
            return None


def _call(name: str, arguments: tuple[Formula, ...]) -> Formula:
    name = SYNONYMS.get(name, name)
    if name not in ARITY:
        hint = nearest(name, ARITY)
        raise InvalidExpression(
            f'no function named "{shorten(name)}"' + (f'; did you mean "{hint}"?' if hint else "")
        )
    if len(arguments) != ARITY[name]:
        raise InvalidExpression(
            f"{name} takes {ARITY[name]} argument{'s' * (ARITY[name] != 1)}, not {len(arguments)}"
        )
    return Absolute(arguments[0]) if name == "abs" else Call(name, arguments)


def _kind(node: ast.AST) -> str:
    """Name a piece of syntax as a person would."""
    names = {
        "Attribute": "an attribute",
        "AugAssign": "an augmented assignment such as +=",
        "AnnAssign": "an annotated assignment",
        "Subscript": "an index in brackets",
        "Lambda": "a lambda",
        "IfExp": "an if-else (use where)",
        "If": "an if (use where)",
        "For": "a loop",
        "While": "a loop",
        "BoolOp": "and/or",
        "Expr": "a bare expression",
        "Constant": "a text or other constant",
        "Call": "this call",
        "Assign": "an assignment to anything but one name",
        "Tuple": "a tuple",
        "List": "a list",
        "Compare": "this comparison",
        "BinOp": "this operator",
    }
    return names.get(type(node).__name__, f"{type(node).__name__} syntax")
