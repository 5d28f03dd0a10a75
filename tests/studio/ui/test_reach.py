import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.views.common.reading_order import reading_order
from gdstudio.studio.views.dialogs.help_dialogs import KeySheet, MessagesDialog
from gdstudio.studio.views.dialogs.preferences_dialog import PreferencesDialog
from gdstudio.studio.views.help.guide_pages import PAGES


def test_that_keys_turn_over_the_workspaces_wherever_the_focus_is(qtbot, window):
    window.setFocus()
    modifier = Qt.KeyboardModifier
    seen = [window.workspace.guide]
    for _ in PAGES:
        qtbot.keyClick(window, Qt.Key.Key_Tab, modifier.ControlModifier)
        seen.append(window.workspace.guide)
    at = PAGES.index("learn")
    assert seen == [*PAGES[at:], *PAGES[: at + 1]]
    both = modifier.ControlModifier | modifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Backtab, both)
    assert window.workspace.guide == PAGES[at - 1]


@pytest.mark.parametrize(("percent", "strip"), [(100, False), (150, True)])
def test_that_tab_goes_from_the_header_through_the_cards_to_the_settings(window, percent, strip):
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
    page = window.learn.page
    QApplication.processEvents()
    order = reading_order(window)
    assert order[0] is window.workspace.run_bar.run_button
    fold, folded = page.fold, page.fold.is_folded
    assert folded == strip
    at = [order.index(one) for one in (window.shared.drawing_panel.canvas, *order[-1:])]
    assert at == sorted(at)
    last = order[-1]
    assert last is fold.strip if strip else fold.card.isAncestorOf(last)


def test_that_the_sheet_of_keys_names_those_of_workspaces_surfaces_and_plots(window):
    sheet = KeySheet(window.actions_.all(), window)
    words = " ".join(label.text() for label in sheet.findChildren(QLabel))
    for key in ("Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+0", "+ and −", "Home"):
        assert key in words
    sheet.deleteLater()


def test_that_dialogs_are_no_larger_than_the_screen(qtbot, window):
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.actions_.licences.trigger()
    keys = KeySheet(window.actions_.all(), window)
    preferences = PreferencesDialog(window)
    preferences.take_size()
    for dialog in (keys, MessagesDialog(window.shared.messages, window), preferences):
        assert dialog.width() <= room.width()
        assert dialog.height() < room.height()
        dialog.deleteLater()


def test_that_hiding_the_drawing_leaves_its_room_to_the_plots(qtbot, window):
    workspace = window.learn.page
    settings, plots = workspace.settings_card, workspace.middle
    before = settings.width(), plots.width()
    window.actions_.show_drawing.trigger()
    qtbot.waitUntil(lambda: plots.width() > before[1] + 280)
    assert settings.width() == before[0]
    window.actions_.show_drawing.trigger()
    qtbot.waitUntil(lambda: (settings.width(), plots.width()) == before)
