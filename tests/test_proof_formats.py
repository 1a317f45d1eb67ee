"""Proofs as documents: each compiles or parses, stands alone, and says what was checked."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from symopt import claims
from symopt.errors import UnknownName
from symopt.proof.formats import FORMATS, document
from symopt.proof.outline import outline

SOME = [
    "averages.unrolled",
    "averages.weights",
    "averages.window",
    "nesterov.rearranged",
    "adam.first-step",
    "momentum.velocity-under-a-schedule",
    "momentum.polyak-cycle",
    "averages.window-series",
]


@pytest.fixture(scope="module")
def proofs() -> list:
    return claims.verify(SOME)


class Page(HTMLParser):
    """Collects links, anchors, and checks that tags close in order."""

    void = frozenset({"meta", "link", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag not in self.void:
            self.open.append(tag)
        self.anchors |= {given["id"]} if "id" in given else set()
        self.links |= {given["href"]} if "href" in given else set()
        self.fetched += [given[key] for key in ("src", "srcset") if key in given]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone(proofs: list) -> None:
    text = document(proofs, "html")
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.fetched == []
    assert "<script" not in text
    assert "url(" not in text
    assert page.links == {f"#{anchor}" for anchor in page.anchors}
    assert page.anchors == {proof.claim for proof in proofs}
    lines = [line for proof in proofs for line in proof.steps]
    within = [step for line in lines for _, steps in line.inside for step in steps]
    assert text.count('class="relation"') == len(lines) + len(within)


def test_typst_compiles(proofs: list) -> None:
    typst = pytest.importorskip("typst")
    assert typst.compile(document(proofs, "typst").encode(), format="pdf").startswith(b"%PDF")


def test_latex_is_balanced_and_escaped(proofs: list) -> None:
    text = document(proofs, "latex")
    begun = re.findall(r"\\begin\{(\w+)\}", text)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+)\}", text))
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    inside = "".join(re.findall(r"\\text\{([^{}]*)\}", text))
    assert not set("_^#&%$") & set(inside.replace("\\_", "").replace("\\%", ""))


def test_every_document_names_claim_sentence_and_source(proofs: list) -> None:
    for notation in FORMATS:
        text = document(proofs, notation)
        plain = re.sub(r"\\(?=[^a-z])", "", text)
        for proof in proofs:
            assert proof.claim in plain
            assert outline(proof).checked.split(",")[0] in plain


def test_repeats_exactly(proofs: list) -> None:
    again = claims.verify(SOME)
    for notation in FORMATS:
        assert document(again, notation) == document(proofs, notation)


def test_unknown_notation() -> None:
    with pytest.raises(UnknownName, match='did you mean "html"'):
        document([], "htm")


def test_a_notebook_shows_the_object() -> None:
    proof = claims.prove("momentum.polyak")
    page = Page()
    page.feed(proof._repr_html_())
    assert page.open == []
    assert page.anchors == {"momentum.polyak"}
    assert r"\begin{aligned}" in proof.latex()


def test_other_processes_print_the_very_same() -> None:
    chosen = claims.select(["stuck", "averages.window"])
    serial = [proof.text() for proof in claims.proofs(chosen)]
    shared = list(claims.proofs(chosen, jobs=2))
    assert [proof.text() for proof in shared] == serial
    assert any("2^(-20000)" in text or "2^20000" in text for text in serial)


def test_every_notation_says_what_is_supposed(proofs: list) -> None:
    """Without its "if", a piece of a bent slope would be a false equation."""
    supposed = sum(bool(block.supposing) for p in proofs for block in outline(p).blocks)
    assert supposed == 3
    for notation in FORMATS:
        text = document(proofs, notation)
        assert text.count("If ") - sum(p.summary.count("If ") for p in proofs) == supposed
    assert sum(p.text().count("  if ") for p in proofs) == supposed


def test_a_power_series_says_where_it_ends() -> None:
    proof = claims.prove("averages.window-series")
    assert "+ O(epsilon^5)" in proof.text()
    assert r"O(\epsilon^5)" in proof.latex()
