"""Mathematics as people write it in LaTeX, read into statements; see `read`."""

from symopt.notes.latex.reader import read, read_all

__all__ = ["read", "read_all"]
