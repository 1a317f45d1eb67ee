"""What is said of an algorithm: sentences that its author can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from symopt import rules
from symopt.equivalence import Comparison
from symopt.equivalence.maps import Simulation
from symopt.equivalence.relations import fixes
from symopt.equivalence.terms import text
from symopt.equivalence.witness import Run, Witness
from symopt.formula import Formula, Name
from symopt.notes.judging.identify import Identity, certified
from symopt.notes.judging.known import recursion_of
from symopt.notes.judging.match import family
from symopt.notes.judging.searching import Mend
from symopt.notes.judging.writing import name_said, said, source
from symopt.notes.statement import Algorithm

MOST = 4  # hyperparameters of a dialect of which it is worked out how it stands to its main rule
NO_MAP = {"proved": "no map mends it (proved)", "searched": "no map found"}


def what_it_is(rule: str) -> str:
    """Return what a rule is, in a clause.

    Examples
    --------
    >>> what_it_is("rmsprop.eps-inside")
    'RMSProp with epsilon inside the root'
    >>> what_it_is("gd")
    'gradient descent: step against the gradient'
    """
    text = rules.get(rule).summary.replace("``", "")
    first, rest = text[:1], text[1:]
    # A word with capitals inside it is a name.
    name = any(letter.isupper() for letter in rest.partition(" ")[0].rstrip(":"))
    names = {"Adam", "Lion", "Nadam", "Nesterov", "Adadelta", "Nesterov's"}
    word = text.partition(" ")[0].rstrip(":")
    return text if name or word in names else first.lower() + rest


def own_names(identity: Identity, called: Mapping[str, Name]) -> dict[str, str]:
    """Return what the author calls what a comparison has under the rule's names."""
    names: dict[str, str] = {}
    for own, under in identity.names.items():
        names[under] = name_said(called[own]) if own in called else under
    for key in ("theta", "g", "y", "t"):
        if key in called:
            names[key] = name_said(called[key])
    return names


def in_own_names(text: str, names: Mapping[str, str]) -> str:
    """Return text with the rule's names replaced by the author's.

    Examples
    --------
    >>> in_own_names("alpha*(1 - beta)", {"alpha": "eta", "beta": "alpha"})
    'eta*(1 - alpha)'
    """
    return re.sub(
        r"[A-Za-z_][A-Za-z0-9_]*", lambda found: names.get(found.group(0), found.group(0)), text
    )


def mending(mended: Mend, algorithm: Algorithm) -> str:
    """Return what is wrong with a line, and the line that is right."""
    edit = mended.edit
    wrong = " and ".join(
        f"{said(old.target)} {in_words(words)}"
        for (old, _), words in zip(edit.lines, edit.words, strict=False)
    )
    rest = [said(old.target) for old, _ in edit.lines[len(edit.words) :]]
    if rest and not any(new.target.name != old.target.name for old, new in edit.lines):
        wrong += f", and so {'does' if len(rest) == 1 else 'do'} {' and '.join(rest)}"
    return f"{wrong}: write {suggestion(mended, algorithm)}"


def in_words(words: Sequence[str | Formula]) -> str:
    """Return words and formulas as one clause."""
    return " ".join(word if isinstance(word, str) else said(word) for word in words)


def suggestion(mended: Mend, algorithm: Algorithm) -> str:
    """Return the lines of an edit in the author's notation."""
    return " and ".join(source(new, algorithm) for _, new in mended.edit.lines)


def parting(comparison: Comparison, names: Mapping[str, str]) -> str:
    """Return where an algorithm parts from a rule, with numbers to follow by hand."""
    witness = comparison.witness
    if witness is None:
        return ""
    text = f"from {comparison.second} at step {witness.steps}: {_parted(witness, names)}"
    if comparison.no_map is not None:
        text += f"; {NO_MAP[comparison.no_map]}"
    return text


def _parted(witness: Witness, names: Mapping[str, str]) -> str:
    average = witness.first.rows[0].query is None
    given = names.get("y" if average else "g") or ("the input" if average else "the gradient")
    values = [f"{given} = {', '.join(map(str, witness.inputs))}"]
    values += [f"{names.get(k, k)} = {v}" for k, v in witness.first.hyperparameters.items()]
    if not average and witness.start:
        values.append(f"{names.get('theta', 'theta')} = {witness.start} at the start")
    own = witness.first.hyperparameters
    own = {**{names.get(k, k): v for k, v in own.items()}, **own}
    theirs = {k: v for k, v in witness.second.hyperparameters.items() if own.get(k) != v}
    besides = "".join(f", {key} = {value}" for key, value in theirs.items())
    what = _seen(witness.first, average)
    other = f"{witness.second.name}{f' (with{besides[1:]})' if besides else ''}"
    return f"with {', '.join(values)} the note gives {what}{witness.first.last}, {other} " + str(
        witness.second.last
    )


def _seen(run: Run, average: bool) -> str:
    """Say what the last number of a run is, if it is not the new parameter."""
    if average or str(run.last) == str(run.rows[-1].output):
        return ""
    return "as its next query "


def reason(comparison: Comparison) -> str:
    """Return why two rules are not the same, as it is said of a note.

    Examples
    --------
    >>> from symopt import compare
    >>> reason(compare("momentum", "gd"))
    'the same as gd at beta = 0 only'
    """
    case = comparison.maps[0] if comparison.maps else None
    if comparison.verdict == "different" and case is not None and case.of == comparison.second:
        return f"the same as {comparison.second} at {_fixed(case)} only"
    return comparison.reason


def _fixed(case: Simulation) -> str:
    return ", ".join(f"{name} = {text(value)}" for name, value in fixes(case).items())


def related(rule: str, names: Mapping[str, str] | None = None) -> tuple[str, bool]:
    """Return how a dialect stands to its main rule, and whether it does the same.

    With `names`, what the author calls the dialect's hyperparameters.

    Examples
    --------
    >>> related("momentum.accumulating", {"alpha": "eta", "beta": "gamma"})
    ('the same as momentum with alpha = eta/(1 - gamma)', True)
    """
    how, changed, same = _relation(rule)
    having = ", ".join(f"{key} = {in_own_names(value, names or {})}" for key, value in changed)
    return (f"{how} with {having}" if having else how), same


@lru_cache(maxsize=256)
def _relation(rule: str) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Return how a dialect stands to its main rule, with which hyperparameters, if the same."""
    main = family(rule)
    if main == rule:
        return "", (), True
    if len(recursion_of(rule).hyperparameters) > MOST:
        return "", (), False
    found = certified(recursion_of(rule), recursion_of(main))
    if found.map is not None:
        changed = {k: v for k, v in found.map["hyperparameters"].items() if k != v}
        return f"the same as {main}", tuple(changed.items()), True
    if found.maps and not any(map_.varying for map_ in found.maps):
        return f"it is {main} with {_fixed(found.maps[0])}", (), False
    known = {"proved": "under every map", "searched": "; no map found", None: ""}[found.no_map]
    return f"it differs from {main} {known}".strip().replace(" ;", ";"), (), False
