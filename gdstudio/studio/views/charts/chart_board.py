"""All charts of an experiment in a calm grid; one can be shown alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QScrollArea,
    QToolButton,
    QWidget,
)

from gdstudio.pictures.charts import Chart
from gdstudio.pictures.sheet import wrapped
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import told_all
from gdstudio.studio.views.charts.chart_view import PictureWallView, view_of
from gdstudio.studio.views.common.layouts import called, in_column, in_row, label

TURN_MS: Final = 20  # between the charts of one live update
_BESIDE_PX: Final = 26  # frame, margins and spacing
_MOST_LINES: Final = 3  # more would leave no room for the chart
_CUT_LINES: Final = 2  # of a title that is cut in any case


class ChartTile(QFrame):
    """Made for one kind of chart, then shows any of that kind.

    Signals:
        asked(object, str): The user wants of this tile to see it alone or all again ("enlarge"),
            or its picture copied ("copy") or saved ("png").
    """

    asked = Signal(object, str)

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.setObjectName("card")
        self.kind = type(chart)
        self.view = view_of(chart)
        self._title = label("cardTitle")
        self._full_title = ""
        self._menu = QMenu(self)
        tip = self.tr("Enlarge, copy or save this chart")
        self._button = called(QToolButton(), self.tr("Menu of the chart"), tip)
        self._lay_out()
        self.view.enlarge_requested.connect(self._on_view_enlarge_requested)
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

    def _lay_out(self) -> None:
        self._enlarge = self._menu.addAction(self.tr("Enlarge"))
        self._menu.addSeparator()
        copy = self._menu.addAction(self.tr("Copy picture"))
        save = self._menu.addAction(self.tr("Save picture…"))
        for action, kind in ((self._enlarge, "enlarge"), (copy, "copy"), (save, "png")):
            action.setData(kind)
        self._menu.triggered.connect(self._on_menu_triggered)
        self._button.setText("⋯")
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setObjectName("chartMenu")
        self._button.setMenu(self._menu)
        head = in_row((self._title, 1), (self._button, 0, Qt.AlignmentFlag.AlignTop))
        in_column(head, (self.view, 1), of=self, spacing=2, margins=(10, 6, 6, 6))
        sized(self._title, minimumWidth=20)
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _elide(self) -> None:
        """Write the title on as many lines as it takes, up to a limit; then cut it short."""
        beside = self._button.sizeHint().width() + px(_BESIDE_PX)
        room, metrics = max(self.width() - beside, 40), self._title.fontMetrics()
        lines = wrapped(self._full_title, metrics.horizontalAdvance, room)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_CUT_LINES - 1 :])
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: _CUT_LINES - 1], last]
        self._title.setText("\n".join(lines))
        self._title.setFixedHeight(len(lines) * metrics.lineSpacing() + 2)

    @Slot()
    def _on_view_enlarge_requested(self) -> None:
        self.asked.emit(self, "enlarge")

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.asked.emit(self, action.data())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()


class ChartBoard(QScrollArea):
    """Lays out charts for the room there is and keeps each one's view while its data change.

    Signals:
        export_requested(object, str, str): Picture, title of its chart, and "copy" or "png".
        picture_chosen(object): Pixels (rows, columns), uint8, of a picture on a wall.
    """

    export_requested = Signal(object, str, str)
    picture_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[ChartTile] = []
        self._alone: ChartTile | None = None
        self._waiting: dict[ChartTile, Chart] = {}
        self._turns = QTimer(self)
        self._turns.setInterval(TURN_MS)
        self._turns.timeout.connect(self._on_turns_timeout)
        self._ground = QWidget()
        self._ground.setObjectName("panelBody")
        self._hint = label("muted")
        self._hint.setParent(self._ground)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._ground)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Charts"))

    @property
    def tiles(self) -> tuple[ChartTile, ...]:
        """The charts shown, in order."""
        return tuple(self._tiles)

    @property
    def enlarged(self) -> ChartTile | None:
        """The chart shown alone, or None."""
        return self._alone

    def set_hint(self, text: str) -> None:
        """Say something where there is no chart."""
        if text != self._hint.text():
            self._hint.setText(text)
            self._arrange()

    def set_charts(self, charts: Sequence[Chart], *, is_live: bool = False) -> None:
        """Show charts, the most telling first; live ones go on growing.

        One that was there before keeps its view.
        """
        left = list(self._tiles)
        tiles = []
        for chart in map(told_all, charts):
            like = [t for t in left if t.kind is type(chart) and t.title == chart.title]
            if like:
                left.remove(like[0])
                self._renew(like[0], chart, is_live)
            tiles.append(like[0] if like else self._made(chart))
        for tile in left:
            self._waiting.pop(tile, None)
            if tile is self._alone:
                self._alone = None
            tile.hide()
            tile.deleteLater()
        if tiles != self._tiles:
            self._tiles = tiles
            self._arrange()

    def show_alone(self, tile: ChartTile | None) -> None:
        """Show one chart large, or None for all."""
        self._alone = tile
        for one in self._tiles:
            one.set_enlarged(one is tile)
        self._arrange()
        if tile is not None:
            tile.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, chart: Chart) -> ChartTile:
        tile = ChartTile(chart)
        tile.setParent(self._ground)
        tile.asked.connect(self._on_tile_asked)
        if isinstance(tile.view, PictureWallView):
            tile.view.picture_chosen.connect(self.picture_chosen)
        tile.view.installEventFilter(self)
        return tile

    def _renew(self, tile: ChartTile, chart: Chart, is_live: bool) -> None:
        """Give a tile its new data; live ones take turns, so that painting all stops nothing."""
        if not is_live:
            self._waiting.pop(tile, None)
            tile.set_chart(chart)
        elif tile.view.chart is not chart:  # most stay as they are
            self._waiting[tile] = chart
            if not self._turns.isActive():
                self._turns.start()

    def _arrange(self) -> None:
        room = self.viewport().size()
        shown = self._tiles if self._alone is None else [self._alone]
        found = places(len(shown), room.width(), room.height())
        bottom = max((top + high for _, top, _, high in found), default=0)
        if bottom > room.height() and self.verticalScrollBar().isHidden():
            # The bar will take its width: lay out for what remains.
            width = room.width() - self.verticalScrollBar().sizeHint().width()
            found = places(len(shown), width, room.height())
        self._ground.resize(room.width(), max(bottom, room.height()))
        for tile, place in zip(shown, found, strict=True):
            tile.setGeometry(QRect(*place))
        for tile in self._tiles:
            tile.setVisible(tile in shown)
        self._hint.setGeometry(self._ground.rect().adjusted(40, 0, -40, 0))
        self._hint.setVisible(not shown)

    @Slot()
    def _on_turns_timeout(self) -> None:
        if self._waiting:
            tile = next(iter(self._waiting))
            tile.set_chart(self._waiting.pop(tile), is_live=True)
        else:
            self._turns.stop()

    @Slot(object, str)
    def _on_tile_asked(self, tile: ChartTile, kind: str) -> None:
        if kind == "enlarge":
            self.show_alone(None if self._alone is tile else tile)
        else:
            self.export_requested.emit(tile.view.picture(), tile.title, kind)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(300), px(200))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show all again when Escape is pressed in the one that is shown alone."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self._alone is not None
        ):
            self.show_alone(None)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


_BEST_RATIO: Final = 1.45  # width to height of a chart
LEAST: Final = (
    296,
    232,
)  # pixels at 100 %: title, key and axes leave the data half of it
GAP: Final = 8

Place = tuple[int, int, int, int]


def row_counts(n: int, width: int, height: int) -> list[int]:
    """Return how many of n charts, at least 1, stand in each row.

    The board is `width` pixels wide, and `height` of it are in sight.
    """
    best, found = math.inf, [1] * n
    for rows in range(1, n + 1):
        columns = math.ceil(n / rows)
        if columns > 1 and width / columns < px(LEAST[0]):
            continue
        size = width / (n / rows), height / rows
        cost = abs(math.log(size[0] / size[1] / _BEST_RATIO))
        cost += 2.0 * max(px(LEAST[1]) / size[1] - 1, 0.0)  # what has to be scrolled to
        if cost < best:
            few, more = divmod(n, rows)
            best, found = cost, [few] * (rows - more) + [few + 1] * more
    return found


def places(n: int, width: int, height: int) -> list[Place]:
    """Return left, top, width and height of each chart; lower than `height` if need be."""
    if n == 0:
        return []
    counts = row_counts(n, width, height)
    high = max((height - GAP * (len(counts) - 1)) // len(counts), px(LEAST[1]))
    found, top = [], 0
    for count in counts:
        edges = [round(k * (width + GAP) / count) for k in range(count + 1)]
        found += [(edges[k], top, edges[k + 1] - edges[k] - GAP, high) for k in range(count)]
        top += high + GAP
    return found
