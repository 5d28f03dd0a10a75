"""The legend of the cost plot and its readout: names, switches, values in fixed places."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.common.measured import measured
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.curves import MARKER_RADIUS, Curve, curve_pen

_SWATCH: Final = 16
_GAP: Final = 5
_PADDING: Final = 5
_FADED: Final = 0.35
WIDEST_COSTS: Final = ("99.9999", "8.88·10⁻¹⁰")  # as `numerals.cost` writes them
WIDEST_SHARES: Final = ("100.00 %",)


class LegendEntry(FollowsLook, QAbstractButton):
    """A curve's swatch and name over its value, neither ever cut; checked while it is drawn.

    Args:
        curve: The curve.
        name: What it is called.
        short: The same where that has no room; never cut.

    Signals:
        curve_toggled(object, bool): The user switched the `Curve` on or off.
    """

    curve_toggled = Signal(object, bool)

    def __init__(self, curve: Curve, name: str, short: str) -> None:
        super().__init__()
        self._curve, self._value = curve, "–"
        self._short, self._is_short = short, False
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._on_toggled)
        self.follow_look()

    @property
    def value(self) -> str:
        """The value as shown."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a value."""
        if value != self._value:
            self._value = value
            self.setAccessibleDescription(value)
            self.update()

    def set_short(self, short: bool) -> None:
        """Show the short name, as all entries do where one has no room for its own."""
        if short != self._is_short:
            self._is_short = short
            self.update()

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self.curve_toggled.emit(self._curve, checked)

    def _paint_swatch(self, painter: QPainter, middle: float) -> None:
        pen = curve_pen(self.theme, self._curve)
        colour = pen.color()
        if self._curve is Curve.BATCH:
            painter.fillRect(QRectF(px(_PADDING), middle - px(4), px(_SWATCH), px(8)), colour)
            return
        painter.setPen(pen)
        painter.drawLine(QPointF(px(_PADDING), middle), QPointF(px(_PADDING) + px(_SWATCH), middle))
        if self._curve.is_evaluated:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            r = MARKER_RADIUS[self._curve]
            mark = QRectF(px(_PADDING) + px(_SWATCH) / 2 - r, middle - r, 2 * r, 2 * r)
            if self._curve.is_accuracy:
                painter.drawRect(mark)
            else:
                painter.drawEllipse(mark)

    def sizeHint(self) -> QSize:
        return self._size_with(self.text())

    def minimumSizeHint(self) -> QSize:
        return self._size_with(self._short)

    def _size_with(self, name: str) -> QSize:
        """Return the room for a name and for any value."""
        metrics = QFontMetrics(self.font())
        values = QFontMetrics(numeral_font(self.font(), bold=True))
        widest = WIDEST_SHARES if self._curve.is_accuracy else WIDEST_COSTS
        widths = [values.horizontalAdvance(text) for text in widest]
        widths.append(px(_SWATCH) + px(_GAP) + metrics.horizontalAdvance(name))
        height = metrics.height() + values.height() + 4
        return QSize(max(widths) + 2 * px(_PADDING) + 1, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(1.0 if self.isChecked() else _FADED)
        metrics = QFontMetrics(self.font())
        first = QRect(px(_PADDING), 1, self.width() - px(_PADDING), metrics.height())
        self._paint_swatch(painter, first.center().y() + 0.5)
        name = first.adjusted(px(_SWATCH) + px(_GAP), 0, 0, 0)
        is_short = self._is_short or metrics.horizontalAdvance(self.text()) > name.width()
        painter.setPen(QColor(self.theme.muted))
        text = self._short if is_short else self.text()
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(numeral_font(self.font(), bold=True))
        painter.setPen(QColor(self.theme.text))
        second = first.translated(0, first.height())
        painter.drawText(second, Qt.AlignmentFlag.AlignTop, self._value)
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setPen(QColor(self.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class CostLegend(QWidget):
    """The six curves with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[Curve, LegendEntry] = {}
        for curve, short, explanation in self._texts():
            name = measured(curve.value) if curve.is_evaluated else short
            entry = LegendEntry(curve, name, short)
            self.entries[curve] = called(entry, explanation, explanation)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(len(self.entries), 1)
        self._arrange(len(self.entries))

    def _arrange(self, columns: int) -> None:
        """Put so many entries in a line."""
        if columns == self._columns:
            return
        self._columns = columns
        for k, entry in enumerate(self.entries.values()):
            self._grid.addWidget(entry, k // columns, k % columns)

    def _texts(self) -> tuple[tuple[Curve, str, str], ...]:
        """Return short name and explanation of each curve."""
        smoothing = self.tr("Batch cost, smoothed: averaged over about the last 3 % of the run")
        train_accuracy = self.tr("Training accuracy: share of training examples answered right")
        test_accuracy = self.tr("Test accuracy: share of test examples answered right")
        return (
            (Curve.BATCH, self.tr("batch"), self.tr("Batch cost: of each mini-batch")),
            (Curve.SMOOTHED, self.tr("smoothed"), smoothing),
            (Curve.TRAIN_COST, self.tr("train"), self.tr("Training cost: on training examples")),
            (Curve.TEST_COST, self.tr("test"), self.tr("Test cost: on test examples")),
            (Curve.TRAIN_ACCURACY, self.tr("train acc."), train_accuracy),
            (Curve.TEST_ACCURACY, self.tr("test acc."), test_accuracy),
        )

    def minimumSizeHint(self) -> QSize:
        sizes = [entry.minimumSizeHint() for entry in self.entries.values()]
        return QSize(max(size.width() for size in sizes), sizes[0].height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths = [entry.minimumSizeHint().width() for entry in self.entries.values()]
        fits = [n for n in (6, 3, 2) if _width(widths, n) <= event.size().width()]
        self._arrange(max(fits, default=1))
        whole = [entry.sizeHint().width() for entry in self.entries.values()]
        for entry in self.entries.values():
            entry.set_short(_width(whole, self._columns) > event.size().width())


def _width(widths: list[int], columns: int) -> int:
    """Return the room that so many columns of entries of these least widths take."""
    return sum(max(widths[k::columns]) for k in range(columns))
