"""LaTeX documents: formulas, listings, headings and tables, at their places."""

from __future__ import annotations

import pytest

from symopt.notes.document import Block, Broken, Code, Heading, Image, Mathematics, Prose, Table
from symopt.notes.documents import read


def blocks(text: str) -> list[Block]:
    return list(read(text.encode(), "notes.tex").blocks)


def formulas(text: str) -> list[str]:
    return [block.excerpt.text for block in blocks(text) if isinstance(block, Mathematics)]


DISPLAYS = (
    *("equation", "equation*", "align", "align*", "gather", "gather*", "multline", "multline*"),
    *("eqnarray", "eqnarray*", "flalign", "flalign*", "displaymath", "math", "dmath", "aligned"),
    *("split", "gathered"),
)


@pytest.mark.parametrize("name", DISPLAYS)
def test_environments(name):
    found = blocks(f"so\n\\begin{{{name}}}\n  a &= b \\\\\n  c &= d\n\\end{{{name}}}\nend")
    (formula,) = (block for block in found if isinstance(block, Mathematics))
    assert (formula.environment, formula.display) == (name, True)
    assert formula.excerpt.text == "a &= b \\\\\n  c &= d"
    assert str(formula.excerpt.start) == "3:3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $x$ and \\(y\\)", ["x", "y"]),
        ("$$x$$ \\[ y \\\\[6pt] z \\]", ["x", "y \\\\[6pt] z"]),
        ("$x$ % and $y$\n% $z$\n", ["x"]),
        ("5\\% of $x$", ["x"]),
        ("\\$5 and \\$6 and $x$", ["x"]),
        ("$a \\text{ if $b$}$ $c$", ["a \\text{ if $b$}", "c"]),
        ("\\begin{align}a % x\n% y\n= b\\end{align}", ["a \n= b"]),
        ("\\begin{equation}\\begin{split}a\\end{split}\\end{equation}",
         ["\\begin{split}a\\end{split}"]),
        ("\\verb|$x$| \\lstinline!$y$! $z$", ["z"]),
        ("\\begin{comment}$x$\\end{comment}$y$", ["y"]),
        ("\\url{a%b} $x$", ["x"]),
        ("line \\\\[2pt] and \\\\(not $x$)", ["x"]),
        ("\\newcommand{\\g}{$n$} $x$", ["x"]),
        ("\\title{On $n$} $m$ \\begin{document} $x$ \\end{document} $y$", ["n", "x"]),
    ],
)  # fmt: skip
def test_formulas_are_found(text, expected):
    assert formulas(text) == expected


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("so $a = b\n\nend $x$", "$a = b"),
        ("so $$a = b\n\nend $x$", "$$a = b"),
        ("so \\(a = b\n\nend $x$", "\\(a = b"),
        ("so \\[a = b\n\nend $x$", "\\[a = b"),
        ("\\begin{gather}a = b\n\nend $x$", "\\begin{gather}a = b"),
        ("\\begin{lstlisting}\na = b\n\nend $x$", "\\begin{lstlisting}\na = b"),
        ("\\section{a = b\n\nend $x$", "a = b"),
    ],
)
def test_what_is_broken_ends_soon(text, excerpt):
    found = blocks(text)
    assert [block.excerpt.text for block in found if isinstance(block, Broken)] == [excerpt]
    assert [block.excerpt.text for block in found if isinstance(block, Mathematics)] == ["x"]


@pytest.mark.parametrize(
    ("opening", "language"),
    [
        ("\\begin{verbatim}", ""),
        ("\\begin{lstlisting}[caption={A step}, language=Python]", "python"),
        ("\\begin{lstlisting}", ""),
        ("\\begin{minted}[linenos]{python}", "python"),
    ],
)
def test_listings(opening, language):
    name = opening[7 : opening.index("}")]
    text = f"{opening}\nv = b*v  # 50% of $x$\nif v:\n    w = v\n\\end{{{name}}}\n"
    (code,) = blocks(text)
    assert isinstance(code, Code)
    assert (code.language, str(code.excerpt.start)) == (language, "2:1")
    assert code.excerpt.text == "v = b*v  # 50% of $x$\nif v:\n    w = v"


def test_headings_prose_and_pictures():
    text = (
        "\\section{Momentum of $v$}\nThe rule\n$v$.\n\n\\includegraphics[width=1cm]{a.png}\n"
        "\\begin{itemize}\n\\item first\n\\item[b] second $w$\n\\end{itemize}\n\\subsection*{End}"
    )
    found = [(type(b).__name__, getattr(b, "excerpt", None)) for b in blocks(text)]
    assert [(name, excerpt.text if excerpt else "") for name, excerpt in found] == [
        ("Heading", "Momentum of $v$"),
        ("Mathematics", "v"),
        ("Prose", "The rule\n$v$."),
        ("Mathematics", "v"),
        ("Image", ""),
        ("Prose", "first"),
        ("Prose", "[b] second $w$"),
        ("Mathematics", "w"),
        ("Heading", "End"),
    ]
    levels = [block.level for block in blocks(text) if isinstance(block, Heading)]
    assert levels[0] < levels[1]


def test_pseudocode_is_read_line_by_line():
    text = (
        "\\begin{algorithm}\\begin{algorithmic}[1]\n\\Require rate $r$\n\\For{$t = 1, 2$}\n"
        "\\State $v \\gets b v + g$ \\Comment{velocity}\n\\State $w \\gets w - r v$\n\\EndFor\n"
        "\\end{algorithmic}\\end{algorithm}"
    )
    assert formulas(text) == ["r", "t = 1, 2", "v \\gets b v + g", "w \\gets w - r v"]
    assert any(
        "velocity" in block.excerpt.text for block in blocks(text) if isinstance(block, Prose)
    )


def test_tables():
    text = (
        "\\begin{tabular}{l|r}\n\\hline\nepoch & $\\alpha$ \\\\ \\hline\n"
        "1 & \\textbf{a & b} \\\\[2pt]\n"
        "2 & 0.5\n\\end{tabular}"
    )
    table, formula = blocks(text)
    assert isinstance(table, Table)
    assert isinstance(formula, Mathematics)
    assert formula.in_table
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["epoch", "$\\alpha$"],
        ["1", "\\textbf{a & b}"],
        ["2", "0.5"],
    ]
    assert str(table.rows[2][1].start) == "5:5"


def test_macros():
    text = (
        "\\newcommand{\\grad}{\\nabla}\\newcommand\\vect[1]{\\mathbf{#1}}\\def\\up#1#2{#1^{#2}}\n"
        "\\DeclareMathOperator*{\\argmin}{arg\\,min}\\newcommand{\\opt}[2][x]{#1}\n"
        "% \\newcommand{\\hidden}{x}\n$\\grad$ \\newcommand{\\open}{"
    )
    assert read(text.encode(), "notes.tex").macros == {
        "grad": (0, "\\nabla"),
        "vect": (1, "\\mathbf{#1}"),
        "up": (2, "#1^{#2}"),
        "argmin": (0, "\\operatorname*{arg\\,min}"),
    }
    assert formulas(text) == ["\\grad"]


def test_pictures_are_counted():
    text = "\\includegraphics{a} \\begin{tikzpicture}\\draw $x$;\\end{tikzpicture}"
    assert [type(block) for block in blocks(text)] == [Image, Image]
