"""Beale's function: steep walls around flat valleys."""

from symopt.problems.surface import surface


@surface(
    box=((-4.5, 4.5), (-4.5, 4.5)),
    starts=((1, 1.5), (-1, -1), (0.5, -3), (-3, -3)),
    levels=(0.1, 0.5, 1.5, 4, 8, 14.2, 25, 50, 110, 250, 600, 1500, 4000, 10000, 25000, 60000),
    cite="beale1958",
)
def beale(x, y):
    """Beale's function: flat valleys between steep walls, minimum at (3, 1/2)."""
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
