"""Lines that belong to one algorithm, for they use each other's names or stand among each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from symopt.notes.meaning.candidates import Candidate
from symopt.notes.meaning.corrections import corrects
from symopt.notes.meaning.indices import names
from symopt.notes.meaning.moving import moved_by
from symopt.notes.meaning.renewing import renewed
from symopt.notes.meaning.spelling import after_parameter, like_gradient, like_state


def split_pieces(run: list[Candidate]) -> list[list[Candidate]]:
    """Split a run into algorithms; copies of one algorithm stay together."""
    pieces = _connected(run)
    moving = [piece for piece in pieces if moved_by(piece)]
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
    if _inputs(a) & _inputs(b) or moved_by(a) & moved_by(b):
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
    if len(piece) != 1 or piece[0].updates or moved_by(piece):
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
    if moved_by(piece):
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
