"""Links, pictures and tags in running text of Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

_TARGET = re.compile(
    r"""\(\s{0,9}(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"""
    r"""(?:\s{1,9}(?:"[^"\n]*"|'[^'\n]*'))?\s{0,9}\)"""
)
_LABEL = re.compile(r"\[([^\[\]\n]{0,200})\]")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"""
    r"""(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
)
# More brackets that wait for their ends are no links.
_MOST_OPEN = 10_000


class Link(NamedTuple):
    """A link or picture: where it begins and ends, and how much had been found before it."""

    is_picture: bool
    start: int
    found: int
    end: int


class Links:
    """Pairs the brackets of a text, met from left to right.

    Parameters
    ----------
    text : str
    labels : collection of str
        Those that have targets: ``[text][label]`` is a link then.

    Examples
    --------
    >>> links = Links("[a](b)", ())
    >>> links.begin(0, 0)
    >>> links.end(2)
    Link(is_picture=False, start=0, found=0, end=6)
    """

    def __init__(self, text: str, labels: Collection[str]):
        self.text, self.labels = text, labels
        self._begun: list[tuple[bool, int, int]] = []
        # A link holds no link: brackets that were opened before the last one are none.
        self._dead = 0

    def begin(self, start: int, found: int, *, is_picture: bool = False) -> None:
        """Take note of an opening bracket."""
        if len(self._begun) < _MOST_OPEN:
            self._begun.append((is_picture, start, found))

    def end(self, at: int) -> Link | None:
        """Return what the bracket closes that stands at an offset."""
        if not self._begun:
            return None
        is_picture, start, found = self._begun.pop()
        if not is_picture and len(self._begun) < self._dead:
            return None
        target = _TARGET.match(self.text, at + 1) or self._label(start, at, is_picture)
        if target is None:
            return None
        if not is_picture:
            self._dead = len(self._begun)
        return Link(is_picture, start, found, target.end())

    def _label(self, start: int, at: int, is_picture: bool) -> re.Match[str] | None:
        label = _LABEL.match(self.text, at + 1)
        if label is None:
            return None
        name = label[1] or self.text[start + 1 : at]
        return label if is_picture or name.strip().lower() in self.labels else None


class Tag(NamedTuple):
    """A tag of HTML, or an address in angle brackets, which has no name."""

    name: str
    is_closing: bool
    end: int


def tag_at(text: str, at: int) -> Tag | None:
    """Return the tag that begins at an offset.

    Examples
    --------
    >>> tag_at('<IMG src="a.png"> and', 0)
    Tag(name='img', is_closing=False, end=17)
    >>> tag_at("a <b and c> d", 2)
    Tag(name='b', is_closing=False, end=11)
    >>> tag_at("a < b", 2)
    """
    link = _AUTOLINK.match(text, at)
    if link is not None:
        return Tag("", False, link.end())
    tag = _TAG.match(text, at)
    return None if tag is None else Tag(tag["name"].lower(), bool(tag["end"]), tag.end())
