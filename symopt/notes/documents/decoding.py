"""Bytes to text, or a clear word on what they are instead."""

from __future__ import annotations

import codecs
import re

from symopt.errors import InvalidValue

# How files begin that people hand over by mistake. Chinese notes may decode from such bytes too,
# so that none is taken for text, whatever follows.
_NEVER_TEXT = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF-", "a PDF"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "a rich text file"),
    (b"PK\x03\x04", "a zip archive, or a word processor's file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's file"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3", "a database"),
)
# These begin as words may: they only say what it is that is not text.
_PERHAPS = (
    (b"RIFF", "a WebP picture, or sound"),
    (b"BM", "a bitmap picture"),
    (b"BZh", "a bzip2 archive"),
    (b"MZ", "a program"),
)

_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Those that no editor writes into text.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, name: str) -> str:
    """Return the text in `data`, with lines that end in a single newline.

    Examples
    --------
    >>> decode("\\u52a8\\u91cf\\r\\n".encode("gb18030"), "notes.md") == "\\u52a8\\u91cf\\n"
    True
    >>> decode(b"\\x89PNG\\r\\n\\x1a\\n", "figure.md")
    Traceback (most recent call last):
        ...
    symopt.errors.InvalidValue: figure.md: not text (a PNG picture?)
    """
    never = next((what for start, what in _NEVER_TEXT if data.startswith(start)), "")
    text = None if never else _decoded(data)
    if text is None or "\0" in text or 10 * len(_CONTROL.findall(text)) > len(text):
        raise InvalidValue(f"{name}: not text ({_guess(data, never)})")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(data: bytes, never: str) -> str:
    """Return what bytes are that are no text, or how they would have been."""
    what = never or next((what for start, what in _PERHAPS if data.startswith(start)), "")
    if what:
        return f"{what}?"
    if b"\0" in data or _CONTROL.search(data.decode("latin-1")):
        return "it holds bytes that no text has"
    return "in an encoding that is not read: save it as UTF-8"


def _decoded(data: bytes) -> str | None:
    """Return the text by the first encoding that fits."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if marked else _wide(data) or "utf-8-sig")
    except UnicodeDecodeError:
        pass
    if marked or b"\0" in data:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    # Much that is no text decodes too; Chinese notes hold common Chinese characters.
    return text if _CHINESE.search(text) else None


def _wide(data: bytes) -> str | None:
    """Return the encoding of UTF-16 without its mark: every other byte of its signs is zero."""
    first, second = data[::2].count(0), data[1::2].count(0)
    zeros = first + second
    # Half of its signs are plain letters at the least: no other file with a zero in it is meant.
    if (first and second) or len(data) % 2 or zeros < 4 or 4 * zeros < len(data):
        return None
    return "utf-16-be" if first else "utf-16-le"
