"""Definitions in any order: which value of each name they mean, and an order that works."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symopt.errors import InvalidExpression
from symopt.formula import Call, Formula, Name
from symopt.notes.meaning.indices import moment, names
from symopt.notes.meaning.lines import Line, Timed, before, lag
from symopt.notes.meaning.spelling import like_gradient
from symopt.notes.statement import Assignment


class Equations:
    """Definitions in any order, each name with a time or at least a place."""

    def __init__(self, assignments: list[Assignment], symbol: str | None):
        self.assignments = assignments
        self.symbol = symbol
        self.defined: dict[str, list[int]] = {}
        for i, assignment in enumerate(assignments):
            self.defined.setdefault(assignment.target.name, []).append(i)
        self.newest = self._newest()
        self.replaced = self._replaced()
        self.keys = self._keys()
        self.edges: set[tuple[int, int]] = set()

    def _offset(self, name: Name) -> Fraction | None:
        at = moment(name.index)
        return at[1] if at is not None and at[0] == self.symbol and self.symbol else None

    def _newest(self) -> dict[str, Fraction]:
        """Return, for every name with times, the offset of its value in this step."""
        found: dict[str, Fraction] = {}
        seen: dict[str, list[Fraction]] = {}
        for assignment in self.assignments:
            target = self._offset(assignment.target)
            name = assignment.target.name
            if target is not None and found.setdefault(name, target) != target:
                raise InvalidExpression(f"{name} is assigned at two times of one step")
            for used in names(assignment.formula):
                offset = self._offset(used)
                if offset is None:
                    continue
                # The old value on the right of an update without an index on its left.
                own = used.name == name and target is None
                seen.setdefault(used.name, []).append(offset + own)
        for name, offsets in seen.items():
            found.setdefault(name, max(offsets))
        return found

    def _replaced(self) -> dict[str, int]:
        """Return what is given and gets another value: g_t <- g_t + v_t, not so the g_t above."""
        found: dict[str, int] = {}
        for name, (i, *others) in self.defined.items():
            one = self.assignments[i]
            own = [n for n in names(one.formula) if n.name == name]
            same = one.target.index is not None and all(n.index == one.target.index for n in own)
            if own and same and one.arrow and not others and like_gradient(name):
                found[name] = i
        return found

    def _keys(self) -> list[str]:
        """Return a name for the value of every assignment; the last one of a name keeps it."""
        taken = set(self.defined)
        keys: list[str] = []
        for i, assignment in enumerate(self.assignments):
            key = assignment.target.name
            last = i == self.defined[assignment.target.name][-1]
            while (not last or assignment.target.name in self.replaced) and key in taken:
                key += "_"
            taken.add(key)
            keys.append(key)
        return keys

    def timed(self) -> Timed:
        """Return the definitions as lines, in an order that works."""
        made: list[list[Formula | None]] = []
        waiting: list[tuple[int, Name, bool]] = []
        asked = self._behind_gradients()
        choices: dict[tuple[int, Name], Formula] = {}
        for i, assignment in enumerate(self.assignments):
            made.append([])
            for name, inside in _occurrences(assignment.formula):
                if name.name not in self.defined or name.index is not None:
                    choices[i, name] = self._fixed(i, name)
                else:
                    waiting.append((i, name, inside or i in asked))
        for i, name, early in sorted(waiting, key=self._preference):
            choices[i, name] = self._free(i, name, early)
        order = self._order()
        lines = tuple(
            Line(
                self.keys[i],
                self.assignments[i].formula.map_names(lambda n, i=i: choices[i, n]),
                self.assignments[i],
            )
            for i in order
        )
        return Timed(lines, self.symbol, self._ahead(lines), frozenset(self.newest))

    def _fixed(self, i: int, name: Name) -> Formula:
        """Return the value of a name whose time is written."""
        offset = self._offset(name)
        if offset is None:
            if name.index is not None and name.name in self.defined:
                raise InvalidExpression(f"the index of {name.text()} is not understood")
            return Name(name.name)
        steps = self.newest[name.name] - offset
        if steps < 0 or steps.denominator != 1:
            raise InvalidExpression(f"{name.text()} belongs to a later step than it is used in")
        if steps:
            return before(name.name, int(steps))
        if name.name not in self.defined:
            return Name(name.name)
        if i <= self.replaced.get(name.name, -1):
            return Name(name.name)
        source = self._latest(i, name.name)
        if source is None:
            raise InvalidExpression(f"{name.text()} is defined in terms of itself")
        self.edges.add((source, i))
        return Name(self.keys[source])

    def _latest(self, i: int, name: str) -> int | None:
        """Return the definition that line i means: the one before it, if it is one of them."""
        if i not in self.defined[name]:
            return self.defined[name][-1]
        earlier = [j for j in self.defined[name] if j < i]
        return earlier[-1] if earlier else None

    def _free(self, i: int, name: Name, early: bool) -> Formula:
        """Return the value of a name without a time: the new one, where that can be meant."""
        source = self._latest(i, name.name)
        carried = source is not None and self._carried(name.name)
        if source is None or (early and carried) or self._reaches(i, source):
            return before(name.name)
        self.edges.add((source, i))
        return Name(self.keys[source])

    def _carried(self, name: str) -> bool:
        """Say whether a definition of a name uses the name itself."""
        return any(
            name == used.name
            for i in self.defined[name]
            for used in names(self.assignments[i].formula)
        )

    def _preference(self, item: tuple[int, Name, bool]) -> tuple[int, int]:
        """Order free names: those that must be new first, those the author defined below last."""
        i, name, _ = item
        if not self._carried(name.name):
            return 0, i
        return (1 if self.defined[name.name][0] < i else 2), i

    def _reaches(self, start: int, goal: int) -> bool:
        """Say whether line `goal` needs line `start`."""
        todo, seen = [start], {start}
        while todo:
            node = todo.pop()
            if node == goal:
                return True
            for a, b in self.edges:
                if a == node and b not in seen:
                    seen.add(b)
                    todo.append(b)
        return False

    def _behind_gradients(self) -> set[int]:
        """Return the definitions that a point depends on where the gradient is asked for."""
        needed: set[str] = set()
        for assignment in self.assignments:
            needed.update(n.name for n, inside in _occurrences(assignment.formula) if inside)
        found: set[int] = set()
        while needed:
            name = needed.pop()
            for i in self.defined.get(name, []):
                if i not in found and not self._carried(name):
                    found.add(i)
                    needed.update(n.name for n in names(self.assignments[i].formula))
        return found

    def _order(self) -> list[int]:
        """Return the lines in an order that works, else as the author has them."""
        rest = list(range(len(self.assignments)))
        order: list[int] = []
        while rest:
            ready = [i for i in rest if not any(b == i and a in rest for a, b in self.edges)]
            if not ready:
                circle = ", ".join(dict.fromkeys(self.assignments[i].target.name for i in rest))
                raise InvalidExpression(f"{circle} are defined in terms of each other")
            order.append(ready[0])
            rest.remove(ready[0])
        return order

    def _ahead(self, lines: tuple[Line, ...]) -> Fraction | None:
        """Return the offset of the new states; of the parameter only if there are no others."""
        used = {n.name for a in self.assignments for n, inside in _occurrences(a.formula) if inside}
        carried = {n.name for line in lines for n in names(line.formula) if lag(n)}
        offsets = {
            name: offset
            for name, offset in self.newest.items()
            if name in carried and name in self.defined
        }
        states = [offset for name, offset in offsets.items() if name not in used]
        return min(states or offsets.values(), default=None)


def _occurrences(formula: Formula) -> Iterator[tuple[Name, bool]]:
    """Iterate over the names of a formula, and whether they stand where a gradient is asked."""

    def visit(node: Formula, inside: bool) -> Iterator[tuple[Name, bool]]:
        if isinstance(node, Name):
            yield node, inside
            return
        inside = inside or (isinstance(node, Call) and node.function == "grad")
        for child in node.children():
            yield from visit(child, inside)

    return visit(formula, False)
