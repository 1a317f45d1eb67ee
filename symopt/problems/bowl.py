"""The bowl: equally steep in all directions, so the gradient points at the minimum."""

from symopt.problems.surface import surface


@surface(
    box=((-2.5, 2.5), (-2.5, 2.5)),
    starts=((-2, 1.5), (1.5, 2)),
    levels=(0.1, 0.4, 0.9, 1.6, 2.5, 3.6, 4.9, 6.4, 8.1, 10),
)
def bowl(x, y):
    """A round bowl with its minimum at the origin."""
    return x**2 + y**2
