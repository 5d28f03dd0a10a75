"""The lesson for one alone, done by simulated hands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gdstudio.inside.places import Place
from gdstudio.lesson.shipped import FIRST_STEPS
from tests.studio.small_lesson import give_shipped, press_until_it_stands


@pytest.fixture
def lessons(qtbot, window):
    """The lesson at its first scene, in a window that has the keys."""
    return give_shipped(qtbot, window, FIRST_STEPS)


def _draw(window):
    canvas = window.shared.drawing_panel.canvas
    left, middle = Qt.MouseButton.LeftButton, canvas.rect().center()  # wherever its picture is
    there = middle + QPoint(20, 30)
    QTest.mousePress(canvas, left, pos=middle)
    QTest.mouseMove(canvas, there)
    QTest.mouseRelease(canvas, left, pos=there)


def _key(key):
    return lambda window: QTest.keyClick(window.windowHandle(), key)


def _wait(_window):
    """Do nothing: what is asked for comes by itself."""


def _show_a_three(window):
    window.shared.drawing.show_test_digit(18)  # a 3 that is answered right


def _go_back_in_time(window):
    window.shared.actions.moment_before.trigger()


def _open_a_neuron(window):
    window.shared.inside.open_in_sight(Place(3, 7))


def _choose_mistakes(window):
    window.workspace.page._switch.button("mistakes").click()


def _walk(window):
    landscape = window.workspace
    landscape.surface.view.surface_dragged.emit(-20.0, -10.0)


def _type_a_rate(window):
    field = window.learn.training_panel.form.learning_rate.spin_box
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)


_HANDS = {
    "Draw": _draw,
    "Let it learn": _key(Qt.Key.Key_Space),
    "90 % right": _wait,
    "Ask it": _show_a_three,
    "Back in time": _go_back_in_time,
    "One input": _key(Qt.Key.Key_Space),
    "Two inputs": _key(Qt.Key.Key_Space),
    "Look inside": _open_a_neuron,
    "Its mistakes": _choose_mistakes,
    "Walk on the surface": _walk,
    "Another rate": _type_a_rate,
}


def test_that_each_thing_asked_for_is_noticed_when_it_is_done(qtbot, window, lessons):
    scenes = lessons.model.lesson.scenes
    assert [scene.title for scene in scenes if scene.wanted] == list(_HANDS)
    for k, scene in enumerate(scenes):
        if k:
            press_until_it_stands(qtbot, window, Qt.Key.Key_PageDown)
        assert lessons.model.index == k
        if scene.wanted is None:
            continue
        assert not lessons.model.is_done
        if scene.title == "Walk on the surface":
            qtbot.waitUntil(lambda: window.workspace.scenes.scene is not None)
        _HANDS[scene.title](window)
        qtbot.waitUntil(lambda: lessons.model.is_done)
        assert lessons.model.index == k  # the next one comes when it is wanted
        assert "✓" in lessons.bar.place.text()
    assert "✓" not in lessons.bar.place.text()


def test_that_a_rate_counts_once_it_is_typed_to_its_end(qtbot, window, lessons):
    at = next(k for k, one in enumerate(lessons.model.lesson.scenes) if one.title == "Another rate")
    with qtbot.waitSignal(lessons.staging_made().standing):
        lessons.model.go_to(at)
    rate = window.learn.training_panel.form.learning_rate
    rate.slider.setSliderDown(True)
    rate.slider.setValue(rate.slider.value() - 3)
    assert not lessons.model.is_done
    rate.slider.setSliderDown(False)
    assert lessons.model.is_done
    with qtbot.waitSignal(lessons.staging_made().standing):
        lessons.model.again()
    rate.spin_box.setFocus()
    rate.spin_box.selectAll()
    QTest.keyClicks(rate.spin_box, "0.5")
    assert not lessons.model.is_done
    QTest.keyClick(rate.spin_box, Qt.Key.Key_Return)
    assert lessons.model.is_done


def test_that_nothing_has_to_be_done_to_go_on(qtbot, window, lessons):
    count = len(lessons.model.lesson.scenes)
    for k in range(1, count):
        press_until_it_stands(qtbot, window, Qt.Key.Key_PageDown)
        assert lessons.model.index == k
    assert 10 <= count <= 14


def test_that_what_was_done_in_one_scene_does_not_count_in_the_next(qtbot, window, lessons):
    _draw(window)
    qtbot.waitUntil(lambda: lessons.model.is_done)
    press_until_it_stands(qtbot, window, Qt.Key.Key_PageDown)
    assert not lessons.model.is_done
    with qtbot.waitSignal(lessons.staging_made().standing):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageUp)
    assert not lessons.model.is_done
