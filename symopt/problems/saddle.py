"""The saddle: a minimum along x, a maximum along y, no minimum at all."""

from symopt.problems.surface import surface


@surface(
    box=((-2, 2), (-2, 2)),
    starts=((1.5, 0.001), (-1.5, 0.01), (1.2, 0)),
    levels=(-3.5, -2.75, -2, -1.4, -0.9, -0.5, -0.2, 0, 0.2, 0.5, 0.9, 1.4, 2, 2.75, 3.5),
)
def saddle(x, y):
    """A saddle at the origin; the way down is along y."""
    return x**2 - y**2
