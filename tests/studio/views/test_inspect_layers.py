"""The views of the page Activations."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.jobs.look import look_inside
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inspect.activation_bars import ActivationBars
from gdstudio.studio.views.inspect.activations_page import (
    ActivationsPage,
    UncoverPicture,
    UncoverView,
)
from gdstudio.studio.views.inspect.layer_stack import LayerStack, layer_facts
from tests.studio.seen import shown, values_read

STAMP = np.zeros((28, 28), np.uint8)
STAMP[4:20, 6:9] = 255  # an L: upright at the left, foot to the right
STAMP[17:20, 6:20] = 255


def look_of(architecture, pixels=STAMP, parameters=None):
    recipe = Recipe(
        architecture=architecture,
        activation="relu",
        output_activation="softmax",
        cost="cross-entropy",
    )
    network = recipe.make_network()
    network.parameters[:] = np.random.default_rng(0).normal(0, 0.2, len(network.parameters))
    if parameters is not None:
        parameters(network)
    subject = Subject("run 1", "x", "run 1", recipe, DIGIT, 10, network.parameters, 0)
    (look,) = look_inside(subject, pixels, None)
    return look


@pytest.fixture
def stack(qtbot):
    return shown(qtbot, LayerStack(), 900, 520)


def test_that_each_layer_says_name_shape_and_parameters(stack):
    look = look_of("conv 4@5x5, pool 2, dense 20")
    stack.set_look(look, 0)
    assert [row.name.text() for row in stack.rows] == [
        "conv 4@5x5",
        "max pool 2",
        "dense 20",
        "dense 10",
    ]
    facts = [layer_facts(layer.activations.summary) for layer in look.layers]
    assert facts == [
        "4 × 24 × 24 · 104 param.",
        "4 × 12 × 12",
        f"20 · {4 * 144 * 20 + 20:,} param.",
        "10 · 210 param.",
    ]
    assert stack.rows[0].maps.accessibleDescription().startswith("4 feature maps")


def test_that_no_row_is_a_window_for_a_moment(qapp, stack):
    class Watcher(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
                windows.extend([watched] if watched.isWindow() else [])
            return False

    windows, watcher = [], Watcher()
    qapp.installEventFilter(watcher)
    stack.set_look(look_of("conv 4@5x5, pool 2, dense 20"), 0)
    qapp.removeEventFilter(watcher)
    assert windows == []


def test_that_a_feature_map_stands_upright(qtbot, stack):
    def copies(network):  # the only weight of filter 1 copies the picture
        network.parameters[:] = 0
        network.part("W1")[1, 0, 0, 0] = 1

    stack.set_look(look_of("conv 2@1x1", parameters=copies), 0)
    maps = stack.rows[0].maps
    picture = maps.grab().toImage()
    ink = QColor(LIGHT.positive)
    places = [
        maps.pixel_at(QPointF(x + 0.5, y + 0.5))
        for y in range(picture.height())
        for x in range(picture.width())
        if picture.pixelColor(x, y) == ink
    ]
    assert {(row, column) for tile, row, column in places if tile == 1} == {
        tuple(place) for place in np.argwhere(STAMP).tolist()
    }
    assert {tile for tile, _, _ in places} == {1}


def test_that_a_value_pointed_at_is_read_out(qtbot, stack):
    look = look_of("conv 2@5x5, dense 20")
    stack.set_look(look, 0)
    maps = stack.rows[0].maps
    for y in range(maps.height()):
        found = [x for x in range(maps.width()) if maps.pixel_at(QPointF(x, y)) == (1, 7, 3)]
        if found:
            qtbot.mouseMove(maps, QPoint(1, 1))
            qtbot.mouseMove(maps, QPoint(found[0], y))
            break
    value = float(look.layers[0].activations.at(0)[1, 7, 3])
    assert stack.readout.text().startswith("conv 2@5x5, map 1, row 7, column 3: +")
    assert float(stack.readout.text().split("+")[1]) == pytest.approx(value, abs=0.005)
    stack.rows[2].bars.setFocus()
    qtbot.keyClick(stack.rows[2].bars, Qt.Key.Key_Home)
    assert stack.readout.text().startswith("answer 0: +")


def test_that_a_layer_can_have_all_the_room_and_escape_shows_all(qtbot, stack):
    stack.set_look(look_of("conv 4@5x5, pool 2, dense 20"), 0)
    low = stack.rows[1].maps.height()
    stack.rows[1].name.setFocus()
    qtbot.keyClick(stack.rows[1].name, Qt.Key.Key_Return)
    assert stack.enlarged == 1
    assert [row.isVisible() for row in stack.rows] == [False, True, False, False]
    qtbot.waitUntil(lambda: stack.rows[1].maps.height() > 2 * low)
    qtbot.keyClick(stack.rows[1].name, Qt.Key.Key_Escape)
    assert stack.enlarged == -1
    assert all(row.isVisible() for row in stack.rows)


@pytest.mark.parametrize("part", ["name", "bars"])
def test_that_bars_clicked_get_the_room_of_the_card_and_give_it_back(qtbot, part):
    stack = shown(qtbot, LayerStack(), 900, 520)
    stack.set_look(look_of("dense 16, dense 16"), 0)
    for row, n in zip(stack.rows, (16, 16, 10), strict=True):  # all together use the card
        assert row.bars.height() > 520 / 3 - 20
        assert row.bars.slot(n - 1).right() == pytest.approx(row.bars.width(), abs=1)
    target = getattr(stack.rows[1], part)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
    assert stack.enlarged == 1
    qtbot.waitUntil(lambda: stack.rows[1].bars.height() > 520 - 40)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
    assert stack.enlarged == -1
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton)
    qtbot.keyClick(target, Qt.Key.Key_Escape)
    assert stack.enlarged == -1
    assert all(row.isVisible() for row in stack.rows)


def test_that_a_value_read_is_the_one_of_the_network_as_it_is_now(qtbot, stack):
    look = look_of("dense 20")
    stack.set_look(look, 0)
    bars = stack.rows[0].bars
    for place in (QPoint(1, 1), bars.slot(7).center().toPoint()):
        qtbot.mouseMove(bars, place)
    before = stack.readout.text()
    assert before.startswith("dense 20, neuron 7: ")
    stack.set_look(look_of("dense 20", np.rot90(STAMP).copy()), 0)
    assert stack.readout.text().startswith("dense 20, neuron 7: ")
    assert stack.readout.text() != before


def test_that_a_map_clicked_is_enlarged_with_its_layer(qtbot, stack):
    stack.set_look(look_of("conv 4@5x5, pool 2"), 0)
    maps = stack.rows[0].maps
    maps.setFocus()
    qtbot.keyClick(maps, Qt.Key.Key_Right)
    qtbot.keyClick(maps, Qt.Key.Key_Right)
    qtbot.keyClick(maps, Qt.Key.Key_Return)
    assert stack.enlarged == 0
    assert maps.caption() == "Map 1"
    qtbot.keyClick(maps, Qt.Key.Key_Escape)
    assert stack.enlarged == -1
    assert maps.neuron() == -1


def test_that_another_network_gets_its_own_rows_and_the_same_keeps_them(stack):
    stack.set_look(look_of("conv 4@5x5"), 0)
    rows = list(stack.rows)
    stack.set_look(look_of("conv 4@5x5", STAMP.T.copy()), 0)
    assert list(stack.rows) == rows
    stack.set_look(look_of("conv 5@5x5"), 0)
    assert list(stack.rows) != rows
    stack.set_look(None, 0)
    assert list(stack.rows) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_bars_rise_with_the_outputs(qtbot, theme):
    bars = shown(qtbot, ActivationBars(), 200, 60)
    put_on(theme)
    bars.set_values(np.array([1.0, 0.5, 0.0, -1.0, np.nan]), 1.0)
    picture = bars.grab().toImage()

    def height(neuron, colour):
        x = round(bars.slot(neuron).center().x())
        return sum(picture.pixelColor(x, y) == QColor(colour) for y in range(picture.height()))

    up = [height(k, theme.positive) for k in range(5)]
    down = [height(k, theme.negative) for k in range(5)]
    assert up[0] == pytest.approx(2 * up[1], abs=2)
    assert up[0] > 20
    assert up[2:] == [0, 0, 0]
    assert down[3] == pytest.approx(up[0], abs=2)
    assert down[:3] == [0, 0, 0]


def test_that_many_bars_are_broken_into_lines_and_found_again(qtbot):
    bars = shown(qtbot, ActivationBars(), 300, 90)
    bars.set_values(np.linspace(0, 1, 250), 1.0)
    tops = {bars.slot(k).top() for k in range(250)}
    assert len(tops) == 3
    for k in (0, 99, 130, 249):
        assert bars.neuron_at(bars.slot(k).center()) == k


def test_that_arrow_keys_go_from_neuron_to_neuron(qtbot):
    bars = shown(qtbot, ActivationBars(), 200, 60)
    bars.set_values(np.ones(3), 1.0)
    bars.setFocus()
    marked = []
    bars.neuron_hovered.connect(marked.append)
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Left,
        Qt.Key.Key_Home,
    ):
        qtbot.keyClick(bars, key)
    assert marked == [0, 1, 2, 1, 0]


def answers_with_one_sure(moments=28):
    """Outputs that say k % 10 after row k."""
    answers = np.full((moments, 10), 0.02)
    answers[np.arange(moments), np.arange(moments) % 10] = 0.9
    return answers


@pytest.fixture
def uncover(qtbot):
    action = QAction("Uncover")
    view = shown(qtbot, UncoverView(action), 620, 460)
    view.set_answers(STAMP, answers_with_one_sure())
    view.set_moment(27)
    return view


def test_that_rows_of_digit_and_answers_stand_at_the_same_height(uncover):
    digit, answers = uncover.picture.places()
    assert digit.top() == answers.top()
    assert digit.height() == answers.height()
    assert answers.left() > digit.right()


def colours_along(uncover, moment):
    """The colours in the middle of the cells of one row of answers."""
    picture = uncover.picture.grab().toImage()
    box = uncover.picture.places()[1]
    y = box.top() + (moment + 0.5) / 28 * box.height()
    return [
        picture.pixelColor(int(box.left() + (k + 0.5) / 10 * box.width()), int(y))
        for k in range(10)
    ]


def test_that_the_answer_after_a_row_is_the_darkest_cell(uncover):
    for moment in (3, 16):
        lightness = [colour.lightness() for colour in colours_along(uncover, moment)]
        assert int(np.argmin(lightness)) == moment % 10


def test_that_what_is_not_read_is_covered(uncover):
    uncover.set_moment(9)
    after = {colour.name() for colour in colours_along(uncover, 16)}
    assert len(after) == 1
    assert len({colour.name() for colour in colours_along(uncover, 3)}) == 2
    picture = uncover.picture.grab().toImage()
    box = uncover.picture.places()[0]
    pixel = box.height() / 28

    def ink(row, column):
        place = box.topLeft() + QPointF((column + 0.5) * pixel, (row + 0.5) * pixel)
        return picture.pixelColor(place.toPoint()).lightness()

    assert ink(6, 7) < 60
    assert ink(18, 15) > 190
    assert uncover.sentence(9) == "After row 10 of 28: 9, with 0.90"


def test_that_rows_are_chosen_with_mouse_keys_and_slider(qtbot, uncover):
    chosen = []
    uncover.moment_chosen.connect(chosen.append)
    box = uncover.picture.places()[0]
    at = QPoint(round(box.center().x()), round(box.top() + 10.5 / 28 * box.height()))
    qtbot.mousePress(uncover.picture, Qt.MouseButton.LeftButton, pos=at)
    uncover.set_moment(10)
    qtbot.mouseMove(uncover.picture, at + QPoint(0, round(2 / 28 * box.height())))
    qtbot.mouseRelease(uncover.picture, Qt.MouseButton.LeftButton, pos=at)
    uncover.set_moment(5)
    qtbot.keyClick(uncover.picture, Qt.Key.Key_Up)
    qtbot.keyClick(uncover.picture, Qt.Key.Key_End)
    uncover.slider.setValue(20)
    assert chosen[0] == 10
    assert chosen[-3:] == [4, 27, 20]


def test_that_setting_a_row_says_nothing(uncover):
    spy = QSignalSpy(uncover.moment_chosen)
    uncover.set_moment(4)
    assert uncover.slider.value() == 4
    assert spy.count() == 0


def test_that_a_larger_picture_uses_the_room(qtbot):
    small, large = UncoverPicture(), UncoverPicture()
    shown(qtbot, small, 400, 300)
    shown(qtbot, large, 900, 700)
    assert large.places()[0].height() > 1.8 * small.places()[0].height()


def test_that_only_a_network_that_reads_is_uncovered(qtbot):
    page = shown(qtbot, ActivationsPage(QAction("Uncover")), 900, 500)
    page.set_look(look_of("conv 2@5x5"), 0)
    assert not page.uncover.isVisible()
    look = look_of("lstm 6")
    page.set_look(look, 12)
    assert page.uncover.isVisible()
    state = look.layers[0].activations.at(12)
    assert np.allclose(values_read(page.stack, 0), state, atol=0.0051)


def test_that_a_reason_takes_the_place_of_the_layers_and_gives_it_back(qtbot):
    page = shown(qtbot, ActivationsPage(QAction()), 900, 520)
    look = look_of("dense 16, dense 16")
    page.set_look(look, 0)
    rows = list(page.stack.rows)
    qtbot.mouseClick(rows[1].name, Qt.MouseButton.LeftButton)
    page.set_reason("Draw a digit.")
    assert not page.stack.isVisible()
    assert not page.uncover.isVisible()
    (said,) = (label for label in page.findChildren(QLabel) if label.text() == "Draw a digit.")
    assert said.isVisible()
    page.set_look(look, 0)
    assert page.stack.isVisible()
    assert (list(page.stack.rows), page.stack.enlarged) == (rows, 1)
    assert not said.isVisible()
