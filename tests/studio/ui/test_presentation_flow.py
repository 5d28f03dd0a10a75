"""The presentation: full screen in large type; halo, spotlight and freeze; and back as it was."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from gdstudio.studio.text_size import text_scale
from gdstudio.studio.workspaces.presentation import presented
from tests.studio.small_lesson import choose_text_size, give, move, press, press_until_it_stands

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("percent", "size", "wanted"),
    [
        *((100, (1280, 720), 150), (100, (1920, 1080), 150), (200, (1920, 1080), 200)),
        *((100, (1024, 600), 110), (100, (800, 600), 100), (100, (900, 560), 100)),
    ],
)
def test_that_a_presentation_has_type_as_large_as_the_screen_allows(percent, size, wanted):
    assert presented(percent, QSize(*size)) == wanted


def test_that_a_presentation_shows_no_menus_and_goes_back_exactly_as_it_was(qtbot, window):
    page = window.learn.page
    choose_text_size(window, 110)
    window.setGeometry(QRect(10, 20, 1000, 600))
    layout = page.page_layout()
    page.take_up_page_layout(replace(layout, shares=((0.4, 0.4, 0.2), *layout.shares[1:])))
    qtbot.waitUntil(lambda: window.tabs.geometry().bottom() < 600 - window.statusBar().height())
    qtbot.wait(0)
    before = window.geometry(), page.page_layout(), window.tabs.size().width()
    for end in ([KEY.Key_F11], [KEY.Key_Escape, KEY.Key_Escape]):
        press(window, KEY.Key_F11)
        assert window.isFullScreen()
        assert not window.menuBar().isVisible()
        assert not window.statusBar().isVisible()
        assert round(100 * text_scale()) == presented(110, window.screen().size())
        page.enlarge(page.parts["cost"])
        for key in end:
            assert window.isFullScreen()
            press(window, key)
        assert not window.isFullScreen()
        assert window.menuBar().isVisible()
        assert window.statusBar().isVisible()
        assert round(100 * text_scale()) == 110
        assert page.enlarged is None
        qtbot.waitUntil(lambda: (window.geometry(), page.page_layout()) == before[:2])
        qtbot.waitUntil(lambda: window.tabs.width() == before[2])


def test_that_escape_closes_what_is_open_before_it_ends_a_presentation(qtbot, window, tmp_path):
    lessons = give(qtbot, window, tmp_path, index=2)
    page, press_escape = window.descent.page, partial(press, window, KEY.Key_Escape)
    press(window, KEY.Key_F11)
    page.fold.set_room(False)
    press(window, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.fold.is_open
    press_escape()
    assert not page.fold.is_open
    assert page.enlarged is page.parts["curve"]  # by the scene itself
    press_escape()
    assert page.enlarged is None
    assert window.isFullScreen()
    press_until_it_stands(qtbot, window, KEY.Key_Home)
    assert page.enlarged is page.parts["curve"]
    press_escape()
    press_escape()
    assert not window.isFullScreen()
    assert lessons.model.index == 2  # the lesson goes on


def test_that_keys_of_the_menus_act_in_a_presentation(qtbot, window):
    window.actions_.presentation.trigger()
    window.actions_.show_drawing.setChecked(True)
    press(window, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not window.actions_.show_drawing.isChecked()


def test_that_a_text_size_chosen_in_a_presentation_ends_with_it(window, settings):
    before = round(100 * text_scale())
    window.actions_.presentation.trigger()
    window.actions_.larger_text.trigger()
    assert round(100 * text_scale()) > before
    window.actions_.presentation.trigger()
    assert round(100 * text_scale()) == before
    assert {settings.text_size(name) for name in ("", "offscreen 800x800", " 800x800")} == {100}


def test_that_a_ring_follows_the_mouse_in_a_presentation(window):
    stage = window.lessons.stage
    assert stage.halo.isHidden()
    window.actions_.presentation.trigger()
    assert stage.halo.isHidden()  # the mouse may be on another screen
    for place in (QPoint(300, 200), QPoint(500, 400)):
        move(window, place)
        assert stage.halo.isVisible()
        assert stage.halo.geometry().center() - place in (QPoint(-1, -1), QPoint(0, 0))
        assert window.childAt(place) is not stage.halo
    press(window, KEY.Key_H, SHIFT)
    assert stage.halo.isHidden()
    press(window, KEY.Key_H, SHIFT)
    assert stage.halo.isVisible()
    QApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.Leave))
    assert stage.halo.isHidden()
    move(window, QPoint(300, 200))
    window.actions_.presentation.trigger()
    assert stage.halo.isHidden()


def test_that_the_spotlight_lights_the_part_looked_at_then_a_circle_then_all(
    qtbot, window, tmp_path
):
    lessons = give(qtbot, window, tmp_path)
    light, cost = lessons.stage.spotlight, window.learn.page.parts["cost"]
    qtbot.waitUntil(lambda: lessons.stage.model.has_parts)
    press(window, KEY.Key_L, SHIFT)
    assert light.isVisible()
    middle = cost.mapTo(window, cost.rect().center())
    assert light.lit().contains(middle)
    dark = window.grab().toImage()
    window.learn.page.enlarge(cost)  # the light follows
    qtbot.waitUntil(lambda: light.lit().boundingRect().width() > 900)
    window.learn.page.bring_back()
    press(window, KEY.Key_L, SHIFT)
    move(window, QPoint(200, 300))
    assert light.lit().contains(QPoint(200, 300))
    assert not light.lit().contains(QPoint(900, 300))
    assert window.childAt(900, 300) is not light
    press(window, KEY.Key_L, SHIFT)
    assert light.isHidden()
    bright = window.grab().toImage()
    drawing = window.learn.page.parts["drawing"]
    place = drawing.mapTo(window, QPoint(12, drawing.height() - 5))
    dim, usual = (picture.pixelColor(place).lightness() for picture in (dark, bright))
    assert dim < 0.6 * usual


def test_that_a_spotlight_without_parts_is_a_circle(window):
    window.actions_.presentation.trigger()
    press(window, KEY.Key_L, SHIFT)
    assert window.lessons.stage.model.spotlight == "circle"


def test_that_a_frozen_picture_stays_while_one_prepares(qtbot, window, tmp_path):
    lessons = give(qtbot, window, tmp_path)
    press(window, KEY.Key_F, SHIFT)
    before = window.grab().toImage()
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_PageDown)
    assert window.workspace is window.inspect
    assert window.grab().toImage() == before
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_PageUp)
    qtbot.waitUntil(lessons.frames[0].isVisible)
    assert window.grab().toImage() == before  # no frame lies over it
    press(window, KEY.Key_F, SHIFT)
    assert lessons.stage.cover.isHidden()


def test_that_home_restores_the_scene_whatever_was_done(qtbot, window, tmp_path):
    lessons = give(qtbot, window, tmp_path)
    learn, canvas = window.learn, window.shared.drawing_panel.canvas
    pixels = window.drawing.pixels.copy()
    shown = learn.state()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    QTest.mouseMove(canvas, QPoint(90, 90))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    qtbot.waitUntil(lambda: (window.drawing.pixels != pixels).any())
    recipe = {**shown["recipe"], "hidden": [5], "learning_rate": 9.0}
    learn.take_up({"recipe": recipe, "quantity": "nudges"})
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step > 0)
    learn.page.enlarge(learn.page.parts["cost"])
    window.show_workspace("landscape")
    window.landscape.page.enlarge(window.landscape.page.parts["map"])
    dialog = QDialog(window)
    dialog.show()
    window.activateWindow()
    with qtbot.waitSignal(lessons.staging.standing):
        window.actions_.lesson_again.trigger()
    assert not dialog.isVisible()
    assert window.workspace is learn
    assert learn.page.enlarged is None
    assert window.landscape.page.enlarged is None
    assert (window.drawing.pixels == pixels).all()
    assert learn.state() == shown
    assert window.runs.run.step == 0


def test_that_home_puts_a_dragged_ball_back(qtbot, window, tmp_path):
    lessons = give(qtbot, window, tmp_path, index=2)
    session = window.descent.descent
    before = window.descent.state()
    window.descent.take_up({**before, "descent": {**before["descent"], "start": [2.5], "steps": 0}})
    assert window.descent.state() != before
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_Home)
    qtbot.waitUntil(lambda: not session.is_running)
    assert window.descent.state() == before
    assert window.descent.page.enlarged is window.descent.page.parts["curve"]


def test_that_home_closes_a_dialog_that_has_the_keys(qtbot, window, tmp_path):
    lessons = give(qtbot, window, tmp_path)
    dialog = QDialog(window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    with qtbot.waitSignal(lessons.staging.standing):
        QTest.keyClick(dialog.windowHandle(), KEY.Key_Home)
    assert not dialog.isVisible()
