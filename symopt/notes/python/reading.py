"""From listings to what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from symopt.errors import InvalidExpression
from symopt.notes.document import Code
from symopt.notes.python.algorithms import Built
from symopt.notes.python.branches import claims_of, variants
from symopt.notes.python.building import build
from symopt.notes.python.carrying import moving
from symopt.notes.python.functions import words
from symopt.notes.python.helpers import helpers_of
from symopt.notes.python.layout import joined
from symopt.notes.python.lines import lines_of
from symopt.notes.python.lints import of_algorithm, of_body
from symopt.notes.python.parsing import parse
from symopt.notes.python.repairs import without_prompts
from symopt.notes.python.steps import steps_of
from symopt.notes.python.translation import program
from symopt.notes.python.tree import Assign, Program
from symopt.notes.python.units import (
    Unit,
    beginnings_of,
    constants_of,
    defaults,
    names_of,
    units_of,
)
from symopt.notes.statement import Algorithm, Assignment, Lint, Unread

# What a listing of Python may be called; "" and the words for plain text may hold any formula.
PYTHON = words(
    """
    python py python3 py3 python2 py2 ipython ipython3 pycon gpuclass sage
    """
)
PLAIN = {""} | words(
    """
     text txt plain plaintext pseudo pseudocode algorithm algo
    """
)
# Listings that hold no formulas: nothing is said of them.
OTHER = words(
    """
    bash sh shell zsh console powershell cmd bat json yaml yml toml ini xml html css diff
    make makefile dockerfile mermaid dot graphviz csv sql bibtex http
    """
)


MAX_ALGORITHMS = 500  # of a document


@dataclass(frozen=True, slots=True)
class Reading:
    """What the listings of a document say; see `symopt.notes.python`."""

    programs: tuple[Program, ...]
    algorithms: tuple[Algorithm, ...]
    lints: tuple[Lint, ...]
    unread: tuple[Unread, ...]


def read(codes: Sequence[Code]) -> Reading:
    """Read the listings of a document, in the order of the document."""
    programs: list[Program] = []
    algorithms: list[Algorithm] = []
    lints: list[Lint] = []
    unread: list[Unread] = []
    taken = [code for code in codes if code.language not in OTHER]
    listings = [without_prompts(lines_of(code, at)) for at, code in enumerate(taken)]
    for group in joined(listings):
        language = taken[group[0].fence].language
        parsed = parse(group, power=True)
        if parsed.broken and language not in PYTHON | PLAIN:
            # Half of a listing in another language says something else than the whole.
            if parsed.unread():
                reason = f"this listing ({language}) is not Python that symopt reads"
                unread.append(Unread(parsed.unread()[0].excerpt, reason))
            continue
        unread.extend(parsed.unread())
        made = program(parsed)
        if made is not None:
            programs.append(replace(made, python=language in PYTHON))
    known = frozenset(name for each in programs for name in names_of(each))
    shared = helpers_of(node for each in programs for node in each.body)
    begin = [node for each in programs for node in beginnings_of(each)]
    constants: list[Assign] = []
    for each in programs:
        for bare in units_of(each, constants, begin):
            if len(algorithms) >= MAX_ALGORITHMS:
                reason = f"more than {MAX_ALGORITHMS} algorithms are not read"
                unread.append(Unread(bare.excerpt, reason))
                break
            unit = replace(bare, helpers={**shared, **helpers_of(bare.inner)})
            found = _found(unit)
            bound = known | {parameter.name for parameter in unit.parameters}
            for built in found:
                if isinstance(built, Unread):
                    unread.append(built)
                else:
                    defects = of_algorithm(built, bound)
                    algorithms.append(replace(built.algorithm, lints=defects))
            if not any(isinstance(built, Built) for built in found):
                lints.extend(of_body(unit))
        if len(algorithms) >= MAX_ALGORITHMS:
            break
        constants.extend(constants_of(each))
    # What stops an algorithm says more than that a line could not be parsed.
    gaps = {gap.excerpt.start: gap for gap in unread}
    return Reading(
        tuple(programs),
        tuple(algorithms),
        tuple(dict.fromkeys(lints)),
        tuple(gaps[place] for place in sorted(gaps)),
    )


def _found(unit: Unit) -> list[Built | Unread]:
    """Find the algorithms of a body; one that cannot be put together does not stop the rest."""
    found: list[Built | Unread] = []
    try:
        found.extend(_algorithms(unit))
    except (InvalidExpression, RecursionError) as problem:
        reason = "nested too deep" if isinstance(problem, RecursionError) else str(problem)
        found.append(Unread(unit.excerpt, reason))
    return found


def _algorithms(unit: Unit) -> Iterator[Built | Unread]:
    """Find the algorithms of a body: of each of its loops, with each choice of its options."""
    for step in steps_of(unit.body):
        seen: set[tuple[Assignment, ...]] = set()
        changing = moving(step.body)
        if step.loop is not None and step.loop.targets is not None:
            changing |= set(step.loop.targets.names())
        for at, variant in enumerate(variants(step.body, defaults(unit.parameters), changing)):
            # With other options than the default ones, a listing is what these are called.
            own = claims_of(variant.options)
            asked = tuple(each for each in own if f"'{each}'" in "".join(variant.options))
            chosen = replace(unit, claims=(*asked, *unit.claims) if at == 0 else own)
            if asked:  # rule == "adam" names it: none of the values is the usual one
                usual = tuple(each for each in variant.chosen if " = '" not in each)
                variant = replace(variant, chosen=usual)
            built = build(chosen, step, variant)
            if isinstance(built, Built):
                if built.algorithm.assignments in seen:
                    continue
                seen.add(built.algorithm.assignments)
            if built is not None:
                yield built
