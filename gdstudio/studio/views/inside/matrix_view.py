"""Every weight and bias of every layer: one array at a time as a matrix, found by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from gdstudio.inside.places import WeightPlace
from gdstudio.pictures.figure import Figure
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.refusal import Refusing
from gdstudio.studio.views.inside.matrix_grid import MatrixGrid
from gdstudio.studio.views.inside.weight_matrix import WeightMatrix
from gdstudio.studio.views.weights.colour_bar import ColourBar

Find = Callable[[str], WeightPlace]


class WeightField(Refusing, QLineEdit):
    """Where the name of a weight is typed.

    Signals:
        weight_found(object): The WeightPlace of that name.
        refused(str): What is wrong with what was typed, or "".
    """

    weight_found = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value: WeightPlace | None = None
        self._find: Find | None = None

    def set_find(self, find: Find) -> None:
        """Take what knows the names of the network shown."""
        self._find = find

    def show_weight(self, weight: WeightPlace | None) -> None:
        """Show the name of a weight, unless something is being typed."""
        self._value = weight
        if not self.isModified():
            self.put_back()

    def _line(self) -> QLineEdit:
        return self

    def _read(self, text: str) -> WeightPlace | None:
        return self._find(text) if self._find is not None and text.strip() else None

    def _as_typed(self, value: WeightPlace | None) -> str:
        return "" if value is None else str(value)

    def _tell(self) -> None:
        if self._value is not None:
            self.weight_found.emit(self._value)


class MatrixView(QWidget):
    """Shows one array of parameters, with its exact values.

    Attributes:
        grid: The matrix.
        field: Where a name is typed.
        arrays: Which array is shown.

    Signals:
        array_chosen(str): The user wants another array, e.g. "W2".
        weight_chosen(object): The WeightPlace clicked, or reached with keys.
        neuron_opened(int, int): The user wants the neuron opened that a weight leads to.
    """

    array_chosen = Signal(str)
    weight_chosen = Signal(object)
    neuron_opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._matrix: WeightMatrix | None = None
        self.grid, self._bar, self._readout = MatrixGrid(), ColourBar(), FittingLabel()
        which = self.tr("Which weights or biases")
        self.arrays = called(QComboBox(), which, which, term="weight")
        find = self.tr("Find a weight or bias by its name, e.g. W2[3,7] or b2[3]")
        self.field = called(WeightField(), self.tr("Find by name"), find)
        self.field.setPlaceholderText("W2[3,7]")
        self._zoom_in, self._zoom_out = QToolButton(), QToolButton()
        self._lay_out()
        self.setAccessibleName(self.tr("All weights and biases"))
        self._connect()

    @property
    def matrix(self) -> WeightMatrix | None:
        """What is shown; None before the first."""
        return self._matrix

    def set_arrays(self, arrays: Sequence[tuple[str, str]], find: Find) -> None:
        """Offer arrays, each a name and what it says; `find` knows their weights by name."""
        self.field.set_find(find)
        with QSignalBlocker(self.arrays):
            self.arrays.clear()
            for name, text in arrays:
                self.arrays.addItem(text, name)

    def set_matrix(self, matrix: WeightMatrix) -> None:
        """Show an array, or where the present one stands now."""
        before = self._matrix
        is_other = before is None or before.part != matrix.part
        self._matrix = matrix
        with QSignalBlocker(self.arrays):
            self.arrays.setCurrentIndex(self.arrays.findData(matrix.part.name))
        self.grid.set_values(matrix.values, is_other=is_other)
        self._bar.set_limit(self.grid.limit)
        self._read()

    def set_weight(self, weight: WeightPlace | None) -> None:
        """Frame a weight of the array shown; None, or one that stands elsewhere, frames none."""
        matrix = self._matrix
        self.grid.choose(None if weight is None or matrix is None else matrix.cell(weight))
        self.field.show_weight(weight)
        self._read()

    def figure(self) -> Figure | None:
        """Return the array shown; None before the first."""
        return None if self._matrix is None else self._matrix.figure(self.grid.limit)

    def readout(self) -> str:
        """Return the line under the matrix."""
        return self._readout.text()

    def _lay_out(self) -> None:
        in_figures(self._readout)
        in_figures(self.field)
        for button, text, name in (
            (self._zoom_in, "+", self.tr("Enlarge (+)")),
            (self._zoom_out, "−", self.tr("Make smaller (−)")),
        ):
            button.setText(text)
            called(button, name, name)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sized(self.field, fixedWidth=130)
        find = label("muted", self.tr("Find"))
        find.setBuddy(self.field)
        top = in_row(
            self.arrays, 8, find, self.field, STRETCH, self._zoom_out, self._zoom_in,
            spacing=6,
        )  # fmt: skip
        middle = in_row((self.grid, 1), self._bar, spacing=8)
        in_column(top, (middle, 1), self._readout, of=self, spacing=6)

    def _connect(self) -> None:
        self.arrays.activated.connect(self._on_arrays_activated)
        self.grid.cell_pointed_at.connect(self._read)
        self.grid.cell_chosen.connect(self._on_grid_cell_chosen)
        self.grid.cell_opened.connect(self._on_grid_cell_opened)
        self.grid.copy_requested.connect(self._on_grid_copy_requested)
        self._zoom_in.clicked.connect(self._on_zoom_in_clicked)
        self._zoom_out.clicked.connect(self._on_zoom_out_clicked)

    def _forms(self, cell: tuple[int, int] | None) -> tuple[str, ...]:
        matrix = self._matrix
        if matrix is None:
            return ("",)
        if cell is not None:
            text = matrix.reading(*cell)
            return text, text.partition(":")[0]
        shape = " × ".join(map(str, matrix.part.shape))
        name = self.tr("{0}: {1}, a row a neuron, a column an input").format(
            matrix.part.name, shape
        )
        if matrix.is_bias:
            name = self.tr("{0}: {1} biases").format(matrix.part.name, shape)
        hint = self.tr("{0}; point at a number to read it, Enter opens the neuron").format(name)
        return hint, self.tr("{0}; point at a number to read it").format(name), name

    @Slot()
    @Slot(object)
    def _read(self, pointed: tuple[int, int] | None = None) -> None:
        forms = self._forms(pointed or self.grid.chosen)
        self._readout.set_forms(forms)
        if forms[0] != self.grid.accessibleDescription():
            self.grid.setAccessibleDescription(forms[0])

    @Slot(int)
    def _on_arrays_activated(self, _index: int) -> None:
        self.array_chosen.emit(self.arrays.currentData())

    @Slot(int, int)
    def _on_grid_cell_chosen(self, row: int, column: int) -> None:
        self._read()
        if self._matrix is not None:
            self.weight_chosen.emit(self._matrix.place(row, column))

    @Slot(int, int)
    def _on_grid_cell_opened(self, row: int, column: int) -> None:
        if self._matrix is not None:
            place = self._matrix.place(row, column)
            self.neuron_opened.emit(place.layer, place.at[0])

    @Slot()
    def _on_grid_copy_requested(self) -> None:
        if self._matrix is not None:
            QGuiApplication.clipboard().setText(self._matrix.text())

    @Slot()
    def _on_zoom_in_clicked(self) -> None:
        self.grid.zoom_by(1)

    @Slot()
    def _on_zoom_out_clicked(self) -> None:
        self.grid.zoom_by(-1)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(240), px(180)))
