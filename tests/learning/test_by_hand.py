"""An update is the arithmetic that the bench writes out by hand."""

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.benchmarks.bench_step import RATE, ByHand
from tests.learning.conftest import made_up_digits


def test_that_five_updates_are_those_by_hand():
    digits = made_up_digits(40, 1)  # all of them in each mini-batch: their order does not matter
    recipe = Recipe(hidden=(16, 16), batch_size=40, learning_rate=RATE, epochs=9)
    training = Training(recipe, DataSet("made up", digits, digits))
    by_hand = ByHand(training.initial_parameters.copy(), digits.inputs(), digits.targets())
    costs = np.array([(training.update(), by_hand.update()) for _ in range(5)])
    assert np.allclose(costs[:, 0], costs[:, 1], rtol=1e-5)
    assert costs[4, 0] < costs[0, 0]
    assert np.allclose(training.network.parameters, by_hand.parameters, rtol=1e-4, atol=1e-6)
