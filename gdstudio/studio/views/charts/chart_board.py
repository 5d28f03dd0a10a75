"""All charts of an experiment in a calm grid; one can be shown alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QWidget,
)

from gdstudio.pictures.charts import Chart
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.charts import chart_figure
from gdstudio.pictures.sheet import wrapped
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import told_all
from gdstudio.studio.views.charts.chart_view import PictureWallView, view_of
from gdstudio.studio.views.common.figure_actions import FigureActions
from gdstudio.studio.views.common.layouts import in_column, in_row, label

TURN_MS: Final = 20  # between the charts of one live update
_BESIDE_PX: Final = 26  # frame, margins and spacing
_MOST_LINES: Final = 3  # more would leave no room for the chart
_CUT_LINES: Final = 2  # of a title that is cut in any case


class ChartTile(QFrame):
    """Made for one kind of chart, then shows any of that kind.

    Signals:
        enlarge_asked(object): The user wants to see this tile alone, or all again.

    Attributes:
        figures: What can be taken away from it.
    """

    enlarge_asked = Signal(object)

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.setObjectName("card")
        self.kind = type(chart)
        self.view = view_of(chart)
        self._title = label("cardTitle")
        self._full_title = ""
        self.figures = FigureActions(self)
        self._enlarge = QAction(self)
        self._lay_out()
        self.view.enlarge_requested.connect(self._on_enlarge_triggered)
        self.set_chart(chart)

    @property
    def title(self) -> str:
        """The chart's title."""
        return self._full_title

    def set_chart(self, chart: Chart, *, is_live: bool = False) -> None:
        """Show a chart of this tile's kind; `is_live` if it goes on growing."""
        assert type(chart) is self.kind
        self._full_title = chart.title
        self.figures.name_card(chart.title)
        self._title.setToolTip(chart.title)
        self.view.set_chart(chart, is_live=is_live)
        self._elide()

    def set_enlarged(self, enlarged: bool) -> None:
        """Tell whether this chart is shown alone."""
        self._enlarge.setText(self.tr("Show all charts") if enlarged else self.tr("Enlarge"))

    def _lay_out(self) -> None:
        self.set_enlarged(False)
        self._enlarge.triggered.connect(self._on_enlarge_triggered)
        self.figures.put_first(self._enlarge)
        head = in_row((self._title, 1), (self.figures.button, 0, Qt.AlignmentFlag.AlignTop))
        in_column(head, (self.view, 1), of=self, spacing=2, margins=(10, 6, 6, 6))
        sized(self._title, minimumWidth=20)
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _elide(self) -> None:
        """Write the title on as many lines as it takes, up to a limit; then cut it short."""
        beside = self.figures.button.sizeHint().width() + px(_BESIDE_PX)
        room, metrics = max(self.width() - beside, 40), self._title.fontMetrics()
        lines = wrapped(self._full_title, metrics.horizontalAdvance, room)
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_CUT_LINES - 1 :])
            last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: _CUT_LINES - 1], last]
        self._title.setText("\n".join(lines))
        self._title.setFixedHeight(len(lines) * metrics.lineSpacing() + 2)

    def figure(self) -> Figure:
        """Return what it shows."""
        return chart_figure(self.view.chart)

    @Slot()
    def _on_enlarge_triggered(self) -> None:
        self.enlarge_asked.emit(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.figures.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()


class ChartBoard(QScrollArea):
    """Lays out charts for the room there is and keeps each one's view while its data change.

    Signals:
        tile_made(object): There is another ChartTile, whose figure can be taken away.
        picture_chosen(object): Pixels (rows, columns), uint8, of a picture on a wall.
    """

    tile_made = Signal(object)
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
        self._hint.setText(text)

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
        tile.enlarge_asked.connect(self._on_tile_enlarge_asked)
        if isinstance(tile.view, PictureWallView):
            tile.view.picture_chosen.connect(self.picture_chosen)
        tile.view.installEventFilter(self)
        self.tile_made.emit(tile)
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

    @Slot(object)
    def _on_tile_enlarge_asked(self, tile: ChartTile) -> None:
        self.show_alone(None if self._alone is tile else tile)

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
