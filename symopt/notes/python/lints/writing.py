"""Formulas whose signs bind otherwise than their layout suggests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symopt.formula import Call, Formula, Name, Negative, Number, Power, Product, Quotient, Sum
from symopt.notes.python.algorithms import Built
from symopt.notes.statement import Lint


def swallowed(built: Built) -> Iterator[Lint]:
    """An exponent or a denominator that ends before what was meant to belong to it."""
    for each in built.assigns:
        for part in each.formula.walk():
            if not isinstance(part, Sum):
                continue
            power = _exponent(part, built.counter.name)
            if power is not None:
                wanted = Power(power.base, Sum((power.exponent, Number(Fraction(1)))))
                yield Lint(
                    "precedence",
                    f"`{part.python('')}`: the + 1 at the end is not in the exponent; "
                    f"write `{wanted.python('')}`",
                    each.excerpt,
                    True,
                )
            stabiliser = _outside(part)
            if stabiliser is not None:
                root, epsilon = stabiliser
                yield Lint(
                    "precedence",
                    f"{epsilon} is added to the quotient, not to its denominator: "
                    f"write ({root.text()} + {epsilon}) in brackets",
                    each.excerpt,
                    True,
                )


def carets(built: Built) -> Iterator[Lint]:
    """A power that is written with ^, which Python reads as exclusive or."""
    for each in built.assigns:
        if built.python and "^" in each.excerpt.text.split("#")[0]:
            message = "^ is the exclusive or of bits in Python: a power is written **"
            yield Lint("caret", message, each.excerpt, True)


def _exponent(total: Sum, counter: str | None) -> Power | None:
    """Return beta**t of a sum such as 1 - beta**t + 1."""
    if len(total.terms) < 3 and not (len(total.terms) == 2 and counter is not None):
        return None
    for before, after in zip(total.terms, total.terms[1:], strict=False):
        power = before.term if isinstance(before, Negative) else before
        match power, after:
            case Power(base=base, exponent=Name(name=name)), Number(value=value) if value == 1:
                first = total.terms[0]
                doubled = isinstance(first, Number) and first.value == 1 and first is not after
                if base.names() and doubled and (counter is None or name == counter):
                    return power
            case _:
                pass
    return None


def _outside(total: Sum) -> tuple[Formula, str] | None:
    """Return the root and eps of a step such as x / sqrt(v) + eps."""
    for before, after in zip(total.terms, total.terms[1:], strict=False):
        term = before.term if isinstance(before, Negative) else before
        match term, after:
            case (
                (
                    Quotient(top=top, bottom=Call(function="sqrt") as root)
                    | Product(factors=(*_, Quotient(top=top, bottom=Call(function="sqrt") as root)))
                ),
                Name(name=name),
            ):
                if any(isinstance(part, Call) for part in top.walk()):
                    continue  # a quotient of roots may well be the denominator itself
            case _:
                continue
        if (
            name.lower()
            .rpartition(".")[2]
            .startswith(("eps", "ε", "epsilon", "delta", "δ", "fuzz"))
        ):
            return root, name
    return None
