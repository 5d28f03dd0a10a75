"""Films of the present run and of descents, drawn and written in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.errors import GdstudioError
from gdstudio.numerals import numeral
from gdstudio.pictures.camera import Camera
from gdstudio.studio.controllers.filmable import Filmable, Look, filmable_run
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.common.card import card_of
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once

if TYPE_CHECKING:  # at run time not to open the window, but when something is filmed
    from gdstudio.files.films.ffmpeg import Ffmpeg
    from gdstudio.files.films.kinds import FilmKind
    from gdstudio.jobs.films.filming import FilmSaved
    from gdstudio.jobs.films.request import FilmRequest, ViewName
    from gdstudio.studio.views.dialogs.film_dialog import FilmDialog

Provide = Callable[[], Filmable | None]


class FilmController(QObject):
    """Has the window ask what is filmed, and how; lives in the GUI thread.

    What is filmed is the run as it stood when the question was asked; it may go on meanwhile.

    Attributes:
        dialog: The question, or how far the film is; None while no film is wanted.
    """

    def __init__(
        self,
        runs: RunModel,
        drawing: DrawingModel,
        dialogs: FileDialogs,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs, self._drawing = runs, drawing
        self._dialogs, self._messages, self._window = dialogs, messages, window
        self._folder = home_folder()
        self._last: tuple[FilmRequest, FilmKind] | None = None  # that was wanted
        self._view: ViewName = "surface"  # of a run
        self._look: Look = lambda: (None, Camera())
        self._filmable: Filmable | None = None
        self.dialog: FilmDialog | None = None
        self._filming = BackgroundJob(self)
        self._filming.made.connect(self._on_filming_made)
        self._filming.failed.connect(self._on_filming_failed)
        self._asking = BackgroundJob(self)
        self._asking.made.connect(self._on_asking_made)
        self._asking.failed.connect(self._on_asking_failed)

    @property
    def is_filming(self) -> bool:
        """Whether a film is being written."""
        return self._filming.is_running

    def look_at(self, look: Look) -> None:
        """Take the surface of the run that is shown from there."""
        self._look = look

    def offer(self, shown: QWidget, view: ViewName, provide: Provide | None = None) -> None:
        """Let the menu of the card in which something is shown begin a film of it.

        Args:
            shown: Stands in the card.
            view: How it is filmed.
            provide: Returns what is filmed; None for the present run.
        """
        _Offer(shown, view, provide or self._run, self)

    @Slot()
    def ask(self) -> None:
        """Ask how the run is to be filmed, beginning with what was filmed last."""
        self.ask_about(self._view, self._run())

    def ask_about(self, view: ViewName, filmable: Filmable | None) -> None:
        """Ask how something is to be filmed; nothing more while that is asked already."""
        from gdstudio.files.films.ffmpeg import find_ffmpeg
        from gdstudio.files.films.kinds import KINDS
        from gdstudio.jobs.films.request import FilmRequest
        from gdstudio.studio.views.dialogs.film_dialog import FilmDialog

        if filmable is None:
            self._messages.say(self.tr("There is nothing to film yet."))
            return
        if self.dialog is not None:
            self.dialog.raise_()
            return
        self._filmable = filmable
        last, kind = self._last or (FilmRequest(), KINDS[0])
        request = last.changed(view=view, first=0, last=None)
        self.dialog = dialog = FilmDialog(request, kind, filmable.views, self._window)
        dialog.save_requested.connect(self._on_dialog_save_requested)
        dialog.progress.cancel_requested.connect(self._on_dialog_cancel_requested)
        dialog.finished.connect(self._on_dialog_finished)
        self._filming.progress_changed.connect(dialog.progress.set_progress)
        dialog.show_words(self.tr("There are steps up to {0:,}.").format(filmable.last_step))
        self._asking.start(once(find_ffmpeg))
        dialog.show()

    def _run(self) -> Filmable | None:
        return filmable_run(self._runs, self._drawing, self._look)

    @Slot(object, object)
    def _on_dialog_save_requested(self, request: FilmRequest, kind: FilmKind) -> None:
        from gdstudio.jobs.films.shots import check_steps

        filmable, dialog = self._filmable, self.dialog
        if filmable is None or dialog is None:
            return
        self._last = request, kind
        if request.view != "descent":
            self._view = request.view
        try:
            check_steps(request.first, request.last, filmable.last_step)
        except GdstudioError as error:
            dialog.show_words(told(error))
            return
        title, kinds = self.tr("Save film"), f"{told(kind.title)} (*{kind.ending})"
        name = self._folder / f"{request.view}{kind.ending}"
        path = self._dialogs.place_to_save(title, name, kinds)
        if path is not None:
            self._folder = path.parent
            dialog.set_busy(True)
            self._filming.start(filmable.film(request, path))

    @Slot()
    def _on_dialog_cancel_requested(self) -> None:
        self._filming.cancel()
        if self.dialog is not None:
            self.dialog.set_busy(False)
            self.dialog.show_words(self.tr("Cancelled; nothing was kept."))

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self.dialog, self._filmable = self.dialog, None, None
        self._filming.cancel()
        self._asking.cancel()
        if dialog is not None:
            dialog.deleteLater()

    @Slot(object)
    def _on_filming_made(self, saved: FilmSaved) -> None:
        text = self.tr("Saved {0}: {1} frames, {2} a second")
        rate = numeral(float(saved.place.rate), 3)
        self._messages.say(text.format(saved.place.path, saved.frames, rate))
        if self.dialog is not None:
            self.dialog.accept()

    @Slot(object)
    def _on_filming_failed(self, error: Exception) -> None:
        dialog = self.dialog
        if dialog is None or not isinstance(error, GdstudioError):
            self._messages.report(error)
        if dialog is not None:
            dialog.set_busy(False)
            dialog.show_words(told(error) if isinstance(error, GdstudioError) else "")

    @Slot(object)
    def _on_asking_made(self, ffmpeg: Ffmpeg) -> None:
        if self.dialog is not None:
            self.dialog.allow_ffmpeg(ffmpeg.version)

    @Slot(object)
    def _on_asking_failed(self, _error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse_ffmpeg()


class _Offer(QObject):
    """The film that one card has to give."""

    def __init__(
        self, shown: QWidget, view: ViewName, provide: Provide, controller: FilmController
    ) -> None:
        card = card_of(shown)
        assert card is not None
        super().__init__(card.figures)
        self._view: ViewName = view
        self._provide, self._controller = provide, controller
        card.figures.offer_film()
        card.figures.film_wanted.connect(self._on_figures_film_wanted)

    @Slot()
    def _on_figures_film_wanted(self) -> None:
        self._controller.ask_about(self._view, self._provide())
