"""Decides whether a certificate proves the statement that it carries.

The verifier imports neither SymPy nor the engine: only the kernel, whose arithmetic is exact and
whose rules are the functions listed in `symopt.proof.kernel.catalogue`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from symopt.proof.kernel.checker import Checker
from symopt.proof.kernel.context import VALUES, Context
from symopt.proof.kernel.founded import check_founded
from symopt.proof.kernel.propositions import check_prop
from symopt.proof.kernel.replay import Replay, check_model, definition
from symopt.proof.kernel.table import Table
from symopt.proof.kernel.terms import Prop, Rejected, freeze

FORMAT = "symopt-certificate-1"


@dataclass(frozen=True)
class Verdict:
    """What the verifier found.

    Attributes
    ----------
    accepted : bool
        The certificate proves (or refutes) its statement.
    kind : str
        "proved" or "refuted".
    reason : str
        Why it was not accepted; empty if it was.
    counts : dict
        How many steps of each rule of inference were checked.
    lemmas : tuple of str
        The cited lemmas that the proof rests on.
    """

    accepted: bool
    kind: str
    reason: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    lemmas: tuple[str, ...] = ()


def verify(certificate: Any, statement: Any = None) -> Verdict:
    """Check a certificate; with `statement`, also that it is about that statement.

    Parameters
    ----------
    certificate : dict
        As `Proof.certificate` has it, or as read from JSON.
    statement : dict, optional
        The statement that should be proved, as `Statement.data` has it.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> verify({"format": "something else"}).accepted
    False
    """
    kind = "proved"
    try:
        data = freeze(certificate)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise Rejected("not a certificate")
        if statement is not None and freeze(statement) != data.get("statement"):
            raise Rejected("the certificate is about another statement")
        kind = data.get("kind", "")
        checker = Checker()
        if kind == "proved":
            _proved(checker, data)
        elif kind == "refuted":
            _refuted(data)
        else:
            raise Rejected("a certificate proves or refutes")
    except Rejected as problem:
        return Verdict(False, kind, str(problem))
    except RecursionError:
        return Verdict(False, kind, "nested too deeply")
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
    ) as problem:
        # Data of the wrong shape is refused like any other wrong certificate.
        return Verdict(False, kind, f"malformed: {type(problem).__name__}: {problem}")
    return Verdict(True, kind, "", checker.counts, tuple(sorted(checker.lemmas)))


def open_context(statement: Any) -> Context:
    """Return the context of a statement: its symbols, functions and hypotheses."""
    if not isinstance(statement, dict) or set(statement) != {
        "symbols",
        "functions",
        "hypotheses",
        "conclusions",
    }:
        raise Rejected("a statement has symbols, functions, hypotheses and conclusions")
    context = Context(Table())
    for name, arity, values in statement["functions"]:
        context.declare_function(name, arity, values)
    for name, domain in statement["symbols"]:
        context.declare(name, domain)
    for name, prop in statement["hypotheses"]:
        context.assume(name, prop)
    if not statement["conclusions"]:
        raise Rejected("a statement concludes something")
    for prop in statement["conclusions"]:
        check_prop(prop)
        context.check_names(prop)
    return context


def _proved(checker: Checker, data: dict[str, Any]) -> None:
    statement = data["statement"]
    context = open_context(statement)
    _consistent(statement, data.get("models"))
    checker.run(context, data["steps"])
    checker.lemmas |= context.table.lemmas
    for prop, name in zip(statement["conclusions"], data["conclude"], strict=True):
        if context.fact(name) != prop:
            raise Rejected("the last fact is not the conclusion")


def _consistent(statement: dict[str, Any], models: Any) -> None:
    """Refuse hypotheses that nothing meets: they would prove anything.

    Recursions can always be met; other relations are met by a model: the first for the
    hypotheses, and one more for every conclusion that is an implication.
    """
    hypotheses = [prop for _, prop in statement["hypotheses"]]
    _definitions_apart(statement)
    conditions: list[list[Prop]] = [[]]
    conditions += [list(p[1]) for p in statement["conclusions"] if p[0] == "if"]
    if not isinstance(models, tuple) or len(models) != len(conditions):
        raise Rejected("a model for the hypotheses, and one for every implication")
    for model, extra in zip(models, conditions, strict=True):
        replay = Replay(bare(statement), model, hypotheses)
        check_model(list(statement["symbols"]), replay, hypotheses + extra, strict=False)
        check_tables(statement, replay)


def _definitions_apart(statement: dict[str, Any]) -> None:
    """Refuse definitions in a circle, of one value twice, and of functions with a given sign."""
    check_founded(prop for _, prop in statement["hypotheses"])
    seen: set[Any] = set()
    least: dict[str, int] = {}
    for _, prop in statement["hypotheses"]:
        found = definition(prop)
        if found is None:
            continue
        name, entry = found
        key = (name, entry[0], entry[1] if entry[0] == "value" else None)
        if key in seen:
            raise Rejected(f"{name} is defined twice")
        seen.add(key)
        if entry[0] == "rule":
            least[name] = entry[2]
    for name, kind, value in seen:
        if kind == "value" and name in least and value >= least[name]:
            raise Rejected(f"{name} is defined twice")
    defined = {name for name, _, _ in seen}
    kinds = {name: values for name, _, values in statement["functions"]}
    random = {name for name, values in kinds.items() if values == "random"}
    for name, values in kinds.items():
        if name in defined and values not in ("real", "random"):
            raise Rejected(f"{name} is defined, so its sign is not given")
    for _, prop in statement["hypotheses"]:
        found = definition(prop)
        if found is not None and found[0] not in random and _random_in(found[1], random):
            raise Rejected(f"{found[0]} is made of random numbers, so it is random")


def _random_in(term: Any, random: set[str]) -> bool:
    """Say whether a random function stands in a term outside expectations."""
    if not isinstance(term, tuple) or not term or term[0] == "mean":
        return False
    if term[0] == "app" and term[1] in random:
        return True
    return any(_random_in(item, random) for item in term)


def bare(statement: dict[str, Any]) -> Context:
    """Return a context for numbers only: no hypothesis may help to decide a sign."""
    context = Context(Table())
    for name, arity, _ in statement["functions"]:
        context.declare_function(name, arity, "real")
    return context


def _refuted(data: dict[str, Any]) -> None:
    statement = data["statement"]
    open_context(statement)
    _definitions_apart(statement)
    hypotheses = [prop for _, prop in statement["hypotheses"]]
    context = bare(statement)
    replay = Replay(context, data["witness"], hypotheses)
    check_model(list(statement["symbols"]), replay, hypotheses, strict=True)
    check_tables(statement, replay)
    if not any(replay.truth(prop) is False for prop in statement["conclusions"]):
        raise Rejected("the statement is not false at the witness")


def check_tables(statement: dict[str, Any], replay: Replay) -> None:
    """Refuse values of a function that has another sign."""
    for name, _, values in statement["functions"]:
        for term in replay.tables.get(name, {}).values():
            if replay.sign(replay.read(term)) & ~VALUES[values]:
                raise Rejected(f"a value of {name} has the wrong sign")
