"""From the statements of a step to an algorithm."""

from __future__ import annotations

from dataclasses import replace

from symopt.notes.python.algorithms import Builder, Built
from symopt.notes.python.branches import Variant
from symopt.notes.python.carrying import counts
from symopt.notes.python.flow import carried, needed_for
from symopt.notes.python.naming import place_of
from symopt.notes.python.optax import adds_up, transforms
from symopt.notes.python.preparing import prepare
from symopt.notes.python.products import with_products
from symopt.notes.python.slopes import with_slopes
from symopt.notes.python.steps import Step
from symopt.notes.python.units import Unit
from symopt.notes.statement import Unread


def build(unit: Unit, step: Step, variant: Variant) -> Built | Unread | None:
    """Return the algorithm of a step, why it cannot be read, or None if there is none."""
    prepared = prepare(unit, step, variant)
    for gap in prepared.opaque:
        if "*" in gap.names:
            return Unread(gap.excerpt, gap.reason)
    kept = carried(prepared.assigns, prepared.opaque)
    counting = {place_of(each.target) for each in prepared.assigns if counts(each)}
    if kept <= counting:
        return None  # nothing is carried from step to step but a count
    returned = prepared.returned
    if returned is not None and transforms(unit, returned) and not adds_up(prepared.assigns):
        return Unread(returned.excerpt, "what these updates are multiplied by is not said")
    if "updates" in kept & unit.own:  # as in optax: a gradient that becomes a step
        first = next(each for each in prepared.assigns if place_of(each.target) == "updates")
        return Unread(first.excerpt, "which parameter these updates change is not said")
    products = with_products(prepared.assigns, kept)
    known = [each for each in products.assigns if not counts(each)]
    slopes = with_slopes(
        products.assigns,
        kept,
        lambda name, point: name in needed_for(known, frozenset({point})),
    )
    prepared = replace(prepared, assigns=slopes, opaque=[*prepared.opaque, *products.opaque])
    if products.update is not None:
        return Unread(products.update.excerpt, products.update.reason)
    return Builder(unit, step, variant, prepared, kept).make()
