"""The parabola: the one-dimensional surface on which overshooting is first explained."""

from symopt.problems.surface import surface


@surface(box=((-1.2, 1.2),), starts=((0.7,), (-1.0,)))
def parabola(x):
    """A parabola in one variable, with its minimum at 0."""
    return x**2
