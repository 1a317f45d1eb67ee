from symopt.notes.document import Code
from symopt.notes.source import Excerpt


def blocks(excerpt: Excerpt, macros: dict[str, tuple[int, str]], bare: bool = False):
    yield Code(excerpt, "latex")
