"""What the window owns for all workspaces: the run, the drawing, files, and the actions on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.data.digits import DataSet
from gdstudio.files.run_file import RunFile
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.run_actions import RunActions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel


class Shared(QObject):
    """Handed to every workspace; made once, before them.

    Attributes:
        actions: Every action.
        preferences: What is kept between two starts.
        runs: The present run, those before, and the digits.
        shown: The network shown.
        drawing: The drawn digit and its answer.
        training: The thread of the run.
        runner: Begins, steers and ends runs.
        run_actions: Where the actions on the run mean something.
        drawing_panel: Canvas, preview and answer.
        drawing_card: The same as a card, which stands in one workspace at a time.
        files: Opening and saving of runs, data and pictures.
        exports: Pictures and tables out of the window.

    Signals:
        message_raised: One sentence for the status bar.
        fault_met: The exception of a job that could not be done.
    """

    message_raised = Signal(str)
    fault_met = Signal(object)

    def __init__(self, actions: Actions, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self.actions, self.preferences = a, _ = actions, preferences
        self.runs = RunModel(self)
        self.shown = Shown(self.runs, self)
        self.drawing = DrawingModel(self.runs, self.shown, np.random.default_rng(), self)
        self.training = TrainingController(self.runs, self)
        self.runner = RunController(self.runs, self.shown, self.training, self)
        self.run_actions = RunActions(actions, self.runs, self.runner, self)
        dialogs = FileDialogs(window)
        self.files = FileController(
            self.runs, self.runner, self.training, dialogs, preferences, self
        )
        self.exports = ExportController(window)
        self.drawing_panel = DrawingPanel(
            [a.undo, a.redo, a.clear, a.eraser, a.random_digit, a.noise, a.open_image]
        )
        self.drawing_card = Card(self.tr("Draw a digit"), self.drawing_panel)
        self._canvas = DrawingController(self.drawing_panel, self.drawing, self.shown, self)
        self._has_fallen_back = False
        if preferences.brush_size:
            self.drawing_panel.set_brush_size(preferences.brush_size)
        for action in (a.undo, a.redo):
            action.setEnabled(False)
        self._connect_actions()
        self._connect_controllers()

    def load(self, run_file: Path | None) -> None:
        """Read the digits, or a run with its digits, in the background."""
        if run_file is None:
            self.files.load_data("mnist")
        else:
            self.files.open_run_file(run_file)

    def end_run(self) -> None:
        """End the run; what is to be saved of it is under way then."""
        self.runner.shutdown()
        self.files.save_what_has_ended()

    def _connect_actions(self) -> None:
        a, files, canvas = self.actions, self.files, self.drawing_panel.canvas
        for action, slot in (
            (a.open_run, files.ask_for_run),
            (a.save_run, files.save_run),
            (a.save_run_as, files.save_run_as),
            (a.open_data, files.ask_for_data),
            (a.use_mnist, files.use_mnist),
            (a.open_image, files.ask_for_picture),
            (a.undo, canvas.undo_stack.undo),
            (a.redo, canvas.undo_stack.redo),
            (a.clear, canvas.clear),
            (a.copy, canvas.copy),
            (a.paste, self._on_paste_triggered),
            (a.random_digit, self.drawing.show_random_digit),
            (a.noise, self.drawing.show_noise),
        ):
            action.triggered.connect(slot)
        a.eraser.toggled.connect(canvas.set_eraser)
        a.show_drawing.toggled.connect(self.drawing_card.setVisible)
        canvas.undo_stack.canUndoChanged.connect(a.undo.setEnabled)
        canvas.undo_stack.canRedoChanged.connect(a.redo.setEnabled)

    def _connect_controllers(self) -> None:
        runner, files, canvas = self.runner, self.files, self.drawing_panel.canvas
        canvas.drawing_edited.connect(self.training.give_way)
        canvas.image_file_dropped.connect(files.read_picture_file)
        canvas.image_pasted.connect(files.read_pasted_picture)
        self.drawing_panel.brush_size_chosen.connect(self._on_brush_size_chosen)
        runner.message_raised.connect(self.message_raised)
        runner.run_broken.connect(self.fault_met)
        files.data_loaded.connect(self._on_files_data_loaded)
        files.run_opened.connect(self._on_files_run_opened)
        files.run_saved.connect(self._on_file_written)
        files.picture_read.connect(self.drawing.show_picture_read)
        files.job_failed.connect(self._on_files_job_failed)
        self.exports.file_written.connect(self._on_file_written)
        self.exports.job_failed.connect(self.fault_met)

    @Slot(object)
    def _on_files_data_loaded(self, data: DataSet) -> None:
        text = self.tr("{0}: {1:,} training and {2:,} test pictures. Press Space to run.")
        self.message_raised.emit(text.format(data.title, len(data.train), len(data.test)))

    @Slot(object)
    def _on_files_run_opened(self, run_file: RunFile) -> None:
        self.message_raised.emit(self.tr("Opened at step {0:,}.").format(run_file.state.step))

    @Slot(object)
    def _on_files_job_failed(self, error: Exception) -> None:
        """Tell it; without digits (a bad run on the command line) begin with MNIST all the same."""
        self.fault_met.emit(error)
        if self.runs.data is None and not self._has_fallen_back:
            self._has_fallen_back = True
            self.files.load_data("mnist")

    @Slot(str)
    def _on_file_written(self, path: str) -> None:
        self.message_raised.emit(self.tr("Saved {0}").format(path))

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.drawing_panel.canvas.paste():
            self.message_raised.emit(self.tr("There is no picture to paste."))

    @Slot(int)
    def _on_brush_size_chosen(self, percent: int) -> None:
        self.preferences.brush_size = percent
