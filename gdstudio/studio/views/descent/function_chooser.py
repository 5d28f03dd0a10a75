"""Which cost is descended: one of the library, or a formula of one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyle, QStyleOptionFrame, QWidget

from gdstudio.descent.expression import ExpressionError
from gdstudio.descent.formula.typography import written
from gdstudio.descent.functions import VARIABLES, CostFunction, typed_function
from gdstudio.descent.library import library
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column

_TYPED: Final = "typed"
# Time without a key before a formula is taken: its beginnings are formulas, too, and nobody means
# them.
PAUSE_MS: Final = 300
_WAVE: Final = 2.5  # half a wave of the underline, in pixels
_CURSOR_MARGIN: Final = 5  # what Qt puts to the left of the cursor in `cursorRect`
_NOTE_LINES: Final = 3  # the longest note of the library on the narrowest panel


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


class FunctionChooser(QWidget):
    """A box with the library, the formula, and one sentence: a note, or what is wrong.

    Signals:
        function_chosen(object): The CostFunction the user chose or typed.
    """

    function_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._function = library(1)[0]
        self._typed = {1: "", 2: ""}
        self.box = called(QComboBox(), self.tr("Function"), self.tr("The cost to descend"))
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMaxVisibleItems(20)
        self.formula = WrappedText()
        self.field = FormulaField()
        self.note = WrappedText("muted", lines=_NOTE_LINES)
        in_column(self.box, self.formula, self.field, self.note, of=self, spacing=6)
        self.box.currentIndexChanged.connect(self._on_box_chosen)
        self.field.checked.connect(self._on_field_checked)
        self.field.function_typed.connect(self._on_field_function_typed)
        self._fill_box()
        self._show_function()

    def function(self) -> CostFunction:
        """Return the cost chosen last; a wrong formula does not change it."""
        return self._function

    def set_function(self, function: CostFunction) -> None:
        """Show a cost of one or two inputs; nothing is emitted."""
        if function is self._function:
            return
        other = function.dimension != self._function.dimension
        self._function = function
        if other:
            self._fill_box()
        self._show_function()

    @Slot()
    def _on_box_chosen(self) -> None:
        name = self.box.currentData()
        if name == _TYPED:
            self._begin_typing()
            return
        dimension = self._function.dimension
        self._function = next(f for f in library(dimension) if f.name == name)
        self._show_function()
        self.function_chosen.emit(self._function)

    @Slot()
    def _on_field_checked(self) -> None:
        self._typed[self._function.dimension] = self.field.text()
        self._show_note()

    @Slot(object)
    def _on_field_function_typed(self, function: CostFunction) -> None:
        self._function = function
        self.function_chosen.emit(function)

    def _begin_typing(self) -> None:
        """Offer what was typed last, or what is shown, to be changed."""
        dimension = self._function.dimension
        typed = self.field.set_formula(self._typed[dimension] or self._function.formula, dimension)
        self._show_field(True)
        self._show_note()
        self.field.setFocus()
        self.field.selectAll()
        if typed is not None:
            self._on_field_function_typed(typed)

    def _fill_box(self) -> None:
        with QSignalBlocker(self.box):
            self.box.clear()
            for function in library(self._function.dimension):
                self.box.addItem(told(function.title), function.name)
            self.box.insertSeparator(self.box.count())
            self.box.addItem(self.tr("Type your own…"), _TYPED)

    def _show_function(self) -> None:
        function = self._function
        place = self.box.findData(function.name)
        typed = place < 0 or function.name == _TYPED
        self.field.discard()
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(_TYPED) if typed else place)
        if typed:
            self._typed[function.dimension] = function.formula
            self.field.set_formula(function.formula, function.dimension)
        name = f"C({', '.join(function.variables)})"
        self.formula.set_text(f"{name} = {written(function.formula)}")
        self._show_field(typed)
        self._show_note()

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self.formula.setVisible(not shown)

    def _show_note(self) -> None:
        error = None if self.field.isHidden() else self.field.error
        if error is None:
            text, warns = self._function.note, False
        elif not self.field.text().strip():
            names = self.tr(" and ").join(VARIABLES[self._function.dimension])
            text, warns = self.tr("A formula of {0}.").format(names), False
        else:
            missing = error.length == 0 and error.position >= len(self.field.text().rstrip())
            said = told(error)
            text, warns = said[:1].upper() + said[1:] + ".", not missing
        self.note.set_text(text)
        self.note.set_name("warning" if warns else "muted")
