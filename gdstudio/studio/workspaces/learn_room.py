"""The workspace Learn: a network learns, and answers what is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.data.digits import DataSet
from gdstudio.files.run_file import RunFile
from gdstudio.files.tables import history_table
from gdstudio.learning.recipes import RECIPES
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.controllers.live_surface_controller import LiveSurfaceController
from gdstudio.studio.controllers.walk_controller import WalkController
from gdstudio.studio.settings import Settings
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.header import Header
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel
from gdstudio.studio.views.surface.surface_factory import create_surface_view
from gdstudio.studio.views.training.learn_workspace import LearnWorkspace
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.run_bar import RunBar
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import WeightsView
from gdstudio.studio.workers.background_job import shut_down
from gdstudio.studio.workspaces.room import Room


class LearnRoom(Room):
    """Canvas, cost plot, weights and settings around one run.

    Attributes:
        steps: The actions that do one step of the run, also for the workspaces that look at it.
        learn: The runs.
        live_surface: The loss surface under the run.
        walk: The network while the ball is dragged.
        files: Opening and saving.
        drawing: The drawn digit.
    """

    def __init__(
        self, actions: Actions, settings: Settings, window: QWidget, *, use_gl: bool | None
    ) -> None:
        super().__init__(window)
        self.title, self.guide = self.tr("Learn"), "learn"
        self._actions = a = actions
        self.drawing_panel = DrawingPanel(
            [a.undo, a.redo, a.clear, a.eraser, a.random_digit, a.noise, a.open_image]
        )
        self.cost_plot = CostPlot()
        self.weights_view = WeightsView()
        self.surface, _ = create_surface_view(None, use_gl)
        self.training_panel = TrainingPanel(list(RECIPES.values()))
        self.metrics = MetricsStrip()
        self.steps = (a.step_example, a.step_batch, a.step_epoch)
        self.run_bar = RunBar(a.run, list(self.steps), a.reset)
        self.header = Header(self.run_bar, self.metrics)
        self.page = self.workspace = LearnWorkspace(
            self.drawing_panel,
            self.cost_plot,
            self.surface,
            self.weights_view,
            self.training_panel,
        )
        self.own_actions = (*self.steps, a.back)
        self._runnable: tuple[QAction, ...] = (a.new_run, a.save_run, a.save_run_as, a.random_digit)
        self._in_sight = True
        self._has_fallen_back = False
        self.drawing = DrawingController(self.drawing_panel, np.random.default_rng(), self)
        self.learn = LearnController(
            self.training_panel,
            self.metrics,
            self.cost_plot,
            self.weights_view,
            self.drawing,
            self,
        )
        self.live_surface = LiveSurfaceController(self.learn, self.surface, self)
        self.walk = WalkController(self.learn, self)
        self.files = FileController(self.learn, window, settings)
        self.exports = ExportController(window)
        self._restore(settings)
        self._connect_actions()
        self._connect_controllers(settings)
        self._enable_actions()

    @property
    def no_gl_reason(self) -> str:
        """Why surfaces are drawn in software (one sentence), or "" with OpenGL."""
        return self.surface.no_gl_reason

    @property
    def is_running(self) -> bool:
        """True while the network learns."""
        return self.learn.is_running

    def load(self, run_file: Path | None) -> None:
        """Read the digits, or a run with its digits, in the background."""
        if run_file is None:
            self.files.load_data("mnist")
        else:
            self.files.open_run_file(run_file)

    def toggle_running(self) -> None:
        """Run or pause."""
        self.learn.toggle_running()

    def reset(self) -> None:
        """Begin a new run."""
        self.learn.reset()

    def set_in_sight(self, in_sight: bool) -> None:
        """Let the keys for steps act only while the workspace is shown."""
        self._in_sight = in_sight
        self.live_surface.set_in_sight(in_sight)
        self._enable_actions()

    def let_steps_act(self) -> None:
        """Let the keys for steps act, though another workspace that shows the run is in sight."""
        self._in_sight = True
        self._enable_actions()

    def set_theme(self, theme: Theme) -> None:
        """Colour every view."""
        for view in (self.run_bar, self.metrics, self.workspace):
            view.set_theme(theme)
        self.live_surface.set_theme(theme)

    def reset_layout(self) -> None:
        """Show every card at its usual size."""
        for action in (self._actions.show_drawing, self._actions.show_settings):
            action.setChecked(True)
        self.workspace.reset_layout()

    def shutdown(self) -> None:
        """End the run and what is being read or written."""
        self.live_surface.shutdown()
        self.learn.shutdown()
        self.files.shutdown()
        shut_down(self.exports)

    def _restore(self, settings: Settings) -> None:
        if settings.brush_size:
            self.drawing_panel.set_brush_size(settings.brush_size)
        self.workspace.restore_layout(settings)
        for action in (self._actions.show_drawing, self._actions.show_settings):
            action.setChecked(True)
        for action in (self._actions.undo, self._actions.redo):
            action.setEnabled(False)

    def _connect_actions(self) -> None:
        a, learn, files, canvas = self._actions, self.learn, self.files, self.drawing_panel.canvas
        for action, slot in (
            (a.new_run, learn.reset),
            (a.open_run, files.ask_for_run),
            (a.save_run, files.save_run),
            (a.save_run_as, files.save_run_as),
            (a.open_data, files.ask_for_data),
            (a.use_mnist, files.use_mnist),
            (a.undo, canvas.undo_stack.undo),
            (a.redo, canvas.undo_stack.redo),
            (a.clear, canvas.clear),
            (a.random_digit, self.drawing.show_random_digit),
            (a.noise, self.drawing.show_noise),
            (a.open_image, files.ask_for_picture),
            (a.paste, self._on_paste_triggered),
            (a.copy, canvas.copy),
            (a.step_example, learn.step_example),
            (a.step_batch, learn.step_batch),
            (a.step_epoch, learn.step_epoch),
            (a.back, learn.return_to_last_run),
        ):
            action.triggered.connect(slot)
        a.eraser.toggled.connect(canvas.set_eraser)
        a.show_drawing.toggled.connect(self.workspace.drawing_card.setVisible)
        a.show_settings.toggled.connect(self.workspace.settings_card.setVisible)
        canvas.undo_stack.canUndoChanged.connect(a.undo.setEnabled)
        canvas.undo_stack.canRedoChanged.connect(a.redo.setEnabled)

    def _connect_controllers(self, settings: Settings) -> None:
        learn, files, canvas = self.learn, self.files, self.drawing_panel.canvas
        self._settings = settings
        canvas.drawing_edited.connect(learn.training.give_way)
        self.walk.walked.connect(self._on_walk_walked)
        canvas.image_file_dropped.connect(files.read_picture_file)
        canvas.image_pasted.connect(files.read_pasted_picture)
        self.drawing_panel.brush_size_chosen.connect(self._on_brush_size_chosen)
        self.run_bar.speed_chosen.connect(learn.set_speed)
        self.cost_plot.export_requested.connect(self._on_cost_plot_export_requested)
        self.surface.surface_dragged.connect(self._on_surface_dragged)
        self.surface.drag_ended.connect(self._on_surface_drag_ended)
        self.live_surface.failed.connect(self.fault_met)
        learn.running_changed.connect(self.running_changed)
        learn.run_changed.connect(self._on_learn_run_changed)
        learn.message_raised.connect(self.message_raised)
        learn.run_broken.connect(self.fault_met)
        files.data_loaded.connect(self._on_data_loaded)
        files.run_opened.connect(self._on_run_opened)
        files.run_saved.connect(self._on_file_written)
        self.exports.file_written.connect(self._on_file_written)
        self.exports.job_failed.connect(self.fault_met)
        files.picture_read.connect(self.drawing.show_picture_read)
        files.job_failed.connect(self._on_files_job_failed)

    def _enable_actions(self) -> None:
        has_data = self.files.data is not None
        for action in self._runnable:
            action.setEnabled(has_data)
        for action in self.own_actions:
            action.setEnabled(has_data and self._in_sight)
            action.setVisible(self._in_sight)
        if self.learn.earlier_run is None:
            self._actions.back.setEnabled(False)
        for action in (self._actions.run, self._actions.reset):
            action.setEnabled(has_data or not self._in_sight)

    @Slot()
    def _on_learn_run_changed(self) -> None:
        self._enable_actions()

    @Slot(object)
    def _on_data_loaded(self, data: DataSet) -> None:
        self.learn.set_data(data)
        text = self.tr("{0}: {1:,} training and {2:,} test pictures. Press Space to run.")
        self.message_raised.emit(text.format(data.title, len(data.train), len(data.test)))

    @Slot(object)
    def _on_run_opened(self, run_file: RunFile) -> None:
        self.learn.open_run(run_file)
        self.message_raised.emit(self.tr("Opened at step {0:,}.").format(run_file.state.step))

    @Slot(object)
    def _on_files_job_failed(self, error: Exception) -> None:
        """Tell it; without digits (a bad run on the command line) begin with MNIST all the same."""
        self.fault_met.emit(error)
        if self.files.data is None and not self._has_fallen_back:
            self._has_fallen_back = True
            self.files.load_data("mnist")

    @Slot(str)
    def _on_file_written(self, path: str) -> None:
        self.message_raised.emit(self.tr("Saved {0}").format(path))

    @Slot(float, float)
    def _on_surface_dragged(self, alpha: float, beta: float) -> None:
        scene = self.live_surface.scene
        if scene is not None:
            self.live_surface.set_walked_to((alpha, beta))
            self.walk.walk(scene, alpha, beta)

    @Slot(float, float, float, float)
    def _on_walk_walked(self, *_figures: float) -> None:
        self.learn.training.give_way()

    @Slot()
    def _on_surface_drag_ended(self) -> None:
        self.live_surface.set_walked_to(None)
        self.walk.go_back()

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.drawing_panel.canvas.paste():
            self.message_raised.emit(self.tr("There is no picture to paste."))

    @Slot(int)
    def _on_brush_size_chosen(self, percent: int) -> None:
        self._settings.brush_size = percent

    @Slot(str)
    def _on_cost_plot_export_requested(self, kind: str) -> None:
        run = self.learn.run
        if kind == "csv" and run is not None:
            self.exports.ask_to_save_table(history_table(run.history), "costs")
        elif kind == "png":
            self.exports.ask_to_save_picture(self.cost_plot.picture(), "costs")
        elif kind == "copy":
            self.exports.copy_picture(self.cost_plot.picture())
