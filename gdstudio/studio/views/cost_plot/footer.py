"""The row under the cost plot: scale of the costs, unit of the other axis, runs, menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QIcon,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.curves import Unit, run_colour


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


_ARROW: Final = " ▾"


class CostFooter(QWidget):
    """Small controls in one row; also owns the plot's own menu.

    Attributes:
        runs: The button that lists earlier runs.
        log: Checked while costs are on a logarithmic axis.

    Signals:
        log_toggled(bool): Costs on a logarithmic axis.
        unit_chosen(object): The `Unit` to count along the horizontal axis.
        view_all_requested(): The user wants to see everything again.
        export_requested(str): "copy", "png" or "csv".
    """

    log_toggled = Signal(bool)
    unit_chosen = Signal(object)
    view_all_requested = Signal()
    export_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("costFooter")
        self.log = QAction(self.tr("Logarithmic cost axis"), self)
        self.log.setCheckable(True)
        self.log.setIconText(self.tr("log"))
        self.log.setToolTip(self.tr("Costs on a logarithmic axis"))
        self._view_all = QAction(self.tr("View all"), self)
        self._view_all.setShortcut(QKeySequence("Ctrl+0"))
        self._view_all.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._view_all.setToolTip(self.tr("Let the axes follow the data again (Ctrl+0)"))
        self._exports = self._export_actions()
        self._units = QActionGroup(self)
        self.menu = self._make_menu()
        self.runs = RunsButton()
        self._unit_button = self._menu_button("", self.tr("Horizontal axis"))
        self._unit_button.setMenu(self._unit_menu())
        self.set_unit(Unit.STEPS)
        self._position = QLabel()
        self._all_button = self._button(self._view_all)
        self._all_button.hide()
        menu_button = self._menu_button("⋯", self.tr("Menu of the cost plot"))
        menu_button.setMenu(self.menu)
        self._lay_out(menu_button)
        self.log.toggled.connect(self.log_toggled)
        self._view_all.triggered.connect(self._on_view_all_triggered)

    @property
    def view_all(self) -> QAction:
        """The action with the shortcut Ctrl+0; the plot adds it to itself."""
        return self._view_all

    def set_log(self, log: bool) -> None:
        """Show whether costs are on a logarithmic axis."""
        with QSignalBlocker(self.log):
            self.log.setChecked(log)
        self._log_button.setChecked(log)

    def set_follows(self, follows: bool) -> None:
        """Offer to view all while the axes do not follow the data."""
        self._all_button.setVisible(not follows)

    def set_position(self, text: str) -> None:
        """Show the step, example or time the figures belong to."""
        self._position.setText(text)

    def set_unit(self, unit: Unit) -> None:
        """Show what is counted along the horizontal axis."""
        names = {
            Unit.STEPS: self.tr("step"),
            Unit.EXAMPLES: self.tr("examples"),
            Unit.SECONDS: self.tr("seconds"),
        }
        for action in self._units.actions():
            action.setChecked(action.data() is unit)
        self._unit_button.setText(names[unit] + _ARROW)

    def popup_menu(self, place: QPoint) -> None:
        """Show the menu at a place of the screen."""
        self.menu.popup(place)

    def _lay_out(self, menu_button: QToolButton) -> None:
        self._log_button = self._button(self.log)
        right = QWidget()
        right_row = QHBoxLayout(right)
        right_row.setContentsMargins(0, 0, 0, 0)
        right_row.setSpacing(4)
        self._position.setFont(numeral_font(self.font(), bold=True))
        right_row.addWidget(self._position)
        right_row.addStretch(1)
        for button in (self._all_button, self.runs, menu_button):
            right_row.addWidget(button)
        left = QWidget()
        left_row = QHBoxLayout(left)
        left_row.setContentsMargins(0, 0, 0, 0)
        left_row.addWidget(self._log_button)
        left_row.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for side in (left, right):  # equal sides keep the unit in the middle
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(left, 1)
        row.addWidget(self._unit_button)
        row.addWidget(right, 1)

    def _export_actions(self) -> list[QAction]:
        texts = (
            ("copy", self.tr("Copy picture")),
            ("png", self.tr("Save picture…")),
            ("csv", self.tr("Save data as CSV…")),
        )
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        group.triggered.connect(self._on_export_triggered)
        for kind, text in texts:
            group.addAction(text).setData(kind)
        return group.actions()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self._view_all, self.log])
        menu.addSeparator()
        menu.addActions(self._exports)
        return menu

    def _unit_menu(self) -> QMenu:
        menu = QMenu(self)
        for unit, text in (
            (Unit.STEPS, self.tr("Steps")),
            (Unit.EXAMPLES, self.tr("Training examples")),
            (Unit.SECONDS, self.tr("Seconds of training")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(unit)
            self._units.addAction(action)
        self._units.triggered.connect(self._on_unit_triggered)
        return menu

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return button

    def _menu_button(self, text: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    @Slot()
    def _on_view_all_triggered(self) -> None:
        self.view_all_requested.emit()

    @Slot(QAction)
    def _on_export_triggered(self, action: QAction) -> None:
        self.export_requested.emit(action.data())

    @Slot(QAction)
    def _on_unit_triggered(self, action: QAction) -> None:
        self.set_unit(action.data())
        self.unit_chosen.emit(action.data())
