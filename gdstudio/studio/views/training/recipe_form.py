"""The fields of a recipe."""

from __future__ import annotations

from typing import Final, TypeAlias

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from gdstudio.data.augmentation import AUGMENTATIONS
from gdstudio.learning.activations import HIDDEN_ACTIVATIONS
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import (
    MAX_BATCH_SIZE,
    MAX_EPOCHS,
    MAX_EXAMPLES,
    MAX_L2,
    MAX_SEED,
    Recipe,
)
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.training.layers_field import LayersField
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

TypedField: TypeAlias = LayersField | NumberField


class RecipeForm(QWidget):
    """One field for each setting; knows nothing of runs.

    Signals:
        edited: A field other than the learning rate was changed by the user.
        learning_rate_edited: The new learning rate.
        learning_rate_settled: It is no longer being changed.
        refused(str): A sentence on what is wrong with what was typed; "" when it is right again.
    """

    edited = Signal()
    learning_rate_edited = Signal(float)
    learning_rate_settled = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._recipe = Recipe()
        self._rates: dict[str, float] = {}  # the rate shown last with each optimiser
        self.layers = LayersField()
        self.activation = self._choice(HIDDEN_ACTIVATIONS)
        self.outputs = QComboBox()
        for activation, cost in OUTPUTS:
            self.outputs.addItem(f"{cost}, {activation}".replace("-", " "), (activation, cost))
        self.initialization = self._choice(INITIALIZATIONS)
        self.optimizer = self._choice(OPTIMIZERS)
        self.learning_rate = LearningRateField()
        self.schedule = self._choice(SCHEDULES)
        self.batch_size = NumberField(1, MAX_BATCH_SIZE, whole=True)
        self.epochs = NumberField(1, MAX_EPOCHS, whole=True)
        self.l2 = NumberField(0, MAX_L2)
        self.l2.setSingleStep(1e-5)
        self.seed = NumberField(0, MAX_SEED, whole=True)
        self.train_size = NumberField(0, MAX_EXAMPLES, whole=True)
        self.train_size.setSpecialValueText(self.tr("all"))
        self.train_size.setSingleStep(1000)
        self.augmentation = self._choice(AUGMENTATIONS)
        self.label_noise = NumberField(0, 1)
        self.label_noise.setSingleStep(0.1)
        self._lay_out()
        self._connect()
        self.set_recipe(self._recipe)

    def recipe(self) -> Recipe:
        """Return what the fields say, as a recipe; what is being typed is taken first.

        Raises:
            InvalidValue: A field is not accepted.
        """
        wrong = self.first_refused()
        if wrong is not None and wrong.error is not None:
            raise wrong.error
        return self.shown()

    def shown(self) -> Recipe:
        """Return the recipe of the values in force, whatever is being typed.

        Raises:
            InvalidValue: They do not go together.
        """
        activation, cost = self.outputs.currentData()
        return self._recipe.changed(
            **self.layers.setting(),
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
        self._recipe, self._rates = recipe, {}
        blockers = [QSignalBlocker(widget) for widget in self._widgets()]
        self.layers.set_layers(recipe)
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
        self._optimizer_shown = recipe.optimizer
        self._enable_batch_size()
        del blockers

    def set_data_shape(self, in_shape: PictureShape, n_out: int) -> None:
        """Tell what the network sees and how many outputs it has, for the layers."""
        self.layers.set_data_shape(in_shape, n_out)

    def first_refused(self) -> TypedField | None:
        """Take what is being typed; return the first field that is not accepted, or None."""
        refused = [field for field in self._typed_fields() if not field.commit()]
        return refused[0] if refused else None

    def _typed_fields(self) -> tuple[TypedField, ...]:
        rate = self.learning_rate.spin_box
        fields = [rate if w is self.learning_rate else w for w in self._widgets()]
        return tuple(field for field in fields if isinstance(field, (LayersField, NumberField)))

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
        form.setVerticalSpacing(3)
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
            if widget is self.optimizer:
                self.optimizer.currentIndexChanged.connect(self._on_optimizer_chosen)
            elif isinstance(widget, QComboBox):
                widget.currentIndexChanged.connect(self._on_field_changed)
            elif isinstance(widget, NumberField):
                widget.valueChanged.connect(self._on_field_changed)
        self.layers.layers_edited.connect(self._on_field_changed)
        for field in self._typed_fields():
            field.refused.connect(self.refused)
        self.learning_rate.learning_rate_edited.connect(self.learning_rate_edited)
        self.learning_rate.learning_rate_settled.connect(self.learning_rate_settled)

    @Slot()
    def _on_field_changed(self) -> None:
        self._enable_batch_size()
        self.edited.emit()

    @Slot()
    def _on_optimizer_chosen(self) -> None:
        """Propose the method's own rate: that of another is hardly ever any good.

        It belongs to the settings, not to a run that goes on with another method.
        """
        name = self.optimizer.currentData()
        self._rates[self._optimizer_shown] = self.learning_rate.learning_rate
        rate = self._rates.get(name, OPTIMIZERS[name].default_learning_rate)
        self.learning_rate.set_learning_rate(rate)
        self._optimizer_shown = name
        self._on_field_changed()

    def _enable_batch_size(self) -> None:
        self.batch_size.setEnabled(self.optimizer.currentData() != "gradient-descent")

    def _choice(self, names: object) -> QComboBox:
        box = QComboBox()
        for name in names:  # type: ignore[attr-defined]
            box.addItem(name.replace("-", " "), name)
        return box
