"""Which rules of the catalogue are the same, derived by hand: facts, not results.

All pairs that are not listed are different.
"""

from __future__ import annotations

import itertools

from symopt import rules

EQUIVALENT = (
    # v of the average is (1 - beta) v of the sum; of the velocity -alpha v of the sum.
    frozenset({"momentum", "momentum.accumulating", "momentum.velocity"}),
    # The parameter of the rearranged forms is the look-ahead point.
    frozenset({"nesterov", "nesterov.rearranged", "nesterov.pytorch"}),
)

# (a, b): a is b with some hyperparameters at the border, and b can do more.
SPECIAL = {
    *(
        ("gd", f"{family}{form}")
        for family, forms in (
            ("momentum", ("", ".accumulating", ".velocity")),
            ("nesterov", ("", ".rearranged", ".pytorch")),
        )
        for form in forms
    ),
    # Momentum in any of its forms, and none, is momentum without the dampening or the penalty.
    *(
        (plain, more)
        for plain in ("gd", "momentum", "momentum.accumulating", "momentum.velocity")
        for more in ("momentum.dampened", "momentum.l2")
    ),
    ("adadelta", "adadelta.rate"),
    ("adagrad.no-eps", "adagrad.initial"),
    ("adagrad.eps-inside", "adagrad.initial"),  # the sum begins at epsilon, and none is outside
    ("adagrad", "adagrad.initial"),
    ("adagrad.no-eps", "adagrad.rate-decay"),
    ("adagrad", "adagrad.rate-decay"),
    ("rmsprop.no-eps", "rmsprop.momentum"),
    ("rmsprop", "rmsprop.momentum"),
    ("rmsprop.no-eps", "rmsprop.momentum-eps-inside"),
    ("rmsprop.eps-inside", "rmsprop.momentum-eps-inside"),
    ("rmsprop.centered", "rmsprop.centered-momentum"),
    ("rmsprop.centered-eps-inside", "rmsprop.graves"),
    ("adam.no-eps", "adam.eps-root"),
    ("adam.eps-inside", "adam.eps-root"),
    ("adam", "adam.eps-root"),
    ("adam.no-eps", "adam.l2"),
    ("adam", "adam.l2"),
    ("adam.no-eps", "adamw.folded"),
    ("adam.folded", "adamw.folded"),
    ("adagrad.no-eps", "adagrad"),
    ("adagrad.no-eps", "adagrad.eps-inside"),
    ("rmsprop.no-eps", "rmsprop"),
    ("rmsprop.no-eps", "rmsprop.eps-inside"),
    ("rmsprop.no-eps", "adam.uncorrected"),
    ("rmsprop", "adam.uncorrected"),
    ("adam.no-eps", "adam"),
    ("adam.no-eps", "adam.eps-inside"),
    ("adam.no-eps", "adam.folded"),
    ("adam.no-eps", "adamw"),
    ("adam", "adamw"),
    ("amsgrad", "amsgrad.eps"),
    ("adamax", "adamax.eps"),
    ("adamax", "adamax.eps-outside"),
    ("nadam", "nadam.scheduled"),
    ("nadam", "nadam.warmed"),
}

# The warm-up of the one is that of the other with gamma**psi for gamma, unless psi = 0; so gamma
# and psi do one's work there.
DOUBLED = {frozenset({"nadam.scheduled", "nadam.warmed"}): "psi != 0"}

# Different, but the same in a way that is worth saying.
PARTLY = {
    # A correction is a rate and an epsilon that change with t.
    frozenset({"adam", "adam.folded"}): "changes with t",
    frozenset({"adam", "adam.uncorrected"}): "change with t",
    frozenset({"adam.uncorrected", "adam.folded"}): "changes with t",
    frozenset({"amsgrad.eps", "amsgrad.corrected"}): "change with t",
    frozenset({"amsgrad.eps", "amsgrad.mean-corrected"}): "changes with t",
    frozenset({"amsgrad.corrected", "amsgrad.mean-corrected"}): "change",
    frozenset({"amsgrad.eps", "amsgrad.folded"}): "changes with t",
    frozenset({"amsgrad.corrected", "amsgrad.folded"}): "changes with t",
    frozenset({"amsgrad.mean-corrected", "amsgrad.folded"}): "changes with t",
    frozenset({"adamw", "adamw.folded"}): "changes with t",
    frozenset({"adam", "adam.eps-inside"}): "equal only at epsilon = 0",
    frozenset({"adam.folded", "adam.eps-inside"}): "equal only at epsilon = 0",
    frozenset({"rmsprop", "rmsprop.eps-inside"}): "equal only at epsilon = 0",
    frozenset({"adagrad", "adagrad.eps-inside"}): "equal only at epsilon = 0",
    frozenset({"rmsprop.centered", "rmsprop.centered-eps-inside"}): "equal only at epsilon = 0",
    frozenset({"rmsprop.momentum", "rmsprop.momentum-eps-inside"}): "equal only at epsilon = 0",
    frozenset({"rmsprop.centered-momentum", "rmsprop.graves"}): "equal only at epsilon = 0",
}


def pairs() -> list[tuple[str, str]]:
    """Return all pairs of rules of one kind, each with itself, too."""
    every = itertools.combinations_with_replacement(rules.names(), 2)
    return [(a, b) for a, b in every if rules.get(a).kind == rules.get(b).kind]


def representative() -> list[tuple[str, str]]:
    """Return the pairs about which something is to be said, and some that just differ."""
    telling = [
        (a, b)
        for a, b in pairs()
        if a == b
        or frozenset((a, b)) in DOUBLED
        or any({a, b} <= group for group in EQUIVALENT)
        or {(a, b), (b, a)} & SPECIAL
        or frozenset((a, b)) in PARTLY
    ]
    others = [pair for pair in pairs() if pair not in telling]
    return telling + others[::24]
