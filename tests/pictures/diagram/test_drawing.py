"""What a diagram draws: lines by sign and strength, circles by activation, the digit's way."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.pictures.diagram.connections import lines_of, links_of_cell, strokes
from gdstudio.pictures.diagram.drawing import Marks, line_opacities, moving, resting
from gdstudio.pictures.diagram.values import Links, Window
from gdstudio.pictures.palette import DARK, LIGHT, rgb
from gdstudio.pictures.scene import Image, Label, Line, Plate, Signs, Strokes
from tests.pictures.diagram.samples import (
    ANSWERS,
    diagram,
    digit,
    laid_out,
    lesson,
    maps,
    neurons,
    reading,
    sheet,
)


def drawn(layers, marks=None, kind=None):
    layout = laid_out(layers)
    scene = moving(sheet(), layout, diagram(layers), ANSWERS, marks or Marks())
    return [shape for shape in scene.shapes if kind is None or isinstance(shape, kind)]


def chain(strengths):
    """Two layers of as many neurons, each linked to its neighbour."""
    n = len(strengths)
    first = neurons(1, n)
    cells = np.arange(n)
    links = Links(cells, cells.copy(), np.array(strengths), 1.0, n * n)
    second = neurons(2, n)
    return [first, type(second)(2, "dense", second.form, (n,), second.values, 1.0, cells.copy(),
                                links=links)]  # fmt: skip


def crosses(layers):
    """Return the places of the crosses that are drawn, once each."""
    ways = [one for one in drawn(layers, kind=Strokes) if one.colour == LIGHT.warning]
    assert len(ways) in (0, 2)
    return ways[0].ends.mean(axis=1) if ways else np.zeros((0, 2))


@pytest.mark.parametrize("kind", ["neurons", "maps", "reading"])
def test_that_a_unit_that_counts_for_nothing_is_crossed_out(kind):
    made = {"neurons": neurons, "maps": maps, "reading": reading}[kind]
    layers = [digit(), made(1, 5), neurons(2, 3)]
    assert len(crosses(layers)) == 0
    layers[1] = replace(layers[1], cut_off=np.array([1, 4]))
    column = laid_out(layers).columns[1]
    expected = column.centres[[1, 4]] if column.is_round else None
    if expected is None:
        expected = [column.tiles[k].middle for k in (1, 4)]
    np.testing.assert_allclose(crosses(layers), expected)


def test_that_pixels_that_count_for_nothing_are_crossed_out_unless_all_do():
    layers = [digit(), neurons(1, 3)]
    tile = laid_out(layers).columns[0].tiles[0]
    off = replace(layers[0], cut_off=np.array([3 * 28 + 5]))
    (cross,) = crosses([off, layers[1]])
    side = tile.width / 28
    np.testing.assert_allclose(cross, [tile.left + 5.5 * side, tile.top + 3.5 * side])
    assert len(crosses([replace(off, cut_off=np.arange(784)), layers[1]])) == 0


def test_that_a_line_goes_from_the_middle_of_one_circle_to_that_of_another():
    layers = chain([0.5, -0.5])
    layout = laid_out(layers)
    lines = lines_of(layout, layers[1].links, 1)
    np.testing.assert_allclose(lines.ends[:, 0], layout.columns[0].centres)
    np.testing.assert_allclose(lines.ends[:, 1], layout.columns[1].centres)
    np.testing.assert_allclose(lines.part(0.25, 0.5).ends[:, 1], lines.ends.mean(axis=1))


def test_that_signs_have_colours_and_strengths_widths():
    layers = chain([1.0, -1.0, 0.1, -0.1, 0.0])
    lines = lines_of(laid_out(layers), layers[1].links, 1)
    found = list(strokes(LIGHT, [lines]))
    assert [one.colour for one in found] == [LIGHT.negative, LIGHT.positive] * 2
    assert [len(one.ends) for one in found] == [1] * 4  # a weight of 0 is no line
    weak, strong = found[0], found[-1]
    assert weak.width < strong.width
    assert weak.opacity < strong.opacity


def test_that_all_lines_are_drawn_in_few_pens():
    layers = lesson()
    layout = laid_out(layers)
    lines = [lines_of(layout, layer.links, k) for k, layer in enumerate(layers) if layer.links]
    found = list(strokes(DARK, lines))
    assert len(found) <= 12
    assert sum(len(one.ends) for one in found) == 25 * 16 + 16 * 16 + 16 * 10


def test_that_lines_to_what_is_not_drawn_are_left_out():
    first = neurons(1, 40, shown=range(8))
    links = Links(np.array([3, 30]), np.array([0, 0]), np.array([1.0, 1.0]), 1.0, 2)
    second = neurons(2, 2)
    second = type(second)(2, "dense", second.form, (2,), None, 1.0, np.arange(2), links=links)
    lines = lines_of(laid_out([first, second]), links, 1)
    assert [len(one.ends) for one in strokes(LIGHT, [lines])] == [1]


def test_that_a_neuron_has_its_strongest_inputs_and_all_its_outputs():
    layers = lesson()
    found = dict(links_of_cell(diagram(layers, per_neuron=4), 2, 5))
    weights = np.abs(layers[2].weights[5])
    assert set(found[2].sources.tolist()) == set(np.argsort(weights)[-4:].tolist())
    assert set(found[2].targets.tolist()) == {5}
    assert sorted(found[3].targets.tolist()) == list(range(10))
    strengths = dict(zip(found[3].targets.tolist(), found[3].strengths.tolist(), strict=True))
    assert strengths[7] == pytest.approx(layers[3].weights[7, 5])


def test_that_a_lit_line_carries_weight_times_activation():
    layers = lesson()
    found = dict(links_of_cell(diagram(layers, is_lit=True), 2, 5))
    order = found[2].sources
    expected = layers[2].weights[5, order] * layers[1].values[order]
    np.testing.assert_allclose(found[2].strengths, expected)


def test_that_a_pixel_has_all_its_weights():
    layers = lesson()
    found = dict(links_of_cell(diagram(layers), 0, 7))
    assert list(found) == [1]
    assert sorted(found[1].targets.tolist()) == list(range(16))


def test_that_what_is_not_meant_fades():
    layers = lesson()
    layout, shown = laid_out(layers), diagram(layers)
    assert line_opacities(layout, shown, Marks()) == [1.0] * 4
    faded = line_opacities(layout, shown, Marks(pointed=(2, 5)))
    assert max(faded) < 0.2
    assert line_opacities(layout, shown, Marks(pointed=(2, 99))) == [1.0] * 4
    assert not drawn(layers, kind=Strokes)
    lines = sum(len(one.ends) for one in drawn(layers, Marks(pointed=(2, 5)), Strokes))
    assert lines == 16 + 10


def colours_of_circles(layers, marks=None, palette_sheet=None):
    return [one.colour for one in drawn(layers, marks, Signs)]


def test_that_circles_are_filled_by_activation():
    values = np.array([0.0, 1.0, 2.0, -1.0, np.nan])
    layers = [neurons(1, 5, values=values), neurons(2, 5, values=np.zeros(5))]
    first = [one for one in drawn(layers, kind=Signs) if len(one.places) < 5]
    by_colour = {one.colour: len(one.places) for one in first}
    neutral = "#" + bytes(LIGHT.signed_colours()[127]).hex()
    assert by_colour == {LIGHT.negative: 1, neutral: 2, LIGHT.positive: 2}


def test_that_what_the_digit_has_not_come_to_is_empty():
    layers = lesson()
    neutral = "#" + bytes(LIGHT.signed_colours()[127]).hex()
    assert set(colours_of_circles(layers, Marks(front=0.5))) == {neutral}
    assert set(colours_of_circles(layers, Marks(front=1.0))) > {neutral}
    texts = [one.text for one in drawn(layers, Marks(front=1.0), Label)]
    assert texts == list(ANSWERS)


def test_that_the_digit_runs_along_the_lines_to_the_next_layer():
    layers = lesson()
    layout = laid_out(layers)
    left, right = layout.columns[1].rect.right, layout.columns[2].rect.left
    ends = np.concatenate([one.ends for one in drawn(layers, Marks(front=1.5), Strokes)])
    assert ends[..., 0].min() > left
    assert ends[..., 0].max() < right
    assert not drawn(layers, Marks(front=2.0), Strokes)
    opacities = line_opacities(layout, diagram(layers), Marks(front=1.5))
    assert opacities[1] == 1.0 > opacities[2]


def test_that_the_answers_have_names_values_and_one_is_the_largest():
    labels = drawn(lesson(), kind=Label)
    strong = [one.text for one in labels if one.weight == "strong"]
    assert strong == ["9", "1.00"]
    assert len(labels) == 20


def test_that_pictures_stand_upright():
    images = drawn([digit(28), maps(1), neurons(2, 10)], kind=Image)
    assert [one.pixels.shape for one in images] == [(28, 28, 3)] + 4 * [(10, 10, 3)]
    ink = np.argwhere((images[0].pixels != images[0].pixels[0, 0]).any(axis=2))
    assert ink.tolist() == [[3, 5]]


def test_that_a_reading_shows_a_line_of_states_for_each_unit():
    layers = [digit(), reading(1, 6, 28), neurons(2, 10)]
    layout = laid_out(layers)
    history = next(one for one in drawn(layers, kind=Image) if one.pixels.shape == (6, 28, 3))
    assert history.rect == layout.columns[1].history
    words = [one.text for one in resting(sheet(), layout).shapes if isinstance(one, Label)]
    assert any(text.endswith("→ 27") for text in words)


def test_that_a_pixel_of_a_map_shows_the_pixels_it_is_made_of():
    window = Window((5, 5), (1, 1))
    layers = [digit(28), maps(1, 2, 24, window), neurons(2, 10)]
    layout = laid_out(layers)
    pixel = layout.columns[0].tiles[0].width / 28
    frames = drawn(layers, Marks(pointed=(1, 24 * 24 + 3 * 24 + 7)), Plate)
    (frame,) = [one for one in frames if one.rim_width == 1.5]
    tile = layout.columns[0].tiles[0]
    assert frame.rect.left == pytest.approx(tile.left + 7 * pixel)
    assert frame.rect.top == pytest.approx(tile.top + 3 * pixel)
    assert frame.rect.width == pytest.approx(5 * pixel)


def test_that_a_pooled_pixel_is_made_of_its_own_map_only():
    layers = [maps(1, 3, 8), maps(2, 3, 4, Window((2, 2), (2, 2), of_one_map=True))]
    frames = drawn(layers, Marks(pointed=(2, 2 * 16)), Plate)
    (frame,) = [one for one in frames if one.rim_width == 1.5]
    assert laid_out(layers).columns[0].tiles[2].grown(1).holds(frame.rect)


def test_that_a_weight_looked_at_is_a_line_and_a_bias_a_ring():
    layers = lesson()
    layout = laid_out(layers)
    (line,) = drawn(layers, Marks(weight=(2, 3, 7)), Line)
    assert line.points.tolist() == [[*layout.columns[1].centre(7)], [*layout.columns[2].centre(3)]]
    assert not drawn(layers, Marks(weight=(2, 3, None)), Line)
    assert len(drawn(layers, Marks(weight=(2, 3, None)), Plate)) == 1
    assert not drawn(layers, Marks(weight=(7, 3, None)), Plate)


def test_that_what_is_open_pointed_at_and_right_has_rings_of_its_own():
    marks = Marks(pointed=(1, 2), chosen=(2, 4), target=3)
    rings = drawn(lesson(), marks, Plate)
    assert [one.rim for one in rings] == [LIGHT.curves[1], LIGHT.accent, LIGHT.text]
    by_keys = drawn(lesson(), Marks(pointed=(1, 2), has_keys=True), Plate)
    assert [one.rim for one in by_keys] == [LIGHT.accent]


def test_that_opaque_lines_have_the_colours_of_the_others_on_an_empty_ground():
    layers = chain([1.0, -1.0, 0.1, -0.1])
    lines = lines_of(laid_out(layers), layers[1].links, 1)
    for seen, opaque in zip(
        strokes(DARK, [lines]), strokes(DARK, [lines], is_opaque=True), strict=True
    ):
        assert opaque.opacity == 1
        assert opaque.width == seen.width
        assert np.array_equal(opaque.ends, seen.ends)
        front, ground = (rgb(one).astype(float) for one in (seen.colour, DARK.base))
        mixed = ground + seen.opacity * (front - ground)
        assert np.abs(rgb(opaque.colour) - mixed).max() <= 0.5


def test_that_the_lines_of_the_neuron_pointed_at_are_opaque():
    found = drawn(lesson(), Marks(pointed=(1, 2)), Strokes)
    assert found
    assert {one.opacity for one in found} == {1.0}
