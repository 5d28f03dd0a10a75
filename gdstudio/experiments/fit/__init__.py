"""One training that is watched: how well it fits, epoch by epoch. The piece of work of two papers.

Both papers train networks on true and on meaningless data and compare the curves.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError, TrainingDiverged
from gdstudio.experiments.corrupted import Corruption, corrupted
from gdstudio.experiments.experiment import Pace
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.experiments.workshop import Piece, SoFar, piece_name
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.training import Training
from gdstudio.texts import Text

RELU_SOFTMAX: Final = Recipe(  # what all networks of these papers share
    activation="relu",
    output_activation="softmax",
    cost="cross-entropy",
    initialization="he",
)
COLUMNS: Final = ("epochs", "steps", "train_cost", "train_accuracy", "test_accuracy")
_VERSION: Final = 1  # of what a piece holds


@dataclass(frozen=True, slots=True)
class Fit:
    """A training to be done.

    Attributes:
        recipe: All of the settings; its seed draws the corruption too.
        corruption: What is done to the data first.
        pictures: The data set; its `test` is what is asked besides the training examples.
        stop_at: Training accuracy with which it ends before all epochs are done, or None.
        asks_each_epoch: True if the test examples are asked after every epoch, False if only at
            the end.
    """

    recipe: Recipe
    corruption: Corruption
    pictures: SentPictures
    stop_at: float | None = None
    asks_each_epoch: bool = False

    @property
    def name(self) -> str:
        """Name of the finished piece."""
        return piece_name(
            "fit",
            version=_VERSION,
            recipe=self.recipe.to_dict(),
            corruption=[self.corruption.kind, self.corruption.probability],
            data=self.pictures.identity,
            stop_at=self.stop_at,
            asks_each_epoch=self.asks_each_epoch,
        )

    @property
    def effort(self) -> float:
        """The work beside that of others: about the multiplications."""
        pictures = self.pictures
        shape = PictureShape(1, pictures.rows, pictures.columns)
        n_parameters = self.recipe.parameter_count(shape, pictures.n_classes)
        return float(n_parameters) * self.recipe.epochs * (self.recipe.train_size or 1)


def fit(job: Fit, *arrays: Array) -> Generator[float | SoFar, None, Piece]:
    """Do a training; return how well it fitted after each epoch, the start included.

    The piece holds `COLUMNS`, each of shape (epochs + 1,), float64; `test_accuracy` is NaN where
    the test examples were not asked.

    Raises:
        GdstudioError: The training diverged.
    """
    data = corrupted(job.pictures.data(*arrays), job.corruption, job.recipe.seed)
    watched = _Watched(Training(job.recipe, data), data, job)
    pace = Pace()
    try:
        while not watched.is_finished:
            watched.training.update()
            if watched.is_between_epochs:
                if pace.is_due:
                    yield watched.share
                continue
            watched.note()
            yield SoFar(watched.share, watched.piece())
    except TrainingDiverged as error:
        raise GdstudioError(
            Text("{0}: {1}; give a smaller learning rate", job.corruption.title, error.text)
        ) from error
    return watched.piece()


class _Watched:
    """A training and what was noted of it."""

    def __init__(self, training: Training, data: DataSet, job: Fit) -> None:
        self.training = training
        self.is_finished = False
        self._data, self._job = data, job
        self._rows: list[tuple[float, ...]] = []
        self.note()

    @property
    def is_between_epochs(self) -> bool:
        return self.training.epoch != int(self.training.epoch)

    @property
    def share(self) -> float:
        by_time = self.training.epoch / self._job.recipe.epochs
        if self._job.stop_at is None:
            return by_time
        # Most end long before the last epoch: how much is learned says more.
        return max(by_time, 0.9 * self._rows[-1][COLUMNS.index("train_accuracy")])

    def note(self) -> None:
        """Note how well the network fits now; this may be the end."""
        training, job = self.training, self._job
        fitted = training.evaluate(training.digits)
        is_fitted = job.stop_at is not None and fitted.accuracy >= job.stop_at
        self.is_finished = training.is_complete or is_fitted
        test = math.nan
        if self.is_finished or job.asks_each_epoch:
            test = training.evaluate(self._data.test).accuracy
        row = (training.epoch, training.step, fitted.cost, fitted.accuracy, test)
        self._rows.append(row)

    def piece(self) -> Piece:
        columns = np.array(self._rows, np.float64).T
        return {name: column.copy() for name, column in zip(COLUMNS, columns, strict=True)}


def epochs_until(piece: Piece, accuracy: float) -> float:
    """Return after how many epochs the training accuracy first reached a height; NaN if never.

    Straight lines between epochs, so that the time does not jump by whole ones.
    """
    epochs, reached = piece["epochs"], piece["train_accuracy"]
    above = np.flatnonzero(reached >= accuracy)
    if len(above) == 0:
        return math.nan
    k = int(above[0])
    if k == 0:
        return 0.0
    part = (accuracy - reached[k - 1]) / (reached[k] - reached[k - 1])
    return float(epochs[k - 1] + part * (epochs[k] - epochs[k - 1]))
