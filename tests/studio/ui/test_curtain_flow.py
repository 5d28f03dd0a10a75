"""A scene is seen as a whole or not at all: until it stands, the one before is seen."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.studio.small_lesson import LESSON, buttons_of, give, press, wait_until_it_is_seen

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


class _Painted(QObject):
    """Notes which widgets of a part of the window are painted while a scene is changed."""

    def __init__(self, lessons, part):
        super().__init__()
        self._lessons, self._part = lessons, part
        self.widgets = []

    def eventFilter(self, watched, event):
        is_paint = event.type() == QEvent.Type.Paint and isinstance(watched, QWidget)
        if is_paint and self._lessons.stage.model.is_changing and self._part.isAncestorOf(watched):
            self.widgets.append(watched)
        return False


@pytest.fixture
def lessons(qtbot, window, tmp_path):
    """The small lesson, at its first scene, in a window that has the keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return give(qtbot, window, tmp_path)


def seen(window):
    """Return what is seen of the part that a scene changes."""
    return window.grab(window.centralWidget().geometry()).toImage()


def test_that_nothing_of_a_scene_is_seen_before_it_stands(qtbot, window, lessons):
    qtbot.waitUntil(lessons.frames[0].isVisible)
    painted = _Painted(lessons, window.centralWidget())
    QApplication.instance().installEventFilter(painted)
    model = lessons.model
    for turn in (model.go_on, model.go_on, model.again, model.go_back):
        with qtbot.waitSignal(lessons.staging.standing):
            turn()
            window.repaint()
            assert lessons.stage.curtain.isVisible()
        wait_until_it_is_seen(qtbot, window)
        assert lessons.stage.curtain.isHidden()
    QApplication.instance().removeEventFilter(painted)
    still = lessons.stage.begin_change().toImage()
    window.show_workspace("experiments")
    assert seen(window) == still  # whatever is set behind it
    lessons.stage.end_change()
    assert seen(window) != still
    assert painted.widgets == []


def test_that_a_scene_that_takes_long_has_a_calm_word(qtbot, window, lessons):
    stage = lessons.stage
    stage.begin_change()
    assert not stage.curtain.has_word
    before = seen(window)
    qtbot.waitUntil(lambda: stage.curtain.has_word)
    assert seen(window) != before
    stage.end_change()
    assert stage.curtain.isHidden()
    stage.begin_change()
    assert not stage.curtain.has_word
    stage.end_change()


def test_that_the_still_goes_when_a_scene_is_refused(qtbot, window, tmp_path):
    text = LESSON.replace('drawing = "test:1"', 'drawing = "test:99999"')
    lessons = give(qtbot, window, tmp_path, text)
    with qtbot.waitSignal(lessons.staging.refused):
        press(window, KEY.Key_PageDown)
    assert lessons.stage.curtain.isHidden()
    assert not lessons.stage.model.is_changing


def test_that_the_still_goes_with_the_lesson(qtbot, window, lessons):
    lessons.model.go_on()
    assert lessons.stage.curtain.isVisible()
    window.actions_.lesson_end.trigger()
    assert lessons.stage.curtain.isHidden()
    assert not lessons.bar.isVisible()
    qtbot.waitUntil(lambda: window.runs.progress is not None)
    assert window.workspace is window.learn  # the scene that was to come does not


def test_that_buttons_of_the_bar_act_while_a_scene_comes_and_the_page_does_not(
    qtbot, window, lessons
):
    curtain, canvas = lessons.stage.curtain, window.shared.drawing_panel.canvas
    onward = buttons_of(lessons.bar)[1]
    button, page = (one.mapTo(window, one.rect().center()) for one in (onward, canvas))
    pixels = window.drawing.pixels.copy()
    lessons.stage.begin_change()
    assert window.childAt(page) is window.childAt(button) is curtain
    with qtbot.waitSignal(lessons.staging.standing):
        for place in (page, button):
            assert (window.drawing.pixels == pixels).all()
            QTest.mouseClick(curtain, Qt.MouseButton.LeftButton, pos=curtain.mapFrom(window, place))
    assert lessons.model.index == 1


def test_that_light_and_ring_are_there_again_when_the_scene_stands(qtbot, window, lessons):
    stage = lessons.stage
    qtbot.waitUntil(lambda: stage.model.has_parts)
    press(window, KEY.Key_L, SHIFT)
    assert stage.spotlight.isVisible()
    with qtbot.waitSignal(lessons.staging.standing):
        lessons.model.again()
        assert stage.spotlight.isHidden()  # the still has it
    qtbot.waitUntil(stage.spotlight.isVisible)
    assert stage.model.has_parts
