"""A batch whose size is drawn at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.formula import Call, Formula, Name
from symopt.notes.python.functions import words
from symopt.notes.python.tree import Assign, Node, walk
from symopt.notes.statement import Lint

_DRAWS = words(
    "sample choice choices randint randrange permutation shuffle random uniform integers randperm"
    " random_integers"
)


def random_batches(body: Sequence[Node]) -> Iterator[Lint]:
    """A slice that ends at a number drawn at random: its length is random."""
    drawn: dict[str, Formula] = {}
    for node in walk(tuple(body)):
        if not isinstance(node, Assign):
            continue
        formula = node.formula
        for part in formula.walk():
            match part:
                case Call(function="slice", arguments=(base, lower, upper, *_)):
                    name = next((n for n in _counted(upper) if n in drawn), None)
                    if name is not None and name not in lower.names():
                        yield Lint(
                            "random-batch-size",
                            f"the batch {base.text()}[{lower.text()}:...] ends at a number drawn at"
                            f" random ({name}), so its size is random: take the drawn indices, "
                            f"{base.text()}[{name}]",
                            node.excerpt,
                            True,
                        )
                case _:
                    pass
        if isinstance(node.target, Name) and _draws(formula):
            drawn[node.target.name] = formula


def _counted(formula: Formula) -> list[str]:
    """Return the names in a bound, but for those whose length is asked for."""
    whole = {id(inner) for part in formula.walk() if _is_length(part) for inner in part.walk()}
    return [
        part.name for part in formula.walk() if isinstance(part, Name) and id(part) not in whole
    ]


def _is_length(formula: Formula) -> bool:
    return isinstance(formula, Call) and formula.function in ("len", "shape", "size")


def _draws(formula: Formula) -> bool:
    return any(
        isinstance(part, Call) and part.function.rpartition(".")[2] in _DRAWS
        for part in formula.walk()
    )
