"""A chart with its title and a small menu: enlarge, copy, save."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout

from gdstudio.pictures.charts import Chart
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.charts.chart_text import wrapped_lines
from gdstudio.studio.views.charts.chart_views import view_of
from gdstudio.studio.views.charts.picture_wall_view import PictureWallView

_BESIDE_PX: Final = 26  # frame, margins and spacing
_MOST_LINES: Final = 3  # more would leave no room for the chart
_CUT_LINES: Final = 2  # of a title that is cut in any case


class ChartTile(QFrame):
    """Made for one kind of chart, then shows any of that kind.

    Signals:
        enlarge_toggled(): The user wants this chart alone, or all again.
        export_requested(str): "copy" or "png".
        picture_chosen(object): Pixels of a picture on a wall.
    """

    enlarge_toggled = Signal()
    export_requested = Signal(str)
    picture_chosen = Signal(object)

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.setObjectName("card")
        self.kind = type(chart)
        self.view = view_of(chart)
        self._title = QLabel()
        self._title.setObjectName("cardTitle")
        self._full_title = ""
        self._menu, self._enlarge = QMenu(self), QAction(self.tr("Enlarge"), self)
        self._button = QToolButton()
        self._lay_out()
        self._enlarge.triggered.connect(self.enlarge_toggled)
        self.view.enlarge_requested.connect(self.enlarge_toggled)
        if isinstance(self.view, PictureWallView):
            self.view.picture_chosen.connect(self._on_view_picture_chosen)
        self.set_chart(chart)

    @property
    def title(self) -> str:
        """The chart's title."""
        return self._full_title

    def set_chart(self, chart: Chart, *, is_live: bool = False) -> None:
        """Show a chart of this tile's kind; `is_live` if it goes on growing."""
        assert type(chart) is self.kind
        self._full_title = chart.title
        self._title.setToolTip(chart.title)
        self.view.set_chart(chart, is_live=is_live)
        self._elide()

    def set_enlarged(self, enlarged: bool) -> None:
        """Tell whether this chart is shown alone."""
        self._enlarge.setText(self.tr("Show all charts") if enlarged else self.tr("Enlarge"))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.view.set_theme(theme)

    def _lay_out(self) -> None:
        self._menu.addAction(self._enlarge)
        self._menu.addSeparator()
        for key, text in (
            ("copy", self.tr("Copy picture")),
            ("png", self.tr("Save picture…")),
        ):
            action = self._menu.addAction(text)
            action.setData(key)
            action.triggered.connect(self._on_export_triggered)
        self._button.setText("⋯")
        self._button.setToolTip(self.tr("Enlarge, copy or save this chart"))
        self._button.setAccessibleName(self.tr("Menu of the chart"))
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setStyleSheet(
            "QToolButton { padding: 0 4px; } QToolButton::menu-indicator { image: none; }"
        )
        self._button.setMenu(self._menu)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 6)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._title.setMinimumWidth(20)
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _elide(self) -> None:
        """Write the title on as many lines as it takes, up to a limit; then cut it short."""
        beside = self._button.sizeHint().width() + _BESIDE_PX
        room, metrics = max(self.width() - beside, 40), self._title.fontMetrics()
        lines = wrapped_lines(self._full_title, metrics.horizontalAdvance, room)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_CUT_LINES - 1 :])
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: _CUT_LINES - 1], last]
        self._title.setText("\n".join(lines))
        self._title.setFixedHeight(len(lines) * metrics.lineSpacing() + 2)

    @Slot(int)
    def _on_view_picture_chosen(self, index: int) -> None:
        self.picture_chosen.emit(self.view.chart.pictures[index])

    @Slot()
    def _on_export_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.export_requested.emit(action.data())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu under the pointer."""
        self._menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to the new width."""
        super().resizeEvent(event)
        self._elide()
