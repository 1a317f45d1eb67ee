"""The plateau: almost level far away, then a drop into a valley."""

from symopt.problems.surface import surface


@surface(
    box=((-5, 5), (-3, 3)),
    starts=((-4, 1.5), (-4.5, 0), (-3, -2)),
    levels=(0.05, 0.15, 0.3, 0.45, 0.6, 0.7, 0.78, 0.84, 0.88, 0.91, 0.93, 0.945, 0.957, 0.966),
)
def plateau(x, y):
    """A long flat stretch, then a drop into a valley with its minimum at (3, 0)."""
    return 1 - 2 / (2 + (x - 3) ** 2 + y**2)
