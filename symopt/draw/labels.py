"""What a legend says of a run: its rule and every hyperparameter it ran with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symopt.formula import Name


def number(value: Any) -> str:
    """Return a number as short mathtext: three digits, powers of ten written as such.

    Examples
    --------
    >>> number(0.05), number(1e-8), number(2.5e-5)
    ('0.05', '10^{-8}', '2.5 \\\\cdot 10^{-5}')
    """
    try:
        plain = f"{float(value):.3g}"
    except (TypeError, ValueError):
        return rf"\mathrm{{{value}}}"
    if "e" not in plain:
        return plain
    digits, exponent = plain.split("e")
    power = f"10^{{{int(exponent)}}}"
    return power if digits == "1" else rf"{digits} \cdot {power}"


def hyperparameters(values: Mapping[str, Any]) -> str:
    """Return every hyperparameter as mathtext, such as ``$\\alpha = 0.1$, $\\beta = 0.9$``."""
    return ", ".join(f"${Name(name).mathtext()} = {number(v)}$" for name, v in values.items())


def run_label(trajectory: Any) -> str:
    """Return the rule's name and every hyperparameter of the run, on one line.

    Examples
    --------
    >>> import symopt
    >>> run_label(symopt.run("gd", "bowl", alpha=0.05, steps=1))
    'gd  $\\\\alpha = 0.05$'
    """
    values = hyperparameters(trajectory.hyperparameters)
    return f"{trajectory.rule}  {values}" if values else trajectory.rule
