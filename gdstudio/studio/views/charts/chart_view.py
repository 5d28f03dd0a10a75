"""The view of a chart of any kind: painted once, read with the pointer or with arrow keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.charts import Chart, PictureWall
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.readings import ChartLayout, Place, Readings
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.spans import BEGUN, Spans
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, arrow_of, paint_focus_ring
from gdstudio.studio.views.common.scene_widget import SceneWidget

_PLATE: Final = 0.96  # opacity behind a reading
_APART: Final = 1.3  # lines from where a reading is taken to the middle of its text


class ChartView(SceneWidget):
    """Shows one chart; moving the pointer paints only the reading anew.

    Signals:
        enlarge_requested(): Enter, or a double click.
    """

    enlarge_requested = Signal()

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self._is_live = False
        self._spans: Spans | None = None  # the axes so far while it grows
        self._layout: ChartLayout | None = None
        self._at: Place | None = None  # by the arrow keys where there is no pointer
        self._listen()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(chart.title)

    @property
    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    @property
    def readings(self) -> Readings:
        """What can be read off, and where."""
        return self._laid_out().readings

    @property
    def reading(self) -> str:
        """What is read off now; empty for nothing."""
        at = self._at
        return "" if at is None or self.readings.point(at) is None else self.readings.text(*at)

    def set_chart(self, chart: Chart, *, is_live: bool = False) -> None:
        """Show another chart of the same kind; one that is live is going to grow."""
        if not is_live or _axes(chart) != _axes(self._chart):
            self._spans = None
        self._chart, self._is_live = chart, is_live
        self.setAccessibleName(chart.title)
        self._lay_out()

    def _laid_out(self) -> ChartLayout:
        if self._layout is None:
            self._layout = self._made(self.devicePixelRatioF())
            self._spans = self._layout.spans
        return self._layout

    def _made(self, ratio: float) -> ChartLayout:
        return lay_out(
            self._chart,
            (self.width(), self.height()),
            self._lettering.measure,
            self.theme,
            text_size=self._lettering.size,
            ratio=ratio,
            before=(self._spans or BEGUN) if self._is_live else None,
        )

    def _resting(self) -> Scene:
        return self._laid_out().scene

    def _lay_out(self) -> None:
        self._layout = None
        self._rest_changed()
        if self._pointer is not None:
            self._follow_pointer()
        elif self._at is not None:
            self._set_at(self._at)

    def _follow_pointer(self) -> None:
        """Read what is nearest to the pointer in the chart as it is now."""
        at = self._pointer
        self._set_at(None if at is None else self.readings.nearest(at.x(), at.y()))

    def _set_at(self, place: Place | None) -> None:
        before, self._at = self._at, place
        text = self.reading
        if place != before or text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            self._moving_changed()

    def _marked(self) -> tuple[Place, ...]:
        """Return the places that bear the mark of a reading."""
        return () if self._at is None else (self._at,)

    def _moving(self) -> Scene:
        """Draw what is marked and what is read."""
        readings, sheet = self.readings, self._sheet()
        sheet.text_size = self._laid_out().text_size
        for place in self._marked():
            if (point := readings.point(place)) is not None:
                sheet.add(*readings.mark(place, *point))
        if self._at is not None and (point := readings.point(self._at)) is not None:
            (x, y), line = point, sheet.line
            middle = x, y + (-_APART if y > 2 * _APART * line else _APART) * line
            colour, plate, room = self.theme.text, self.theme.raised, sheet.rect.grown(-1)
            sheet.label(self.reading, middle, colour, plate, _PLATE, room)
        return sheet.scene()

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(180), px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_focus_ring(painter, QRectF(self.rect()), 4)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.enlarge_requested.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._pointer = None
        self._follow_pointer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := arrow_of(event)) is not None:
            self._pointer = None
            self._set_at(self.readings.moved(self._at, *step))
        elif event.key() in ENTER_KEYS:
            self.enlarge_requested.emit()
        else:
            event.ignore()


class PictureWallView(ChartView):
    """Shows a `PictureWall`, of which one picture can be chosen.

    Signals:
        picture_chosen(object): Clicked, or entered by key: pixels (rows, columns), uint8.
    """

    picture_chosen = Signal(object)

    def __init__(self, chart: PictureWall) -> None:
        super().__init__(chart)
        self._wall = chart
        self._chosen: int | None = None

    @property
    def chosen(self) -> int | None:
        """The picture chosen last, or None."""
        return self._chosen

    def set_chart(self, chart: Chart, *, is_live: bool = False) -> None:
        """Show another wall; the choice stays if there are as many pictures."""
        assert isinstance(chart, PictureWall)
        if len(chart.pictures) != len(self._wall.pictures):
            self._chosen = None
        self._wall = chart
        super().set_chart(chart, is_live=is_live)

    def _marked(self) -> tuple[Place, ...]:
        chosen = () if self._chosen is None else (self.readings.place_of(self._chosen),)
        return (*chosen, *super()._marked())

    def _choose(self, place: Place | None) -> None:
        if place is not None and self.readings.point(place) is not None:
            self._chosen = self.readings.number_of(place)
            self.picture_chosen.emit(self._wall.pictures[self._chosen])
            self._moving_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self._choose(self.readings.nearest(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter; with Ctrl it enlarges, as it does alone on other charts."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER_KEYS and plain:
            self._choose(self._at)
        else:
            super().keyPressEvent(event)


def view_of(chart: Chart) -> ChartView:
    """Return a view that shows a chart, and can show others of its kind."""
    return PictureWallView(chart) if isinstance(chart, PictureWall) else ChartView(chart)


def _axes(chart: Chart) -> tuple[str, str]:
    """Return what the axes of a chart say: with others it begins anew."""
    return getattr(chart, "x_label", ""), getattr(chart, "y_label", "")
