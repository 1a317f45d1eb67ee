"""Runs a claim's function with one change, to read what it states or to prove it.

A change may touch the expressions that are written, a relation between lines, the domain of a
symbol, a hypothesis, or a line of a rule. The prover is the real one; only its ear is bent.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any
from unittest.mock import patch

from symopt.proof import derivation as derivation_module
from symopt.proof import limits as limits_module
from symopt.proof import proof as proof_module
from symopt.proof import statements as statements_module
from symopt.proof.claim import Claim, Refutation
from symopt.proof.convert import to_prop
from symopt.proof.derivation import Derivation
from symopt.proof.proof import Proof
from symopt.proof.scope import Fact, Scope
from symopt.proof.session import Session


class Change:
    """No change; subclasses override what they touch."""

    def written(self, place: int, expression: Any) -> Any:
        """Return an expression of a derivation, changed."""
        return expression

    def relation(self, place: int, relation: str) -> str:
        """Return the relation of a link, changed."""
        return relation

    def kind(self, name: str, kind: Any) -> Any:
        """Return the kind of a symbol, changed."""
        return kind

    def hypothesis(self, place: int, prop: Any) -> Any:
        """Return a hypothesis, changed; None drops it."""
        return prop


@dataclass
class Record:
    """What a claim said while it ran."""

    written: list[Any] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    kinds: dict[str, Any] = field(default_factory=dict)
    hypotheses: list[Any] = field(default_factory=list)


class ChangedSession(Session):
    """A session that hears one thing differently."""

    change = Change()

    def __init__(self, edit: Any = None) -> None:
        super().__init__(edit)
        self.record = Record()
        self.dropped: set[str] = set()

    def written(self, expression: Any) -> Any:
        changed = self.change.written(len(self.record.written), expression)
        self.record.written.append(expression)
        return super().written(changed)

    def relation(self, relation: str) -> str:
        place = len(self.record.relations)
        self.record.relations.append(relation)
        return self.change.relation(place, relation)

    def declare(self, name: str, kind: Any) -> Any:
        self.record.kinds[name] = kind
        return super().declare(name, self.change.kind(name, kind))

    def _hypothesis(self, label: str, prop: Any) -> Fact:
        place = len(self.record.hypotheses)
        self.record.hypotheses.append((label, prop))
        changed = self.change.hypothesis(place, prop)
        if changed is not None:
            return super()._hypothesis(label, changed)
        self.dropped.add(f"dropped {place}")
        return Fact(f"dropped {place}", prop)

    def names(self, using: Any) -> tuple[str, ...]:
        return tuple(name for name in super().names(using) if name not in self.dropped)


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """Let claims be heard with a change."""

    class Here(ChangedSession):
        pass

    Here.change = change
    link, together = Derivation._link, statements_module.together

    def new_link(self: Any, relation: str, expression: Any, because: str, hints: Any) -> Any:
        return link(self, self.session.relation(relation), expression, because, hints)

    def new_together(*statements: Any, because: str = "", **hints: Any) -> Any:
        session: Any = statements_module.current()
        bent = [(a, session.relation(relation), b) for a, relation, b in statements]
        return together(*bent, because=because, **hints)

    with ExitStack() as stack:
        stack.enter_context(patch.object(proof_module, "Session", Here))
        stack.enter_context(patch.object(Derivation, "_link", new_link))
        stack.enter_context(patch.object(statements_module, "together", new_together))
        yield


@contextmanager
def believing() -> Iterator[None]:
    """Let every step pass unproved: to read a statement without proving it."""

    def attempt(self: Scope, prop: Any, rule: str, **by: Any) -> Fact:
        name = f"s{next(self.numbers)}"
        self.context.facts[name] = (self.context, prop)
        return Fact(name, prop)

    def prove(scope: Scope, prop: Any, hints: Any) -> Fact:
        return scope.attempt(prop, "believed")

    def carry(scope: Scope, prop: Any, *_: Any) -> Fact:
        return scope.attempt(prop, "believed")

    def nothing(*_: Any) -> tuple[()]:
        return ()

    with ExitStack() as stack:
        stack.enter_context(patch.object(Scope, "attempt", attempt))
        stack.enter_context(patch.object(Scope, "finish", nothing))
        stack.enter_context(patch.object(derivation_module, "prove", prove))
        stack.enter_context(patch.object(statements_module, "prove", prove))
        stack.enter_context(patch.object(limits_module, "prove_limit", carry))
        stack.enter_context(patch.object(limits_module, "_carry", carry))
        yield


@dataclass(frozen=True)
class Reading:
    """What a claim states, and how."""

    statement: dict[str, Any]
    record: Record
    refutation: Refutation | None = None
    model: Any = None
    """An example that the claim gives for its hypotheses."""


def read(claim: Claim, change: Change | None = None) -> Reading:
    """Return what a claim states under a change, without proving anything."""
    with changed(change or Change()), believing():
        session: Any = proof_module.Session()
        result = claim.run(session)
        if isinstance(result, Refutation):
            conclusions = [to_prop(session.written(item)) for item in result.conclusions]
            return Reading(session.statement(conclusions), session.record, result)
        items = result if isinstance(result, (tuple, list)) else (result,)
        conclusions = [proof_module.conclusion(item) for item in items]
        return Reading(session.statement(conclusions), session.record, None, session.model)


class TooLong(Exception):
    """The search was stopped by the clock."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    # Python drops an exception that hits a destructor: meanwhile the collector calls none.
    collecting = gc.isenabled()
    gc.disable()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if collecting:
            gc.enable()


def prove(claim: Claim, change: Change, seconds: float = 20) -> Proof | None:
    """Prove a claim under a change with the real prover; None if it took too long."""
    try:
        with changed(change), at_most(seconds):
            return proof_module.prove(claim)
    except TooLong:
        return None


class Direct(Claim):
    """Proves the false statements of a refutation instead of refuting them."""

    def __init__(self, claim: Claim, induction: bool) -> None:
        super().__init__(claim.function, claim.rules, claim.source, "undecided")
        self.name, self.induction = claim.name, induction

    def run(self, session: Session) -> Any:
        """Run the function, and state what it refutes as if it were true."""
        from symopt.proof.session import running
        from symopt.proof.statements import holds

        result = super().run(session)
        if not isinstance(result, Refutation):
            return result
        steps: dict[str, Any] = {}
        if self.induction:
            counted = [s for s in _symbols(result) if s.is_integer and s.name in _names(session)]
            steps = {"induction": counted[0]} if counted else {}
        with running(session):
            return tuple(holds(item, **steps) for item in result.conclusions)


def _symbols(result: Refutation) -> list[Any]:
    found = {s for item in result.conclusions for s in item.free_symbols}
    return sorted(found, key=str)


def _names(session: Session) -> set[str]:
    return {name for name, _ in session.symbols}
