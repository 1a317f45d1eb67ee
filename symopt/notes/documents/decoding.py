"""Bytes to text, or a clear word on what they are instead."""

from __future__ import annotations

import codecs
import re

from symopt.errors import InvalidValue

# How files begin that people hand over by mistake.
_PICTURES_AND_THE_LIKE = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, or sound"),
    (b"BM", "a bitmap picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"PK\x03\x04", "a zip archive, or a word processor's file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
# These are text, to a decoder, and still nothing to read.
_NEVER_TEXT = (b"%PDF", b"{\\rtf")

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
    text = None if data.startswith(_NEVER_TEXT) else _decoded(data)
    if text is None or "\0" in text or 10 * len(_CONTROL.findall(text)) > len(text):
        what = next((w for start, w in _PICTURES_AND_THE_LIKE if data.startswith(start)), "")
        raise InvalidValue(f"{name}: not text ({what}?)" if what else f"{name}: not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    """Return the text by the first encoding that fits."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if marked else "utf-8-sig")
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
