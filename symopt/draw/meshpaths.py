"""Trajectories on a surface in three dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from symopt.draw import recipes
from symopt.draw.draping import Draped, draped
from symopt.draw.exits import Array, Exit, shown
from symopt.draw.labels import run_label
from symopt.draw.looks import rc_theme
from symopt.draw.mesh import SurfaceMesh
from symopt.draw.palette import Style
from symopt.draw.pathlines import in_a_plane, mark_exit, run_styles, spread
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue
from symopt.trajectory import Trajectory

FADED = 0.35  # how strong the line of a hidden part is


class SurfacePath(Line2D):
    """The seen parts of a path on a surface; the hidden ones are a fainter line, `behind`.

    Attributes
    ----------
    path : Draped
        The path over the surface's box, and which of its points are steps.
    seen : array of bool
        Which of the path's points are not hidden.
    behind : matplotlib.lines.Line2D
    """

    def __init__(
        self, path: Draped, seen: NDArray[np.bool_], behind: Line2D, *args: Any, **options: Any
    ) -> None:
        self.path, self.seen, self.behind = path, seen, behind
        super().__init__(*args, **options)


def paths3d(
    trajectories: Iterable[Trajectory],
    *,
    on: SurfaceMesh,
    theme: Theme | None = None,
    label: Callable[[Trajectory], str] = run_label,
    styles: Sequence[Style] | None = None,
    spacing: float = 0.1,
) -> list[SurfacePath]:
    """Draw each trajectory on a surface in three dimensions, in its rule's style.

    Between two steps a line follows the surface. What stands behind a hill is faint. A run that
    leaves the surface's box for good is drawn to the edge and marked there: with an arrowhead,
    or with a cross if it diverged.

    Parameters
    ----------
    trajectories : iterable of Trajectory
        In two variables.
    on : SurfaceMesh
        The drawn surface, from `surface3d`.
    theme : Theme, optional
        matplotlib's current settings if not given.
    label : callable
        Gives a run's entry in the legend; its rule and every hyperparameter, if not given.
    styles : sequence of Style, optional
        One a trajectory, for runs of one rule that must not look alike; their rules' if not given.
    spacing : float
        The way along a line from marker to marker, as a share of the box's diagonal.

    Returns
    -------
    list of SurfacePath
        One a trajectory, in their order.

    Examples
    --------
    >>> import symopt
    >>> from symopt import draw
    >>> figure, ax = draw.get_theme().subplots()
    >>> ground = draw.surface3d(symopt.problems.get("bowl"), ax=ax, points=21)
    >>> run = symopt.run("momentum", "bowl", alpha=0.1, steps=20)
    >>> (line,) = draw.paths3d([run], on=ground)
    >>> len(line.path.steps)
    21
    """
    theme = theme or rc_theme()
    runs = in_a_plane(trajectories)
    ax = on.axes
    if not isinstance(ax, Axes):
        raise InvalidValue(f"{on.surface.name}: the surface is in no axes any more")
    styles = run_styles(runs, styles, theme)
    box = on.field.box
    lines: list[SurfacePath] = []
    for place, (run, style) in enumerate(zip(runs, styles, strict=True)):
        points, exit_ = shown(run.points, box)
        path = draped(points, box)
        at, seen = on.project(path.points), on.visible(path.points)
        look: dict[str, Any] = {"color": style.colour, "linestyle": style.linestyle}
        behind = Line2D(*_only(at, ~seen).T, alpha=FADED, zorder=2.5, **look)
        own = points[path.steps]
        chosen = path.places[spread(own, box, spacing, place / len(runs))]
        line = SurfacePath(
            path,
            seen,
            behind,
            *_only(at, seen).T,
            marker=style.marker,
            markevery=chosen.tolist(),
            markersize=4,
            markeredgewidth=0.4,
            markeredgecolor=theme.background,
            label=label(run),
            zorder=3,
            **look,
        )
        for part in (behind, line):
            ax.add_line(part)
        recipes.add_run(ax, run)
        lines.append(line)
        if exit_ is not None:
            _mark_exit(ax, on, exit_, style.colour, diverged=run.stopped == "diverged")
    for start in {tuple(run.points[0]) for run in runs}:
        look = {"mfc": theme.background, "mec": theme.ink, "mew": 1, "zorder": 4}
        ax.plot(*on.project([list(start)]).T, "o", ms=5, alpha=_strength(on, start), **look)
    return lines


def _only(at: Array, keep: NDArray[np.bool_]) -> Array:
    """Return points with nan in place of those that are not to be kept.

    The neighbours of what is kept are kept too, so that seen and hidden parts meet.
    """
    if keep.all():
        return at
    wide = keep.copy()
    wide[1:] |= keep[:-1]
    return np.where(wide[:, None], at, np.nan)


def _strength(on: SurfaceMesh, point: tuple[float, ...]) -> float:
    return 1.0 if on.visible([list(point)])[0] else FADED


def _mark_exit(ax: Axes, on: SurfaceMesh, exit_: Exit, colour: str, *, diverged: bool) -> None:
    point = np.array(exit_.point)
    side = np.diff(np.array(on.field.box))[:, 0].max()
    before, at = on.project([point - 0.01 * side * np.array(exit_.direction), point])
    strength = _strength(on, exit_.point)
    mark_exit(ax, at, at - before, colour, diverged=diverged, strength=strength)
