"""Which cost is descended: one of the library, or a formula of one's own."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from gdstudio.descent.functions import VARIABLES, CostFunction
from gdstudio.descent.library import library
from gdstudio.numerals import TO_RAISED
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column
from gdstudio.studio.views.descent.formula_field import FormulaField

_TYPED: Final = "typed"
_NOTE_LINES: Final = 3  # the longest note of the library on the narrowest panel


def written(formula: str) -> str:
    """Return a formula as in print; what `typed_function` reads stays the same."""
    text = re.sub(r"(?:\^|\*\*)(-?\d+)(?![\d.eE])", lambda m: m[1].translate(TO_RAISED), formula)
    if "^" in text or "**" in text:
        text = formula  # one style in one formula: not every exponent can be raised
    text = re.sub(r"\bpi\b", "π", text)
    return text.replace("*", "·").replace("-", "\N{MINUS SIGN}")


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
