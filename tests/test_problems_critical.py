"""Critical points: the known sets, and the exactness that is claimed for them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import problems
from symopt.problems import Surface
from symopt.problems.calculus.critical import kind_of
from symopt.problems.calculus.search import numeric_critical_points

ALL = problems.surfaces()


def kinds(surface: Surface) -> dict[str, int]:
    return dict(Counter(point.kind for point in surface.critical_points))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("parabola", {"minimum": 1}),
        ("bowl", {"minimum": 1}),
        ("ravine", {"minimum": 1}),
        ("saddle", {"saddle": 1}),
        ("plateau", {"minimum": 1}),
        ("rosenbrock", {"minimum": 1}),
        ("beale", {"minimum": 1, "saddle": 2}),
        ("himmelblau", {"minimum": 4, "saddle": 4, "maximum": 1}),
        ("local-optima", {"minimum": 6, "saddle": 7, "maximum": 2}),
    ],
)
def test_known_sets(name: str, expected: dict[str, int]):
    surface = problems.get(name)
    assert kinds(surface) == expected
    assert surface.critical_points.scope == "all"
    assert {point.how for point in surface.critical_points} == {"exact"}
    # On a closed disc that flows inward, minima + maxima - saddles = 1.
    if name in ("himmelblau", "local-optima", "rosenbrock", "bowl", "ravine"):
        count = kinds(surface)
        assert count["minimum"] + count.get("maximum", 0) - count.get("saddle", 0) == 1


def test_literature_values():
    assert problems.get("beale").minimum == (3.0, 0.5)
    assert problems.get("saddle").minimum is None
    minima = problems.get("himmelblau").critical_points.of_kind("minimum")
    assert [point.value for point in minima] == [0, 0, 0, 0]
    published = [(-3.779310, -3.283186), (-2.805118, 3.131312), (3, 2), (3.584428, -1.848126)]
    np.testing.assert_allclose([p.floats for p in minima], published, atol=5e-6)
    camel = problems.get("local-optima")
    depths = sorted(float(p.value) for p in camel.critical_points.of_kind("minimum"))
    np.testing.assert_allclose(depths[:2], -1.0316, atol=5e-5)
    assert len({round(depth, 6) for depth in depths}) == 3
    assert camel.minimum == min(
        (p.floats for p in camel.critical_points if p.kind == "minimum"), key=camel.loss
    )


@pytest.mark.parametrize("name", ["beale", "himmelblau", "plateau", "rosenbrock"])
def test_coordinates_are_algebraic_and_the_gradient_vanishes_there(name: str):
    surface = problems.get(name)
    for point in surface.critical_points:
        at = dict(zip(surface.symbols, point.point, strict=True))
        # 60 digits: far beyond what a mistaken pairing of roots could survive.
        for partial in surface.gradient_expr:
            assert abs(partial.subs({s: sympy.N(v, 80) for s, v in at.items()})) < 1e-60
        assert float(point.value) == pytest.approx(surface.loss(point.floats), abs=1e-9)


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
def test_a_blind_numeric_search_finds_no_others(surface: Surface):
    found = numeric_critical_points(surface, surface.box)
    exact = np.array([point.floats for point in surface.critical_points])
    inside = [
        p for p in exact if all(a <= c <= b for c, (a, b) in zip(p, surface.box, strict=True))
    ]
    assert len(found) == len(inside)
    for point in found:
        assert np.abs(exact - point).max(axis=1).min() < 1e-6


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x**4 + y**2", "degenerate"),
        ("x**3 - 3*x*y**2", "degenerate"),
        ("x**2 + x*y + y**2", "minimum"),
        ("-x**2 - y**2", "maximum"),
        ("x*y/(1 + x**2 + y**2)", "saddle"),
        ("log(x) + 1/x", "minimum"),
        ("x**2 + y**2 + z**2 - x*z", "minimum"),
        ("(x**2 + 1)**2*(y**2 + 1)**2", "minimum"),
    ],
)
def test_single_points(text: str, kind: str):
    found = Surface.from_expr(text).critical_points
    assert [point.kind for point in found] == [kind]
    assert (found.scope, found[0].how) == ("all", "exact")


def test_points_above_one_another_are_told_apart():
    surface = Surface.from_expr("(x**2 - 2)**2 + (y**2 - 3)**2")
    assert kinds(surface) == {"minimum": 4, "saddle": 4, "maximum": 1}
    assert {p.point for p in surface.critical_points if p.kind == "minimum"} == {
        (a * sympy.sqrt(2), b * sympy.sqrt(3)) for a in (-1, 1) for b in (-1, 1)
    }


@pytest.mark.parametrize("text", ["(x - y)**2", "(x*y - 1)**2", "(x**2 + y**2 - 1)**2"])
def test_curves_of_critical_points_are_said_to_be_curves(text: str):
    found = Surface.from_expr(text).critical_points
    assert (found.scope, len(found)) == ("not isolated", 0)


def test_surfaces_without_critical_points():
    for text in ("x + y", "x**3 + x", "exp(x) + y**2"):
        assert Surface.from_expr(text).critical_points == ()


def test_transcendental_points_are_enclosed_and_say_so():
    surface = Surface.from_expr("sin(x)*cos(y)", box=((-3, 3), (-3, 3)))
    found = surface.critical_points
    assert found.scope == "box"
    assert {point.how for point in found} == {"enclosed"}
    assert kinds(surface) == {"saddle": 2, "minimum": 1, "maximum": 1}
    pi = np.pi
    expected = [(-pi / 2, 0), (0, -pi / 2), (0, pi / 2), (pi / 2, 0)]
    np.testing.assert_allclose([list(p.floats) for p in found], expected, atol=1e-9)


def test_kinks_are_numeric_and_say_so():
    surface = Surface.from_expr("x**2 + abs(y - 1)*y**2", box=((-2, 2), (-2, 2)))
    assert {point.how for point in surface.critical_points} == {"numeric"}


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_kind_agrees_with_the_signs_of_eigenvalues(eigenvalues: list[int]):
    z = sympy.Symbol("z")
    polynomial = sympy.Poly(sympy.prod([z - e for e in eigenvalues]), z)
    found = kind_of([int(sympy.sign(c)) for c in polynomial.all_coeffs()])
    if 0 in eigenvalues:
        assert found == "degenerate"
    elif min(eigenvalues) > 0:
        assert found == "minimum"
    else:
        assert found == ("maximum" if max(eigenvalues) < 0 else "saddle")


@settings(max_examples=40)
@given(st.lists(st.integers(-4, 4), min_size=9, max_size=9))
def test_random_cubics_agree_with_sympy(coefficients: list[int]):
    x, y = sympy.symbols("x y", real=True)
    monomials = [x**a * y**b for a in range(4) for b in range(4 - a) if a + b]
    expression = sum(c * m for c, m in zip(coefficients, monomials, strict=True))
    text = "0*x + 0*y + " + str(expression)
    found = Surface.from_expr(text, box=((-1, 1),) * 2, start=(0, 0)).critical_points
    if found.scope != "all":
        return
    for point in found:
        at = {x: sympy.N(point.point[0], 40), y: sympy.N(point.point[1], 40)}
        for s in (x, y):
            assert abs(sympy.diff(expression, s).subs(at)) < 1e-30
    # By the theorem of Bezout there are at most four.
    assert len(found) <= 4
