"""Backpropagation, nudges and health in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.learning.recipe import Recipe
from gdstudio.studio.state.progress import RunState
from tests.studio.ui.test_inspect_flow import inspect
from tests.studio.views.test_backprop_page import number

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def room(qtbot, window):
    """Inspect, after some updates with Adam."""
    recipe = Recipe(
        optimizer="adam", learning_rate=0.003, train_size=1000, batch_size=50, epochs=1000
    )  # it ends only when it is told to
    window.learn.training_panel.set_recipe(recipe)
    window.runner.reset()
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step >= 20)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)
    window.inspect.window = window
    return window.inspect


def gradient_shown(window, digits):
    network = window.shared.shown.network
    network = network.at(network.parameters.astype(np.float64))
    X, T = digits.inputs(dtype=np.float64), digits.targets(dtype=np.float64)
    network.cost_and_gradient(X, T, window.runs.subject().cost)
    return network


def test_that_a_weight_typed_is_followed_to_its_update(qtbot, window, room):
    inspect(qtbot, room, "backprop")
    window.drawing.show_test_digit(7)
    page = room.backprop_page
    qtbot.waitUntil(lambda: page.look is not None)
    page.field.setFocus()
    page.field.selectAll()
    qtbot.keyClicks(page.field, "W2[3,7]")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: str(page.look.place) == "W2[3,7]")
    network = gradient_shown(window, window.runs.data.test.take(slice(7, 8)))
    qtbot.mouseClick(page.stages.button("update"), Qt.MouseButton.LeftButton)
    told = number(page.gradient.text().splitlines()[0].rpartition(" = ")[2])
    assert told == pytest.approx(network.part("W2", network.gradient)[3, 7], rel=1e-4)
    qtbot.mouseClick(page.stages.button("update"), LEFT)
    names = [page.table.rows.cells(row)[0] for row in range(page.table.rows.count)]
    letters = [name for name in names if name]  # each line with its numbers below it
    assert letters == ["m", "v", "m ←", "v ←", "m̂ ←", "v̂ ←", "w ←"]
    inspect(qtbot, room, "weights")
    assert str(window.shared.inside.weight) == "W2[3,7]"


def test_that_nudges_and_health_are_those_of_the_network_shown(qtbot, window, room):
    window.drawing.show_test_digit(7)
    inspect(qtbot, room, "nudges")
    page = room.nudges_page
    qtbot.waitUntil(lambda: page.found is not None)
    network = gradient_shown(window, window.runs.data.test.take(slice(7, 8)))
    largest = float(np.abs(network.gradient).max())
    nudge = page.table.rows.cells(0)[2].split()[1]
    assert abs(number(nudge)) == pytest.approx(largest, rel=1e-3)
    inspect(qtbot, room, "health")
    qtbot.waitUntil(lambda: room.made("health")[0].found is not None)
    assert room.made("health")[0].found.subject.step == window.runs.run.step
    assert room.made("health")[0].sentence()
