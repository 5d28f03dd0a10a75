"""The fields of a recipe."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.errors import InvalidValue
from gdstudio.learning.activations import HIDDEN_ACTIVATIONS
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.studio.views.training.learning_rate_field import LearningRateField

# What the outputs are and how they are judged, chosen together because only some pairs make sense.
OUTPUTS: Final = (
    ("sigmoid", "squared-error"),
    ("sigmoid", "cross-entropy"),
    ("softmax", "cross-entropy"),
    ("softmax", "squared-error"),
    ("tanh", "squared-error"),
    ("identity", "squared-error"),
    ("relu", "squared-error"),
    ("leaky-relu", "squared-error"),
)


def parse_layers(text: str) -> dict[str, Any]:
    """Return the setting of a recipe that a text means.

    "16, 16" are hidden sizes, an empty text is no hidden layer; with a word in it, as in
    "conv 8@5x5, pool 2", it is an architecture.

    Raises:
        InvalidValue: A part is not a whole number.
    """
    if any(character.isalpha() for character in text):
        return {"architecture": text}
    parts = [part.strip() for part in text.replace("-", ",").replace(" ", ",").split(",")]
    try:
        return {"hidden": tuple(int(part) for part in parts if part)}
    except ValueError:
        accepted = "whole numbers like 16, 16 or layers like conv 8@5x5, pool 2"
        raise InvalidValue("hidden layers", text, accepted) from None


class RecipeForm(QWidget):
    """One field for each setting; knows nothing of runs.

    Signals:
        edited: A field other than the learning rate was changed by the user.
        learning_rate_edited: The new learning rate.
    """

    edited = Signal()
    learning_rate_edited = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._recipe = Recipe()
        self.layers = QLineEdit()
        self.layers.setPlaceholderText(self.tr("none"))
        self.activation = self._choice(HIDDEN_ACTIVATIONS)
        self.outputs = QComboBox()
        for activation, cost in OUTPUTS:
            self.outputs.addItem(f"{cost}, {activation}".replace("-", " "), (activation, cost))
        self.initialization = self._choice(INITIALIZATIONS)
        self.optimizer = self._choice(OPTIMIZERS)
        self.learning_rate = LearningRateField()
        self.schedule = self._choice(SCHEDULES)
        self.batch_size = self._whole(1, 60_000)
        self.epochs = self._whole(1, 100_000)
        self.l2 = self._real(0.0, 10.0, 6)
        self.seed = self._whole(0, 2**31 - 1)
        self.train_size = self._whole(0, 10_000_000)
        self.train_size.setSpecialValueText(self.tr("all"))
        self.train_size.setSingleStep(1000)
        self.augmentation = self._choice(AUGMENTATIONS)
        self.label_noise = self._real(0.0, 1.0, 2)
        self.label_noise.setSingleStep(0.1)
        self._lay_out()
        self._connect()
        self.set_recipe(self._recipe)

    def recipe(self) -> Recipe:
        """Return what the fields say, as a recipe.

        Raises:
            InvalidValue: A field is not accepted.
        """
        activation, cost = self.outputs.currentData()
        return self._recipe.changed(
            **parse_layers(self.layers.text()),
            activation=self.activation.currentData(),
            output_activation=activation,
            cost=cost,
            initialization=self.initialization.currentData(),
            optimizer=self.optimizer.currentData(),
            optimizer_settings=self._optimizer_settings(),
            learning_rate=self.learning_rate.learning_rate,
            schedule=self.schedule.currentData(),
            batch_size=self.batch_size.value(),
            epochs=self.epochs.value(),
            l2=self.l2.value(),
            seed=self.seed.value(),
            train_size=self.train_size.value() or None,
            label_noise=self.label_noise.value(),
            augmentation=self.augmentation.currentData(),
        )

    def set_recipe(self, recipe: Recipe) -> None:
        """Show a recipe; nothing is emitted."""
        self._recipe = recipe
        blockers = [QSignalBlocker(widget) for widget in self._widgets()]
        sizes = ", ".join(str(size) for size in recipe.hidden)
        self.layers.setText(recipe.architecture or sizes)
        self.layers.setCursorPosition(0)
        for box, value in (
            (self.activation, recipe.activation),
            (self.initialization, recipe.initialization),
            (self.optimizer, recipe.optimizer),
            (self.schedule, recipe.schedule),
            (self.augmentation, recipe.augmentation),
        ):
            box.setCurrentIndex(box.findData(value))
        self.outputs.setCurrentIndex(OUTPUTS.index((recipe.output_activation, recipe.cost)))
        self.learning_rate.set_learning_rate(recipe.learning_rate)
        self.batch_size.setValue(recipe.batch_size)
        self.epochs.setValue(recipe.epochs)
        self.l2.setValue(recipe.l2)
        self.seed.setValue(recipe.seed)
        self.train_size.setValue(recipe.train_size or 0)
        self.label_noise.setValue(recipe.label_noise)
        self._enable_batch_size()
        del blockers

    def _optimizer_settings(self) -> tuple[tuple[str, float], ...]:
        same = self.optimizer.currentData() == self._recipe.optimizer
        return self._recipe.optimizer_settings if same else ()

    def _widgets(self) -> tuple[QWidget, ...]:
        return tuple(widget for _, widget, _ in self._rows())

    def _rows(self) -> tuple[tuple[str, QWidget, str], ...]:
        tr = self.tr
        return (
            (
                tr("Hidden layers"),
                self.layers,
                tr("Sizes like 16, 16, or layers like conv 8@5x5, pool 2, dense 64 or lstm 128"),
            ),
            (tr("Activation"), self.activation, tr("Of the hidden neurons")),
            (tr("Cost"), self.outputs, tr("Cost, and activation of the ten outputs")),
            (tr("Start values"), self.initialization, tr("How weights and biases are drawn")),
            (tr("Optimiser"), self.optimizer, tr("How the gradient becomes a step")),
            (tr("Learning rate"), self.learning_rate, tr("Can be changed while running")),
            (tr("Batch size"), self.batch_size, tr("Examples averaged for one step")),
            (tr("Epochs"), self.epochs, tr("Passes over the training examples")),
            (tr("Seed"), self.seed, tr("The same seed gives the same run, bit for bit")),
            (tr("Schedule"), self.schedule, tr("How the learning rate changes with time")),
            (tr("L2"), self.l2, tr("Weight decay: l2/2 times the sum of squared weights")),
            (tr("Examples"), self.train_size, tr("Use only the first training examples")),
            (tr("Distortion"), self.augmentation, tr("Shifts, turns or bends each picture anew")),
            (tr("Label noise"), self.label_noise, tr("Share of labels drawn at random")),
        )

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, widget, tip in self._rows():
            widget.setToolTip(tip)
            widget.setAccessibleName(label)
            widget.setMinimumWidth(60)
            if isinstance(widget, QComboBox):
                policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                widget.setSizeAdjustPolicy(policy)
            form.addRow(label, widget)

    def _connect(self) -> None:
        for widget in self._widgets():
            if isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(self._on_field_changed)
            elif isinstance(widget, QLineEdit):
                widget.installEventFilter(self)
                widget.editingFinished.connect(self._on_field_changed)
            elif isinstance(widget, (QSpinBox, QDoubleSpinBox)):
                widget.installEventFilter(self)
                widget.valueChanged.connect(self._on_field_changed)
        self.optimizer.currentIndexChanged.connect(self._on_optimizer_chosen)
        self.learning_rate.learning_rate_edited.connect(self.learning_rate_edited)

    @Slot()
    def _on_field_changed(self) -> None:
        self._enable_batch_size()
        self.edited.emit()

    @Slot()
    def _on_optimizer_chosen(self) -> None:
        """Propose the method's own rate: that of another is hardly ever any good."""
        rule = OPTIMIZERS[self.optimizer.currentData()]
        self.learning_rate.set_learning_rate(rule.default_learning_rate)
        self.learning_rate_edited.emit(rule.default_learning_rate)

    def _enable_batch_size(self) -> None:
        self.batch_size.setEnabled(self.optimizer.currentData() != "gradient-descent")

    def _choice(self, names: object) -> QComboBox:
        box = QComboBox()
        for name in names:  # type: ignore[attr-defined]
            box.addItem(name.replace("-", " "), name)
        return box

    def _whole(self, low: int, high: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(low, high)
        box.setGroupSeparatorShown(True)
        box.setKeyboardTracking(False)
        return box

    def _real(self, low: float, high: float, decimals: int) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setDecimals(decimals)
        box.setSingleStep(10.0 ** (1 - decimals))
        box.setKeyboardTracking(False)
        return box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave a field on Enter and Escape, so that the window's keys act again."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            left = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if left and isinstance(watched, QWidget):
                if event.key() == Qt.Key.Key_Escape:
                    self.set_recipe(self._recipe)
                watched.clearFocus()
                return True
        return super().eventFilter(watched, event)
