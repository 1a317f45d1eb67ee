"""What an author's notation means where LaTeX itself does not say.

``\\theta_1`` is the first of the inputs where ``\\theta_t`` stands elsewhere, and a name of its
own where it stands beside ``\\theta_2`` only; ``x^k`` is a power unless ``x^{k+1}`` is what an
equation says x becomes. So a document is read twice: once to see what its letters carry, once
with the conventions that follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from symopt.formula import Call, Formula, Number, Power, Product, Sum
from symopt.notes.latex.names import Symbol, counter
from symopt.notes.latex.words import GREEK, words

# Letters that are numbered and do not count: beta_1, beta_2, beta_3.
HYPERPARAMETERS = words("alpha beta gamma delta epsilon eta lambda mu nu rho tau w b k")


@dataclass(frozen=True, slots=True)
class Conventions:
    """Of which letters a number below, a superscript or an argument is an index."""

    indexed: frozenset[str] = frozenset()
    raised: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()  # letters that number elements: the i of w_t^i
    labels: frozenset[str] = frozenset()  # letters that are part of a name: the c of V^c


@dataclass(slots=True)
class Habits:
    """What has been seen of the letters of a document."""

    indexed: set[str] = field(default_factory=set[str])
    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    bare: set[str] = field(default_factory=set[str])
    powers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    targets: set[str] = field(default_factory=set[str])
    given: set[str] = field(default_factory=set[str])
    recurring: set[str] = field(default_factory=set[str])
    timed: set[str] = field(default_factory=set[str])
    elements: set[str] = field(default_factory=set[str])
    labels: set[str] = field(default_factory=set[str])

    def see(self, parts: Sequence[Formula], links: Sequence[str]) -> None:
        """Take note of a statement."""
        for part in parts:
            self._see_formula(part)
        if links and links[0] in ("=", "<-"):
            self._see_target(parts[0])
            self._see_given(parts)

    def _see_formula(self, formula: Formula) -> None:
        stack = [formula]
        while stack:
            node = stack.pop()
            match node:
                case Symbol():
                    self._see_symbol(node)
                case Power(base=Symbol() as base, exponent=exponent) if counter(exponent):
                    if base.index is None:
                        self.powers[base.stem if not base.number else base.name].add(repr(exponent))
                    else:
                        self._see_symbol(base)
                    stack.append(exponent)
                case Power(base=Symbol() as base, exponent=Symbol()):
                    stack.append(base)
                case _:
                    stack.extend(node.children())

    def _see_symbol(self, symbol: Symbol) -> None:
        if symbol.index is not None:
            if not isinstance(symbol.index, Number) and not symbol.number:
                self.indexed.add(symbol.stem)
            return
        if symbol.number:
            self.numbers[symbol.stem].add(int(symbol.number))
        self.bare.add(symbol.name)

    def _see_target(self, target: Formula) -> None:
        match target:
            case Power(base=Symbol(index=Formula()), exponent=Symbol(base=letter)):
                self.elements.add(letter)  # nobody says what the i-th power becomes
            case Power(base=Symbol() as base, exponent=exponent) if counter(exponent):
                self.targets.add(base.name)
            case Power(base=Symbol(), exponent=Symbol(base=letter)):
                self.labels.add(letter)
            case Product(factors=(Symbol() as base, Sum() as index)) if counter(index):
                self.timed.add(base.name)  # v(t + 1) = …
            case Symbol(called=True):
                self.timed.add(target.name)  # v(t) = … v(t - 1)
            case _:
                pass

    def _see_given(self, parts: Sequence[Formula]) -> None:
        """A^t = a/t says what a is at step t, m^t = b m^{t-1} + g makes it of the one before.

        But beta^t = beta beta^{t-1} is about powers.
        """
        match parts[0]:
            case Power(base=Symbol(index=None) as base, exponent=step) if counter(step):
                pass
            case _:
                return
        rest = [node for part in parts[1:] for node in part.walk()]
        own = [n.exponent for n in rest if isinstance(n, Power) and n.base == base]
        if not own and isinstance(step, Symbol):
            self.given.add(base.name)
        apart = sum(node == base for node in rest) == len(own) and step not in own
        if own and apart and any(isinstance(part, (Sum, Call)) for part in parts[1:]):
            self.recurring.add(base.name)

    def conventions(self) -> Conventions:
        """Return what follows for the whole document.

        Without any ``v_t``, numbers count where they run on: 0, 1, 2, or to ten and beyond; and
        beside such letters those of x_1, x_2, x_3. The two of beta_1 and beta_2 are no steps, not
        even where there is a beta_t elsewhere.
        """
        counted = {stem for stem, seen in self.numbers.items() if _counts(seen)}
        if counted:
            counted |= {
                stem
                for stem, seen in self.numbers.items()
                if seen >= {1, 2, 3} and stem.islower() and stem not in HYPERPARAMETERS
            }
        told_apart = {
            stem
            for stem, seen in self.numbers.items()
            if stem in HYPERPARAMETERS & GREEK and 0 not in seen and max(seen) <= 3
        }
        return Conventions(
            frozenset(self.indexed - told_apart | counted),
            frozenset(self._raised()),
            frozenset(self.timed),
            frozenset(self.elements),
            frozenset(self.labels - self.bare),
        )

    def _raised(self) -> set[str]:
        """Letters whose superscripts are steps: those that become, and what goes with them."""
        becoming = {name for name in self.targets - self.bare if len(self.powers[name]) > 1}
        becoming |= self.recurring
        if not becoming:
            return set()
        alongside = {name for name in self.powers if name not in GREEK and name.isalpha()}
        return becoming | (self.targets | alongside) - self.bare | self.given | self.recurring


def _counts(seen: Iterable[int]) -> bool:
    found = set(seen)
    return max(found) >= 10 or found >= {0, 1, 2}
