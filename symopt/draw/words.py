"""What stands still on a film's frame: title, axes, legend, formula, footnote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from manim import Dot, Line, Mobject, Typst, VGroup
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from symopt import rules
from symopt.draw.legends import wrap_text
from symopt.draw.palette import Style
from symopt.draw.pens import HEAD, WIDTH
from symopt.draw.terrain import Viewport
from symopt.draw.theme import Theme
from symopt.draw.typeset import escape, settings, typeset
from symopt.formula import Name
from symopt.problems import LinearRegression, Surface
from symopt.trajectory import Trajectory

M = TypeVar("M", bound=Mobject)
STROKE = 100 * WIDTH  # Manim counts a stroke's width in hundredths of a unit


def _at(x: float, y: float) -> NDArray[np.float64]:
    return np.array([x, y, 0.0])


def put(
    mobject: M,
    *,
    left: float | None = None,
    right: float | None = None,
    x: float | None = None,
    top: float | None = None,
    bottom: float | None = None,
    y: float | None = None,
) -> M:
    """Move a mobject so that the edges or the middle given stand where given."""
    across = [(left, mobject.get_left), (right, mobject.get_right), (x, mobject.get_center)]
    along = [(top, mobject.get_top), (bottom, mobject.get_bottom), (y, mobject.get_center)]
    dx = next((goal - edge()[0] for goal, edge in across if goal is not None), 0.0)
    dy = next((goal - edge()[1] for goal, edge in along if goal is not None), 0.0)
    return mobject.shift(np.array([dx, dy, 0.0]))


def title(text: str, theme: Theme, *, left: float, y: float) -> Typst:
    """The film's point, on one line or two."""
    markup = " \\ ".join(escape(line) for line in wrap_text(text, 76))
    return put(typeset(markup, size=0.335, colour=theme.ink), left=left, y=y)


def footnote(text: str, theme: Theme, *, left: float, top: float) -> Typst:
    """A line in small letters."""
    markup = " \\ ".join(escape(line) for line in wrap_text(text, 84))
    return put(typeset(markup, size=0.19, colour=theme.muted), left=left, top=top)


def axes(surface: Surface | LinearRegression, view: Viewport, theme: Theme) -> VGroup:
    """Numbers and short strokes along the left and lower edges, and the variables' names."""
    group = VGroup()
    for axis, (name, (low, high)) in enumerate(zip(surface.variables, view.box, strict=True)):
        ticks = MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high)
        values = [value for value in ticks if low <= value <= high]
        letter = (typeset(f"${Name(name).typst()}$", size=0.28, colour=theme.ink), values[-2:])
        numbers = [
            (typeset(f"{value:g}".replace("-", "−"), size=0.19, colour=theme.muted), [value])
            for value in values
        ]
        for value in values:
            foot = np.array([*view.place(_on_edge(view, axis, value)), 0.0])
            out = np.array([0, -0.07, 0] if axis == 0 else [-0.07, 0, 0])
            group.add(Line(foot, foot + out, stroke_width=1.5, color=theme.muted))
        # The letter stands between the last two numbers, where nothing else is.
        for mobject, places in (*numbers, letter):
            x, y = view.place(_on_edge(view, axis, float(np.mean(places))))
            if axis == 0:
                put(mobject, x=x, top=y - 0.13)
            else:
                put(mobject, right=x - 0.13, y=y)
            group.add(mobject)
    return group


def _on_edge(view: Viewport, axis: int, value: float) -> list[float]:
    corner = [view.box[0][0], view.box[1][0]]
    corner[axis] = value
    return corner


def landmarks(
    surface: Surface | LinearRegression, view: Viewport, start: Sequence[float], theme: Theme
) -> VGroup:
    """A ring where the runs start, a cross at the lowest minimum."""
    group = VGroup()
    if surface.minimum is not None:
        x, y = view.place(surface.minimum)
        for dx, dy in ((0.13, 0.0), (0.0, 0.13)):
            ends = _at(x - dx, y - dy), _at(x + dx, y + dy)
            group.add(Line(*ends, stroke_width=3, color=theme.ink))
    x, y = view.place(start)
    ring = Dot(_at(x, y), radius=1.3 * HEAD, color=theme.background)
    return group.add(ring.set_stroke(theme.ink, 2))


def legend(
    runs: Sequence[Trajectory],
    looks: Mapping[str, Style],
    theme: Theme,
    *,
    left: float,
    right: float,
    rows: Sequence[float],
) -> VGroup:
    """One row a run: its line, its rule, and below every hyperparameter it ran with."""
    group = VGroup()
    text_left = left + 0.85
    pitch = rows[0] - rows[1] if len(rows) > 1 else 1.0
    scale = min(1.0, pitch / 0.58)  # many rows make small letters
    for run, y in zip(runs, rows, strict=True):
        group.add(swatch(looks[run.rule], left, left + 0.6, y))
        # An x gives every name the same base line, whether it has tails or not.
        base = typeset("x", size=0.27 * scale, colour=theme.ink)
        name = typeset(escape(run.rule), size=0.27 * scale, colour=theme.ink)
        drop = _drop(run.rule)
        put(name, left=text_left, bottom=y - base.height / 2 - drop * scale)
        values = typeset(
            settings(run.hyperparameters), size=0.2 * scale, colour=theme.muted, weight=0.3
        )
        values.scale(min(1.0, (right - text_left) / values.width))
        group.add(name, put(values, left=text_left, y=y - 0.29 * scale))
    return group


def _drop(name: str) -> float:
    """How far the name's letters reach below the base line."""
    return 0.062 if any(letter in name for letter in "gjpqy") else 0.0


def swatch(style: Style, left: float, right: float, y: float) -> VGroup:
    """A short piece of a run's line with its head."""
    group = VGroup()
    lengths = [WIDTH * length for length in style.dash] or [right - left]
    x, part = left, 0
    while x < right - 1e-9:
        end = min(right, x + lengths[part % len(lengths)])
        if part % 2 == 0:
            group.add(Line(_at(x, y), _at(end, y), stroke_width=STROKE, color=style.colour))
        x, part = end, part + 1
    return group.add(Dot(_at(right, y), radius=HEAD, color=style.colour))


def formula(
    name: str, colour: str, theme: Theme, *, left: float, top: float, width: float, height: float
) -> VGroup:
    """A rule's lines, from the object that runs, under its name.

    They shrink to fit; where they would become too small to read, the update alone is shown.
    """
    rule = rules.get(name)
    head = put(typeset(f"*{escape(rule.name)}*", size=0.26, colour=colour), left=left, top=top)
    update = rule.formula.typst()
    for lines in (rule.typst(), update):
        body = typeset(f"$ {lines} $", size=0.3, colour=theme.ink, weight=0.6)
        scale = min(1.0, width / body.width, (height - 0.4) / body.height)
        if scale > 0.55:
            break
    return VGroup(head, put(body.scale(scale), left=left, top=top - 0.42))
