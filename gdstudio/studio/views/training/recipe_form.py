"""The fields of a recipe."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot

from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.settings.choices import title_of
from gdstudio.settings.settings import Settings
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.editors import ChoiceBox
from gdstudio.studio.views.common.settings_form import SettingsForm
from gdstudio.studio.views.training.layers_field import LayersField
from gdstudio.studio.views.training.learning_rate_field import LearningRateField

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


class RecipeForm(SettingsForm):
    """One field for each setting of a run; knows nothing of runs."""

    def __init__(self) -> None:
        self._rates: dict[str, float] = {}  # the rate shown last with each optimiser
        self._optimizer_shown = ""
        self.layers = LayersField()
        self.learning_rate = LearningRateField()
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
                *_ROWS,
                "augmentation",
                "label_noise",
            ),
        )
        self.rows.setVerticalSpacing(3)

    def set_value(self, settings: Settings) -> None:
        """Show a recipe; nothing is emitted."""
        super().set_value(settings)
        self._rates = {}
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
        super()._on_editor_edited()

    def _enable_batch_size(self) -> None:
        uses_all = self.editors["optimizer"].shown_value() == "gradient-descent"
        self.editors["batch_size"].setEnabled(not uses_all)
