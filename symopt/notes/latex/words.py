"""Which letters are one name, which are a product, and which count steps.

LaTeX says ``mgh`` for a product and for a name alike, so somebody has to decide. This is the one
place where it is decided:

- what stands in ``\\text``, ``\\mathrm`` or ``\\operatorname`` is one name;
- ``d`` and a letter (``dW``, ``db``, ``dx``) is one name, the gradient that courses call so, and
  so are a letter and such a name (``Vdw`` is V with the subscript dw);
- two or three small letters that a formula of the document gives a value to are one name
  (``mt = m/(1 - b)``);
- a run of letters is one name if it is Greek written out (``beta``), a short word of the field
  (``lr``, ``eps``), all capitals (``RMS``) or begins with one (``Var``), or has four letters or
  more and a vowel (``rate``);
- any other run of up to three letters is a product of its letters (``mgh``), and a longer one is
  not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


GREEK = words(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu "
    "nu xi pi rho varrho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda "
    "Xi Pi Sigma Upsilon Phi Psi Omega"
)
VARIANTS = {
    "varepsilon": "epsilon", "vartheta": "theta", "varrho": "rho", "varphi": "phi",
    "varsigma": "sigma", "varpi": "pi", "varkappa": "kappa", "eps": "epsilon", "ell": "l",
}  # fmt: skip

SHORT = words(
    "lr eps num arg new old avg err acc vel cur pre mom sum std var mse ema sma sgd nag tmp ref "
    "grad max min exp log ln sgn abs sqrt sign sin cos tanh diag floor ceil clip"
)

# What Chinese notes write above and below letters.
CHINESE = {
    "新": "new", "旧": "old", "新的": "new", "旧的": "old", "更新后": "new", "更新前": "old",
    "修正": "corrected", "修正后": "corrected", "校正": "corrected", "最大": "max", "最小": "min",
}  # fmt: skip

# Words for a step and the one before.
DAYS = {
    "today": 0, "yesterday": -1, "今天": 0, "昨天": -1, "今日": 0, "昨日": -1,
    "当天": 0, "前一天": -1,
}  # fmt: skip

# Quantities that Chinese notes write as words, and what may stand before them.
QUANTITIES = {
    "学习率": "learning_rate", "学习速率": "learning_rate", "步长": "step_size", "梯度": "gradient",
    "参数": "parameter", "权重": "weight", "偏置": "bias", "动量": "momentum", "速度": "velocity",
    "损失": "loss", "平均": "average", "平均值": "average", "均值": "mean", "观测值": "value",
    "衰减率": "decay_rate", "动量系数": "momentum_coefficient",
}  # fmt: skip
_AGES = re.compile(
    "^(?:(?P<new>新的?|更新后的?)|(?P<old>旧的?|原来的?|更新前的?|之前的?|上一[次步个]的?)|当前的?)"
    "(?P<rest>.+)$"
)
_NO_QUANTITY = re.compile(
    "^(?:即|则|故|所以|因此|其中|当|或者?|和|与|且|有|得到?|令|设|若|如果|否则|其他|因为|由于|然后|此时|那么|于是)"
)
_LONGEST = 8  # characters of a quantity

# Functions whose arguments follow, as people spell them, and as the vocabulary does.
FUNCTIONS = {
    "max": "maximum", "min": "minimum", "exp": "exp", "log": "log", "ln": "log", "sqrt": "sqrt",
    "sign": "sign", "sgn": "sign", "abs": "abs", "sin": "sin", "cos": "cos", "tanh": "tanh",
    "diag": "diag", "floor": "floor", "ceil": "ceil", "clip": "clip", "grad": "grad",
    "maximum": "maximum", "minimum": "minimum",
}  # fmt: skip

# Letters that count steps, examples or elements: as a subscript they are an index.
COUNTERS = words("t k n i j l s T N tau")
# Of two counters below one letter the first of these is the step, the other an element.
STEPS = ("t", "k", "n", "s", "T", "tau", "i", "j", "l", "N")

# Letters that stand for a function to be minimised, so that \nabla J has no point of its own.
OBJECTIVES = words("O J L f F U C Q E l R loss cost Loss Cost")
# Letters that are a function where an argument in parentheses follows.
CALLED = OBJECTIVES | words(
    "g h P Pi sigma phi psi Phi Psi prox proj Prox Proj clip softmax sigmoid relu"
)

# Words that join formulas; a formula never has them as names.
JOINING = words(
    "if where for and or with then else otherwise when let so thus hence since is are at on "
    "in of the to by as such that initialize initialise init repeat until end compute update "
    "return while do each every given set get we have from be i.e. e.g. resp "
    "day days sample samples examples iterations epochs"
)

_GRADIENT = re.compile(r"d[A-Za-z]")
_GRADIENTS = re.compile(r"(?:[a-zA-Z]?d[A-Za-z])+")
_FACTOR = re.compile(r"d[A-Za-z]|[A-Za-z]")
_SUFFIXED = re.compile(r"([VvSsMm])(d[wWbBxX])")


def is_word(letters: str) -> bool:
    """Tell whether a run of letters is one name and no product.

    Examples
    --------
    >>> [is_word(run) for run in ("dW", "lr", "beta", "rate", "RMS", "Var", "mgh")]
    [True, True, True, True, True, True, False]
    """
    if len(letters) < 2:
        return True
    if letters in GREEK or letters in SHORT or _GRADIENT.fullmatch(letters):
        return True
    if len(letters) >= 3 and (letters.isupper() or letters.istitle()):
        return True
    return len(letters) >= 4 and bool(re.search("[aeiouAEIOU]", letters))


def quantity(text: str) -> tuple[str, str, str] | None:
    """Return the name, the age and the plain word of a quantity that is a word of Chinese.

    Examples
    --------
    >>> quantity("旧参数"), quantity("所以")
    (('parameter', 'old', '参数'), None)
    """
    text = "".join(text.split())
    if text.isascii() or not text.isalpha() or len(text) > _LONGEST or _NO_QUANTITY.match(text):
        return None
    aged = _AGES.match(text)
    age = "" if aged is None else "new" if aged["new"] else "old" if aged["old"] else ""
    plain = text if aged is None else aged["rest"]
    name = QUANTITIES.get(plain) or "word_" + "_".join(f"{ord(sign):x}" for sign in plain)
    return name, age, plain


_ALONE = re.compile(r"(?<![A-Za-z\\_^{(])([a-z]{2,3})\s*&?\s*(?::?=|\\gets\b|\\leftarrow\b|←)")
_BEFORE = re.compile(r"(?:^|[,;，；。$&\n]|\\\\|\\q?quad|\\[ ,;])\s*$")
_SCRIPTED = r"(?<![A-Za-z\\]){}\s*[-−–+]\s*1(?![0-9.])"


def alone(texts: Iterable[str]) -> frozenset[str]:
    """Return the short runs of letters that formulas give a value to: no products, but names.

    One that stands before "-1" has lost its script on the way (``vt-1`` for v_{t-1}).

    Examples
    --------
    >>> sorted(alone(["mt = m/(1 - b)", "x = x - a mt", "ut = b ut-1"]))
    ['mt']
    """
    found: set[str] = set()
    whole = "\n".join(texts)
    for match in _ALONE.finditer(whole):
        run, before = match.group(1), whole[max(0, match.start() - 12) : match.start()]
        if run in found or is_word(run) or not _BEFORE.search(before):
            continue
        if not re.search(_SCRIPTED.format(run), whole):
            found.add(run)
    return frozenset(found)


def units(letters: str) -> list[str]:
    """Split a run of letters into names: one, or the factors of a product.

    Examples
    --------
    >>> units("dW"), units("mgh"), units("Vdw"), units("adw")
    (['dW'], ['m', 'g', 'h'], ['Vdw'], ['a', 'dw'])
    """
    if is_word(letters) or _SUFFIXED.fullmatch(letters):
        return [letters]
    if _GRADIENTS.fullmatch(letters):
        return _FACTOR.findall(letters)
    return list(letters)


def suffixed(letters: str) -> tuple[str, str] | None:
    """Split ``Vdw`` into the letter and the gradient below it; None for any other run."""
    match = _SUFFIXED.fullmatch(letters)
    return (match.group(1), match.group(2)) if match else None
