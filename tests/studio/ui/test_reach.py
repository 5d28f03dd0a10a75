from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from gdstudio.studio.views.dialogs.help_dialogs import KeySheet, MessagesDialog
from gdstudio.studio.views.dialogs.preferences_dialog import PreferencesDialog


def test_that_keys_turn_over_the_workspaces_wherever_the_focus_is(qtbot, window):
    window.setFocus()
    modifier = Qt.KeyboardModifier
    seen = []
    for _ in window.workspaces:
        qtbot.keyClick(window, Qt.Key.Key_Tab, modifier.ControlModifier)
        seen.append(window.tabs.currentIndex())
    assert seen == [1, 2, 3, 4, 0]
    both = modifier.ControlModifier | modifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Backtab, both)
    assert window.tabs.currentIndex() == 4


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
