"""Finding the figures and the films: one short script each, in two galleries beside the package.

In a checkout (and an editable install) the galleries are the folders ``figures/`` and
``animations/`` of the project; in a wheel they travel inside the package, as
``symopt/_gallery/figures`` and ``symopt/_gallery/animations``.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from symopt.errors import SymoptError, UnknownName

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Entry:
    """A script of a gallery.

    Attributes
    ----------
    name : str
        In kebab-case: ``race-saddle`` is ``race_saddle.py``.
    path : Path
    """

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        """The script's syntax tree: listing a gallery reads scripts and runs none."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def summary(self) -> str:
        """The point that the picture makes: the first sentence of its docstring."""
        classes = [node for node in self.tree.body if isinstance(node, ast.ClassDef)]
        scene = next((node for node in classes if node.name == self.class_name), self.tree)
        text = ast.get_docstring(scene) or ast.get_docstring(self.tree)
        if not text:
            raise SymoptError(f"{self.path}: no docstring says what the picture shows")
        return first_sentence(text)

    def caption(self, lang: str = "en") -> str:
        """The picture's point in a language: `summary`, or in Chinese what the script says.

        A figure's script says it as ``CAPTION_ZH``, a film's scene as its ``caption_zh``.
        """
        return self.summary if lang == "en" else self._constant("CAPTION_ZH", "caption_zh")

    def alt(self, lang: str = "en") -> str:
        """What a reader who cannot see the figure is told that it shows.

        The docstring of the script's function ``figure``, or the script's ``ALT_ZH``.
        """
        if lang == "zh":
            return self._constant("ALT_ZH")
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == "figure":
                return " ".join((ast.get_docstring(node) or "").split())
        raise SymoptError(f"{self.path}: defines no figure")

    def _constant(self, *names: str) -> str:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
                return str(ast.literal_eval(node.value))
        raise SymoptError(f"{self.path}: no {' or '.join(names)} says it in Chinese")

    @property
    def class_name(self) -> str:
        """What Manim calls the scene: ``race-saddle`` is ``RaceSaddle``."""
        return "".join(part.capitalize() for part in self.name.split("-"))


def first_sentence(text: str) -> str:
    """Return the first sentence of a docstring on one line.

    Examples
    --------
    >>> first_sentence("Adam, beta = 0.9, wins.\\n\\nMore follows.")
    'Adam, beta = 0.9, wins.'
    """
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    head, stop, _ = paragraph.partition(". ")
    return head + stop.strip()


def figures() -> Mapping[str, Entry]:
    """Return the figures by name, in alphabetical order."""
    return _entries("figures")


def animations() -> Mapping[str, Entry]:
    """Return the films by name, in alphabetical order."""
    return _entries("animations")


def figure(name: str) -> Entry:
    """Return the figure of that name.

    Raises
    ------
    UnknownName
        There is none.
    """
    return _pick(figures(), "figure", name)


def animation(name: str) -> Entry:
    """Return the film of that name.

    Raises
    ------
    UnknownName
        There is none.
    """
    return _pick(animations(), "animation", name)


def _pick(entries: Mapping[str, Entry], noun: str, name: str) -> Entry:
    try:
        return entries[name]
    except KeyError:
        raise UnknownName(noun, name, entries) from None


def _entries(kind: str) -> Mapping[str, Entry]:
    paths = sorted(_folder(kind).glob("[!_]*.py"))
    named = ((path.stem.replace("_", "-"), path) for path in paths)
    return MappingProxyType({name: Entry(name, path) for name, path in named})


def _folder(kind: str) -> Path:
    # The wheel's copy first: beside an installed package, a folder of that name is a stranger's.
    for folder in (_PACKAGE / "_gallery" / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise SymoptError(f"the {kind} are not installed with this copy of symopt")
