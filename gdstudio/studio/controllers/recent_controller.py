"""Sessions, runs and data sets used last, in a menu of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.session_controller import SessionController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import px

_WIDEST_PX: Final = 420


class RecentController(QObject):
    """Fills the menu when it is opened, with what still exists, and opens what is chosen.

    Lives in the GUI thread; the window owns it.
    """

    def __init__(
        self,
        files: FileController,
        sessions: SessionController,
        preferences: Preferences,
        menu_action: QAction,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._files, self._sessions, self._preferences = files, sessions, preferences
        self._menu = QMenu(window)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._on_menu_about_to_show)
        self._menu.triggered.connect(self._on_menu_triggered)
        menu_action.setMenu(self._menu)

    @Slot()
    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        metrics = QFontMetrics(self._menu.font())
        for kind in ("sessions", "runs", "data"):
            there = [name for name in self._preferences.recent(kind) if Path(name).exists()]
            for name in there:
                short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, px(_WIDEST_PX))
                action = self._menu.addAction(short.replace("&", "&&"))
                action.setData((kind, name))
                action.setToolTip(name)
            if there:
                self._menu.addSeparator()
        if self._menu.isEmpty():
            self._menu.addAction(self.tr("None yet")).setEnabled(False)
        else:
            self._menu.addAction(self.tr("&Clear this list"))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        if action.data() is None:
            self._preferences.forget_recent()
            return
        kind, name = action.data()
        if kind == "sessions":
            self._sessions.open(Path(name))
        elif kind == "runs":
            self._files.open_run_file(Path(name))
        else:
            self._files.load_data(name)
