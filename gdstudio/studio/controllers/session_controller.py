"""Saves all of a sitting in one file, and opens such files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gdstudio.files.session_file import SUFFIX, save_session
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.sitting_controller import Learned, SittingController
from gdstudio.studio.controllers.state_taker import StateTaker
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import tr
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy


class SessionController(QObject):
    """Knows the file of the session, and whether it holds what was learned.

    Lives in the GUI thread; the window owns it.

    Attributes:
        file: The file the session was opened from or saved to last, or None.
    """

    def __init__(
        self,
        sittings: SittingController,
        states: StateTaker,
        dialogs: FileDialogs,
        preferences: Preferences,
        messages: Messages,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.file: Path | None = None
        self._sittings, self._states = sittings, states
        self._dialogs, self._preferences, self._messages = dialogs, preferences, messages
        self._held: Learned = frozenset()  # what the file holds
        self._wanted: Path | None = None  # to be written when the state of the run is there
        self._closes = False
        self._saving = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._saving.made.connect(self._on_saving_made)
        self._saving.failed.connect(self._on_saving_failed)
        states.taken.connect(self._on_states_taken)
        sittings.session_opened.connect(self._on_sittings_session_opened)
        dialogs.saving_agreed.connect(self._on_dialogs_saving_agreed)
        for action, slot in (
            (actions.open_session, self.ask_for_session),
            (actions.save_session, self.save),
            (actions.save_session_as, self.save_as),
        ):
            action.triggered.connect(slot)

    @property
    def is_modified(self) -> bool:
        """Whether something was learned, or came out, that the session's file does not hold."""
        return self.file is not None and self._sittings.learned() != self._held

    def may_close(self) -> bool:
        """Tell whether the window may be closed now; else the user is asked, and decides.

        Nobody is asked who has saved no session: the sitting is kept as it is.
        """
        if not self.is_modified:
            return True
        assert self.file is not None
        self._dialogs.ask_to_save_session(self.file.name)
        return False

    def open(self, path: Path) -> None:
        """Bring back the session in a file."""
        self._sittings.open_session(path)

    @Slot()
    def ask_for_session(self) -> None:
        """Let the user choose a session to open."""
        path = self._dialogs.session_to_open(self._folder)
        if path is not None:
            self.open(path)

    @Slot()
    def save(self) -> None:
        """Save the session where it was saved before, or ask."""
        if self.file is None:
            self.save_as()
        else:
            self.save_to(self.file)

    @Slot()
    def save_as(self) -> None:
        """Ask where to save the session."""
        name = self.tr("session") + SUFFIX
        path = self._dialogs.session_to_save(self.file or self._folder / name)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the session as it is now to this file; the messages tell when it is there."""
        self._wanted = path
        self._states.ask()

    @property
    def _folder(self) -> Path:
        """Where dialogs begin: as those about runs do."""
        if self.file is not None:
            return self.file.parent
        last = next(iter(self._preferences.recent("sessions")), None)
        return self._preferences.run_folder or (Path(last).parent if last else home_folder())

    @Slot(object)
    def _on_states_taken(self, state: TrainingState | None) -> None:
        path, self._wanted = self._wanted, None
        if path is not None:
            sitting, learned = (
                self._sittings.sitting(state, everything=True),
                self._sittings.learned(state),
            )
            self._saving.start(once(save_session, path, sitting, gives=(path, learned)))

    @Slot(object)
    def _on_saving_made(self, saved: tuple[Path, Learned]) -> None:
        path, learned = saved
        self._take(path, learned)
        self._messages.say(tr("Saved {0}").format(path))
        if self._closes:
            self._dialogs.closing_agreed.emit()

    @Slot(object)
    def _on_saving_failed(self, error: Exception) -> None:
        self._closes = False
        self._messages.report(error)

    @Slot(object)
    def _on_sittings_session_opened(self, path: Path) -> None:
        self._take(path, self._sittings.learned())

    @Slot()
    def _on_dialogs_saving_agreed(self) -> None:
        self._closes = True
        self.save()

    def _take(self, path: Path, learned: Learned) -> None:
        self.file, self._held = path, learned
        self._preferences.add_recent("sessions", str(path))
