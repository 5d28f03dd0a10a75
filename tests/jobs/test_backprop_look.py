"""One step of backpropagation as a job, beside the network's own gradient."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.inside.fan_in import leads_into
from gdstudio.inside.places import Place, find_weight, weight_at
from gdstudio.jobs.backprop_look import BackpropRequest, check_some, look_at_backprop
from gdstudio.jobs.subject import Subject
from gdstudio.learning.mini_batch import BatchPlace
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.optimizers import make_optimizer
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.training import Training
from tests.inside.made import PAIRS, drawn
from tests.learning.conftest import made_up_digits

SHAPE = PictureShape(1, 3, 4)
DIGITS = made_up_digits(40, 4)


def subject_of(cost="cross-entropy", output="softmax", **settings):
    recipe = Recipe(
        **{"hidden": (6, 5), **settings}, output_activation=output, cost=cost, optimizer="adam"
    )
    parameters = drawn(recipe.make_network(SHAPE, 3)).parameters
    return Subject("a", "a", "a", recipe, SHAPE, 3, parameters, 7)


def gradient_of(subject, digits):
    """Return cost and gradient as the network computes them."""
    network = subject.make_network().at(subject.parameters.astype(np.float64))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    return network.cost_and_gradient(X, T, subject.cost), network.gradient


def looked(subject, digits, **how):
    *_, look = look_at_backprop(BackpropRequest(subject, digits, **how))
    return look


@pytest.mark.parametrize(("cost", "output"), PAIRS)
@pytest.mark.parametrize("n", [1, 10])
def test_that_what_is_opened_is_the_networks_own_gradient(cost, output, n):
    subject, digits = subject_of(cost, output), DIGITS.take(slice(0, n))
    for name in ("W1[2,3]", "W2[4,1]", "b3[2]"):
        place = find_weight(name, subject.make_network())
        look = looked(subject, digits, weight=place, example=n - 1)
        mean, gradient = gradient_of(subject, digits)
        assert look.cost == pytest.approx(mean, rel=1e-5)
        assert look.gradient == pytest.approx(gradient[place.index], rel=1e-9, abs=1e-15)
        one_cost, one = gradient_of(subject, digits.take(slice(n - 1, n)))
        assert look.opened.cost == pytest.approx(one_cost)
        assert look.weight.gradient == pytest.approx(one[place.index], rel=1e-9, abs=1e-15)
        if look.weight.dC_dz is not None:
            product = look.weight.dC_dz * look.weight.input
            assert product == pytest.approx(one[place.index], rel=1e-9, abs=1e-12)
        assert look.check.agrees


def test_that_the_update_is_that_of_the_optimiser():
    subject, digits = subject_of(), DIGITS.take(slice(0, 10))
    n = len(subject.parameters)
    optimizer = make_optimizer("adam", n)
    rng = np.random.default_rng(5)
    parameters = subject.parameters.astype(np.float64)
    optimizer.step(parameters, rng.standard_normal(n), 0.0)
    now = OptimizerState(0.01, {k: v.copy() for k, v in optimizer.state.items()}, 1)
    look = looked(subject, digits, optimizer=now)
    _, gradient = gradient_of(subject, digits)
    optimizer.step(parameters, gradient, 0.01)
    assert look.update.after == pytest.approx(parameters[look.place.index], rel=1e-9)


def test_that_without_a_weight_one_of_the_middle_is_followed_that_has_the_largest_gradient():
    subject, digits = subject_of(), DIGITS.take(slice(0, 10))
    look = looked(subject, digits)
    network = subject.make_network()
    part = next(one for one in network.slices if one.name == "W2")
    _, gradient = gradient_of(subject, digits)
    sizes = np.abs(gradient[part.start : part.stop])
    assert look.place.index == part.start + int(sizes.argmax())


def test_that_layers_without_a_sum_for_each_neuron_are_looked_at_too():
    subject = subject_of(hidden=(), architecture="conv 2@2x2, lstm 4")
    digits = DIGITS.take(slice(0, 3))
    for index in (0, 20, len(subject.parameters) - 1):
        network = subject.make_network()
        look = looked(subject, digits, weight=weight_at(network, index))
        assert look.gradient == pytest.approx(gradient_of(subject, digits)[1][index], rel=1e-6)


def test_that_checks_at_random_are_as_many_as_asked_and_the_same_for_a_seed():
    subject, digits = subject_of(), DIGITS.take(slice(0, 10))
    (first,), (again,), (other,) = (
        list(check_some(subject, digits, 30, seed)) for seed in (1, 1, 2)
    )
    assert len(first) == 30
    assert all(check.agrees for check in first)
    assert [one.index for one in first] == [one.index for one in again]
    assert [one.index for one in first] != [one.index for one in other]


def test_that_with_dropout_the_gradient_is_that_of_the_network_with_no_unit_left_out():
    subject = subject_of(hidden=(), architecture="dense 6, dropout 0.5, dense 5")
    digits = DIGITS.take(slice(0, 12))
    _, gradient = gradient_of(subject, digits)
    look = looked(subject, digits)
    assert np.allclose(look.wants.mean, gradient, rtol=1e-9, atol=1e-15)
    network = subject.make_network().at(subject.parameters.astype(np.float64))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    network.cost_and_gradient(X, T, subject.cost, np.random.default_rng(1))
    assert not np.allclose(network.gradient, gradient, rtol=1e-3)


def test_that_a_mini_batch_of_thousands_is_opened_piece_by_piece():
    subject, digits = subject_of(), made_up_digits(2300, 6)
    place = find_weight("W2[1,3]", subject.make_network())
    look = looked(subject, digits, weight=place)
    cost, gradient = gradient_of(subject, digits)
    assert look.cost == pytest.approx(cost, rel=1e-5)
    assert look.gradient == pytest.approx(gradient[place.index], rel=1e-9)
    assert look.check.analytic == pytest.approx(gradient[place.index], rel=1e-9)
    assert look.check.agrees
    first, _ = gradient_of(subject, digits.take(slice(3, 4)))
    assert looked(subject, digits, example=3).opened.cost == pytest.approx(first)


@pytest.mark.parametrize("optimizer", ["momentum", "adam", "lion"])
def test_that_the_update_of_the_next_mini_batch_is_the_one_that_the_run_does(optimizer):
    settings = {"hidden": (6, 5), "batch_size": 7, "learning_rate": 0.02, "dtype": "float64"}
    recipe = Recipe(**settings, optimizer=optimizer, schedule="cosine", l2=0.01)
    training = Training(recipe, DataSet("made-up", DIGITS, DIGITS))
    for _ in range(8):
        training.update()
    state, parameters = training.state(), training.network.parameters.copy()
    subject = Subject("a", "a", "a", recipe, SHAPE, 3, parameters, training.step)
    batch = BatchPlace(recipe, training.digits, state.epoch, state.position)
    now = training.optimizer_state()
    training.update()
    for name in ("W1[2,3]", "W2[4,1]", "b3[2]"):
        place = find_weight(name, training.network)
        update = looked(subject, batch, weight=place, optimizer=now).update
        assert (update.before, update.number) == (parameters[place.index], 9)
        after = training.network.parameters[place.index]
        assert update.after == pytest.approx(after, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("architecture", "neuron", "units"),
    [("conv 3@3, dense 4", Place(1, 4), 3), ("lstm 5", Place(1, 3), 5), ("rnn 5", Place(1, 2), 5)],
)
def test_that_a_weight_into_a_filter_or_a_unit_is_found_by_its_gradient(
    architecture, neuron, units
):
    subject = subject_of(architecture=architecture, hidden=())
    request = BackpropRequest(subject, DIGITS.take(slice(0, 1)), neuron=neuron)
    *_, look = look_at_backprop(request)
    network = subject.make_network()
    unit = neuron.index // (network.layers[0].n_out // units)
    W = np.abs(network.part("W1", look.opened.gradient))
    own = W[unit::units]
    assert look.place.array == "W1"
    assert look.place.at[0] % units == unit
    assert np.abs(look.opened.gradient[look.place.index]) == own.max()
    assert leads_into(network, look.place, neuron)
    assert not leads_into(network, find_weight("b2[0]", network), neuron)
