"""Pseudo-code in the letters of slides: raised and lowered digits, hats, products side by side."""

from __future__ import annotations

import re
import unicodedata

_ABOVE = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗᵏⁿⁱ", "0123456789+-tkni", strict=True))
_BELOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₜₖₙᵢ", "0123456789+-tkni", strict=True))
_ACCENTS = {"\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "\u0305": "_bar"}

_RAISED = re.compile(f"[{''.join(_ABOVE)}]+")
_LOWERED = re.compile(f"[{''.join(_BELOW)}]+")
_ACCENTED = re.compile(f"(?<=[^\\W\\d])[{''.join(_ACCENTS)}]")
_MARKED = re.compile("[" + "".join((*_ABOVE, *_BELOW, *_ACCENTS)) + "α-ωΑ-Ω∇√]")
_ASSIGNED = re.compile(r"(\s*[^\W\d]\w*(?:\[[^\]]*\])?\s*(?:[-+*/]|:)?=)(?!=)(.*)$", re.DOTALL)
_WORDS = re.compile(r"\b(?:if|else|for|in|and|or|not|lambda|is|return|while)\b")
_BESIDE = re.compile(r"(?<=[\w\])]) +(?=[^\W\d_]|\(|√)")
_NAMED = re.compile(r"\b(sqrt|max|min|abs|exp|log|sign|grad)\s*\*\s*\(")


def unscripted(text: str) -> str:
    """Return a line with its raised and lowered signs as Python writes them.

    Examples
    --------
    >>> unscripted("vₜ = β₁ vₜ₋₁ + (1 − β₁) gₜ²")
    'v[t] = β1*v[t-1] + (1 − β1)*g[t]**2'
    >>> unscripted("m̂ = m / (1 - β₁ᵗ)")
    'm_hat = m / (1 - β1**t)'
    """
    if not _MARKED.search(text):
        return text
    text = unicodedata.normalize("NFD", text) if not text.isascii() else text
    text = _ACCENTED.sub(lambda found: _ACCENTS[found[0]], text)
    text = _LOWERED.sub(lambda found: _index("".join(_BELOW[c] for c in found[0])), text)
    text = _RAISED.sub(lambda found: _power("".join(_ABOVE[c] for c in found[0])), text)
    assigned = _ASSIGNED.match(text.replace("←", "="))
    if assigned is None or _WORDS.search(assigned[2]) or set("∑Σ") & set(text):
        return text
    return assigned[1] + _NAMED.sub(r"\1(", _BESIDE.sub("*", assigned[2]))


def _index(inner: str) -> str:
    return inner if inner.isdigit() else f"[{inner}]"


def _power(inner: str) -> str:
    return f"**{inner}" if inner.isalnum() else f"**({inner})"
