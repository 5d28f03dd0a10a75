"""What the window owns for all workspaces: the run, the drawing, files, and the actions on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.files.speeds import Speeds
from gdstudio.pictures.figure import Figure
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.data_controller import DataController
from gdstudio.studio.controllers.digit_cost_controller import DigitCostController
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.film_controller import FilmController
from gdstudio.studio.controllers.model_files_controller import ModelFilesController
from gdstudio.studio.controllers.own_digits_controller import OwnDigitsController
from gdstudio.studio.controllers.report_controller import ReportController
from gdstudio.studio.controllers.run_actions import RunActions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.time_actions import TimeActions
from gdstudio.studio.controllers.time_controller import TimeController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.figure_caption import caption_of_run
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.lab_model import LabModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.common.card import Card, card_of, figures_at
from gdstudio.studio.views.common.figure_actions import FigureActions
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
        inside: The neuron and the weight that are looked at, and the target.
        lab: The edits of the network shown.
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
        data: Other data, looked at before it is used.
        dialogs: What the window asks about files.
        models: Networks for other programs and from them.
        reports: Pages about the present run.
        exports: Pictures and tables out of the window.
        films: Films of the run and of descents.
    """

    def __init__(self, actions: Actions, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self.actions, self.preferences = a, _ = actions, preferences
        self.messages = Messages(self)
        self.deeds = Deeds(self)
        self.runs = RunModel(self)
        self.shown = Shown(self.runs, self)
        self.lab = LabModel(self.runs, self.shown, self.deeds, self)
        self.speeds = Speeds(user_folder() / "speeds.json")
        self.drawing = DrawingModel(self.runs, self.shown, np.random.default_rng(), self)
        self.inside = InsideModel(self.shown, self.drawing, self)
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
        self.models = ModelFilesController(
            self.runs, self.shown, self.runner, self.dialogs, self.messages, self
        )
        self.data = DataController(self.files, self.dialogs, self.messages, window)
        self.models.data_wanted.connect(self.data.ask)
        self.data.given_up.connect(self.models.wait_no_more)
        self.reports = ReportController(
            self.runs,
            self.shown,
            self.drawing,
            self.training,
            self.dialogs,
            self.messages,
            window,
        )
        self.exports = ExportController(self.dialogs, preferences, self.messages, self)
        self.films = FilmController(self.runs, self.drawing, self.dialogs, self.messages, window)
        self.drawing_panel = DrawingPanel(
            [a.undo, a.redo, a.clear, a.eraser, a.random_digit, a.noise, a.open_image],
            self.deeds.stack,
        )
        self.drawing_card = Card(self.tr("Draw a digit"), self.drawing_panel)
        self.drawing_card.explain(self.tr("The digit, the pixels the network sees, its answer."))
        self.canvas = DrawingController(self.drawing_panel, self.drawing, self.shown, self)
        OwnDigitsController(
            self.runs,
            self.shown,
            self.drawing,
            self.drawing_panel.own,
            self.data,
            self.dialogs,
            self.deeds,
            self.messages,
            window,
        )
        DigitCostController(
            self.runs,
            self.shown,
            self.drawing,
            self.inside,
            self.drawing_panel.cost,
            self.messages,
            self,
        )
        self.offer(self.drawing_panel, self.drawing_panel.figure)
        self._has_fallen_back = False
        if preferences.brush_size:
            self.drawing_panel.set_brush_size(preferences.brush_size)
        self._connect_actions()
        self._connect_controllers()

    @Slot(object)
    def load(self, run_file: Path | None) -> None:
        """Read the digits, a run with its digits or another program's network, in background."""
        from gdstudio.files.models.importing import SUFFIXES as MODELS

        if run_file is None:
            self.files.load_data("mnist")
        elif run_file.suffix.casefold() in MODELS:
            self.models.import_from(run_file)
        else:
            self.files.open_run_file(run_file)

    def end_run(self) -> None:
        """End the run; what is to be saved of it is under way then."""
        self.runner.shutdown()
        self.files.save_what_has_ended()

    def offer(
        self,
        view: QWidget,
        provide: Callable[[], Figure | None],
        caption: Callable[[], str] | None = None,
    ) -> None:
        """Let what the card of a view shows be taken away.

        Args:
            view: Stands in the card, or has a menu of its own.
            provide: Returns what is shown then; None for nothing.
            caption: Returns what stands below it; None for the settings of the network shown.
        """
        holder = view if hasattr(view, "figures") else card_of(view)
        figures = getattr(holder, "figures", None)
        assert isinstance(figures, FigureActions)
        captioned = partial(self._captioned, provide, caption or self._caption)
        self.exports.offer(figures, captioned)

    def _captioned(
        self, provide: Callable[[], Figure | None], caption: Callable[[], str]
    ) -> Figure | None:
        figure = provide()
        return None if figure is None else replace(figure, caption=caption())

    def _caption(self) -> str:
        subject = self.shown.subject
        return "" if subject is None else caption_of_run(subject)

    def _connect_actions(self) -> None:
        a, files, canvas = self.actions, self.files, self.drawing_panel.canvas
        for action, slot in (
            (a.open_run, files.ask_for_run),
            (a.save_run, files.save_run),
            (a.save_run_as, files.save_run_as),
            (a.import_model, self.models.ask_to_import),
            (a.export_model, self.models.ask_to_export),
            (a.save_film, self.films.ask),
            (a.report, self.reports.ask),
            (a.open_data, self.data.ask),
            (a.use_mnist, files.use_mnist),
            (a.open_image, files.ask_for_picture),
            (a.undo, self.deeds.undo),
            (a.redo, self.deeds.redo),
            (a.clear, canvas.clear),
            (a.copy, self._on_copy_triggered),
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
    def _on_copy_triggered(self) -> None:
        """Copy the card with the focus as a picture; where none is meant, the drawing."""
        focus = QApplication.focusWidget()
        figures = figures_at(focus)
        if figures is None or figures is self.drawing_card.figures:
            self.drawing_panel.canvas.copy()
        else:
            figures.wish("copy-picture")

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.drawing_panel.canvas.paste():
            self.messages.say(self.tr("There is no picture to paste."))

    @Slot(int)
    def _on_brush_size_chosen(self, percent: int) -> None:
        self.preferences.brush_size = percent
