"""The action that folds the settings of the workspace in sight, and says whether they are seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from gdstudio.studio.views.common.split_page import SplitPage


class SettingsShownController(QObject):
    """Joins one action with the pages of all workspaces."""

    def __init__(self, action: QAction, page: Callable[[], SplitPage], parent: QObject) -> None:
        """Follow no page yet.

        Args:
            action: Checked while settings are shown; off where a page has none.
            page: Returns the page in sight.
            parent: Owns it.
        """
        super().__init__(parent)
        self._action, self._page = action, page
        action.triggered.connect(self._on_action_triggered)

    def follow(self, page: SplitPage) -> None:
        """Listen to one more page."""
        page.settings_shown_changed.connect(self.refresh)
        if page.fold is not None:
            keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            page.fold.set_keys(keys)

    @Slot()
    def refresh(self) -> None:
        """Tell what is so in the page in sight."""
        fold = self._page().fold
        self._action.setEnabled(fold is not None)
        self._action.setChecked(fold is not None and fold.is_shown)

    @Slot()
    def _on_action_triggered(self) -> None:
        self._page().toggle_settings()
        self.refresh()
