"""A network seen as a diagram: outputs, the strongest connections, and what they add up to."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.jobs.network_diagram import MOST_LINES, DiagramWish, see_network
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.pictures.diagram.values import Form
from tests.test_read_only import arrays_in

PIXELS = np.random.default_rng(1).integers(0, 255, (28, 28)).astype(np.uint8)
EVERY = DiagramWish(per_neuron=1024)


def subject(architecture="", seed=0, key="run 1", hidden=(12, 8), activation="relu"):
    settings = {"architecture": architecture} if architecture else {"hidden": hidden}
    recipe = Recipe(
        activation=activation, output_activation="softmax", cost="cross-entropy", **settings
    )
    network = recipe.make_network()
    parameters = np.random.default_rng(seed).normal(0, 0.2, len(network.parameters))
    network.parameters[:] = parameters
    return Subject(key, "title", key, recipe, DIGIT, 10, network.parameters, 3)


def seen(of, wish=EVERY, pixels=PIXELS, before=None):
    (found,) = see_network(of, pixels, wish, before)
    return found


@pytest.mark.parametrize(
    ("architecture", "forms"),
    [
        ("dense 12, dense 8", "neurons neurons neurons"),
        ("conv 4@5x5, pool 2, dense 20", "maps maps neurons neurons"),
        ("lstm 6", "reading neurons"),
    ],
)
def test_that_layers_give_out_what_the_network_does(architecture, forms):
    of = subject(architecture)
    network, layers = of.make_network(), seen(of).diagram.layers
    assert [layer.form.value for layer in layers] == ["picture", *forms.split()]
    assert [layer.number for layer in layers] == list(range(len(layers)))
    x = PIXELS.reshape(1, -1) * np.float32(1 / 255)
    for layer, expected in zip(layers[1:], network.activations(x), strict=True):
        np.testing.assert_allclose(layer.outputs, expected.ravel(), rtol=1e-6, atol=1e-7)


def test_that_all_contributions_of_a_neuron_add_up_to_its_sum():
    of = subject()
    layers = seen(of, replace(EVERY, is_lit=True)).diagram.layers
    network = of.make_network()
    for number in (1, 2, 3):
        layer, before = layers[number], layers[number - 1]
        links = layer.links
        sums = np.bincount(links.targets, links.strengths, layer.n_units)
        z = network.part(f"W{number}").astype(float) @ before.outputs
        if len(links.sources) == links.total:
            np.testing.assert_allclose(sums, z, rtol=1e-6, atol=1e-9)
    assert [len(layer.links.sources) for layer in layers[2:]] == [96, 80]


def test_that_strengths_are_the_weights_themselves():
    of = subject()
    links = seen(of).diagram.layers[2].links
    W = of.make_network().part("W2")
    np.testing.assert_array_equal(links.strengths, W[links.targets, links.sources])


def test_that_a_map_adds_what_its_pixels_add_together():
    of = subject("conv 4@5x5, dense 20")
    network, layers = of.make_network(), seen(of, replace(EVERY, is_lit=True)).diagram.layers
    links = layers[2].links
    assert links.from_tiles
    sums = np.bincount(links.targets, links.strengths, 20)
    z = network.part("W2").astype(float) @ layers[1].outputs
    np.testing.assert_allclose(sums, z, rtol=1e-5)


@pytest.mark.parametrize("how", ["", " pad 2", " stride 2"])
def test_that_filters_add_what_they_add_to_a_pixel_on_average(how):
    of = subject(f"conv 3@4x4, conv 5@3x3{how}")
    network = of.make_network()
    lit = replace(EVERY, is_lit=True)
    layers = seen(of, lit).diagram.layers
    links = layers[2].links
    sums = np.bincount(links.targets, links.strengths, 5)
    layer, parts = network.layers[1], [network.part("W2"), network.part("b2")]
    linear = type(layer)(layer.in_shape, 5, layer.kernel, _identity(), layer.stride, layer.padding)
    z, _ = linear.forward(parts, layers[1].outputs[None].astype(np.float32))
    means = z.reshape(5, -1).mean(axis=1) - parts[1]
    np.testing.assert_allclose(sums, means, rtol=1e-3, atol=1e-4)


def _identity():
    from gdstudio.learning.activations import find_activation

    return find_activation("identity")


def test_that_a_pooling_is_linked_map_by_map():
    links = seen(subject("conv 4@5x5, pool 2")).diagram.layers[2].links
    assert links.sources.tolist() == links.targets.tolist() == [0, 1, 2, 3]


def test_that_as_many_connections_are_drawn_into_a_neuron_as_is_wished():
    diagram = seen(subject(), DiagramWish(per_neuron=4)).diagram
    for layer in diagram.layers[1:]:
        assert np.bincount(layer.links.targets).tolist() == [4] * layer.n_units
    assert diagram.n_links == (4 * 30, 784 * 12 + 12 * 8 + 80)


def test_that_no_layer_has_more_lines_than_can_be_told_apart():
    diagram = seen(subject(hidden=(32, 32))).diagram
    assert [len(layer.links.sources) for layer in diagram.layers[1:]] == [MOST_LINES] * 2 + [320]


def test_that_of_a_large_layer_the_most_active_are_drawn_unless_it_is_open():
    of = subject(hidden=(128, 40))
    layers = seen(of).diagram.layers
    active = np.argsort(-np.abs(layers[1].values), kind="stable")[:32]
    assert layers[1].shown.tolist() == sorted(active.tolist())
    assert set(layers[2].links.sources.tolist()) <= set(active.tolist())
    opened = seen(of, DiagramWish(open_layers=frozenset({1, 3}))).diagram.layers
    assert opened[1].shown.tolist() == list(range(128))
    assert [layer.is_open for layer in opened] == [False, True, False, False]


def test_that_a_network_without_a_digit_shows_its_weights():
    layers = seen(subject(), replace(EVERY, is_lit=True), None).diagram.layers
    assert [layer.values for layer in layers] == [None] * 4
    np.testing.assert_array_equal(
        layers[2].links.strengths, seen(subject()).diagram.layers[2].links.strengths
    )


def test_that_a_dropout_is_no_layer_to_look_at_and_keeps_its_number():
    layers = seen(subject("dense 12, dropout 0.5, dense 8")).diagram.layers
    assert [layer.number for layer in layers] == [0, 1, 3, 4]


def test_that_scales_stay_while_they_serve_and_begin_anew_with_another_run():
    of = subject()
    first = seen(of)
    smaller = replace(of, parameters=of.parameters * 0.7)
    assert [one.links.limit for one in seen(smaller, before=first).diagram.layers[1:]] == [
        one.links.limit for one in first.diagram.layers[1:]
    ]
    other = replace(of, key="run 2", parameters=of.parameters * 1e-3)
    limits = [one.links.limit for one in seen(other, before=first).diagram.layers[1:]]
    assert limits == [one.links.limit for one in seen(other).diagram.layers[1:]]


def test_that_a_diverged_network_is_seen_too():
    of = subject()
    broken = of.parameters.copy()
    broken[::7] = np.nan
    layers = seen(replace(of, parameters=broken)).diagram.layers
    assert all(np.isfinite(layer.links.limit) for layer in layers[1:])


def test_that_nobody_can_write_to_what_was_seen():
    found = seen(subject("conv 4@5x5, pool 2, dense 20"))
    for layer in found.diagram.layers:
        own = [layer.values, layer.shown]
        own += [] if layer.links is None else list(arrays_in(layer.links))
        assert not any(array.flags.writeable for array in own)


def test_that_forms_are_told_by_the_layer():
    layers = seen(subject("conv 4@5x5, average pool 2, rnn 8")).diagram.layers
    assert [layer.form for layer in layers[1:4]] == [Form.MAPS, Form.MAPS, Form.READING]
    assert layers[3].links is None
    assert (layers[1].pools, layers[2].pools) == (False, True)
