"""The presentation: full screen, large type, and nothing but what an audience needs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.views.common.split_page import SplitPage

_PERCENT: Final = 150  # of the usual size: read from the last row
_LEAST_ROOM: Final = (850, 480)  # pixels at 100 % that the window needs of a screen


class Presentation(QObject):
    """Goes with the full screen of the window, whoever asks for that; the window owns it.

    Attributes:
        is_on: Whether it is given now.

    Signals:
        changed: (bool) It has begun, or is over.
    """

    changed = Signal(bool)

    def __init__(self, actions: Actions, appearance: Appearance, window: QMainWindow) -> None:
        """Wait for the full screen."""
        super().__init__(window)
        self._actions, self._appearance, self._window = actions, appearance, window
        self.is_on = False
        self._percent = appearance.text_size
        self._filling: dict[SplitPage, tuple[QWidget, ...]] = {}
        window.installEventFilter(self)
        self._follow()

    @property
    def appearance(self) -> Appearance:
        """What is given large type."""
        return self._appearance

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange:
            self._follow()
        return False

    def _follow(self) -> None:
        is_on = self._window.isFullScreen()
        if is_on == self.is_on:
            return
        self.is_on = is_on
        if is_on:
            self._begin()
        else:
            self._end()
        self.changed.emit(is_on)

    def _begin(self) -> None:
        window, pages = self._window, self._pages()
        self._percent = self._appearance.text_size
        self._filling = {page: page.filling for page in pages}
        window.addActions(self._actions.all())  # a hidden menu bar takes their keys with it
        window.menuBar().hide()
        window.statusBar().hide()
        size = presented(self._percent, window.screen().size())
        self._appearance.enlarge("presentation", size)

    def _end(self) -> None:
        window = self._window
        self._appearance.give_back("presentation")
        window.menuBar().show()
        window.statusBar().show()
        for action in self._actions.all():
            window.removeAction(action)
        for page in self._pages():
            if page.filling != self._filling.get(page, ()):
                page.bring_back()

    def _pages(self) -> list[SplitPage]:
        return self._window.findChildren(SplitPage)


def presented(percent: int, place: QSize) -> int:
    """Return the text size for an audience where a window has this place, in percent.

    Never smaller than `percent`.
    """
    room = min(place.width() / _LEAST_ROOM[0], place.height() / _LEAST_ROOM[1])
    fitting = [size for size in TEXT_SIZES if size <= min(_PERCENT, 100 * room)]
    return max(percent, *fitting, TEXT_SIZES[0])
