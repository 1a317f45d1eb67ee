"""Rules in disguise: the same runs under random maps of the class that `compare` knows."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symopt.domain import Domain
from symopt.equivalence import Recursion
from symopt.equivalence.recursion import Variable
from symopt.equivalence.terms import over, plus, power, rational, tidy, times
from symopt.proof.kernel.terms import Term, free_names, substitute
from symopt.signature import Hyperparameter

THETA: Term = ("sym", "theta")
HALF: Term = ("/", 1, 2)


def disguise(rule: Recursion, seed: int) -> tuple[Recursion, list[str]]:
    """Return a recursion with the runs of `rule`, and what was done to it."""
    generator = random.Random(seed)
    done: list[str] = []
    made = replace(rule, name=f"{rule.name} in disguise {seed}")
    for change in generator.sample([_scaled, _shifted, _renamed, _mapped, _mapped, _delayed], 3):
        changed = change(made, generator)
        if changed is not None:
            made, note = changed
            done.append(note)
    return made, done


def _sym(name: str) -> Term:
    return ("sym", name)


def _decays(rule: Recursion) -> list[str]:
    return [h.name for h in rule.hyperparameters if str(h.domain) == "[0, 1)"]


def _constant(rule: Recursion, generator: random.Random) -> Term:
    """Return a constant that is never zero."""
    menu: list[Term] = [2, ("/", 1, 3), 5]
    for name in _decays(rule):
        kept = plus(1, times(-1, _sym(name)))
        menu += [kept, power(kept, -1), plus(1, _sym(name)), power(kept, HALF)]
    return generator.choice(menu)


def _scaled(rule: Recursion, generator: random.Random) -> Any:
    """Write a state as a constant times another."""
    if not rule.states:
        return None
    state = generator.choice(rule.states)
    if state.initial is None:
        return None
    factor = _constant(rule, generator)
    if generator.random() < 0.3:
        factor = times(-1, factor)
    if state.initial != 0:
        return None
    put = {state.name: times(factor, _sym(state.name))}
    changed = rule.put(put)
    states = tuple(
        replace(s, update=tidy(over(s.update, factor))) if s.name == state.name else s
        for s in changed.states
    )
    return replace(changed, states=states), f"{state.name} scaled by {factor}"


def _shifted(rule: Recursion, generator: random.Random) -> Any:
    """Take theta plus a constant times a state for the parameter."""
    states = [s for s in rule.states if s.initial == 0]
    if rule.kind != "optimizer" or not states:
        return None
    state = generator.choice(states)
    constants: list[Term] = [2, -1, *(_sym(h.name) for h in rule.hyperparameters)]
    factor = generator.choice(constants)
    changed = rule.put({"theta": plus(THETA, times(-1, factor, _sym(state.name)))})
    new = next(s.update for s in changed.states if s.name == state.name)
    output = tidy(plus(changed.output, times(factor, new)))
    return replace(changed, output=output), f"theta shifted by {factor} {state.name}"


def _renamed(rule: Recursion, generator: random.Random) -> Any:
    """Give hyperparameters and states names that say nothing."""
    letters = generator.sample([f"x{i}" for i in range(20)], 20)
    names = [*(h.name for h in rule.hyperparameters), *(s.name for s in rule.states)]
    new = dict(zip(names, letters, strict=False))
    changed = rule.put({old: _sym(name) for old, name in new.items()})
    hypers = tuple(replace(h, name=new[h.name]) for h in rule.hyperparameters)
    states = tuple(replace(s, name=new[s.name]) for s in changed.states)
    return replace(changed, hyperparameters=hypers, states=states), "renamed"


def _mapped(rule: Recursion, generator: random.Random) -> Any:
    """Write a hyperparameter as a function, one to one, of a new one."""
    if not rule.hyperparameters:
        return None
    old = generator.choice(rule.hyperparameters)
    own = _sym(old.name)
    domain = str(old.domain)
    if domain == "[0, 1)":
        menu: list[tuple[Term, str]] = [
            (plus(1, times(-1, own)), "(0, 1]"),
            (over(own, plus(1, own)), "[0, inf)"),
            (power(plus(1, own), -1), "(0, inf)"),
            (power(own, 2), "[0, 1)"),
            (own, "[0, 1)"),
        ]
        menu.pop()
    elif domain == "[0, inf)":
        others = [n for n in _decays(rule) if n != old.name]
        menu = [(times(c, own), domain) for c in (2, ("/", 1, 3), 10)]
        menu += [(power(own, 2), domain)]
        for name in others:
            kept = plus(1, times(-1, _sym(name)))
            menu += [(times(own, kept), domain), (over(own, kept), domain)]
            menu += [(times(own, power(kept, HALF)), domain)]
            menu += [(times(own, plus(1, _sym(name))), domain)]
    else:
        return None
    term, new = generator.choice(menu)
    changed = Recursion.put(rule, {old.name: term})
    hyper = Hyperparameter(old.name, Fraction(1, 2), Domain(new))
    hypers = tuple(hyper if h.name == old.name else h for h in rule.hyperparameters)
    return replace(changed, hyperparameters=hypers), f"{old.name} = {term}"


def _delayed(rule: Recursion, generator: random.Random) -> Any:
    """Let a state wait a step: remember the last gradient instead."""
    constants = {h.name for h in rule.hyperparameters}
    given = "y" if rule.kind == "average" else "g"
    ready = [
        s
        for s in rule.states
        if s.initial == 0
        and free_names(s.update) <= constants | {given, s.name}
        and "last" not in free_names(s.update)
    ]
    if not ready or any(s.name == "last" for s in rule.states):
        return None
    state = generator.choice(ready)
    late = tidy(substitute(state.update, {given: _sym("last")}))
    if tidy(substitute(late, {state.name: 0, "last": 0})) not in (0, rational(0)):
        return None
    # Where the state stood there is now what it will be.
    changed = replace(
        rule,
        query=tidy(substitute(rule.query, {state.name: late})),
        output=tidy(substitute(rule.output, {state.name: late})),
        states=(
            *(
                replace(s, update=tidy(substitute(s.update, {state.name: late})))
                if s.name != state.name
                else replace(s, update=late)
                for s in rule.states
            ),
            Variable("last", Fraction(0), _sym(given)),
        ),
    )
    return changed, f"{state.name} delayed"
