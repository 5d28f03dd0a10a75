"""The workspace Experiments: what the literature found, to be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gdstudio.errors import GdstudioError
from gdstudio.experiments.catalogue import EXPERIMENTS, find_experiment
from gdstudio.experiments.noise import NOISE
from gdstudio.experiments.noise.network import LEARN
from gdstudio.files.experiment_folder import pieces_of
from gdstudio.learning.network import Network
from gdstudio.pictures.charts import Chart
from gdstudio.pictures.figure import Figure
from gdstudio.studio.controllers.experiment_files_controller import ExperimentFilesController
from gdstudio.studio.controllers.experiment_times import ExperimentTimes
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.controllers.way_controller import WayController
from gdstudio.studio.menu_spec import EXPERIMENT_WORDS
from gdstudio.studio.state.experiment_sitting import Outcome
from gdstudio.studio.state.figure_caption import settings_in_words
from gdstudio.studio.state.kept_views import part_of
from gdstudio.studio.translation import told
from gdstudio.studio.views.charts.chart_board import ChartBoard, ChartTile
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel
from gdstudio.studio.views.experiments.experiments_page import ExperimentsPage
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.noise_bar import NoiseBar
from gdstudio.studio.views.experiments.paper_view import PaperView
from gdstudio.studio.views.experiments.run_note import RunNote
from gdstudio.studio.views.experiments.way_bar import WayBar
from gdstudio.studio.views.training.run_bar import RunBar
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text


class ExperimentsWorkspace(Workspace):
    """Runs experiments on the digits of the workspace Learn, whose training may go on meanwhile.

    Attributes:
        experiments: What runs and what came out.
        files: Saving and opening of results.
        ways: The way between two networks of "Many minima".
    """

    cancels = True
    words = EXPERIMENT_WORDS

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(window)
        self.guide = "experiments"
        self._shared, actions = shared, shared.actions
        self._in_sight = False
        self.own_actions = (actions.open_experiment, actions.save_experiment)
        self.panel = ExperimentPanel(
            tuple(EXPERIMENTS.values()), actions.open_experiment, actions.save_experiment
        )
        self.board, self.findings, self.paper = ChartBoard(), FindingsView(), PaperView()
        self._chart_wanted, self._opens_finished = 0, False
        self.run_note, self.way_bar, self.noise_bar = RunNote(), WayBar(), NoiseBar()
        self.run_bar = RunBar(actions.run, [], actions.reset, speed=False)
        self.header = Header(self.run_bar, self.run_note)
        self.page: ExperimentsPage = ExperimentsPage(
            self.panel, self.board, self.findings, self.paper, self.way_bar, self.noise_bar
        )
        views = self.panel, self.board, self.findings, self.paper
        self.files = ExperimentFilesController(shared.dialogs, self)
        self.times = ExperimentTimes(shared.runs, shared.speeds, self._network_of_learn, self)
        given = self.page, self.run_note, shared.messages, self.times
        self.experiments = ExperimentsController(EXPERIMENTS, views, *given, self)
        self.ways = WayController(self.way_bar, shared.drawing, shared.messages, self)
        self._connect()
        self._on_experiments_outcome_shown(None)
        self.page.restore_layout(shared.preferences)

    @property
    def is_running(self) -> bool:
        """True while an experiment runs."""
        return self.experiments.is_running

    def toggle_running(self) -> None:
        """Run or cancel."""
        if self.is_running:
            self.experiments.cancel()
        else:
            self.experiments.run(self._shared.runs.data, self._network_of_learn())

    def reset(self) -> None:
        """Back to the default settings."""
        self.experiments.reset()

    def state(self) -> dict[str, Any]:
        """Return the experiment selected, its settings and result, with the layout.

        The result is "finished" if it is the one that comes with the program; of the charts one
        may fill the board, counted from 1.
        """
        outcome, tiles = self.experiments.outcome, self.board.tiles
        alone = self.board.enlarged
        return {
            **super().state(),
            "experiment": self.experiments.selected.name,
            "settings": self.experiments.settings.to_dict(),
            "finished": self._opens_finished or (outcome is not None and outcome.comes_along),
            "chart": self._chart_wanted if alone is None else tiles.index(alone) + 1,
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Select the experiment that was selected; its settings hold unless a result is shown."""
        super().take_up(kept)
        if "experiment" in kept:
            experiment = find_experiment(str(kept["experiment"]))
            settings = type(experiment.default).from_dict(part_of(kept, "settings"))
            self.experiments.select(experiment, settings)
        chart = kept.get("chart")
        self._chart_wanted = 0
        if kept.get("finished") is True:
            self._on_panel_finished_requested()
        self._chart_wanted = chart if type(chart) is int else 0
        if not self._opens_finished:
            self._show_chart()

    @property
    def is_settled(self) -> bool:
        """True unless a finished result is being opened."""
        return not self._opens_finished

    def accepted(self) -> dict[str, str]:
        """Return what is accepted, also of what `take_up` passes over."""
        count = len(self.board.tiles)
        there = (
            Text("a whole number from 0 to {0}", count) if count else Text("0: no result is shown")
        )
        return {**super().accepted(), "chart": there}

    def _show_chart(self) -> None:
        """Let the chart that is wanted fill the board; all, if there is none like it."""
        tiles, wanted = self.board.tiles, self._chart_wanted
        self._chart_wanted = 0
        self.board.show_alone(tiles[wanted - 1] if 0 < wanted <= len(tiles) else None)

    def set_in_sight(self, in_sight: bool) -> None:
        """Show the actions for results only here; look whether another digit was drawn."""
        self._in_sight = in_sight
        for action in self.own_actions:
            action.setVisible(in_sight)
        self._enable_actions()
        self._on_experiments_running_changed()
        if in_sight:
            self.ways.look_again()

    def _connect(self) -> None:
        a, experiments, files = self._shared.actions, self.experiments, self.files
        a.open_experiment.triggered.connect(files.ask_to_open)
        a.save_experiment.triggered.connect(self._on_save_experiment_triggered)
        experiments.outcome_shown.connect(self._on_experiments_outcome_shown)
        experiments.running_changed.connect(self._on_experiments_running_changed)
        self.panel.finished_requested.connect(self._on_panel_finished_requested)
        drawing = self._shared.drawing
        self.noise_bar.noise_requested.connect(a.noise.trigger)
        drawing.digit_changed.connect(self._on_drawing_digit_changed)
        drawing.answer_changed.connect(self._on_drawing_answer_changed)
        self.ways.charts_made.connect(self._on_ways_charts_made)
        files.outcome_saved.connect(self._on_files_outcome_saved)
        files.outcome_opened.connect(self._on_files_outcome_opened)
        files.failed.connect(self._on_files_failed)
        self.page.folder_dropped.connect(files.open)
        self.paper.link_activated.connect(self._on_paper_link_activated)
        self.board.tile_made.connect(self._on_board_tile_made)
        self._shared.offer(self.paper, self.page.figure, self._caption)
        self.board.picture_chosen.connect(self._on_board_picture_chosen)

    def _settle(self) -> None:
        """Nothing is being opened any more."""
        self._opens_finished = False
        self.settled.emit()

    def _enable_actions(self) -> None:
        has_result = self.experiments.outcome is not None
        self._shared.actions.open_experiment.setEnabled(self._in_sight)
        self._shared.actions.save_experiment.setEnabled(self._in_sight and has_result)

    def _network_of_learn(self) -> Network | None:
        """Return the network shown in Learn, as it is now; None before there is one."""
        subject = self._shared.shown.subject
        return None if subject is None else subject.make_network()

    @Slot()
    def _on_experiments_running_changed(self) -> None:
        self.times.set_in_sight(self._in_sight and not self.is_running)

    @Slot()
    def _on_panel_finished_requested(self) -> None:
        if not self.experiments.show_finished():
            self._opens_finished = True
            self.files.open_finished(self.experiments.selected.name)

    @Slot()
    def _on_save_experiment_triggered(self) -> None:
        outcome = self.experiments.outcome
        if outcome is not None:
            self.files.ask_to_save(outcome)

    @Slot(object)
    def _on_experiments_outcome_shown(self, outcome: Outcome | None) -> None:
        self._enable_actions()
        if outcome is not None and self._chart_wanted:
            self._show_chart()
        self.noise_bar.setVisible(self.experiments.selected is NOISE)
        settings = None if outcome is None else outcome.saved.settings
        self.ways.set_result(settings, self._shared.runs.data, self.experiments.pieces)

    @Slot()
    def _on_drawing_digit_changed(self) -> None:
        self.noise_bar.preview.set_pixels(self._shared.drawing.pixels)

    @Slot()
    def _on_drawing_answer_changed(self) -> None:
        run, drawing = self._shared.runs.run, self._shared.drawing
        reason = drawing.reason if drawing.pixels.any() else ""
        activations = None if drawing.answer is None else drawing.answer.activations
        self.noise_bar.set_answer(activations, "" if run is None else run.name, reason)

    @Slot(object)
    def _on_ways_charts_made(self, charts: tuple[Chart, ...]) -> None:
        outcome = self.experiments.outcome
        if outcome is not None:
            self.board.set_charts((*charts, *outcome.saved.result.charts))

    @Slot(object)
    def _on_files_outcome_saved(self, outcome: Outcome) -> None:
        self.panel.set_message("")
        self.experiments.show_outcomes()
        self._shared.messages.say(self.tr("Saved {0}").format(outcome.folder))

    @Slot(object)
    def _on_files_outcome_opened(self, outcome: Outcome) -> None:
        if outcome.folder is not None:
            self.experiments.pieces.look_into(pieces_of(outcome.folder))
            self._shared.messages.say(self.tr("Opened {0}").format(outcome.folder))
        self.experiments.add_outcome(outcome)
        self._settle()

    @Slot(object)
    def _on_files_failed(self, error: Exception) -> None:
        self._settle()
        if isinstance(error, GdstudioError):
            self.panel.set_message(told(error))
        else:
            self._shared.messages.report(error)

    @Slot(object)
    def _on_paper_link_activated(self, address: QUrl) -> None:
        if not QDesktopServices.openUrl(address):
            self._shared.messages.say(self.tr("No browser opens {0}").format(address.toString()))

    @Slot(object)
    def _on_board_tile_made(self, tile: ChartTile) -> None:
        self._shared.exports.offer(tile.figures, partial(self._figure, tile))

    def _figure(self, tile: ChartTile) -> Figure:
        """Return what a tile shows, with the settings of its experiment."""
        outcome, figure = self.experiments.outcome, tile.figure()
        if outcome is None:
            return figure
        name = f"{outcome.saved.experiment.name}-{figure.name}"
        return replace(figure, name=name, caption=self._caption())

    def _caption(self) -> str:
        """Return which experiment's result is shown, and its settings; "" for none."""
        outcome = self.experiments.outcome
        if outcome is None:
            return ""
        saved = outcome.saved
        title, settings = told(saved.experiment.title), settings_in_words(saved.settings)
        return self.tr("The experiment “{0}” with the settings {1}.").format(title, settings)

    @Slot(object)
    def _on_board_picture_chosen(self, pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
        if self._shared.drawing.show_picture(pixels):
            outcome = self.experiments.outcome
            settings = {} if outcome is None else outcome.saved.settings.to_dict()
            text = self.tr("The picture is on the canvas of Learn, whose network is another one.")
            if settings.get("network") == LEARN:
                text = self.tr("The picture is on the canvas of Learn.")
            self._shared.messages.say(text)
