"""The ravine: twenty times as steep across as along, the picture that motivates momentum."""

from symopt.problems.surface import surface


@surface(
    box=((-9, 9), (-4, 4)),
    starts=((-7, 2), (-8, -2.5), (7, 3)),
    levels=(0.05, 0.2, 0.5, 1, 1.75, 2.75, 4, 5.5, 7.5, 10, 13, 16.5),
    cite="saito2016",
)
def ravine(x, y):
    """A long narrow valley with its axis horizontal and its minimum at the origin."""
    return x**2 / 20 + y**2
