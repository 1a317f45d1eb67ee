"""Where a proof is being built: a kernel context, and the steps that were accepted so far.

The engine only ever adds a step that the kernel accepts; the finished list of steps is the
certificate, which the verifier checks again from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import Context
from symopt.proof.kernel.terms import Prop, Rejected

WORK = 4_000_000


@dataclass(frozen=True)
class Fact:
    """A proposition with the name under which it was proved."""

    name: str
    prop: Prop


class Scope:
    """A context under construction."""

    def __init__(self, context: Context, numbers: count[int] | None = None) -> None:
        self.context = context
        self.steps: list[dict[str, Any]] = []
        self.numbers = numbers if numbers is not None else count(1)

    def attempt(self, prop: Prop, rule: str, **by: Any) -> Fact:
        """Add a step if the kernel accepts it; else raise `Rejected`."""
        known = self.known(prop)
        if known is not None:
            return known
        justification = {"rule": rule, **by}
        Checker(inner_checked=True).check(self.context, prop, justification)
        name = f"s{next(self.numbers)}"
        self.context.add(name, prop)
        self.steps.append({"id": name, "prop": prop, "by": justification})
        return Fact(name, prop)

    def known(self, prop: Prop) -> Fact | None:
        """Return the fact that says exactly this, if there is one."""
        for name, (_, fact) in self.context.facts.items():
            if fact == prop:
                return Fact(name, prop)
        return None

    def inner(self, context: Context) -> Scope:
        """Return a scope for a derivation inside a step."""
        return Scope(context, self.numbers)

    def finish(self, goal: Fact) -> tuple[dict[str, Any], ...]:
        """Return the steps as a derivation that ends with the goal."""
        if not self.steps or self.steps[-1]["prop"] != goal.prop:
            # The goal was known before, or other facts were proved after it.
            justification = {"rule": "again", "from": goal.name}
            Checker().check(self.context, goal.prop, justification)
            self.steps.append(
                {"id": f"s{next(self.numbers)}", "prop": goal.prop, "by": justification}
            )
        return tuple(self.steps)


__all__ = ["Fact", "Rejected", "Scope"]
