"""What each rule computes, against values worked by hand, and what a rule refuses to be."""

from __future__ import annotations

import math
from fractions import Fraction as F
from typing import Any

import numpy as np
import pytest

from symopt import rules
from symopt.errors import InvalidValue, RuleError, UnknownName
from symopt.rule import Decay, Rate, rule
from symopt.vocabulary import sqrt


def iterates(name: str, gradients: list[Any], start: Any = F(0), **hyper: Any) -> list[Any]:
    stated = rules.get(name)
    values = stated.settings(hyper)
    states: Any = tuple(s.initial for s in stated.states)
    theta, points = start, []
    for t, g in enumerate(gradients, start=1):
        theta, states = stated.apply(theta, lambda _, g=g: g, t, states, values)
        points.append(theta)
    return points


@pytest.mark.parametrize(
    ("name", "hyper", "gradients", "expected"),
    [
        # Two steps by hand: v = 1/2, then 1/4.
        ("momentum", {"alpha": 1, "beta": F(1, 2)}, [F(1), F(0)], [F(-1, 2), F(-3, 4)]),
        ("momentum.accumulating", {"alpha": 1, "beta": F(1, 2)}, [F(1), F(0)], [F(-1), F(-3, 2)]),
        ("momentum.velocity", {"alpha": 1, "beta": F(1, 2)}, [F(1), F(0)], [F(-1), F(-3, 2)]),
        ("nesterov.pytorch", {"alpha": 1, "mu": F(1, 2)}, [F(1), F(1)], [F(-3, 2), F(-13, 4)]),
        # The root stands over 16/25 or 9/16 or 1: all exact.
        ("adagrad", {"alpha": 1, "epsilon": F(9, 16)}, [F(1)], [F(-16, 25)]),
        ("adagrad.eps-inside", {"alpha": 1, "epsilon": F(9, 16)}, [F(1)], [F(-4, 5)]),
        ("adagrad.no-eps", {"alpha": 1}, [F(3), F(4)], [F(-1), F(-9, 5)]),
        ("rmsprop.no-eps", {"alpha": 1, "rho": F(3, 4)}, [F(4)], [F(-2)]),
        # The sum begins at 9 and has 25 after the first gradient.
        ("adagrad.initial", {"alpha": 6, "epsilon": 1, "initial": 9}, [F(4)], [F(-4)]),
        # Roots 3 and 5; the rate is halved at the second step.
        (
            "adagrad.rate-decay",
            {"alpha": 1, "epsilon": 0, "decay": 1},
            [F(3), F(4)],
            [F(-1), F(-7, 5)],
        ),
        # The mean of squares is 8 and the mean 2: a variance of 4.
        (
            "rmsprop.centered",
            {"alpha": 1, "rho": F(1, 2), "epsilon": 0},
            [F(4)],
            [F(-2)],
        ),
        # Roots 4 and 12/5; the second gradient is nothing, and half of the first step goes on.
        (
            "rmsprop.momentum",
            {"alpha": 1, "rho": F(9, 25), "mu": F(1, 2), "epsilon": 0},
            [F(5), F(0)],
            [F(-5, 4), F(-15, 8)],
        ),
        (
            "rmsprop.graves",
            {"alpha": 1, "rho": F(1, 2), "mu": F(1, 2), "epsilon": 0},
            [F(4)],
            [F(-2)],
        ),
        # Of the first gradient all is added, of the second a quarter.
        (
            "momentum.dampened",
            {"alpha": 1, "beta": F(1, 2), "dampening": F(3, 4)},
            [F(4), F(4)],
            [F(-4), F(-7)],
        ),
        ("momentum.l2", {"alpha": 1, "beta": F(1, 2), "weight_decay": 1}, [F(4)], [F(-4)]),
        (
            "adam.eps-root",
            {"alpha": 1, "beta1": 0, "beta2": 0, "epsilon": 1, "epsilon_root": 7},
            [F(3)],
            [F(-3, 5)],
        ),
        # The corrected second moments are 16 and 8; only the largest of them counts.
        (
            "amsgrad.max-corrected",
            {"alpha": 1, "beta1": 0, "beta2": F(1, 2), "epsilon": 0},
            [F(4), F(2)],
            [F(-1), F(-3, 2)],
        ),
        ("adam.no-eps", {"alpha": 1, "beta1": F(1, 3)}, [F(-5)], [F(1)]),
        (
            "adam.folded",
            {"alpha": 1, "beta1": F(1, 2), "beta2": F(9, 25), "epsilon": 1},
            [F(1)],
            [F(-4, 9)],
        ),
        (
            "adam",
            {"alpha": 1, "beta1": F(1, 2), "beta2": F(9, 25), "epsilon": 1},
            [F(1)],
            [F(-1, 2)],
        ),
        (
            "adamax",
            {"alpha": 1, "beta1": F(1, 2), "beta2": F(1, 2)},
            [F(2), F(1)],
            [F(-1), F(-7, 3)],
        ),
        # The first steps of Nadam at epsilon = 0: (1 + 2 beta1)/(1 + beta1), and 1 + beta1.
        ("nadam", {"alpha": 1, "beta1": F(1, 2), "epsilon": 0}, [F(1)], [F(-4, 3)]),
        ("nadam.simplified", {"alpha": 1, "beta1": F(1, 2), "epsilon": 0}, [F(1)], [F(-3, 2)]),
        # c = 0.9 (-0.07) + 0.1 > 0: the second gradient already turns the sign.
        ("lion", {"alpha": F(1, 2)}, [F(-7), F(1)], [F(1, 2), F(0)]),
    ],
)
def test_worked_by_hand(name: str, hyper: Any, gradients: Any, expected: Any) -> None:
    assert iterates(name, gradients, **hyper) == expected


def test_adamw_is_not_adam_with_an_l2_term() -> None:
    decoupled = iterates("adamw", [F(1)], F(1), alpha=F(1, 10), weight_decay=F(1, 10), epsilon=0)
    assert decoupled == [F(89, 100)]


def test_amsgrad_remembers_the_largest_second_moment() -> None:
    stated = rules.get("amsgrad")
    hyper = stated.floats({"beta2": 0.5})
    states: Any = (0.0, 0.0, 0.0)
    _, states = stated.apply(0.0, lambda _: 2.0, 1, states, hyper)
    _, states = stated.apply(0.0, lambda _: 0.0, 2, states, hyper)
    assert states[1:] == (1.0, 2.0)


def test_nesterov_asks_ahead() -> None:
    asked: list[Any] = []

    def grad(point: Any) -> Any:
        asked.append(point)
        return F(1)

    hyper = rules.get("nesterov").settings({"mu": F(1, 2), "alpha": 1})
    theta, states = rules.get("nesterov").apply(F(0), grad, 1, (F(0),), hyper)
    rules.get("nesterov").apply(theta, grad, 2, states, hyper)
    assert asked == [0, F(-3, 2)]


def test_pytorchs_schedule_of_the_momentum() -> None:
    stated = rules.get("nadam.scheduled")
    _, (_, _, product) = stated.apply(0.0, lambda _: 1.0, 1, (0.0, 0.0, 1.0), stated.floats({}))
    assert math.isclose(product, 0.9 * (1 - 0.5 * 0.96**0.004))


def test_latex_is_the_textbooks() -> None:
    assert rules.get("adam").latex().splitlines()[-2] == (
        r"\theta_t &= \theta_{t-1} - \frac{\alpha \hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}"
    )
    assert r"\theta_{t-1} - \mu v_{t-1} + (1 + \mu) v_t" in rules.get("nesterov.rearranged").latex()
    assert rules.get("adam")._repr_latex_().startswith("$")


def test_settings_are_exact_and_checked() -> None:
    adam = rules.get("adam")
    assert adam.settings({"alpha": 0.1})["alpha"] == F(1, 10)
    with pytest.raises(InvalidValue, match=r"adam: beta1 = 1.5 is outside \[0, 1\)"):
        adam.settings({"beta1": 1.5})
    with pytest.raises(UnknownName, match='no hyperparameter named "beta_1"; did you mean "beta1"'):
        adam.settings({"beta_1": 0.5})
    for value in ("much", float("nan"), float("inf"), None, "1e99999999"):
        with pytest.raises(InvalidValue, match="is not a number"):
            adam.settings({"alpha": value})
    with pytest.raises(InvalidValue, match="as a floating-point number"):
        adam.floats({"beta1": "0.99999999999999999999999"})


def test_unknown_rule_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match='no rule named "adm"; did you mean "adam"'):
        rules.get("adm")


# Statements that a rule must refuse, each with the part of the message that says why.


def test_refuses_anything_but_assignments() -> None:
    def looped(theta, grad, *, alpha: Rate = 0.1):
        """Loops."""
        for _ in range(2):
            theta = theta - alpha * grad(theta)
        return theta

    with pytest.raises(RuleError, match=r"looped, line \d+: .* not a loop"):
        rule(cite="cauchy1847")(looped)


def test_refuses_a_lost_state() -> None:
    def lost(theta, grad, v=0, *, alpha: Rate = 0.1):
        """Loses its state."""
        g = grad(theta)
        v = v + g
        theta = theta - alpha * v
        return theta

    with pytest.raises(RuleError, match="returns theta; expected theta, v"):
        rule(cite="cauchy1847")(lost)


def test_refuses_an_unbound_name() -> None:
    def unbound(theta, grad, *, alpha: Rate = 0.1):
        """Names nothing."""
        g = grad(theta)
        theta = theta - alhpa * g  # noqa: F821  # pyright: ignore[reportUndefinedVariable]
        return theta

    with pytest.raises(RuleError, match='"alhpa" is not bound; did you mean "alpha"'):
        rule(cite="cauchy1847")(unbound)


def test_refuses_a_default_outside_its_domain() -> None:
    def outside(theta, grad, v=0, *, alpha: Rate = 0.1, beta: Decay = 1):
        """Never forgets."""
        g = grad(theta)
        v = beta * v + g
        theta = theta - alpha * v
        return theta, v

    with pytest.raises(RuleError, match=r"the default beta = 1 is outside \[0, 1\)"):
        rule(cite="cauchy1847")(outside)


def test_refuses_decimals_in_the_body() -> None:
    def decimal(theta, grad, *, alpha: Rate = 0.1):
        """Halves."""
        g = grad(theta)
        theta = theta - 0.5 * alpha * g
        return theta

    with pytest.raises(RuleError, match=r"write 0.5 as a hyperparameter"):
        rule(cite="cauchy1847")(decimal)


def test_refuses_a_second_gradient_and_a_late_one() -> None:
    def twice(theta, grad, *, alpha: Rate = 0.1):
        """Asks twice."""
        g = grad(theta)
        theta = theta - alpha * g - alpha * grad(theta)
        return theta

    def late(theta, grad, v=0, *, alpha: Rate = 0.1):
        """Asks late."""
        v = 2 * v
        g = grad(theta)
        theta = theta - alpha * g - v
        return theta, v

    with pytest.raises(RuleError, match="asked for 2 times"):
        rule(cite="cauchy1847")(twice)
    with pytest.raises(RuleError, match="ask for the gradient in the first line"):
        rule(cite="cauchy1847")(late)


def test_refuses_a_name_assigned_twice() -> None:
    def again(theta, grad, *, alpha: Rate = 0.1):
        """Assigns twice."""
        g = grad(theta)
        g = 2 * g
        theta = theta - alpha * g
        return theta

    with pytest.raises(RuleError, match='"g" is assigned twice'):
        rule(cite="cauchy1847")(again)


def test_a_users_own_rule_runs_at_once() -> None:
    @rule(cite="robbins1951")
    def signed(theta, grad, *, alpha: Rate = 0.5):
        """Step by the gradient over its size."""
        g = grad(theta)
        theta = theta - alpha * g / sqrt(g**2)
        return theta

    import symopt

    assert signed.name == "signed"
    points = symopt.run(signed, "bowl", start=(2, -2), steps=2).points
    np.testing.assert_allclose(points[-1], [1, -1])


def test_two_rules_of_one_name_are_refused(tmp_path: Any, monkeypatch: Any) -> None:
    from symopt.registry import Registry
    from symopt.rule import Rule

    package = tmp_path / "twins"
    package.mkdir()
    (package / "__init__.py").write_text("")
    text = (
        "from symopt.rule import Rate, rule\n"
        '@rule(cite="cauchy1847", name="same")\n'
        "def one(theta, grad, *, alpha: Rate = 0.1):\n"
        '    """One."""\n'
        "    theta = theta - alpha * grad(theta)\n"
        "    return theta\n"
    )
    (package / "first.py").write_text(text)
    (package / "second.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(RuleError, match='two rules are named "same"'):
        Registry("twins", Rule, "rule").names()


def test_one_new_file_is_a_new_rule(tmp_path: Any) -> None:
    """A copy of the package with one file more lists, shows, codes and runs the new rule."""
    import json
    import shutil
    import subprocess
    import sys
    from pathlib import Path

    import symopt

    copy = tmp_path / "symopt"
    shutil.copytree(Path(symopt.__file__).parent, copy)
    (copy / "rules" / "signed.py").write_text(
        '"""A new family."""\n'
        "from symopt.rule import Rate, rule\n"
        "from symopt.vocabulary import sign\n\n"
        '@rule(cite="chen2023")\n'
        "def signed(theta, grad, *, alpha: Rate = 0.01):\n"
        '    """Step by the sign of the gradient."""\n'
        "    g = grad(theta)\n"
        "    theta = theta - alpha * sign(g)\n"
        "    return theta\n"
    )

    def call(*arguments: str) -> str:
        result = subprocess.run(
            [sys.executable, "-m", "symopt", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert "signed" in [entry["name"] for entry in json.loads(call("list", "rules", "--json"))]
    assert "sign" in call("show", "signed")
    assert "np.sign(g)" in call("code", "signed")
    call("run", "signed", "--on", "bowl", "--steps", "3", "-o", "path.csv")
    assert len((tmp_path / "path.csv").read_text().splitlines()) == 5
    suite = Path(__file__).with_name("test_conformance.py")
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "signed",
         "--rootdir", str(tmp_path), "-c", "/dev/null", str(shutil.copy(suite, tmp_path))],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tests.returncode == 0, tests.stdout
    assert " passed" in tests.stdout
