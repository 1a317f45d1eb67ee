"""What the way into a document does to Python, undone where there is one way to undo it.

These are repairs of single lines. They are tried on a listing that does not parse; nothing that
parses is touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.notes.python.lines import Line

# Signs that word processors and input methods put in place of ASCII.
_SIGNS = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "［": "[",
        "］": "]",
        "【": "[",
        "】": "]",
        "｛": "{",
        "｝": "}",
        "，": ",",
        "、": ",",
        "：": ":",
        "；": ";",
        "。": ".",
        "＝": "=",
        "＋": "+",
        "－": "-",
        "＊": "*",
        "／": "/",
        "＜": "<",
        "＞": ">",
        "＃": "#",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "−": "-",
        "–": "-",
        "×": "*",
        "∗": "*",
        "⋅": "*",
        "·": "*",
        "⊙": "*",
        "÷": "/",
        "∕": "/",
        "←": "=",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "²": "**2",
        "³": "**3",
        "…": "...",
        "\u00a0": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\u2009": " ",
        "\u3000": " ",
        "\u200b": "",
        "\ufeff": "",
    }
)
_ESCAPED = re.compile(r"\\([_*.#\[\](){}<>~+\-!`=^|&$])")
_ENTITY = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": " "}
_MAGIC = re.compile(r"\s*(?:[%!]|[\w.]+\?{1,2}\s*$)")
_PRINT = re.compile(r"(\s*)print\s+(?![=(])(?:>>\s*\w+\s*,)?(.+?)\s*,?\s*$")
_WALRUS = re.compile(r"(\s*[\w.]+(?:\[[^\]]*\])*)\s*:=(.*)$", re.DOTALL)
_EXCEPT = re.compile(r"(\s*except\s+[\w.()]+)\s*,\s*\w+\s*:")
_POWER = re.compile(r"(?<!\^)\^(?!\^)")

# Pseudo-code.
_ROOT = re.compile(r"√\s*(?:\(|([\w\u0300-\u036f]+(?:\[[^\]]*\])?))")
_NUMBERED = re.compile(r"^(\s*)(?:(?:step|line)\s*)?\d{1,2}\s*[.:)]\s+(?=[^\W\d])", re.IGNORECASE)
_DECLARED = re.compile(
    r"^(\s*)(?:const|let|var|float|double|auto|local|my|final|real)\s+(?:float\s+|double\s+)?(?=\w)"
)
_ELEMENTWISE = re.compile(r"([^\W\d]\w*\s*|[)\]]\s*)\.(?:(?=\()|([-+*/^]))")
_BROADCAST = re.compile(r"^(\s*[\w\[\]]+\s*)\.([-+*/]?)=(?!=)")  # Julia changes in place
_SLOPE = re.compile(
    r"[d∂]\s*(?:[JLECF]|f|loss|cost)?\s*(?:\([^()]*\))?\s*/\s*[d∂]\s*([^\W\d]\w*)"
    r"(?:\s*[JLECF]\s*\([^()]*\))?"
)
_GRADIENT = re.compile(r"∇\s*_?\w*\s*\w*\(")
_END = re.compile(
    r"\s*(?:end(?:\s*(?:for|while|if|loop))?|\}|until\b.*|return\s*$)\s*;?\s*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(\s*)for\s+([^\W\d]\w*)\s*(?:=|in)\s*(\w+)\s*(?:to|\.\.+|,.*[,.]|:)\s*(\w+)"
    r"\s*(?:do|:|\{)?\s*$",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"(\s*)(?:repeat|loop|do|while\s[^:]*?|for each\s[^:]*?)\s*(?:do|\{|:)?\s*$", re.IGNORECASE
)
_EARLIER = re.compile(r"\b([^\W\d]\w*?)_[({]\s*([a-z])\s*-\s*1\s*[)}]")

_PROMPT = re.compile(r"\s*(?:>>>|In\s*\[\d*\]:)\s?(.*)$")
_MORE = re.compile(r"\s*\.\.\.:?(?:\s|$)")


def mend(line: Line, *, power: bool) -> Line:
    """Return a line with what can only be a slip of the way it was written set right.

    `power` says that ``^`` is a power, as it is everywhere but in Python.
    """
    text = line.text
    if _MAGIC.match(text):
        return line.put("")
    text = _ESCAPED.sub(r"\1", text.translate(_SIGNS))
    for entity, sign in _ENTITY.items():
        text = text.replace(entity, sign)
    if power:
        text = _BROADCAST.sub(r"\1\2=", text)
        text = _POWER.sub("**", _ELEMENTWISE.sub(_elementwise, text))
    if printed := _PRINT.match(text):
        text = f"{printed[1]}print({printed[2]})"
    if walrus := _WALRUS.match(text):
        text = f"{walrus[1]} ={walrus[2]}"
    if power:
        text = _pseudo(text)
    text = _EXCEPT.sub(r"\1:", text).replace("<>", "!=")
    return line.put(text)


def _pseudo(text: str) -> str:
    """Return a line of pseudo-code as Python, where it is plain how."""
    text = _GRADIENT.sub("grad(", _ROOT.sub(_root, _SLOPE.sub(r"grad(\1)", text)))
    text = re.sub(r"(?<=[\w)]) +grad\(", "*grad(", text)
    text = _DECLARED.sub(r"\1", _NUMBERED.sub(r"\1", text))
    text = text.replace("std::", "").replace("∑", "Σ")
    if _END.match(text):
        return ""
    if counted := _COUNTED.match(text):
        indent, name, first, last = counted.groups()
        return f"{indent}for {name} in range({first}, {last} + 1):"
    if repeated := _REPEATED.match(text):
        return f"{repeated[1]}while True:"
    text = _EARLIER.sub(r"\1[\2-1]", text)
    return text.rstrip().removesuffix(";")


def _elementwise(found: re.Match[str]) -> str:
    """Return a sign without the point of MATLAB and Julia: ``.*``, ``.^``, ``sqrt.(``."""
    return found[1] + (found[2] or "")


def _root(found: re.Match[str]) -> str:
    return "sqrt(" if found[1] is None else f"sqrt({found[1]})"


def timed(lines: Sequence[Line]) -> list[Line]:
    """Return lines that speak of v_(t-1) and v_t as v[t-1] and v[t]."""
    indices = {found[2] for line in lines for found in _EARLIER.finditer(line.raw)}
    if not indices:
        return list(lines)
    now = re.compile(rf"\b([^\W\d]\w*?)_({'|'.join(sorted(indices))})\b(?!\s*\()")
    return [line.put(now.sub(r"\1[\2]", line.text)) for line in lines]


def without_prompts(lines: Sequence[Line]) -> list[Line]:
    """Return what was typed at the prompts of an interactive session, without the answers."""
    if not any(_PROMPT.match(line.text) for line in lines):
        return list(lines)
    typed: list[Line] = []
    for line in lines:
        if prompt := _PROMPT.match(line.text):
            typed.append(line.put(prompt[1]))
        elif more := _MORE.match(line.text):
            typed.append(line.put(line.text[more.end() :]))
        else:
            typed.append(line.put(""))  # an answer
    return typed
