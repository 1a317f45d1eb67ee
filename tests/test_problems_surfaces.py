"""Surfaces: their derivatives, numbers, and what resolves to one."""

from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symopt import problems
from symopt.errors import InvalidExpression, InvalidValue, UnknownName
from symopt.problems import Surface

ALL = problems.surfaces()
PLANE = problems.surfaces(2)
rationals = st.fractions(min_value=-3, max_value=3, max_denominator=20)
# Written again, by hand, from the literature: nothing here is taken from symopt.
x, y = sympy.symbols("x y", real=True)
PUBLISHED = {
    "parabola": x**2,
    "ravine": x**2 / 20 + y**2,
    "saddle": x**2 - y**2,
    "rosenbrock": (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "beale": sum(
        (c - x * (1 - y**i)) ** 2
        for i, c in enumerate(map(sympy.Rational, ("3/2", "9/4", "21/8")), 1)
    ),
    "local-optima": 4 * x**2
    - sympy.Rational(21, 10) * x**4
    + x**6 / 3
    + x * y
    - 4 * y**2
    + 4 * y**4,
}


def test_the_catalogue_has_the_surfaces_lectures_use():
    expected = {"parabola", "bowl", "ravine", "saddle", "plateau", "local-optima"}
    assert expected | {"beale", "rosenbrock", "himmelblau"} <= set(problems.names())
    assert {s.name for s in problems.surfaces(1)} == {"parabola"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_formula_is_the_published_one(name: str):
    assert sympy.expand(problems.get(name).expr - PUBLISHED[name]) == 0


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
@given(data=st.data())
def test_gradient_is_exact_at_rational_points(surface: Surface, data: st.DataObject):
    point = tuple(data.draw(rationals) for _ in surface.variables)
    at = dict(zip(surface.symbols, map(sympy.Rational, point), strict=True))
    expected = [sympy.diff(surface.expr, s).subs(at) for s in surface.symbols]
    exact = surface.gradient_exact(point)
    assert [sympy.Rational(g.numerator, g.denominator) for g in exact] == expected
    assert list(surface.gradient(np.array(point, dtype=object))) == list(exact)
    rounded = surface.gradient(tuple(map(float, point)))
    assert rounded.dtype == float
    np.testing.assert_allclose(rounded, [float(g) for g in exact], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
@given(data=st.data())
def test_gradient_agrees_with_differences_of_the_plain_function(
    surface: Surface, data: st.DataObject
):
    function = surface.source
    assert callable(function)
    point = [data.draw(rationals) for _ in surface.variables]
    h = Fraction(1, 10**6)  # in exact arithmetic only the truncation error is left
    for i, slope in enumerate(surface.gradient_exact(point)):
        ahead, behind = list(point), list(point)
        ahead[i] += h
        behind[i] -= h
        difference = (function(*ahead) - function(*behind)) / (2 * h)
        assert abs(float(difference - slope)) < 1e-5


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
def test_hessian_and_values_agree_with_one_point_at_a_time(surface: Surface):
    rng = np.random.default_rng(3)
    points = rng.uniform(-2, 2, (7, len(surface.variables)))
    values = surface.values(*points.T)
    np.testing.assert_allclose(values, [surface.loss(p) for p in points], rtol=1e-12)
    for p in points:
        at = dict(zip(surface.symbols, p, strict=True))
        expected = sympy.hessian(surface.expr, surface.symbols).subs(at).evalf()
        np.testing.assert_allclose(
            surface.hessian(p), np.array(expected, dtype=float), rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize("surface", PLANE, ids=lambda s: s.name)
def test_starts_lie_in_the_box_and_levels_cross_it(surface: Surface):
    mesh = np.meshgrid(*(np.linspace(low, high, 101) for low, high in surface.box))
    values = surface.values(*mesh)
    for start in surface.starts:
        assert all(a <= c <= b for c, (a, b) in zip(start, surface.box, strict=True))
        assert surface.gradient(start).any()
    assert len(surface.levels) >= 10
    assert list(surface.levels) == sorted(set(surface.levels))
    crossing = [values.min() < level < values.max() for level in surface.levels]
    assert all(crossing)


def test_ravine_is_long_along_x_and_plateau_is_flat_before_it_drops():
    assert problems.get("ravine").hessian((0, 0)).tolist() == [[0.1, 0.0], [0.0, 2.0]]
    plateau = problems.get("plateau")
    flat = [np.linalg.norm(plateau.gradient((c, 1.5))) for c in np.linspace(-5, -2, 20)]
    slope = [np.linalg.norm(plateau.gradient((c, 0))) for c in np.linspace(1, 3, 50)]
    assert max(flat) < max(slope) / 50
    assert plateau.minimum == (3.0, 0.0)


def test_symbols_pass_through():
    a = sympy.Symbol("a", real=True)
    assert problems.get("saddle").loss((a, 2 * a)) == -3 * a**2
    assert list(problems.get("saddle").gradient((a, 1))) == [2 * a, -2]


def test_exactness_is_all_or_nothing():
    surface = Surface.from_expr("exp(x) + y", box=((-1, 1), (-1, 1)), start=(0, 0))
    with pytest.raises(InvalidValue, match="not a fraction"):
        surface.gradient_exact((Fraction(1), Fraction(1)))
    with pytest.raises(InvalidValue, match="exact"):
        surface.gradient_exact((Fraction(1), 0.5))


@pytest.mark.parametrize("bad", [(1,), (1, 2, 3), ()])
def test_points_of_another_dimension_are_refused(bad: tuple[float, ...]):
    with pytest.raises(InvalidValue, match="expected 2 coordinates"):
        problems.get("bowl").gradient(bad)


def test_overflow_and_undefined_values_are_quiet(recwarn: pytest.WarningsRecorder):
    huge = problems.get("rosenbrock").gradient((1e200, -1e200))
    assert not np.isfinite(huge).all()
    root = Surface.from_expr("sqrt(x) + log(y)")
    assert np.isnan(root.loss((-1, 1)))
    assert np.isnan(root.gradient((-1, 1))[0])
    assert root.loss((4, 1)) == 2
    assert np.isnan(Surface.from_expr("(x - 1)**0.5").loss((0,)))
    assert np.isnan(problems.get("bowl").loss((np.nan, 1)))
    assert problems.get("parabola").gradient((-np.inf,))[0] == -np.inf
    assert not recwarn.list


def test_variables_named_like_functions_or_temporaries_keep_their_own_values():
    odd = Surface.from_expr("sin(x0 + exp) + cos(x0 + exp)*x1 + exp(x0 + exp)")
    assert odd.variables == ("exp", "x0", "x1")
    e, a, b = 0.3, -0.2, 0.7
    assert odd.loss((e, a, b)) == pytest.approx(
        np.sin(a + e) + np.cos(a + e) * b + np.exp(a + e), rel=1e-14
    )


@pytest.mark.parametrize(
    "surface", [*ALL, Surface.from_expr("x**2 + log(y)", start=(1, 2))], ids=lambda s: s.name
)
def test_pickling_keeps_a_surface(surface: Surface):
    surface.gradient(surface.start)
    again = pickle.loads(pickle.dumps(surface))
    assert (again.name, again.box, again.start) == (surface.name, surface.box, surface.start)
    assert again.gradient(surface.start).tolist() == surface.gradient(surface.start).tolist()


def test_resolve():
    saddle = problems.get("saddle")
    assert problems.resolve("saddle") is saddle
    assert problems.resolve(saddle) is saddle
    assert problems.resolve("x**2 - y").variables == ("x", "y")
    assert problems.resolve("x - y").variables == ("x", "y")
    for typo, right in [("sadle", "saddle"), ("local-optma", "local-optima"), ("Beale", "beale")]:
        with pytest.raises(UnknownName, match=f'did you mean "{right}"'):
            problems.resolve(typo)
    with pytest.raises(InvalidExpression):
        problems.resolve(3)


def test_references_are_data():
    assert "Beale (1958)" in str(problems.get("beale").reference)
    assert problems.get("bowl").reference is None


def test_listing_needs_no_sympy():
    script = (
        "import sys; from symopt import problems\n"
        "for p in problems.registry(): p.name, p.summary, p.variables, p.start\n"
        "print([m for m in ('sympy', 'matplotlib', 'manim') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
