"""The dialogs of the Help menu; what they look like is kept."""

from pathlib import Path
from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QWidget

from gdstudio.errors import GdstudioError
from gdstudio.licences import Component
from gdstudio.studio.actions import Actions
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.dialogs import help_dialogs as module
from gdstudio.studio.views.dialogs.help_dialogs import HelpDialogs

PARTS = (Component("Qt", "6", "LGPL", "Its text.", ()), Component("NumPy", "2", "BSD", "", ()))


@pytest.fixture
def helped(qtbot, monkeypatch, tmp_path):
    """Return a window with the menu's actions, and what it was told."""
    (tmp_path / "learn.md").write_text("# Learn\n\nWatch a network.\n")
    monkeypatch.setattr(module, "resource", lambda _name: Path(tmp_path))
    monkeypatch.setattr(module, "versions", lambda: {"gdstudio": "1.2", "Qt": "6.5"})
    monkeypatch.setattr(module, "components", lambda: PARTS)
    monkeypatch.setattr(module, "diagnostics", lambda reason: f"diagnostics: {reason}")
    window = QWidget()
    qtbot.addWidget(window)
    window.actions_, messages = Actions(window), Messages(window)
    window.said, window.faults = [], []
    messages.said.connect(window.said.append)
    messages.fault_met.connect(window.faults.append)
    HelpDialogs(window.actions_, messages, lambda: "learn", lambda: "no OpenGL", window)
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


def test_that_the_guide_opens_at_the_page_in_sight_and_leaves_the_window_free(qtbot, helped):
    helped.actions_.guide.trigger()
    dialog = opened(qtbot, helped)
    assert not dialog.isModal()
    text = dialog.findChild(QTextBrowser)
    assert text.toPlainText().splitlines() == ["Learn", "Watch a network."]
    assert text.document().documentMargin() == 20
    assert (dialog.width(), dialog.height()) == (560, 600)
    close(dialog)


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
