"""The legend of the cost plot and its readout: names, switches, values in fixed places."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.theme import LIGHT, Theme
from gdstudio.studio.views.cost_plot.cost_plot_curves import Curve, curve_pen

_SWATCH: Final = 16
_GAP: Final = 5
_PADDING: Final = 5
_FADED: Final = 0.35


class LegendEntry(QAbstractButton):
    """A curve's swatch and name over its value; checked while the curve is drawn.

    Args:
        curve: The curve.
        name: Short name.
        widest: The widest value; the entry is as wide, so that nothing jumps.

    Signals:
        curve_toggled(object, bool): The user switched the `Curve` on or off.
    """

    curve_toggled = Signal(object, bool)

    def __init__(self, curve: Curve, name: str, widest: str) -> None:
        super().__init__()
        self._curve, self._widest, self._value = curve, widest, "–"
        self._theme = LIGHT
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._on_toggled)

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

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.update()

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:
        self.curve_toggled.emit(self._curve, checked)

    def _paint_swatch(self, painter: QPainter, middle: float) -> None:
        pen = curve_pen(self._theme, self._curve)
        colour = pen.color()
        if self._curve is Curve.BATCH:
            painter.fillRect(QRectF(_PADDING, middle - 4, _SWATCH, 8), colour)
            return
        pen.setWidthF(2.0)
        if self._curve.is_accuracy:
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(_PADDING, middle), QPointF(_PADDING + _SWATCH, middle))
        if self._curve.is_evaluated:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            mark = QRectF(_PADDING + _SWATCH / 2 - 3, middle - 3, 6, 6)
            if self._curve.is_accuracy:
                painter.drawRect(mark)
            else:
                painter.drawEllipse(mark)

    def sizeHint(self) -> QSize:
        """Return the room for name and widest value."""
        metrics = QFontMetrics(self.font())
        values = QFontMetrics(numeral_font(self.font(), bold=True))
        name = _SWATCH + _GAP + metrics.horizontalAdvance(self.text())
        width = max(name, values.horizontalAdvance(self._widest))
        return QSize(width + 2 * _PADDING + 1, metrics.height() + values.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the room for a swatch and a few letters."""
        return QSize(_SWATCH + 24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw swatch, name and value; all faded when switched off."""
        painter = QPainter(self)
        painter.setOpacity(1.0 if self.isChecked() else _FADED)
        metrics = QFontMetrics(self.font())
        first = QRect(_PADDING, 1, self.width() - _PADDING, metrics.height())
        self._paint_swatch(painter, first.center().y() + 0.5)
        name = first.adjusted(_SWATCH + _GAP, 0, 0, 0)
        elided = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, name.width())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(numeral_font(self.font(), bold=True))
        painter.setPen(QColor(self._theme.text))
        second = first.translated(0, first.height())
        painter.drawText(second, Qt.AlignmentFlag.AlignTop, self._value)
        if self.hasFocus():
            painter.setOpacity(1.0)
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class CostLegend(QWidget):
    """The six curves with their values.

    Signals:
        curve_toggled(object, bool): The user switched a `Curve` on or off.
    """

    curve_toggled = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.entries = {curve: self._entry(curve, *texts) for curve, texts in self._texts()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for entry in self.entries.values():
            row.addWidget(entry)
            entry.curve_toggled.connect(self.curve_toggled)
        row.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for entry in self.entries.values():
            entry.set_theme(theme)

    def _texts(self) -> tuple[tuple[Curve, tuple[str, str, str]], ...]:
        """Return name, widest value and explanation of each curve."""
        smoothing = self.tr("Batch cost, smoothed: averaged over about the last 3 % of the run")
        training_cost = self.tr("Training cost: on training examples")
        train_accuracy = self.tr("Accuracy: share of training examples answered right")
        test_accuracy = self.tr("Accuracy: share of test examples answered right")
        return (
            (Curve.BATCH, (self.tr("batch"), "0.0000", self.tr("Batch cost: of each mini-batch"))),
            (Curve.SMOOTHED, (self.tr("smoothed"), "0.0000", smoothing)),
            (
                Curve.TRAIN_COST,
                (self.tr("train"), "0.0000", training_cost),
            ),
            (Curve.TEST_COST, (self.tr("test"), "0.0000", self.tr("Test cost: on test examples"))),
            (Curve.TRAIN_ACCURACY, (self.tr("train acc."), "99.99 %", train_accuracy)),
            (Curve.TEST_ACCURACY, (self.tr("test acc."), "99.99 %", test_accuracy)),
        )

    def _entry(self, curve: Curve, name: str, widest: str, explanation: str) -> LegendEntry:
        entry = LegendEntry(curve, name, widest)
        entry.setToolTip(explanation)
        entry.setAccessibleName(explanation)
        return entry
