"""A square sheet of paper with ink on it: shows the raster and undoes what was done to it."""

from __future__ import annotations

import weakref
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.ink import EVERYTHING, RASTER_SIZE, Box, PenPoint, Stroke, stamp
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import PaintedWidget, rgb_of

MARGIN: Final = 1  # widget pixels round the paper, for its border
GUIDE_INSET: Final = 4 / 28  # shows the middle 20 x 20 of 28 x 28, in which MNIST fits its digits

_Pixels = NDArray[np.uint8]
_Piece = tuple[_Pixels, object]  # pixels of a box, and the tag of the ink with them


class InkSurface(PaintedWidget):
    """Paper that holds ink, without input.

    Row 0 of the ink is the top. The raster has a fixed size whatever the size of the widget, which
    shows it in its largest middle square.

    Signals:
        drawing_edited: The ink has changed, also in the middle of a stroke and by undo.
    """

    drawing_edited = Signal()

    def __init__(self, undo_stack: QUndoStack) -> None:
        """Show empty paper; what is done to it can be undone in that list."""
        super().__init__()
        side, kind = RASTER_SIZE, QImage.Format.Format_ARGB32_Premultiplied
        self._ink, self._shown = np.zeros((side, side), np.uint8), np.zeros((side, side), np.uint32)
        self._image = QImage(self._shown.data, side, side, 4 * side, kind)
        self._is_empty = True
        self._tag: Any = None
        self._stroke: Stroke | None = None
        self._before_stroke = self._ink
        self._undo_stack = undo_stack
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(120, 120)
        self.look_changed()

    @property
    def undo_stack(self) -> QUndoStack:
        """The list in which what changed the ink stands, one command for each stroke."""
        return self._undo_stack

    @property
    def is_empty(self) -> bool:
        """Whether there is no ink."""
        return self._is_empty

    @property
    def tag(self) -> Any:
        """What the whole ink was put here as, also after undo; None once anything is drawn."""
        return None if self._stroke is not None else self._tag

    def ink(self) -> _Pixels:
        """Return the ink as it is seen, up to the tip of the pen.

        Returns:
            Shape (560, 560), 0 empty, 255 full ink; a read-only copy.
        """
        ink = self._ink.copy()
        if self._stroke is not None:
            stamp(ink, *self._stroke.tail, erases=self._stroke.erases)
        ink.setflags(write=False)
        return ink

    def set_ink(self, pixels: _Pixels, text: str, tag: object = None) -> None:
        """Replace the ink by a picture, as a command that can be undone.

        Args:
            pixels: Rows and columns, each from 1 to 560, uint8, 0 empty, 255 full ink; copied. A
                smaller picture is enlarged without blur, so that a digit of 28 x 28 keeps its
                exact values; one that is no square stands in the middle.
            text: What the command does, for the undo list, e.g. "random test digit".
            tag: Stands at `tag` as long as this picture does.
        """
        assert pixels.dtype == np.uint8
        assert pixels.ndim == 2
        side = max(pixels.shape)
        assert 1 <= min(pixels.shape) <= side <= RASTER_SIZE
        self.finish_stroke()
        square = np.zeros((side, side), np.uint8)
        top, left = ((side - own) // 2 for own in pixels.shape)
        square[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
        nearest = np.arange(RASTER_SIZE) * side // RASTER_SIZE
        enlarged = square[np.ix_(nearest, nearest)]
        self._push(EVERYTHING, self._ink.copy(), enlarged, text, tag)

    @Slot()
    def clear(self) -> None:
        """Take away all ink, as a command that can be undone; nothing if there is none."""
        self.finish_stroke()
        if not self._is_empty:
            self._push(EVERYTHING, self._ink.copy(), np.zeros_like(self._ink), self.tr("clearing"))

    def start_stroke(self, point: PenPoint, *, erases: bool) -> None:
        """Put the pen down; a stroke in progress is finished first."""
        self.finish_stroke()
        self._before_stroke = self._ink.copy()
        self._stroke = Stroke(self._ink, point, erases=erases)
        self._refresh(self._stroke.box)
        self.drawing_edited.emit()

    def extend_stroke(self, point: PenPoint) -> None:
        """Move the pen; nothing while it is up."""
        if self._stroke is None:
            return
        old_tail = self._tail_rect(self._stroke)
        self._refresh(self._stroke.extend(point))
        self.update(old_tail.united(self._tail_rect(self._stroke)))
        self.drawing_edited.emit()

    def finish_stroke(self) -> None:
        """Lift the pen: the stroke becomes a command; nothing while it is up."""
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return
        stroke.finish()
        before, after = self._before_stroke[stroke.box.slices], self._ink[stroke.box.slices].copy()
        if np.array_equal(before, after):
            self._refresh(stroke.box)
            self._after_change()
            return
        text = self.tr("erasing") if stroke.erases else self.tr("stroke")
        self._push(stroke.box, before.copy(), after, text)

    def put(self, box: Box, pixels: _Pixels, tag: object = None) -> None:
        """Overwrite part of the ink; for the undo commands. A stroke in progress is dropped."""
        if self._stroke is not None:
            self._stroke = None
            self._ink[:] = self._before_stroke
            self._refresh(EVERYTHING)
        self._ink[box.slices], self._tag = pixels, tag
        self._refresh(box)
        self._after_change()

    def paper(self) -> QRectF:
        """Return the square of the widget that shows the raster."""
        side = max(1, min(self.width(), self.height()) - 2 * MARGIN)
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def to_raster(self, position: QPointF) -> tuple[float, float]:
        """Return x and y in raster pixels; positions far outside are brought near."""
        paper = self.paper()
        scale = RASTER_SIZE / paper.width()
        x, y = (position.x() - paper.left()) * scale, (position.y() - paper.top()) * scale
        reach = RASTER_SIZE
        return min(max(x, -reach), 2.0 * reach), min(max(y, -reach), 2.0 * reach)

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where a point of the raster is shown."""
        paper = self.paper()
        scale = paper.width() / RASTER_SIZE
        return QPointF(paper.left() + x * scale, paper.top() + y * scale)

    def look_changed(self) -> None:
        """Prepare the colour of each amount of ink, premultiplied, and show the ink in it."""
        red, green, blue = rgb_of(self.theme.text).astype(int).tolist()
        amount = np.arange(256, dtype=np.uint32)
        self._shades = amount << 24
        for channel, shift in ((red, 16), (green, 8), (blue, 0)):
            self._shades |= (amount * channel + 127) // 255 << shift
        self._refresh(EVERYTHING)
        self.update()

    def _push(self, box: Box, before: _Pixels, after: _Pixels, text: str, tag: Any = None) -> None:
        self._undo_stack.push(_InkCommand(self, box, (before, self._tag), (after, tag), text))

    def _refresh(self, box: Box) -> None:
        """Bring the shown picture up to date with the ink and repaint that part."""
        if box.is_empty:
            return
        self._shown[box.slices] = self._shades[self._ink[box.slices]]
        self.update(self._rect(box.left, box.top, box.right, box.bottom))
        if self._is_empty and self._stroke is not None and not self._stroke.erases:
            self._is_empty = False
            self.update()

    def _after_change(self) -> None:
        was_empty, self._is_empty = self._is_empty, not self._ink.any()
        if was_empty != self._is_empty:
            self.update()
        self.drawing_edited.emit()

    def _rect(self, left: float, top: float, right: float, bottom: float) -> QRect:
        corners = QRectF(self.to_widget(left, top), self.to_widget(right, bottom))
        return corners.toAlignedRect().adjusted(-2, -2, 2, 2)

    def _tail_rect(self, stroke: Stroke) -> QRect:
        (x0, y0, r0), (x1, y1, r1) = stroke.tail
        reach = max(r0, r1) + 3
        left, top = min(x0, x1) - reach, min(y0, y1) - reach
        return self._rect(left, top, max(x0, x1) + reach, max(y0, y1) + reach)

    def _paint_words(self, painter: QPainter, room: QRectF, colour: str, text: str) -> None:
        font = self.font()
        font.setPixelSize(max(px(11), round(room.width() / 15)))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, centred, text)

    def _paint_paper(self, painter: QPainter) -> None:
        paper = self.paper()
        painter.fillRect(paper, QColor(self.theme.base))
        inset = round(paper.width() * GUIDE_INSET) + 0.5
        painter.setPen(QPen(QColor(self.theme.outline), 1, Qt.PenStyle.DotLine))
        painter.drawRect(paper.adjusted(inset, inset, -inset, -inset))
        if self._is_empty:
            self._paint_words(painter, paper, self.theme.muted, self.tr("Draw a digit"))

    def _paint_ink(self, painter: QPainter) -> None:
        paper = self.paper()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(paper, self._image)
        if self._stroke is None:
            return
        painter.save()
        painter.setClipRect(paper)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, end = self._stroke.tail
        colour = QColor(self.theme.base if self._stroke.erases else self.theme.text)
        width = 2 * end.radius * paper.width() / RASTER_SIZE
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, round_join))
        painter.drawLine(self.to_widget(start.x, start.y), self.to_widget(end.x, end.y))
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(px(264), px(264))  # fits a 300 px column

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_paper(painter)
        self._paint_ink(painter)
        painter.setPen(QColor(self.theme.outline))
        painter.drawRect(self.paper().adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


class _InkCommand(QUndoCommand):
    """Other pixels in one box; knows the surface only weakly, so that it can go first."""

    def __init__(self, surface: InkSurface, box: Box, before: _Piece, after: _Piece, text: str):
        super().__init__(text)
        self._surface = weakref.ref(surface)
        self._box, self._before, self._after = box, before, after

    def _put(self, piece: _Piece) -> None:
        surface = self._surface()
        if surface is not None:
            surface.put(self._box, *piece)

    def undo(self) -> None:
        self._put(self._before)

    def redo(self) -> None:
        self._put(self._after)  # also when the command is pushed
