"""What holds where a step is checked: symbols with domains, functions, hypotheses and facts."""

from __future__ import annotations

from typing import Any

from symopt.proof.kernel.frac import Frac
from symopt.proof.kernel.masks import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    flip,
    within,
)
from symopt.proof.kernel.normal import Normaliser
from symopt.proof.kernel.propositions import check_domain, check_prop
from symopt.proof.kernel.signs import Signs
from symopt.proof.kernel.structure import term_sign
from symopt.proof.kernel.table import Table, constant
from symopt.proof.kernel.terms import (
    RELATIONS,
    Prop,
    Rejected,
    Term,
    free_names,
    functions_of,
    minus,
)

RELATION_SIGN = {"=": ZERO, "<=": NONNEGATIVE, "<": POSITIVE, "!=": NONZERO}
MAX_REFINED = 12
VALUES = {
    "random": ANY,
    "real": ANY,
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "nonzero": NONZERO,
}


class Context:
    """Symbols, functions and facts; a child knows what its parent knew when it was made."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.symbols: dict[str, Any] = {}
        self.functions: dict[str, tuple[int, str]] = {}
        self.random: set[str] = set()
        self.hypotheses: dict[str, Prop] = {}
        self.facts: dict[str, tuple[Context, Prop]] = {}
        self.signs = Signs(table)
        self.normal = Normaliser(self)

    def child(self) -> Context:
        """Return a context that knows the same and may learn more."""
        other = Context(self.table)
        other.symbols, other.functions = dict(self.symbols), dict(self.functions)
        other.hypotheses, other.facts = dict(self.hypotheses), dict(self.facts)
        other.random = set(self.random)
        other.signs = Signs(self.table, self.signs)
        other.normal = Normaliser(other)
        return other

    # Declarations

    def declare(self, name: str, domain: Any) -> None:
        """Declare a symbol with its domain; bounds may use symbols declared before."""
        if not isinstance(name, str) or not name or name in self.symbols:
            raise Rejected(f"{name!r} is declared twice, or no name")
        check_domain(domain)
        for bound in (domain[1], domain[2] if domain[0] == "int" else domain[3]):
            if bound is not None:
                self.check_names(bound)
        self.symbols[name] = domain
        symbol: Term = ("sym", name)
        if domain[0] == "int":
            if domain[2] is not None:
                self._learn(minus(domain[2], symbol), NONNEGATIVE)
            return
        if domain[1] is not None:
            self._learn(minus(symbol, domain[1]), POSITIVE if domain[2] == "open" else NONNEGATIVE)
        if domain[3] is not None:
            self._learn(minus(domain[3], symbol), POSITIVE if domain[4] == "open" else NONNEGATIVE)

    def declare_function(self, name: str, arity: int, values: str) -> None:
        """Declare a total function with real values; `values` names their sign."""
        if not isinstance(name, str) or name in self.functions or values not in VALUES:
            raise Rejected(f"function {name!r} is declared twice, or badly")
        if type(arity) is not int or arity < 1:
            raise Rejected(f"{name} has no arguments")
        self.functions[name] = (arity, values)
        self.signs.functions[name] = VALUES[values]
        if values == "random":
            self.random.add(name)

    def symbol(self, normal: Normaliser, name: str) -> tuple[Frac | None, str]:
        """Return what a symbol's atom is counted from, and the atom's kind."""
        domain = self.symbols.get(name)
        if domain is None:
            raise Rejected(f"{name} is not declared")
        if domain[0] == "int":
            if domain[1] is None:
                return None, "int"
            return normal.read(domain[1]), "nat"
        return None, "sym"

    def check_application(self, name: str, arguments: list[Frac]) -> None:
        """Refuse a function that is not declared or has another number of arguments."""
        if name not in self.functions or self.functions[name][0] != len(arguments):
            raise Rejected(f"{name} is not declared with {len(arguments)} arguments")

    def check_names(self, term: Term) -> None:
        """Refuse a term or proposition that speaks of what is not declared."""
        missing = free_names(term) - set(self.symbols)
        missing |= functions_of(term) - set(self.functions)
        if missing:
            raise Rejected(f"not declared: {', '.join(sorted(missing))}")

    # Facts

    def assume(self, name: str, prop: Prop) -> None:
        """Add a hypothesis."""
        check_prop(prop)
        self.check_names(prop)
        if name in self.facts:
            raise Rejected(f"two facts are named {name}")
        self.hypotheses[name] = prop
        self.add(name, prop)

    def add(self, name: str, prop: Prop) -> None:
        """Add a fact that was proved here."""
        if not isinstance(name, str) or name in self.facts:
            raise Rejected(f"two facts are named {name}")
        self.facts[name] = (self, prop)
        self._note(prop)

    def _note(self, prop: Prop) -> None:
        if prop[0] == "and":
            for part in prop[1:]:
                self._note(part)
        elif prop[0] in RELATIONS:
            self._learn(minus(prop[2], prop[1]), RELATION_SIGN[prop[0]])
            self.normal = Normaliser(self)
        elif prop[0] == "forall":
            self._note_values(prop)

    def _note_values(self, prop: Prop) -> None:
        """Learn the sign of a function from `0 <= f(i) for i = low, low + 1, ...`."""
        entries, body = prop[1], prop[2]
        if len(entries) != 1 or body[0] not in RELATIONS:
            return
        name, domain = entries[0]
        if domain[0] != "int" or type(domain[1]) is not int or domain[2] is not None:
            return
        mask = RELATION_SIGN[body[0]]
        for zero, value, found in ((body[1], body[2], mask), (body[2], body[1], flip(mask))):
            call = isinstance(value, tuple) and value[0] == "app" and len(value) == 3
            if zero == 0 and call and value[2] == ("sym", name):
                self.signs.learn_values(value[1], domain[1], found)
                self.normal = Normaliser(self)

    def _learn(self, term: Term, mask: int) -> None:
        try:
            value = self.normal.read(term)
        except Rejected:
            # A fact whose terms cannot be read here is kept, but says nothing of signs.
            return
        below = self.normal.sign(Frac(constant(1), value.den))
        if below in (POSITIVE, NEGATIVE):
            self.signs.learn(value.num, mask if below == POSITIVE else flip(mask))
        elif mask in (ZERO, NONZERO):
            self.signs.learn(value.num, mask)
        if mask != ZERO and len(value.num) <= MAX_REFINED:
            self.signs.refine(value.num)

    def fact(self, name: str) -> Prop:
        """Return a fact by name."""
        found = self.facts.get(name)
        if found is None:
            raise Rejected(f"no fact is named {name!r}")
        return found[1]

    # Questions

    def holds(self, prop: Prop) -> bool:
        """Say whether a relation follows from normal forms and signs alone."""
        try:
            self.show(prop)
        except Rejected:
            return False
        return True

    def show(self, prop: Prop) -> None:
        """Refuse a relation that does not follow from normal forms and signs alone."""
        if prop[0] == "and":
            for part in prop[1:]:
                self.show(part)
            return
        if prop[0] not in RELATIONS:
            if any(known == prop for _, known in self.facts.values()):
                return
            raise Rejected(f"not known: {prop[0]}")
        show_relation(self.normal, prop)


def show_relation(normal: Normaliser, prop: Prop) -> None:
    """Refuse a relation that neither its normal form nor the way it is written decides."""
    allowed = RELATION_SIGN[prop[0]]
    left, right = normal.read(prop[1]), normal.read(prop[2])
    for zero, other in ((1, 2), (2, 1)):
        if prop[zero] == 0:
            mask = term_sign(normal, prop[other])
            if within(mask if zero == 1 else flip(mask), allowed):
                return
    difference = normal.sub(right, left)
    if not (prop[0] == "=" and normal.is_zero(difference)):
        normal.require(difference, allowed, "the difference of the two sides")
