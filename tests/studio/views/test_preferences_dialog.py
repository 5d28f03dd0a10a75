"""The dialog of preferences: every setting has a row, a tip and a key, and is told at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QPushButton, QWidget

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.views.common.layouts import TERM
from gdstudio.studio.views.dialogs.preferences_dialog import RECENT, PreferencesDialog
from gdstudio.studio.window_settings import WindowSettings


@pytest.fixture
def dialog(qtbot, qapp):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.appearance = Appearance("light", parent)
    dialog = PreferencesDialog(parent)
    dialog.told = []
    dialog.form.edited.connect(dialog.told.append)
    dialog.show()
    return dialog


def test_that_every_setting_has_a_row_with_a_name_and_a_tip(dialog):
    assert list(dialog.form.editors) == [field.name for field in WindowSettings.fields()]
    for field in WindowSettings.fields():
        editor = dialog.form.editors[field.name]
        assert editor.accessibleName() == field.label
        assert str(field.help) in editor.toolTip()
        assert editor.property(TERM) == field.label
    assert dialog.forget.toolTip()
    named = {label.text() for label in dialog.findChildren(QLabel) if label.buddy()}
    assert named == {*(str(field.label) for field in WindowSettings.fields()), "Recent files"}


def test_that_what_is_chosen_is_told_at_once(qtbot, dialog):
    editors = dialog.form.editors
    editors["motion"].setCurrentIndex(1)
    editors["opengl"].setCurrentIndex(1)
    editors["text_size"].setCurrentIndex(3)
    editors["threads"].setValue(1)
    editors["moments"].setValue(128)
    assert dialog.told[-1] == WindowSettings(
        motion="always", opengl="software", text_size=150, threads=1, moments=128
    )
    assert len(dialog.told) == 5


def test_that_what_is_shown_is_not_told(dialog, tmp_path):
    settings = WindowSettings(threads=1, appearance="dark", run_folder=str(tmp_path / "gone"))
    dialog.form.set_value(settings)
    assert dialog.told == []
    assert dialog.form.shown() == settings


def test_that_auto_is_no_number_of_threads(dialog):
    threads = dialog.form.editors["threads"]
    assert threads.text() == "auto"
    threads.setValue(1)
    threads.stepBy(-1)
    assert [one.threads for one in dialog.told] == [1, None]


def test_that_a_folder_is_typed_or_chosen_and_must_be_there(qtbot, dialog, tmp_path, monkeypatch):
    field = dialog.form.editors["run_folder"]
    field.setFocus()
    qtbot.keyClicks(field.line, str(tmp_path))
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert dialog.isVisible()  # Enter is the field's
    assert dialog.told[-1].run_folder == str(tmp_path)
    qtbot.keyClicks(field.line, "/nowhere")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert "a folder that is there" in str(field.line.error)
    assert field.shown_value() == str(tmp_path)
    qtbot.keyClick(field.line, Qt.Key.Key_Escape)
    asked = []

    def choose(_parent, title, start):
        asked.append((title, start))
        return "" if len(asked) == 1 else str(tmp_path.parent)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(choose))
    field.choose.click()
    assert len(dialog.told) == 1
    field.choose.click()
    assert dialog.told[-1].run_folder == str(tmp_path.parent)
    assert asked == [("Folder of runs", str(tmp_path))] * 2


def test_that_a_row_can_be_pointed_at(qtbot, dialog):
    dialog.point_at("moments")
    qtbot.waitUntil(dialog.form.editors["moments"].hasFocus)
    dialog.point_at("picture_folder")
    qtbot.waitUntil(dialog.form.editors["picture_folder"].line.hasFocus)
    dialog.point_at(RECENT)
    qtbot.waitUntil(dialog.forget.hasFocus)


def test_that_all_goes_back_to_what_it_was_at_first(dialog):
    dialog.form.set_value(WindowSettings(threads=1, text_size=200))
    box = dialog.findChild(QDialogButtonBox)
    (usual,) = (one for one in box.buttons() if box.buttonRole(one) == box.ButtonRole.ResetRole)
    usual.click()
    assert dialog.told == [WindowSettings()]
    assert dialog.form.shown() == WindowSettings()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_that_nothing_is_cut_at_any_text_size(qapp, dialog, percent):
    dialog.parent().appearance.choose_text_size(percent)
    dialog.note.set_text("There is no screen for OpenGL; the surface is drawn in software. " * 2)
    dialog.take_size()
    qapp.processEvents()
    room = dialog.screen().availableGeometry()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    for widget in (*dialog.findChildren(QPushButton), *dialog.form.editors.values()):
        assert widget.width() >= widget.sizeHint().width() or widget.width() >= 320
        assert widget.height() >= widget.minimumSizeHint().height()
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width()
