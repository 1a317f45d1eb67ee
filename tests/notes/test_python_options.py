"""Options, states that are looked up, counters under other names, layers under keys."""

from __future__ import annotations

import pytest
from listing_help import codes, lines, listing, one, shown


def test_a_state_is_looked_up_for_its_variable() -> None:
    algorithm = one(
        """
def update_step(self, grad, var, rate):
    u = self._us[self._index_of(var)]
    self.assign(u, ops.subtract(ops.multiply(u, self.c), ops.multiply(grad, rate)))
    self.assign_add(var, u)
""".replace("_index_of", "_get_variable_index")
    )
    assert lines(algorithm) == "u = u*c - grad*rate\nvar = var + u"


def test_a_variable_that_an_option_sets_is_there_or_not() -> None:
    reading = listing("""
def step(self, var, grad, rate):
    u = None
    if self.c != 0:
        u = self.us[self.index(var)]
    if u is not None:
        u[:] = self.c*u + grad
        var[:] = var - rate*u
    else:
        var[:] = var - rate*grad
""")
    read = {each.options: lines(each) for each in reading.algorithms}
    assert read == {
        ("self.c = 0",): "var = var - rate*grad",
        ("not self.c = 0",): "u = c*u + grad\nvar = var - rate*u",
    }


def test_technical_options_are_no_other_algorithms() -> None:
    text = "def f(w, g, *, maximize, fused):\n    g = g if not maximize else -g\n    w -= lr*g"
    assert lines(one(text)).splitlines()[-1] == "w = w - lr*g"


def test_an_option_claims_what_it_is_called() -> None:
    reading = listing("""
class Basic:
    def step(self, w, g, amsgrad=False):
        s = b*s + (1 - b)*g**2
        if amsgrad:
            top = max(top, s)
            w -= a*g/(sqrt(top) + e)
        else:
            w -= a*g/(sqrt(s) + e)
""")
    assert [each.claims[:1] for each in reading.algorithms] == [("Basic",), ("amsgrad",)]


@pytest.mark.parametrize("value", ["self.n + 1", "tf.cast(self.n + 1, tf.float32)"])
def test_another_name_for_the_counter(value: str) -> None:
    algorithm = one(f"now = {value}\nm = b*m + (1 - b)*g\nw -= a*m/(1 - b**now)")
    assert algorithm.counter == "n"
    assert lines(algorithm).splitlines()[-1] == "w = w - a*m/(1 - b^(n + 1))"


def test_a_counter_of_each_parameter() -> None:
    algorithm = one("""
for i, p in enumerate(params):
    g = grads[i]
    m = ms[i]
    count = counts[i]
    count += 1
    m.lerp_(g, 1 - b)
    p.sub_(a*m/(1 - b**get_value(count)))
""")
    assert lines(algorithm).splitlines()[-1] == "params = params - a*m/(1 - b^count)"


def test_entries_chosen_by_a_test() -> None:
    algorithm = one("s = g.mul(prev).sign()\ns[s.lt(0)] = small\nr *= s\nw -= r*g\nprev = g")
    assert "s = where(s < 0, small, s)" in lines(algorithm)


def test_a_key_that_the_caller_gives() -> None:
    text = "def f(self, k, w, g):\n    self.u[k] = c*self.u[k] + g\n    return w - a*self.u[k]"
    assert lines(one(text)).splitlines()[0] == "u = c*u + g"


@pytest.mark.parametrize("size", ["batch_size", "len(batch)", "x.shape[0]", "n"])
@pytest.mark.parametrize(
    "step", ["rate * q.grad / {}", "rate/{} * q.grad", "rate * (1/{}) * q.grad"]
)
def test_a_gradient_over_the_size_of_its_batch(step: str, size: str) -> None:
    assert lines(one(f"q -= {step.format(size)}")) == "q = q - rate*q_grad"


def test_what_becomes_of_updates_is_not_said() -> None:
    text = "def f(updates, s):\n    s = b*s + updates**2\n    updates = updates/s\n    return s"
    assert "not said" in shown(listing(text))


KEYS = """
for k in range(L):
    u["q" + str(k + 1)] = c*u["q" + str({read})] + grads["q" + str(k + 1)]
    params["q" + str(k + 1)] -= rate*u["q" + str({taken})]
"""


def test_keys_of_one_layer() -> None:
    reading = listing(KEYS.format(read="k + 1", taken="k + 1"))
    assert "mixed-keys" not in codes(reading)
    assert len(reading.algorithms) == 1


@pytest.mark.parametrize(("read", "taken"), [("k", "k + 1"), ("k + 1", "k"), ("k", "k")])
def test_keys_of_two_layers(read: str, taken: str) -> None:
    assert "mixed-keys" in codes(listing(KEYS.format(read=read, taken=taken)))


def test_a_layer_may_take_what_the_one_before_it_gives() -> None:
    text = 'for k in range(1, L):\n    h["a" + str(k)] = act(W["w" + str(k)] @ h["a" + str(k - 1)])'
    assert not codes(listing(text))


def test_data_is_assigned_in_place() -> None:
    reading = listing("for q in self.params:\n    q.data = q.data - rate*q.grad")
    assert not codes(reading)


def test_a_list_whose_last_entry_is_averaged() -> None:
    algorithm = one("s = [0]\nfor y in data:\n    s.append(b*s[-1] + (1 - b)*y)")
    assert lines(algorithm) == "s = b*s + (1 - b)*y"


def test_a_loop_over_data_around_a_loop_over_parameters() -> None:
    algorithm = one("""
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    for q in model.parameters():
        q.data -= rate*q.grad
    opt.zero_grad()
""")
    assert lines(algorithm).splitlines()[-1] == "model = model - rate*model_grad"


def test_a_variable_that_is_called_like_a_module() -> None:
    text = "ms.assign(c*ms + (1 - c)*g**2)\nw.assign_sub(a*g/tf.sqrt(ms + e))"
    assert lines(one(text)) == "ms = c*ms + (1 - c)*g^2\nw = w - a*g/sqrt(ms + e)"
