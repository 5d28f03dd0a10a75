"""The diagram of the network in the real window, used as people use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from gdstudio.inside.places import Place
from gdstudio.studio.motion import Motion

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def room(qtbot, window):
    """Inspect with a test digit and a network that has learned a little."""
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    window.drawing.show_test_digit(0)
    room = window.inspect
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.window = window
    assert room.page.page() == "network"
    qtbot.waitUntil(lambda: is_as_shown(window, room.network))
    return room


def is_as_shown(window, controller):
    """Tell whether a diagram shows the network and the digit that the window shows."""
    seen = controller.seen
    if seen is None or seen.diagram.layers[0].values is None:
        return False
    pixels = seen.diagram.layers[0].values.reshape(28, 28)
    same_digit = np.array_equal(np.rint(255 * pixels), window.drawing.pixels)
    return same_digit and seen.subject is window.shown.subject


def place(view, number, cell):
    return QPoint(*map(round, view.places.column(number).centre(cell)))


def test_that_the_answer_of_the_diagram_is_that_of_the_window(window, room):
    outputs = room.network.seen.diagram.layers[-1].outputs
    np.testing.assert_allclose(outputs, window.drawing.answer.activations, rtol=1e-6)


def test_that_the_diagram_follows_stroke_run_and_time(qtbot, window, room):
    window.drawing.show_test_digit(1)
    qtbot.waitUntil(lambda: is_as_shown(window, room.network))
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 2)
    qtbot.waitUntil(lambda: is_as_shown(window, room.network))
    window.shared.time.show(0)
    qtbot.waitUntil(lambda: room.network.seen.subject.step == 0)
    window.shared.time.show_now()
    qtbot.waitUntil(lambda: room.network.seen.subject.step == 2)


def test_that_a_neuron_is_opened_by_click_and_by_keys(qtbot, window, room):
    view, inside = room.network_page.view.diagram, window.shared.inside
    qtbot.mouseClick(view, LEFT, pos=place(view, 1, 3))
    assert inside.chosen == Place(1, 3)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.point_at((1, 3), by_keys=True)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert inside.chosen.layer == 2
    root = QAccessible.queryAccessibleInterface(view)
    name = root.focusChild().text(QAccessible.Text.Name)
    assert name.startswith(f"layer 2, neuron {inside.chosen.index}: ")


def test_that_f_lets_the_digit_flow_and_nothing_moves_where_motion_is_reduced(qtbot, window, room):
    fronts = []
    room.network.flow.moved.connect(fronts.append)
    motion = Motion("always")
    try:
        for _ in range(4):
            qtbot.keyClick(window, Qt.Key.Key_F)
        assert fronts == [0, 1, 2, None]
    finally:
        motion.choose("never")


def test_that_the_small_diagram_in_learn_comes_on_request_and_leads_to_inspect(qtbot, window, room):
    window.show_workspace("learn")
    card = window.learn.page.network_card
    assert not card.isVisible()
    window.actions_.show_network.trigger()
    assert card.isVisible()
    (view,) = window.learn.page.network_place.findChildren(type(room.network_page.view.diagram))
    qtbot.waitUntil(lambda: view.diagram is not None)
    qtbot.mouseClick(view, LEFT, pos=place(view, 2, 5))
    assert window.workspace is room
    assert window.shared.inside.chosen == Place(2, 5)
    window.show_workspace("learn")
    window.actions_.show_network.trigger()
    assert not card.isVisible()


def test_that_lines_chosen_come_back_with_the_sitting(room):
    room.take_up({"lines": {"per_neuron": 4, "lit": True}})
    kept = room.state()["lines"]
    assert kept == {"per_neuron": 4, "lit": True}
