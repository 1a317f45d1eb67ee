"""Every rule in the registry passes the same suite, whatever it is."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

import symopt
from symopt import problems, rules
from symopt.formula import symbol
from symopt.rule import Rule

RULES = list(rules.registry())
OPTIMIZERS = [rule for rule in RULES if rule.kind == "optimizer"]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
each_optimizer = pytest.mark.parametrize("rule", OPTIMIZERS, ids=lambda rule: rule.name)

STEPS = 25
RNG_GRADIENTS = np.random.default_rng(7).normal(size=(STEPS, 5))


def follow(step: Any, rule: Rule, inputs: Any, start: Any, hyper: Any) -> list[Any]:
    """Take a step for each input; return every output and state met on the way."""
    states = tuple(
        start * 0 + float(s.initial) if not s.scalar else float(s.initial) for s in rule.states
    )
    value, history = start, []
    for t, x in enumerate(inputs, start=1):
        if rule.kind == "optimizer":
            value, states = step(value, lambda _point, x=x: x, t, states, hyper)
        else:
            value, states = step(x, t, states, hyper)
        history.append((value, *states))
    return history


@each_rule
def test_specification_lambdified_and_generated_code_agree(rule: Rule) -> None:
    hyper = rule.floats({})
    start = np.linspace(-1, 1, 5)
    stated = follow(rule.apply, rule, RNG_GRADIENTS, start, hyper)
    for other in (symopt.lambdify(rule), symopt.compile(rule)):
        printed = follow(other, rule, RNG_GRADIENTS, start, hyper)
        for a, b in zip(stated, printed, strict=True):
            for x, y in zip(a, b, strict=True):
                np.testing.assert_allclose(x, y, rtol=1e-12, atol=1e-15)


@each_rule
def test_generated_code_rounds_exactly_as_the_statement(rule: Rule) -> None:
    """The printed order of operations is the author's, so that not one bit differs."""
    hyper = rule.floats({})
    start = np.linspace(-1, 1, 5)
    stated = follow(rule.apply, rule, RNG_GRADIENTS, start, hyper)
    printed = follow(symopt.compile(rule), rule, RNG_GRADIENTS, start, hyper)
    assert all(
        np.array_equal(x, y)
        for a, b in zip(stated, printed, strict=True)
        for x, y in zip(a, b, strict=True)
    )


@each_rule
def test_agrees_with_exact_arithmetic_over_the_first_steps(rule: Rule) -> None:
    hyper = {name: sympy.Rational(value) for name, value in rule.defaults.items()}
    inputs = [Fraction(3, 4), Fraction(-1, 2), Fraction(5, 4)]
    states: Any = tuple(sympy.Rational(s.initial) for s in rule.states)
    value: Any = sympy.Rational(1, 3)
    floats = follow(
        symopt.compile(rule), rule, [np.array([float(x)]) for x in inputs],
        np.array([1 / 3]), rule.floats({}),
    )  # fmt: skip
    for t, x in enumerate(inputs, start=1):
        g = sympy.Rational(x)
        if rule.kind == "optimizer":
            value, states = rule.apply(value, lambda _, g=g: g, sympy.Integer(t), states, hyper)
        else:
            value, states = rule.apply(g, sympy.Integer(t), states, hyper)
        assert math.isclose(float(value.evalf(40)), float(floats[t - 1][0][0]), rel_tol=1e-11)


@each_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1,), (3, 4), ()])
def test_generated_code_keeps_shape_and_dtype(rule: Rule, dtype: Any, shape: Any) -> None:
    compiled = symopt.compile(rule)
    theta = np.full(shape, 0.5, dtype=dtype)
    g = np.full(shape, 0.25, dtype=dtype)
    states, hyper = compiled.init(theta), rule.floats({})
    for t in (1, 2, 3):
        if rule.kind == "optimizer":
            theta, states = compiled(theta, lambda _: g, t, states, hyper)
        else:
            theta, states = compiled(g, t, states, hyper)
    for array in (theta, *(s for s, d in zip(states, rule.states, strict=True) if not d.scalar)):
        assert array.shape == shape
        assert array.dtype == dtype


@each_rule
def test_fractions_run_where_no_root_is_taken(rule: Rule) -> None:
    functions = {
        node.function  # type: ignore[attr-defined]
        for step in rule.steps
        for node in step.formula.walk()
        if type(node).__name__ == "Call"
    }
    powers_of_t = any("psi" in step.formula.names() for step in rule.steps)
    if "sqrt" in functions or powers_of_t:
        pytest.skip("takes a root")
    hyper = rule.defaults
    states: Any = tuple(s.initial for s in rule.states)
    value: Any = Fraction(1)
    for t in (1, 2, 3):
        if rule.kind == "optimizer":
            value, states = rule.apply(value, lambda x: 2 * x, t, states, hyper)
        else:
            value, states = rule.apply(Fraction(t), t, states, hyper)
    assert all(isinstance(x, (Fraction, int)) for x in (value, *states))


@each_rule
def test_steps_say_what_the_function_does(rule: Rule) -> None:
    """Substituting the traced lines into one another gives what the function returns."""
    t = symbol("t", integer=True, positive=True)
    g, y, theta = symbol("g"), symbol("y"), symbol("theta")
    hyper = {name: symbol(name) for name in rule.defaults}
    states = tuple(symbol(s.name) for s in rule.states)
    table: dict[str, Any] = {**hyper, "t": t, "y": y, "theta": theta}
    table |= {s.name: s_ for s, s_ in zip(rule.states, states, strict=True)}
    for step in rule.code_steps():
        formula = step.formula
        if getattr(formula, "function", None) == "grad":
            table[step.name] = g
        else:
            table[step.name] = formula.sympy(table)
    if rule.kind == "optimizer":
        value, after = rule.apply(theta, lambda _: g, t, states, hyper)
        traced = [table["theta"]]
    else:
        value, after = rule.apply(y, t, states, hyper)
        traced = [table[rule.output]]
    traced += [table[s.name] for s in rule.states]
    for said, done in zip(traced, (value, *after), strict=True):
        assert said == done


@each_optimizer
def test_unroll_is_the_iterate(rule: Rule) -> None:
    unrolled = rule.unroll(2)
    gradients = (0.75, -0.5)
    hyper = rule.floats({})
    values: dict[Any, Any] = {symbol("theta_0"): 1.0}
    values |= {symbol(f"g_{i}"): g for i, g in enumerate(gradients, start=1)}
    by_name = {s.name: s for s in unrolled.free_symbols}
    values |= {by_name[name]: value for name, value in hyper.items() if name in by_name}
    history = follow(
        symopt.compile(rule), rule, [np.array([g]) for g in gradients], np.array([1.0]), hyper
    )
    assert math.isclose(float(unrolled.subs(values)), history[-1][0][0], rel_tol=1e-10)


@each_optimizer
def test_runs_on_every_two_dimensional_surface(rule: Rule) -> None:
    named = map(problems.get, problems.names())
    surfaces = [problem for problem in named if len(problem.variables) == 2]
    assert len(surfaces) >= 8
    for surface in surfaces:
        trajectory = symopt.run(rule, surface, steps=500)
        assert np.isfinite(trajectory.points).all()
        if trajectory.stopped == "finished":
            assert trajectory.points.shape == (501, 2)
        else:
            # Only plain descent at its default rate overflows, on the steep surfaces.
            assert trajectory.stopped in ("diverged", "undefined")
            assert surface.name in ("beale", "rosenbrock", "himmelblau", "local-optima")


@each_rule
def test_prints_in_every_notation(rule: Rule) -> None:
    lines = sum(not step.copy for step in rule.steps)
    assert rule.latex().count("&=") == lines
    assert rule.typst().count("&=") == lines
    assert len(rule.text().splitlines()) == lines
    assert rule.latex().count("{") == rule.latex().count("}")
    compile(symopt.code(rule), rule.name, "exec")


@each_rule
def test_survives_pickling(rule: Rule) -> None:
    assert pickle.loads(pickle.dumps(rule)) is rule


def test_the_catalogue_is_there() -> None:
    wanted = """
    adadelta adagrad adagrad.eps-inside adagrad.no-eps adam adam.eps-inside adam.folded adam.no-eps
    adam.uncorrected adamax adamax.eps adamw amsgrad amsgrad.corrected amsgrad.mean-corrected ewma
    ewma.corrected gd lion momentum momentum.accumulating momentum.velocity nadam nadam.scheduled
    nadam.simplified nesterov nesterov.pytorch nesterov.rearranged rmsprop rmsprop.eps-inside
    rmsprop.no-eps adadelta.rate adagrad.initial adagrad.rate-decay adam.eps-root adam.l2
    adamax.eps-outside adamw.folded amsgrad.folded amsgrad.max-corrected momentum.dampened
    momentum.l2 nadam.warmed rmsprop.centered rmsprop.centered-eps-inside rmsprop.momentum
    rmsprop.momentum-eps-inside rmsprop.centered-momentum rmsprop.graves
    """
    assert set(wanted.split()) <= set(rules.names())
