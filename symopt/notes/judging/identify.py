"""Which rule a recursion is, by certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symopt.equivalence import Comparison, Recursion, compare
from symopt.equivalence.enclosure import Undefined
from symopt.equivalence.fitting import fits
from symopt.equivalence.witness import replay
from symopt.errors import SymoptError
from symopt.notes.judging.catalogue import matches
from symopt.notes.judging.known import names_of, recursion_of, used
from symopt.notes.judging.match import Match, family
from symopt.proof.kernel.terms import Term, substitute

MAX_COMPARED = 6  # candidates of one recursion that are compared
EFFORT = 0.3  # on a page there are many; what is the same or not is known without that
SAME = ("identical", "equivalent")
NOTE = "the note"
"""What an author's recursion is called."""


@dataclass(frozen=True)
class Identity:
    """A rule that a recursion was compared with, and how its hyperparameters were renamed.

    `names` gives for the recursion's own names those it was compared under, and `below_one` those
    of which only the comparison says that they lie below one.
    """

    rule: str
    comparison: Comparison
    names: dict[str, str]
    below_one: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the recursion is the rule, up to a map."""
        return self.comparison.verdict in SAME

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """What a better identity has less of."""
        found = self.comparison
        return (found.verdict != "identical", bool(found.lints), len(found.conditions))


def identify(recursion: Recursion, claimed: str | None = None) -> Identity | None:
    """Return the rule that a recursion is; of several the most alike, and the claimed one first.

    None if it runs like none, or nothing is certified.

    Parameters
    ----------
    claimed : str, optional
        A rule or a family, which is preferred.

    Examples
    --------
    >>> identify(recursion_of("momentum.velocity")).rule
    'momentum.velocity'
    >>> identify(recursion_of("adam"), claimed="rmsprop").comparison.verdict
    'identical'
    """
    best: Identity | None = None
    found = sorted(matches(recursion), key=lambda match: preference(match.rule, claimed, match))
    candidates = [(match.rule, match) for match in found] or [
        (rule, None) for rule in _fitting(recursion, claimed)
    ]
    for rule, match in candidates[:MAX_COMPARED]:
        one = compared(recursion, rule, match)
        if one.same and (best is None or one.rank < best.rank):
            best = one
        if best is not None and best.comparison.verdict == "identical":
            break
    return best


def _fitting(recursion: Recursion, claimed: str | None) -> list[str]:
    """Return the rules that can do what a recursion does at settings far from the usual."""
    own = used(recursion).canonical
    wanted = [
        rule
        for rule in names_of(recursion.kind)
        if claimed is None or family(rule) == family(claimed)
    ]
    others = ((rule, recursion_of(rule).canonical) for rule in wanted)
    return [rule for rule, other in others if fits(own, other) and fits(other, own)]


def preference(rule: str, claimed: str | None, match: Match | None = None) -> tuple[Any, ...]:
    """Order rules: plain renaming, the claimed one, its family, main rules."""
    return (
        match is not None and not match.plain,
        rule != claimed,
        claimed is None or family(rule) != family(claimed),
        "." in rule,
        rule,
    )


def compared(recursion: Recursion, rule: str, match: Match | None = None) -> Identity:
    """Compare a recursion with a rule, its hyperparameters named as the rule's where they match.

    Names say what role a hyperparameter has, and authors have names of their own. Where a
    hyperparameter may lie is not written in a formula either: it may lie where the rule's may.
    """
    other = recursion_of(rule)
    recursion = used(recursion)
    names: dict[str, str] = {}
    if match is not None:
        for key, setting in match.settings.items():
            names.setdefault(setting.name, key)
    taken = {state.name for state in recursion.states} | set(names.values())
    for hyper in recursion.hyperparameters:
        if hyper.name not in names:
            new = hyper.name
            while new in taken or (new in other.hyper and match is not None):
                new += "_"
            names[hyper.name] = new
            taken.add(new)
    turned = set[str]()
    if match is not None:
        turned = {s.name for s in match.settings.values() if s.change == "complement"}
    own = renamed(recursion, names, other, turned)
    comparison = certified(own, other)
    if comparison.verdict == "undecided":
        comparison = undefined(own, other) or comparison
    if comparison.verdict == "undecided" and match is not None:
        # The names were a guess, and the search is led by them.
        return compared(recursion, rule)
    below = tuple(
        own_name
        for own_name, under in names.items()
        if own.hyper[under].domain.upper == 1 and recursion.hyper[own_name].domain.upper != 1
    )
    return Identity(rule, comparison, names, below)


def certified(first: Recursion, second: Recursion) -> Comparison:
    """Compare two recursions; what cannot be handled is undecided."""
    try:
        return compare(first, second, effort=EFFORT)
    except (SymoptError, ArithmeticError, RecursionError) as problem:
        reason = str(problem) if isinstance(problem, SymoptError) else "the numbers grew too large"
        return Comparison(first.name, second.name, "undecided", reason=reason)


def undefined(recursion: Recursion, other: Recursion) -> Comparison | None:
    """Return that a recursion differs from a rule for having no values where the rule has some.

    Such as a correction by 1 - beta^t with a counter that starts at 0: at no settings of the
    rule are their runs the same.
    """
    inputs = tuple(map(Fraction, ("1", "2", "-1", "3")))
    steps = [_fails(recursion, inputs, shift) for shift in range(3)]
    step = steps[0]
    if step is None or steps != [step] * 3:
        return None
    if any(_fails(other, inputs[:step], shift) is not None for shift in range(3)):
        return None
    reason = f"at step {step} the note has no value: it divides by zero"
    return Comparison(NOTE, other.name, "different", reason=reason, no_map="searched")


def _fails(recursion: Recursion, inputs: tuple[Fraction, ...], shift: int) -> int | None:
    """Return the first step at which a recursion divides by zero, at some generic setting."""
    decays = [Fraction(n, 13) for n in (5, 8, 3, 11, 7, 2, 9)][shift:]
    hyper = {
        h.name: decays[i % len(decays)] + (0 if h.domain.upper == 1 else shift)
        for i, h in enumerate(recursion.hyperparameters)
    }
    for step in range(1, len(inputs) + 1):
        try:
            replay(recursion, hyper, inputs[:step], Fraction(1, 3))
        except Undefined as problem:
            return step if "zero" in str(problem) else None
    return None


def renamed(
    recursion: Recursion, names: dict[str, str], other: Recursion, turned: set[str]
) -> Recursion:
    """Return a recursion with other names for its hyperparameters, and the other's domains."""
    states = {s.name for s in recursion.states}
    apart = {name: f"{name}_own" for name in states & set(names.values())}
    values: dict[str, Term] = {old: ("sym", new) for old, new in (names | apart).items()}

    def change(term: Term) -> Term:
        return substitute(term, values)

    hypers = tuple(
        replace(
            h,
            name=names[h.name],
            domain=other.hyper[names[h.name]].domain
            if names[h.name] in other.hyper and h.name not in turned
            else h.domain,
        )
        for h in recursion.hyperparameters
    )
    return replace(
        recursion,
        name=NOTE,
        hyperparameters=hypers,
        states=tuple(
            replace(s, name=apart.get(s.name, s.name), update=change(s.update))
            for s in recursion.states
        ),
        query=change(recursion.query),
        output=change(recursion.output),
        closed=tuple((name, change(term)) for name, term in recursion.closed),
    )
