"""The button that lists the earlier runs of this sitting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton

from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.cost_plot_curves import run_colour


class _StayingMenu(QMenu):
    """A menu that stays open while check boxes are clicked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle a check box without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class RunsButton(FollowsLook, QToolButton):
    """Lists the earlier runs with their colours; each can be shown and hidden.

    Signals:
        run_toggled(int, bool): The user showed or hid a run.
        cleared_requested(): The user wants to forget the earlier runs.
    """

    run_toggled = Signal(int, bool)
    cleared_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._actions: list[QAction] = []
        self.setText(self.tr("Runs") + " ▾")
        self.setToolTip(self.tr("Earlier runs, for comparison"))
        self.setAccessibleName(self.tr("Earlier runs"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = _StayingMenu(self)
        self._clear = self._menu.addSeparator(), self._menu.addAction(self.tr("Forget these runs"))
        self._clear[1].triggered.connect(self.cleared_requested)
        self._menu.triggered.connect(self._on_menu_triggered)
        self.setMenu(self._menu)
        self.follow_look()
        self.set_runs([])

    def set_runs(self, runs: Sequence[tuple[int, str, bool]]) -> None:
        """List these runs: number, title, visible."""
        for action in self._actions:
            self._menu.removeAction(action)
            action.deleteLater()
        self._actions = []
        for run_id, title, visible in runs:
            action = QAction(title.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(visible)
            action.setData(run_id)
            self._menu.insertAction(self._clear[0], action)
            self._actions.append(action)
        self._colour()
        self.setEnabled(bool(runs))

    def look_changed(self) -> None:
        """Colour the runs anew."""
        self._colour()

    def _colour(self) -> None:
        for position, action in enumerate(self._actions):
            colour = run_colour(self.theme, position)
            icon = QIcon(_box(colour))
            ticked = _box(colour, tick=QColor(self.theme.base))
            icon.addPixmap(ticked, QIcon.Mode.Normal, QIcon.State.On)
            icon.addPixmap(ticked, QIcon.Mode.Active, QIcon.State.On)
            action.setIcon(icon)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        if action in self._actions:
            self.run_toggled.emit(action.data(), action.isChecked())


def _box(colour: QColor, tick: QColor | None = None) -> QPixmap:
    """Return a check box in a run's colour: filled with a tick in it, or an outline."""
    box = QPixmap(32, 32)
    box.setDevicePixelRatio(2.0)
    box.fill(Qt.GlobalColor.transparent)
    painter = QPainter(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    if tick is not None:
        painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(2, 2, 12, 12), 2, 2)
    if tick is not None:
        painter.setPen(QPen(tick, 2))
        painter.drawPolyline([QPointF(4.5, 8), QPointF(7, 10.5), QPointF(11.5, 5.5)])
    painter.end()
    return box
