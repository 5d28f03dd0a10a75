"""What gives way in a small window: settings at the edge, cards as tabs; all of it by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.studio.text_size import TEXT_SIZES, text_scale

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def choose_text_size(window, percent):
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
    QApplication.processEvents()


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.mark.parametrize("name", ["learn", "landscape"])
def test_that_settings_fold_with_large_type_open_by_their_key_and_come_back(qtbot, window, name):
    window.show_workspace(name)
    fold, shown = window.workspace.page.fold, window.actions_.show_settings
    assert shown.isChecked()
    assert not fold.is_folded
    choose_text_size(window, 150)
    qtbot.waitUntil(lambda: fold.is_folded)
    assert not shown.isChecked()
    window.activateWindow()
    press(window, Qt.Key.Key_2, CTRL)
    assert fold.is_open
    assert shown.isChecked()
    qtbot.waitUntil(lambda: fold.card.isAncestorOf(QApplication.focusWidget()))
    press(window, Qt.Key.Key_Escape)
    assert not fold.is_open
    assert not shown.isChecked()
    choose_text_size(window, 100)
    qtbot.waitUntil(lambda: not fold.is_folded)
    assert shown.isChecked()
    assert "Ctrl+2" in fold.strip.toolTip()


def test_that_a_window_opens_with_the_large_type_chosen_before(make_window):
    choose_text_size(make_window(load=False), 150)
    again = make_window(load=False)
    assert text_scale() == 1.5
    choose_text_size(again, 100)


def test_that_learn_has_two_columns_below_1200_pixels(qtbot, window):
    fold = window.learn.page.fold
    window.resize(1200 - 1, 720)
    qtbot.waitUntil(lambda: fold.is_folded)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: not fold.is_folded)


def test_that_a_workspace_without_settings_offers_none(window):
    window.show_workspace("inspect")
    assert not window.actions_.show_settings.isEnabled()
    window.show_workspace("learn")
    assert window.actions_.show_settings.isEnabled()


def test_that_the_surface_behind_a_tab_is_made_when_it_is_shown(qtbot, window):
    choose_text_size(window, 150)
    page = window.learn.page
    qtbot.waitUntil(lambda: page.surface_card in page.below.tabbed)
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    page.reveal(window.learn.surface)
    qtbot.waitUntil(lambda: window.learn.surface.isVisible())
    qtbot.waitUntil(lambda: window.learn.live_surface.scene is not None)


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080)])
def test_that_the_drawing_stays_where_it_is_from_learn_to_inspect(window, size):
    window.resize(*size)
    places = []
    for name in ("learn", "inspect", "learn"):
        window.show_workspace(name)
        QApplication.processEvents()
        card = window.shared.drawing_card
        places.append((card.mapTo(window, QPoint()), card.size()))
    assert places == [places[0]] * 3


def test_that_the_canvas_of_a_small_inspect_is_a_tab_and_whole_at_home(qtbot, window):
    window.resize(900, 560)
    window.show_workspace("inspect")
    card = window.shared.drawing_card
    qtbot.waitUntil(lambda: card.is_behind)
    window.inspect.page.reveal(card)
    qtbot.waitUntil(card.isVisible)
    window.show_workspace("experiments")
    window.show_workspace("learn")
    qtbot.waitUntil(card.isVisible)
    assert not card.is_behind
