"""A few seconds of real training; full runs stand in tests/benchmarks/bench_recipes.py."""

import itertools

import numpy as np

from gdstudio.data.mnist import load_mnist
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.training import Training


def test_that_the_lessons_network_starts_by_guessing_and_learns_in_two_epochs():
    data = load_mnist()
    training = Training(RECIPES["lesson"].recipe, data)
    assert len(training.network.parameters) == 13_002
    first = training.evaluate(data.test)
    assert 0.03 < first.accuracy < 0.2
    costs = [run.last_cost for run in itertools.islice(training.updates(), 12_000)]
    assert (training.step, training.epoch, training.examples) == (12_000, 2, 120_000)
    assert np.mean(costs[-500:]) < np.mean(costs[:500]) / 4
    last = training.evaluate(data.test)
    assert last.accuracy > 0.9
    assert last.cost < first.cost / 5


def test_that_equal_starts_stay_equal():
    """From zeros every neuron of a layer sees the same slopes: the lesson of the recipe "zeros"."""
    training = Training(RECIPES["zeros"].recipe, load_mnist())
    for _ in itertools.islice(training.updates(), 300):
        pass
    W1, W2 = training.network.part("W1"), training.network.part("W2")
    assert np.abs(W1).max() > 0
    np.testing.assert_allclose(W1, np.broadcast_to(W1[0], W1.shape), rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(W2, W2[0, 0], rtol=1e-4)


def test_that_two_runs_on_real_digits_have_the_same_bits():
    ends = []
    for _ in range(2):
        training = Training(RECIPES["cross-entropy-30"].recipe, load_mnist())
        for _ in itertools.islice(training.updates(), 500):
            pass
        ends.append(training.network.parameters.tobytes())
    assert ends[0] == ends[1]
