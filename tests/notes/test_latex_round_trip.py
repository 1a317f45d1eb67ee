"""What is printed in any notation is read back as the same value."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.formula import (
    Absolute,
    Call,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    SumOver,
)
from symopt.notes.latex import read, read_plain
from symopt.notes.source import Excerpt
from symopt.notes.statement import Statement

T, K = Name("t"), Name("k")
ONE = Number(Fraction(1))

# The ways to write a name without its index; "#" is where a step goes.
SPELLED = {
    "alpha": [r"\alpha", "α"],
    "beta1": [r"\beta_1", "β_1", r"\beta_{1}", "β₁", r"{\beta}_1"],
    "epsilon": [r"\epsilon", r"\varepsilon", "ε", "ϵ"],
    "lr": [r"\mathrm{lr}", r"\text{lr}", "lr", r"\operatorname{lr}"],
    "dW": ["dW", r"\mathrm{d}W", "{dW}"],
    "decay_rate": [r"\text{decay\_rate}", r"decay_{rate}", r"\mathrm{decay}\_rate"][:2],
    "V_dw": ["V_{dw}", r"V_{\mathrm{dw}}", "{V}_{dw}"],
    "S_db_corrected": ["S_{db}^{corrected}", r"S^{\text{corrected}}_{db}"],
    "v": ["v_#", "v_{#}", "{v}_{#}", r"\mathbf{v}_{#}", "v^{(#)}"],
    "m_hat": [r"\hat m_#", r"\hat{m}_{#}", r"\hat{m_{#}}", r"\widehat{m}_{#}"],
    "theta": [r"\theta_{#}", "θ_{#}", r"\boldsymbol{\theta}_{#}", r"\theta_{#,i}"],
    "v_hat_max": [r"\hat v_{#}^{\max}", r"\hat{v}^{max}_{#}", r"\widehat{v_{#}}^{max}"],
    "E_g2": ["E[g^2]_{#}", r"\mathbb{E}[g^{2}]_{#}", r"E\left[g^2\right]_{#}"],
    "Delta_x": [r"\Delta x_{#}", r"\Delta{x}_{#}"],
}
INDEXED = [name for name, spellings in SPELLED.items() if "#" in spellings[0]]
PLAIN = [name for name in SPELLED if name not in INDEXED]
INDICES: dict[str, Formula] = {
    "t": T,
    "t-1": Sum((T, Negative(ONE))),
    "t + 1": Sum((T, ONE)),
    "k": K,
}

# What functions mean here is of no concern, as long as they tell their arguments apart.
FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "sqrt": lambda x: x * x + Fraction(7, 3),
    "exp": lambda x: 5 * x * x - x + 2,
    "sign": lambda x: x * x * x - Fraction(1, 5),
    "grad": lambda x=Fraction(11, 13): 3 * x - Fraction(2, 7),
    "maximum": max,
}


def value(formula: Formula) -> Fraction:
    """Evaluate at rational values that only depend on the names."""
    match formula:
        case Number(value=number):
            return number
        case Name(name=name, index=index):
            key = name if index is None else f"{name}@{value(index)}"
            return Fraction(sum(ord(c) * (i + 3) for i, c in enumerate(key)) % 97 + 1, 31)
        case Sum(terms=terms):
            return sum(map(value, terms), Fraction(0))
        case Negative(term=term):
            return -value(term)
        case Product(factors=factors):
            result = Fraction(1)
            for factor in factors:
                result *= value(factor)
            return result
        case Quotient(top=top, bottom=bottom):
            below = value(bottom)
            return value(top) / below if below else Fraction(4, 9)
        case Power(base=base, exponent=Number(value=exponent)):
            return value(base) ** int(exponent)
        case Power(base=base, exponent=exponent):
            return value(base) * 2 + value(exponent) * 3
        case Absolute(inside=inside):
            return abs(value(inside))
        case Call(function=function, arguments=arguments):
            return FUNCTIONS[function](*map(value, arguments))
        case SumOver(body=body, lower=lower, upper=upper):
            return value(body) * 17 + value(lower) * 5 + value(upper)
        case _:
            raise AssertionError(formula)


names = st.one_of(
    st.sampled_from(PLAIN).map(Name),
    st.builds(Name, st.sampled_from(INDEXED), st.sampled_from(list(INDICES.values()))),
)
numbers = st.sampled_from(["1", "2", "10", "0.9", "0.999", "1e-8"]).map(
    lambda text: Number(Fraction(text), None if text.isdigit() else text)
)


def larger(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    two = Number(Fraction(2))
    return st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda terms: Sum(tuple(terms))),
        st.lists(parts, min_size=2, max_size=3).map(lambda factors: Product(tuple(factors))),
        parts.map(Negative),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, st.sampled_from([two, T, Sum((T, ONE))])),
        parts.map(Absolute),
        st.builds(lambda f, x: Call(f, (x,)), st.sampled_from(["sqrt", "exp", "sign"]), parts),
        st.builds(lambda x, y: Call("maximum", (x, y)), parts, parts),
        names.map(lambda point: Call("grad", (point,))),
        st.just(Call("grad", ())),
        st.builds(lambda body: SumOver(body, Name("j"), ONE, T), names),
    )


formulas = st.recursive(st.one_of(names, numbers), larger, max_leaves=12)


class Writer:
    """Prints a formula, choosing among notations as it goes."""

    def __init__(self, choose: Callable[[list[str]], str]):
        self.choose = choose

    def brackets(self, text: str) -> str:
        forms = ["({})", r"\left({}\right)", r"\bigl( {} \bigr)", "（{}）"]
        return self.choose(forms).format(text)

    def atom(self, formula: Formula) -> str:
        """Print so that scripts and neighbours cannot be misread."""
        text = self.write(formula)
        simple = isinstance(formula, (Name, Absolute)) or (
            isinstance(formula, Call) and formula.function == "sqrt"
        )
        return text if simple else self.brackets(text)

    def factor(self, formula: Formula) -> str:
        text = self.write(formula)
        loose = isinstance(formula, (Sum, Negative, Product, Quotient, SumOver, Number))
        # After \nabla J an opening bracket would begin the argument of J.
        asks = isinstance(formula, Call) and formula.function == "grad"
        return self.brackets(text) if loose or asks else text

    def write(self, formula: Formula) -> str:
        match formula:
            case Number():
                return str(formula)
            case Name(name=name, index=index):
                spelling = self.choose(SPELLED.get(name, [name]))
                step = next((text for text, i in INDICES.items() if i == index), "")
                if "_#" in spelling and len(step) > 1:
                    spelling = spelling.replace("_#", "_{#}")
                return spelling.replace("#", step)
            case Sum(terms=(first, *rest)):
                text = self.factor(first) if isinstance(first, Sum) else self.write(first)
                for term in rest:
                    if isinstance(term, Negative):
                        text += self.choose([" - ", "-", " − "]) + self.factor(term.term)
                    else:
                        text += self.choose([" + ", "+", r"\,+\,"]) + self.factor(term)
                return text
            case Negative(term=term):
                return "-" + self.factor(term)
            case Product(factors=(first, *rest)):
                text = self.factor(first)
                for factor in rest:
                    sign = [" ", r"\cdot ", r" \times ", " * ", "∗", "⋅", r"\odot ", r"\, "]
                    text += self.choose(sign) + self.factor(factor)
                return text
            case Quotient(top=top, bottom=bottom):
                above, below = self.write(top), self.write(bottom)
                forms = [r"\frac{%s}{%s}", r"\dfrac {%s} {%s}", r"{%s \over %s}", "(%s)/(%s)"]
                return self.choose(forms) % (above, below)
            case Power(base=base, exponent=exponent):
                return f"{{{self.atom(base)}}}^{{{self.write(exponent)}}}"
            case Absolute(inside=inside):
                forms = [r"\left|%s\right|", r"\lvert %s \rvert", r"\operatorname{abs}(%s)"]
                return self.choose(forms) % self.write(inside)
            case Call(function="sqrt", arguments=(inside,)):
                return self.choose([r"\sqrt{%s}", "√(%s)", r"\sqrt {%s}"]) % self.write(inside)
            case Call(function="maximum", arguments=(first, second)):
                forms = [r"\max(%s, %s)", r"\max\left\{%s, %s\right\}", "max(%s，%s)"]
                return self.choose(forms) % (self.write(first), self.write(second))
            case Call(function="grad", arguments=()):
                return self.choose([r"\nabla J", r"{\nabla}", r"\nabla \mathcal{L}"])
            case Call(function="grad", arguments=(point,)):
                forms = [
                    r"\nabla f(%s)", r"\frac{\partial L}{\partial %s}", r"J'(%s)",
                    r"\nabla_{%s} J", r"\partial_{%s} L", "∇L(%s)",
                ]  # fmt: skip
                return self.choose(forms) % self.write(point)
            case Call(function="sign", arguments=(inside,)):
                forms = [
                    r"\operatorname{sign}(%s)",
                    r"\text{sgn}(%s)",
                    r"\mathrm{sign}\left(%s\right)",
                ]
                return self.choose(forms) % self.write(inside)
            case Call(function="exp", arguments=(inside,)):
                return rf"\exp({self.write(inside)})"
            case SumOver(body=body, index=Name(name=letter), lower=lower, upper=upper):
                forms = [r"\sum_{%s=%s}^{%s} %s", r"\sum\limits_{%s=%s}^{%s}{%s}"]
                parts = (letter, self.write(lower), self.write(upper), self.factor(body))
                return self.choose(forms) % parts
            case _:
                raise AssertionError(formula)


@settings(max_examples=300, deadline=None)
@given(formulas, st.data())
def test_any_notation_reads_back(formula: Formula, data: st.DataObject) -> None:
    text = Writer(lambda forms: data.draw(st.sampled_from(forms))).write(formula)
    # In parentheses, so that a (2) at the end is no number of the equation.
    found = read(Excerpt.of(f"u = ({text})"))
    assert [type(statement) for statement in found] == [Statement], (text, found)
    [statement] = found
    assert isinstance(statement, Statement)
    assert value(statement.parts[1]) == value(formula), text


def prints_clearly(formula: Formula) -> bool:
    """A bare gradient seems to be of what follows it; a letter above seems to be a power; E in
    front of parentheses seems to be a function; of two bars in a row nobody knows which closes.
    """
    bars = [node for node in formula.walk() if isinstance(node, Absolute)]
    if any(isinstance(node, Absolute) for bar in bars for node in bar.inside.walk()):
        return False
    names = {"Delta_x", "E_g2"}.intersection(formula.names())
    return not names and Call("grad", ()) not in formula.walk()


@settings(max_examples=150, deadline=None)
@given(formulas.filter(prints_clearly))
def test_what_is_printed_as_latex_reads_back(formula: Formula) -> None:
    [statement] = read(Excerpt.of(formula.latex()))
    assert isinstance(statement, Statement), (formula.latex(), statement)
    assert value(statement.parts[0]) == value(formula), formula.latex()
    [again] = read(Excerpt.of(statement.parts[0].latex()))
    assert isinstance(again, Statement), (statement.parts[0].latex(), again)
    assert value(again.parts[0]) == value(formula), statement.parts[0].latex()


def test_pseudo_code_reads_as_its_latex() -> None:
    code = "s_t := beta2*s_(t-1) + (1 - beta2)*dW^2\nW -= lr*dW/(sqrt(s_t) + eps)"
    latex = r"""
        s_t := \beta_2 s_{t-1} + (1-\beta_2) dW^2 \\
        W \leftarrow W - lr \, dW/(\sqrt{s_t}+\epsilon)
    """
    for typed, set_ in zip(read_plain(Excerpt.of(code)), read(Excerpt.of(latex)), strict=True):
        assert isinstance(typed, Statement)
        assert isinstance(set_, Statement)
        assert typed.links == set_.links
        assert value(typed.parts[1]) == value(set_.parts[1])
