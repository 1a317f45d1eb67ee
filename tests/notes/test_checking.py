"""A whole file: every formula is judged or named, in order, in bounded time."""

import time

import pytest

import symopt
from symopt.errors import SymoptError
from symopt.notes import checking
from symopt.notes.checking import check

MOMENTUM = r"$v_t = \beta v_{t-1} + g_t$, $w_t = w_{t-1} - \alpha v_t$"


def places(report: symopt.notes.Report) -> list[str]:
    return [str(finding.place) for finding in report.findings]


def test_a_formula_that_is_repeated_is_found_at_each_of_its_places():
    page = f"# Momentum\n\n{MOMENTUM}\n\n# Momentum\n\n{MOMENTUM}\n"
    report = check(page.encode(), "a.md")
    assert places(report) == ["3:2", "7:2"]
    assert {finding.verdict for finding in report.findings} <= {"identical", "equivalent"}


def test_the_same_words_under_another_heading_are_judged_anew():
    page = f"# Momentum\n\n{MOMENTUM}\n\n# AdaGrad\n\n{MOMENTUM}\n"
    first, second = check(page.encode(), "a.md").findings
    assert first.severity == "ok"
    assert second.severity == "error"
    assert "mislabelled" in second.lints


def test_findings_are_in_the_order_of_the_file():
    page = f"{MOMENTUM}\n\n![](a.png)\n\n```python\nw = w - lr*dw\n```\n\n$0.9^2 = 0.81$\n"
    report = check(page.encode(), "a.md")
    lines = [finding.place.line for finding in report.findings]
    assert lines == sorted(lines)
    assert [f.verdict for f in report.findings].count("unread") == 1


def test_against_names_the_rule_that_is_meant():
    code = b"def step(w, dw, lr=0.1):\n    w = w - lr*dw\n    return w\n"
    assert check(code, "a.py").errors == 0
    assert check(code, "a.py", against="gd").errors == 0
    assert check(code, "a.py", against="adagrad").errors == 1


def test_what_cannot_be_read_is_said_in_one_line(tmp_path):
    for source in (tmp_path / "missing.md", b"\x00\x01binary\x00"):
        with pytest.raises(SymoptError) as problem:
            check(source)
        assert "\n" not in str(problem.value)
    with pytest.raises(SymoptError, match="adam"):
        check(b"", against="adm")


def test_a_path_and_its_bytes_give_the_same_report(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(MOMENTUM, encoding="utf-8")
    assert check(path, "n").findings == check(path.read_bytes(), "n").findings


def test_a_long_file_that_repeats_itself_takes_no_long_time():
    page = f"# Momentum\n\n{MOMENTUM}\n\n" * 300
    started = time.process_time()
    assert len(check(page.encode(), "a.md").findings) == 300
    assert time.process_time() - started < 20


@pytest.mark.slow
@pytest.mark.parametrize("formula", [MOMENTUM, r"$v_t = \beta v_{t-1} + (1 - \beta) y_t$"])
def test_copies_of_a_formula_cost_little_each(formula):
    def cost(copies: int) -> float:
        start = time.process_time()
        report = check((f"{formula}\n\n" * copies).encode(), "a.md")
        assert len(report.findings) >= copies
        return time.process_time() - start

    cost(1)
    # Looking at each pair of copies anew would be a hundred times the work, not ten.
    assert cost(3000) < 30 * cost(300) + 1


def test_a_defect_of_ours_costs_no_other_finding(monkeypatch):
    judge = checking.judging.judge

    def broken(algorithm, *rest, **options):
        if len(algorithm.assignments) == 2:
            raise KeyError("theta")
        return judge(algorithm, *rest, **options)

    monkeypatch.setattr(checking.judging, "judge", broken)
    page = f"{MOMENTUM}\n\n$w = w - \\eta g$\n"
    first, second = check(page.encode(), "a.md").findings
    assert (first.verdict, first.lints) == ("undecided", (checking.FAILED,))
    assert second.verdict == "identical"


def test_a_line_about_a_state_that_nothing_uses_is_named() -> None:
    text = (
        rb"$$\begin{aligned} s_0 &:= c s + (1-c) x_1 \\ s_0 &:= c s_0 + (1-c) x_t \end{aligned}$$"
    )
    found = check(text, name="note.md").findings
    assert [(one.severity, *one.lints) for one in found] == [("note", "unused-line"), ("ok",)]
