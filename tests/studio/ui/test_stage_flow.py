"""A lesson given in the real window: its bar, its keys, its scenes, what is pointed at."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit

from gdstudio.studio.views.common.pointing_frame import place_in
from gdstudio.studio.views.lesson.fitted_text import LEAST_PX
from tests.studio.small_lesson import (
    LESSON,
    buttons_of,
    choose_text_size,
    choose_theme,
    give,
    press,
    press_until_it_stands,
)

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
NINETY = "These are ninety characters: as much as a sentence for the audience may have at most."


@pytest.fixture
def lessons(qtbot, window, tmp_path):
    """The small lesson, at its first scene, in a window that has the keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return give(qtbot, window, tmp_path)


def settled(qtbot, window):
    """Let layouts settle."""
    for _ in range(3):
        window.repaint()
        qtbot.wait(0)


def test_that_the_bar_takes_little_and_its_sentence_is_large(qtbot, window, tmp_path):
    assert 85 <= len(NINETY) <= 90
    lessons = give(qtbot, window, tmp_path, LESSON.replace("Two.", NINETY), 1)
    bar = lessons.bar
    for appearance in ("light", "dark", "light-contrast", "dark-contrast"):
        choose_theme(window, appearance)
        for percent in (100, 150):
            choose_text_size(window, percent)
            settled(qtbot, window)
            assert bar.isVisible()
            assert bar.height() <= 64
            assert bar.sentence.font().pixelSize() >= LEAST_PX
            assert_whole(bar.sentence)
            assert window.tabs.geometry().bottom() < bar.geometry().top()
            assert bar.title.isVisible()
            assert bar.title.geometry().right() < bar.sentence.geometry().left()
            assert_whole(bar.title)


def test_that_the_bar_is_not_cut_in_the_smallest_window(qtbot, window, tmp_path):
    long = "word " * 39
    text = LESSON.replace("Two.", long).replace("A seven.", long)
    lessons = give(qtbot, window, tmp_path, text, 1)
    window.resize(900, 560)
    buttons = buttons_of(lessons.bar)
    for percent in (100, 150):
        choose_text_size(window, percent)
        settled(qtbot, window)
        assert window.width() == 900
        assert_whole(lessons.bar.sentence)
        qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in buttons))
        assert all(lessons.bar.rect().contains(one.geometry()) for one in buttons)
        assert_whole(lessons.bar.sentence)


def assert_whole(label):
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    metrics = QFontMetrics(label.font())
    needed = metrics.boundingRect(label.rect(), flags, label.text())
    assert needed.height() <= label.height()
    assert needed.width() <= label.width()


def test_that_the_bar_tells_a_reader_of_the_screen_what_stands_there(lessons):
    bar = lessons.bar
    assert bar.accessibleDescription().startswith("The digits. The network sees")
    assert bar.place.accessibleName() == "Scene 1 of 3"
    assert all(button.accessibleName() for button in buttons_of(bar))
    assert all(button.toolTip() for button in buttons_of(bar))


def test_that_keys_of_a_clicker_turn_scenes_whatever_has_the_focus(qtbot, window, lessons):
    for part in (window.shared.drawing_panel.canvas, window.learn.page.parts["weights"]):
        part.setFocus()
        with qtbot.waitSignal(lessons.staging.standing):
            press(window, KEY.Key_PageDown)
        assert lessons.model.index == 1
        with qtbot.waitSignal(lessons.staging.standing):
            press(window, KEY.Key_PageUp)
        assert lessons.model.index == 0
    with qtbot.waitSignal(lessons.staging.standing):
        lessons.model.go_to(2)
    window.tabs.setCurrentWidget(window.tabs.widget(3))
    window.experiments.page.findChild(object, "experiments").setFocus()
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_Home)
    assert window.workspace is window.descent


def test_that_keys_of_the_stage_go_to_a_field_in_which_somebody_types(qtbot, window, lessons):
    field = next(one for one in window.learn.page.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for key in (KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_Home):
        press(window, key)
    press(window, KEY.Key_B, SHIFT)
    press(window, KEY.Key_Q, SHIFT)
    press(window, KEY.Key_2)
    assert (lessons.model.index, lessons.model.asked) == (0, 0)
    assert not lessons.stage.model.is_blank


def test_that_keys_of_the_stage_do_nothing_while_no_lesson_is_given(window):
    press(window, KEY.Key_B, SHIFT)
    press(window, KEY.Key_PageDown)
    assert not window.lessons.stage.model.is_blank
    assert window.lessons.model.scene is None


def test_that_blank_covers_the_window_until_the_key_or_the_mouse_brings_it_back(window, lessons):
    cover = lessons.stage.cover
    press(window, KEY.Key_B, SHIFT)
    assert cover.isVisible()
    assert cover.geometry() == window.rect()
    picture = window.grab().toImage()
    assert {picture.pixelColor(x, 400).lightness() for x in range(5, 1280, 50)} == {0}
    window.resize(1200, 700)
    assert cover.geometry() == window.rect()
    press(window, KEY.Key_B, SHIFT)
    assert not cover.isVisible()
    press(window, KEY.Key_B, SHIFT)
    QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
    assert not cover.isVisible()


def test_that_a_blank_picture_comes_back_with_the_end_of_the_lesson(window, lessons):
    press(window, KEY.Key_B, SHIFT)
    window.actions_.lesson_end.trigger()
    assert not lessons.stage.cover.isVisible()
    assert not window.actions_.blank.isEnabled()


def test_that_the_question_is_asked_then_answered_then_gone(window, lessons):
    sentence = lessons.bar.sentence.text()
    press(window, KEY.Key_Q, SHIFT)
    assert lessons.bar.sentence.text() == "Which digit is this?"
    assert lessons.bar.title.text() == "Question"
    press(window, KEY.Key_Q, SHIFT)
    assert lessons.bar.sentence.text() == "Which digit is this? A seven."
    press(window, KEY.Key_Q, SHIFT)
    assert lessons.bar.sentence.text() == sentence


def test_that_a_number_and_enter_choose_a_scene(qtbot, window, lessons):
    window.learn.page.parts["cost"].setFocus()
    with qtbot.waitSignal(lessons.staging.standing):
        press(window, KEY.Key_3)
        press(window, KEY.Key_Return)
    assert lessons.model.index == 2
    press(window, KEY.Key_9)
    press(window, KEY.Key_Return)
    assert lessons.model.index == 2


def test_that_scenes_are_chosen_from_their_pictures(qtbot, window, lessons):
    press_until_it_stands(qtbot, window, KEY.Key_PageDown)
    press(window, KEY.Key_S, SHIFT)
    shown = lessons.choice.list
    qtbot.waitUntil(shown.isVisible)
    assert sorted(lessons.choice.pictures) == [0, 1]  # the third was not seen yet
    assert shown.items.count() == 3
    assert shown.items.currentRow() == 1
    assert shown.items.item(2).text() == "3  The surface"
    assert not shown.items.item(2).icon().isNull()
    QTest.keyClick(shown.items, KEY.Key_3)
    with qtbot.waitSignal(lessons.staging.standing):
        QTest.keyClick(shown.items, KEY.Key_Return)
    assert not shown.isVisible()
    assert lessons.model.index == 2
    lessons.choice.open()
    place = shown.items.visualItemRect(shown.items.item(0)).center()
    with qtbot.waitSignal(lessons.staging.standing):
        QTest.mouseClick(shown.items.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert lessons.model.index == 0
    assert window.rect().contains(window.mapFromGlobal(shown.pos()))


def share(page, shares):
    """Move the outermost splitter of a page."""
    layout = page.page_layout()
    page.take_up_page_layout(replace(layout, shares=(tuple(shares), *layout.shares[1:])))


def frame_of(lessons):
    """Return the frame of the first part that is looked at."""
    return lessons.frames[0]


def assert_framed(qtbot, window, frame, part):
    def is_there():
        room = place_in(part, window).adjusted(-5, -5, 5, 5) & window.rect()
        return frame.isVisible() and frame.geometry() == room

    qtbot.waitUntil(is_there)


def test_that_the_frame_follows_what_it_points_at(qtbot, window, lessons):
    page, frame = window.learn.page, frame_of(lessons)
    cost = page.parts["cost"]
    assert_framed(qtbot, window, frame, cost)
    before = frame.geometry()
    share(page, [0.5, 0.3, 0.2])
    qtbot.waitUntil(lambda: frame.geometry() != before)
    assert_framed(qtbot, window, frame, cost)
    page.enlarge(cost)
    qtbot.waitUntil(lambda: frame.width() > 900)
    assert_framed(qtbot, window, frame, cost)
    page.bring_back()
    assert_framed(qtbot, window, frame, cost)
    page.enlarge(page.parts["drawing"], cost)
    assert_framed(qtbot, window, frame, cost)
    page.bring_back()
    assert_framed(qtbot, window, frame, cost)
    choose_text_size(window, 150)
    assert_framed(qtbot, window, frame, cost)
    window.resize(1000, 600)
    assert_framed(qtbot, window, frame, cost)
    page.enlarge(page.parts["drawing"])
    qtbot.waitUntil(frame.isHidden)
    page.bring_back()
    assert_framed(qtbot, window, frame, cost)
    window.show_workspace("descent")
    qtbot.waitUntil(frame.isHidden)
    window.show_workspace("learn")
    assert_framed(qtbot, window, frame, cost)


def test_that_the_frame_makes_way_for_a_dialog(qtbot, window, lessons):
    frame = frame_of(lessons)
    qtbot.waitUntil(frame.isVisible)
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(frame.isHidden)
    dialog.reject()
    qtbot.waitUntil(frame.isVisible)


def test_that_the_frame_leaves_what_it_frames_to_the_mouse(qtbot, window, lessons):
    frame, cost = frame_of(lessons), window.learn.page.parts["cost"]
    assert_framed(qtbot, window, frame, cost)
    place = cost.mapTo(window, cost.rect().center())
    assert window.childAt(place) is not frame
    assert not frame.mask().contains(frame.mapFrom(window, place))
    assert frame.mask().contains(QPoint(1, 30))
