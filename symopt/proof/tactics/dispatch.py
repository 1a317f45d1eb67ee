"""Which tactics are tried for a statement, and in which order."""

from __future__ import annotations

from collections.abc import Callable

from symopt.proof.kernel.terms import Prop, Rejected
from symopt.proof.scope import Fact, Scope
from symopt.proof.tactics.hints import MAX_DEPTH, Hints

Tactic = Callable[[Scope, Prop, Hints], Fact]


def prove(scope: Scope, prop: Prop, hints: Hints) -> Fact:
    """Prove a proposition in a scope, or raise `Rejected` with the most telling reason."""
    # The tactics prove smaller statements by calling this function.
    from symopt.proof.tactics.equations import (
        by_both_sides,
        by_cofactor,
        by_identity,
        by_reversal,
        by_termwise,
        by_unrolling,
    )
    from symopt.proof.tactics.inductions import by_induction, speaks_of
    from symopt.proof.tactics.inequalities import (
        by_completing,
        by_given_squares,
        by_order,
        by_rounding,
        by_sign,
        by_using,
    )
    from symopt.proof.tactics.maps import by_known_map, by_map, by_monotone, by_squares
    from symopt.proof.tactics.splits import by_abs_cases, by_given_cases, by_parts, by_supposing
    from symopt.proof.tactics.unrolling import with_instances

    known = scope.known(prop)
    if known is not None:
        return known
    if hints.depth > MAX_DEPTH:
        raise Rejected("too many increasing functions inside each other")
    if not hints.induction:
        hints = with_instances(scope, prop, hints)
    tactics: list[Tactic] = []
    stepwise = hints.induction is not None and speaks_of(hints.cases, hints.induction)
    if hints.cases and not stepwise:
        tactics.append(by_given_cases)
    elif hints.induction:
        tactics.append(by_induction)
    elif hints.monotone:
        tactics.append(by_monotone)
    elif prop[0] == "and":
        tactics.append(by_parts)
    elif prop[0] == "if":
        tactics.append(by_supposing)
    elif prop[0] == "=":
        both = {("<=", prop[1], prop[2]), ("<=", prop[2], prop[1])}
        given = {scope.context.fact(name) for name in hints.using}
        tactics += [by_both_sides] if both <= given else []
        tactics += [by_cofactor] if hints.factors else []
        tactics += [
            by_identity,
            by_unrolling,
            by_cofactor,
            by_termwise,
            by_reversal,
            by_squares,
            by_abs_cases,
        ]
    elif prop[0] in ("<=", "<", "!="):
        tactics += [by_known_map] if hints.using else []
        # What the author gives comes first: the search for a sign may take long.
        tactics += [by_given_squares] if hints.squares else []
        tactics += [by_using, by_sign] if hints.factors else [by_sign, by_using]
        tactics += [by_completing, by_map, by_termwise]
        tactics += [by_abs_cases, by_rounding, by_order]
    first: Rejected | None = None
    for tactic in tactics:
        try:
            return tactic(scope, prop, hints)
        except Rejected as problem:
            # That a short cut does not apply tells nothing.
            if tactic is not by_known_map:
                first = problem if first is None or "differ by" in str(problem) else first
    raise first or Rejected("no way to prove this is known")
