"""Proofs set for people: the same outline in every notation.

Each module here has ``one(outline)``, a proof, and ``document(outlines)``, a whole document.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from symopt.errors import UnknownName

if TYPE_CHECKING:
    from symopt.proof.proof import Proof

FORMATS = ("html", "latex", "markdown", "typst")


def document(proofs: Iterable[Proof], notation: str) -> str:
    """Return proofs as one document in "html", "latex", "markdown" or "typst".

    The html page stands alone: its mathematics is MathML, which browsers show without a script
    or a network. The latex and typst documents compile as they are.

    Raises
    ------
    UnknownName
        Another notation.

    Examples
    --------
    >>> from symopt import prove
    >>> print(document([prove("averages.weights")], "markdown").splitlines()[0])
    # Claims
    """
    from symopt.proof.outline import outline

    if notation not in FORMATS:
        raise UnknownName("format", notation, FORMATS, ", ".join(FORMATS))
    module = importlib.import_module(f"symopt.proof.formats.{notation}")
    return module.document([outline(proof) for proof in proofs])
