from PySide6.QtGui import QGuiApplication

from gdstudio import __version__
from gdstudio.studio.views.dialogs.licences_dialog import LicencesDialog


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
