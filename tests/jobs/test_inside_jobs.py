"""One neuron of a subject, what a digit costs it, and what all training digits cost."""

import numpy as np
import pytest

from gdstudio.inside.neuron import open_neuron
from gdstudio.inside.passes import open_pass
from gdstudio.inside.places import Place
from gdstudio.inside.target import Origin, Target
from gdstudio.jobs.digit_cost import MeanCost, cost_of_digit, mean_cost
from gdstudio.jobs.open_neuron import look_at_neuron
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.plan import training_digits
from tests.studio.controllers.runs import Runs

PIXELS = np.random.default_rng(3).integers(0, 255, (28, 28)).astype(np.uint8)
SAID = Target(4, Origin.LABEL)


def subject_of(architecture=""):
    runs = Runs()
    runs.begin(architecture)
    return runs.subject()


@pytest.mark.parametrize(
    ("architecture", "place", "window"),
    [
        ("", Place(1, 3), (28, 28)),
        ("", Place(2, 3), None),
        ("conv 2@5x3", Place(1, 30), (5, 3)),
        ("conv 2@5x3, pool 2", Place(2, 30), None),
        ("rnn 4", Place(1, 2), None),
        ("lstm 4", Place(1, 2), None),
    ],
)
def test_that_a_neuron_is_opened_as_it_is_by_hand(qapp, architecture, place, window):
    subject = subject_of(architecture)
    (look,) = look_at_neuron(subject, PIXELS, place, SAID)
    network = subject.make_network()
    opened = open_pass(network, PIXELS.ravel() / 255, 4, subject.cost)
    expected = open_neuron(opened, network, place)
    assert look.neuron.z == expected.z
    assert look.neuron.a == expected.a
    assert look.neuron.contributions == expected.contributions
    assert (look.window, look.target) == (window, SAID)
    assert look.is_output == (place.layer == len(network.layers))
    assert look.layers == len(network.layers)


def test_that_a_window_at_the_edge_of_a_padded_picture_is_no_picture(qapp):
    subject = subject_of("conv 2@5 pad 2")
    windows = [
        next(look_at_neuron(subject, PIXELS, Place(1, k), None)).window for k in (0, 28 * 14 + 14)
    ]
    assert windows == [None, (5, 5)]


def test_that_a_digit_costs_what_its_evaluation_says(qapp):
    subject = subject_of()
    (found,) = cost_of_digit(subject, PIXELS, Target(7, Origin.CHOSEN))
    network = subject.make_network()
    X = PIXELS.reshape(1, -1).astype(np.float32) / np.float32(255)
    T = np.eye(10, dtype=np.float32)[[7]]
    cost = subject.cost.values(network.logits(X), T, network.output_activation)[0]
    assert found.terms.total == pytest.approx(cost, rel=1e-5)
    assert np.allclose(found.outputs, network.forward(X)[0], atol=1e-6)
    (without,) = cost_of_digit(subject, PIXELS, None)
    assert without.terms is without.target is None


def test_that_the_mean_is_that_of_all_training_digits(qapp):
    runs = Runs()
    runs.begin()
    subject = runs.subject()
    *shares, mean = mean_cost(subject, runs.data)
    digits = training_digits(subject.recipe, runs.data)
    assert isinstance(mean, MeanCost)
    assert mean.cost == evaluate(subject.make_network(), digits, subject.cost).cost
    assert mean.examples == len(digits)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
