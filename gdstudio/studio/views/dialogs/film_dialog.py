"""How a film is wanted, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.files.films.kinds import KINDS, FilmKind
from gdstudio.jobs.films.request import FilmRequest, ViewName
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, explained, in_column
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.common.settings_form import ChoiceBox, SettingsForm
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons

SIZES: Final = ((640, 360), (960, 540), (1280, 720), (1920, 1080))
_MARGINS: Final = (20, 16, 20, 14)


class FilmDialog(QDialog):
    """Asks for view, kind, size, rate, length and steps; then shows how far the film is.

    Attributes:
        kinds: What it is saved as.
        form: All other settings.
        words: What is to be known, or what went wrong.
        progress: How far the film is, with Cancel; the words while none is made.
        save_button: Asks for a film.

    Signals:
        save_requested(object, object): The FilmRequest and the FilmKind wanted.
    """

    save_requested = Signal(object, object)

    def __init__(
        self, request: FilmRequest, kind: FilmKind, views: Sequence[ViewName], parent: QWidget
    ) -> None:
        """Show what was wanted before; what needs ffmpeg waits for `allow_ffmpeg`.

        Args:
            request: The first wish, of one of the views.
            kind: What was saved last.
            views: Of which one may be chosen.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save film"))
        kinds = ChoiceBox((one, told(one.title)) for one in KINDS)
        self.kinds = called(kinds, self.tr("File"), self.tr("What the film is saved as"))
        titles = {
            "surface": self.tr("Loss surface with the ball on its path"),
            "weights": self.tr("First-layer weights"),
            "diagram": self.tr("Network at work on the drawn digit"),
            "cost": self.tr("Cost and accuracy"),
            "window": self.tr("Weights, surface, cost and answer together"),
            "descent": self.tr("Descent, step by step"),
        }
        view = ChoiceBox((name, titles[name]) for name in views)
        view.setToolTip(self.tr("What is shown, moment after moment"))
        view.setEnabled(len(views) > 1)
        sizes = ChoiceBox((size, self.tr("{0} × {1} pixels").format(*size)) for size in SIZES)
        sizes.setToolTip(self.tr("Width and height of the film"))
        rows = (
            (("view",), view),
            (("width", "height"), sizes),
            *("seconds", "fps", "turn", "first", "last"),
        )
        self.form = SettingsForm(request, rows)
        self.form.rows.insertRow(1, self.tr("File"), self.kinds)
        self.words = WrappedText("muted")
        self.progress = ProgressRow(self.words)
        self._buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Close)
        tip = self.tr("Choose a place, and draw the film in the background")
        self.save_button = explained(QPushButton(), self.tr("Save…"), tip)
        self._buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        in_column(self.form, self.progress, self._buttons, of=self, spacing=12, margins=_MARGINS)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._on_save_button_clicked)
        self._buttons.rejected.connect(self.reject)
        view.edited.connect(self._on_view_edited)
        self._tell_of_ffmpeg(self.tr("looking for ffmpeg"), is_there=False)
        self._before: FilmKind | None = kind  # shown as soon as it can be
        if not kind.needs_ffmpeg:
            self.kinds.show_value(kind)
        self.kinds.edited.connect(self._on_kinds_edited)
        self._on_view_edited()

    def refuse_ffmpeg(self) -> None:
        """Tell that there is no ffmpeg."""
        self._tell_of_ffmpeg(self.tr("needs ffmpeg, which is not installed"), is_there=False)

    def allow_ffmpeg(self, version: str) -> None:
        """Tell that there is an ffmpeg of a version."""
        self._tell_of_ffmpeg(self.tr("by ffmpeg {0}").format(version), is_there=True)
        if self._before is not None:
            self.kinds.show_value(self._before)

    def show_words(self, words: str) -> None:
        """Say what is to be known."""
        self.words.set_text(words)

    def set_busy(self, busy: bool) -> None:
        """Take no other wishes while a film is made."""
        for part in (self.form, self.save_button):
            part.setEnabled(not busy)

    def _tell_of_ffmpeg(self, words: str, *, is_there: bool) -> None:
        items = cast("QStandardItemModel", self.kinds.model())
        for k, kind in enumerate(KINDS):
            if kind.needs_ffmpeg:
                self.kinds.setItemText(k, f"{told(kind.title)} ({words})")
                items.item(k).setEnabled(is_there)

    @Slot()
    def _on_kinds_edited(self) -> None:
        self._before = None

    @Slot()
    def _on_view_edited(self) -> None:
        turns = self.form.editors["view"].shown_value() in ("surface", "window")
        self.form.editors["turn"].setEnabled(turns)

    @Slot()
    def _on_save_button_clicked(self) -> None:
        try:
            request = self.form.value()
        except InvalidValue as error:
            self.show_words(told(error))
            return
        self.save_requested.emit(request, self.kinds.shown_value())
