"""Gradients that PyTorch adds up: never set to zero, or set to zero before they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.notes.python.tree import Loop, walk
from symopt.notes.python.units import Unit
from symopt.notes.statement import Lint

_EVENT = re.compile(
    r"(?P<asked>\.backward\()"
    r"|(?P<zero>zero_grad|\.grad(?:\.data)?\.(?:zero_|fill_|detach)|\.grad\s*=(?!=)|\.grad\s*\*=\s*0)"
    r"|(?P<used>\.grad\b(?!\s+is\b)|\.step\(\))"
)
_IN_PLACE = re.compile(r"-=[^\n]*\.grad\b|\.data\s*=[^\n]*\.grad\b|\.(?:sub|add)_\([^\n]*\.grad\b")


def zeroing(unit: Unit) -> Iterator[Lint]:
    """Find loops that ask for gradients and zero them too early or never."""
    loops = [node for node in walk(unit.body) if isinstance(node, Loop)]
    outer = [loop for loop in loops if ".backward(" in loop.excerpt.text][:1]
    for loop in outer:
        text = "\n".join(line.split("#")[0] for line in loop.excerpt.text.splitlines())
        events = [found.lastgroup for found in _EVENT.finditer(text)]
        if "zero" not in events:
            torch = "torch" in unit.program.excerpt.text or "no_grad" in text
            if torch and _IN_PLACE.search(text):
                yield Lint(
                    "gradient-adds-up",
                    "nothing sets the gradient to zero: backward() adds each new gradient to the "
                    "old ones; call zero_() on it, or zero_grad(), in each step",
                    loop.excerpt,
                    True,
                )
            continue
        asked = events.index("asked")
        after = events[asked + 1 :]
        if after[:1] == ["zero"] and "used" in after and "asked" not in after:
            yield Lint(
                "zeroed-too-early",
                "the gradient is set to zero after backward() and before it is used, so that no "
                "step is made: zero it before backward() or after the step",
                loop.excerpt,
                True,
            )
