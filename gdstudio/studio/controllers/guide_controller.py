"""Opens the guide where it says what one asks: for a workspace, or for what one points at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QToolTip,
    QWhatsThis,
    QWidget,
)

from gdstudio.glossary import Entry
from gdstudio.studio.actions import Actions
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.views.common.scene_widget import SceneWidget
from gdstudio.studio.views.help.guide_dock import GuideDock
from gdstudio.studio.views.help.guide_pages import TERM
from gdstudio.studio.views.help.what_is import entry_at, tip_at

_STATE: Final = "guide"  # in the preferences: where the dock stands, and whether it is open
_FIELDS: Final = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractSlider, QCheckBox)
_RIGHT: Final = Qt.DockWidgetArea.RightDockWidgetArea


class GuideController(QObject):
    """Holds the guide, made when somebody asks for it, and answers "What is this?" and tool tips.

    Helps the window with what nobody below it answers: help events that all views let pass.
    """

    def __init__(
        self,
        actions: Actions,
        page: Callable[[], str],
        preferences: Preferences,
        window: QMainWindow,
    ) -> None:
        """Open the guide if it was open when the window was closed last.

        Args:
            actions: Guide and What is this.
            page: The page of the guide that belongs to the workspace in sight.
            preferences: Keep where the guide stands.
            window: Has the guide beside its middle.
        """
        super().__init__(window)
        self._page, self._window = page, window
        self._dock: GuideDock | None = None
        self._scale = text_scale()
        self._kept = preferences.layout_state(_STATE)
        window.installEventFilter(self)
        actions.guide.triggered.connect(self._on_guide_triggered)
        actions.what_is_this.triggered.connect(QWhatsThis.enterWhatsThisMode)
        if self._kept is not None and b"open" in bytes(self._kept.data())[:4]:
            self._show(page())

    @property
    def dock(self) -> GuideDock | None:
        """The guide; None before it was first asked for."""
        return self._dock

    def show_entry(self, entry: Entry) -> None:
        """Show what a term means."""
        self._show(f"{TERM}{entry.key}")

    def follow(self) -> None:
        """Show the page of another workspace, if the guide is open at one."""
        if self._dock is not None and self._dock.isVisible() and self._dock.shows_workspace:
            self._dock.follow(self._page())

    def look_changed(self) -> None:
        """Take up the theme and the text size in force."""
        if self._dock is not None:
            self._dock.look_changed()
            if self._scale != text_scale():
                self._take_width(self._dock)

    def save(self, preferences: Preferences) -> None:
        """Keep where the guide stands, and whether it is open."""
        if self._dock is not None:
            word = b"open" if self._dock.isVisible() else b"shut"
            state = QByteArray(word + bytes(self._window.saveState().data()))
            preferences.set_layout_state(_STATE, state)

    def place(self) -> bytes | None:
        """Return where the guide stands and how wide it is; None before it was asked for."""
        return None if self._dock is None else bytes(self._window.saveState().data())

    def take_place(self, place: bytes | None) -> None:
        """Let the guide stand where `place` has told."""
        if place is not None and self._dock is not None:
            self._window.restoreState(QByteArray(place))

    def reset_layout(self) -> None:
        """Put the guide to the right of the window, as wide as it reads well."""
        self._kept = None
        if self._dock is not None:
            self._dock.setFloating(False)
            self._window.addDockWidget(_RIGHT, self._dock)
            self._take_width(self._dock)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer help events of the window that no view has answered."""
        kind = event.type()
        if kind not in (QEvent.Type.ToolTip, QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
            return False
        assert isinstance(event, QHelpEvent)
        widget = self._window.childAt(event.pos())
        if kind == QEvent.Type.ToolTip:
            return self._show_tip(widget, event.globalPos())
        entry = entry_at(widget)
        event.setAccepted(entry is not None)
        if entry is not None and kind == QEvent.Type.WhatsThis:
            QWhatsThis.leaveWhatsThisMode()
            self.show_entry(entry)
        return True

    @staticmethod
    def _show_tip(widget: QWidget | None, at: QPoint) -> bool:
        tip = tip_at(widget)
        if tip and widget is not None:
            place = widget.tip_point(at) if isinstance(widget, SceneWidget) else at
            QToolTip.showText(place, tip, widget)
        return bool(tip)

    @Slot()
    def _on_guide_triggered(self) -> None:
        entry = self._pointed_at()
        if entry is None:
            self._show(self._page())
        else:
            self.show_entry(entry)

    def _pointed_at(self) -> Entry | None:
        """Return the entry of the control under the mouse, else of the field with the focus."""
        under = QApplication.widgetAt(QCursor.pos())
        if under is not None and self._window.isAncestorOf(under):
            entry = entry_at(under, within=True)
            if entry is not None:
                return entry
        field = QApplication.focusWidget()
        if isinstance(field, _FIELDS) and self._window.isAncestorOf(field):
            return entry_at(field, within=True)
        return None

    def _show(self, address: str) -> None:
        dock = self._made()
        dock.show_page(address)
        dock.show()
        dock.raise_()

    def _made(self) -> GuideDock:
        if self._dock is None:
            self._dock = GuideDock(self._window)
            self._window.addDockWidget(_RIGHT, self._dock)
            kept = b"" if self._kept is None else bytes(self._kept.data())[4:]
            if not (kept and self._window.restoreState(QByteArray(kept))):
                self._take_width(self._dock)
            self._dock.visibilityChanged.connect(self._on_dock_visibility_changed)
        return self._dock

    def _take_width(self, dock: QDockWidget) -> None:
        self._scale = text_scale()
        room = max(px(240), self._window.width() // 2)
        width = min(dock.sizeHint().width(), room)
        self._window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    @Slot(bool)
    def _on_dock_visibility_changed(self, visible: bool) -> None:
        if visible and self._dock is not None and self._dock.shows_workspace:
            self._dock.follow(self._page())
