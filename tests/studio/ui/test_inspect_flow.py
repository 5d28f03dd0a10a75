"""The workspace Inspect, used as people use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest

from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.recipe import Recipe
from gdstudio.numerals import percent
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down
from tests.studio.seen import values_read

CNN = "conv 4@5x5, pool 2, dense 20"


@pytest.fixture
def room(window):
    window.inspect.window = window
    return window.inspect


def learn_some(qtbot, window, architecture, steps=40):
    """Train a small network of these layers on few digits."""
    recipe = Recipe(
        architecture=architecture,
        activation="relu",
        output_activation="softmax",
        cost="cross-entropy",
        initialization="scaled-normal",
        optimizer="adam",
        learning_rate=0.003,
        train_size=1000,
        batch_size=50,
        epochs=1000,
    )
    runs = window.runs
    window.learn.training_panel.set_recipe(recipe)
    window.runner.reset()
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.step >= steps)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.progress.state is RunState.PAUSED)


def inspect(qtbot, room, page="activations"):
    room.window.tabs.setCurrentIndex(room.window.workspaces.index(room))
    switches = room.page.findChildren(SegmentedSwitch)
    switch = next(switch for switch in switches if switch.accessibleName() == "Page")
    qtbot.mouseClick(switch.button(page), Qt.MouseButton.LeftButton)


def draw_one(qtbot, canvas):
    height, middle = canvas.height(), canvas.width() // 2
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, height // 5))
    for y in range(height // 5, 4 * height // 5, 6):
        qtbot.mouseMove(canvas, QPoint(middle, y))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, 4 * height // 5))


def test_that_feature_maps_follow_what_is_drawn_here(qtbot, window, room):
    learn_some(qtbot, window, CNN)
    inspect(qtbot, room)
    canvas = window.shared.drawing_panel.canvas
    assert canvas.isVisible()
    assert room.page.isAncestorOf(canvas)
    assert room.made("activations")[0].reason.text().startswith("Draw a digit")
    assert room.made("activations")[1].look is None
    draw_one(qtbot, canvas)
    drawing = window.drawing
    qtbot.waitUntil(
        lambda: (
            room.made("activations")[1].look is not None
            and np.array_equal(room.made("activations")[1].look.pixels, drawing.pixels)
        )
    )
    assert room.made("activations")[0].stack.isVisible()
    rows = room.made("activations")[0].stack.rows
    assert [row.name.text() for row in rows] == ["conv 4@5x5", "max pool 2", "dense 20", "dense 10"]
    maps = rows[0].maps
    places = [QPointF(x, y) for x in range(maps.width()) for y in (0.3 * maps.height(), 20)]
    assert {pixel[0] for pixel in map(maps.pixel_at, places) if pixel} == {0, 1, 2, 3}
    answer = drawing.answer.activations
    assert np.allclose(room.made("activations")[1].look.answers[-1], answer, atol=1e-6)
    assert np.allclose(values_read(room.made("activations")[0].stack, 3), answer, atol=0.0051)
    window.actions_.clear.trigger()
    qtbot.waitUntil(lambda: room.made("activations")[1].look is None)
    assert not room.made("activations")[0].stack.isVisible()


def test_that_the_canvas_comes_back_to_learn(qtbot, window, room):
    before = window.learn.page.columns.sizes()
    for _ in range(2):
        inspect(qtbot, room)
        window.show_workspace("learn")
        canvas = window.shared.drawing_panel.canvas
        assert window.learn.page.isAncestorOf(canvas)
        assert canvas.isVisible()
        assert window.learn.page.columns.sizes() == before


def test_that_looks_go_on_while_the_network_learns(qtbot, window, room):
    learn_some(qtbot, window, CNN, steps=1)
    inspect(qtbot, room)
    QTest.keyClick(window, Qt.Key.Key_D)
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.runs.is_running)
    seen = set()

    def has_seen_three() -> bool:
        if room.made("activations")[1].look is not None:
            seen.add(room.made("activations")[1].look.subject.step)
        return len(seen) >= 3

    qtbot.waitUntil(has_seen_three)
    window.show_workspace("learn")
    assert not room.made("activations")[1].findChild(BackgroundJob).is_running
    QTest.keyClick(window, Qt.Key.Key_Space)


def test_that_an_lstm_is_seen_reading(qtbot, window, room):
    learn_some(qtbot, window, "lstm 16", steps=5)
    window.drawing.show_test_digit(0)
    inspect(qtbot, room)
    qtbot.waitUntil(
        lambda: (
            room.made("activations")[1].look is not None
            and room.made("activations")[1].look.moments == 28
        )
    )
    view = room.made("activations")[0].uncover
    assert view.isVisible()
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    room.made("activations")[1].findChild(QTimer, options=directly).setInterval(1)
    QTest.keyClick(window, Qt.Key.Key_U)
    assert window.actions_.uncover.isChecked()
    qtbot.waitUntil(lambda: not window.actions_.uncover.isChecked())
    view.slider.setValue(10)
    assert room.made("activations")[1].moment == 10
    hidden = room.made("activations")[1].look.layers[0].activations.values[10]
    assert np.allclose(values_read(room.made("activations")[0].stack, 0), hidden, atol=0.0051)
    assert view.sentence(10).startswith("After row 11 of 28: ")


def test_that_mistakes_are_those_that_evaluate_counts(qtbot, window, room):
    learn_some(qtbot, window, CNN)
    inspect(qtbot, room, "mistakes")
    qtbot.waitUntil(lambda: room.mistakes.answers is not None)
    run, data = window.runs.run, window.runs.data
    network = run.recipe.make_network().at(run.progress.snapshot.parameters)
    cost = find_cost(run.recipe.cost, run.recipe.output_activation)
    expected = evaluate(network, data.test, cost)
    assert np.array_equal(room.mistakes.answers.confusion, expected.confusion)
    wrong = expected.confusion - np.diag(np.diag(expected.confusion))
    label, answer = np.unravel_index(wrong.argmax(), wrong.shape)
    page = room.made("mistakes")[0]
    place = page.matrix.cell_rectangle(label, answer).center().toPoint()
    qtbot.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=place)
    assert len(page.gallery.indices) == wrong[label, answer]
    index = int(page.gallery.indices[0])
    at = page.gallery.place_of(0).center().toPoint()
    qtbot.mouseClick(page.gallery.viewport(), Qt.MouseButton.LeftButton, pos=at)
    drawing = window.drawing
    assert np.array_equal(drawing.pixels, data.test.pictures()[index])
    assert window.shared.drawing_panel.bars.answer == answer
    qtbot.keyClick(page.gallery, Qt.Key.Key_Return)
    assert room.page.page() == "activations"
    qtbot.waitUntil(
        lambda: (
            room.made("activations")[1].look is not None
            and np.array_equal(room.made("activations")[1].look.pixels, drawing.pixels)
        )
    )


def test_that_the_next_mistake_is_a_mistake(qtbot, window, room):
    learn_some(qtbot, window, CNN)
    inspect(qtbot, room)
    QTest.keyClick(window, Qt.Key.Key_M)
    drawing, bars = window.drawing, window.shared.drawing_panel.bars
    qtbot.waitUntil(lambda: drawing.label is not None)
    assert bars.answer != drawing.label
    first = drawing.pixels
    QTest.keyClick(window, Qt.Key.Key_M)
    assert bars.answer != drawing.label
    assert not np.array_equal(drawing.pixels, first)


def test_that_shifts_are_compared_until_cancelled(qtbot, window, room):
    learn_some(qtbot, window, CNN)
    window.drawing.show_test_digit(7)
    inspect(qtbot, room, "shifts")
    page, shifts = room.shifts_page, room.shifts
    qtbot.waitUntil(lambda: page.other.count() > 0 and "answers" in page.detail.lines[1].text())
    answered = page.detail.lines[0].text().splitlines()[1]  # to the digit as it is
    assert answered.startswith(f"answers {window.shared.drawing_panel.bars.answer}, with")
    qtbot.mouseClick(page.switch.button("all"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shifts.maps))
    assert page.remake.bar.isVisible()
    qtbot.mouseClick(page.remake.cancel_button, Qt.MouseButton.LeftButton)
    assert not shifts.is_comparing
    assert not page.remake.bar.isVisible()
    shut_down(shifts)  # raises if a thread does not end
    run, data = window.runs.run, window.runs.data
    network = run.recipe.make_network().at(run.progress.snapshot.parameters)
    cost = find_cost(run.recipe.cost, run.recipe.output_activation)
    expected = evaluate(network, data.test.take(slice(0, 1000)), cost).accuracy
    assert shifts.maps[0].at(0, 0) == expected
    assert page.detail.lines[0].text().endswith(f"{percent(expected, 1)} of 1,000 digits")


def test_that_every_page_fits_and_paints_in_both_themes(qtbot, make_window):
    for appearance in ("light", "dark"):
        window = make_window(appearance)
        window.drawing.show_test_digit(0)
        room = window.inspect
        room.window = window
        for page in ("activations", "shifts", "mistakes"):
            inspect(qtbot, room, page)
            assert (window.width(), window.height()) == (1280, 720)
            assert not window.grab().isNull()
        window.close()
