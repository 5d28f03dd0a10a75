"""Preferences in the real window: found, changed, in force, and there again at the next start."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.studio.views.dialogs.preferences_dialog import PreferencesDialog
from gdstudio.studio.views.help.command_palette import CommandPalette
from gdstudio.studio.window_settings import WindowSettings


@pytest.fixture
def dialog(qtbot, window):
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(PreferencesDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_that_the_key_opens_them_and_they_are_there_at_the_next_start(
    qtbot, dialog, window, make_window
):
    assert dialog.isModal()
    dialog.form.editors["opengl"].setCurrentIndex(1)
    dialog.form.editors["threads"].setValue(1)
    dialog.form.editors["text_size"].setCurrentIndex(1)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert window.runs.surface_threads == 1
    window.close_at_once()
    again = make_window(load=False)
    assert again.learn.no_gl_reason.startswith("OpenGL is switched off")
    assert again.runs.surface_threads == 1
    assert QApplication.instance().property("textSize") == 110


@pytest.mark.parametrize("name", [field.name for field in WindowSettings.fields()])
def test_that_the_palette_goes_to_every_one_of_them(qtbot, window, name):
    window.actions_.palette.trigger()
    (palette,) = window.findChildren(CommandPalette)
    qtbot.waitUntil(palette.field.hasFocus)
    qtbot.keyClicks(palette.field, f"pref {WindowSettings.field(name).label}")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(PreferencesDialog)
    editor = dialog.form.editors[name]
    qtbot.waitUntil((editor.focusProxy() or editor).hasFocus)


def test_that_runs_and_pictures_are_looked_for_in_the_folders_chosen(
    qtbot, dialog, window, monkeypatch, tmp_path
):
    runs, pictures = tmp_path / "runs", tmp_path / "pictures"
    for folder in (runs, pictures):
        folder.mkdir()
    settings = window.shared.preferences.chosen
    settings = settings.changed(run_folder=str(runs), picture_folder=str(pictures))
    dialog.form.edited.emit(settings)
    dialog.reject()
    asked = []

    def ask(_parent, _title, start, _kinds):
        asked.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(ask))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    window.actions_.open_run.trigger()
    window.actions_.save_run_as.trigger()
    window.actions_.open_image.trigger()
    line = Series("cost", np.arange(3.0), np.ones(3))
    chart = LineChart("Costs", "step", "cost", (line,))
    window.shared.exports.save_data(chart_figure(chart, "costs"))
    run = window.runs.run.file_name
    assert asked == [str(runs), str(runs / run), str(pictures), str(pictures / "costs.csv")]
