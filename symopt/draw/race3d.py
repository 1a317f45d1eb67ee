"""A race over a height field, filmed by a camera that turns around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from matplotlib.colors import to_rgb

from symopt.draw.climbs import Climbs, Marks, climb
from symopt.draw.heightfield import height_field
from symopt.draw.lecture import LEFT, TOP
from symopt.draw.mesh import contour_lines, grid_lines
from symopt.draw.palette import Style
from symopt.draw.race import BOTTOM, MIDDLE, Race
from symopt.draw.relief import Relief
from symopt.draw.sights import Orbit, Sight
from symopt.draw.spaceaxes import SpaceAxes
from symopt.draw.stage import Picture, Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail
from symopt.trajectory import Trajectory

POINTS = 41  # of the grid along the longer side; colours are blended between them


class Race3d(Race):
    """Optimizers run over a surface in space; subclasses say which and how, as for `Race`.

    Attributes
    ----------
    azimuth : pair of float
        From where to where the camera turns, in degrees; twice the same for one that stands.
    elevation : float
        In degrees above the floor.
    rise : float
        The height of the surface, in longer sides of the box.
    scale : {"linear", "log"}
        Of the heights.
    top : float or None
        Values above it are cut off.
    lines : {"grid", "contours"}
        Drawn on the surface.

    Examples
    --------
    >>> class Hollow(Race3d):
    ...     '''Momentum overshoots the bottom of a bowl.'''
    ...     surface = "bowl"
    ...     runs = {"momentum": {"alpha": 0.1, "beta": 0.95}}
    ...     steps, azimuth = 40, (-80, -40)
    >>> Hollow.sight().orbit.view(20).azimuth
    -60.0
    """

    azimuth: ClassVar[tuple[float, float]] = (-80.0, -40.0)
    elevation: ClassVar[float] = 35.0
    rise: ClassVar[float] = 0.5
    scale: ClassVar[str] = "linear"
    top: ClassVar[float | None] = None
    lines: ClassVar[str] = "grid"

    @classmethod
    def view(cls) -> Viewport:
        """Return the box, and the part of the frame that the picture has."""
        box, width, height = cls.box or cls.problem().box, MIDDLE - LEFT, TOP - BOTTOM
        (x0, x1), (y0, y1) = box
        centre = (LEFT + MIDDLE) / 2, (TOP + BOTTOM) / 2
        return Viewport(((x0, x1), (y0, y1)), centre, width, height)

    @classmethod
    def sight(cls) -> Sight:
        """Return how the surface stands on the frame at any time, in steps."""
        field = height_field(
            cls.problem(),
            box=cls.view().box,
            points=POINTS,
            scale=cls.scale,
            top=cls.top,
            rise=cls.rise,
        )
        # The numbers and letters stand outside the floor's edges.
        edges = LEFT + 0.8, MIDDLE - 0.45, BOTTOM + 0.5, TOP - 0.35
        return Sight(field, Orbit(*cls.azimuth, cls.elevation, float(cls.steps)), edges)

    def stage(
        self, runs: Sequence[Trajectory], looks: Mapping[str, Style]
    ) -> tuple[list[Trail], Picture]:
        """Return the runs' trails, and the surface with them as a picture."""
        theme, surface, sight = self.look, self.problem(), self.sight()
        field = sight.field
        drawn = grid_lines(field, 12)
        if self.lines == "contours":
            drawn = [*contour_lines(surface, field, surface.levels), *grid_lines(field, 1)]
        trails = [climb(run, field, looks[run.rule]) for run in runs]
        paper, dark = to_rgb(theme.background), to_rgb(theme.ink)
        points = surface.critical_points
        minima = [point.floats for point in points if point.kind == "minimum"]
        crosses = minima or [point.floats for point in points]
        start = runs[0].points[0] if runs else surface.start
        return trails, Stack(
            SpaceAxes(sight, surface.variables, theme.say("loss", "损失"), theme),
            Relief(sight, theme, drawn),
            Marks(sight, start, crosses, dark, paper),
            Climbs(trails, sight, paper),
        )
