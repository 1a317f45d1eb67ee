"""Programs written out as people write them: Python in three styles, LaTeX in four."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .programs import Program, Term, parts

DEFAULTS = {"alpha": "0.01", "epsilon": "1e-8", "weight_decay": "0.01", "psi": "0.004"}

# Python

PREFIXED = {"sqrt": "np.sqrt", "abs": "np.abs", "sign": "np.sign"}
PREFIXED |= {"maximum": "np.maximum", "minimum": "np.minimum"}
WORDS = {"theta": "w", "g": "dw", "alpha": "lr", "epsilon": "eps", "weight_decay": "wd"}
SHORT = {"theta": "x", "alpha": "eta", "beta1": "b1", "beta2": "b2", "mhat": "mc", "vhat": "vc"}

LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}


def python_term(term: Term, names: Mapping[str, str], level: int = 0) -> str:
    """Return a term as Python, in brackets where it binds less tightly than `level`."""
    tag = term[0]
    if tag == "name":
        return names.get(term[1], term[1])
    if tag == "number":
        return str(term[1])
    if tag == "call":
        inside = ", ".join(python_term(item, names) for item in term[2:])
        return f"{PREFIXED[term[1]]}({inside})"
    own = LEVEL[tag]
    if tag == "neg":
        text = "-" + python_term(term[1], names, own)
    elif tag == "**":
        text = f"{python_term(term[1], names, 5)} ** {python_term(term[2], names, 4)}"
    else:
        left = python_term(term[1], names, own)
        text = f"{left} {tag} {python_term(term[2], names, own + 1)}"
    return f"({text})" if own < level else text


def _starts_at_zero(one: Program) -> bool:
    """Whether nobody has to be told where the states start."""
    return not any(initial for _, initial in one.states)


def python_function(one: Program, title: str) -> str | None:
    """Return a function that is given what it remembers, and asks for the gradient."""
    if not _starts_at_zero(one):
        return None
    names: dict[str, str] = {}
    first = ["y"] if one.query is None else ["theta", "grad"]
    counter = ["t"] if one.uses("t") else []
    remembered = [name for name, _ in one.states]
    keys = [f"{name}={DEFAULTS.get(name, '0.9')}" for name, _ in one.hyper]
    head = f"def {title}({', '.join([*first, *counter, *remembered, *keys])}):"
    body = [] if one.query is None else [f"g = grad({python_term(one.query, names)})"]
    body += [f"{target} = {python_term(term, names)}" for target, term in one.lines]
    results = [one.output, *(name for name in remembered if name != one.output)]
    return "\n    ".join([head, *body, f"return {', '.join(results)}"]) + "\n"


def python_loop(one: Program, title: str) -> str:
    """Return a function with the loop over the steps, and other names."""
    names = {**SHORT, "g": "grads"}
    keys = [f"{names.get(name, name)}={DEFAULTS.get(name, '0.9')}" for name, _ in one.hyper]
    if one.query is None:
        lines = [f"def {title}(series, {', '.join(keys)}):"]
        loop = "for t, y in enumerate(series, start=1):"
    else:
        lines = [f"def {title}(x, gradient, steps, {', '.join(keys)}):"]
        loop = "for t in range(1, steps + 1):"
    lines += [f"    {names.get(name, name)} = {start:g}" for name, start in one.states]
    lines += ["    values = []"] if one.query is None else []
    lines += [f"    {loop}"]
    if one.query is not None:
        lines += [f"        grads = gradient({python_term(one.query, names)})"]
    for target, term in one.lines:
        lines.append(f"        {_assigned(names.get(target, target), term, names)}")
    if one.query is None:
        lines += [
            f"        values.append({names.get(one.output, one.output)})",
            "    return values",
        ]
    else:
        lines += ["    return x"]
    return "\n".join(lines) + "\n"


def python_snippet(one: Program, title: str) -> str | None:
    """Return the lines of one step alone, the gradient a name; None if they cannot say it."""
    if one.query != ("name", "theta") or not _starts_at_zero(one):
        return None
    lines = [f"# {title}"] + [
        _assigned(WORDS.get(target, target), term, WORDS) for target, term in one.lines
    ]
    return "\n".join(lines) + "\n"


def _assigned(name: str, term: Term, names: Mapping[str, str]) -> str:
    if term[0] in ("+", "-") and python_term(term[1], names) == name:
        return f"{name} {term[0]}= {python_term(term[2], names)}"
    return f"{name} = {python_term(term, names)}"


# LaTeX

Indexed = Callable[[str, int], str]  # (name without index, 0 or 1 for before or after the step)

PLAIN = {
    "theta": "\\theta", "alpha": "\\alpha", "beta": "\\beta", "beta1": "\\beta_1",
    "beta2": "\\beta_2", "epsilon": "\\epsilon", "rho": "\\rho", "mu": "\\mu",
    "weight_decay": "\\lambda", "gamma": "\\gamma", "mhat": "\\hat{m}", "vhat": "\\hat{v}",
    "vmax": "\\tilde{v}", "delta": "\\Delta", "ahead": "\\bar{m}", "psi": "\\psi",
    "alpha_t": "\\tilde{\\alpha}",
}  # fmt: skip
OTHER = {
    **PLAIN, "theta": "w", "alpha": "\\eta", "beta1": "\\rho_1", "beta2": "\\rho_2",
    "beta": "\\gamma", "epsilon": "\\varepsilon", "m": "s", "v": "r", "mhat": "\\hat s",
    "vhat": "\\hat r", "vmax": "\\bar r", "s": "h", "ahead": "\\tilde s", "rho": "\\beta",
}  # fmt: skip


class _Latex:
    """Prints the lines of a program with names and indices of one style."""

    def __init__(self, one: Program, names: Mapping[str, str], index: Indexed | None, times: str):
        self.one, self.names, self.index, self.times = one, names, index, times
        self.states = {name for name, _ in one.states} | {"theta"}
        self.done: set[str] = set()
        self.old = _old_values(one, self.states) if index else {}

    def lines(self) -> list[tuple[str, str]]:
        """Return (left, right) of every line."""
        result = []
        for target, term in self.one.lines:
            if target in self.old:
                continue
            right = self.term(term)
            self.done.add(target)
            result.append((self.name(target, after=True), right))
        return result

    def name(self, name: str, after: bool | None = None) -> str:
        shown = self.names.get(name, name)
        moves = self.states | set(self.one.temporaries()) | {self.one.input}
        if self.index is None or name not in moves:
            return shown
        before = name in self.states and name not in self.done if after is None else not after
        return self.index(shown, 0 if before else 1)

    def term(self, term: Term, level: int = 0) -> str:
        tag = term[0]
        if tag == "name":
            if term[1] in self.old:
                return self.name(self.old[term[1]], after=False)
            return self.name(term[1])
        if tag == "number":
            return str(term[1])
        if tag == "call":
            inside = [self.term(item) for item in term[2:]]
            return {
                "sqrt": f"\\sqrt{{{inside[0]}}}",
                "abs": f"\\left|{inside[0]}\\right|",
                "sign": f"\\operatorname{{sign}}({inside[0]})",
                "maximum": f"\\max({', '.join(inside)})",
                "minimum": f"\\min({', '.join(inside)})",
            }[term[1]]
        if tag == "/":
            return f"\\frac{{{self.term(term[1])}}}{{{self.term(term[2])}}}"
        own = 1 if tag == "neg" else LEVEL[tag]  # a sign right after a factor would be a minus
        if tag == "neg":
            text = "-" + self.term(term[1], 2)
        elif tag == "**":
            base, power = self.term(term[1], 5), self.term(term[2])
            whole = base.startswith("\\left(") or "^" not in base
            text = f"{base}^{{{power}}}" if whole else f"\\left({base}\\right)^{{{power}}}"
        elif tag == "*":
            text = f"{self.term(term[1], own)} {self.times} {self.term(term[2], own + 1)}"
        else:
            text = f"{self.term(term[1], own)} {tag} {self.term(term[2], own + 1)}"
        return f"\\left({text}\\right)" if own < level else text


def _old_values(one: Program, states: set[str]) -> dict[str, str]:
    """Return the names that are a state's value of the step before, such as v_prev = v."""
    old: dict[str, str] = {}
    done: set[str] = set()
    for target, term in one.lines:
        if term[0] == "name" and term[1] in states - done and target not in states:
            old[target] = term[1]
        done.add(target)
    return old


def _printable(one: Program, names: Mapping[str, str], indexed: bool) -> bool:
    """Whether every line has a target of its own, with a name that LaTeX can show."""
    targets = [target for target, _ in one.lines]
    states = {name for name, _ in one.states}
    old = _old_values(one, states | {"theta"}) if indexed else {}
    shown = ({*targets, *states} - set(old)) - set(names)
    return len(targets) == len(set(targets)) and not any("_" in name for name in shown)


def _latex(
    one: Program,
    title: str,
    names: Mapping[str, str],
    index: Indexed | None,
    asked: tuple[str, str],
    times: str = "\\cdot",
) -> list[tuple[str, str]] | None:
    """Return the lines; `asked` is the gradient's name and, with a point ahead, its operator."""
    if not _printable(one, names, index is not None) or not _starts_at_zero(one):
        return None
    printer = _Latex(one, {**names, "g": asked[0]}, index, times)
    lines = []
    if one.query is not None and (one.query != ("name", "theta") or index is not None):
        lines.append((printer.name("g", after=True), f"{asked[1]}({printer.term(one.query)})"))
    return lines + printer.lines()


def latex_indexed(one: Program, title: str) -> str | None:
    """Return an aligned display with indices t and t - 1."""
    lines = _latex(
        one, title, PLAIN, lambda n, k: f"{n}_{{t}}" if k else f"{n}_{{t-1}}", ("g", "\\nabla f")
    )
    if lines is None:
        return None
    body = " \\\\\n".join(f"{left} &= {right}" for left, right in lines)
    return f"## {title}\n\n$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$\n"


def latex_next(one: Program, title: str) -> str | None:
    """Return displays with indices k and k + 1, one for each line."""
    lines = _latex(
        one, title, OTHER, lambda n, k: f"{n}_{{k+1}}" if k else f"{n}_k", ("g", "\\nabla L"), "\\,"
    )
    if lines is None or one.uses("t"):
        return None  # the power would be that of k + 1
    return (
        f"## {title}\n\n" + "\n\n".join(f"$$ {left} = {right} $$" for left, right in lines) + "\n"
    )


def latex_arrows(one: Program, title: str) -> str | None:
    """Return lines of assignments without an index."""
    lines = _latex(one, title, PLAIN, None, ("g", "\\nabla f"))
    if lines is None:
        return None
    body = " \\\\\n".join(f"{left} \\leftarrow {right}" for left, right in lines)
    return f"## {title}\n\n\\[\n{body}\n\\]\n"


def latex_superscripts(one: Program, title: str) -> str | None:
    """Return inline formulas of a list, the index a superscript in brackets."""
    if any(part[0] == "**" for _, term in one.lines for part in parts(term)):
        return None  # two superscripts
    lines = _latex(
        one,
        title,
        OTHER,
        lambda n, k: f"{n}^{{(t)}}" if k else f"{n}^{{(t-1)}}",
        ("g", "\\nabla J"),
    )
    if lines is None:
        return None
    return f"## {title}\n\n" + "\n".join(f"* ${left} = {right}$" for left, right in lines) + "\n"


PYTHON = (python_function, python_loop, python_snippet)
LATEX = (latex_indexed, latex_next, latex_arrows, latex_superscripts)
