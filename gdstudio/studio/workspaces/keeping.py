"""What keeps the work of a window: sittings, sessions, and what is at hand if it is killed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gdstudio.errors import GdstudioError
from gdstudio.studio.controllers.autosave_controller import AutosaveController
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.controllers.recent_controller import RecentController
from gdstudio.studio.controllers.recovery_controller import RecoveryController
from gdstudio.studio.controllers.session_controller import SessionController
from gdstudio.studio.controllers.sitting_controller import SittingController
from gdstudio.studio.controllers.state_taker import StateTaker
from gdstudio.studio.state.kept_views import part_of
from gdstudio.studio.views.common.workspace_tabs import WorkspaceTabs
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace

log = logging.getLogger(__name__)


class Keeping(QObject):
    """Made once, after all workspaces; lives in the GUI thread, the window owns it.

    Attributes:
        sittings: What is kept when the window is closed.
        sessions: What is saved in session files.
        autosave: What is kept meanwhile; None if nothing is.
    """

    def __init__(
        self,
        shared: Shared,
        experiments: ExperimentsController,
        centre: WorkspaceTabs,
        workspaces: Callable[[], tuple[Workspace, ...]],
        window: QWidget,
        autosave_s: float,
    ) -> None:
        """Begin to keep; with an `autosave_s` of 0 only when the window is closed."""
        super().__init__(window)
        self._centre, self._workspaces = centre, workspaces
        a, runs, messages, preferences = (
            shared.actions,
            shared.runs,
            shared.messages,
            shared.preferences,
        )
        self.sittings = SittingController(
            runs,
            shared.files,
            experiments,
            shared.canvas,
            self,
            shared.dialogs,
            messages,
            a.earlier_sittings,
            window,
        )
        a.open_last_run.triggered.connect(self.sittings.open_last)
        states = StateTaker(runs, shared.training, self)
        asked = shared.dialogs, preferences, messages, a
        self.sessions = SessionController(self.sittings, states, *asked, self)
        RecentController(shared.files, self.sessions, preferences, a.open_recent, window)
        self.autosave: AutosaveController | None = None
        if autosave_s:
            told = runs, shared.drawing, messages
            self.autosave = AutosaveController(self.sittings, states, *told, autosave_s, self)
            RecoveryController(self.sittings, centre.recovery, messages, self).look()

    def view(self) -> dict[str, Any]:
        """Return what stands in the views, as plain values: which workspace, and what is in it."""
        workspaces = self._workspaces()
        parts = {workspace.guide: workspace.state() for workspace in workspaces}
        return {"workspace": workspaces[self._centre.tabs.currentIndex()].guide, **parts}

    def take_up_view(self, view: Mapping[str, Any]) -> None:
        """Show what stood in the views; what is not understood stays as it is."""
        for k, workspace in enumerate(self._workspaces()):
            try:
                workspace.take_up(part_of(view, workspace.guide))
            except GdstudioError as error:
                log.warning("what stood in the workspace %s: %s", workspace.guide, error)
            if workspace.guide == view.get("workspace"):
                self._centre.tabs.setCurrentIndex(k)

    def may_close(self) -> bool:
        """Tell whether nothing is lost by closing now; else the user is asked, and decides."""
        return self.sittings.may_close() and self.sessions.may_close()

    def end(self) -> None:
        """Keep what there is, after the threads have ended."""
        is_kept = self.sittings.keep(self.sittings.sitting())
        if self.autosave is not None:
            self.autosave.end(is_kept=is_kept)
