"""One formula object, printed as LaTeX, Typst, mathtext, plain text or Python.

A `Formula` is an expression tree that keeps the author's order of terms and factors, so that a
rule prints as its textbook does. It needs no SymPy until `Formula.sympy` or `from_sympy`.
"""

from symopt.formula.symbolic import from_sympy, symbol
from symopt.formula.tree import (
    Absolute,
    Call,
    Chain,
    Formula,
    LimitOf,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    SumOver,
)

__all__ = [
    "Absolute",
    "Call",
    "Chain",
    "Formula",
    "LimitOf",
    "Name",
    "Negative",
    "Number",
    "Power",
    "Product",
    "Quotient",
    "Sum",
    "SumOver",
    "from_sympy",
    "symbol",
]
