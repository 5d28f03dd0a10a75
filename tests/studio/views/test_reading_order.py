"""Tab goes through a window as one reads it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from gdstudio.studio.views.common.reading_order import move_focus, reading_order


def made(qtbot):
    """A window whose right half was made first: a field and a box; two buttons in the left one."""
    window = QWidget()
    qtbot.addWidget(window)
    right, left = QWidget(window), QWidget(window)
    box, field = QSpinBox(right), QLineEdit(right)
    second, first = QPushButton("second", left), QPushButton("first", left)
    field.setGeometry(0, 0, 90, 20)
    box.setGeometry(0, 30, 90, 20)
    first.setGeometry(0, 4, 60, 20)
    second.setGeometry(70, 0, 60, 24)  # in the same row, though it begins higher
    left.setGeometry(0, 0, 140, 60)
    right.setGeometry(150, 0, 100, 60)
    window.resize(260, 60)
    window.show()
    qtbot.waitExposed(window)
    return window, [first, second, field, box]


def test_that_parts_come_from_left_to_right_and_each_is_read_whole(qtbot):
    window, order = made(qtbot)
    assert reading_order(window) == order


def test_that_what_is_hidden_disabled_or_only_clicked_is_passed_over(qtbot):
    window, (first, second, field, box) = made(qtbot)
    first.hide()
    field.setEnabled(False)
    box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert reading_order(window) == [second]


def test_that_the_focus_moves_to_the_next_and_from_the_last_to_the_first(qtbot):
    window, (first, second, _, box) = made(qtbot)
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert move_focus(window, forward=True)
    assert second.hasFocus()
    assert move_focus(window, forward=False)
    assert first.hasFocus()
    assert move_focus(window, forward=False)
    assert box.hasFocus()
    assert move_focus(window, forward=True)
    assert first.hasFocus()


def test_that_a_window_without_fields_leaves_the_focus_to_others(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window).addWidget(QLabel("words"))
    window.show()
    assert not move_focus(window, forward=True)
