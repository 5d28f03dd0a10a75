"""The fields of a plane: directions, how wide, how finely, how many examples."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.landscape.directions import Normalization
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import MAX_SEED
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.landscape.number_box import ExamplesBox, NumberBox
from gdstudio.studio.views.landscape.parameter_fields import ParameterFields
from gdstudio.studio.views.training.learning_rate_field import rate_box

# Odd, so that the network itself is a point of the grid.
GRID_SIZES: Final = (25, 51, 101)


class PlaneFields(QWidget):
    """Shows the fields that matter to a kind of plane.

    Signals:
        edited(): The user changed a field; `request` tells what the fields now say.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind: PlaneKind = "trajectory"
        self.names = ParameterFields()
        self.normalization_box = QComboBox()
        for normalization, title in self._titles().items():
            self.normalization_box.addItem(title, normalization)
        self.seed_box = NumberField(0, MAX_SEED, whole=True)
        self.extent_box = rate_box()
        self.grid_box = NumberBox(GRID_SIZES, "{0} × {0}")
        self.examples_box = ExamplesBox()
        self._form = QFormLayout(self)
        self._lay_out()
        self._connect()
        self.set_request(PlaneRequest())

    def request(self) -> PlaneRequest | None:
        """Return what the fields say; None while one of those shown is not accepted."""
        if self._kind == "parameters" and not self.names.is_valid():
            return None
        first, second = self.names.names()
        return PlaneRequest(
            kind=self._kind,
            normalization=self.normalization_box.currentData(),
            seed=self.seed_box.value(),
            size=self.grid_box.number(),
            extent=self.extent_box.value(),
            examples=self.examples_box.examples(),
            first=first,
            second=second,
        )

    def set_kind(self, kind: PlaneKind) -> None:
        """Show the fields of another kind of plane."""
        self._kind = kind
        drawn = kind in ("random", "gradient")
        for widget, shown in (
            (self.names, kind == "parameters"),
            (self.normalization_box, drawn),
            (self.seed_box, drawn),
            (self.extent_box, drawn or kind == "parameters"),
        ):
            self._form.setRowVisible(widget, shown)

    def set_request(self, request: PlaneRequest) -> None:
        """Show a request; nothing is emitted."""
        with QSignalBlocker(self.normalization_box):
            place = self.normalization_box.findData(request.normalization)
            self.normalization_box.setCurrentIndex(place)
        with QSignalBlocker(self.seed_box):
            self.seed_box.setValue(request.seed)
        with QSignalBlocker(self.extent_box):
            self.extent_box.setValue(request.extent)
        self.names.set_names(request.first, request.second)
        self.grid_box.set_number(request.size)
        self.examples_box.set_examples(request.examples)
        self.set_kind(request.kind)

    def set_network(self, network: Network, rows: int, columns: int) -> None:
        """Tell whose parameters are named; see `ParameterFields.set_network`."""
        self.names.set_network(network, rows, columns)

    @Slot()
    def _on_field_changed(self) -> None:
        self.edited.emit()

    def _titles(self) -> dict[Normalization, str]:
        return {
            Normalization.FILTER: self.tr("filter"),
            Normalization.LAYER: self.tr("layer"),
            Normalization.NONE: self.tr("none"),
        }

    def _rows(self) -> tuple[tuple[str, QWidget, str], ...]:
        tr = self.tr
        lengths = tr(
            "How long a random direction is. Filter: as long as the weights into each neuron."
            " Layer: as the weights of each layer. None: as drawn."
        )
        return (
            (tr("Normalisation"), self.normalization_box, lengths),
            (tr("Seed"), self.seed_box, tr("The same seed gives the same random directions")),
            (tr("Extent ±"), self.extent_box, tr("Half the width, in lengths of the directions")),
            (tr("Grid"), self.grid_box, tr("Points at which the cost is computed")),
            (tr("Examples"), self.examples_box, tr("Training examples over which it is the mean")),
        )

    def _lay_out(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.names)
        for label, widget, explanation in self._rows():
            widget.setToolTip(explanation)
            widget.setAccessibleName(label)
            widget.setMinimumWidth(60)
            form.addRow(label, widget)
        captions = [form.labelForField(row[1]) for row in self._rows()]
        widest = max(caption.sizeHint().width() for caption in captions)
        for caption in captions:  # so that the fields keep their place from kind to kind
            caption.setMinimumWidth(widest)

    def _connect(self) -> None:
        self.names.names_edited.connect(self._on_field_changed)
        self.normalization_box.currentIndexChanged.connect(self._on_field_changed)
        self.seed_box.valueChanged.connect(self._on_field_changed)
        self.extent_box.valueChanged.connect(self._on_field_changed)
        self.grid_box.number_chosen.connect(self._on_field_changed)
        self.examples_box.examples_chosen.connect(self._on_field_changed)
