"""Proving a claim: build its derivation, then have the verifier check the certificate."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from symopt.errors import InvalidValue, SymoptError
from symopt.proof.claim import Claim, Refutation
from symopt.proof.convert import thaw, to_prop, to_term
from symopt.proof.derivation import Derivation, Line
from symopt.proof.kernel.terms import Prop, Rejected
from symopt.proof.language import Limit, Predicate, Series
from symopt.proof.limits import limit_prop, series_prop
from symopt.proof.models import find_models, values_at, witness_data
from symopt.proof.scope import Fact
from symopt.proof.session import Given, Session, StepFailed
from symopt.proof.statements import Supposition
from symopt.proof.verifier import FORMAT, Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True)
class Chain:
    """The lines of one derivation, and what is supposed for it."""

    lines: tuple[Line, ...]
    supposing: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Proof:
    """The outcome of proving a claim.

    Attributes
    ----------
    claim : str
        Its name; `topic`, `summary`, `source` and `rules` are the claim's.
    verdict : {"proved", "refuted", "undecided"}
        "proved" and "refuted" only after the verifier accepted the certificate.
    expected : str
        What the claim says of itself.
    hypotheses : tuple of Given
        Domains, assumptions and definitions, as readers see them.
    chains : tuple of Chain
        The derivations; `steps` has all their lines.
    certificate : dict or None
        Plain data, ready for JSON; `symopt.proof.verifier.verify` checks it again.
    reason : str
        Of an undecided claim: the step that could not be justified, and why.
    counts : mapping
        How many steps of each rule of inference the verifier checked.
    lemmas : tuple of str
        The cited lemmas that the proof rests on.
    """

    claim: str
    topic: str
    summary: str
    source: str
    rules: tuple[str, ...]
    verdict: Outcome
    expected: str
    seconds: float
    hypotheses: tuple[Given, ...] = ()
    chains: tuple[Chain, ...] = ()
    certificate: Mapping[str, Any] | None = None
    reason: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    lemmas: tuple[str, ...] = ()
    remark: str = ""
    witness: tuple[tuple[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The claim's name."""
        return self.claim

    @property
    def steps(self) -> tuple[Line, ...]:
        """All lines of all derivations, in order."""
        return tuple(line for chain in self.chains for line in chain.lines)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the one the claim expects."""
        return self.verdict == self.expected

    def function(self, chain: int, line: int, *names: str) -> Callable[..., Any]:
        """Return what stands on a line of a derivation as a NumPy function.

        So that a picture draws what was proved.

        Parameters
        ----------
        chain, line : int
            Counted from 0; from the end if negative.
        *names : str
            What it is a function of, in order: symbols such as ``"beta"``, or terms of a sequence
            such as ``"g(1)"``.

        Raises
        ------
        InvalidValue
            The line has other symbols too, or is nothing that can be computed.

        Examples
        --------
        >>> from symopt import claims
        >>> bounds = claims.get("averages.window-bounds").prove()
        >>> float(bounds.function(0, 1, "beta")(0.5))
        0.25
        """
        from sympy import Expr, Symbol, lambdify
        from sympy.core.function import AppliedUndef

        found = self.chains[chain].lines[line].expression
        expression = found
        if isinstance(found, Expr):
            terms = (term for term in found.atoms(AppliedUndef) if str(term) in names)
            expression = found.xreplace({term: Symbol(str(term)) for term in terms})
        symbols = {str(s): s for s in getattr(expression, "free_symbols", ())}
        computable = isinstance(expression, Expr) and not expression.has(AppliedUndef)
        if not computable or not set(symbols) <= set(names):
            raise InvalidValue(f"{self.claim}: {found} is no function of {', '.join(names)}")
        return lambdify([symbols.get(name, name) for name in names], expression, "numpy")

    def text(self) -> str:
        """Return the derivation as plain text."""
        from symopt.proof.formats.text import one
        from symopt.proof.outline import outline

        return one(outline(self))

    def latex(self) -> str:
        """Return the derivations as LaTeX ``aligned`` environments."""
        from symopt.proof.formats.latex import aligned
        from symopt.proof.outline import outline

        return "\n\n".join(aligned(block.rows) for block in outline(self).blocks)

    def _repr_html_(self) -> str:
        from symopt.proof.formats.html import one
        from symopt.proof.outline import outline

        return one(outline(self))

    def __str__(self) -> str:
        return self.text()


def prove(claim: Claim, edit: Callable[[int, Any], Any] | None = None) -> Proof:
    """Prove a claim; whatever goes wrong on the way makes it undecided, never proved.

    Parameters
    ----------
    claim : Claim
    edit : callable, optional
        Changes the expressions of the derivations, by their number: for mutants.
    """
    begin = time.perf_counter()
    session = Session(edit)
    verdict: Outcome = "undecided"
    reason, found = "", Verdict(False, "")
    certificate: dict[str, Any] | None = None
    chains: tuple[Chain, ...] = ()
    witness: tuple[tuple[str, Any], ...] = ()
    try:
        result = claim.run(session)
        if isinstance(result, Refutation):
            certificate, chains, witness = _refutation(session, result)
        else:
            certificate, chains = _proof(session, result)
        found = verify(certificate, certificate["statement"])
        if found.accepted:
            verdict = "refuted" if found.kind == "refuted" else "proved"
        else:
            reason = f"the verifier refuses: {found.reason}"
    except StepFailed as problem:
        reason = f"{problem.where}: {problem.why}"
        chains = tuple(Chain(tuple(d.lines)) for d in session.derivations)
    except (Rejected, SymoptError) as problem:
        reason = str(problem)
    except RecursionError:
        reason = "nested too deeply"
    except Exception as problem:
        reason = f"{type(problem).__name__}: {problem}"
    return Proof(
        claim.name,
        claim.topic,
        claim.summary,
        claim.source,
        claim.rules,
        verdict,
        claim.expected,
        time.perf_counter() - begin,
        tuple(session.given),
        chains,
        thaw(certificate) if verdict != "undecided" else None,
        reason,
        found.counts,
        found.lemmas,
        claim.remark,
        witness,
    )


def _proof(session: Session, result: Any) -> tuple[dict[str, Any], tuple[Chain, ...]]:
    items = result if isinstance(result, (tuple, list)) else (result,)
    facts: list[Fact] = []
    chains: list[Chain] = []
    for item in items:
        if isinstance(item, Derivation):
            facts.append(item.fact)
            chains.append(Chain(tuple(item.lines)))
        elif isinstance(item, Supposition):
            facts.append(item.fact)
            chains += [Chain(tuple(d.lines), item.relations) for d in item.items]
        else:
            raise SymoptError("a claim returns its derivations")
    statement = session.statement([conclusion(item) for item in items])
    certificate = {
        "format": FORMAT,
        "kind": "proved",
        "statement": statement,
        "models": find_models(session, list(statement["conclusions"])),
        "steps": tuple(session.scope.steps),
        "conclude": tuple(fact.name for fact in facts),
    }
    return certificate, tuple(chains)


def conclusion(item: Any) -> Prop:
    """Return what a derivation claims, from what its author wrote: first and last expression.

    This does not look at what the search proved; the verifier compares the two.
    """
    if isinstance(item, Supposition):
        parts = tuple(conclusion(part) for part in item.items)
        goal = parts[0] if len(parts) == 1 else ("and", *parts)
        return ("if", tuple(to_prop(relation) for relation in item.relations), goal)
    return conclude(
        [line.relation for line in item.lines], [line.expression for line in item.lines]
    )


def conclude(relations: list[str], expressions: list[Any]) -> Prop:
    """Return what a chain of expressions with these relations between them says."""
    first, last = expressions[0], expressions[-1]
    if isinstance(first, Limit):
        return limit_prop(first, last)
    if isinstance(first, Series):
        return series_prop(first, last)
    if isinstance(first, Predicate):
        return ("pred", first.name, *(to_term(part) for part in first.arguments))
    if relations[-1] == "!=":
        return ("!=", to_term(first), to_term(last))
    kinds = set(relations[1:])
    down = bool(kinds & {">=", ">"})
    relation = "=" if kinds == {"="} else "<" if kinds & {"<", ">"} else "<="
    ends = (to_term(last), to_term(first)) if down else (to_term(first), to_term(last))
    return (relation, *ends)


def _refutation(
    session: Session, result: Refutation
) -> tuple[dict[str, Any], tuple[Chain, ...], tuple[tuple[str, Any], ...]]:
    conclusions = [to_prop(session.written(item)) for item in result.conclusions]
    statement = session.statement(conclusions)
    witness = witness_data(result.witness)
    certificate = {
        "format": FORMAT,
        "kind": "refuted",
        "statement": statement,
        "witness": witness,
    }
    shown = tuple(
        (getattr(key, "name", getattr(key, "__name__", str(key))), value)
        for key, value in result.witness.items()
    )
    chains = []
    for item in result.conclusions:
        lines = [Line("claimed", item)]
        for side, value in values_at(statement, witness, item):
            lines += [Line("but", side), Line("=", value, "at the witness")]
        chains.append(Chain(tuple(lines)))
    return certificate, tuple(chains), shown
