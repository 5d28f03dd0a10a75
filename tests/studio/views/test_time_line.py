"""The line of a run's time, as mouse, wheel and keys use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gdstudio.learning.history import History
from gdstudio.pictures.time_axis import TimeMark, TimeMarkKind
from gdstudio.studio.views.time.time_line import TimeLine

STEPS = np.array([0, 1, 2, 3, 10, 50, 90])


@pytest.fixture
def line(qtbot):
    line = TimeLine()
    qtbot.addWidget(line)
    line.resize(418, 28)  # 400 pixels between the ends
    line.set_steps(STEPS, 100, 40)
    line.heard = []
    line.step_chosen.connect(line.heard.append)
    line.now_requested.connect(lambda: line.heard.append("now"))
    line.mark_renamed.connect(lambda step: line.heard.append(("rename", step)))
    line.show()
    qtbot.waitExposed(line)
    return line


def at(line, step):
    return QPoint(round(line.left + float(line.axis().pixels(step))), 14)


@pytest.mark.parametrize(("place", "step"), [(50, 50), (52, 50), (60, 50), (75, 90), (7, 10)])
def test_that_a_click_chooses_the_nearest_step_that_is_kept(qtbot, line, place, step):
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=at(line, place))
    assert line.heard == [step]


def test_that_a_drag_chooses_one_step_after_another_and_none_twice(qtbot, line):
    line.step_chosen.connect(lambda step: line.set_step(step))
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=at(line, 90))
    for place in (88, 52, 51, 50, 12, 10):
        qtbot.mouseMove(line, at(line, place))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=at(line, 10))
    assert line.heard == [90, 50, 10]


def test_that_the_right_end_is_now(qtbot, line):
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 2, 14))
    assert line.heard == ["now"]


def test_that_arrows_go_from_moment_to_moment(qtbot, line):
    line.step_chosen.connect(lambda step: line.set_step(step))
    line.now_requested.connect(lambda: line.set_step(None))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(line, key)
    qtbot.keyClick(line, Qt.Key.Key_Home)
    qtbot.keyClick(line, Qt.Key.Key_Left)
    qtbot.keyClick(line, Qt.Key.Key_Right)
    qtbot.keyClick(line, Qt.Key.Key_End)
    assert line.heard == [90, 50, 10, 50, 0, 0, 1, "now"]
    qtbot.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert line.heard[-1] == 0


def test_that_beyond_the_last_moment_is_now(qtbot, line):
    line.set_step(90)
    qtbot.keyClick(line, Qt.Key.Key_Right)
    line.set_steps(np.array([0, 100]), 100, 40)
    line.set_step(0)
    qtbot.keyClick(line, Qt.Key.Key_Right)  # the last moment is as it is now
    assert line.heard == ["now", "now"]


def test_that_the_wheel_goes_from_moment_to_moment(line):
    line.set_step(10)
    for clicks, step in ((120, 3), (-120, 50)):
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, clicks),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(line, event)
        assert line.heard[-1] == step


def test_that_a_mark_with_a_name_is_chosen_and_renamed(qtbot, line):
    line.set_marks([TimeMark(50, TimeMarkKind.NAMED, "the turn")])
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=at(line, 50) + QPoint(3, 0))
    qtbot.mouseDClick(line, Qt.MouseButton.LeftButton, pos=at(line, 50))
    assert line.heard[0] == 50
    assert ("rename", 50) in line.heard
    assert line.tip_at(at(line, 50).x()) == "step 50, epoch 1.25\nthe turn"


def test_that_the_tip_tells_the_step_that_a_click_would_choose(line):
    assert line.tip_at(at(line, 12).x()) == "step 10, epoch 0.25"
    line.set_steps(np.empty(0, np.int64), 0, 40)
    assert line.tip_at(5).startswith("The steps of the run appear here")


def evaluations(*steps):
    history = History()
    for step in steps:
        history.append_evaluation(step, step, 1.0, 0.25, 0.9, 0.5, 0.875)
    return history.evaluations()


def test_that_the_tip_tells_what_an_evaluation_at_the_step_said(line):
    line.set_evaluations(evaluations(10, 12))
    said = "cost 0.2500, 87.50 % of the test digits right"
    assert line.tip_at(at(line, 12).x()) == f"step 10, epoch 0.25\n{said}"
    assert line.tip_at(at(line, 50).x()) == "step 50, epoch 1.25"
    line.set_marks([TimeMark(10, TimeMarkKind.NAMED, "the turn")])
    assert line.tip_at(at(line, 10).x()) == f"step 10, epoch 0.25\nthe turn\n{said}"


def test_that_evaluations_are_marked_whether_or_not_their_moment_is_kept(line):
    before = line.grab().toImage()
    line.set_evaluations(evaluations(70))
    after = line.grab().toImage()
    x = line.left + round(float(line.axis().pixels(70)))
    column = [y for y in range(28) if before.pixel(x, y) != after.pixel(x, y)]
    assert column
    assert all(y < 14 for y in column)


def test_that_without_moments_nothing_is_chosen(qtbot, line):
    line.set_steps(np.empty(0, np.int64), 0, 40)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(50, 14))
    qtbot.keyClick(line, Qt.Key.Key_Left)
    qtbot.keyClick(line, Qt.Key.Key_Home)
    assert line.heard == []


def test_that_a_reader_of_the_screen_is_told_the_moment(line):
    line.set_step(50)
    assert line.accessibleDescription() == "step 50, epoch 1.25"
    line.set_step(None)
    assert line.accessibleDescription() == "now, step 100"
