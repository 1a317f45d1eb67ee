"""What a reader understood of one formula or one line of code."""

from __future__ import annotations

from dataclasses import dataclass, field

from symopt.formula import Formula, Name
from symopt.notes.source import Excerpt


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not understood: where, and why."""

    excerpt: Excerpt
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A formula as LaTeX has it: parts joined by relations, never turned into one equation.

    Attributes
    ----------
    parts : tuple of Formula
        One, for a formula without a relation.
    links : tuple of str
        What stands between them: one of ``=``, ``<-`` (assigned: := or an arrow to the left),
        ``->`` (tends to), ``~`` (approximately), ``<``, ``<=``, ``>``, ``>=``, ``!=``,
        ``propto``, ``in``.
    excerpt : Excerpt
        The source.
    note : str
        Words beside it, such as ``\\text{...}`` after ``&&``, or an equation's tag.

    The names of a formula: see `symopt.notes.latex`.
    """

    parts: tuple[Formula, ...]
    links: tuple[str, ...]
    excerpt: Excerpt
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A name takes the value of a formula.

    In code, and in mathematics without time indices, a name on the right has the value it had
    last; with time indices, names say themselves which value is meant. `target` may carry an
    index; `arrow` says that the author wrote an assignment (code, :=, an arrow) and no equation.
    """

    target: Name
    formula: Formula
    excerpt: Excerpt
    arrow: bool = True


@dataclass(frozen=True, slots=True)
class Lint:
    """A defect that needs no rule to be seen.

    `code` is a short name such as "dead-assignment"; `message` the sentence its author needs;
    `serious` if the text cannot do what it says it does.
    """

    code: str
    message: str
    excerpt: Excerpt
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Algorithm:
    """All assignments of one step of one algorithm, as an author wrote them.

    Attributes
    ----------
    name : str
        The function's or class's name, or "".
    claims : tuple of str
        Texts that may name the rule that is meant, the nearest first: the function's name, its
        docstring, comments, the sentence before, the headings above.
    assignments : tuple of Assignment
        In the author's order.
    initial : dict
        What names are before the first step, where that is stated.
    values : dict
        Hyperparameters whose values are stated (defaults, or set before the loop).
    counter : str or None
        The name that counts steps, and in `counter_start` its value at the first step.
    language : str
        "latex" or "python".
    options : tuple of str
        The choices that this reading of the text has made, such as "not amsgrad"; the same text
        with other choices is another algorithm.
    chosen : tuple of str
        Those of them that are not the default ones; none for what the text does by itself.
    excerpt : Excerpt
        From the first to the last assignment (of several blocks: the first's text).
    titles : tuple of str
        Those of the claims that are headings.
    nearby : tuple of str
        The paragraphs of the same section that stand above: they may name the rule as well, but
        say nothing about which of those they name is meant.
    borrowed : tuple of str
        What is defined for another algorithm of the document and only used here, as "m as
        defined in line 12".
    """

    name: str
    claims: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    excerpt: Excerpt
    language: str
    initial: dict[str, Formula] = field(default_factory=dict[str, Formula])
    values: dict[str, Formula] = field(default_factory=dict[str, Formula])
    counter: str | None = None
    counter_start: Formula | None = None
    output: str | None = None
    lints: tuple[Lint, ...] = ()
    options: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()
