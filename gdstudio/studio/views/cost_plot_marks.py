"""What the cost plot says besides curves: crosshair, step of divergence, hint when empty."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.studio.theme import Theme


class Marks:
    """Two hairlines that cross, one line where a run diverged, and two short texts.

    Args:
        box: Where the lines are drawn, in plot coordinates.
        parent: The widget the texts lie on.
    """

    def __init__(self, box: pg.ViewBox, parent: QWidget) -> None:
        self._vertical = pg.InfiniteLine(angle=90, movable=False)
        self._horizontal = pg.InfiniteLine(angle=0, movable=False)
        self._diverged = pg.InfiniteLine(angle=90, movable=False)
        for line in (self._vertical, self._horizontal, self._diverged):
            line.setZValue(20)
            line.hide()
            box.addItem(line, ignoreBounds=True)
        self.hint = QLabel(parent)
        self.note = QLabel(parent)
        for label in (self.hint, self.note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is self.hint)
            label.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for line in (self._vertical, self._horizontal):
            line.setPen(QPen(QColor(theme.muted), 1))
        warning = QPen(QColor(theme.warning), 1)
        warning.setDashPattern([4.0, 4.0])
        self._diverged.setPen(warning)
        self.hint.setStyleSheet(f"color: {theme.muted};")
        self.note.setStyleSheet(
            f"color: {theme.warning}; background: {theme.base}; font-weight: 600; padding: 2px 8px;"
            f" border: 1px solid {theme.warning}; border-radius: 4px;"
        )

    def set_crosshair(self, x: float | None, y: float | None) -> None:
        """Let the hairlines cross at a place, or hide those without one."""
        for line, value in ((self._vertical, x), (self._horizontal, y)):
            if value is not None:
                line.setValue(value)
            line.setVisible(value is not None)

    def set_diverged(self, x: float | None, text: str) -> None:
        """Mark where the run diverged, or nothing if `x` is None."""
        if x is not None:
            self._diverged.setValue(x)
        self._diverged.setVisible(x is not None)
        self.note.setText(text)
        self.note.setVisible(x is not None)

    def place(self, inside: QRect) -> None:
        """Put the texts where they belong in the rectangle of the curves."""
        self.hint.setGeometry(inside.adjusted(16, 0, -16, 0))
        size = self.note.sizeHint()
        left = inside.center().x() - size.width() // 2
        self.note.setGeometry(left, inside.top() + 8, size.width(), size.height())
