"""Where formulas, listings and pictures stand in Markdown, in the ways that people write them."""

from __future__ import annotations

import pytest

from symopt.notes.document import Block, Broken, Code, Heading, Image, Mathematics, Prose, Table
from symopt.notes.documents import read


def blocks(text: str) -> list[Block]:
    return list(read(text.encode(), "notes.md").blocks)


def formulas(text: str) -> list[str]:
    return [block.excerpt.text for block in blocks(text) if isinstance(block, Mathematics)]


def places(text: str) -> list[str]:
    return [str(block.excerpt.start) for block in blocks(text) if isinstance(block, Mathematics)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a rate $\\eta$ here", ["\\eta"]),
        ("$$w = w - g$$", ["w = w - g"]),
        ("the step is $$w = w - g$$, as above", ["w = w - g"]),
        ("the step is $$\nw = w - g\n$$ as above", ["w = w - g"]),
        ("the step\n$$\nw = w - g\n$$\nas above", ["w = w - g"]),
        ("$$w = w - g\n    + h$$", ["w = w - g\n    + h".replace("    ", "")]),
        ("$\nh = h + g^2 \\\\\nw = w - g\n$", ["h = h + g^2 \\\\\nw = w - g"]),
        ("see \\(a\\), \\[b = c\\], \\\\(d\\\\) and \\\\[e = f\\\\]", ["a", "b = c", "d", "e = f"]),
        ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", ["a &= b \\\\\nc &= d"]),
        ("```math\nq = r\n```", ["q = r"]),
        ("```{math}\n:label: step\n\nq = r\n```", ["q = r"]),
        ("```latex\nq = r\n```", ["q = r"]),
        ("```tex\nwith $q$\n```", ["q"]),
        ("$`a_b`$ on a forge", ["a_b"]),
        (":math:`a_b` and\n\n.. math::\n\n    c = d\n", ["a_b", "c = d"]),
        ("# On $\\beta$ ##", ["\\beta"]),
        ("On $\\beta$\n---", ["\\beta"]),
        ("1. one\n   - two\n     $$\n     a = b\n     $$", ["a = b"]),
        ("> $$\n> a\n> = b\n> $$", ["a\n= b"]),
        ("    $$a = b$$", ["a = b"]),
        ("<p>so $a = b$</p>", ["a = b"]),
        ("动量，$v$，学习率$\\alpha $。权重（$1-\\beta$）", ["v", "\\alpha", "1-\\beta"]),
        ("$x$2 and $y$", ["x", "y"]),
        ("$ x $ and $\\beta_1 $", ["x", "\\beta_1"]),
        ("$a$$b$", ["a", "b"]),
        ('<math>q = r</math> and <math display="block">s < t</math>', ["q = r", "s < t"]),
        ("w ＝ w － η·∇J（w）", ["w ＝ w － η·∇J（w）"]),
        ("$p(x) = 1 \\text{ if $x$ is even}$", ["p(x) = 1 \\text{ if $x$ is even}"]),
        ("$$p = 1 \\text{ if $x$}$$", ["p = 1 \\text{ if $x$}"]),
    ],
)
def test_formulas_are_found(text, expected):
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "w_{t}* = \\theta_{t}*",
        "\\{a\\}_b \\\\ c_d",
        "g^{*}_{t} **x** __y__",
        "a < b > c & d",
        "[a](b) ![c]",
        "\\left[ x \\right] `",
        "<b>x</b>",
    ],
)
@pytest.mark.parametrize("frame", ["${}$", "so $${}$$.", "$$\n{}\n$$", "- so ${}$ is", "> ${}$"])
def test_markdowns_own_signs_reach_the_block_as_they_are(formula, frame):
    assert formulas(frame.replace("{}", formula)) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "costs $5, later $6.50 (or US$7)",
        "between $20k and $30k a year",
        "it costs $5/month and ($6) more",
        "an escaped \\$x\\$ is none",
        "`$x$` and ``$`$``",
        "```\n$x$\n```",
        "[on $x_1$](#on-x_1)",
        "[text](https://a.org/b_$c$_d)",
        "https://a.org/b_$c$_d",
        "<https://a.org/$c$>",
        '<a href="#x">on $x$</a>',
        "![chart of $x$](x.png)",
        "[text][1] and\n\n[1]: https://a.org/$c$ '$t$'",
        "[on $x$][label]\n\n[label]: a.html",
        "<!-- $x$ -->",
        "a <!-- $x$ --> b",
        "---\ntitle: $x$\n---\n",
        "a list \\[0.5, 0.9\\] and a \\[note\\](link)",
        "$$$$",
        "alone: $",
    ],
)
def test_what_is_no_formula(text):
    assert formulas(text) == []
    assert not [block for block in blocks(text) if isinstance(block, Broken)]


def test_money_beside_a_formula():
    assert formulas("costs $5 and a rate $\\alpha$ of $6") == ["\\alpha"]


@pytest.mark.parametrize("sign", ["+", "-", "=", ">", "*", "1.", "#x", "|"])
def test_a_formulas_lines_may_begin_as_markdown_does(sign):
    inner = f"a = b\n{sign} c"
    assert formulas(f"so\n\n$$\n{inner}\n$$\n\nend") == [inner]
    assert formulas(f"so: $${inner}$$ end") == [inner]
    assert formulas(f"$\n{inner}\n$") == [inner]
    assert formulas(f"\\[\n{inner}\n\\]") == [inner]
    quoted = "\n".join(f"> {line}" for line in f"$$\n{inner}\n$$".split("\n"))
    assert formulas(quoted) == [inner]


def test_a_formula_may_hold_blank_lines():
    assert formulas("$$\na = b\n\n\\\\ c = d\n\n$$\n\nend") == ["a = b\n\n\\\\ c = d"]


def test_an_unclosed_display_ends_at_a_blank_line():
    found = blocks("$$\na = b\n\n# Next\n\n$$\nc = d\n$$\n")
    (broken,) = (block for block in found if isinstance(block, Broken))
    assert broken.excerpt.text == "$$\na = b"
    assert "not closed" in broken.reason
    assert [block.excerpt.text for block in found if isinstance(block, Mathematics)] == ["c = d"]
    assert any(isinstance(block, Heading) for block in found)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("the rate $\\alpha is small\n\nend $x$", "$\\alpha is small"),
        ("the rate $\\alpha is small and $x$", "$\\alpha is small and"),
        ("\\begin{align}\na &= b\n\nend $x$", "\\begin{align}\na &= b"),
        ("```python\na = b\n\nend $x$", "```python\na = b"),
        ("```\na = b\n\n```python\nc = d\n```\nend $x$", "```\na = b"),
        ("<math><mi>w</mi></math> and $x$", "<math><mi>w</mi></math>"),
        ("so \\(\\alpha and\n\nend $x$", "\\(\\alpha and"),
    ],
)
def test_what_is_broken_ends_soon(text, excerpt):
    found = blocks(text)
    assert [block.excerpt.text for block in found if isinstance(block, Broken)] == [excerpt]
    assert [block.excerpt.text for block in found if isinstance(block, Mathematics)] == ["x"]


def test_fences_keep_their_places_and_lose_their_prefixes():
    text = "1. > ~~~Python\n   > v = 1\n   >   w = 2\n   > ~~~\n\n```{.python .numbers}\nx\n```\n"
    found = [block for block in blocks(text) if isinstance(block, Code)]
    assert [(block.language, block.excerpt.text) for block in found] == [
        ("python", "v = 1\n  w = 2"),
        ("python", "x"),
    ]
    assert [str(start) for start in found[0].excerpt.starts] == ["2:6", "3:6"]


def test_tabs_and_indentation_of_listings():
    text = "- item\n\n\t\tv = 1\n\t\t\tw = 2\n\n```text\n\tx\n```"
    found = [block for block in blocks(text) if isinstance(block, Code)]
    assert found[0].excerpt.text.split("\n")[1].lstrip("\t") == "w = 2"
    depths = [len(line) - len(line.lstrip()) for line in found[0].excerpt.text.split("\n")]
    assert depths[1] == depths[0] + 1
    assert (found[1].language, found[1].excerpt.text) == ("text", "\tx")


def test_tables():
    found = blocks(
        "| rate | $\\alpha$ |\n|---|--:|\n| $|g|$ | `a|b` |\n| 1 | $\\|g\\|$\nNote $x$\n"
    )
    table = found[0]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["rate", "$\\alpha$"],
        ["$|g|$", "`a|b`"],
        ["1", "$\\|g\\|$"],
    ]
    inside = [b.excerpt.text for b in found if isinstance(b, Mathematics) and b.in_table]
    assert inside == ["\\alpha", "|g|", "\\|g\\|"]
    assert [b.excerpt.text for b in found if isinstance(b, Prose)] == ["Note $x$"]


def test_a_table_set_by_tabs():
    (table,) = blocks("Epoch\tRate\n0\t0.3\n1\t0.15\n")
    assert isinstance(table, Table)
    assert [str(cell.start) for cell in table.rows[2]] == ["3:1", "3:3"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("![](a.png)", 1),
        ("|![p](a%20b.png)|\n|---|", 1),
        ("text ![p](a.png) and ![p][ref]\n", 2),
        ('<img src="a.png">\n\ntext <img\nsrc="b"> end', 2),
        ("[![badge](a.svg)](b.html)", 1),
        ("![[drawn.png]]", 1),
        ("`![](a.png)` and \\![](a.png)", 0),
    ],
)
def test_pictures_are_counted(text, count):
    assert len([block for block in blocks(text) if isinstance(block, Image)]) == count


def test_places_of_formulas():
    text = "- a\n  - so $x$ and\n    $y$\n\n> > $$z$$\n\n| $u$ |\n|---|\n| a $v$ |\n"
    assert places(text) == ["2:9", "3:6", "5:7", "7:4", "9:6"]
    assert places("\ufeff$x$\r\n\r\n动量 $y$") == ["1:2", "3:5"]


def test_prose_and_headings():
    found = blocks("# Momentum\n\nThe *rule* of $x$:\n\n$$y$$\n\n<h2>RMSProp</h2>\n")
    texts = [getattr(block, "excerpt").text for block in found]  # noqa: B009
    assert list(zip([type(block).__name__ for block in found], texts, strict=True)) == [
        ("Heading", "Momentum"),
        ("Prose", "The *rule* of $x$:"),
        ("Mathematics", "x"),
        ("Mathematics", "y"),
        ("Heading", "RMSProp"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("v_t = β v_{t-1} + (1-β) g_t", Mathematics),
        ("θ_t = θ_{t−1} − α·m̂_t/(√v̂_t + ε)   (7)", Mathematics),
        ("w := w - \\eta \\nabla L", Mathematics),
        ("- **w ← w − η·g**", Mathematics),
        ("velocity = decay*velocity - rate*gradient", Code),
        ("- `s = s + g**2`", Code),
    ],
)
def test_formulas_without_delimiters(line, kind):
    assert [type(b) for b in blocks(f"The rule:\n\n{line}\n") if not isinstance(b, Prose)] == [kind]


@pytest.mark.parametrize(
    "line",
    ["batch_size = 64", "batch = m: slow", "lr=0.1, beta=0.9", "so w = the old w - a step", "a = b",
     "see x/y = z", "file = a/b.txt", "损失 = 预测 - 真值", "== x - y =="],
)  # fmt: skip
def test_prose_that_is_no_formula(line):
    assert [type(block) for block in blocks(line)] == [Prose]


def test_macros_are_collected_and_not_expanded():
    document = read(
        b"$$\\newcommand{\\rate}{\\eta}$$\n\n$\\def\\up#1{#1 + 1} \\up{\\rate}$", "notes.md"
    )
    assert document.macros == {"rate": (0, "\\eta"), "up": (1, "#1 + 1")}
    assert formulas("$$\\newcommand{\\rate}{\\eta}$$\n\n$\\rate$") == ["\\rate"]
