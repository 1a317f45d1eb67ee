"""Read a file of notes into blocks: bytes in, a `Document` out, places kept.

`read` is the door. Each kind of file has its own room: `markdown`, `latex`, `notebook`; they
share `scanning`, which finds formulas in running text, and `excerpts`, which cuts text without
losing where it stands. Nothing here understands a formula or a line of code.
"""

from symopt.notes.documents.reading import MOST_BYTES, kind_of, read

__all__ = ["MOST_BYTES", "kind_of", "read"]
