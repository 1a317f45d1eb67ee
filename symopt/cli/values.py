"""Options such as ``--set alpha=0.1``, taken apart. The API reads the numbers, exactly."""

from __future__ import annotations

from collections.abc import Iterable

from symopt.errors import InvalidValue, shorten


def pairs(texts: Iterable[str], option: str, example: str) -> dict[str, str]:
    """Split each ``NAME=VALUE`` at its first equals sign; a name given twice is refused.

    Examples
    --------
    >>> pairs(["alpha=step:every=10"], "--schedule", "alpha=inverse-time")
    {'alpha': 'step:every=10'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        if not name or not value:
            raise InvalidValue(
                f'{option} needs NAME=VALUE such as {example}, not "{shorten(text)}"'
            )
        if name in found:
            raise InvalidValue(f"{option} {shorten(name)} is given twice")
        found[name] = value
    return found


def coordinates(text: str) -> tuple[str, ...]:
    """Split ``-2,1.2``; brackets around it are allowed.

    Examples
    --------
    >>> coordinates("(-2, 1/2)")
    ('-2', '1/2')
    """
    return tuple(part.strip() for part in text.strip().strip("()[]").split(","))
