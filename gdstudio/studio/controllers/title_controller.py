"""The title of the window: which run it shows, and whether its file holds all of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.state.run_model import RunModel


class TitleController(QObject):
    """Keeps the title; lives in the GUI thread, the window owns it."""

    def __init__(self, runs: RunModel, files: FileController, window: QWidget) -> None:
        super().__init__(window)
        self._runs, self._window = runs, window
        runs.run_changed.connect(self._show)
        runs.earlier_changed.connect(self._show)  # a run may have another name
        files.run_opened.connect(self._show)
        files.run_saved.connect(self._show)
        runs.progressed.connect(self._show_mark)
        self._show()

    @Slot()
    def _show(self) -> None:
        run, title = self._runs.run, self.tr("Gradient Descent Studio")
        if run is not None:
            title = f"{run.title}[*] – {title}"
            if run.file is not None:
                title = f"{run.file.name}, {title}"
        self._window.setWindowTitle(title)
        self._show_mark()

    @Slot()
    def _show_mark(self) -> None:
        run = self._runs.run
        is_modified = run is not None and run.is_modified
        if is_modified != self._window.isWindowModified():  # else Qt tells all children each time
            self._window.setWindowModified(is_modified)
