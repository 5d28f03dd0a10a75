"""Which examples are easy? Many networks learn for one epoch, each from its own start and order."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.errors import GdstudioError, TrainingDiverged
from gdstudio.experiments.corrupted import Corruption, corrupted
from gdstudio.experiments.fit import Fit
from gdstudio.experiments.noise.answers import answers_to
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.experiments.workshop import Piece, SoFar, piece_name
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.texts import Text

ASKED: Final = 1000  # training examples, as in the paper
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class FirstEpochs:
    """Some networks that learn the same data for one epoch.

    Attributes:
        recipe: Their settings but for the seed, which draws the corruption; one epoch.
        corruption: What is done to the data first, the same for all.
        pictures: The data set.
        first_seed: The seed of the first network.
        stop_seed: One past that of the last.
    """

    recipe: Recipe
    corruption: Corruption
    pictures: SentPictures
    first_seed: int
    stop_seed: int

    @property
    def name(self) -> str:
        """Name of the finished piece."""
        return piece_name(
            "first-epoch",
            version=_VERSION,
            recipe=self.recipe.to_dict(),
            corruption=[self.corruption.kind, self.corruption.probability],
            data=self.pictures.identity,
            seeds=[self.first_seed, self.stop_seed],
        )

    @property
    def effort(self) -> float:
        """The work beside that of others, counted like that of a `Fit`."""
        one = Fit(self.recipe, self.corruption, self.pictures)
        return one.effort * (self.stop_seed - self.first_seed)


def learn_first_epochs(job: FirstEpochs, *arrays: Array) -> Generator[float | SoFar, None, Piece]:
    """Let the networks learn; return which training examples each then answers as labelled.

    The piece holds `is_right`, shape (networks, examples), bool, and the `labels` learned.
    """
    data = corrupted(job.pictures.data(*arrays), job.corruption, job.recipe.seed)
    asked = data.train.take(slice(0, min(ASKED, job.recipe.train_size or ASKED)))
    seeds, found = range(job.first_seed, job.stop_seed), []
    for seed in seeds:
        training = Training(job.recipe.changed(seed=seed), data)
        try:
            for _ in training.updates():
                pass
        except TrainingDiverged as error:
            raise GdstudioError(
                Text("{0}: {1}; give a smaller learning rate", job.corruption.title, error.text)
            ) from error
        answers = answers_to(training.network, asked.inputs(dtype=training.network.dtype))
        found.append(answers.digits == asked.labels)
        yield len(found) / len(seeds)
    return {"is_right": np.stack(found), "labels": asked.labels.copy()}


@dataclass(frozen=True, slots=True, eq=False)
class Difficulty:
    """How often each example was answered as labelled after one epoch.

    Attributes:
        n_networks: Networks asked.
        share_right: Shape (examples,), in [0, 1].
        labels: Shape (examples,), as they were learned.
    """

    n_networks: int
    share_right: Array
    labels: Array

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Difficulty:
        """Return the shares over all networks of some pieces."""
        is_right = np.concatenate([piece["is_right"] for piece in pieces])
        return cls(len(is_right), is_right.mean(axis=0), pieces[0]["labels"])

    @property
    def class_means(self) -> Array:
        """For each example the mean share of right answers over its class, shape (examples,)."""
        counts = np.maximum(np.bincount(self.labels), 1)
        means: Array = np.bincount(self.labels, self.share_right) / counts
        return means[self.labels]

    @property
    def variance(self) -> float:
        """Variance of the shares over the examples."""
        return float(self.share_right.var())

    @property
    def binomial_variance(self) -> float:
        """The variance if all examples were equally hard: p (1 - p) / networks."""
        p = float(self.share_right.mean())
        return p * (1 - p) / self.n_networks

    @property
    def variance_in_classes(self) -> float:
        """Mean square distance of the shares from the mean of their class."""
        return float(np.square(self.share_right - self.class_means).mean())

    @property
    def binomial_variance_in_classes(self) -> float:
        """The same if all examples of a class were equally hard."""
        p = self.class_means
        return float((p * (1 - p)).mean()) / self.n_networks

    def hardest_first(self) -> NDArray[np.intp]:
        """Return the examples by how often they are answered rightly, shape (examples,)."""
        return np.argsort(self.share_right, kind="stable")
