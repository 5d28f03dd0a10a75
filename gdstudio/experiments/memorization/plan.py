"""The trainings of the experiment on memorisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.experiments.corrupted import GAUSSIAN, RANDOM_LABELS, TRUE, Corruption
from gdstudio.experiments.difficulty import FirstEpochs
from gdstudio.experiments.fit import RELU_SOFTMAX, Fit
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.learning.recipe import MAX_WIDTH, Recipe
from gdstudio.settings.settings import SeededSettings, setting
from gdstudio.texts import Text

KINDS: Final = (TRUE, RANDOM_LABELS, GAUSSIAN)  # in the paper: real, randY, randX
_LAYERS: Final = 2  # as in the paper
_TOGETHER: Final = 10  # networks of one piece of work
_EXPECTED: Final = {TRUE: 20, GAUSSIAN: 20, RANDOM_LABELS: 80}  # epochs to 100 %, for the progress


@dataclass(frozen=True, kw_only=True)
class MemorizationSettings(SeededSettings):
    """How large networks and data are, and what is varied."""

    examples: int = setting(
        1000, Text("Training digits"), "whole", 50, 50_000, help=Text("How many are to be learned.")
    )
    width: int = setting(
        128, Text("Hidden neurons"), "whole", 1, MAX_WIDTH,
        help=Text("Of each of two hidden layers."),
    )  # fmt: skip
    epochs: int = setting(
        80, Text("Epochs"), "whole", 1, 10_000,
        help=Text("Of the trainings with more and more noise."),
    )  # fmt: skip
    noise_levels: tuple[float, ...] = setting(
        (0.2, 0.4, 0.6, 0.8), Text("Noise levels"), "reals", 0, 1,
        help=Text("Shares of random labels; 0 and 1 are always done too."),
    )  # fmt: skip
    widths: tuple[int, ...] = setting(
        (32, 64, 128, 256, 512), Text("Widths"), "wholes", 1, MAX_WIDTH,
        help=Text("Whose time to 100 % is measured."),
    )  # fmt: skip
    sizes: tuple[int, ...] = setting(
        (250, 500, 1000, 2000, 4000), Text("Numbers of digits"), "wholes", 50, 50_000,
        help=Text("Whose time to 100 % is measured."),
    )  # fmt: skip
    patience: int = setting(
        400, Text("Patience"), "whole", 1, 100_000,
        help=Text("Epochs after which 100 % is given up."),
    )  # fmt: skip
    networks: int = setting(
        100, Text("Networks"), "whole", 10, 10_000,
        help=Text("That learn one epoch to tell hard from easy."),
    )  # fmt: skip
    learning_rate: float = setting(
        0.1, Text("Learning rate"), "real", 1e-6, 10, help=Text("The same all the time.")
    )
    batch_size: int = setting(
        50, Text("Batch size"), "whole", 1, 10_000, help=Text("Examples of one step.")
    )
    validation: int = setting(
        1000, Text("Validation digits"), "whole", 50, 10_000,
        help=Text("The last training digits, held out."),
    )  # fmt: skip
    repeats: int = setting(
        1, Text("Repeats"), "whole", 1, 100, help=Text("Of everything, from different seeds.")
    )

    def digits_from(self, data: DataSet) -> DataSet:
        """Return the training digits needed, and as `test` those held out of them.

        The test digits are not touched: where validation is best is a choice.

        Raises:
            InvalidValue: There are not so many.
        """
        most, there = max(self.examples, *self.sizes), len(data.train)
        if most + self.validation > there:
            raise InvalidValue(
                Text("training and validation digits"),
                Text("{0:,} and {1:,}", most, self.validation),
                Text("at most the {0:,} of {1} together", there, data.name),
            )
        held_out = data.train.take(slice(there - self.validation, there))
        return DataSet(data.name, data.train.take(slice(0, most)), held_out)

    def recipe(
        self, repeat: int, epochs: int, *, width: int | None = None, size: int | None = None
    ) -> Recipe:
        """Return the recipe of a repeat; width and number of digits are the settings' own."""
        return RELU_SOFTMAX.changed(
            name="memorization",
            train_size=size or self.examples,
            hidden=(width or self.width,) * _LAYERS,
            learning_rate=self.learning_rate,
            batch_size=self.batch_size,
            epochs=epochs,
            seed=self.seed + repeat,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All trainings.

    Attributes:
        levels: Shares of random labels, from 0 to 1.
        noisy: For each level its repeats.
        widths: Widths in growing order.
        by_width: For each kind of `KINDS` and each width its repeats, until all is learned.
        sizes: Numbers of digits in growing order.
        by_size: The same for each number of digits.
        first_epochs: For each kind the networks that learn one epoch, in pieces.
    """

    levels: tuple[float, ...]
    noisy: tuple[tuple[Fit, ...], ...]
    widths: tuple[int, ...]
    by_width: dict[str, tuple[tuple[Fit, ...], ...]]
    sizes: tuple[int, ...]
    by_size: dict[str, tuple[tuple[Fit, ...], ...]]
    first_epochs: dict[str, tuple[FirstEpochs, ...]]

    @classmethod
    def of(cls, settings: MemorizationSettings, pictures: SentPictures) -> Self:
        """Return what is to be done."""
        levels = tuple(sorted({0.0, 1.0, *map(float, settings.noise_levels)}))
        widths, sizes = sorted(set(settings.widths)), sorted(set(settings.sizes))
        repeats = range(settings.repeats)

        def learned(kind: str, width: int | None, size: int | None) -> tuple[Fit, ...]:
            recipes = (
                settings.recipe(r, settings.patience, width=width, size=size) for r in repeats
            )
            return tuple(Fit(one, Corruption(kind), pictures, stop_at=1.0) for one in recipes)

        return cls(
            levels=levels,
            noisy=tuple(
                tuple(
                    Fit(
                        settings.recipe(r, settings.epochs),
                        Corruption(RANDOM_LABELS, p) if p else Corruption(TRUE),
                        pictures,
                        asks_each_epoch=True,
                    )
                    for r in repeats
                )
                for p in levels
            ),
            widths=tuple(widths),
            by_width={k: tuple(learned(k, w, None) for w in widths) for k in KINDS},
            sizes=tuple(sizes),
            by_size={k: tuple(learned(k, None, n) for n in sizes) for k in KINDS},
            first_epochs={k: _first_epochs(settings, k, pictures) for k in KINDS},
        )

    @property
    def curves(self) -> tuple[Fit, ...]:
        """The trainings with noise, true and random labels first."""
        ends = (self.noisy[0], self.noisy[-1])
        return tuple(job for group in (*ends, *self.noisy[1:-1]) for job in group)

    @property
    def times(self) -> tuple[Fit, ...]:
        """The trainings until all is learned, each once."""
        groups = (group for kinds in (self.by_width, self.by_size) for group in kinds.values())
        return tuple(dict.fromkeys(job for fits in groups for repeats in fits for job in repeats))


def effort(job: Fit) -> float:
    """Return the work of a training beside others, from how long its like take as a rule."""
    if job.stop_at is None:
        return job.effort
    return job.effort * min(_EXPECTED[job.corruption.kind] / job.recipe.epochs, 1.0)


def _first_epochs(
    settings: MemorizationSettings, kind: str, pictures: SentPictures
) -> tuple[FirstEpochs, ...]:
    seeds = range(settings.seed, settings.seed + settings.networks)
    pieces: Sequence[range] = [seeds[at : at + _TOGETHER] for at in range(0, len(seeds), _TOGETHER)]
    recipe = settings.recipe(0, 1)
    return tuple(
        FirstEpochs(recipe, Corruption(kind), pictures, piece.start, piece.stop) for piece in pieces
    )
