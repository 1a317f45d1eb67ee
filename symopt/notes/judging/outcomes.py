"""What is said first of an algorithm that was judged, and how serious it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from symopt.formula import Call, Name
from symopt.notes.finding import Finding, Severity
from symopt.notes.judging import sentences
from symopt.notes.judging.beyond import besides, named_by_options, with_options
from symopt.notes.judging.claim import Claim
from symopt.notes.judging.known import elementary
from symopt.notes.judging.match import family
from symopt.notes.judging.searching import Mend
from symopt.notes.judging.slip import LIKELY
from symopt.notes.judging.verdict import Judged
from symopt.notes.judging.writing import name_said
from symopt.notes.statement import Algorithm, Assignment

KNOWN = frozenset({"sqrt", "maximum", "minimum", "max", "min", "sign", "grad"})


def right(
    found: Finding, algorithm: Algorithm, judged: Judged, claim: Claim
) -> tuple[Finding, Severity, list[str]]:
    """Say what rule it is."""
    claimed = claim.rule
    rule = str(found.rule)
    clause = sentences.what_it_is(rule)
    lints = list(found.lints)
    if algorithm.chosen:
        return replace(found, message=f"with {with_options(algorithm)}: {clause}."), "ok", lints
    severity: Severity = "ok"
    message = clause
    if judged.in_vain and judged.mend is not None:
        message = f"{sentences.mending(judged.mend, algorithm)} (as it is, this is {rule})."
        return replace(found, message=message), "error", lints
    if judged.suspicious:
        severity = "error" if claim.near or _small(judged) else "note"
        message = _unusual(found, algorithm, judged)
        if elementary(rule) and judged.mend is not None and _apart(judged.mend):
            severity = "note"
            message = _unusual(found, algorithm, replace(judged, mend=None))
            found = replace(found, suggestion=None)
    elif family(rule) != rule:
        names = sentences.own_names(judged.identity, judged.copy.names) if judged.identity else {}
        how, same = sentences.related(rule, names) if claimed else ("", False)
        if same:
            message = f"{clause}; {how}"
        else:
            message = f"{clause.partition(':')[0]}: a dialect ({rule})" + (
                f"; {how}" if how else ""
            )
            severity = "note" if claimed == family(rule) else "ok"
    other = claimed is not None and family(claimed) != family(rule)
    if other and not claim.asked and family(rule) in claim.besides:
        # The words around name what it is, too.
        return replace(found, message=f"{clause}."), severity, lints
    if other:
        lints.append("mislabelled")
    if other or (claimed is not None and "." in claimed and not _alike(claimed, rule)):
        own = clause if clause.startswith(family(rule)) else f"{rule}: {clause}"
        message = f"this is not {claimed} but {own}"
        if judged.mend is not None:
            message = f"{sentences.mending(judged.mend, algorithm)} (as it is, this is {rule})"
        # Texts about involved rules quote plain ones to explain them.
        quoted = elementary(rule) and not elementary(str(claimed)) and not claim.first
        meant = claim.near or _small(judged)
        told = family(rule) in claim.between and not claim.asked
        severity = "error" if meant and not quoted and not told else "note"
    return replace(found, message=message + "."), severity, lints


def _apart(mended: Mend) -> bool:
    """Say whether an edit only takes one letter for another: both were meant, as dampening is."""
    for (old, new), words in zip(mended.edit.lines, mended.edit.words, strict=False):
        letters = [word.name[0] for word in words if isinstance(word, Name)]
        kept = set(new.formula.names()) < set(old.formula.names())
        if words[0] != "has" or not kept or len(letters) != 2 or letters[0] == letters[1]:
            return False
    return True


def _alike(rule: str, other: str) -> bool:
    if rule == other:
        return True
    return sentences.related(rule)[1] and sentences.related(other)[1]


def _unusual(found: Finding, algorithm: Algorithm, judged: Judged) -> str:
    """Say under which map it is a rule, and what its author may have meant."""
    changed = found.map["hyperparameters"] if found.map else {}
    having = ", ".join(f"{key} = {value}" for key, value in changed.items() if key != value)
    message = f"{found.rule} by an unusual map only" + (f", with {having}" if having else "")
    if judged.mend is None:
        return message
    return f"{sentences.mending(judged.mend, algorithm)} (as it is, {message})"


def _small(judged: Judged) -> bool:
    """Say whether an edit mends it that undoes a likely slip."""
    return judged.mend is not None and judged.mend.edit.cost <= LIKELY


def wrong(
    found: Finding, algorithm: Algorithm, judged: Judged, claim: Claim
) -> tuple[Finding, Severity]:
    """Say how it differs and what would mend it."""
    claimed = claim.rule
    if algorithm.chosen:
        return _chosen(found, algorithm, judged), "note"
    more = besides(judged.identity, judged.copy.recursion)
    if claimed is not None and more:
        return _more(found, judged, more), "note"
    severity: Severity = "error" if claim.near or _small(judged) else "note"
    if judged.mend is not None:
        difference = judged.copy.difference
        message = sentences.mending(judged.mend, algorithm)
        if difference is not None and difference.line is judged.mend.edit.lines[0][0]:
            message = f"{difference.message.rstrip('.')}: write {found.suggestion}"
        if claimed or _small(judged):
            return replace(found, message=message + "."), severity
    witness = judged.comparison.witness if judged.comparison else None
    where = f"they part at step {witness.steps}" if witness is not None else found.reason or ""
    if claimed is not None:
        nearest = "" if claimed == found.rule else f"of its forms {found.rule} is the nearest, "
        return replace(found, message=f"this is not {claimed}: {nearest}{where}."), severity
    return replace(
        found, message=f"not in the catalogue; the nearest rule is {found.rule}: {where}."
    ), "note"


def _chosen(found: Finding, algorithm: Algorithm, judged: Judged) -> Finding:
    """Say of an algorithm that options make how it stands to the catalogue."""
    options = with_options(algorithm)
    if judged.mend is not None and named_by_options(algorithm):
        message = f"with {options}, {sentences.mending(judged.mend, algorithm)}."
        return replace(found, message=message)
    witness = judged.comparison.witness if judged.comparison else None
    where = found.reason or (f"they part at step {witness.steps}" if witness is not None else "")
    message = f"with {options} it is not in the catalogue; the nearest rule is {found.rule}"
    return replace(found, message=f"{message}: {where}." if where else f"{message}.")


def _more(found: Finding, judged: Judged, more: Mapping[str, Fraction]) -> Finding:
    """Say which rule an algorithm has in it, and what it has besides."""
    called = judged.copy.names
    names = [name_said(called[name]) if name in called else name for name in more]
    values = ", ".join(f"{name} = {more[key]}" for name, key in zip(names, more, strict=True))
    which = " and ".join(names)
    message = f"{found.rule} with {which} besides, which the rule does not have"
    return replace(found, message=f"{message}: the same at {values} only.", suggestion=None)


def unsettled(
    found: Finding, algorithm: Algorithm, judged: Judged, claim: Claim
) -> tuple[Finding, Severity]:
    """Say why nothing was decided, and what would mend it if anything would."""
    reason = judged.copy.reason if judged.identity is None else found.reason
    reason = reason or "it could be shown neither to be a rule nor to be none"
    message = f"not decided: {reason.rstrip('.')}."
    severity: Severity = "note"
    if judged.mend is not None and judged.identity is None and not _answers(judged.mend, reason):
        found = replace(found, suggestion=None)
    elif judged.mend is not None and judged.identity is None:
        message = f"{sentences.mending(judged.mend, algorithm)}."
        severity = "error" if claim.near else "note"
    elif judged.mend is not None and claim.near and _small(judged):
        message = f"not decided, but likely {sentences.mending(judged.mend, algorithm)}."
    return replace(found, message=message, reason=reason), severity


def _answers(mended: Mend, reason: str) -> bool:
    """Say whether an edit puts what is known in place of a name that nobody defines.

    A function that is not understood, such as a norm, is no slip.
    """
    if any(_functions(old) - _functions(new) - KNOWN for old, new in mended.edit.lines):
        return False
    unknown, _, rest = reason.partition(" ")
    if not rest.startswith("is not defined"):
        return True
    return all(
        unknown not in new.formula.names() and _size(new) >= _size(old)
        for old, new in mended.edit.lines
    )


def _functions(line: Assignment) -> set[str]:
    return {node.function for node in line.formula.walk() if isinstance(node, Call)}


def _size(line: Assignment) -> int:
    return sum(1 for _ in line.formula.walk())
