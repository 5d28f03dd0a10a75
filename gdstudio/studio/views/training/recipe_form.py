"""The settings of a run as a form."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout

from gdstudio.learning.layers_typed import read_layers
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Settings
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.form_columns import FormColumns
from gdstudio.studio.views.common.settings_form import (
    ChoiceBox,
    LearningRateField,
    SettingsForm,
    TypedLine,
)

# What the outputs are and how they are judged, chosen together because only some pairs make sense.
OUTPUTS: Final = (
    ("squared-error", "sigmoid"),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
    ("squared-error", "softmax"),
    ("squared-error", "tanh"),
    ("squared-error", "identity"),
    ("squared-error", "relu"),
    ("squared-error", "leaky-relu"),
)

_ROWS: Final = ("batch_size", "epochs", "seed", "schedule", "l2", "train_size")


Layers = tuple[tuple[int, ...], str]  # hidden sizes and architecture of a recipe


class LayersField(TypedLine):
    """Sizes of hidden layers, or an architecture; its value is the pair of both."""

    def __init__(self) -> None:
        self._in_shape, self._n_out = DIGIT, 10
        super().__init__(self._layers, _as_typed, ((), ""))
        self.setPlaceholderText(self.tr("none"))
        self.setToolTip(
            self.tr("Sizes like 16, 16, or layers like conv 8@5x5, pool 2, dense 64 or lstm 128")
        )

    def set_data_shape(self, in_shape: PictureShape, n_out: int) -> None:
        """Tell what the network sees and how many outputs it has."""
        self._in_shape, self._n_out = in_shape, n_out

    def _layers(self, text: str) -> Layers:
        recipe = Recipe().changed(**read_layers(text, self._in_shape.size, self._n_out))
        recipe.layers(self._in_shape, self._n_out)
        return recipe.hidden, recipe.architecture


def _as_typed(layers: Layers) -> str:
    return layers[1] or ", ".join(map(str, layers[0]))


class FrozenLayersField(TypedLine):
    """Which layers are frozen; refuses those that the network does not have."""

    def __init__(self) -> None:
        self._network = Recipe()
        super().__init__(self._layers, Recipe.field("frozen_layers").write, ())
        self.setPlaceholderText(self.tr("none"))
        self.setToolTip(
            self.tr(
                "Layers that keep their weights and biases while the others learn, like 1, 2; "
                "layer 1 follows the picture. Can be changed while running"
            )
        )

    def set_network(self, network: Settings) -> None:
        """Tell of a Recipe whose layers there are."""
        assert isinstance(network, Recipe)
        self._network = network

    def _layers(self, text: str) -> tuple[int, ...]:
        layers = Recipe.field("frozen_layers").parse(text)
        return self._network.changed(frozen_layers=layers).frozen_layers


class RecipeForm(SettingsForm):
    """One field for each setting of a run; knows nothing of runs.

    Other layers keep as many of the frozen ones as are still there; as they were before, they come
    back with the frozen ones they had.

    Attributes:
        columns: Lets the rows stand in two columns.
        no_longer_frozen: Layers that are not there any more since the layers were changed last.
    """

    def __init__(self) -> None:
        self._rates: dict[str, float] = {}  # the rate shown last with each optimiser
        self._optimizer_shown = ""
        self._frozen: dict[Layers, tuple[int, ...]] = {}  # the layers frozen last of each network
        self._layers_shown: Layers = ((), "")
        self.no_longer_frozen: tuple[int, ...] = ()
        self.layers, self.frozen = LayersField(), FrozenLayersField()
        self.learning_rate = LearningRateField(Recipe.field("learning_rate"))
        outputs = ChoiceBox((pair, ", ".join(told(title_of(n)) for n in pair)) for pair in OUTPUTS)
        super().__init__(
            Recipe(),
            (
                (("hidden", "architecture"), self.layers),
                "activation",
                (("cost", "output_activation"), outputs),
                "initialization",
                "optimizer",
                (("learning_rate",), self.learning_rate),
                (("frozen_layers",), self.frozen),
                *_ROWS,
                "augmentation",
                "label_noise",
            ),
        )
        sized(self.rows, verticalSpacing=2)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.columns = FormColumns(self.rows)

    def set_value(self, settings: Settings) -> None:
        """Show a recipe; nothing is emitted."""
        self.frozen.set_network(settings)
        super().set_value(settings)
        self._rates, self._frozen, self.no_longer_frozen = {}, {}, ()
        self._layers_shown = self.layers.shown_value()
        self._optimizer_shown = self.editors["optimizer"].shown_value()
        self._enable_batch_size()

    @Slot()
    def _on_editor_edited(self) -> None:
        """Propose an optimiser's own rate: that of another is hardly ever any good.

        It belongs to the settings, not to a run that goes on with another method.
        """
        name = self.editors["optimizer"].shown_value()
        if name != self._optimizer_shown:
            self._rates[self._optimizer_shown] = self.learning_rate.shown_value()
            rate = self._rates.get(name, OPTIMIZERS[name].default_learning_rate)
            self.learning_rate.show_value(rate)
            self._optimizer_shown = name
        self._enable_batch_size()
        self._follow_layers()
        super()._on_editor_edited()

    def _follow_layers(self) -> None:
        """Let go of frozen layers that are not there any more."""
        layers, before = self.layers.shown_value(), self.frozen.shown_value()
        self.no_longer_frozen = ()
        if layers == self._layers_shown:
            return
        self._frozen[self._layers_shown], self._layers_shown = before, layers
        network = Recipe().changed(hidden=layers[0], architecture=layers[1])
        there = tuple(layer for layer in before if layer <= network.layer_count)
        self.no_longer_frozen = before[len(there) :]
        self.frozen.set_network(network)
        self.frozen.show_value(self._frozen.get(layers, there))

    def _enable_batch_size(self) -> None:
        uses_all = self.editors["optimizer"].shown_value() == "gradient-descent"
        self.editors["batch_size"].setEnabled(not uses_all)
