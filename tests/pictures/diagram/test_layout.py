"""Where layers, neurons and pictures of a diagram stand, and which is meant by a place."""

import itertools

import numpy as np
import pytest

from gdstudio.pictures.diagram.columns import MORE
from gdstudio.pictures.diagram.layout import more_words
from gdstudio.pictures.diagram.values import Window
from tests.pictures.diagram.samples import digit, laid_out, lesson, maps, neurons, reading

SIZES = [(950, 520), (1600, 900), (420, 200), (260, 130)]


def many():
    """A layer of 128 of which 32 are drawn, in front of ten answers."""
    first = neurons(1, 128, digit(5), shown=range(0, 128, 4))
    return [digit(5), first, neurons(2, 10, first)]


KINDS = {
    "lesson": lesson,
    "many": many,
    "open": lambda: [digit(5), neurons(1, 512, digit(5), is_open=True), neurons(2, 10)],
    "maps": lambda: [digit(), maps(1, 8, 24), maps(2, 16, 8), neurons(3, 64), neurons(4, 10)],
    "reading": lambda: [digit(), reading(1, 32), neurons(2, 10)],
    "one layer": lambda: [digit(), neurons(1, 10, digit())],
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_that_everything_stands_in_the_picture_and_beside_each_other(kind, size):
    layout = laid_out(KINDS[kind](), *size)
    for column in layout.columns:
        assert (column.centres >= 0).all()
        assert (column.centres <= size).all()
        assert column.rect.bottom <= size[1]
    for left, right in itertools.pairwise(layout.columns):
        assert left.rect.right < right.rect.left


@pytest.mark.parametrize("kind", KINDS)
def test_that_each_cell_is_found_where_it_stands(kind):
    layout = laid_out(KINDS[kind]())
    for column in layout.columns:
        for cell in column.cells[:: max(len(column.cells) // 50, 1)].tolist():
            assert layout.at(*column.centre(cell)) == (column.layer.number, cell)
    assert layout.at(0, 0) is None


def test_that_a_pixel_stands_where_its_row_and_column_are():
    layout = laid_out([digit(28), neurons(1, 10)])
    column = layout.columns[0]
    tile = column.tiles[0]
    x, y = column.centre(3 * 28 + 5)
    assert (x - tile.left) / tile.width == pytest.approx(5.5 / 28)
    assert (y - tile.top) / tile.height == pytest.approx(3.5 / 28)


def test_that_a_small_circle_is_meant_close_beside_it():
    column = laid_out(many(), 420, 260).columns[1]
    x, y = column.centre(4)
    assert column.radius < 4
    assert column.cell_at(x + column.radius + 3, y) == 4
    assert column.cell_at(x + column.radius + 9, y) is None


def test_that_words_tell_how_many_are_not_drawn_and_are_found():
    layout = laid_out(many())
    column = layout.columns[1]
    assert more_words(column)[:2] == ("… 96 more", "+96")
    assert layout.more_at(*column.more.middle) == 1
    assert layout.more_at(*column.centre(0)) is None
    assert [one.more for one in laid_out(lesson()).columns] == [None] * 4


def test_that_words_of_neighbours_do_not_lie_on_each_other():
    layers = [digit(), maps(1, 6, 28), maps(2, 16, 10)]
    layers += [neurons(3, 120, shown=range(32)), neurons(4, 84, shown=range(32)), neurons(5, 10)]
    layout = laid_out(layers)
    one, other = (column.more for column in layout.columns[3:5])
    assert not one.meets(other)


def test_that_arrow_keys_go_through_a_layer_and_on_to_the_next():
    layout = laid_out(lesson())
    assert layout.step(1, 3, (0, 1)) == (1, 4)
    assert layout.step(1, 3, (0, -1)) == (1, 2)
    assert layout.step(1, 15, (0, 1)) == (1, 15)
    assert layout.step(1, 3, (1, 0)) == (2, 3)
    number, cell = layout.step(3, 9, (-1, 0))
    assert (number, layout.step(3, 9, (1, 0))) == (2, (3, 9))
    assert cell in range(16)


def test_that_arrow_keys_reach_every_cell():
    layout = laid_out(KINDS["maps"](), 950, 520)
    starts = {(column.layer.number, int(column.cells[0])) for column in layout.columns}
    reached, waiting = set(), [min(starts)]
    while waiting:
        spot = waiting.pop()
        if spot in reached:
            continue
        reached.add(spot)
        for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            waiting += [layout.step(*spot, step), layout.step(*spot, step, skip=True)]
    drawn = {(c.layer.number, cell) for c in layout.columns for cell in c.cells.tolist()}
    assert reached >= drawn


def test_that_keys_with_ctrl_leave_a_picture_at_once():
    layout = laid_out(lesson())
    assert layout.step(0, 6, (1, 0)) == (0, 7)
    assert layout.step(0, 6, (1, 0), skip=True)[0] == 1
    assert layout.step(0, 4, (1, 0))[0] == 1


def test_that_the_words_are_reached_below_the_last_neuron():
    layout = laid_out(many())
    last = int(layout.columns[1].cells[-1])
    assert layout.step(1, last, (0, 1)) == (1, MORE)
    assert layout.step(1, MORE, (0, -1)) == (1, last)
    assert layout.step(1, MORE, (0, 1)) == (1, MORE)
    assert layout.step(1, MORE, (1, 0))[0] == 2


def test_that_every_neuron_and_picture_is_a_stop():
    layout = laid_out(KINDS["maps"]())
    stops = [(stop.number, stop.unit) for stop in layout.stops]
    assert stops[:2] == [(0, 0), (1, 0)]
    assert len(stops) == len(set(stops)) == 1 + 8 + 16 + 64 + 10
    assert layout.stop_of(1, 3 * 24 * 24 + 7) == stops.index((1, 3))
    assert layout.stop_of(4, 9) == len(stops) - 1
    assert layout.stop_of(9, 0) == layout.stop_of(4, 10) == -1


def test_that_titles_shrink_where_there_is_no_room_and_go_where_there_is_no_height():
    wide, narrow = laid_out(lesson(), 950), laid_out(lesson(), 170, 300)
    assert [text for text, _, _ in wide.titles] == ["digit", "dense 16", "dense 16", "dense 10"]
    assert [text for text, _, _ in narrow.titles][1] == "16"
    assert laid_out(lesson(), 330, 100).titles == ()


def test_that_a_layer_seen_is_asked_what_it_hands_on():
    layer = reading(1)
    np.testing.assert_array_equal(layer.outputs, layer.values[-1])
    stack = maps(1, 4, 10, Window((2, 2), (2, 2), of_one_map=True))
    assert (stack.n_cells, stack.unit_of(399), stack.pools) == (400, 3, True)
