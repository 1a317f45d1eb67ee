"""Names for what a listing calls ``self.v["dW" + str(l)]``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from symopt.formula import Call, Formula, Name, Number
from symopt.notes.python.substitution import rebuild

# What stands above a letter is a word in a name: m̂ is m_hat.
_ACCENTS = {"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "\u0305": "_bar"}


def plain(dotted: str) -> str:
    """Return a dotted name as one word of letters, digits and underscores.

    Examples
    --------
    >>> plain("self.v.dW"), plain("β1"), plain("self._m"), plain("p.grad")
    ('v_dW', 'beta1', 'm', 'p_grad')
    """
    parts = dotted.split(".")
    if len(parts) > 1 and parts[0] in ("self", "cls"):
        parts = parts[1:]
    word = "_".join(part.strip("_") or part for part in parts)
    word = "".join(_ascii(letter) for letter in word).strip("_")
    return word if word and word[0].isalpha() else f"x{word}"


def _ascii(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else "_"
    if letter in _ACCENTS:
        return _ACCENTS[letter]
    name = unicodedata.name(letter, "")
    found = re.match(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)$", name)
    if found:
        word = {"LAMDA": "lambda"}.get(found[2], found[2].lower())
        return word.capitalize() if found[1] == "CAPITAL" else word
    decimal = unicodedata.digit(letter, None)
    return str(decimal) if decimal is not None else f"u{ord(letter):x}"


class Naming:
    """Gives each place of a step a name of its own.

    Parameters
    ----------
    places : iterable of str
        The dotted names that occur, those of the listing's own variables first.
    preferred : mapping
        Names for places that the listing gives another name, as in ``v = state["v"]``.
    """

    def __init__(self, places: Iterable[str], preferred: Mapping[str, str]):
        self._names: dict[str, str] = {}
        taken: set[str] = set()
        given = list(dict.fromkeys(places))
        # A variable of the function itself keeps its name before an attribute does.
        for place in sorted(given, key=lambda each: "." in each):
            for name in self._choices(place, preferred):
                if name not in taken:
                    self._names[place] = name
                    taken.add(name)
                    break

    @staticmethod
    def _choices(place: str, preferred: Mapping[str, str]) -> Iterable[str]:
        if place in preferred:
            yield plain(preferred[place])
        yield plain(place)
        yield plain("its_" + place.removeprefix("self.").replace(".", "_"))
        number = 2
        while True:
            yield f"{plain(place)}_{number}"
            number += 1

    def name(self, place: str) -> str:
        """Return the name of a place."""
        return self._names.get(place) or plain(place)

    def put(self, formula: Formula, counter: str | None) -> Formula:
        """Return a formula with names for all places; an index with the counter is a time."""

        def place(part: Formula) -> Formula:
            match part:
                case Call(function="item", arguments=(Name(name=base), index)) if (
                    counter is not None and counter in index.names()
                ):
                    return Name(base, index)
                case Call(function="item", arguments=(Name(), *_)):
                    return Name(place_of(part) or "")
                case _:
                    return part

        def change(name: Formula) -> Formula:
            return replace(name, name=self.name(name.name)) if isinstance(name, Name) else name

        return rebuild(rebuild(formula, place), change)


def _text(index: Formula) -> str:
    match index:
        case Number(value=value) if value.denominator == 1 and value >= 0:
            return str(value)
        case Name(name=name):
            return name
        case _:
            return re.sub(r"\W+", "_", index.text()).strip("_") or "i"


def place_of(target: Formula) -> str | None:
    """Return the dotted name of a place, an item's with its number, or None."""
    match target:
        case Name(name=name):
            return name
        case Call(function="item", arguments=(Name(name=name), *indices)):
            return ".".join([name, *map(_text, indices)])
        case _:
            return None
