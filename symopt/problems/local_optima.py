"""Local optima: six minima of three depths (the six-hump camel-back function)."""

from symopt.problems.surface import surface


@surface(
    box=((-2.1, 2.1), (-1.2, 1.2)),
    starts=((1.9, 0.9), (-0.3, 1.1), (-1.9, 1), (1, -0.1)),
    levels=(-1, -0.9, -0.7, -0.45, -0.2, 0, 0.3, 0.7, 1.2, 1.8, 2.15, 2.6, 3.3, 4.3, 5.6),
    cite="dixon1978",
)
def local_optima(x, y):
    """Six minima of three depths, with saddles between them."""
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2
