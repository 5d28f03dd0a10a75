"""All charts of an experiment in a calm grid; one can be shown alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from gdstudio.pictures.board_layout import places
from gdstudio.pictures.charts import Chart
from gdstudio.studio.theme import LIGHT, Theme
from gdstudio.studio.views.charts.chart_tile import ChartTile

TURN_MS: Final = 20  # between the charts of one live update


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
        self._theme = LIGHT
        self._tiles: list[ChartTile] = []
        self._alone: ChartTile | None = None
        self._waiting: dict[ChartTile, Chart] = {}
        self._turns = QTimer(self)
        self._turns.setInterval(TURN_MS)
        self._turns.timeout.connect(self._on_turns_timeout)
        self._ground = QWidget()
        self._ground.setObjectName("panelBody")
        self._hint = QLabel(self._ground)
        self._hint.setObjectName("muted")
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
        """Show these charts; one that was there before keeps its view.

        Args:
            charts: The most telling first.
            is_live: Whether they go on growing.
        """
        left = list(self._tiles)
        tiles = []
        for chart in charts:
            found = next(
                (t for t in left if t.kind is type(chart) and t.title == chart.title), None
            )
            if found is None:
                found = self._made(chart)
            else:
                left.remove(found)
                self._renew(found, chart, is_live)
            tiles.append(found)
        for tile in left:
            self._waiting.pop(tile, None)
            if tile is self._alone:
                self._alone = None
            tile.hide()
            tile.deleteLater()
        is_same = tiles == self._tiles
        self._tiles = tiles
        if not is_same:
            self._arrange()

    def show_alone(self, tile: ChartTile | None) -> None:
        """Show one chart large, or None for all."""
        self._alone = tile
        for one in self._tiles:
            one.set_enlarged(one is tile)
        self._arrange()
        if tile is not None:
            tile.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        for tile in self._tiles:
            tile.set_theme(theme)

    def _made(self, chart: Chart) -> ChartTile:
        tile = ChartTile(chart)
        tile.setParent(self._ground)
        tile.set_theme(self._theme)
        tile.enlarge_toggled.connect(self._on_tile_enlarge_toggled)
        tile.export_requested.connect(self._on_tile_export_requested)
        tile.picture_chosen.connect(self.picture_chosen)
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

    @Slot()
    def _on_tile_enlarge_toggled(self) -> None:
        tile = self.sender()
        assert isinstance(tile, ChartTile)
        self.show_alone(None if self._alone is tile else tile)

    @Slot(str)
    def _on_tile_export_requested(self, kind: str) -> None:
        tile = self.sender()
        assert isinstance(tile, ChartTile)
        self.export_requested.emit(tile.view.picture(), tile.title, kind)

    def minimumSizeHint(self) -> QSize:
        """Return room for one chart."""
        return QSize(300, 200)

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
        """Arrange for the new room."""
        super().resizeEvent(event)
        self._arrange()
