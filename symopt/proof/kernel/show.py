"""Rough texts of normal forms, for messages."""

from __future__ import annotations

from symopt.proof.kernel.frac import Frac
from symopt.proof.kernel.table import Poly, Table


def show(table: Table, value: Frac) -> str:
    """Return a rough text of a value, for messages."""
    text = show_poly(table, value.num)
    if value.den:
        below = "*".join(f"({show_poly(table, table.poly(n))})^{p}" for n, p in value.den.items())
        text = f"({text})/({below})"
    return text if len(text) < 300 else text[:300] + "..."


def show_poly(table: Table, poly: Poly) -> str:
    """Return a rough text of a polynomial."""
    if not poly:
        return "0"
    terms = []
    for mono, coefficient in poly.items():
        factors = [str(coefficient)] if coefficient != 1 or not mono else []
        for atom, exponent in mono:
            power = ""
            if isinstance(exponent, tuple):
                power = f"^({show_poly(table, table.exponent_poly(exponent))})"
            elif exponent != 1:
                power = f"^{exponent}"
            factors.append(show_atom(table, atom) + power)
        terms.append("*".join(factors))
    return " + ".join(terms)


def show_atom(table: Table, atom: int) -> str:
    """Return a rough text of an atom."""
    key = table.keys[atom]
    if key[0] in ("sym", "int"):
        return str(key[1])
    if key[0] == "nat":
        return f"{key[1]}~"
    if key[0] in ("poly", "abs"):
        inner = show_poly(table, table.poly(key[1]))
        return f"|{inner}|" if key[0] == "abs" else f"[{inner}]"
    if key[0] == "num":
        return f"({key[1]})"
    if key[0] == "app":
        inner = ",".join(
            show_poly(table, dict(part)) if isinstance(part, frozenset) else "?" for part in key[2:]
        )
        return f"{key[1]}({inner})"
    return str(key[0])
