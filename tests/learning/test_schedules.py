import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import find_schedule
from gdstudio.learning.training import Training


@pytest.mark.parametrize(
    ("name", "done", "factor"),
    [
        ("constant", 0, 1), ("constant", 29.9, 1),
        ("step", 0, 1), ("step", 9.999, 1), ("step", 10, 0.1), ("step", 25, 0.01),
        ("exponential", 0.5, 1), ("exponential", 1, 0.95), ("exponential", 2.5, 0.9025),
        ("cosine", 0, 1), ("cosine", 10, 0.75), ("cosine", 15, 0.5), ("cosine", 30, 0),
        ("cosine", 45, 0),
        # Up over the first 9 of 30 epochs: half way is the mean of 1/25 and 1.
        ("one-cycle", 0, 0.04), ("one-cycle", 4.5, 0.52), ("one-cycle", 9, 1),
        ("one-cycle", 19.5, (1 + 1 / 250_000) / 2), ("one-cycle", 30, 1 / 250_000),
    ],
)  # fmt: skip
def test_that_factors_are_those_of_the_formulas(name, done, factor):
    assert find_schedule(name)(done, 30) == pytest.approx(factor, rel=1e-12, abs=1e-15)


def test_that_an_unknown_schedule_is_refused():
    with pytest.raises(InvalidValue, match="one-cycle"):
        find_schedule("linear")


def test_that_the_rate_of_each_update_follows_the_schedule(small_data):
    recipe = Recipe(hidden=(4,), schedule="exponential", learning_rate=2, batch_size=40, epochs=3)
    rates = []
    training = Training(recipe, small_data)
    assert training.last_rate == 2
    for _ in training.updates():
        rates.append(training.last_rate)
    # 103 examples are three mini-batches of 40, 40 and 23.
    assert rates == pytest.approx([2.0] * 3 + [1.9] * 3 + [1.805] * 3)
