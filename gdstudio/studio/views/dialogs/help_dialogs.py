"""What the Help menu opens: guide, keys, licences, about; and what it copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from gdstudio.errors import GdstudioError
from gdstudio.licences import components
from gdstudio.studio.diagnostics import diagnostics
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.dialogs.about_dialog import AboutDialog
from gdstudio.studio.views.dialogs.guide_dialog import GuideDialog
from gdstudio.studio.views.dialogs.key_sheet import KeySheet
from gdstudio.studio.views.dialogs.licences_dialog import LicencesDialog


class HelpDialogs(QObject):
    """Opens each of them above the window."""

    def __init__(
        self,
        messages: Messages,
        keys: Sequence[QAction],
        guide: Callable[[], str],
        no_gl_reason: Callable[[], str],
        window: QWidget,
    ) -> None:
        """Open nothing yet.

        Args:
            messages: Told what was copied or could not be opened.
            keys: Every action, for the sheet of keys.
            guide: The page of the guide that belongs to what is in sight.
            no_gl_reason: Why surfaces are drawn in software, "" with OpenGL.
            window: Owns this and all dialogs.
        """
        super().__init__(window)
        self._messages, self._keys, self._window = messages, keys, window
        self._guide, self._no_gl_reason = guide, no_gl_reason

    @Slot()
    def show_guide(self) -> None:
        """Show the page that belongs to what is in sight."""
        GuideDialog(self._guide(), self._window).show()

    @Slot()
    def show_keys(self) -> None:
        """Show what each key does."""
        KeySheet(self._keys, self._window).open()

    @Slot()
    def show_licences(self) -> None:
        """Show the licences of everything the program is made of."""
        try:
            LicencesDialog(components(), self._window).open()
        except GdstudioError as error:
            self._messages.report(error)

    @Slot()
    def copy_diagnostics(self) -> None:
        """Put what a report of a fault needs on the clipboard."""
        QGuiApplication.clipboard().setText(diagnostics(self._no_gl_reason()))
        self._messages.say(self.tr("Copied: versions, screen, OpenGL and the log."))

    @Slot()
    def show_about(self) -> None:
        """Show name, version and makers."""
        AboutDialog(self._window).open()
