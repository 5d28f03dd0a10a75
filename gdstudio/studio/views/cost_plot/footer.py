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
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from gdstudio.studio.style import in_figures
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import STRETCH, action_button, called, in_row
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.curves import Unit, run_colour

_ARROW: Final = " ▾"


class _StayingMenu(QMenu):
    """A menu that stays open while check boxes are clicked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
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
        table_requested(): The user wants to compare them in a table.
    """

    run_toggled = Signal(int, bool)
    cleared_requested = Signal()
    table_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._actions: list[QAction] = []
        called(self, self.tr("Earlier runs"), self.tr("Earlier runs, for comparison"))
        self.setText(self.tr("Runs") + _ARROW)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = _StayingMenu(self)
        self._clear = self._menu.addSeparator(), self._menu.addAction(self.tr("Forget these runs"))
        self._clear[1].triggered.connect(self.cleared_requested)
        table = QAction(self.tr("Compare runs…"), self)
        table.triggered.connect(self.table_requested)
        self._menu.insertAction(self._clear[1], table)
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
            text = title.replace("&", "&&")
            action = QAction(text, self._menu, checkable=True, checked=visible)
            action.setData(run_id)
            self._menu.insertAction(self._clear[0], action)
            self._actions.append(action)
        self.look_changed()
        self.setEnabled(bool(runs))

    def look_changed(self) -> None:
        """Colour the runs anew."""
        for position, action in enumerate(self._actions):
            colour = run_colour(self.theme, position)
            icon = QIcon(_box(colour))
            ticked = _box(colour, tick=QColor(self.theme.base))
            icon.addPixmap(ticked, state=QIcon.State.On)
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
    painter.setBrush(Qt.BrushStyle.NoBrush if tick is None else colour)
    painter.drawRoundedRect(QRectF(2, 2, 12, 12), 2, 2)
    if tick is not None:
        painter.setPen(QPen(tick, 2))
        painter.drawPolyline([QPointF(4.5, 8), QPointF(7, 10.5), QPointF(11.5, 5.5)])
    painter.end()
    return box


class CostFooter(QWidget):
    """Small controls in one row; also owns the plot's own menu.

    Attributes:
        runs: The button that lists earlier runs.
        log: Checked while costs are on a logarithmic axis.
        logit: Checked while accuracies are on a logit axis.
        menu: The plot's own menu.
        view_all: The user wants to see everything again; the plot takes its key, Ctrl+0.

    Signals:
        log_toggled(bool): Costs on a logarithmic axis.
        unit_chosen(object): The `Unit` to count along the horizontal axis.
    """

    log_toggled = Signal(bool)
    unit_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("costFooter")
        self.log = QAction(self.tr("Logarithmic cost axis"), self, checkable=True)
        self.log.setIconText(self.tr("log"))
        self.log.setToolTip(self.tr("Costs on a logarithmic axis"))
        self.logit = QAction(self.tr("Logit accuracy axis"), self, checkable=True)
        self.logit.setToolTip(
            self.tr("Accuracies on a logit axis, which spreads those near 100 % and near 0 %")
        )
        self.view_all = QAction(self.tr("View all"), self)
        self.view_all.setShortcut(QKeySequence("Ctrl+0"))
        self.view_all.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.view_all.setToolTip(self.tr("Let the axes follow the data again (Ctrl+0)"))
        self.menu, self._units = QMenu(self), QActionGroup(self)
        self.menu.addActions([self.view_all, self.log, self.logit])
        self.runs, self._position = RunsButton(), FittingLabel()
        self._unit_button = self._menu_button("", self.tr("Horizontal axis"), self._unit_menu())
        self._name_unit(Unit.STEPS)
        self._log_button, self._all_button = action_button(self.log), action_button(self.view_all)
        self._log_button.setObjectName("plain")
        self._all_button.hide()
        self._lay_out()
        self.log.toggled.connect(self.log_toggled)

    def set_log(self, log: bool) -> None:
        """Show whether costs are on a logarithmic axis."""
        with QSignalBlocker(self.log):
            self.log.setChecked(log)
        self._log_button.setChecked(log)

    @Slot(bool)
    def set_follows(self, follows: bool) -> None:
        """Offer to view all while the axes do not follow the data."""
        self._all_button.setVisible(not follows)

    def set_position(self, *forms: str) -> None:
        """Show the step, example or time the figures belong to, in the longest form that fits."""
        self._position.set_forms((*forms, ""))  # it stands in the header too

    def unit_name(self, unit: Unit) -> str:
        """Return what the horizontal axis counts, in a word."""
        names = {
            Unit.STEPS: self.tr("step"),
            Unit.EXAMPLES: self.tr("examples"),
            Unit.SECONDS: self.tr("seconds"),
        }
        return names[unit]

    def _name_unit(self, unit: Unit) -> None:
        self._unit_button.setText(self.unit_name(unit) + _ARROW)

    @Slot(QPoint)
    def popup_menu(self, place: QPoint) -> None:
        """Show the menu at a place of the screen."""
        self.menu.popup(place)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        menu_button = self._menu_button("⋯", self.tr("Menu of the cost plot"), self.menu)
        in_figures(self._position, bold=True)
        in_row(self._log_button, STRETCH, of=left)
        buttons = (self._all_button, self.runs, menu_button)
        in_row((self._position, 1), *buttons, of=right, spacing=4)  # its length moves nothing
        for button in (self._unit_button, *buttons):  # their words are never cut
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        # Equal sides keep the unit in the middle, where they have the room.
        in_row((left, 1), self._unit_button, (right, 1), of=self, spacing=6)

    def _unit_menu(self) -> QMenu:
        menu = QMenu(self)
        for unit, text in (
            (Unit.STEPS, self.tr("Steps")),
            (Unit.EXAMPLES, self.tr("Training examples")),
            (Unit.SECONDS, self.tr("Seconds of training")),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(unit is Unit.STEPS)
            action.setData(unit)
            self._units.addAction(action)
        self._units.triggered.connect(self._on_unit_triggered)
        return menu

    def _menu_button(self, text: str, name: str, menu: QMenu) -> QToolButton:
        button = called(QToolButton(), name, name)
        button.setText(text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    @Slot(QAction)
    def _on_unit_triggered(self, action: QAction) -> None:
        self._name_unit(action.data())
        self.unit_chosen.emit(action.data())
