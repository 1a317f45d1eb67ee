"""What a character of mathematics is in LaTeX: people type β, −, ², （ and ≤ as they are.

One table, so that the tokenizer sees one spelling of everything. A character stays one place in
the file: what it stands for takes its offsets.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "varsigma sigma tau upsilon phi chi psi omega"
)
# Unicode keeps the Greek letters in one order, capitals 32 places before.
GREEK = {chr(0x3B1 + place): name for place, name in enumerate(_LETTERS.split())}
GREEK |= {chr(0x391 + place): name.capitalize() for place, name in enumerate(_LETTERS.split())}
GREEK |= {"ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "ϱ": "rho", "ϖ": "pi", "ϰ": "kappa"}
GREEK |= {"µ": "mu", "∆": "Delta", "∑": "sum", "∏": "prod", "Ω": "Omega"}

SIGNS = {
    "∗": "*", "⋆": "*", "·": "\\cdot", "⋅": "\\cdot", "•": "\\cdot", "∙": "\\cdot",
    "×": "\\times", "✕": "\\times", "÷": "\\div", "⊙": "\\odot", "∘": "\\circ", "⊗": "\\otimes",
    "−": "-", "–": "-", "—": "-", "﹣": "-", "‐": "-", "‑": "-", "⁄": "/", "∕": "/",
    "∇": "\\nabla", "∂": "\\partial", "√": "\\sqrt", "∞": "\\infty", "ℓ": "\\ell",
    "←": "\\leftarrow", "⟵": "\\leftarrow", "⇐": "\\leftarrow", "→": "\\to", "⟶": "\\to",
    "⇒": "\\Rightarrow", "⟹": "\\Rightarrow", "⇔": "\\Rightarrow", "∴": "\\therefore",
    "≈": "\\approx", "≃": "\\approx", "≅": "\\approx", "∼": "\\sim", "≡": "\\equiv",
    "≤": "\\le", "≦": "\\le", "⩽": "\\le", "≥": "\\ge", "≧": "\\ge", "⩾": "\\ge", "≠": "\\ne",
    "≪": "\\ll", "≫": "\\gg", "∝": "\\propto", "∈": "\\in", "≔": "\\coloneqq", "≜": "\\triangleq",
    "′": "'", "’": "'", "ʹ": "'", "″": "''", "…": "\\dots", "⋯": "\\dots", "⋮": "\\vdots",
    "‖": "\\|", "∥": "\\|", "∣": "|", "｜": "|", "⌊": "\\lfloor", "⌋": "\\rfloor",
    "⟨": "\\langle", "⟩": "\\rangle", "⊤": "\\top", "°": "\\degree", "º": "\\degree",
    "，": ",", "、": ",", "；": ";", "。": ".", "．": ".", "：": ":", "【": "[", "】": "]",
    "ₑ": "_e", "ℝ": "R", "𝔼": "E", "±": "\\pm", "∫": "\\int",
}  # fmt: skip

ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot"}

_ABOVE = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵗᵏʲᵀ", "0123456789+-=()nitkjT", strict=True))
_BELOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚₛₜₓᵥ", "0123456789+-=()aehijklmnopstxv", strict=True))

_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\ufe0f")


def raised(character: str) -> str:
    """Return the character that a superscript character raises, or ""."""
    return _ABOVE.get(character, "")


def lowered(character: str) -> str:
    """Return the character that a subscript character lowers, or ""."""
    return _BELOW.get(character, "")


def accented(character: str) -> tuple[str, str] | None:
    """Return the letter and the accent that one character is, such as ĝ; None if it is none."""
    if character.isascii():
        return None
    letter, *marks = unicodedata.normalize("NFD", character)
    return (letter, ACCENTS[marks[0]]) if len(marks) == 1 and marks[0] in ACCENTS else None


def is_blank(character: str) -> bool:
    """Tell whether a character is white space of any width, none included."""
    return character.isspace() or character in _ZERO_WIDTH or character in "\u180e\u3164"


def is_prose(character: str) -> bool:
    """Tell whether a character belongs to words and never to mathematics: Chinese, Japanese, …

    Letters of all scripts but Latin and Greek count, and the brackets of Chinese quotations.
    """
    if character in "《》「」『』“”〈〉！？〜～":
        return True
    return ord(character) > 0x2FF and unicodedata.category(character) in ("Lo", "Lm")


@cache
def plain(character: str) -> str:
    """Return a character as LaTeX spells it; itself if there is nothing to say.

    Examples
    --------
    >>> plain("β"), plain("−"), plain("（"), plain("𝜃"), plain("x")
    ('\\\\beta', '-', '(', '\\\\theta', 'x')
    """
    if character.isascii():
        return character
    if character in GREEK:
        return "\\" + GREEK[character]
    if character in SIGNS:
        return SIGNS[character]
    simple = unicodedata.normalize("NFKC", character)
    if simple != character and len(simple) == 1:  # full-width signs, mathematical letters
        return plain(simple)
    if simple == "°C" or simple == "°F":
        return "\\degree"
    return character
