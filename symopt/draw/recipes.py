"""What a figure was made of: the runs in it, kept with it, so that a reader can make it again."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from symopt.sweeping import Sweep
from symopt.trajectory import Trajectory

_KEY = "symopt_recipe"


def add(place: Artist, line: str) -> None:
    """Add a line to the recipe of the figure that an artist stands in."""
    figure = place.get_figure(root=True)
    if isinstance(figure, Figure):
        lines: list[str] = figure.__dict__.setdefault(_KEY, [])
        if line not in lines:
            lines.append(line)


def add_run(place: Artist, run: Trajectory) -> None:
    """Add a run to the recipe of the figure that an artist stands in.

    The functions that draw trajectories do it by themselves; a picture of something worked out
    from a run has to say so.
    """
    values = ", ".join(f"{name}={_plain(v)}" for name, v in run.hyperparameters.items())
    start = ", ".join(_plain(x) for x in run.points[0])
    add(place, f"{run.rule}({values}) on {run.problem} from ({start}), {len(run)} steps")


def add_sweep(place: Artist, sweep: Sweep) -> None:
    """Add a sweep to the recipe of the figure that an artist stands in."""
    values = ", ".join(f"{name}={_plain(v)}" for name, v in sweep.hyperparameters.items())
    axes = ", ".join(
        f"{len(v)} {name} from {_plain(v[0])} to {_plain(v[-1])}" for name, v in sweep.axes.items()
    )
    rule = f"{sweep.rule}({values})" if values else sweep.rule
    add(place, f"{rule} on {sweep.problem} for {axes}, {sweep.settings['steps']} steps")


def recipe(figure: Figure) -> str:
    """Return the recipe of a figure: the version of symopt, then a line for each run.

    Examples
    --------
    >>> import symopt
    >>> from symopt import draw
    >>> fig, ax = draw.get_theme().subplots()
    >>> _ = draw.paths([symopt.run("gd", "bowl", alpha=0.5, steps=3)], ax=ax)
    >>> print(recipe(fig).partition("; ")[2])
    gd(alpha=0.5) on bowl from (-2, 1.5), 3 steps
    """
    return "; ".join([_version(), *figure.__dict__.get(_KEY, [])])


def _version() -> str:
    try:
        return f"symopt {version('symopt-lectures')}"
    except PackageNotFoundError:
        return "symopt"


def _plain(value: Any) -> str:
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError):
        return str(value)
