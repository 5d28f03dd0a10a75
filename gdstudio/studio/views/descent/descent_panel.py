"""What to descend, how and from where: the settings of the workspace Descent."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QGridLayout, QWidget

from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.library import library
from gdstudio.descent.stepper import suggested_learning_rate
from gdstudio.errors import GdstudioError
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, explained, in_column
from gdstudio.studio.views.common.overlay_boxes import OverlayBoxes
from gdstudio.studio.views.common.refusal import first_refused
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.settings_form import LearningRateField
from gdstudio.studio.views.descent.function_chooser import FunctionChooser
from gdstudio.studio.views.descent.method_box import MethodBox
from gdstudio.studio.views.descent.start_fields import StartFields

OVERLAYS: Final = ("basins", "stationary_points", "inner_state", "log_height")


class OverlayChecks(OverlayBoxes):
    """One check box for each of `OVERLAYS`."""

    def __init__(self) -> None:
        super().__init__(OVERLAYS)
        layout = QGridLayout(self)
        sized(layout, margins=(0, 0, 0, 0), horizontalSpacing=12, verticalSpacing=4)
        layout.setColumnStretch(1, 1)
        for i, name in enumerate(OVERLAYS):
            layout.addWidget(self.box(name), *divmod(i, 2))
        self._dimension = 1
        self._basins = {1: False, 2: False}  # each number of inputs has its own
        self.set_dimension(1)

    def set_dimension(self, dimension: int) -> None:
        """Speak of the valleys of a cost of one input, of the basins of one of two.

        Each is shown or not by itself.
        """
        self._basins[self._dimension] = self.is_shown("basins")
        self._dimension = dimension
        self.set_overlay("basins", self._basins[dimension])
        for name, (text, explanation) in self._texts(dimension).items():
            explained(self.box(name), text, explanation)
        self.box("log_height").setVisible(dimension == 2)

    def set_has_inner_state(self, has_inner_state: bool) -> None:
        """Tell whether the method keeps anything between its steps."""
        self.box("inner_state").setEnabled(has_inner_state)

    def _texts(self, dimension: int) -> dict[str, tuple[str, str]]:
        basins = self.tr("Colours each start by the minimum it reaches")
        stationary = self.tr("Where the slope is zero: minima, maxima, saddles")
        inner = self.tr("What the method remembers, as arrows: velocity, averages")
        height = self.tr("Draws the logarithm of the cost, so that low parts can be told apart")
        return {
            "basins": (self.tr("Valleys") if dimension == 1 else self.tr("Basins"), basins),
            "stationary_points": (self.tr("Stationary points"), stationary),
            "inner_state": (self.tr("Inner state"), inner),
            "log_height": (self.tr("Log height"), height),
        }


class DescentPanel(QWidget):
    """Shows the settings of a descent and says what the user wants.

    Each action of the user emits one signal. Choosing a function proposes its start, a rate and its
    height scale; choosing a method proposes a rate: the panel shows them before it emits, so
    `start`, `learning_rate` and `overlays` tell what now holds.

    Signals:
        dimension_chosen(int): 1 or 2; the panel shows the function chosen last of that many inputs.
        function_chosen(object): A CostFunction, of the library or typed.
        method_chosen(str): Name of the method.

    Attributes:
        rate_field: Shows the rate; tells of another one.
        start_fields: Tell of another start.
        overlays: What is wanted in the picture.
    """

    dimension_chosen = Signal(int)
    function_chosen = Signal(object)
    method_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._last = {dimension: library(dimension)[0] for dimension in (1, 2)}
        self._shown: CostFunction | None = None
        self.dimension_switch = SegmentedSwitch(
            self.tr("Number of inputs"),
            (
                ("1", self.tr("One input"), self.tr("A curve: cost over one input")),
                ("2", self.tr("Two inputs"), self.tr("A surface over two inputs")),
            ),
            stretched=True,
        )
        self.chooser = FunctionChooser()
        self.method_box = MethodBox()
        self.rate_field = LearningRateField(Recipe.field("learning_rate"))
        self.start_fields = StartFields()
        self.overlays = OverlayChecks()
        self.message = WrappedText("warning")
        self.picture_note = WrappedText("warning")
        self._lay_out()
        self.dimension_switch.chosen.connect(self._on_switch_chosen)
        self.chooser.function_chosen.connect(self._on_chooser_function_chosen)
        self.method_box.edited.connect(self._on_method_box_edited)
        self.set_function(self._last[1])
        self.set_method("gradient-descent")
        self.set_message("")
        self.set_picture_note("")

    def function(self) -> CostFunction:
        """Return the cost chosen last."""
        return self.chooser.function()

    def method(self) -> str:
        """Return the name of the method shown."""
        return str(self.method_box.shown_value())

    def learning_rate(self) -> float:
        """Return the rate shown."""
        return self.rate_field.shown_value()

    def start(self) -> Point:
        """Return the start shown, unrounded."""
        return self.start_fields.start()

    def first_refused(self) -> tuple[QWidget, GdstudioError] | None:
        """Take what is being typed; return the first field that is not accepted, and why."""
        field = self.chooser.field
        if field.isVisibleTo(self) and field.error is not None:
            return field, field.error
        field.commit()
        return first_refused(self)

    def set_function(self, function: CostFunction) -> None:
        """Show a cost with the start, the rate and the height scale that suit it.

        A cost that is shown already changes nothing. Nothing is emitted.
        """
        if function is self._shown:
            return
        self._shown = self._last[function.dimension] = function
        self.dimension_switch.set_choice(str(function.dimension))
        self.chooser.set_function(function)
        self.start_fields.set_function(function)
        self.overlays.set_dimension(function.dimension)
        self.overlays.set_overlay("log_height", function.log_height)
        self._propose_learning_rate()

    def set_method(self, method: str) -> None:
        """Show a method; nothing is emitted, and the rate stays."""
        self.method_box.show_value(method)
        self.overlays.set_has_inner_state(method != "gradient-descent")

    def set_start(self, start: Point) -> None:
        """Show a start, one finite number for each input; nothing is emitted."""
        self.start_fields.set_start(start)

    def set_message(self, text: str) -> None:
        """Show what needs attention, or nothing."""
        self.message.set_text(text)
        self.message.setVisible(bool(text))

    def set_picture_note(self, text: str) -> None:
        """Show what the picture cannot show, or nothing."""
        self.picture_note.set_text(text)
        self.picture_note.setVisible(bool(text))

    @Slot(str)
    def _on_switch_chosen(self, key: str) -> None:
        self.set_function(self._last[int(key)])
        self.dimension_chosen.emit(int(key))

    @Slot(object)
    def _on_chooser_function_chosen(self, function: CostFunction) -> None:
        self.set_function(function)
        self.function_chosen.emit(function)

    @Slot()
    def _on_method_box_edited(self) -> None:
        method = self.method()
        self.set_method(method)
        self._propose_learning_rate()
        self.method_chosen.emit(method)

    def _propose_learning_rate(self) -> None:
        rate = suggested_learning_rate(self.function(), self.method())
        self.rate_field.show_value(rate)

    def _lay_out(self) -> None:
        sized(self.rate_field.spin_box, minimumWidth=60)
        self.rate_field.setToolTip(self.tr("How far each step goes; can be changed while running"))
        form = QFormLayout()
        sized(form, horizontalSpacing=8, verticalSpacing=6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Method"), self.method_box)
        form.addRow(self.tr("Learning rate"), self.rate_field)
        form.addRow(self.tr("Start"), self.start_fields)
        notes = self.picture_note, self.message
        parts = self.dimension_switch, self.chooser, form, self.overlays, *notes, STRETCH
        in_column(*parts, of=self, spacing=8)
