"""Which rule an author says that a formula is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from symopt.notes.meaning.aliases import ALIASES, GENERAL, OTHERS
from symopt.rules import names as rule_names

_JOINED = re.compile(r"\s*(?:,|/|&|\+|vs\b|versus\b|and\b|or\b|和|与|及|、|以及|或)")
_FILLING = re.compile(
    r"\b(the|with|in|of|optimi[sz]ation|optimi[sz]ers?|algorithms?|methods?|updates?|rules?|variant)\b"
    r"|算法|方法|优化器|优化|更新|公式|规则|法"
)
MAX_TEXT = 2000  # characters of a text in which names are looked for


def claimed(claims: Iterable[str]) -> str | None:
    """Return the rule or family that texts name, the nearest text first; None if none does.

    A text that names several says nothing by itself, unless one that follows names one of them
    or it begins with one: "Adam combines momentum and RMSProp" is about Adam.

    Examples
    --------
    >>> claimed(["Adam combines momentum with RMSProp:", "6. Adam"])
    'adam'
    >>> claimed(["AMSGrad keeps the maximum"]), claimed(["带动量的梯度下降"])
    ('amsgrad', 'momentum')
    >>> claimed(["the update is", "Momentum and NAG"])
    """
    several: list[tuple[str, tuple[str, ...]]] = []
    for text in claims:
        found = named(text)
        if len(found) == 1:
            candidates = [names for _, names in several]
            if not candidates or any(found[0] in names for names in candidates):
                return found[0]
        elif found:
            several.append((text, found))
    for text, _ in several:
        subject = _subject(text)
        if subject is not None:
            return subject
    return None


def named(text: str) -> tuple[str, ...]:
    """Return the rules that a text names, in its order; general ones only if there is no other.

    Examples
    --------
    >>> named("SGD with Nesterov momentum"), named("def rms_prop_update")
    (('nesterov',), ('rmsprop',))
    """
    found = tuple(dict.fromkeys(name for _, _, name in _mentions(text) if name))
    special = tuple(name for name in found if name not in GENERAL)
    if special:
        return special
    return found[:1]


def families(texts: Iterable[str]) -> frozenset[str]:
    """Return the families of all rules that any of some texts names, the general ones too.

    Examples
    --------
    >>> sorted(families(["SGD", "Unlike Adam, it keeps the rate.", "The velocity form"]))
    ['adam', 'gd']
    """
    found = {name for text in texts for _, _, name in _mentions(text) if name}
    return frozenset(name.partition(".")[0] for name in found)


def covers(text: str) -> bool:
    """Say whether a text is little else than names of rules.

    Examples
    --------
    >>> covers("3) The Adam optimizer"), covers("this slows gradient descent down")
    (True, False)
    """
    rest = _normal(text)
    for start, end, _ in reversed(_mentions(text)):
        rest = f"{rest[:start]} {rest[end:]}"
    rest = _FILLING.sub(" ", rest)
    left = sum(character.isalpha() for character in rest)
    return left <= 4


def _subject(text: str) -> str | None:
    """Return the rule a text begins with, if it is not the first of a list."""
    mentions = _mentions(text)
    if not mentions:
        return None
    start, end, name = mentions[0]
    text = _normal(text)
    if start > 4 or _JOINED.match(text, end) or name in GENERAL:
        return None
    return name or None


@lru_cache(maxsize=1000)  # the words around one formula are those around the next
def _mentions(text: str) -> list[tuple[int, int, str]]:
    """Return where names stand, the longest where several overlap; "" for what is no rule."""
    text = _normal(text)
    found: list[tuple[int, int, str]] = []
    for pattern, name in _patterns():
        found += [(m.start(), m.end(), name) for m in pattern.finditer(text)]
    found.sort(key=lambda mention: (mention[0] - mention[1], mention[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, name in found:
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, name))
    return sorted(kept)


def _normal(text: str) -> str:
    """Return text in one spelling: words of joined names apart, no marks of emphasis."""
    text = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    text = re.sub(r"[*`#\[\]\"'’]", " ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)
    return re.sub(r"\s+", " ", text.replace("_", " ")).strip().casefold()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    families = dict.fromkeys(name.partition(".")[0] for name in rule_names())
    aliases = {family: (family, *ALIASES.get(family, ())) for family in families}
    made = [(_pattern(alias), name) for name, known in aliases.items() for alias in known]
    return (*made, *((_pattern(alias), "") for alias in OTHERS))


def _pattern(alias: str) -> re.Pattern[str]:
    words = r"[\s\-–]*(?:的)?".join(map(re.escape, alias.split()))
    before = r"(?<![a-z])" if alias[0].isascii() else ""
    after = r"(?![a-z])" if alias[-1].isascii() else ""
    return re.compile(before + words + after)
