"""The window: makes the views and controllers and joins them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError
from gdstudio.files.run_file import RunFile
from gdstudio.learning.recipes import RECIPES
from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.menus import build_menus
from gdstudio.studio.settings import Settings
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.about_dialog import AboutDialog
from gdstudio.studio.views.cost_plot import CostPlot
from gdstudio.studio.views.drawing_panel import DrawingPanel
from gdstudio.studio.views.guide_dialog import GuideDialog
from gdstudio.studio.views.key_sheet import KeySheet
from gdstudio.studio.views.learn_workspace import LearnWorkspace
from gdstudio.studio.views.metrics_strip import MetricsStrip
from gdstudio.studio.views.run_bar import RunBar
from gdstudio.studio.views.training_panel import TrainingPanel
from gdstudio.studio.views.weights_view import WeightsView

DEFAULT_SIZE = (1280, 720)
STATUS_MS = 8000


class MainWindow(QMainWindow):
    """Gradient Descent Studio.

    Attributes:
        actions_: Every action; menus, buttons and the key sheet are made of these.
        learn: The runs.
        files: Opening and saving.
        drawing: The drawn digit.
    """

    def __init__(self, settings: Settings, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._settings, self._appearance = settings, appearance
        self.actions_ = Actions(self)
        self._make_views()
        self._make_controllers()
        self._lay_out()
        self._connect()
        self._restore()
        self._set_theme(appearance.theme)
        self._on_learn_running_changed(False)
        self._on_learn_run_changed()

    def load(self, run_file: Path | None = None) -> None:
        """Read the digits, or a run with its digits, in the background."""
        self.statusBar().showMessage(self.tr("Loading the digits…"))
        if run_file is None:
            self.files.load_data("mnist")
        else:
            self.files.open_run_file(run_file)

    def _make_views(self) -> None:
        a = self.actions_
        self.drawing_panel = DrawingPanel(
            [a.undo, a.redo, a.clear, a.eraser, a.random_digit, a.noise, a.open_image]
        )
        self.cost_plot = CostPlot()
        self.weights_view = WeightsView()
        self.training_panel = TrainingPanel(list(RECIPES.values()))
        self.metrics = MetricsStrip()
        self.run_bar = RunBar(a.run, [a.step_example, a.step_batch, a.step_epoch], a.reset)
        self.workspace = LearnWorkspace(
            self.drawing_panel, self.cost_plot, self.weights_view, self.training_panel
        )

    def _make_controllers(self) -> None:
        self.drawing = DrawingController(self.drawing_panel, np.random.default_rng(), self)
        self.learn = LearnController(
            self.training_panel,
            self.metrics,
            self.cost_plot,
            self.weights_view,
            self.drawing,
            self,
        )
        self.files = FileController(self.learn, self)

    def _lay_out(self) -> None:
        header = QWidget()
        header.setObjectName("header")
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 6, 16, 6)
        row.addWidget(self.run_bar)
        row.addStretch(1)
        row.addWidget(self.metrics)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Workspaces"))
        self.tabs.setTabBarAutoHide(True)
        self.tabs.addTab(self.workspace, self.tr("Learn"))
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(centre)
        build_menus(self.menuBar(), self.actions_)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(*DEFAULT_SIZE)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        a, learn, files, canvas = self.actions_, self.learn, self.files, self.drawing_panel.canvas
        for action, slot in (
            (a.new_run, learn.reset),
            (a.open_run, files.ask_for_run),
            (a.save_run, files.save_run),
            (a.save_run_as, files.save_run_as),
            (a.open_data, files.ask_for_data),
            (a.use_mnist, files.use_mnist),
            (a.quit, self.close),
            (a.undo, canvas.undo_stack.undo),
            (a.redo, canvas.undo_stack.redo),
            (a.clear, canvas.clear),
            (a.random_digit, self.drawing.show_random_digit),
            (a.noise, self.drawing.show_noise),
            (a.open_image, files.ask_for_picture),
            (a.paste, self._on_paste_triggered),
            (a.copy, self._on_copy_triggered),
            (a.run, learn.toggle_running),
            (a.step_example, learn.step_example),
            (a.step_batch, learn.step_batch),
            (a.step_epoch, learn.step_epoch),
            (a.reset, learn.reset),
            (a.back, learn.return_to_last_run),
            (a.reset_layout, self._on_reset_layout_triggered),
            (a.guide, self._on_guide_triggered),
            (a.keys, self._on_keys_triggered),
            (a.about, self._on_about_triggered),
        ):
            action.triggered.connect(slot)
        a.eraser.toggled.connect(canvas.set_eraser)
        a.show_drawing.toggled.connect(self.workspace.drawing_card.setVisible)
        a.show_settings.toggled.connect(self.workspace.settings_card.setVisible)
        a.full_screen.toggled.connect(self._on_full_screen_toggled)
        a.appearances.triggered.connect(self._on_appearance_triggered)
        canvas.undo_stack.canUndoChanged.connect(a.undo.setEnabled)
        canvas.undo_stack.canRedoChanged.connect(a.redo.setEnabled)
        canvas.image_file_dropped.connect(files.read_picture_file)
        canvas.image_pasted.connect(files.read_pasted_picture)
        self.run_bar.speed_chosen.connect(learn.set_speed)
        learn.running_changed.connect(self._on_learn_running_changed)
        learn.run_changed.connect(self._on_learn_run_changed)
        learn.message_raised.connect(self._on_message_raised)
        learn.run_broken.connect(self._on_job_failed)
        files.data_loaded.connect(self._on_data_loaded)
        files.run_opened.connect(self._on_run_opened)
        files.run_saved.connect(self._on_run_saved)
        files.picture_read.connect(self.drawing.show_ink)
        files.job_failed.connect(self._on_job_failed)
        self._appearance.theme_changed.connect(self._on_theme_changed)

    def _restore(self) -> None:
        settings, a = self._settings, self.actions_
        if settings.brush_size:
            self.drawing_panel.set_brush_size(settings.brush_size)
        state = settings.layout_state("window")
        if state is not None:
            self.restoreGeometry(state)
        self.workspace.restore_layout(settings)
        for action in (a.show_drawing, a.show_settings):
            action.setChecked(True)
        for action in (a.undo, a.redo):
            action.setEnabled(False)
        for choice in a.appearances.actions():
            choice.setChecked(choice.data() == settings.appearance)
        self.drawing_panel.brush_size_chosen.connect(self._on_brush_size_chosen)

    def _set_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.actions_.set_running(self.learn.is_running, theme)
        for view in (self.run_bar, self.metrics, self.workspace):
            view.set_theme(theme)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        self._set_theme(theme)

    @Slot(bool)
    def _on_learn_running_changed(self, running: bool) -> None:
        self.actions_.set_running(running, self._appearance.theme)
        self.actions_.back.setEnabled(self.learn.earlier_run is not None)

    @Slot()
    def _on_learn_run_changed(self) -> None:
        a, has_data = self.actions_, self.files.data is not None
        for action in (a.run, a.step_example, a.step_batch, a.step_epoch, a.reset, a.new_run):
            action.setEnabled(has_data)
        for action in (a.save_run, a.save_run_as, a.random_digit):
            action.setEnabled(has_data)
        a.back.setEnabled(self.learn.earlier_run is not None)
        run = self.learn.run
        title = self.tr("Gradient Descent Studio")
        self.setWindowTitle(title if run is None else f"{run.title} – {title}")

    @Slot(object)
    def _on_data_loaded(self, data: DataSet) -> None:
        self.learn.set_data(data)
        text = self.tr("{0}: {1:,} digits to learn from, {2:,} to test with. Press Space to run.")
        self._on_message_raised(text.format(data.name, len(data.train), len(data.test)))

    @Slot(object)
    def _on_run_opened(self, run_file: RunFile) -> None:
        self.learn.open_run(run_file)
        self._on_message_raised(self.tr("Opened at step {0:,}.").format(run_file.state.step))

    @Slot(str)
    def _on_run_saved(self, path: str) -> None:
        self._on_message_raised(self.tr("Saved {0}").format(path))

    @Slot(str)
    def _on_message_raised(self, text: str) -> None:
        self.statusBar().showMessage(text, STATUS_MS)

    @Slot(object)
    def _on_job_failed(self, error: Exception) -> None:
        if not isinstance(error, GdstudioError):
            raise error  # a fault of the program: the exception hook logs and tells it
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), str(error))
        box.setParent(self, box.windowFlags())
        box.open()

    @Slot()
    def _on_paste_triggered(self) -> None:
        if not self.drawing_panel.canvas.paste():
            self._on_message_raised(self.tr("There is no picture to paste."))

    @Slot()
    def _on_copy_triggered(self) -> None:
        self.drawing_panel.canvas.copy()

    @Slot(int)
    def _on_brush_size_chosen(self, percent: int) -> None:
        self._settings.brush_size = percent

    @Slot(bool)
    def _on_full_screen_toggled(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot(QAction)
    def _on_appearance_triggered(self, action: QAction) -> None:
        self._settings.appearance = action.data()
        self._appearance.choose(action.data())

    @Slot()
    def _on_reset_layout_triggered(self) -> None:
        self._settings.forget_layout()
        for action in (self.actions_.show_drawing, self.actions_.show_settings):
            action.setChecked(True)
        self.workspace.reset_layout()

    @Slot()
    def _on_guide_triggered(self) -> None:
        GuideDialog("learn", self).show()

    @Slot()
    def _on_keys_triggered(self) -> None:
        KeySheet(self.actions_.all(), self).open()

    @Slot()
    def _on_about_triggered(self) -> None:
        AboutDialog(self).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take run files."""
        if _dropped_run(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the run file dropped."""
        path = _dropped_run(event)
        if path is not None:
            event.acceptProposedAction()
            # Opening may show a dialog; the drag must be over before.
            QTimer.singleShot(0, self, lambda: self.files.open_run_file(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the threads and remember the layout."""
        if not self.isFullScreen():
            self._settings.set_layout_state("window", self.saveGeometry())
        self.workspace.save_layout(self._settings)
        self._settings.save()
        self.learn.shutdown()
        self.files.shutdown()
        super().closeEvent(event)


def _dropped_run(event: QDropEvent) -> Path | None:
    """Return the one run file that is dragged, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == ".gdrun" else None
