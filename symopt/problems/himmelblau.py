"""Himmelblau's function: four minima, all of the value zero."""

from symopt.problems.surface import surface


@surface(
    box=((-6, 6), (-6, 6)),
    starts=((-0.3, -1), (-0.5, 5), (-5, 0.5), (5, -5)),
    levels=(1, 4, 10, 20, 35, 55, 80, 105, 135, 170, 230, 330, 500, 800),
    cite="himmelblau1972",
)
def himmelblau(x, y):
    """Himmelblau's function: four minima of equal depth."""
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
