"""The window: workspaces as tabs under one header, menus, and what concerns all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QSessionManager
from PySide6.QtWidgets import QApplication, QMainWindow

from gdstudio.studio.actions import Actions, build_menus
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.appearance_controller import AppearanceController
from gdstudio.studio.controllers.settings_shown_controller import SettingsShownController
from gdstudio.studio.controllers.status_controller import StatusController
from gdstudio.studio.controllers.surfaces_controller import SurfacesController
from gdstudio.studio.controllers.title_controller import TitleController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.reading_order import move_focus
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs
from gdstudio.studio.views.help.guide_pages import PAGES, page_titles
from gdstudio.studio.views.surface.opengl_platform import opengl_works
from gdstudio.studio.window_place import FullScreen, WindowPlace, take_usual_place
from gdstudio.studio.workers.background_job import shut_down
from gdstudio.studio.workspaces.later import later_workspaces
from gdstudio.studio.workspaces.learn import LearnWorkspace
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.spare_keys import SpareKeys
from gdstudio.studio.workspaces.workspace import Workspace

if TYPE_CHECKING:  # these come when the window stands
    from gdstudio.studio.controllers.guide_controller import GuideController
    from gdstudio.studio.workspaces.data import DataWorkspace
    from gdstudio.studio.workspaces.descent import DescentWorkspace
    from gdstudio.studio.workspaces.experiments import ExperimentsWorkspace
    from gdstudio.studio.workspaces.inspect import InspectWorkspace
    from gdstudio.studio.workspaces.keeping import Keeping
    from gdstudio.studio.workspaces.landscape import LandscapeWorkspace
    from gdstudio.studio.workspaces.lessons import Lessons

LEAST_SIZE = (900, 560)  # pixels
_SESSION_SUFFIX = ".gdsession"


class MainWindow(QMainWindow):
    """Gradient Descent Studio.

    It opens with the workspace Learn. The others, sittings and help are made in pieces before the
    digits are loaded, or at once when somebody asks for one of them.

    Attributes:
        actions_: Every action; menus, buttons and the key sheet are made of these.
        shared: What all workspaces share.
        runs: The present run, those before, and the digits.
        shown: The network shown.
        drawing: The drawn digit and its answer.
        runner: Begins, steers and ends runs.
        learn: The workspace Learn.
        keeping: What keeps the work of the window; None until it is made.
        lessons: What gives lessons; None until it is made.

    Signals:
        completed: All of it is made.
    """

    completed = Signal()

    def __init__(
        self,
        settings: Preferences,
        appearance: Appearance,
        *,
        use_gl: bool | None = None,
        autosave_s: float = 0.0,
    ) -> None:
        """Show nothing yet.

        Args:
            settings: What is kept between two starts.
            appearance: Theme and text size.
            use_gl: False draws surfaces without OpenGL; None decides by what the machine can do.
            autosave_s: How often the work is kept while it goes on, in seconds; 0 never, and
                nothing is offered of what a killed window has left.
        """
        super().__init__()
        self.setObjectName("main_window")
        self._settings, self._appearance = settings, appearance
        if settings.chosen.opengl == "software":
            use_gl = False
        self.actions_ = Actions(self)
        self.shared = shared = Shared(self.actions_, settings, self)
        self.runs, self.shown, self.drawing = shared.runs, shared.shown, shared.drawing
        self.runner = shared.runner
        self.learn = LearnWorkspace(shared, self, use_gl=use_gl)
        self._made: dict[str, Workspace] = {}
        self._later = later_workspaces(shared, self, use_gl=use_gl)
        self._autosave_s = autosave_s
        self.keeping: Keeping | None = None
        self.lessons: Lessons | None = None
        self._guide: GuideController | None = None
        self._asks = True  # before it closes; not when the system wants it closed
        self._is_over = False
        FullScreen(self.actions_.presentation, self)
        self._settings_shown = SettingsShownController(
            self.actions_.show_settings, lambda: self.workspace.page, self
        )
        SpareKeys(shared, lambda: self.workspace.page, self)
        self._lay_out()
        self._connect()
        self._adopt(self.learn)
        self._restore()  # a text size, which tells those there are
        appearance.dress(self)
        self._on_theme_changed()
        self._on_tabs_current_changed(self.tabs.currentIndex())

    @property
    def workspaces(self) -> tuple[Workspace, ...]:
        """All workspaces, in the order of the tabs; made now if they are not yet."""
        while self.keeping is None:
            self._make_piece()
        return tuple(self._made[name] for name in self._order)

    @property
    def data(self) -> DataWorkspace:
        """The workspace Data."""
        return cast("DataWorkspace", self._workspace("data"))

    @property
    def descent(self) -> DescentWorkspace:
        """The workspace Descent."""
        return cast("DescentWorkspace", self._workspace("descent"))

    @property
    def landscape(self) -> LandscapeWorkspace:
        """The workspace Landscape."""
        return cast("LandscapeWorkspace", self._workspace("landscape"))

    @property
    def experiments(self) -> ExperimentsWorkspace:
        """The workspace Experiments."""
        return cast("ExperimentsWorkspace", self._workspace("experiments"))

    @property
    def inspect(self) -> InspectWorkspace:
        """The workspace Inspect."""
        return cast("InspectWorkspace", self._workspace("inspect"))

    @property
    def workspace(self) -> Workspace:
        """The workspace in sight."""
        return self._made[self._order[self.tabs.currentIndex()]]

    def show_workspace(self, name: str) -> None:
        """Bring the workspace of that name, e.g. "learn", into sight; made now if it is not yet."""
        self.tabs.setCurrentIndex(self._order.index(name))

    def _workspace(self, name: str) -> Workspace:
        return self.workspaces[self._order.index(name)]

    def load(self, run_file: Path | None = None) -> None:
        """Make what is not made yet, then read the digits, or a run or session with its digits.

        All of it goes on in pieces or in the background; events are handled between them.
        """
        self.statusBar().showMessage(self.tr("Loading the digits…"))
        self._surfaces.tell()
        self._go_on_loading(run_file)

    def _go_on_loading(self, run_file: Path | None) -> None:
        if self._is_over:
            return
        if self.keeping is None:
            self._make_piece()
            QTimer.singleShot(0, self, lambda: self._go_on_loading(run_file))
        else:
            self.open_file(run_file)

    @Slot(object)
    def open_file(self, path: Path | None) -> None:
        """Read a run or a session with its digits, the digits alone, or data to be looked at."""
        from gdstudio.data.opening import looks_like_data

        if self.keeping is not None and path is not None and path.suffix == _SESSION_SUFFIX:
            self.keeping.sessions.open(path)
        elif path is not None and looks_like_data(path):
            self.shared.data.look_at(path)
        else:
            self.shared.load(path)

    def _make_piece(self) -> None:
        """Do the next piece of work of making what is not in sight at first."""
        piece = next(self._later, self)
        if piece is self:
            self._make_sittings_and_help()
        elif isinstance(piece, Workspace):
            self._adopt(piece)
            piece.look_changed()

    def _adopt(self, workspace: Workspace) -> None:
        """Give a workspace its tab, and listen to it."""
        name = workspace.guide
        given = workspace.header, workspace.page
        self._centre.fill(self._order.index(name), *given, with_strip=workspace.shows_run)
        self._made[name] = workspace
        self._settings_shown.follow(workspace.page)
        self._surfaces.adopt(workspace.page)
        if workspace is not self.learn:
            workspace.set_in_sight(False)

    def _make_sittings_and_help(self) -> None:
        from gdstudio.studio.controllers.recording_controller import RecordingController
        from gdstudio.studio.workspaces.helping import make_help
        from gdstudio.studio.workspaces.keeping import Keeping
        from gdstudio.studio.workspaces.lessons import Lessons
        from gdstudio.studio.workspaces.presentation import Presentation

        shared = self.shared
        experiments = cast("ExperimentsWorkspace", self._made["experiments"]).experiments
        kept = experiments, self._centre, lambda: self.workspaces, self
        self.keeping = Keeping(shared, *kept, self._autosave_s)
        presentation = Presentation(self.actions_, self._appearance, self)
        given = self.workspaces, presentation, self.keeping.autosave, self
        self.lessons = Lessons(shared, self._centre, *given)
        record = self.actions_.record_window
        RecordingController(record, shared.dialogs, shared.messages, self)
        self._guide = make_help(
            shared,
            self._appearance,
            self._surfaces,
            self.tabs,
            self.workspaces,
            lambda: self.learn.no_gl_reason,
            self,
        )
        descent = cast("DescentWorkspace", self._made["descent"]).descent
        for changed in (descent.running_changed, experiments.running_changed):
            changed.connect(self._show_running)
        self.completed.emit()

    def _lay_out(self) -> None:
        titles = page_titles()
        self._order = PAGES  # of the tabs
        centre = self._centre = WorkspaceTabs([titles[name] for name in PAGES])
        self.tabs = centre.tabs
        self.show_workspace(self.learn.guide)
        centre.put_below_header(self.shared.time_strip)
        centre.file_dropped.connect(self.open_file, Qt.ConnectionType.QueuedConnection)
        self.actions_.next_workspace.triggered.connect(centre.show_next)
        self.actions_.previous_workspace.triggered.connect(centre.show_previous)
        self.setCentralWidget(centre)
        given = self.shared.messages, self._settings, self._appearance
        self._status = StatusController(self.actions_, *given, self)
        self._surfaces = SurfacesController(self._status.say_once, self)
        build_menus(self.menuBar(), self.actions_)
        screen = self.screen().availableGeometry()
        least = min(LEAST_SIZE[0], screen.width()), min(LEAST_SIZE[1], screen.height())
        self.setMinimumSize(*least)

    def _connect(self) -> None:
        a = self.actions_
        for action, slot in (
            (a.quit, self.close),
            (a.run, self._on_run_triggered),
            (a.reset, self._on_reset_triggered),
            (a.enlarge, self._on_enlarge_triggered),
        ):
            action.triggered.connect(slot)
        self.runs.running_changed.connect(self._show_running)
        self.shared.inside.look_requested.connect(self._on_inside_look_requested)
        self.shared.dialogs.closing_agreed.connect(self.close_at_once)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._appearance.theme_changed.connect(self._on_theme_changed)
        self._appearance.text_size_changing.connect(self._on_text_size_changing)
        self._appearance.text_size_changed.connect(self._on_theme_changed)

    def _restore(self) -> None:
        state = self._settings.layout_state("window")
        text = "" if state is None else bytes(state.data()).decode("ascii", "replace")
        place = WindowPlace.read(text)
        if place is None:
            take_usual_place(self)
        else:
            place.take_up(self)
        AppearanceController(self.actions_, self._settings, self._appearance, self)
        TitleController(self.runs, self.shared.files, self)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.actions_.look_changed()
        self.shared.time_actions.look_changed()
        self._show_running()
        for workspace in self._made.values():
            workspace.look_changed()
        if self._guide is not None:
            self._guide.look_changed()

    @Slot()
    def _on_text_size_changing(self) -> None:
        for workspace in self._made.values():
            workspace.page.rest_texts()

    @Slot(int)
    def _on_tabs_current_changed(self, index: int) -> None:
        while self._order[index] not in self._made:
            self._make_piece()
        for name, workspace in self._made.items():
            if name != self._order[index]:
                workspace.set_in_sight(False)
        self.shared.run_actions.set_in_sight(self.workspace.shows_run)
        self.shared.time_actions.set_in_sight(self.workspace.shows_run)
        self.workspace.set_in_sight(True)
        if self._guide is not None:
            self._guide.follow()
        self._settings_shown.refresh()
        self._status.clear()  # what was said of another workspace
        self._show_running()
        self._centre.settle()

    @Slot()
    def _show_running(self) -> None:
        workspace = self.workspace
        self.actions_.set_running(
            workspace.is_running, cancels=workspace.cancels, words=workspace.words
        )

    @Slot()
    def _on_run_triggered(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, NumberField) and field.commit():
            field.clearFocus()  # as after Enter: the keys are the window's again
        self.workspace.toggle_running()

    @Slot()
    def _on_reset_triggered(self) -> None:
        self.workspace.reset()

    @Slot()
    def _on_inside_look_requested(self) -> None:
        self.inspect.show_page("network")
        self.show_workspace("inspect")

    @Slot()
    def _on_enlarge_triggered(self) -> None:
        self.workspace.page.enlarge_or_bring_back()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the focus in the order in which one reads."""
        return move_focus(self, forward=forward)

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
        if self._asks and not self._is_over and not self._may_close():
            event.ignore()
            return
        if not self._is_over:
            self._is_over = True
            self._end()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        return self.keeping is None or self.keeping.may_close()

    def _end(self) -> None:
        place = WindowPlace.of(self).text().encode("ascii")
        self._settings.set_layout_state("window", QByteArray(place))
        for workspace in self._made.values():
            workspace.save(self._settings)
        if self._guide is not None:
            self._guide.save(self._settings)
        if self.lessons is not None:
            self.lessons.end()
        self.hide()  # a large sitting takes a moment to write; nobody need look at it
        try:
            self.shared.end_run()
            shut_down(self)
        finally:
            if self.keeping is not None:
                self.keeping.end()
            self._settings.save()
            opengl_works()  # it has not crashed in OpenGL
