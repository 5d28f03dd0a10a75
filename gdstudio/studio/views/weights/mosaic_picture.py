"""The mosaic on the screen: one picture, a tile to point at, one neuron to look at closely."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.mosaic import Mosaic, TileKind, Tiles, lay_out, neuron_pixel_at
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import (
    ENTER_KEYS,
    PaintedWidget,
    arrow_of,
    came_by_key,
)
from gdstudio.studio.views.weights.colour_bar import colour_table
from gdstudio.studio.views.weights.tile_words import capitalised, tile_name, tiles_described

PADDING_PX: Final = 4
OUTLINE_PX: Final = 2
PLATE_OPACITY: Final = 0.82  # the first pixels of a row are empty in every digit: little is covered


class MosaicPicture(PaintedWidget):
    """Draws a mosaic in the screen's own pixels and lets people pick a neuron.

    Signals:
        neuron_chosen(int): A neuron was enlarged; -1 when all are shown again.
        pixel_hovered(int, int, int): Neuron, row and column under the pointer; -1, -1, -1 for none.
    """

    neuron_chosen = Signal(int)
    pixel_hovered = Signal(int, int, int)

    def __init__(self, *, at_left: bool = False) -> None:
        """Show nothing yet; `at_left` puts all tiles together at the left end of the room."""
        super().__init__()
        self._at_left = at_left
        self._mosaic: Mosaic | None = None
        self._neuron = -1
        self._placed: tuple[tuple[Any, ...], PlacedMosaic] | None = None  # where, and what
        self._colours = colour_table(self.theme)
        self._marked = -1
        self._pixel: tuple[int, int, int] | None = None
        self._tiles: Tiles | None = None
        self._aspect = 0.0  # that the tiles are arranged for
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Weights of the first layer"))
        self._describe()

    def neuron(self) -> int:
        """Return the enlarged neuron, -1 while all are shown."""
        return self._neuron

    def set_tiles(self, tiles: Tiles) -> None:
        """Show `tiles`; an enlarged or marked neuron that is not among them is let go."""
        self._tiles, self._aspect = tiles, self._room_aspect()
        before, mosaic = self._mosaic, tiles.arranged(self._aspect)
        known = None if before is None else _known(before, self._neuron)
        is_other = before is not None and before.kind is not mosaic.kind
        if is_other or self._neuron >= mosaic.neurons:
            self._neuron = -1
        self._mosaic = mosaic
        if known != _known(mosaic, self._neuron):
            self._marked = -1
            self._set_pixel(None)
            self._describe()
        self.update()

    def set_neuron(self, neuron: int) -> None:
        """Enlarge `neuron`, or show all with -1; one the mosaic does not have counts as -1."""
        if self._mosaic is None:
            return
        self._neuron = neuron if 0 <= neuron < self._mosaic.neurons else -1
        self._set_pixel(None)
        self._describe()
        self.update()

    def pixel_at(self, position: QPointF) -> tuple[int, int, int] | None:
        """Return neuron, row and column of the weight drawn at `position`, None for none."""
        placed = self._place()
        return placed.pixel_at(position) if placed else None

    def look_changed(self) -> None:
        """Colour the picture anew."""
        self._colours = colour_table(self.theme)
        super().look_changed()

    def _room_aspect(self) -> float:
        """Return width / height of the room for a mosaic, in steps of 2 %."""
        room = self._room()
        steps = round(math.log(room.width() / room.height()) / math.log(1.02))
        return 1.02**steps

    def _choose(self, neuron: int) -> None:
        self._marked = neuron if neuron >= 0 else self.neuron()
        self.set_neuron(neuron)
        self.neuron_chosen.emit(neuron)

    def _describe(self) -> None:
        if self._mosaic is None:
            text = self.tr("No weights yet")
        elif self.neuron() >= 0:
            text = self.tr("{0}, enlarged; Escape shows all").format(self.caption())
        else:
            text = tiles_described(self._mosaic)
        self.setAccessibleDescription(text)

    def _set_pixel(self, pixel: tuple[int, int, int] | None) -> None:
        if pixel != self._pixel:
            self._pixel = pixel
            self.pixel_hovered.emit(*(pixel or (-1, -1, -1)))
            self.update()

    def _mark(self, neuron: int) -> None:
        if neuron != self._marked:
            self._marked = neuron
            self.update()

    def _neighbour(self, mosaic: Mosaic, step: tuple[int, int]) -> int:
        """Return the neuron an arrow key leads to; the first one if none is marked."""
        here = self._neuron if self._neuron >= 0 else self._marked
        if here < 0:
            return 0
        there = here + step[0] + step[1] * mosaic.columns
        return there if 0 <= there < mosaic.neurons else here

    def _room(self) -> QRect:
        room = self.rect().adjusted(PADDING_PX, PADDING_PX, -PADDING_PX, -PADDING_PX)
        return QRect(room.topLeft(), room.size().expandedTo(QSize(1, 1)))

    def _caption_font(self) -> QFont:
        font = self.font()
        font.setBold(True)
        return font

    def _caption_size(self) -> QSize:
        metrics = QFontMetrics(self._caption_font())
        return QSize(metrics.horizontalAdvance(self.caption()), metrics.height())

    def caption(self) -> str:
        """Return which neuron is enlarged, in words; empty while all are shown."""
        if self._mosaic is None or self._neuron < 0:
            return ""
        return capitalised(tile_name(self._mosaic, self._neuron))

    def _picture_room(self) -> QRect:
        """Return the room for the picture, below the caption where they would collide."""
        room = self._room()
        if self.neuron() < 0:
            return room
        caption = self._caption_size()
        beside = (room.width() - room.height()) // 2
        if beside < caption.width() + 2 * PADDING_PX:
            room.setTop(room.top() + caption.height() + PADDING_PX)
        return room

    def _place(self) -> PlacedMosaic | None:
        """Return the picture, laid into the room there is now; the last one if that is it."""
        if self._mosaic is None:
            return None
        at_left = self._at_left and self._neuron < 0
        room, ratio = self._picture_room(), self.devicePixelRatioF()
        where = (self._mosaic, self._neuron, room, ratio, at_left)
        if self._placed is None or self._placed[0] != where:
            self._placed = where, PlacedMosaic(*where)
        return self._placed[1]

    def _paint_outline(self, painter: QPainter, placed: PlacedMosaic) -> None:
        """Frame the marked tile, or the weight pointed at in the enlarged one."""
        if placed.neuron >= 0 and self._pixel is not None:
            inner = placed.pixel_rectangle(*self._pixel[1:])
        elif placed.neuron < 0 <= self._marked:
            inner = placed.tile_rectangle(self._marked)
        else:
            return
        ratio = self.devicePixelRatioF()
        thick = max(1, round(OUTLINE_PX * ratio))
        outer = inner.adjusted(-thick, -thick, thick, thick)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setClipRegion(QRegion(outer) - QRegion(inner))
        painter.fillRect(outer, QColor(self.theme.accent))
        painter.restore()

    def _paint_names(self, painter: QPainter, placed: PlacedMosaic) -> None:
        """Write the name of each gate into the corner of its tile."""
        if placed.mosaic.kind is not TileKind.GATE or placed.neuron >= 0:
            return
        ratio, metrics = self.devicePixelRatioF(), painter.fontMetrics()
        plate = QColor(self.theme.base)
        plate.setAlphaF(PLATE_OPACITY)
        for tile in range(placed.mosaic.neurons):
            name, room = tile_name(placed.mosaic, tile), placed.tile_rectangle(tile)
            corner = QRectF(room.left() / ratio, room.top() / ratio, 0, metrics.height())
            corner.setWidth(metrics.horizontalAdvance(name) + 2 * PADDING_PX)
            if corner.width() > room.width() / ratio or 2 * corner.height() > room.height() / ratio:
                return
            painter.fillRect(corner, plate)
            painter.setPen(QColor(self.theme.text))
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, name)

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.base))
        placed = self._place()
        if placed is None:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No weights yet"))
            return
        if (image := placed.image(self._colours)) is not None:
            corner = QPointF(placed.corner) / self.devicePixelRatioF()
            painter.drawImage(corner, image)
            self._paint_names(painter, placed)
            self._paint_outline(painter, placed)
        if placed.neuron >= 0:
            painter.setPen(QColor(self.theme.text))
            painter.setFont(self._caption_font())
            painter.drawText(QRect(QPoint(0, PADDING_PX), self._caption_size()), 0, self.caption())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tiles is not None and self._room_aspect() != self._aspect:
            self.set_tiles(self._tiles)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pixel = self.pixel_at(event.position())
        self._mark(pixel[0] if pixel else -1)
        self._set_pixel(pixel)

    def leaveEvent(self, event: QEvent) -> None:
        self._mark(-1)
        self._set_pixel(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif self.neuron() >= 0:
            self._choose(-1)
        elif (pixel := self.pixel_at(event.position())) is not None:
            self._choose(pixel[0])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if came_by_key(event.reason()) and self._marked < 0 and self._mosaic is not None:
            self._mark(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = Qt.Key(event.key()), arrow_of(event)
        enlarged = self.neuron() >= 0
        if step is not None and self._mosaic is not None:
            neuron = self._neighbour(self._mosaic, step)
            if not enlarged:
                self._mark(neuron)
            elif neuron != self.neuron():
                self._choose(neuron)
        elif enlarged and key in (*ENTER_KEYS, Qt.Key.Key_Escape):
            self._choose(-1)
        elif key in ENTER_KEYS and self._marked >= 0:
            self._choose(self._marked)
        else:
            super().keyPressEvent(event)


class PlacedMosaic:
    """A mosaic, or one neuron of it enlarged, in a room of a widget and the screen's own pixels.

    Attributes:
        mosaic: Only read.
        neuron: The one enlarged; -1 shows all.
        corner: Where the picture begins, in device pixels of the widget.
    """

    def __init__(
        self, mosaic: Mosaic, neuron: int, room: QRect, ratio: float, at_left: bool = False
    ) -> None:
        """Lay it into the middle of `room`, or its left end, with `ratio` screen pixels a unit."""
        self.mosaic, self.neuron, self.corner = mosaic, neuron, QPoint()
        self._ratio, self._screen = ratio, np.empty((0, 0), np.uint8)
        sides = (room.left(), room.top(), room.width(), room.height())
        left, top, width, height = (int(side * ratio) for side in sides)
        self._raster = lay_out(*_shape(mosaic, neuron), (max(1, height), max(1, width)))
        if self._raster is not None:
            across, down = width - len(self._raster.x_of), height - len(self._raster.y_of)
            self.corner = QPoint(left + (0 if at_left else across // 2), top + down // 2)

    def image(self, colours: list[int]) -> QImage | None:
        """Return the picture in the screen's pixels, None without room; valid as long as `self`."""
        if self._raster is None:
            return None
        if not self._screen.size:
            mosaic, neuron = self.mosaic, self.neuron
            self._screen = self._raster.draw(mosaic.tile(neuron) if neuron >= 0 else mosaic.indices)
        height, width = self._screen.shape
        image = QImage(self._screen.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(colours)
        image.setDevicePixelRatio(self._ratio)
        return image

    def pixel_at(self, position: QPointF) -> tuple[int, int, int] | None:
        """Return neuron, row and column of the weight drawn at `position`, None for none."""
        if (raster := self._raster) is None:
            return None
        y = math.floor(position.y() * self._ratio) - self.corner.y()
        x = math.floor(position.x() * self._ratio) - self.corner.x()
        if not (0 <= y < len(raster.y_of) and 0 <= x < len(raster.x_of)):
            return None
        row, column = int(raster.y_of[y]), int(raster.x_of[x])
        if self.neuron >= 0:
            return self.neuron, row, column
        return neuron_pixel_at(self.mosaic, row, column)

    def tile_rectangle(self, neuron: int) -> QRect:
        """Return where the tile of `neuron` lies, in device pixels of the widget."""
        if self._raster is None:
            return QRect()
        return QRect(*self._raster.tile_rectangle(neuron)).translated(self.corner)

    def pixel_rectangle(self, row: int, column: int) -> QRect:
        """Return where a weight of the enlarged neuron lies, in device pixels of the widget."""
        if self._raster is None:
            return QRect()
        return QRect(*self._raster.pixel_rectangle(row, column)).translated(self.corner)


def _shape(mosaic: Mosaic, neuron: int) -> tuple[tuple[int, int], tuple[int, int], int]:
    """Return what the layout depends on: rows and columns of tiles, of a tile, and the gap."""
    grid = (1, 1) if neuron >= 0 else (mosaic.rows, mosaic.columns)
    return grid, (mosaic.tile_rows, mosaic.tile_columns), mosaic.gap


def _known(mosaic: Mosaic, neuron: int) -> tuple[object, ...]:
    """Return what marks and words depend on."""
    return mosaic.kind, mosaic.neurons, _shape(mosaic, neuron)
