"""Copies for several parameters are compared with each other."""

from __future__ import annotations

from meaning_help import is_rule, lint_codes, meaning, verdict

SQUARES = r"$$R_{dU} = c R_{dU} + (1-c) dU^2, \; R_{dk} = c R_{dk} + (1-c) %s$$"
STEPS = r" $$U = U - s \frac{dU}{\sqrt{R_{dU}}}, \; k = k - s \frac{dk}{\sqrt{R_{dk}}}$$"


def test_two_copies_of_one_rule() -> None:
    assert is_rule(SQUARES % "dk^2" + STEPS, "rmsprop.no-eps")


def test_a_missing_square_is_named() -> None:
    found = meaning(SQUARES % "dk" + STEPS)
    assert verdict(found.copies[0], "rmsprop.no-eps") == "identical"
    assert verdict(found.copies[1], "rmsprop.no-eps") == "different"
    difference = found.copies[1].difference
    assert difference is not None
    assert difference.message == "R_dk lacks the square that R_dU has"
    assert difference.line is not None
    assert difference.line.target.name == "R_dk"
    assert "pair-differs" in lint_codes(found)


def test_another_hyperparameter_in_one_copy_is_named() -> None:
    text = r"$$V_{dU} = c_1 V_{dU} + (1-c_1) dU, \; V_{dk} = c_1 V_{dk} + (1-c_2) dk$$"
    found = meaning(text + r" $$U = U - s V_{dU}, \; k = k - s V_{dk}$$")
    assert found.copies[1].difference is not None
    assert "c2" in found.copies[1].difference.message


def test_the_state_of_the_other_parameter_is_seen() -> None:
    text = r"$$V_{dU} = c V_{dU} + (1-c) dU, \; V_{dk} = c V_{dk} + (1-c) dk$$"
    found = meaning(text + r" $$U = U - s V_{dU}, \; k = k - s V_{dU}$$")
    assert found.copies[1].recursion is None
    assert found.copies[1].reason == "k is updated with V_dU, which belongs to U"
    assert {"pair-differs", "dead-assignment"} <= lint_codes(found)


def test_names_that_differ_in_case_alone_are_one() -> None:
    text = r"$$R_{du} = c R_{du} + (1-c)(dU)^2$$ $$U = U - s \frac{dU}{\sqrt{R_{dU}}}$$"
    found = meaning(text)
    assert verdict(found, "rmsprop.no-eps") == "identical"
    assert lint_codes(found) == {"two-names"}


def test_a_sum_of_squares_is_not_the_gradient_in_capitals() -> None:
    text = r"$$G_t = G_{t-1} + g_t^2$$ $$x_t = x_{t-1} - \frac{s}{\sqrt{G_t} + \epsilon} g_t$$"
    assert is_rule(text, "adagrad")


def test_lines_for_each_parameter_one_after_the_other() -> None:
    text = r"$$V_{dU} = c V_{dU} + (1-c) dU$$ $$U = U - s V_{dU}$$"
    text += r" $$V_{dk} = c V_{dk} + (1-c) dk$$ $$k = k - s V_{dk}$$"
    found = meaning(text)
    assert len(found.copies) == 2
    assert found.copies[1].difference is None


def test_an_update_by_the_raw_gradient_in_one_copy_is_seen() -> None:
    text = r"$$V_{dU} = c V_{dU} + (1-c) dU$$ $$V_{dk} = c V_{dk} + (1-c) dk$$"
    found = meaning(text + r" $$U = U - s V_{dU}$$ $$k = k - s\, dk$$")
    assert verdict(found.copies[0], "momentum") == "identical"
    assert found.copies[1].difference is not None
    assert found.copies[1].difference.message == "k is updated with dk where U is updated with V_dU"
