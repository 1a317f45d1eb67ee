"""The plateau: almost level far away, then a drop into a valley."""

from symopt.problems.surface import surface


@surface(
    box=((-5, 5), (-3, 3)),
    starts=((-4, 1.5), (-4.5, 0), (-3, -2)),
    levels=(0.02, 0.1, 0.2, 0.32, 0.45, 0.58, 0.7, 0.8, 0.88, 0.94, 0.97, 0.985, 0.993),
)
def plateau(x, y):
    """A long flat stretch, then a drop into a valley with its minimum at (3, 0)."""
    u = (x - 3) ** 2 + y**2
    return 1 - 4 / (4 + 2 * u + u**2)
