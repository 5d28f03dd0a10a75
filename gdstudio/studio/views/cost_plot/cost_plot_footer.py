"""The row under the cost plot: scale of the costs, unit of the other axis, runs, menu."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.cost_plot.cost_plot_runs import RunsButton
from gdstudio.studio.views.cost_plot.cost_plot_unit import Unit

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
