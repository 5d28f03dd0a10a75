"""A formula typed by people, checked with every key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

from gdstudio.descent.expression import ExpressionError
from gdstudio.descent.functions import CostFunction, typed_function
from gdstudio.studio.theme import current_theme

# Time without a key before a formula is taken: its beginnings are formulas, too, and nobody means
# them.
PAUSE_MS: Final = 300
_WAVE: Final = 2.5  # half a wave of the underline, in pixels
_CURSOR_MARGIN: Final = 5  # what Qt puts to the left of the cursor in `cursorRect`


class FormulaField(QLineEdit):
    """A line whose wrong part is underlined.

    Signals:
        checked: The text was edited and checked; see `error`.
        function_typed(object): The CostFunction typed, when a pause or Enter ended the typing.

    Attributes:
        error: What is wrong with the text, or None.
    """

    checked = Signal()
    function_typed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._dimension = 1
        self._function: CostFunction | None = None
        self.error: ExpressionError | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self.commit)
        self.editingFinished.connect(self.commit)
        self.setAccessibleName(self.tr("Formula"))
        self.setToolTip(
            self.tr(
                "+ − * / ^, numbers, pi, e and round brackets; 3x and 2 sin x are read as products."
                "\nsin cos tan arctan sinh cosh tanh exp log log10 sqrt abs sign sigmoid relu"
                " min max where"
            )
        )

    def set_formula(self, text: str, dimension: int) -> CostFunction | None:
        """Show a formula of 1 or 2 inputs and return its cost, if it has one; emits nothing."""
        self._pause.stop()
        self._dimension = dimension
        self.setPlaceholderText("0.5 w^2 + cos 3w" if dimension == 1 else "0.5 x^2 + 5 y^2")
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self._check()
        return self._function

    def discard(self) -> None:
        """Forget what was typed and not yet taken."""
        self._pause.stop()

    def wrong_part(self) -> QRectF | None:
        """Return where the wrong characters are drawn, in pixels of the field; None if all is well.

        What is missing takes the width of a letter behind the place.
        """
        if self.error is None or not self.text():
            return None
        metrics = QFontMetricsF(self.font())
        cursor = self.cursorRect()
        left_of_cursor = metrics.horizontalAdvance(self.text()[: self.cursorPosition()])
        origin = cursor.left() + _CURSOR_MARGIN - left_of_cursor
        first = self.error.position
        wrong = self.text()[first : first + self.error.length]
        left = origin + metrics.horizontalAdvance(self.text()[:first])
        width = metrics.horizontalAdvance(wrong) if wrong else metrics.horizontalAdvance("x")
        return QRectF(left, cursor.top(), width, cursor.height())

    @Slot()
    def commit(self) -> None:
        """Take what was typed without waiting for a pause; does nothing if that has been done."""
        if self._pause.isActive():
            self._pause.stop()
            self._on_pause_timeout()

    @Slot()
    def _on_pause_timeout(self) -> None:
        if self._function is not None:
            self.function_typed.emit(self._function)

    @Slot()
    def _on_text_edited(self) -> None:
        self._check()
        if self.error is None:
            self._pause.start()
        else:
            self._pause.stop()
        self.checked.emit()

    def _check(self) -> None:
        try:
            self._function, self.error = typed_function(self.text(), self._dimension), None
        except ExpressionError as error:
            self._function, self.error = None, error
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        part = self.wrong_part()
        if part is None:
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(inside)
        colour = QColor(current_theme().warning)
        painter.setPen(QPen(colour, 1.6))
        painter.drawPath(_wave(part))
        colour.setAlpha(45)
        painter.fillRect(part, colour)
        painter.end()


def _wave(part: QRectF) -> QPainterPath:
    """Return a wavy line along the bottom of `part`."""
    x, y = part.left(), part.bottom() - _WAVE
    path = QPainterPath()
    path.moveTo(x, y)
    up = True
    while x < part.right():
        path.quadTo(x + _WAVE / 2, y - _WAVE if up else y + _WAVE, x + _WAVE, y)
        x, up = x + _WAVE, not up
    return path
