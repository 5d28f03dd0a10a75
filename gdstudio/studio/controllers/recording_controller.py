"""Records the window as it is seen, until somebody stops it."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QMainWindow

from gdstudio.errors import InvalidValue
from gdstudio.files.films.kinds import KINDS, kind_of
from gdstudio.files.films.writer import Pixels
from gdstudio.jobs.films.filming import FilmSaved
from gdstudio.jobs.films.recording import GrabbedPictures, save_recording
from gdstudio.jobs.films.request import FilmRequest
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.common.recording_note import RecordingNote
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob
from gdstudio.studio.workers.pace import Policy, WhenBusy

FPS: Final = 10.0
_MOST: Final = 0.15  # of the time of the window's thread, however long a picture takes


class RecordingController(QObject):
    """Grabs pictures of the window, which a thread writes; lives in the GUI thread.

    When the window closes, the recording is stopped and kept.

    Attributes:
        note: The red dot in the status bar, which stops the recording; None while there is none.
    """

    def __init__(
        self, action: QAction, dialogs: FileDialogs, messages: Messages, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._action, self._dialogs = action, dialogs
        self._messages, self._window = messages, window
        self._folder = home_folder()
        self._pictures: GrabbedPictures | None = None
        self._begun_s, self._rate = 0.0, FPS
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._grab)
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._writing.made.connect(self._on_writing_made)
        self._writing.failed.connect(self._on_writing_failed)
        self.note: RecordingNote | None = None
        action.triggered.connect(self._on_action_triggered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous():  # not made an icon
            self.stop()
        return super().eventFilter(watched, event)

    @Slot()
    def stop(self) -> None:
        """End the recording; the film is there a moment later."""
        pictures, self._pictures = self._pictures, None
        note, self.note = self.note, None
        self._timer.stop()
        self._window.removeEventFilter(self)
        if note is not None:
            self._window.statusBar().removeWidget(note)
            note.deleteLater()
        self._action.setChecked(False)
        if pictures is not None:
            pictures.put(self._frame() + 1, None)

    def _start(self) -> None:
        kinds = ";;".join(f"{told(one.title)} (*{one.ending})" for one in KINDS if one.ending)
        name = self._folder / "window.gif"
        path = self._dialogs.place_to_save(self.tr("Record the window"), name, kinds)
        self._action.setChecked(path is not None)
        if path is None:
            return
        self._folder = path.parent
        first = self._picture()
        try:
            kind = kind_of(path)
            request = FilmRequest(fps=FPS, width=first.shape[1], height=first.shape[0])
        except InvalidValue as error:
            self._action.setChecked(False)
            self._messages.report(error)
            return
        self._rate = float(kind.rate(FPS))
        self._pictures = pictures = GrabbedPictures()
        self._writing.start(partial(save_recording, pictures, path, request))
        self._begun_s = time.monotonic()
        pictures.put(0, first)
        self.note = note = RecordingNote()
        note.clicked.connect(self.stop)
        self._window.statusBar().addPermanentWidget(note)
        self._window.installEventFilter(self)
        self._timer.start(round(1000 / self._rate))

    def _frame(self) -> int:
        return int((time.monotonic() - self._begun_s) * self._rate)

    def _picture(self) -> Pixels:
        """Return the window as it is seen, shape (height, width, 3)."""
        image = self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        pixels = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
        return pixels.copy()

    @Slot()
    def _grab(self) -> None:
        pictures, note = self._pictures, self.note
        if pictures is None or note is None:
            return
        begun = time.monotonic()
        note.show_seconds(int(begun - self._begun_s))
        if pictures.has_room:
            pictures.put(self._frame(), self._picture())
        took_ms = 1000 * (time.monotonic() - begun)
        self._timer.setInterval(max(round(1000 / self._rate), round(took_ms / _MOST)))

    @Slot()
    def _on_action_triggered(self) -> None:
        if self._pictures is not None:
            self.stop()
        else:
            self._start()

    @Slot(object)
    def _on_writing_made(self, saved: FilmSaved) -> None:
        text = self.tr("Saved {0}: {1} s of the window")
        self._messages.say(text.format(saved.place.path, round(saved.seconds)))

    @Slot(object)
    def _on_writing_failed(self, error: Exception) -> None:
        self.stop()
        self._messages.report(error)
