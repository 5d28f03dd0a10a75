"""What the window owns for all workspaces: the run, the drawing, files, and the actions on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.files.speeds import Speeds
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.run_actions import RunActions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.time_actions import TimeActions
from gdstudio.studio.controllers.time_controller import TimeController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel
from gdstudio.studio.views.time.time_strip import TimeStrip


class Shared(QObject):
    """Handed to every workspace; made once, before them.

    Attributes:
        actions: Every action.
        preferences: What is kept between two starts.
        messages: What the status bar says, and faults.
        deeds: What a person did, to be undone.
        runs: The present run, those before, and the digits.
        shown: The network shown.
        speeds: How long things have taken on this machine.
        drawing: The drawn digit and its answer.
        training: The thread of the run.
        runner: Begins, steers and ends runs.
        time_strip: The line of the run's time, shown in every workspace that shows the run.
        time: Which moment of the run is shown.
        time_actions: Where the actions on it mean something.
        run_actions: Where the actions on the run mean something.
        canvas: Joins the drawing with its canvas.
        drawing_panel: Canvas, preview and answer.
        drawing_card: The same as a card, which stands in one workspace at a time.
        files: Opening and saving of runs, data and pictures.
        dialogs: What the window asks about files.
        exports: Pictures and tables out of the window.
    """

    def __init__(self, actions: Actions, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self.actions, self.preferences = a, _ = actions, preferences
        self.messages = Messages(self)
        self.deeds = Deeds(self)
        self.runs = RunModel(self)
        self.shown = Shown(self.runs, self)
        self.speeds = Speeds(user_folder() / "speeds.json")
        self.drawing = DrawingModel(self.runs, self.shown, np.random.default_rng(), self)
        self.training = TrainingController(self.runs, self)
        self.runner = RunController(
            self.runs, self.shown, self.training, self.messages, self.deeds, self
        )
        self.time_strip = TimeStrip([a.play_backward, a.play_forward, a.moment_before])
        self.time = TimeController(
            self.runs, self.shown, self.time_strip, self.training, self.messages, self
        )
        self.run_actions = RunActions(actions, self.runs, self.runner, self)
        self.time_actions = TimeActions(
            actions,
            self.time_strip,
            self.time,
            self.runs,
            self.shown,
            self.runner,
            preferences,
            self.messages,
            window,
        )
        self.time_strip.branch_requested.connect(self.runner.branch)
        self.dialogs = FileDialogs(window)
        self.files = FileController(
            self.runs,
            self.runner,
            self.training,
            self.drawing,
            self.dialogs,
            preferences,
            self.messages,
            self,
        )
        self.exports = ExportController(self.dialogs, preferences, self.messages, self)
        self.drawing_panel = DrawingPanel(
            [a.undo, a.redo, a.clear, a.eraser, a.random_digit, a.noise, a.open_image],
            self.deeds.stack,
        )
        self.drawing_card = Card(self.tr("Draw a digit"), self.drawing_panel)
        self.drawing_card.explain(self.tr("The digit, the pixels the network sees, its answer."))
        self.canvas = DrawingController(self.drawing_panel, self.drawing, self.shown, self)
        self._has_fallen_back = False
        if preferences.brush_size:
            self.drawing_panel.set_brush_size(preferences.brush_size)
        self._connect_actions()
        self._connect_controllers()

    @Slot(object)
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
            (a.undo, self.deeds.undo),
            (a.redo, self.deeds.redo),
            (a.clear, canvas.clear),
            (a.copy, canvas.copy),
            (a.paste, self._on_paste_triggered),
            (a.random_digit, self.drawing.show_random_digit),
            (a.noise, self.drawing.show_noise),
        ):
            action.triggered.connect(slot)
        a.eraser.toggled.connect(canvas.set_eraser)
        a.show_drawing.toggled.connect(self.drawing_card.set_wanted)
        stack = self.deeds.stack
        for changed in (stack.undoTextChanged, stack.redoTextChanged, stack.indexChanged):
            changed.connect(self._name_undo)
        self.deeds.told.connect(self.messages.say)
        self._name_undo()

    def _connect_controllers(self) -> None:
        files, canvas = self.files, self.drawing_panel.canvas
        canvas.drawing_edited.connect(self.training.take_turn)
        self.drawing.digit_changed.connect(self.training.take_turn)
        canvas.image_file_dropped.connect(files.read_picture_file)
        canvas.image_pasted.connect(files.read_pasted_picture)
        self.drawing_panel.brush_size_chosen.connect(self._on_brush_size_chosen)
        self.messages.fault_met.connect(self._on_messages_fault_met)

    @Slot()
    def _name_undo(self) -> None:
        stack = self.deeds.stack
        undo = stack.undoText() if stack.canUndo() else None
        redo = stack.redoText() if stack.canRedo() else None
        self.actions.name_undo(undo, redo)

    @Slot()
    def _on_messages_fault_met(self) -> None:
        """Without digits (a bad run on the command line) begin with MNIST all the same."""
        if self.runs.data is None and not self._has_fallen_back:
            self._has_fallen_back = True
            self.files.load_data("mnist")

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.drawing_panel.canvas.paste():
            self.messages.say(self.tr("There is no picture to paste."))

    @Slot(int)
    def _on_brush_size_chosen(self, percent: int) -> None:
        self.preferences.brush_size = percent
