"""Checks a derivation step by step; every kind of step is one function in a rules module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symopt.proof.kernel.context import Context
from symopt.proof.kernel.propositions import check_prop
from symopt.proof.kernel.terms import Prop, Rejected

RuleOfInference = Callable[["Checker", Context, Prop, dict[str, Any]], None]


class Checker:
    """Checks steps and counts what it checked.

    The engine, which has checked the inner derivations of a step while building them, says so
    with `inner_checked` and saves doing it again; the verifier never does.
    """

    def __init__(self, inner_checked: bool = False) -> None:
        self.inner_checked = inner_checked
        self.counts: dict[str, int] = {}
        self.lemmas: set[str] = set()

    def run(self, context: Context, steps: Any) -> None:
        """Check steps in order; each proved proposition becomes a fact of the context."""
        if not isinstance(steps, tuple):
            raise Rejected("a derivation is a list of steps")
        for step in steps:
            self.step(context, step)

    def step(self, context: Context, step: Any) -> None:
        """Check one step and add its fact."""
        if not isinstance(step, dict) or not {"id", "prop", "by"} <= set(step):
            raise Rejected("a step has an id, a proposition and a justification")
        self.check(context, step["prop"], step["by"])
        context.add(step["id"], step["prop"])

    def check(self, context: Context, prop: Prop, by: Any) -> None:
        """Refuse a proposition that its justification does not prove."""
        from symopt.proof.kernel.catalogue import RULES

        check_prop(prop)
        context.check_names(prop)
        if not isinstance(by, dict) or by.get("rule") not in RULES:
            raise Rejected("a justification that names no rule of inference")
        RULES[by["rule"]](self, context, prop, by)
        self.counts[by["rule"]] = self.counts.get(by["rule"], 0) + 1

    def derive(self, context: Context, derivation: Any, goal: Prop) -> None:
        """Check a derivation in a context of its own, whose last step is the goal."""
        if not isinstance(derivation, tuple) or not derivation:
            raise Rejected("an empty derivation")
        if not self.inner_checked:
            self.run(context, derivation)
        if derivation[-1]["prop"] != goal:
            raise Rejected("a derivation that ends elsewhere than it should")


def field(by: dict[str, Any], name: str) -> Any:
    """Return a field of a justification."""
    if name not in by:
        raise Rejected(f"a justification without {name!r}")
    return by[name]
