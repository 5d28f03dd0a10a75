"""The trainings of the experiment with random labels: one recipe for all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from gdstudio.experiments.corrupted import CORRUPTIONS, RANDOM_LABELS, TRUE, Corruption
from gdstudio.experiments.fit import RELU_SOFTMAX, Fit
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.learning.recipe import MAX_LAYERS, MAX_WIDTH, Recipe
from gdstudio.settings.settings import SeededSettings, setting
from gdstudio.texts import Text

MOMENTUM: Final = 0.9  # as in the paper


@dataclass(frozen=True, kw_only=True)
class RandomLabelsSettings(SeededSettings):
    """How large the network and the data are, and how long it learns."""

    examples: int = setting(
        2000, Text("Training digits"), "whole", 100, 60_000, help=Text("How many are to be fitted.")
    )
    width: int = setting(
        512, Text("Hidden neurons"), "whole", 1, MAX_WIDTH, help=Text("Of each hidden layer.")
    )
    layers: int = setting(
        1, Text("Hidden layers"), "whole", 1, MAX_LAYERS, help=Text("All of the same width.")
    )
    epochs: int = setting(
        50, Text("Epochs"), "whole", 1, 10_000, help=Text("The same number for every kind of data.")
    )
    learning_rate: float = setting(
        0.1, Text("Learning rate"), "real", 1e-6, 10,
        help=Text("In the first epoch; then 0.95 times the last."),
    )  # fmt: skip
    batch_size: int = setting(
        50, Text("Batch size"), "whole", 1, 10_000, help=Text("Examples of one step.")
    )
    probabilities: tuple[float, ...] = setting(
        (0.2, 0.4, 0.6, 0.8), Text("Probabilities"), "reals", 0, 1,
        help=Text("With which a label is drawn anew; 0 and 1 are always done too."),
    )  # fmt: skip
    repeats: int = setting(
        1, Text("Repeats"), "whole", 1, 100, help=Text("Of everything, from different seeds.")
    )

    def recipe(self, repeat: int) -> Recipe:
        """Return the one recipe of a repeat, whatever the data."""
        return RELU_SOFTMAX.changed(
            name="random-labels",
            train_size=self.examples,
            hidden=(self.width,) * self.layers,
            optimizer="momentum",
            optimizer_settings=(("momentum", MOMENTUM),),
            learning_rate=self.learning_rate,
            schedule="exponential",
            batch_size=self.batch_size,
            epochs=self.epochs,
            seed=self.seed + repeat,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All trainings.

    Attributes:
        kinds: For each kind of corruption its repeats.
        probabilities: With which labels are drawn anew, from 0 to 1.
        partly: For each of these its repeats; the first and the last are also in `kinds`.
    """

    kinds: dict[str, tuple[Fit, ...]]
    probabilities: tuple[float, ...]
    partly: tuple[tuple[Fit, ...], ...]

    @classmethod
    def of(cls, settings: RandomLabelsSettings, pictures: SentPictures) -> Self:
        """Return what is to be done."""

        def repeats(corruption: Corruption) -> tuple[Fit, ...]:
            return tuple(
                Fit(settings.recipe(repeat), corruption, pictures)
                for repeat in range(settings.repeats)
            )

        kinds = {kind: repeats(Corruption(kind)) for kind in CORRUPTIONS}
        between = sorted({float(p) for p in settings.probabilities} - {0.0, 1.0})
        partly = (
            kinds[TRUE],
            *(repeats(Corruption(RANDOM_LABELS, p)) for p in between),
            kinds[RANDOM_LABELS],
        )
        return cls(kinds, (0.0, *between, 1.0), partly)

    @property
    def fits(self) -> tuple[Fit, ...]:
        """All trainings, each once, the most telling first."""
        groups = (*self.kinds.values(), *self.partly)
        ordered = [group[k] for k in range(len(groups[0])) for group in groups]
        return tuple(dict.fromkeys(ordered))

    @property
    def only_the_data_differ(self) -> bool:
        """True if within a repeat all trainings are the same but for the corruption."""
        return all(
            replace(own, corruption=first.corruption) == first
            for group in (*self.kinds.values(), *self.partly)
            for own, first in zip(group, self.kinds[TRUE], strict=True)
        )
