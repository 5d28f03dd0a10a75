"""The window: workspaces as tabs under one header, menus, and what concerns all of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QSessionManager,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
)

from gdstudio.errors import GdstudioError
from gdstudio.studio.actions import Actions, build_menus
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.sitting_controller import SittingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import can_be_kept, user_folder
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.status_bar import NotKeptNote, SaidOnce
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs
from gdstudio.studio.views.dialogs.help_dialogs import HelpDialogs
from gdstudio.studio.views.surface.opengl_platform import opengl_works
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.window_place import WindowPlace, take_usual_place
from gdstudio.studio.workers.background_job import shut_down
from gdstudio.studio.workspaces.descent import DescentWorkspace
from gdstudio.studio.workspaces.experiments import ExperimentsWorkspace
from gdstudio.studio.workspaces.inspect import InspectWorkspace
from gdstudio.studio.workspaces.landscape import LandscapeWorkspace
from gdstudio.studio.workspaces.learn import LearnWorkspace
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace

LEAST_SIZE = (560, 360)  # pixels
STATUS_MS = 8000


class MainWindow(QMainWindow):
    """Gradient Descent Studio.

    Attributes:
        actions_: Every action; menus, buttons and the key sheet are made of these.
        shared: What all workspaces share.
        runs: The present run, those before, and the digits.
        shown: The network shown.
        drawing: The drawn digit and its answer.
        runner: Begins, steers and ends runs.
        learn: The workspace Learn.
        descent: The workspace Descent.
        landscape: The workspace Landscape.
        experiments: The workspace Experiments.
        inspect: The workspace Inspect.
        workspaces: All workspaces, in the order of the tabs.
        sittings: What is kept when the window is closed.
    """

    def __init__(
        self, settings: Preferences, appearance: Appearance, *, use_gl: bool | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._settings, self._appearance = settings, appearance
        self._has_begun = False
        self.actions_ = Actions(self)
        self.shared = shared = Shared(self.actions_, settings, self)
        self.runs, self.shown, self.drawing = shared.runs, shared.shown, shared.drawing
        self.runner = shared.runner
        self.learn = LearnWorkspace(shared, self, use_gl=use_gl)
        self.descent = DescentWorkspace(shared, self, use_gl=use_gl)
        self.landscape = LandscapeWorkspace(shared, self, use_gl=use_gl)
        self.experiments = ExperimentsWorkspace(shared, self)
        self.inspect = InspectWorkspace(shared, self)
        made = self.learn, self.descent, self.landscape, self.experiments, self.inspect
        self.workspaces: tuple[Workspace, ...] = made
        given = shared.files, self.experiments.experiments, shared.dialogs, shared.messages
        menu = self.actions_.earlier_sittings
        self.sittings = SittingController(self.runs, *given, menu, self)
        HelpDialogs(
            self.actions_,
            shared.messages,
            lambda: self.workspace.guide,
            lambda: self.learn.no_gl_reason,
            self,
        )
        self._asks = True  # before it closes; not when the system wants it closed
        self._is_over = False
        self._lay_out()
        self._connect()
        self._restore()
        self._on_theme_changed()
        self._on_tabs_current_changed(0)

    @property
    def workspace(self) -> Workspace:
        """The workspace in sight."""
        return self.workspaces[self.tabs.currentIndex()]

    def load(self, run_file: Path | None = None) -> None:
        """Read the digits, or a run with its digits, in the background."""
        self.statusBar().showMessage(self.tr("Loading the digits…"))
        self._has_begun = True
        self._no_gl_word.say(self.learn.no_gl_reason)
        self.shared.load(run_file)

    def _lay_out(self) -> None:
        centre = WorkspaceTabs()
        self.tabs = centre.tabs
        for workspace in self.workspaces:
            centre.add(workspace.title, workspace.header, workspace.page)
        centre.run_dropped.connect(self.shared.load, Qt.ConnectionType.QueuedConnection)
        self.actions_.next_workspace.triggered.connect(centre.show_next)
        self.actions_.previous_workspace.triggered.connect(centre.show_previous)
        self.setCentralWidget(centre)
        self._surfaces = self.findChildren(SurfaceView)
        self._no_gl_word = SaidOnce(self.statusBar(), STATUS_MS)
        build_menus(self.menuBar(), self.actions_)
        self.statusBar().setSizeGripEnabled(False)
        if not (self._settings.are_kept and can_be_kept()):
            note = NotKeptNote((self._settings.folder, user_folder()))
            self.statusBar().addPermanentWidget(note)
        self.statusBar().setFixedHeight(self.statusBar().sizeHint().height())
        screen = self.screen().availableGeometry()
        least = min(LEAST_SIZE[0], screen.width()), min(LEAST_SIZE[1], screen.height())
        self.setMinimumSize(*least)

    def _connect(self) -> None:
        a = self.actions_
        for action, slot in (
            (a.quit, self.close),
            (a.open_last_run, self.sittings.open_last),
            (a.run, self._on_run_triggered),
            (a.reset, self._on_reset_triggered),
            (a.reset_layout, self._on_reset_layout_triggered),
        ):
            action.triggered.connect(slot)
        a.full_screen.toggled.connect(self._on_full_screen_toggled)
        a.appearances.triggered.connect(self._on_appearance_triggered)
        for changed in (
            self.runs.running_changed,
            self.descent.descent.running_changed,
            self.experiments.experiments.running_changed,
        ):
            changed.connect(self._show_running)
        for view in self._surfaces:
            view.fell_back.connect(self._on_surface_fell_back)
        self.shared.dialogs.closing_agreed.connect(self.close_at_once)
        self.runs.run_changed.connect(self._on_run_changed)
        self.shared.messages.said.connect(self._on_messages_said)
        self.shared.messages.fault_met.connect(self._on_messages_fault_met)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._appearance.theme_changed.connect(self._on_theme_changed)

    def _restore(self) -> None:
        state = self._settings.layout_state("window")
        text = "" if state is None else bytes(state.data()).decode("ascii", "replace")
        place = WindowPlace.read(text)
        if place is None:
            take_usual_place(self)
        else:
            place.take_up(self)
        for choice in self.actions_.appearances.actions():
            choice.setChecked(choice.data() == self._settings.appearance)
        self._on_run_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.actions_.look_changed()
        self._show_running()
        for workspace in self.workspaces:
            workspace.look_changed()

    @Slot(int)
    def _on_tabs_current_changed(self, index: int) -> None:
        for k, workspace in enumerate(self.workspaces):
            if k != index:
                workspace.set_in_sight(False)
        self.shared.run_actions.set_in_sight(self.workspaces[index].shows_run)
        self.workspaces[index].set_in_sight(True)
        self.statusBar().clearMessage()  # what was said of another workspace
        self._show_running()

    @Slot()
    def _show_running(self) -> None:
        workspace = self.workspace
        self.actions_.set_running(
            workspace.is_running, cancels=workspace.cancels, words=workspace.words
        )

    @Slot()
    def _on_run_changed(self) -> None:
        run = self.runs.run
        title = self.tr("Gradient Descent Studio")
        self.setWindowTitle(title if run is None else f"{run.title} – {title}")

    @Slot(str)
    def _on_messages_said(self, text: str) -> None:
        self.statusBar().showMessage(self._no_gl_word.beside(text), STATUS_MS)

    @Slot(object)
    def _on_messages_fault_met(self, error: Exception) -> None:
        if not isinstance(error, GdstudioError):
            raise error  # a fault of the program: the exception hook logs and tells it
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), told(error))
        box.setParent(self, box.windowFlags())
        box.open()

    @Slot(str)
    def _on_surface_fell_back(self, reason: str) -> None:
        """Say so, and let the other surfaces follow: they would fail like the first."""
        if self._has_begun:  # else it is said when the window begins its work
            self._no_gl_word.say(reason)
        for view in self._surfaces:
            view.fall_back(reason)

    @Slot()
    def _on_run_triggered(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, NumberField) and field.commit():
            field.clearFocus()  # as after Enter: the keys are the window's again
        self.workspace.toggle_running()

    @Slot()
    def _on_reset_triggered(self) -> None:
        self.workspace.reset()

    @Slot(bool)
    def _on_full_screen_toggled(self, full: bool) -> None:
        state = self.windowState()
        flag = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | flag if full else state & ~flag)  # maximised stays maximised

    @Slot(QAction)
    def _on_appearance_triggered(self, action: QAction) -> None:
        self._settings.appearance = action.data()
        self._appearance.choose(action.data())

    @Slot()
    def _on_reset_layout_triggered(self) -> None:
        self._settings.forget_layout()
        for workspace in self.workspaces:
            workspace.reset_layout()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the window manager, which has keys for full screen of its own."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            with QSignalBlocker(self.actions_.full_screen):
                self.actions_.full_screen.setChecked(self.isFullScreen())

    @Slot()
    def close_at_once(self) -> None:
        """Close without a question, as the system or another program wants it; work is kept."""
        self._asks = False
        self.close()

    @Slot()
    def end_program(self) -> None:
        """Close at once, and whatever dialog or menu is open with it."""
        self.close_at_once()
        QApplication.exit(0)  # out of the loops of dialogs and menus, too

    @Slot("QSessionManager&")
    def end_with_session(self, _manager: QSessionManager) -> None:
        """Close at once: the session ends, and no question must hold it up."""
        self.close_at_once()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the threads; keep the work of the sitting and the layout."""
        if self._asks and not self._is_over and not self.sittings.may_close():
            event.ignore()
            return
        if not self._is_over:
            self._is_over = True
            self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        place = WindowPlace.of(self).text().encode("ascii")
        self._settings.set_layout_state("window", QByteArray(place))
        for workspace in self.workspaces:
            workspace.save(self._settings)
        self.hide()  # a large sitting takes a moment to write; nobody need look at it
        try:
            self.shared.end_run()
            shut_down(self)
        finally:
            self.sittings.keep(self.sittings.sitting())
            self._settings.save()
            opengl_works()  # it has not crashed in OpenGL
