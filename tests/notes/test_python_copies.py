"""A copy is a value of its own: what is done to it in place leaves what was copied as it was."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

import pytest
from listing_help import lines, one

from symopt.formula import Formula, Name, Number, Product, Sum

LISTING = """
for p in params:
    g = p.grad
    m = state[p]['m']
    {}
"""


def body(*statements: str) -> str:
    return LISTING.format("\n    ".join(statements))


class Array:
    """As much of a tensor as the listings use: a storage of one number that several may share."""

    def __init__(self, storage: list[Fraction]):
        self.storage = storage

    def _new(self, number: Fraction) -> Array:
        return Array([number])

    def _set(self, number: Fraction) -> Self:
        self.storage[0] = number
        return self

    @property
    def data(self) -> Array:
        return Array(self.storage)

    def detach(self) -> Array:
        return Array(self.storage)

    def clone(self) -> Array:
        return self._new(self.storage[0])

    copy = clone

    def add(self, other: Array) -> Array:
        return self._new(self.storage[0] + other.storage[0])

    def mul(self, other: Array) -> Array:
        return self._new(self.storage[0] * other.storage[0])

    def add_(self, other: Array) -> Self:
        return self._set(self.storage[0] + other.storage[0])

    def mul_(self, other: Array) -> Self:
        return self._set(self.storage[0] * other.storage[0])

    def copy_(self, other: Array) -> Self:
        return self._set(other.storage[0])

    def __imul__(self, other: Array) -> Self:
        return self.mul_(other)


class Library:
    """The functions that copy."""

    clone = copy = staticmethod(Array.clone)


START = {"p": Fraction(5), "m": Fraction(3), "g": Fraction(-2), "b": Fraction(1, 3)}


def ran(text: str) -> dict[str, Fraction]:
    """Run the statements of a pass on arrays."""
    arrays = {name: Array([number]) for name, number in START.items()}
    names: dict[str, object] = {"torch": Library, "np": Library, **arrays}
    exec(text, names)  # noqa: S102 - the cases below
    return {name: array.storage[0] for name, array in arrays.items()}


def value(formula: Formula, known: dict[str, Fraction]) -> Fraction:
    match formula:
        case Number(value=number):
            return number
        case Name(name=name):
            return known[name]
        case Sum(terms=terms):
            return sum((value(term, known) for term in terms), Fraction(0))
        case Product(factors=factors):
            product = Fraction(1)
            for factor in factors:
                product *= value(factor, known)
            return product
        case _:
            raise AssertionError(formula)


@pytest.mark.parametrize(
    "statements",
    [
        # One expression.
        ["p.add_(m.clone().mul_(b).add_(g))"],
        ["p.add_(m.mul(b).add_(g).mul_(b))", "m.add_(g)"],
        ["u = m.clone().mul_(b).add(g)", "p.add_(u)", "m.mul_(b).add_(g)"],
        ["u = m.detach().clone().mul_(b)", "p.add_(u)", "m.add_(u)"],
        ["u = m.clone().detach().mul_(b)", "p.add_(u)", "m.add_(u)"],
        ["u = torch.clone(m).mul_(b)", "p.add_(u)", "m.add_(u)"],
        ["u = np.copy(m).data.mul_(b)", "p.add_(u)", "m.add_(g)"],
        ["u = m.clone().copy_(g).mul_(b)", "p.add_(u)", "m.add_(g)"],
        # A variable for the copy.
        ["u = m.clone()", "u.mul_(b).add_(g)", "p.add_(u)", "m.add_(g)"],
        ["u = m.copy()", "u *= b", "p.add_(u)", "m.add_(g)"],
        ["u = m.add(g)", "u.mul_(b)", "p.add_(u)", "m.add_(u)"],
        ["u, d = m.clone(), m.detach()", "u.mul_(b)", "d.add_(u)", "p.add_(d)"],
        ["u = m.clone()", "m.mul_(b)", "p.add_(u)", "m.add_(u)"],
        ["u = m.clone()", "m.mul_(b)", "u.add_(m)", "p.add_(u)"],
        # The same storage.
        ["p.add_(m.detach().mul_(b).add_(g))"],
        ["u = m.data.mul_(b).add(g)", "p.add_(u)"],
        ["u = m.detach()", "u.mul_(b).add_(g)", "p.add_(u)"],
        ["p.data.add_(m.mul_(b).clone().add_(g))"],
    ],
    ids="; ".join,
)
def test_a_pass_does_what_arrays_do(statements: list[str]) -> None:
    expected = ran("\n".join(statements))
    algorithm = one(body(*statements))
    known = {**START, "params": START["p"], "params_grad": START["g"]}
    for line in algorithm.assignments:
        known[line.target.name] = value(line.formula, known)
    assert known["params"] == expected["p"], lines(algorithm)
    assert known["m"] == expected["m"], lines(algorithm)


def test_a_sign_of_a_mixture_leaves_the_average() -> None:
    text = body(
        "step = m.clone().mul_(b).add(g, alpha=1 - b).sign_()",
        "p.add_(step, alpha=-lr)",
        "m.mul_(c).add_(g, alpha=1 - c)",
    )
    assert lines(one(text)) == "\n".join(
        [
            "step = sign(m*b + (1 - b)*g)",
            "params = params + (-lr*step)",
            "m = m*c + (1 - c)*g",
        ]
    )


def test_a_list_of_copies() -> None:
    text = """
def update(params, grads, ms, b, lr):
    us = [m.clone() for m in ms]
    torch._foreach_mul_(us, b)
    torch._foreach_add_(us, grads)
    torch._foreach_sub_(params, us)
    torch._foreach_add_(ms, grads)
"""
    assert "ms = ms + grads" in lines(one(text))
    assert "ms = ms*b" not in lines(one(text))


def test_a_name_that_is_copied_to_itself_is_no_longer_what_is_stored() -> None:
    text = body("m = m.clone()", "m.mul_(b)", "p.sub_(m)", "state[p]['m'].add_(g)")
    assert lines(one(text)) == "\n".join(
        ["m = state_m", "m = m*b", "params = params - m", "state_m = state_m + g"]
    )


def test_a_copy_that_is_stored_again_is_what_is_stored() -> None:
    text = body("m = m.clone()", "m.mul_(b).add_(g)", "p.sub_(m)", "state[p]['m'] = m")
    assert lines(one(text)) == "m = m*b + g\nparams = params - m"
