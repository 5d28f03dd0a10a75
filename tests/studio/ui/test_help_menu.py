from PySide6.QtGui import QGuiApplication

from gdstudio import __version__
from gdstudio.studio.diagnostics import LOG_LINES, diagnostics
from gdstudio.studio.faults import log_path
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.dialogs.help_dialogs import LicencesDialog


def test_that_the_licences_of_every_part_can_be_read(qtbot, window):
    window.actions_.licences.trigger()
    dialog = window.findChild(LicencesDialog)
    assert dialog.isVisible()
    assert dialog.list.count() > 5
    assert "MIT License" in dialog.text.toPlainText()
    dialog.close()


def test_that_diagnostics_name_versions_and_how_surfaces_are_drawn(qtbot, window):
    window.actions_.copy_diagnostics.trigger()
    text = QGuiApplication.clipboard().text()
    assert f"gdstudio {__version__}" in text
    assert "Screen offscreen" in text
    assert "software" in text
    assert "Screen 800 x 800" in text


def test_that_diagnostics_end_with_the_last_lines_of_the_log(window, tmp_path):
    keep_everything_in(tmp_path)
    try:
        log_path().parent.mkdir()
        lines = [f"line {k}" for k in range(LOG_LINES + 50)]
        log_path().write_text("\n".join(lines), encoding="utf-8")
        found = diagnostics("").splitlines()
    finally:
        keep_everything_in(None)
    assert found[-LOG_LINES:] == lines[50:]
    assert str(tmp_path) in found[-LOG_LINES - 1]


def test_that_the_tips_of_run_and_reset_follow_the_workspace(window):
    actions = window.actions_
    for index, workspace in enumerate(window.workspaces):
        window.tabs.setCurrentIndex(index)
        assert actions.run.toolTip().startswith(workspace.words.run)
        assert actions.reset.toolTip().startswith(workspace.words.reset)
