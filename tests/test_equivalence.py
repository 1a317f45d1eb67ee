"""What `symopt.compare` says of pairs of rules, against truths derived by hand."""

from __future__ import annotations

import copy
import itertools
import json
from fractions import Fraction
from typing import Any

import pytest

import symopt
from equivalence_runs import follow
from equivalence_truth import DOUBLED, EQUIVALENT, PARTLY, SPECIAL, representative
from shell import Shell
from symopt.equivalence import Comparison, Recursion, compare, verify
from symopt.equivalence.context import requirements
from symopt.equivalence.terms import from_formula, tidy
from symopt.errors import InvalidExpression, InvalidValue, UnknownName
from symopt.formula import Name, Negative, Number, Power, Quotient
from symopt.proof.convert import thaw
from symopt.rule import Hyperparameter
from symopt.signature import Domain
from symopt.steps import read_expression

RATE, DECAY = Domain("[0, inf)"), Domain("[0, 1)")


def rule(name: str) -> Recursion:
    return Recursion.of(symopt.rules.get(name))


def written(
    name: str,
    hyper: str,
    states: dict[str, int | None],
    lines: str,
    output: str = "theta",
    kind: Any = "optimizer",
) -> Recursion:
    """Read `target = formula` lines; hyperparameters with a b or m in front are decays."""
    decays = ("beta", "mu", "rho", "gamma", "b")
    hypers = [
        Hyperparameter(h, Fraction(1, 2), DECAY if h.startswith(decays) else RATE)
        for h in hyper.split()
    ]
    initial = {k: None if v is None else Fraction(v) for k, v in states.items()}
    steps = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        target, _, formula = line.partition("=")
        steps.append((target.strip(), read_expression(formula.strip())))
    return Recursion.from_steps(name, kind, hypers, initial, steps, output)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # A third of them each time; all of them among the slow tests.
        pytest.param(*pair, marks=pytest.mark.slow if place % 3 else ())
        for place, pair in enumerate(representative())
    ],
)
def test_pairs_of_the_catalogue(a: str, b: str) -> None:
    found = compare(a, b)
    check(found)


def check(found: Comparison) -> None:
    """Hold a comparison of two catalogue rules against the table of truths."""
    a, b = found.first, found.second
    pair = frozenset((a, b))
    if a == b:
        assert found.verdict == "identical"
    elif pair in DOUBLED:
        assert found.verdict == "equivalent"
        assert found.lints == ("suspicious",)
        assert any(condition.startswith(DOUBLED[pair]) for condition in found.conditions)
    elif any(pair <= group for group in EQUIVALENT):
        assert found.verdict == "equivalent"
        assert found.lints == ()
    else:
        assert found.verdict == "different"
        assert found.witness is not None
        assert found.witness.first.last.apart(found.witness.second.last)
    special = {(m.of, m.by) for m in found.maps} if found.verdict == "different" else set()
    assert special == {p for p in ((a, b), (b, a)) if p in SPECIAL}
    for simulation in found.maps:
        follow(simulation, simulation.of, simulation.by)
    if pair in PARTLY:
        assert PARTLY[pair] in found.reason
    elif found.verdict == "different" and not special:
        assert found.reason == ""
    if found.no_map == "proved":
        assert any(c["format"] == "symopt-no-map-1" for c in found.certificates)
    for certificate in found.certificates:
        assert verify(thaw(dict(certificate))).accepted


def test_a_squared_sum_under_a_root_is_not_negative_however_it_is_written() -> None:
    """(g + c theta)^2, multiplied out, does not show its sign; the certificate needs it."""
    l2 = symopt.rules.get("adam.l2")
    other = written(
        "mine",
        "lr b1 b2 e c",
        {"p": 0, "q": 0},
        """
        d = g + c*theta
        p = p + (1 - b1)*(d - p)
        q = b2*q + (1 - b2)*d*d
        theta = theta - lr/(1 - b1**t)*p/(sqrt(q)/sqrt(1 - b2**t) + e)
        """,
    )
    assert compare(Recursion.of(l2), other).verdict == "identical"


def test_a_hyperparameter_may_vanish_where_another_takes_its_place() -> None:
    found = compare("adam.eps-inside", "adam.eps-root")
    (one,) = found.maps
    assert one.data()["hyperparameters"]["epsilon"] == "0"
    assert one.data()["hyperparameters"]["epsilon_root"] == "epsilon"


def test_certificates_are_about_the_rules() -> None:
    found = compare("momentum", "momentum.accumulating")
    simulation = found.certificates[0]
    named = {rule(name).name: rule(name).canonical.data() for name in (found.first, found.second)}
    assert simulation["of"] == named[simulation["of"]["name"]]
    assert simulation["by"] == named[simulation["by"]["name"]]


def test_the_maps_of_momentum() -> None:
    found = compare("momentum", "momentum.accumulating")
    assert found.map is not None
    assert found.map["hyperparameters"] == {"alpha": "alpha*(1 - beta)", "beta": "beta"}
    assert found.map["states"] == {"v": "v/(1 - beta)"}
    assert found.conditions == ("beta is constant, no schedule",)
    velocity = compare("momentum.velocity", "momentum.accumulating")
    assert velocity.conditions == ("alpha is constant, no schedule",)


def test_the_maps_of_nesterov() -> None:
    found = compare("nesterov", "nesterov.rearranged")
    assert found.map is not None
    assert found.map["parameter"] == "mu*v + theta"
    assert found.map["hyperparameters"] == {"alpha": "alpha", "mu": "mu"}


def test_a_witness_can_be_replayed() -> None:
    found = compare("rmsprop", "rmsprop.eps-inside").witness
    assert found is not None
    assert found.exact
    assert found.steps == 1
    hyper = found.first.hyperparameters
    g, alpha, rho, eps = found.inputs[0], hyper["alpha"], hyper["rho"], hyper["epsilon"]
    s = (1 - rho) * g * g
    outside, inside = found.first.last.low, found.second.last.low
    assert s == found.first.rows[0].states[0].low
    assert ((found.start - outside) * eps - alpha * g) ** 2 == (found.start - outside) ** 2 * s
    assert (found.start - inside) ** 2 * (s + eps) == (alpha * g) ** 2


def test_folded_corrections_need_an_epsilon_that_changes() -> None:
    found = compare("adam", "adam.folded")
    assert found.verdict == "different"
    assert found.no_map == "proved"
    assert "epsilon_t" in found.reason
    assert "epsilon*sqrt(1 - beta2^t), which changes with t" in found.reason


def mutants() -> list[tuple[str, Recursion]]:
    """Return rules with one mistake each, and the rule they were made from."""
    adam = "alpha beta1 beta2 epsilon"
    start: dict[str, int | None] = {"m": 0, "v": 0}
    right = [
        "m = beta1*m + (1 - beta1)*g",
        "v = beta2*v + (1 - beta2)*g**2",
        "mhat = m/(1 - beta1**t)",
        "vhat = v/(1 - beta2**t)",
        "theta = theta - alpha*mhat/(sqrt(vhat) + epsilon)",
    ]
    changes = {
        "no square": (1, "v = beta2*v + (1 - beta2)*g"),
        "swapped in the mean": (0, "m = beta2*m + (1 - beta1)*g"),
        "swapped in a correction": (2, "mhat = m/(1 - beta2**t)"),
        "sign": (4, "theta = theta + alpha*mhat/(sqrt(vhat) + epsilon)"),
        "no power of t": (2, "mhat = m/(1 - beta1)"),
        "epsilon moved": (4, "theta = theta - alpha*mhat/sqrt(vhat + epsilon)"),
        "no root": (4, "theta = theta - alpha*mhat/(vhat + epsilon)"),
        "late": (3, "vhat = v/(1 - beta2**(t + 1))"),
        "raw": (4, "theta = theta - alpha*m/(sqrt(vhat) + epsilon)"),
    }
    made = [("adam", written("right", adam, start, "\n".join(right)))]
    for name, (place, line) in changes.items():
        lines = [*right[:place], line, *right[place + 1 :]]
        made.append(("adam", written(name, adam, start, "\n".join(lines))))
    momentum = ["v = beta*v + (1 - beta)*g", "theta = theta - alpha*v"]
    for name, lines in {
        "plus": [momentum[0], "theta = theta + alpha*v"],
        "squared": ["v = beta*v + (1 - beta)*g**2", momentum[1]],
        "old": ["old = v", momentum[0], "theta = theta - alpha*old"],
        "forgetful": ["v = beta*v - (1 - beta)*g", momentum[1]],
    }.items():
        made.append(("momentum", written(name, "alpha beta", {"v": 0}, "\n".join(lines))))
    return made


@pytest.mark.parametrize(("original", "mutant"), mutants(), ids=lambda v: getattr(v, "name", v))
def test_mutants_are_different(original: str, mutant: Recursion) -> None:
    found = compare(original, mutant)
    if mutant.name == "right":
        assert found.verdict == "identical"
    else:
        assert found.verdict == "different"
        assert found.witness is not None


def test_a_run_is_found_where_few_hyperparameters_have_one() -> None:
    # 1 - rho t is below zero from the third step on, and from the second for most rho.
    lines = "s = rho*s + (1 - rho)*g**2\nshat = s/(1 - rho*t)\n"
    lines += "theta = theta - alpha*g/(sqrt(shat) + epsilon)"
    mutant = written("times t", "alpha rho epsilon", {"s": 0}, lines)
    found = compare(mutant, "rmsprop")
    assert found.verdict == "different"
    assert found.witness is not None


def test_a_negative_root_is_one_over_a_root() -> None:
    half = Negative(Quotient(Number(Fraction(1)), Number(Fraction(2))))
    names: dict[str, Any] = {"s": ("sym", "s")}
    plain = from_formula(read_expression("1/sqrt(s)"), names)
    assert from_formula(Power(Name("s"), half), names) == plain


FORMS = [
    # How the same rule is written elsewhere, and what it is.
    (
        "momentum.velocity",
        written(
            "heavy ball",
            "alpha beta",
            {"old": None},
            "new = theta - alpha*g + beta*(theta - old)\nold = theta\ntheta = new",
        ),
    ),
    (
        "nesterov",
        written(
            "two sequences",
            "alpha mu",
            {"x": None},
            "new = theta - alpha*g\ntheta = new + mu*(new - x)\nx = new",
        ),
    ),
    (
        "adam",
        written(
            "running products",
            "alpha beta1 beta2 epsilon",
            {"m": 0, "v": 0, "p": 1, "q": 1},
            """p = p*beta1
            q = q*beta2
            m = m + (1 - beta1)*(g - m)
            v = v - (1 - beta2)*(v - g*g)
            theta = theta - alpha*(m/(1 - p))/(sqrt(v/(1 - q)) + epsilon)""",
        ),
    ),
    (
        "adam",
        written(
            "a counter",
            "eta b1 b2 delta",
            {"k": 0, "s": 0, "r": 0},
            """k = k + 1
            s = b1*s + (1 - b1)*g
            r = b2*r + (1 - b2)*g**2
            theta = theta - eta*s/(1 - b1**k)/(sqrt(r/(1 - b2**k)) + delta)""",
        ),
    ),
    (
        "rmsprop",
        written(
            "sums",
            "alpha rho epsilon",
            {"s": 0},
            "s = rho*s + g**2\ntheta = theta - alpha*g/(sqrt(s) + epsilon)",
        ),
    ),
    (
        "rmsprop.eps-inside",
        written(
            "sums inside",
            "alpha rho epsilon",
            {"s": 0},
            "s = rho*s + g**2\ntheta = theta - alpha*g/sqrt(s + epsilon)",
        ),
    ),
    (
        "nesterov.pytorch",
        written(
            "premultiplied",
            "alpha mu",
            {"w": 0},
            "w = mu*(w + alpha*g)\ntheta = theta - alpha*g - mu*(w + alpha*g)",
        ),
    ),
]


@pytest.mark.parametrize(("name", "form"), FORMS, ids=lambda v: getattr(v, "name", v))
def test_other_ways_to_write_a_rule(name: str, form: Recursion) -> None:
    found = compare(form, name)
    if form.name == "premultiplied":
        assert found.verdict == "different"  # w has seen the gradient once more
        return
    assert found.verdict in ("identical", "equivalent")
    assert found.lints == ()
    for simulation in found.maps:
        known: dict[str, str | Recursion] = {form.name: form, name: name}
        follow(simulation, known[simulation.of], known[simulation.by])


def test_two_hyperparameters_that_do_the_work_of_one_are_suspicious() -> None:
    double = written("double", "alpha eta", {}, "theta = theta - alpha*eta*g")
    found = compare("gd", double)
    assert found.verdict == "equivalent"
    assert found.lints == ("suspicious",)


def test_a_power_that_falls_faster_is_that_of_a_smaller_base() -> None:
    """gamma^(psi t) is (gamma^psi)^t, which starts to fall only where psi is not 0."""
    warm = "mu = beta1*(1 - {}/2)\nm = mu*m + g\ntheta = theta - alpha*m"
    start: dict[str, int | None] = {"m": 0}
    plain = written("plain", "alpha beta1 gamma", start, warm.format("gamma**t"))
    quick = written("quick", "alpha beta1 gamma psi", start, warm.format("gamma**(t*psi)"))
    fixed = written("fixed", "alpha beta1 gamma", start, warm.format("gamma**(t/250)"))
    found = compare(quick, plain)
    assert found.verdict == "equivalent"
    assert found.conditions == ("psi != 0 (quick)",)
    assert found.map is not None
    assert found.map["hyperparameters"]["gamma"] == "gamma^psi"
    assert compare(fixed, plain).verdict == "equivalent"


@pytest.mark.parametrize("share", ["c", "beta"], ids=["of any size", "below one"])
def test_a_share_of_its_own_goes_into_the_rate_and_epsilon(share: str) -> None:
    """s = rho s + c g^2 is RMSProp's, c/(1 - rho) times as large; there c may be anything."""
    lines = f"s = rho*s + {share}*g**2\ntheta = theta - alpha*g/sqrt(s + epsilon)"
    found = compare(
        written("own", f"alpha epsilon rho {share}", {"s": 0}, lines), "rmsprop.eps-inside"
    )
    assert found.verdict == "equivalent"
    assert found.lints == ("suspicious",)
    assert f"{share} != 0 (own)" in found.conditions
    there, back = found.maps
    assert there.data()["hyperparameters"]["alpha"] == f"alpha*sqrt(1 - rho)/sqrt({share})"
    assert back.free == (share,)


def test_numbers_for_the_shares_fix_the_memory() -> None:
    lines = "s = 9*s/10 + g**2/100\ntheta = theta - alpha*g/sqrt(s + epsilon)"
    found = compare(written("numbers", "alpha epsilon", {"s": 0}, lines), "rmsprop.eps-inside")
    assert found.verdict == "different"
    assert found.reason == "numbers is rmsprop.eps-inside with rho = 9/10"
    assert found.maps[0].data()["hyperparameters"]["alpha"] == "sqrt(10)*alpha"


@pytest.mark.parametrize("penalty", ["lam", "10*lam"])
def test_runs_that_grow_are_fitted_as_well_as_others(penalty: str) -> None:
    """A penalty that pushes too hard makes runs explode, and the last step hides the others."""
    lines = f"v = beta**2*v + k*(g + {penalty}*theta)\ntheta = theta - alpha*v"
    other = written("other", "alpha beta lam", {"v": 0}, lines.replace("k", "2"))
    assert compare(other, "momentum.l2").verdict == "equivalent"


def test_a_sum_may_start_above_zero() -> None:
    """s = 1 + g1^2 + ... is a sum from 0 with 1 beside it; no average forgets its start so."""
    step = "s = s + g**2\ntheta = theta - alpha*g/{}"
    outside = written("one", "alpha epsilon", {"s": 1}, step.format("(sqrt(s) + epsilon)"))
    found = compare(outside, "adagrad.initial")
    assert found.verdict == "different"
    assert found.reason == "one is adagrad.initial with initial = 1"
    bare = written("bare", "alpha", {"s": 1}, step.format("sqrt(s)"))
    assert (
        compare(bare, "adagrad.eps-inside").reason == "bare is adagrad.eps-inside with epsilon = 1"
    )
    for other in ("adagrad", "adagrad.no-eps"):
        assert compare(bare, other).verdict == "different"
        assert not compare(bare, other).maps
    lines = "s = rho*s + (1 - rho)*g**2\ntheta = theta - alpha*g/sqrt(s + epsilon)"
    average = written("average", "alpha rho epsilon", {"s": 1}, lines)
    assert compare(average, "rmsprop.eps-inside").no_map == "proved"


def signs(m: str, inside: str = "m", sign: str = "-") -> Recursion:
    lines = f"m = {m}\ntheta = theta {sign} alpha*sign({inside})"
    return written(f"{m}, {inside}", "alpha beta", {"m": 0}, lines)


@pytest.mark.parametrize(
    "other",
    [
        signs("beta*m + (1 - beta)*g"),
        signs("beta*m + 3*g"),
        signs("beta*m - g", "-m"),
        signs("beta*m - g", "m", "+"),
        signs("beta*m + g", "m/(1 + beta)"),
        signs("beta*m + g", "m*exp(beta)"),
    ],
    ids=lambda one: one.name,
)
def test_a_sign_does_not_see_what_scales_it(other: Recursion) -> None:
    assert compare(signs("beta*m + g"), other).verdict in ("identical", "equivalent")


@pytest.mark.parametrize(
    "other",
    [
        signs("beta*m + g", "m*g"),
        signs("beta*m + g", "m*(1 - 2*beta)"),
        signs("beta*m + g", "m", "+"),
        signs("beta*m + g", "m*beta"),
        signs("beta*m + g**2"),
    ],
    ids=lambda one: one.name,
)
def test_a_sign_sees_what_may_turn_it_or_be_zero(other: Recursion) -> None:
    found = compare(signs("beta*m + g"), other)
    assert found.verdict in ("different", "undecided")
    assert not any(one.of == other.name and not one.positive for one in found.maps)


def test_a_root_of_what_is_below_one_is_below_one() -> None:
    lines = "v = beta**2*v + (1 - beta)*g\ntheta = theta - alpha*v"
    found = compare(written("squared", "alpha beta", {"v": 0}, lines), "momentum.accumulating")
    assert found.verdict == "equivalent"


def test_all_betas_swapped_is_the_same_rule_with_odd_names() -> None:
    swapped = written(
        "swapped",
        "alpha beta1 beta2 epsilon",
        {"m": 0, "v": 0},
        """m = beta2*m + (1 - beta2)*g
        v = beta1*v + (1 - beta1)*g**2
        theta = theta - alpha*m/(1 - beta2**t)/(sqrt(v/(1 - beta1**t)) + epsilon)""",
    )
    found = compare("adam", swapped)
    assert found.verdict == "equivalent"
    assert found.lints == ("suspicious",)


def test_a_rule_with_two_free_decays_is_no_equal() -> None:
    free = written(
        "free", "alpha beta1 beta2", {"v": 0}, "v = beta1*v + beta2*g\ntheta = theta - alpha*v"
    )
    wide = written(
        "wide",
        "alpha beta1 rho beta2",
        {"v": 0, "s": 0},
        "v = beta1*v + g\ns = beta2*s + g\ntheta = theta - alpha*v - rho*s",
    )
    assert compare("momentum.accumulating", free).lints == ("suspicious",)
    found = compare("momentum.accumulating", wide)
    assert found.verdict == "different"
    assert "momentum.accumulating is wide with" in found.reason


def certificate(name: str) -> dict[str, Any]:
    pairs = {
        "simulation": ("momentum", "momentum.accumulating", 0),
        "inverse": ("momentum", "momentum.accumulating", 1),
        "special": ("rmsprop.no-eps", "rmsprop", 0),
        "no map": ("rmsprop", "rmsprop.eps-inside", -1),
    }
    a, b, place = pairs[name]
    return json.loads(json.dumps(thaw(dict(compare(a, b).certificates[place]))))


TAMPERINGS: list[tuple[str, str, Any]] = [
    ("simulation", "hyperparameters", [["alpha", ["sym", "alpha"]], ["beta", ["sym", "beta"]]]),
    ("simulation", "states", [["v", ["sym", "v"]]]),
    ("simulation", "states", [["v", None]]),
    ("simulation", "shift", ["sym", "v"]),
    ("simulation", "hyperparameters", [["alpha", ["sym", "alpha"]]]),
    ("simulation", "positive", ["gamma"]),
    ("simulation", "format", "symopt-no-map-1"),
    ("inverse", "back", [["alpha", ["sym", "alpha"]], ["beta", ["sym", "beta"]]]),
    ("inverse", "back", [["alpha", -1], ["beta", ["sym", "beta"]]]),
    (
        "special",
        "hyperparameters",
        [["alpha", ["sym", "alpha"]], ["rho", ["sym", "rho"]], ["epsilon", 1]],
    ),
    ("special", "hyperparameters", [["alpha", ["sym", "alpha"]], ["rho", 1], ["epsilon", 0]]),
    ("no map", "at", [["alpha", 1], ["rho", ["/", 3, 4]], ["epsilon", 0]]),
    ("no map", "at", [["alpha", 1], ["rho", ["/", 5, 4]], ["epsilon", 1]]),
    ("no map", "steps", []),
    ("no map", "runs", []),
]


@pytest.mark.parametrize(("name", "key", "value"), TAMPERINGS)
def test_tampered_certificates_are_rejected(name: str, key: str, value: Any) -> None:
    good = certificate(name)
    assert verify(good).accepted
    bad = copy.deepcopy(good)
    bad[key] = value
    assert not verify(bad).accepted


def test_no_step_of_a_derivation_can_be_left_out_or_changed() -> None:
    good = certificate("no map")
    for place in range(len(good["steps"])):
        bad = copy.deepcopy(good)
        del bad["steps"][place]
        if place == len(good["steps"]) - 1:
            assert not verify(bad).accepted
        bad = copy.deepcopy(good)
        bad["steps"][place]["prop"] = ["=", 2, 0]
        assert not verify(bad).accepted


def test_a_rule_cannot_be_put_for_another_in_a_certificate() -> None:
    good = certificate("simulation")
    good["by"] = thaw(rule("momentum").canonical.data())
    assert not verify(good).accepted


def test_averages() -> None:
    found = compare("ewma", "ewma.corrected")
    assert found.verdict == "different"
    assert found.no_map == "proved"
    assert found.witness is not None
    assert found.witness.steps == 1
    incremental = written(
        "incremental", "beta", {"v": 0}, "v = v + (1 - beta)*(y - v)", output="v", kind="average"
    )
    assert compare("ewma", incremental).verdict == "identical"


def test_an_optimizer_is_no_average() -> None:
    with pytest.raises(InvalidValue, match="average"):
        compare("gd", "ewma")


def test_unknown_names_offer_the_nearest() -> None:
    with pytest.raises(UnknownName, match="adam"):
        compare("adm", "gd")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InvalidExpression, match="tanh"):
        written("odd", "alpha", {}, "theta = theta - alpha*tanh(g)")


def test_formulas_that_grow_without_bound_are_refused() -> None:
    doubling = "\n".join(f"x{i + 1} = x{i}*x{i} + x{i}" for i in range(60))
    with pytest.raises(InvalidExpression, match="too large"):
        written("growing", "alpha", {}, f"x0 = g + alpha\n{doubling}\ntheta = theta - x60")
    chain = "\n".join(f"x{i + 1} = sqrt(x{i})" for i in range(200))
    with pytest.raises(InvalidExpression, match="too large"):
        written("deep", "alpha", {}, f"x0 = g + alpha\n{chain}\ntheta = theta - x200")


def test_what_has_no_exact_values_is_at_most_undecided() -> None:
    odd = written("odd", "alpha", {}, "theta = theta - alpha*exp(g)")
    other = written("other", "alpha", {}, "theta = theta - alpha*exp(2*g)")
    assert compare(odd, odd).verdict == "identical"
    found = compare(odd, other)
    assert found.verdict == "undecided"
    assert found.reason


def test_a_product_with_zero_is_not_zero_where_it_has_no_value() -> None:
    # Without epsilon the first step on a zero gradient is 0/0, which is no step of size 0.
    assert tidy(("*", 0, ("^", 0, -1))) == ("*", 0, ("^", 0, -1))
    assert tidy(("*", 0, ("sym", "x"))) == 0


def test_requirements_come_from_the_inside() -> None:
    term = ("^", ("^", ("sym", "x"), -1), ("/", 1, 2))
    assert list(requirements([term])) == [
        ("!=", ("sym", "x"), 0),
        ("<=", 0, ("^", ("sym", "x"), -1)),
    ]


def test_the_command(symopt_command: Shell) -> None:
    shown = symopt_command("compare", "momentum", "momentum.accumulating")
    assert shown.status == 0
    assert shown.out.splitlines()[0] == "momentum and momentum.accumulating: equivalent"
    assert "alpha*(1 - beta)" in shown.out
    found = symopt_command("compare", "gd", "momentum", "--format", "json").json
    assert found["verdict"] == "different"
    assert found["special_case"]["hyperparameters"]["beta"] == "0"
    assert found["witness"]["exact"] is True
    wrong = symopt_command("compare", "gd", "momentun")
    assert wrong.status == 2
    assert "momentum" in wrong.err


def test_the_command_refuses_in_one_line(symopt_command: Shell) -> None:
    for rules, said in ((("gd", "momentun"), "momentum"), (("gd", "ewma"), "average")):
        wrong = symopt_command("compare", *rules)
        assert wrong.status == 2
        assert wrong.out == ""
        assert len(wrong.err.strip().splitlines()) == 1
        assert said in wrong.err


def test_the_fields_of_json(symopt_command: Shell) -> None:
    keys = {
        "first",
        "second",
        "verdict",
        "map",
        "special_case",
        "conditions",
        "witness",
        "no_map",
        "reason",
        "lints",
        "certificates",
    }
    same = symopt_command("compare", "nesterov", "nesterov.pytorch", "--format", "json").json
    other = symopt_command("compare", "momentum", "nesterov", "--format", "json").json
    assert set(same) == set(other) == keys
    assert same["map"]["parameter"] == "mu*v + theta"
    assert same["witness"] is None
    assert other["map"] is None
    assert {"steps", "exact", "start", "inputs", "runs"} == set(other["witness"])
    for found in (same, other):
        assert all(verify(certificate).accepted for certificate in found["certificates"])


def test_special_cases_and_witnesses_read_well() -> None:
    special = compare("adam.no-eps", "adam").text()
    assert "adam.no-eps is adam with epsilon = 0, and no map leads back (proved)" in special
    told = compare("momentum", "nesterov").text()
    assert "on the gradient 2, from theta = 0: after 1 step they ask at -1 against -3" in told


def test_a_rule_without_values_is_said_to_have_none() -> None:
    lines = "s = rho*s - g**2\ntheta = theta - alpha*g/sqrt(s)"
    never = written("never", "alpha rho", {"s": 0}, lines)
    found = compare(never, "rmsprop.no-eps")
    assert found.verdict == "undecided"
    assert found.reason.startswith("never had no value")


def test_comparisons_do_not_depend_on_the_order() -> None:
    for a, b in itertools.combinations(("gd", "momentum", "momentum.velocity"), 2):
        assert compare(a, b).verdict == compare(b, a).verdict
