"""A flat plot over the line that says what the pointer reads in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, Generic

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.numerals import cost, place
from gdstudio.pictures.plane.strokes import Stationary
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.copied_value import offer_value
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.plane.plane_canvas import Chart, PlaneCanvas

_GAP = 16
_NUDGE: Final = 0.01  # of the range, for one arrow key


class PlaneReadout(PaintedWidget):
    """Two texts in fixed places; without room for both the left one is cut short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[str, ...] = ("",)
        self._text = self._note = ""
        self._warning = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what is written at the left."""
        return self._text or self._hints[0]

    def set_hint(self, *hints: str) -> None:
        """Write one of these at the left while there is nothing to read: the first that fits."""
        self._hints = hints
        self.update()

    def set_text(self, text: str) -> None:
        """Write this at the left; nothing shows the hint."""
        if text != self._text:
            self._text = text
            self.update()

    def set_note(self, note: str, *, warning: bool) -> None:
        """Write this at the right, in the colour of warnings or not."""
        if (note, warning) != (self._note, self._warning):
            self._note, self._warning = note, warning
            self.setAccessibleDescription(note)
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.numeral_font())
        metrics = painter.fontMetrics()
        room = self.rect()
        middle = Qt.AlignmentFlag.AlignVCenter
        note = metrics.elidedText(self._note, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(self.theme.warning if self._warning else self.theme.muted))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, note)
        taken = metrics.horizontalAdvance(note) + px(_GAP) if note else 0
        left = QRect(room.left(), room.top(), max(room.width() - taken, 0), room.height())
        painter.setPen(QColor(self.theme.text if self._text else self.theme.muted))
        forms = (self._text,) if self._text else self._hints
        fitting = (form for form in forms if metrics.horizontalAdvance(form) <= left.width())
        text = next(fitting, None)
        if text is None:
            text = metrics.elidedText(forms[-1], Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer to copy what is read there, as of every number that is shown."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        text = self._text or self._note
        if not is_left or not offer_value(text, self, event.globalPosition().toPoint()):
            super().mousePressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumSizeHint().height())


class FlatView(QWidget, Generic[Chart]):
    """Base of views that show a flat plot; a subclass takes up what pointer and keys do in it.

    Attributes:
        readout: The line under the plot.
    """

    _least: ClassVar = (240, 200)  # pixels in which it can be read
    _usual: ClassVar = (620, 430)  # on a projector

    def __init__(
        self,
        chart: Chart,
        name: str,
        keys: str,
        above: Sequence[QWidget] = (),
        below: Sequence[QWidget] = (),
        *,
        can_zoom: bool = False,
    ) -> None:
        """Show a chart between what stands above it and what stands below its line.

        Readers of the screen are told the name, and of the plot itself what `keys` do in it.
        """
        super().__init__()
        self._pointer: tuple[float, float] | None = None
        self._canvas = called(PlaneCanvas(chart, can_zoom=can_zoom), keys)
        self.readout = PlaneReadout()
        called(self, name)
        in_column(*above, (self._canvas, 1), self.readout, *below, of=self, spacing=4)
        self._canvas.pressed.connect(self._on_canvas_pressed)
        self._canvas.hovered.connect(self._on_canvas_hovered)
        self._canvas.nudged.connect(self._on_canvas_nudged)

    def _change(self, **parts: Any) -> None:
        chart: Any = self._canvas.chart
        self._canvas.set_chart(replace(chart, **parts))

    def _coordinates(self, *at: float) -> str:
        """Return a place in the words of its axes, the level one first."""
        axes = self._canvas.chart.axes
        named = zip((axes.bottom, axes.left), at, strict=False)
        return ", ".join(f"{axis.name} = {place(x, axis.high - axis.low)}" for axis, x in named)

    def _say_pointer(self) -> None:
        """Say what stands at the pointer."""
        raise NotImplementedError

    @Slot(float, float)
    def _on_canvas_pressed(self, x: float, y: float) -> None:
        raise NotImplementedError

    @Slot(object)
    def _on_canvas_hovered(self, at: tuple[float, float] | None) -> None:
        self._pointer = at
        self._say_pointer()

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, up: int) -> None:
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return QSize(*map(px, self._least))

    def sizeHint(self) -> QSize:
        return QSize(*map(px, self._usual))


class StartView(FlatView[Chart]):
    """Base of views of a cost in which the start of a descent is chosen."""

    def __init__(self, chart: Chart, name: str, keys: str, *, can_zoom: bool = False) -> None:
        super().__init__(chart, name, keys, can_zoom=can_zoom)
        self.setFocusProxy(self._canvas)
        self.readout.set_hint(
            tr("click or drag to choose the start"), tr("click or drag: start"), ""
        )

    def _hint(self, point: Stationary, degenerate: str) -> str:
        """Return what a marked point is; `degenerate` if its kind cannot be told."""
        kinds = {
            "minimum": tr("● minimum"),
            "maximum": tr("▲ maximum"),
            "saddle": tr("× saddle"),
            "degenerate": degenerate,
        }
        return f"{kinds[point.kind]}\n{self._coordinates(*point.point)}, C = {cost(point.value)}"


def nudged(at: float, steps: int, low: float, high: float) -> float:
    """Return where so many arrow keys lead in a range."""
    return min(max(at + steps * _NUDGE * (high - low), low), high)
