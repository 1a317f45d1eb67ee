"""Forms of an algorithm within one section: its lines, told apart by what is assigned again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from symopt.errors import InvalidExpression
from symopt.formula import Formula, Name, Sum
from symopt.notes.meaning.candidates import Candidate, fold
from symopt.notes.meaning.corrections import corrects
from symopt.notes.meaning.gradients import asks, behind, named
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.parameters import parameters
from symopt.notes.meaning.probing import remembered
from symopt.notes.meaning.restating import repeated, restated
from symopt.notes.meaning.spelling import (
    after_parameter,
    like_gradient,
    like_state,
)
from symopt.notes.meaning.timing import timed
from symopt.notes.meaning.unifying import renewed, unified
from symopt.notes.source import Excerpt
from symopt.notes.statement import Assignment

MOST_LINES = 30  # of one algorithm
_NOWHERE = Excerpt("", ())


@dataclass(slots=True)
class Form:
    """The lines of one form of an algorithm.

    Attributes
    ----------
    lines : list of Candidate
        In the author's order.
    own : list of Candidate
        Those that are not taken from another form.
    moved : frozenset of str
        The parameters that are updated.
    loose : bool
        Whether nothing is updated: definitions that other lines may use.
    absorbed : bool
        Whether all it says is part of another form.
    borrowed : list of Candidate
        Lines that stand under another heading, where nothing says that they are meant here.
    """

    lines: list[Candidate]
    own: list[Candidate]
    moved: frozenset[str] = frozenset()
    loose: bool = False
    absorbed: bool = False
    borrowed: list[Candidate] = field(default_factory=list[Candidate])

    @property
    def moving(self) -> bool:
        """Whether a parameter is updated."""
        return bool(self.moved)

    @property
    def numbers(self) -> set[int]:
        """The numbers of its own statements in their section."""
        return {c.number for c in self.own}

    @property
    def missing(self) -> set[str]:
        """Names that are used but not assigned, and look as if they were somewhere."""
        wanted = {name for c in self.lines for name in c.lacks}
        return wanted - {c.key for c in self.lines}

    def complete(self, other: Form) -> bool:
        """Keep the lines of another form but for those that are defined anew here."""
        keys = {c.key for c in self.lines}
        order = {c.key: n for n, c in enumerate(other.lines)}
        merged = [*self.lines, *(c for c in other.lines if c.key not in keys)]
        if not _moved(merged):
            return False
        self.lines = sorted(merged, key=lambda c: order[c.key])
        self.moved = _moved(merged)
        return True

    def borrow_far(self, others: Iterable[Form]) -> None:
        """Take what is missing from the first form that defines all of it."""
        wanted = {name for name in self.missing if like_state(name)}
        if not (wanted and self.moving):
            return
        for other in others:
            if wanted <= {c.key for c in other.lines} - other.moved:
                own = list(self.lines)
                absorbed = other.absorbed
                self.borrow(other)
                other.absorbed = absorbed
                self.borrowed = [c for c in self.lines if c not in own]
                return

    def borrow(self, other: Form) -> None:
        """Take the lines of another form that define what is missing here."""
        wanted = self.missing
        while wanted:
            found = [c for c in other.lines if c.key in wanted and c.key not in other.moved]
            if not found:
                return
            self.lines = [*found, *self.lines]
            if self.moving and not other.moving:
                other.absorbed = {c.key for c in other.lines} <= {c.key for c in self.lines}
            wanted = self.missing & {c.key for c in other.lines} - other.moved


def forms(candidates: Sequence[Candidate]) -> list[Form]:
    """Return the forms of algorithms that the candidates of a section make."""
    made: list[Form] = []
    for group in _runs(candidates):
        for part in _parts(group):
            moved = _moved(part)
            loose = not moved and not any(c.updates or c.averages for c in part)
            made.append(Form(part, part, moved, loose))
    for i, form in enumerate(made):
        form.absorbed = any(
            restated(form.own, other.own) or repeated(form.own, other.own) for other in made[:i]
        )
    _complete([form for form in made if not form.absorbed])
    return made


def _runs(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Split candidates where a name is assigned again."""
    runs: list[list[Candidate]] = [[]]
    for one in candidates:
        earlier = [c for c in runs[-1] if c.key == one.key]
        again = earlier and not _goes_on(one, earlier[-1], runs[-1])
        if len(runs[-1]) >= MOST_LINES or again or _steps_anew(one, runs[-1]):
            runs.append([])
        runs[-1].append(one)
    for i in range(len(runs) - 1, 0, -1):
        _pull_back(runs[i - 1], runs[i])
    return [run for run in runs if run]


def _steps_anew(one: Candidate, run: list[Candidate]) -> bool:
    """Say whether a step is given for a parameter, and no line above has anything of it."""
    base = one.key.removeprefix("delta_")
    updates = [c for c in run if c.key == base != one.key]
    return bool(updates) and all(one.key not in c.reads for c in run)


def _goes_on(one: Candidate, earlier: Candidate, run: list[Candidate]) -> bool:
    """Say whether a second assignment to a name is a further step of the same algorithm.

    It is if it makes something of the value alone, as a correction does, or if it reads the
    value of this step: x_t <- x_t - g after x_t <- (1 - c) x_{t-1}.
    """
    if one.assignment.formula == earlier.assignment.formula:
        return False
    target, whole = one.assignment.target, one.assignment.formula
    same = target.index is not None and target.index == earlier.assignment.target.index
    if same and one.assignment.arrow and isinstance(whole, Sum):
        own = [n for n in names(whole) if n.name == target.name]
        if len(own) == 1 and any(_is_name(term, target) for term in whole.terms):
            return True
    read = one.reads
    data = {
        fold(n.name)
        for c in run
        for n in names(c.assignment.formula)
        if like_gradient(n.name) or (n.index is not None and fold(n.name) != c.key)
    }
    at, before = moment(one.assignment.target.index), moment(earlier.assignment.target.index)
    if at != before:
        return at is not None and before is not None and abs(at[1] - before[1]) < 1
    assigned = {c.key for c in run} - {one.key}
    return one.key in read and not (read & (data | assigned)) and len(run) > 0 and one.updates


def _is_name(formula: Formula, name: Name) -> bool:
    return isinstance(formula, Name) and formula.name == name.name and formula.index == name.index


def _pull_back(run: list[Candidate], following: list[Candidate]) -> None:
    """Move lines at the end of a run to the next one, if only that one uses them."""
    wanted = set().union(*(c.reads for c in following))
    have = {c.key for c in following}
    for one in reversed(list(run)):
        used = any(one.key in c.reads for c in run if c is not one)
        if used or one.key not in wanted or one.key in have:
            continue
        if _moved([one]):
            continue
        run.remove(one)
        following.insert(0, one)
        wanted |= one.reads
        have.add(one.key)


def _parts(run: list[Candidate]) -> list[list[Candidate]]:
    """Split a run into algorithms; copies of one algorithm stay together."""
    pieces = _connected(run)
    moving = [piece for piece in pieces if _moved(piece)]
    targets = [c.key for c in run]
    rest = [piece for piece in pieces if piece not in moving]
    for piece in list(rest):
        if _stands_in(piece, moving):
            # Lines that nothing uses, beside an update that should have used them.
            own = _gradients(piece, targets)
            beside = (other for other in moving if _gradients(other, targets) & own)
            next(beside, moving[0]).extend(piece)
            rest.remove(piece)
        elif (missed := _passed_by(piece, moving, targets)) is not None:
            missed.extend(piece)
            rest.remove(piece)
        elif (meant := _meant_to_correct(piece, [p for p in pieces if p is not piece])) is not None:
            meant.extend(piece)
            rest.remove(piece)
    together: list[list[Candidate]] = []
    for group in (moving, rest):
        merged: list[list[list[Candidate]]] = []
        for piece in group:
            for known in merged:
                if any(_copies(piece, other) for other in known):
                    known.append(piece)
                    break
            else:
                merged.append([piece])
        together += [sorted(chain(*known), key=lambda c: c.number) for known in merged]
    return sorted(together, key=lambda part: part[0].number)


def _connected(run: list[Candidate]) -> list[list[Candidate]]:
    """Return the lines that use each other's names."""
    pieces: list[list[Candidate]] = []
    for one in run:
        linked = [piece for piece in pieces if any(_linked(one, other) for other in piece)]
        joined = sorted([*chain(*linked), one], key=lambda c: c.number)
        pieces = [piece for piece in pieces if piece not in linked] + [joined]
    return pieces


def _linked(a: Candidate, b: Candidate) -> bool:
    if a.key == b.key or a.key in b.reads or b.key in a.reads:
        return True
    # The new value of what the other one uses: v_new = b v + g beside w = w - a v.
    return any(renewed(one.key) in one.reads & two.reads for one, two in ((a, b), (b, a)))


def _copies(a: list[Candidate], b: list[Candidate]) -> bool:
    """Say whether two sets of lines look like copies of one algorithm.

    They have as many lines of each kind, or stand among each other.
    """
    a, b = (sorted(piece, key=lambda c: c.number) for piece in (a, b))
    first, second = sorted((a, b), key=lambda piece: piece[0].number)
    if _inputs(a) & _inputs(b) or _moved(a) & _moved(b):
        return False
    apart = first[-1].number < second[0].number
    if not apart:
        return True
    kinds = [sorted(c.updates for c in piece) for piece in (a, b)]
    near = second[0].number - first[-1].number == 1
    shared = _givens(a) & _givens(b)
    return kinds[0] == kinds[1] and near and bool(shared)


def _stands_in(piece: list[Candidate], moving: list[list[Candidate]]) -> bool:
    """Say whether lines that nothing uses stand among those of an algorithm, as if they were."""
    numbers = [c.number for other in moving for c in other]
    among = bool(numbers) and min(numbers) < piece[0].number and piece[-1].number < max(numbers)
    return among and any(_givens(piece) & _givens(other) for other in moving)


def _passed_by(
    piece: list[Candidate], moving: list[list[Candidate]], targets: Sequence[str]
) -> list[Candidate] | None:
    """Return the update right below a line for a state that has the same gradient instead."""
    if len(piece) != 1 or not (piece[0].updates and like_state(piece[0].assignment.target.name)):
        return None
    excerpt = piece[0].statement.excerpt
    line = excerpt.place(len(excerpt.text)).line
    own = _gradients(piece, targets)
    for other in moving:
        first = min(other, key=lambda c: c.number)
        near = first.number == piece[0].number + 1
        near = near and first.statement.excerpt.start.line - line <= 1
        if near and _gradients(other, targets) & own:
            return other
    return None


def _meant_to_correct(
    piece: list[Candidate], others: list[list[Candidate]]
) -> list[Candidate] | None:
    """Return the average that a correction is meant for, though it is made of something else.

    It takes in what the average takes in, and is called after it or divided as a correction is.
    """
    if len(piece) != 1 or piece[0].updates or _moved(piece):
        return None
    one, made = piece[0], piece[0].assignment
    for other in others:
        for state in other:
            shared = (one.reads & state.reads) - {state.key}
            called = state.assignment.target.name
            if state.updates and shared and corrects(made.target, made.formula, called):
                return other
    return None


def _inputs(piece: list[Candidate]) -> set[str]:
    """Return the gradients by name, where no parameter tells whose they are."""
    if _moved(piece):
        return set()
    return _gradients(piece)


def _gradients(piece: list[Candidate], targets: Sequence[str] = ()) -> set[str]:
    """Return the names of gradients, also of those called after one of the targets."""
    return {
        n
        for c in piece
        for n in c.reads
        if like_gradient(n) or any(after_parameter(n, target) for target in targets)
    }


def _givens(piece: list[Candidate]) -> set[str]:
    assigned = {c.key for c in piece}
    return {n.name for c in piece for n in names(c.assignment.formula) if n.name not in assigned}


def _moved(piece: list[Candidate]) -> frozenset[str]:
    """Return the parameters that lines update."""
    return _parameters(tuple(replace(c.assignment, excerpt=_NOWHERE) for c in piece))


@lru_cache(maxsize=200)  # long files repeat their formulas
def _parameters(lines: tuple[Assignment, ...]) -> frozenset[str]:
    try:
        whole = timed(unified(lines, False)[0], False)
    except InvalidExpression:
        return frozenset()
    if not remembered(whole.lines):
        return frozenset()
    return frozenset(map(fold, parameters(named(whole.lines), behind(whole.lines))))


def _complete(made: list[Form]) -> None:
    """Let a second form that says only what differs keep the other lines of the first.

    And let one that lacks a definition take it from a form above.
    """
    defined: set[str] = set()
    for i, form in enumerate(made):
        if not form.moving and not form.loose:
            for other in (*reversed(made[:i]), *made[i + 1 :]):
                if other.moving and _replaces(form, other) and form.complete(other):
                    break
        if form.missing & defined:
            for other in reversed(made[:i]):
                form.borrow(other)
        defined |= {c.key for c in form.lines}


def _replaces(form: Form, other: Form) -> bool:
    """Say whether a form defines anew what another one defines, of the same gradients."""
    theirs = {c.key: _data(c) for c in other.lines}
    return all(c.key in theirs and _data(c) & theirs[c.key] for c in form.lines)


def _data(one: Candidate) -> set[str]:
    found = {n for n in one.reads if like_gradient(n)}
    return found | ({"grad"} if asks(one.assignment.formula) else set())
