"""The choices of theme and text size in the View menu, and what is remembered of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import next_text_size


class AppearanceController(QObject):
    """Puts on what is chosen, and on each screen the text size that was chosen there.

    Lives in the GUI thread; the window owns it.
    """

    def __init__(
        self, actions: Actions, preferences: Preferences, appearance: Appearance, window: QWidget
    ) -> None:
        super().__init__(window)
        self._actions, self._preferences = actions, preferences
        self._appearance, self._window = appearance, window
        self._screen: QScreen | None = None
        actions.appearances.triggered.connect(self._on_appearance_triggered)
        actions.text_sizes.triggered.connect(self._on_text_size_triggered)
        actions.larger_text.triggered.connect(self._on_larger_text_triggered)
        actions.smaller_text.triggered.connect(self._on_smaller_text_triggered)
        appearance.text_size_changed.connect(self._show)
        window.installEventFilter(self)
        self._take_screen()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the window is on another screen; it moves when that is so."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Show):
            self._take_screen()
        return super().eventFilter(watched, event)

    def _take_screen(self) -> None:
        screen = self._window.screen()
        if screen is not self._screen:
            self._screen = screen
            self._appearance.choose_text_size(self._preferences.text_size(_name(screen)))

    def _choose_text_size(self, percent: int) -> None:
        if not self._appearance.is_enlarged:  # what an audience has ends with it
            self._preferences.set_text_size(_name(self._window.screen()), percent)
        self._appearance.choose_text_size(percent)

    @Slot()
    def _show(self) -> None:
        """Tick what is in force."""
        for group, chosen in (
            (self._actions.appearances, self._preferences.appearance),
            (self._actions.text_sizes, self._appearance.text_size),
        ):
            for choice in group.actions():
                choice.setChecked(choice.data() == chosen)

    @Slot(QAction)
    def _on_appearance_triggered(self, action: QAction) -> None:
        self._preferences.appearance = action.data()
        self._appearance.choose(action.data())

    @Slot(QAction)
    def _on_text_size_triggered(self, action: QAction) -> None:
        self._choose_text_size(action.data())

    @Slot()
    def _on_larger_text_triggered(self) -> None:
        self._choose_text_size(next_text_size(self._appearance.text_size, 1))

    @Slot()
    def _on_smaller_text_triggered(self) -> None:
        self._choose_text_size(next_text_size(self._appearance.text_size, -1))


def _name(screen: QScreen) -> str:
    size = screen.size()
    return f"{screen.name()} {size.width()}x{size.height()}"
