"""Keys of the window that nothing in it wants, and those that it leaves to lists."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gdstudio.studio.state.shown import Past
from tests.studio.small_lesson import press

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, window):
    """A window that has the keys, with a digit on its canvas."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.drawing.show_test_digit(0)
    return window


def test_that_delete_clears_the_canvas_whatever_has_the_focus_but_a_text(qtbot, window):
    field = next(one for one in window.learn.page.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    press(window, KEY.Key_Delete)
    assert window.drawing.pixels.any()
    cost = window.learn.page.parts["cost"]
    cost.setFocus()
    field.clearFocus()
    press(window, KEY.Key_Delete)
    assert not window.drawing.pixels.any()


def test_that_delete_clears_no_canvas_that_is_not_seen(window):
    window.show_workspace("descent")
    press(window, KEY.Key_Delete)
    assert window.drawing.pixels.any()


def test_that_a_list_keeps_the_key_of_its_end(qtbot, window):
    window.runner.step_batch()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    window.inspect.show_page("nudges")
    window.show_workspace("inspect")
    window.shared.time.show(0)
    assert isinstance(window.shown.source, Past)
    rows = window.inspect.nudges_page.table
    qtbot.waitUntil(lambda: rows.model().rowCount() > 1)
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    press(window, KEY.Key_End, CONTROL)
    assert isinstance(window.shown.source, Past)
    assert rows.currentIndex().row() == rows.model().rowCount() - 1
    rows.clearFocus()
    press(window, KEY.Key_End, CONTROL)
    assert not isinstance(window.shown.source, Past)
