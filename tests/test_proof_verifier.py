"""The verifier accepts the certificates of the claims, and refuses them once tampered with."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate import falsified
from symopt import claims
from symopt.proof.kernel.terms import freeze
from symopt.proof.verifier import verify

CLAIMS = (
    "averages.unrolled",
    "averages.weights",
    "averages.corrected-weights",
    "averages.window",
    "averages.window-series",
    "momentum.accumulating-equals-average",
    "nesterov.rearranged",
    "adam.first-step",
)


@pytest.fixture(scope="module")
def certificates() -> dict[str, Any]:
    return {name: claims.prove(name).certificate for name in CLAIMS}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_certificate_survives_json(name: str, certificates: dict[str, Any]) -> None:
    certificate = json.loads(json.dumps(certificates[name]))
    verdict = verify(certificate)
    assert verdict.accepted, verdict.reason
    assert verdict.kind == "proved"


@pytest.mark.parametrize("name", CLAIMS)
def test_a_certificate_is_about_its_own_statement(name: str, certificates: dict[str, Any]) -> None:
    others = [c for other, c in certificates.items() if other != name]
    assert not any(verify(certificates[name], other["statement"]).accepted for other in others)
    assert verify(certificates[name], certificates[name]["statement"]).accepted


def test_the_verifier_needs_neither_sympy_nor_the_engine() -> None:
    code = (
        "import sys; import symopt.proof.verifier as v; v.verify({}); "
        "bad = [m for m in sys.modules if m.split('.')[0] == 'sympy' "
        "or m in ('symopt.proof.tactics', 'symopt.proof.search', 'symopt.proof.scope')]; "
        "print(bad)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {},
        {"format": "symopt-certificate-1"},
        {"format": 7, "kind": "proved"},
        "x" * 50,
    ],
)
def test_what_is_no_certificate_is_refused(data: Any) -> None:
    assert not verify(data).accepted


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths to all leaves of a certificate."""
    if isinstance(data, dict):
        for key in sorted(data):
            yield from places(data[key], (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from places(item, (*path, index))
    else:
        yield path


def lookup(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def store(data: Any, path: tuple[Any, ...], value: Any) -> None:
    lookup(data, path[:-1])[path[-1]] = value


SWAPS = {
    "+": "*",
    "*": "+",
    "=": "<=",
    "<=": "<",
    "<": "<=",
    "max": "min",
    "open": "closed",
    "closed": "open",
    "real": "positive",
    "identity": "sign",
    "sign": "identity",
}


def tampered(value: Any, generator: random.Random, names: list[str]) -> Any:
    if isinstance(value, int):
        return value + generator.choice([-2, -1, 1, 2, 7])
    if value is None:
        return 0
    if value in SWAPS and generator.random() < 0.8:
        return SWAPS[value]
    return generator.choice([n for n in names if n != value])


def replaced(data: Any, old: Any, new: Any) -> Any:
    if data == old:
        return new
    if isinstance(data, list):
        return [replaced(item, old, new) for item in data]
    if isinstance(data, dict):
        return {key: replaced(item, old, new) for key, item in data.items()}
    return data


def still_true(certificate: Any, seed: int) -> bool:
    """Say whether no point was found that falsifies what the certificate states."""
    statement = freeze(certificate)["statement"]
    return not any(falsified(statement, goal, seed) for goal in statement["conclusions"])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CLAIMS), st.integers(0, 10**9))
def test_no_single_edit_proves_something_false(name: str, seed: int) -> None:
    certificate = copy.deepcopy(CACHE(name))
    generator = random.Random(seed)
    paths = list(places(certificate))
    strings = sorted({v for p in paths if isinstance(v := lookup(certificate, p), str)})
    path = generator.choice(paths)
    store(certificate, path, tampered(lookup(certificate, path), generator, strings))
    if verify(certificate).accepted:
        assert still_true(certificate, seed), path


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CLAIMS), st.integers(0, 10**9))
def test_no_edit_of_an_expression_everywhere_proves_something_false(name: str, seed: int) -> None:
    certificate = copy.deepcopy(CACHE(name))
    generator = random.Random(seed)
    statement = certificate["statement"]
    goal = generator.choice(statement["conclusions"])
    paths = [p for p in places(goal) if isinstance(lookup(goal, p), int)]
    path = generator.choice(paths) if paths else ()
    while path and generator.random() < 0.6:
        path = path[:-1]
    old = lookup(goal, path)
    if path == ():
        return
    choices = [["+", old, 1], ["*", -1, old], ["*", 2, old], ["^", old, 2]]
    if isinstance(old, str):
        return
    edited = replaced(certificate, old, generator.choice(choices))
    if verify(edited).accepted:
        assert still_true(edited, seed), (old, edited["statement"]["conclusions"])


_CERTIFICATES: dict[str, Any] = {}


def CACHE(name: str) -> Any:
    if name not in _CERTIFICATES:
        _CERTIFICATES[name] = claims.prove(name).certificate
    return _CERTIFICATES[name]


def edit(name: str, change: Any) -> bool:
    certificate = copy.deepcopy(CACHE(name))
    change(certificate)
    return verify(certificate).accepted


def test_a_missing_step_is_noticed() -> None:
    for name in CLAIMS:
        steps = CACHE(name)["steps"]
        for index in range(len(steps)):

            def drop(certificate: Any, index: int = index) -> None:
                del certificate["steps"][index]

            if steps[index]["id"] in CACHE(name)["conclude"]:
                assert not edit(name, drop)


def test_the_conclusion_cannot_be_another_fact() -> None:
    def change(certificate: Any) -> None:
        certificate["conclude"] = [certificate["statement"]["hypotheses"][0][0]]

    assert not edit("averages.unrolled", change)


def test_more_conclusions_than_facts_are_refused() -> None:
    def change(certificate: Any) -> None:
        certificate["statement"]["conclusions"].append(["=", 0, 1])

    assert not edit("averages.weights", change)


def test_a_step_cannot_be_a_hypothesis_on_the_side() -> None:
    def change(certificate: Any) -> None:
        goal = certificate["statement"]["conclusions"][0]
        certificate["statement"]["hypotheses"].append(["extra", ["=", 0, 1]])
        goal[2] = 7

    # 0 = 1 has no model.
    assert not edit("averages.weights", change)


def test_contradictory_hypotheses_are_refused() -> None:
    def change(certificate: Any) -> None:
        certificate["statement"]["hypotheses"].append(["extra", ["<", ["sym", "beta"], 0]])

    assert not edit("averages.weights", change)


def test_two_definitions_of_one_value_are_refused() -> None:
    def change(certificate: Any) -> None:
        certificate["statement"]["hypotheses"].append(["again", ["=", ["app", "v", 0], 1]])

    assert not edit("averages.unrolled", change)

    def later(certificate: Any) -> None:
        certificate["statement"]["hypotheses"].append(["again", ["=", ["app", "v", 3], 1]])

    assert not edit("averages.unrolled", later)


def refuted() -> Any:
    """x^2 >= x for all real x, with the witness 1/2."""
    return {
        "format": "symopt-certificate-1",
        "kind": "refuted",
        "statement": {
            "symbols": [["x", ["real", None, "open", None, "open"]]],
            "functions": [],
            "hypotheses": [],
            "conclusions": [["<=", ["sym", "x"], ["^", ["sym", "x"], 2]]],
        },
        "witness": {"symbols": [["x", ["/", 1, 2]]], "functions": []},
    }


def test_a_witness_refutes_only_where_the_statement_fails() -> None:
    certificate = refuted()
    assert verify(certificate).accepted
    certificate["witness"]["symbols"] = [["x", 2]]
    assert not verify(certificate).accepted
    certificate["witness"]["symbols"] = []
    assert not verify(certificate).accepted


def test_a_witness_lies_in_the_domain_and_meets_the_hypotheses() -> None:
    certificate = refuted()
    certificate["statement"]["symbols"] = [["x", ["real", 1, "closed", None, "open"]]]
    assert not verify(certificate).accepted
    certificate = refuted()
    certificate["statement"]["hypotheses"] = [["h", ["<", 1, ["sym", "x"]]]]
    assert not verify(certificate).accepted


def test_a_witness_cannot_overrule_a_recursion() -> None:
    certificate = refuted()
    t = ["sym", "t"]
    certificate["statement"] = {
        "symbols": [],
        "functions": [["v", 1, "real"]],
        "hypotheses": [
            ["start", ["=", ["app", "v", 0], 0]],
            ["rule", ["forall", [["t", ["int", 1, None]]], ["=", ["app", "v", t], t]]],
        ],
        "conclusions": [["=", ["app", "v", 2], 2]],
    }
    certificate["witness"] = {"symbols": [], "functions": [["v", [[2, 5]]]]}
    assert not verify(certificate).accepted
    certificate["witness"] = {"symbols": [], "functions": []}
    assert not verify(certificate).accepted
    certificate["statement"]["conclusions"] = [["=", ["app", "v", 2], 3]]
    assert verify(certificate).accepted


def test_work_is_bounded() -> None:
    certificate = refuted()
    big = ["sym", "x"]
    for _ in range(9):
        big = ["^", ["+", big, 1], 9]
    certificate["statement"]["conclusions"] = [["<", big, 0]]
    certificate["witness"]["symbols"] = [["x", 3]]
    assert not verify(certificate).accepted
    deep: Any = 1
    for _ in range(5000):
        deep = ["+", deep, 1]
    certificate["statement"]["conclusions"] = [["=", deep, 0]]
    assert not verify(certificate).accepted
