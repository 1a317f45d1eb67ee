"""A claim: a sentence, its symbols, and a derivation, as a plain decorated function."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from symopt.errors import RuleError

if TYPE_CHECKING:
    from symopt.proof.proof import Proof
    from symopt.proof.session import Session

Expected = Literal["proved", "refuted", "undecided"]


class Claim:
    """A statement about rules with a derivation. Made by the decorator `claim`.

    Attributes
    ----------
    name : str
        Such as ``"averages.weights"``: topic and function.
    topic : str
        The module it stands in.
    summary : str
        The sentence.
    rules : tuple of str
        The rules it speaks of.
    source : str
        Key of the reference.
    expected : {"proved", "refuted", "undecided"}
    """

    def __init__(
        self, function: Callable[..., Any], rules: tuple[str, ...], source: str, expect: Expected
    ) -> None:
        self.function = function
        self.module = function.__module__
        # A topic too long for one file goes on in TOPIC_part.py.
        self.topic = self.module.rpartition(".")[2].partition("_")[0]
        self.name = f"{self.topic}.{function.__name__.replace('_', '-')}"
        self.rules, self.source, self.expected = rules, source, expect
        doc = inspect.getdoc(function)
        if not doc:
            raise RuleError(f"{self.name} has no sentence (a docstring)")
        paragraphs = doc.split("\n\n")
        self.summary = " ".join(paragraphs[0].split())
        self.remark = "\n\n".join(" ".join(p.split()) for p in paragraphs[1:])
        if expect not in typing.get_args(Expected):
            raise RuleError(f'{self.name}: expect is "proved", "refuted" or "undecided"')
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def __repr__(self) -> str:
        return f"<claim {self.name}>"

    def run(self, session: Session) -> Any:
        """Run the function on symbols, in a session."""
        from symopt.proof.session import running

        hints = typing.get_type_hints(self.function)
        with running(session):
            arguments = []
            for parameter in inspect.signature(self.function).parameters.values():
                kind = hints.get(parameter.name)
                if kind is None:
                    raise RuleError(f"{self.name}: {parameter.name} has no domain (an annotation)")
                arguments.append(session.declare(parameter.name, kind))
            return self.function(*arguments)

    def prove(self) -> Proof:
        """Build the derivation and have its certificate verified."""
        from symopt.proof.proof import prove

        return prove(self)


@dataclass(frozen=True)
class Refutation:
    """A statement that is false, with a witness: exact values of its symbols and functions."""

    conclusions: tuple[Any, ...]
    witness: dict[str, Any]


def claim(
    *, rules: list[str] | tuple[str, ...] = (), source: str, expect: Expected = "proved"
) -> Callable[[Callable[..., Any]], Claim]:
    """Make a claim of a function.

    Parameters
    ----------
    rules : list of str
        Ids of the rules that the claim speaks of.
    source : str
        Key of a reference in `symopt.references`.
    expect : {"proved", "refuted", "undecided"}
        What `symopt verify` must find.
    """

    def decorate(function: Callable[..., Any]) -> Claim:
        return Claim(function, tuple(rules), source, expect)

    return decorate
