"""What stands under one heading is one algorithm, until a name is assigned again."""

from __future__ import annotations

from meaning_help import is_rule, meanings, passages, verdict

from symopt.notes.meaning import claimed, understand


def verdicts(text: str, *expected: str) -> list[str]:
    return [verdict(m, rule) for m, rule in zip(meanings(text), expected, strict=True)]


def test_a_second_form_keeps_the_lines_it_does_not_repeat() -> None:
    text = r"""## Momentum
$$q = b q + (1-b)\, dw$$

$$w = w - a q$$

Others leave a factor out:

$$q = b q + dw$$
"""
    assert verdicts(text, "momentum", "momentum.accumulating") == ["identical"] * 2


def test_algorithms_in_one_section() -> None:
    text = r"""## Optimizers
SGD: $$x \leftarrow x - s g$$

With momentum: $$q \leftarrow m q - s g$$ $$x \leftarrow x + q$$

AdaGrad: $$r \leftarrow r + g^2$$ $$x \leftarrow x - \frac{s g}{\sqrt{r} + \epsilon}$$
"""
    assert verdicts(text, "gd", "momentum.velocity", "adagrad") == ["identical"] * 3
    assert [claimed(a.claims) for a in passages(text).algorithms] == ["gd", "momentum", "adagrad"]


def test_another_case_of_the_parameter_begins_another_algorithm() -> None:
    text = r"""$$q \leftarrow m q - s g$$ $$X \leftarrow X + q$$
$$r \leftarrow r + g^2$$ $$x \leftarrow x - \frac{s g}{\sqrt{r}}$$"""
    assert verdicts(text, "momentum.velocity", "adagrad.no-eps") == ["identical"] * 2


def test_parts_of_one_section_define_for_each_other() -> None:
    text = r"""# Adam
## First moment
$$p_t = b_1 p_{t-1} + (1-b_1) g_t$$
## Second moment
$$q_t = b_2 q_{t-1} + (1-b_2) g_t^2$$
## Correction
$$\hat p_t = \frac{p_t}{1-b_1^t}, \quad \hat q_t = \frac{q_t}{1-b_2^t}$$
## Step
$$x_t = x_{t-1} - a \frac{\hat p_t}{\sqrt{\hat q_t} + \epsilon}$$
"""
    assert is_rule(text, "adam")


def test_an_average_beside_an_algorithm_is_apart() -> None:
    text = r"""## Momentum
As $z_t = b z_{t-1} + (1-b) y_t$ averages numbers, so
$$q = b q + (1-b) \nabla J$$ $$x = x - a q$$
"""
    assert verdicts(text, "ewma", "momentum") == ["identical"] * 2


def test_values_and_starts_are_taken_up() -> None:
    text = r"""$$q_0 = 0$$ $$q_t = b q_{t-1} + (1-b) g_t$$ $$x_t = x_{t-1} - a q_t$$
with $b = 0.7$ and $n = 5000$"""
    found = passages(text)
    (algorithm,) = found.algorithms
    assert set(algorithm.initial) == {"q"}
    assert set(algorithm.values) == {"b"}
    assert found.silent == 3


def test_the_rest_is_passed_on() -> None:
    text = r"""$$v_t = b v_{t-1} + (1-b) y_t$$
$$v_1 = b v_0 + (1-b) y_1$$
and $0.9^{10} \approx 0.35$

$$\eta = \frac{\eta_0}{1 + k t}$$"""
    found = passages(text)
    assert len(found.algorithms) == 1
    assert sum(len(passage.statements) for passage in found.facts) == 3
    assert found.silent == 0
    assert all(len(passage.neighbours) == 4 for passage in found.facts)


def test_a_chain_is_an_update_and_a_fact() -> None:
    text = r"""$$q_{i+1} = m q_i - s g_i$$
$$z_{i+1} = w_{i+1} + m q_{i+1} = (z_i - m q_i) + (1+m) q_{i+1}$$"""
    found = passages(text)
    assert verdict(understand(found.algorithms[0]), "nesterov.rearranged") == "identical"
    assert len(found.facts) == 1


def test_a_schedule_is_no_update() -> None:
    found = passages(
        r"$$\eta_t = \frac{\eta_0}{\sqrt t}$$ $$x_{t+1} = x_t - \eta_t \nabla f(x_t)$$"
    )
    assert is_rule(r"$$x_{t+1} = x_t - \eta_t \nabla f(x_t)$$", "gd")
    assert len(found.algorithms[0].assignments) == 1
    assert len(found.facts) == 1


def test_a_correction_of_the_input_is_judged_with_its_average() -> None:
    for text in (
        r"$$q_t = c q_{t-1} + (1-c) x_t$$ $$\tilde q_t = \frac{x_t}{1-c^t}$$",
        "$$q = c q + (1-c) x$$\n\n" + r"$$r = \frac{x}{1-c^t}$$",
    ):
        found = meanings(text)
        assert [verdict(one, "ewma.corrected") for one in found] == ["different"]
        assert verdict(found[0], "ewma") == "different"


def test_what_an_average_takes_in_is_no_correction_of_it() -> None:
    text = r"$$x_t = s_t + 1$$ $$q_t = c q_{t-1} + (1-c) s_t$$ $$z_t = 2 s_t$$"
    assert [verdict(one, "ewma") for one in meanings(text)] == ["identical"]


def test_lines_that_say_the_same_of_further_values_are_one() -> None:
    text = r"""$$s_t = c s_{t-1} + (1-c) x_t$$

$$\begin{aligned} s_0 &:= c s + (1-c) x_1 \\ s_0 &:= c s + (1-c) x_2 \\
s_0 &:= c s_0 + (1-c) x_t \end{aligned}$$"""
    assert verdicts(text, "ewma", "ewma") == ["identical"] * 2
    codes = [[lint.code for lint in found.lints] for found in passages(text).algorithms]
    assert codes == [[], ["two-names"]]


def test_a_new_value_belongs_to_what_uses_the_old_one() -> None:
    late = r"$$q' := c q + (1-c) g$$ $$w := w - s q$$"
    assert [verdict(found, "momentum") for found in meanings(late)] == ["different"]
    right = r"$$q' = c q + (1-c) g$$ $$w = w - s q'$$"
    assert is_rule(right, "momentum")


def test_an_average_of_which_only_the_new_value_is_named() -> None:
    assert is_rule(r"$$q_{new} = c q + (1-c) x_t$$", "ewma")


def test_a_step_kept_below_the_update_belongs_to_the_line_that_reads_it() -> None:
    text = r"""$$u_k = c u_{k-1} + (1 - c) g_k^2$$ $$p_k = p_{k-1} - q_k$$
$$q_k = \frac{\sqrt{\Delta p_{k-1} + \epsilon}}{\sqrt{u_k + \epsilon}} g_k$$
$$\Delta p_k = c \Delta p_{k-1} + (1 - c) q_k^2$$"""
    assert is_rule(text, "adadelta")
