"""The dialogs of the Help menu; what they look like is kept."""

from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QWidget,
)

from gdstudio.errors import GdstudioError
from gdstudio.licences import Component
from gdstudio.studio.actions import Actions
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.dialogs import help_dialogs as module
from gdstudio.studio.views.dialogs.help_dialogs import HelpDialogs, KeySheet
from tests.kept import difference
from tests.studio.described import described

KEPT = Path(__file__).parent / "made"
PARTS = (Component("Qt", "6", "LGPL", "Its text.", ()), Component("NumPy", "2", "BSD", "", ()))


@pytest.fixture
def helped(qtbot, monkeypatch):
    """Return a window with the menu's actions, and what it was told."""
    monkeypatch.setattr(module, "versions", lambda: {"gdstudio": "1.2", "Qt": "6.5"})
    monkeypatch.setattr(module, "components", lambda: PARTS)
    monkeypatch.setattr(module, "diagnostics", lambda reason: f"diagnostics: {reason}")
    window = QWidget()
    qtbot.addWidget(window)
    window.actions_, messages = Actions(window), Messages(window)
    window.said, window.faults = [], []
    messages.said.connect(window.said.append)
    messages.fault_met.connect(window.faults.append)
    HelpDialogs(window.actions_, messages, lambda: "no OpenGL", window)
    return window


def opened(qtbot, window) -> QDialog:
    (dialog,) = window.findChildren(QDialog)
    assert dialog.isVisible()
    qtbot.addWidget(dialog)  # its look is compared, too
    return dialog


def close(dialog):
    dialog.findChild(QDialogButtonBox).rejected.emit()
    assert not dialog.isVisible()
    dialog.show()


def test_that_the_sheet_of_keys_has_every_key_in_two_columns(qtbot, helped):
    helped.actions_.redo.setVisible(False)
    helped.actions_.keys.trigger()
    dialog = opened(qtbot, helped)
    assert dialog.isModal()
    close(dialog)


def test_that_the_versions_can_be_copied(qtbot, helped):
    helped.actions_.about.trigger()
    dialog = opened(qtbot, helped)
    assert dialog.isModal()
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy versions")
    copy.click()
    assert QGuiApplication.clipboard().text() == "gdstudio 1.2\nQt 6.5"
    close(dialog)


def test_that_the_licences_open_with_the_first_part(qtbot, helped):
    helped.actions_.licences.trigger()
    dialog = opened(qtbot, helped)
    assert dialog.isModal()
    assert (dialog.text.toPlainText(), dialog.text.isReadOnly()) == ("Its text.", True)
    dialog.filter.setText(" NUM ")
    assert dialog.list.currentRow() == 1
    dialog.filter.setText("nothing of the kind")
    assert dialog.list.currentRow() == 1
    dialog.filter.setText("")
    assert dialog.list.currentRow() == 1
    close(dialog)


def test_that_licences_that_cannot_be_read_are_told(helped, monkeypatch):
    error = GdstudioError("damaged")
    monkeypatch.setattr(module, "components", MagicMock(side_effect=error))
    helped.actions_.licences.trigger()
    assert helped.faults == [error]


def test_that_diagnostics_are_copied_and_that_is_said(helped):
    helped.actions_.copy_diagnostics.trigger()
    assert QGuiApplication.clipboard().text() == "diagnostics: no OpenGL"
    assert helped.said == ["Copied: versions, screen, OpenGL and the log."]


def made_otherwise(dialog: QDialog, name: str) -> str:
    return difference(KEPT / f"{name}.txt", described(dialog, sizes=True))


@pytest.mark.parametrize("name", ["about", "licences"])
def test_that_a_dialog_is_made_as_it_is_kept(qtbot, helped, name):
    getattr(helped.actions_, name).trigger()
    assert made_otherwise(opened(qtbot, helped), f"help_{name}") == ""


def test_that_the_sheet_of_keys_is_made_as_it_is_kept(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    actions = [
        QAction("&Open…", shortcut="Ctrl+O"),
        QAction("Without a key"),
        QAction("Hidden", shortcut="Ctrl+H", visible=False),
        QAction("&Train", shortcut="Space"),
    ]
    sheet = KeySheet(actions, window)
    assert made_otherwise(sheet, "help_keys") == ""
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Open", "Ctrl+O", "Train", "Space"} <= shown
    assert not {"Without a key", "Hidden", "Ctrl+H"} & shown


@pytest.fixture
def wanted_sizes(monkeypatch):
    """Return a list of the sizes that dialogs ask for; the screen may be too small for them."""
    sizes = []
    monkeypatch.setattr(module, "resize_within_screen", lambda _, *size: sizes.append(size))
    return sizes


def test_that_the_sheet_of_keys_has_room_for_a_scroll_bar(qtbot, wanted_sizes):
    window = QWidget()
    qtbot.addWidget(window)
    hint = KeySheet([], window).sizeHint()
    assert wanted_sizes == [(hint.width() + 16, hint.height())]


def test_that_licences_ask_for_their_size(helped, wanted_sizes):
    helped.actions_.licences.trigger()
    for dialog in helped.findChildren(QDialog):
        dialog.close()
    assert wanted_sizes == [(1060, 620)]


def test_that_the_licences_share_their_window(qtbot, helped):
    helped.actions_.licences.trigger()
    dialog = opened(qtbot, helped)
    (halves,) = dialog.findChildren(QSplitter)
    first, second = halves.sizes()
    assert first / second == pytest.approx(320 / 740, abs=0.02)
    tips = [dialog.list.item(row).toolTip() for row in range(2)]
    assert tips == ["LGPL", "BSD"]
    assert dialog.list.item(0).text() == "Qt 6\nLGPL"
    assert dialog.focusWidget() is dialog.filter


def test_that_the_first_part_found_is_shown_and_one_that_is_found_stays(qtbot, helped):
    helped.actions_.licences.trigger()
    dialog = opened(qtbot, helped)
    dialog.list.setCurrentRow(1)
    dialog.filter.setText("2")
    assert [dialog.list.item(row).isHidden() for row in range(2)] == [True, False]
    dialog.filter.setText("6\nlg")
    assert dialog.list.currentRow() == 0
    dialog.filter.setText("l")
    assert dialog.list.currentRow() == 0
    dialog.list.setCurrentItem(None)
    assert dialog.text.toPlainText() == "Its text."


def test_that_the_versions_are_those_shown(qtbot, helped):
    helped.actions_.about.trigger()
    dialog = opened(qtbot, helped)
    assert any(label.text() == "gdstudio 1.2\nQt 6.5" for label in dialog.findChildren(QLabel))
    pictures = [label.pixmap() for label in dialog.findChildren(QLabel)]
    assert [one.width() for one in pictures if not one.isNull()] == [72]


def test_that_past_messages_are_shown_the_newest_first_and_copied(qtbot):
    window, messages = QWidget(), Messages()
    qtbot.addWidget(window)
    messages.say("first")
    messages.say("second")
    dialog = module.MessagesDialog(messages, window)
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert [line[8:].strip() for line in shown.splitlines()] == ["second", "first"]
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy all")
    copy.click()
    assert QGuiApplication.clipboard().text() == shown
