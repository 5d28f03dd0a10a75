"""The network as a diagram: digit, neurons and connections, to point at and to walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.diagram.columns import MORE
from gdstudio.pictures.diagram.drawing import Marks, WeightMark, line_opacities, moving, resting
from gdstudio.pictures.diagram.layout import Layout, Stop, lay_out
from gdstudio.pictures.diagram.values import Diagram, DiagramLayer
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.networks import diagram_figure
from gdstudio.pictures.scene import Scene
from gdstudio.studio.state.class_names import class_names
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import told_all
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, arrow_of, came_by_key
from gdstudio.studio.views.common.scene_widget import SceneWidget
from gdstudio.studio.views.inside.diagram_lines import LinesOrder, LinesPainted
from gdstudio.studio.views.inside.diagram_words import moment_spoken, spoken, stop_spoken

Spot = tuple[int, int]
"""Layer, counted from 1, and neuron, or pixel of a picture; layer 0 is the digit."""

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ENDS: Final = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class NetworkDiagram(SceneWidget):
    """Draws a network; a neuron can be pointed at, reached with the arrow keys, and opened.

    Arrow keys go from neuron to neuron and on to the next layer, Left and Right with Ctrl there at
    once; Left of a recurrent unit through its states after each row. Home and End go to the ends of
    a layer.

    Signals:
        spot_opened(int, int): The user opens a neuron: layer and neuron.
        moment_opened(int, int, int): A recurrent unit as it is after a row: layer, unit and row.
        layer_toggled(int): The user wants all units of a layer drawn, or no longer.
        pointed_changed: Another neuron is pointed at, or none.
        lines_ordered(object): A LinesOrder: its connections are to be painted; see `set_lines`.
    """

    spot_opened = Signal(int, int)
    moment_opened = Signal(int, int, int)
    layer_toggled = Signal(int)
    pointed_changed = Signal()
    lines_ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._diagram: Diagram | None = None
        self._whose: Mapping[str, str | int] = {}
        self._layout: Layout | None = None
        self._known: object = None  # what the layout was made of
        self._marks = Marks()
        self._lines: LinesPainted | None = None
        self._listen()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Diagram of the network"))

    @property
    def diagram(self) -> Diagram | None:
        """What is shown; None before the first."""
        return self._diagram

    @property
    def places(self) -> Layout | None:
        """Where everything stands; None while nothing is shown."""
        return self._layout

    @property
    def pointed(self) -> Spot | None:
        """What is under the pointer, or was reached by keys."""
        return self._marks.pointed

    @property
    def chosen(self) -> Spot | None:
        """The neuron that is open."""
        return self._marks.chosen

    @property
    def nudged(self) -> tuple[WeightMark, ...]:
        """The weights with the largest nudges."""
        return self._marks.nudged

    def figure(self) -> Figure | None:
        """Return the network with its connections; None before the first."""
        if self._diagram is None:
            return None
        title = self.tr("The network, and what it makes of the digit")
        names = self._answers()
        return diagram_figure("network", title, self._diagram, names, told_all, self._whose)

    def set_whose(self, whose: Mapping[str, str | int]) -> None:
        """Tell what stands beside the numbers that are taken away: run, step, edits."""
        self._whose = whose

    def reading(self) -> str:
        """Return what is pointed at, in words; "" for nothing."""
        if self._diagram is None or self.pointed is None:
            return ""
        row = self._marks.pointed_row
        if row is not None:
            return moment_spoken(self._diagram, *self.pointed, row)
        return spoken(self._diagram, *self.pointed)

    def set_diagram(self, diagram: Diagram) -> None:
        """Show a network as it is now."""
        self._diagram = diagram
        known = [_kind(layer) for layer in diagram.layers]
        if known != self._known:
            self._known = known
            self._lay_out()
            return
        self._order_lines()
        self._drawn = None
        if self._lines is None:
            self.update()  # else with the lines, which are soon there

    @Slot(object)
    def set_lines(self, lines: LinesPainted) -> None:
        """Show connections that were ordered, unless everything stands elsewhere by now."""
        if lines.order.layout is self._layout:
            self._lines = lines
            self._moving_changed()

    def set_chosen(self, spot: Spot | None, row: int | None = None) -> None:
        """Mark the neuron that is open, of a recurrent unit after which row; None for the last."""
        self._mark(replace(self._marks, chosen=spot, row=row))

    def set_target(self, target: int | None) -> None:
        """Mark the class that is right."""
        self._mark(replace(self._marks, target=target))

    def set_weight(self, weight: WeightMark | None) -> None:
        """Mark a weight: its layer, its neuron, and the cell it comes from, None of a bias."""
        self._mark(replace(self._marks, weight=weight))

    def set_nudged(self, nudged: tuple[WeightMark, ...]) -> None:
        """Mark the weights with the largest nudges."""
        self._mark(replace(self._marks, nudged=nudged))

    @Slot(object)
    def set_front(self, front: float | None) -> None:
        """Show how far the digit has come, in layers; None: it is all through."""
        self._mark(replace(self._marks, front=front))

    def point_at(self, spot: Spot | None, *, by_keys: bool = False, row: int | None = None) -> None:
        """Light the connections of a neuron, or of none; of a recurrent unit mark its state."""
        marks = replace(self._marks, pointed=spot, has_keys=by_keys, pointed_row=row)
        if marks == self._marks:
            return
        self._mark(marks)
        self.pointed_changed.emit()
        if by_keys and (stop := self.stop_of(spot)) >= 0:
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(stop)
            QAccessible.updateAccessibility(event)

    def spot_at(self, x: float, y: float) -> Spot | None:
        """Return what is drawn at a place."""
        if self._layout is None:
            return None
        number = self._layout.more_at(x, y)
        return self._layout.at(x, y) if number is None else (number, MORE)

    def stops(self) -> Sequence[Stop]:
        """Return what is read out, layer by layer: neurons, whole pictures, words."""
        return () if self._layout is None else self._layout.stops

    def stop_of(self, spot: Spot | None) -> int:
        """Return the stop that is a neuron, or the picture in which it is a pixel; -1 for none."""
        if spot is None or self._layout is None:
            return -1
        return self._layout.stop_of(*spot)

    def stop_spoken(self, index: int) -> str:
        """Return name and value of a stop; of a picture that of the pixel reached in it."""
        if self._diagram is None:
            return ""
        if self.pointed is not None and self.stop_of(self.pointed) == index:
            return self.reading()
        return stop_spoken(self._diagram, self.stops()[index])

    def stop_rect(self, index: int) -> QRect:
        """Return where a stop stands in the widget."""
        rect = self.stops()[index].rect
        return QRectF(rect.left, rect.top, rect.width, rect.height).toAlignedRect()

    def open(self, spot: Spot) -> None:
        """Do what a click on it does."""
        if spot[1] == MORE:
            self.layer_toggled.emit(spot[0])
        elif spot[0] > 0:
            self.spot_opened.emit(*spot)

    def take_keys(self) -> None:
        """Have the keys, at the neuron that is open unless they are at one already."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        chosen = self._marks.chosen
        if self.pointed is None and self._layout is not None and chosen is not None:
            self.point_at(chosen if _is_drawn(self._layout, chosen) else None, by_keys=True)

    def _mark(self, marks: Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            self._moving_changed()

    def _end(self, number: int, k: int) -> Spot:
        column = None if self._layout is None else self._layout.column(number)
        assert column is not None
        return number, int(column.cells[k])

    def _answers(self) -> tuple[str, ...]:
        layers = () if self._diagram is None else self._diagram.layers
        return class_names(layers[-1].n_units) if layers else ()

    def _lay_out(self) -> None:
        if self._diagram is not None:
            self._layout = lay_out(self._sheet(), self._diagram.layers, self._answers())
            spot = self.pointed
            if spot is not None and not _is_drawn(self._layout, spot):
                self.point_at(None)
            self._lines = None
            self._order_lines()
        self._rest_changed()

    def _order_lines(self) -> None:
        if self._layout is not None and self._diagram is not None:
            size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
            order = LinesOrder(self._layout, self._diagram, self.theme, size, ratio)
            self.lines_ordered.emit(order)

    def _resting(self) -> Scene:
        sheet = self._sheet()
        scene = sheet.scene() if self._layout is None else resting(sheet, self._layout)
        return told_all(scene)  # type: ignore[no-any-return]

    def _moving(self) -> Scene:
        assert self._layout is not None
        assert self._diagram is not None
        return moving(self._sheet(), self._layout, self._diagram, self._answers(), self._marks)

    def _paint_between(self, painter: QPainter) -> None:
        if self._lines is None or self._layout is None or self._diagram is None:
            return
        opacities = line_opacities(self._layout, self._diagram, self._marks)
        for picture, opacity in zip(self._lines.pictures, opacities, strict=True):
            if picture is not None:
                painter.setOpacity(opacity)
                painter.drawImage(*picture)
        painter.setOpacity(1.0)

    def _follow_pointer(self) -> None:
        pointer = self._pointer
        spot = None if pointer is None else self.spot_at(pointer.x(), pointer.y())
        if spot is not None or not self._marks.has_keys:
            self.point_at(spot)
        can_open = spot is not None and (spot[0] > 0 or spot[1] == MORE)
        can_open = can_open or (pointer is not None and self._moment_at(pointer) is not None)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor
        )

    def _moment_at(self, at: QPointF) -> tuple[int, int, int] | None:
        return None if self._layout is None else self._layout.moment_at(at.x(), at.y())

    def tip_point(self, at: QPoint) -> QPoint:
        """Return a place below the diagram, so that the lines of a neuron stay in sight."""
        return at if self.pointed is None else self.mapToGlobal(QPoint(0, self.height()))

    def sizeHint(self) -> QSize:
        return QSize(px(640), px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._layout is not None:
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.theme.base)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().x(), event.position().y())
        moment = self._moment_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is None and moment is not None:
            self.moment_opened.emit(*moment)
            return
        if event.button() != Qt.MouseButton.LeftButton or spot is None:
            event.ignore()
            return
        self.open(spot)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if came_by_key(event.reason()) and self.pointed is None and self._layout is not None:
            chosen = self._marks.chosen
            if chosen is None or not _is_drawn(self._layout, chosen):
                column = self._layout.columns[min(1, len(self._layout.columns) - 1)]
                chosen = column.layer.number, int(column.cells[0])
            self.point_at(chosen, by_keys=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._marks.has_keys and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step, spot = Qt.Key(event.key()), arrow_of(event), self.pointed
        if self._layout is None or (step is None and key not in (*ENTER_KEYS, *_ENDS)):
            super().keyPressEvent(event)
        elif spot is None:
            first = self._layout.columns[-1]
            self.point_at((first.layer.number, int(first.cells[0])), by_keys=True)
        elif step is not None:
            self._step(spot, step, skip=bool(event.modifiers() & _CTRL))
        elif key in _ENDS:
            self.point_at(self._end(spot[0], _ENDS[key]), by_keys=True)
        elif self._marks.pointed_row is not None:
            self.moment_opened.emit(*spot, self._marks.pointed_row)
        else:
            self.open(spot)

    def _step(self, spot: Spot, step: tuple[int, int], *, skip: bool) -> None:
        """Go where an arrow key leads."""
        assert self._layout is not None
        column, row = self._layout.column(spot[0]), self._marks.pointed_row
        moment = None if skip or column is None else column.moment_step(spot[1], row, step)
        if moment is not None:
            self.point_at((spot[0], moment[0]), by_keys=True, row=moment[1])
        else:
            self.point_at(self._layout.step(*spot, step, skip=skip), by_keys=True)


def _kind(layer: DiagramLayer) -> tuple[object, ...]:
    """Return what the layout of a layer depends on."""
    moments = len(layer.values) if layer.values is not None and layer.values.ndim == 2 else 0
    units = bytes(layer.shown)
    return layer.number, layer.name, layer.form, layer.shape, units, layer.is_open, moments


def _is_drawn(layout: Layout, spot: Spot) -> bool:
    column = layout.column(spot[0])
    return column is not None and column.centre(spot[1]) is not None
