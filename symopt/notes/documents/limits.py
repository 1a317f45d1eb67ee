"""How much is read: far above what people write, and low enough to stay quick."""

from __future__ import annotations

from symopt.errors import InvalidValue

MOST_BYTES = 8 * 2**20
MOST_LINES = 100_000
MOST_BLOCKS = 50_000


def hold_bytes(count: int, name: str) -> None:
    """Refuse a file that is too large.

    Examples
    --------
    >>> hold_bytes(9 * 2**20, "notes.md")
    Traceback (most recent call last):
        ...
    symopt.errors.InvalidValue: notes.md: 9.0 MiB is more than is read (8 MiB)
    """
    if count > MOST_BYTES:
        raise InvalidValue(
            f"{name}: {count / 2**20:.1f} MiB is more than is read ({MOST_BYTES // 2**20} MiB)"
        )


def hold_lines(count: int, name: str) -> None:
    """Refuse a text of too many lines."""
    if count > MOST_LINES:
        raise InvalidValue(f"{name}: {count} lines are more than are read ({MOST_LINES})")
