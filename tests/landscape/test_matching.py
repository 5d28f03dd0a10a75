import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.errors import GdstudioError
from gdstudio.landscape.matching import assign, match_neurons, reorder
from gdstudio.learning.network import Network


def total(costs, columns):
    return sum(costs[row, column] for row, column in enumerate(columns))


@given(st.integers(1, 6), st.integers(0, 2**32), st.booleans())
def test_that_no_other_assignment_costs_less(n, seed, with_ties):
    rng = np.random.default_rng(seed)
    costs = rng.integers(-2, 3, (n, n)) if with_ties else rng.standard_normal((n, n))
    found = assign(costs)
    assert sorted(found) == list(range(n))
    best = min(total(costs, columns) for columns in itertools.permutations(range(n)))
    assert total(costs, found) == pytest.approx(best, abs=1e-9)


def test_that_a_hidden_permutation_of_512_is_found():
    rng = np.random.default_rng(1)
    order = rng.permutation(512)
    costs = rng.uniform(0.1, 1, (512, 512))
    costs[np.arange(512), order] = 0
    assert np.array_equal(assign(costs), order)


def test_that_another_order_computes_the_same(network, digits):
    rng = np.random.default_rng(3)
    orders = [rng.permutation(5), rng.permutation(4)]
    other = network.at(reorder(network, network.parameters, orders))
    X = digits.inputs()
    assert other.forward(X) == pytest.approx(network.forward(X), abs=1e-6)
    assert other.activations(X)[0] == pytest.approx(network.activations(X)[0][:, orders[0]])


def test_that_neurons_that_were_only_swapped_are_put_back():
    network, rng = Network.dense([20, 30, 16, 10]), np.random.default_rng(4)
    network.initialize("standard-normal", rng)
    a = network.parameters.copy()
    swapped = reorder(network, a, [rng.permutation(30), rng.permutation(16)])
    found = match_neurons(network, a, swapped)
    assert np.array_equal(found.parameters, a)
    assert found.distance == 0
    assert np.linalg.norm(swapped - a) > 1
    assert found.parameters.dtype == np.float32


def test_that_matching_comes_closer_and_computes_the_same(digits):
    network = Network.dense([12, 9, 7, 3])
    a, b = (np.zeros_like(network.parameters) for _ in range(2))
    for seed, vector in ((1, a), (2, b)):
        network.initialize("standard-normal", np.random.default_rng(seed))
        vector[...] = network.parameters
    found = match_neurons(network, a, b)
    assert found.distance < np.linalg.norm(b - a)
    assert found.distance == pytest.approx(np.linalg.norm(found.parameters - a), rel=1e-5)
    assert [sorted(order) for order in found.orders] == [list(range(9)), list(range(7))]
    X = digits.inputs()
    assert network.at(np.array(found.parameters)).forward(X) == pytest.approx(
        network.at(b).forward(X), abs=1e-5
    )
    # No swap of two neurons of one layer comes closer still.
    for k, order in enumerate(found.orders):
        for i, j in itertools.combinations(range(len(order)), 2):
            orders = [np.array(o) for o in found.orders]
            orders[k][[i, j]] = orders[k][[j, i]]
            swapped = reorder(network, b, orders)
            assert np.linalg.norm(swapped - a) >= found.distance - 1e-4


def test_that_a_network_without_hidden_neurons_cannot_be_matched():
    network = Network.dense([12, 3])
    with pytest.raises(GdstudioError, match="at least one hidden layer"):
        match_neurons(network, network.parameters, network.parameters)
