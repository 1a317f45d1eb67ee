"""Rosenbrock's function: a curved valley, easy to enter and slow to follow."""

from symopt.problems.surface import surface


@surface(
    box=((-2, 2), (-1, 3)),
    starts=((-1.2, 1), (-1.5, 2.5), (0, 2)),
    levels=(0.1, 0.5, 1.5, 4, 10, 25, 60, 120, 220, 360, 560, 850, 1300),
    cite="rosenbrock1960",
)
def rosenbrock(x, y):
    """Rosenbrock's function: a curved valley with its minimum at (1, 1)."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2
