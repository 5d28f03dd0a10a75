"""Networks that learn together are those that learn one after the other."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.experiments.minima.block import INITIALIZATION, SCHEDULE, blocks_of, train_block
from gdstudio.experiments.minima.paths import small_inputs
from gdstudio.experiments.stacked import Shape, StackedNetworks, with_ones
from gdstudio.learning.costs import find_cost
from gdstudio.learning.network import Network
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.generators import returned


def some_digits(n: int, side: int = 10, seed: int = 3) -> Digits:
    rng = np.random.default_rng(seed)
    labels = rng.integers(10, size=n, dtype=np.uint8)
    images = rng.integers(120, size=(n, side * side), dtype=np.uint8)
    images[np.arange(n), labels * 7] = 255  # something to learn
    return Digits(images, labels, 10, side, side)


def test_that_a_block_learns_what_training_learns_one_after_the_other() -> None:
    # 47 examples and batches of 10: the last batch of each epoch is short. Pictures of 10 x 10
    # pixels are their own areas' means, so Training sees the same inputs.
    data = DataSet("some", some_digits(47), some_digits(30, seed=4))
    (block,) = blocks_of(
        12, 3, classes=10, epochs=3, batch_size=10, learning_rate=0.5, seed=5, identity=""
    )
    arrays = (
        small_inputs(data.train),
        data.train.labels,
        small_inputs(data.test),
        data.test.labels,
    )
    piece = returned(train_block(block, *arrays))

    recipe = Recipe(
        hidden=(12,),
        activation="relu",
        output_activation="softmax",
        cost="cross-entropy",
        initialization=INITIALIZATION,
        learning_rate=0.5,
        schedule=SCHEDULE,
        batch_size=10,
        epochs=3,
        seed=5,
    )
    for k in range(3):
        training = Training(recipe, data)
        start = random_stream(5, Purpose.INITIALIZATION, 12, k)
        training.network.initialize(INITIALIZATION, start)
        for _ in training.updates():
            pass
        np.testing.assert_allclose(
            piece["parameters"][k], training.network.parameters, rtol=0, atol=2e-6
        )
        for name, digits in (("train", data.train), ("test", data.test)):
            found = training.evaluate(digits)
            assert piece[f"{name}_cost"][k] == pytest.approx(found.cost, rel=1e-5)
            assert piece[f"{name}_accuracy"][k] == found.accuracy


def test_that_an_update_follows_the_gradient_of_each_network_in_float64() -> None:
    rng = np.random.default_rng(1)
    shape = Shape(6, 5, 3)
    parameters = rng.standard_normal((4, shape.n_parameters))
    X, labels = rng.standard_normal((7, 6)), rng.integers(3, size=7)
    T = np.eye(3)[labels]
    networks = StackedNetworks(shape, parameters)
    networks.update(with_ones(X), T.T, 0.3)

    cost = find_cost("cross-entropy", "softmax")
    for k in range(4):
        one = Network.dense((6, 5, 3), "relu", "softmax", np.float64).at(parameters[k].copy())
        one.cost_and_gradient(X, T, cost)
        expected = parameters[k] - 0.3 * one.gradient
        np.testing.assert_allclose(networks.parameters[k], expected, rtol=1e-12, atol=1e-14)


def test_that_parameters_come_out_as_they_went_in() -> None:
    shape = Shape(3, 2, 2)
    parameters = np.arange(2.0 * shape.n_parameters).reshape(2, -1)
    assert np.array_equal(StackedNetworks(shape, parameters).parameters, parameters)


def test_that_evaluation_in_chunks_is_that_of_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    shape = Shape(4, 3, 10)
    networks = StackedNetworks(shape, rng.standard_normal((2, shape.n_parameters)))
    X, labels = with_ones(rng.standard_normal((50, 4))), rng.integers(10, size=50)
    cost, accuracy = networks.evaluate(X, labels)
    monkeypatch.setattr("gdstudio.experiments.stacked.NUMBERS", 6 * 7)
    in_chunks = networks.evaluate(X, labels)
    np.testing.assert_allclose(in_chunks[0], cost, rtol=1e-12)
    assert np.array_equal(in_chunks[1], accuracy)
