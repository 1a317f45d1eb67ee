"""What the test of a branch asks for: an option, a state that is there, the first step."""

from __future__ import annotations

from collections.abc import Mapping

from symopt.formula import Call, Chain, Formula, Name, Number
from symopt.notes.python.keys import is_text

NONE = Name("None")
# The test of a branch that is taken in the first step only.
FIRST = Call("first", ())
ABSENT = Chain((Name("state"), NONE), ("=",))


def is_asked(test: Formula) -> bool:
    """Whether a test asks if something lacks an attribute: getattr(p, "constraint", None)."""
    match test:
        case Chain(parts=(Call(function="getattr", arguments=(_, _, given)), other), links=("=",)):
            return given == other
        case _:
            return False


def affirmed(test: Formula) -> tuple[Formula, bool]:
    """Return a test, or what it denies."""
    match test:
        case Call("not", (inner,)):
            inner, positive = affirmed(inner)
            return inner, not positive
        case Chain(parts=parts, links=("!=",)):
            return Chain(parts, ("=",)), False
        case _:
            return test, True


def is_beginning(test: Formula) -> bool:
    """Whether a test asks for a state that is not there yet."""
    match test:
        case Chain(parts=(state, other), links=("=",)) if other == NONE:
            return state != NONE
        case Chain(parts=(Call("len", _), Number(value=value)), links=("=",)):
            return value == 0
        case Chain(parts=(state, Call("dict" | "tuple", ())), links=("=",)):
            return bool(state.names())
        case _:
            return False


def is_present(test: Formula) -> bool:
    """Whether a test asks for a state that is there already."""
    return isinstance(test, Call) and test.function in ("in", "hasattr")


def excludes(one: Formula, other: Formula) -> bool:
    """Whether two tests compare the same thing with different texts."""
    match one, other:
        case (
            Chain(parts=(left, first), links=("=",)),
            Chain(parts=(right, second), links=("=",)),
        ):
            return left == right and is_text(first) and is_text(second) and first != second
        case _:
            return False


def default_of(test: Formula, defaults: Mapping[str, Formula]) -> bool | None:
    """Return what a test is for the default values, or None."""
    match test:
        case Name(name=name):
            return _truth(_given(name, defaults))
        case Chain(parts=(Name(name=name), other), links=("=",)):
            given = _given(name, defaults)
            return None if given is None else given == other
        case Chain(parts=(Name(name=name), Number(value=bound)), links=(">",)):
            given = _given(name, defaults)
            return given.value > bound if isinstance(given, Number) else None
        case _:
            return None


def _given(name: str, defaults: Mapping[str, Formula]) -> Formula | None:
    """Return the default of a name, or of the parameter that an attribute is called after."""
    return defaults.get(name) or defaults.get(name.rpartition(".")[2])


def is_nothing(test: Formula) -> bool:
    """Whether a test says that something is not asked for: weight_decay == 0."""
    match test:
        case Chain(parts=(Name(), Number(value=value)), links=("=",)):
            return value == 0
        case _:
            return False


def _truth(formula: Formula | None) -> bool | None:
    match formula:
        case Name(name="True"):
            return True
        case Name(name="False" | "None"):
            return False
        case Number(value=value):
            return value != 0
        case _:
            return None
