"""What goes on in a window, and what the window asks before it ends that."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from gdstudio.settings.settings import SeededSettings
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.workspaces.experiments import ExperimentsWorkspace


def begin_experiment(window: MainWindow, settings: SeededSettings) -> ExperimentsWorkspace:
    """Let the window run the experiment in sight with these settings."""
    workspace = window.experiments
    window.show_workspace("experiments")
    workspace.panel.form.set_settings(settings)
    workspace.panel.form.edited.emit(settings)
    window.actions_.run.trigger()
    assert workspace.is_running
    return workspace


def question(window: MainWindow) -> QMessageBox | None:
    """Return the first question in sight; None for none."""
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return boxes[0] if boxes else None
