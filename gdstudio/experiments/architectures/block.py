"""One network of one kind that learns: the pieces of "Architectures"."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.experiments.workshop import Piece, SoFar, piece_name
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.shifts import shifted
from gdstudio.learning.training import Training

KINDS: Final = {"MLP": "wide", "CNN": "cnn-small", "LeNet-5": "lenet-5", "LSTM": "lstm-rows"}
_VERSION: Final = 2
_LEARNING: Final = 0.9  # share of the work
_POINTS: Final = 40  # of a curve
_CURVE: Final = ("examples", "seconds", "test_accuracy")


@dataclass(frozen=True, slots=True)
class Contestant:
    """One training.

    Attributes:
        kind: One of `KINDS`.
        epochs: Passes over the training examples.
        asked: Test digits asked on the way, for the curve.
        shift: Pixels by which the test digits are moved at the end.
        seed: Of start and order.
        pictures: What is known of the data.
    """

    kind: str
    epochs: int
    asked: int
    shift: int
    seed: int
    pictures: SentPictures

    @property
    def name(self) -> str:
        """Name of the piece."""
        label = "architectures-" + KINDS[self.kind]
        return piece_name(label, version=_VERSION, **dataclasses.asdict(self))

    def accepts(self, piece: Piece) -> bool:
        """Tell whether a piece from an earlier sitting has the arrays of this training."""
        shapes = {name: array.shape for name, array in piece.items()}
        n = shapes.get("examples", (0,))
        expected = dict.fromkeys(_CURVE, n) | {
            "accuracy": (),
            "cost": (),
            "parameters": (),
            "train_seconds": (),
            "shifted": (4,),
        }
        return shapes == expected and len(n) == 1 and n[0] > 0


def learn(job: Contestant, *arrays: Array) -> Generator[float | SoFar, None, Piece]:
    """Train a network by its recipe and ask it; yield how far it is, with the curve so far.

    Returns:
        The curve ("examples", processor "seconds" of learning, "test_accuracy" of the digits asked
        on the way), and of all test digits "accuracy", "cost" and "shifted": accuracies with the
        digits moved right, left, down and up; "parameters" and "train_seconds".

    Raises:
        TrainingDiverged: The network's numbers are no longer finite.
    """
    data = job.pictures.data(*arrays)
    recipe = find_recipe(KINDS[job.kind]).recipe.changed(epochs=job.epochs, seed=job.seed)
    training = Training(recipe, data)
    some = data.test.take(slice(0, job.asked))
    curve: dict[str, list[float]] = {name: [] for name in _CURVE}
    total, seconds, begun = job.epochs * len(training.digits), 0.0, time.thread_time()
    due = 0.0
    for _ in training.updates():
        share = training.examples / total
        if share >= due or training.is_complete:
            seconds += time.thread_time() - begun
            due = share + 1 / _POINTS
            row = training.examples, seconds, training.evaluate(some).accuracy
            for name, value in zip(_CURVE, row, strict=True):
                curve[name].append(value)
            yield SoFar(_LEARNING * share, {name: np.array(v) for name, v in curve.items()})
            begun = time.thread_time()
        else:
            yield _LEARNING * share
    test = training.evaluate(data.test)
    moved = []
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        pictures = shifted(data.test.pictures(), job.shift * dx, job.shift * dy)
        images = pictures.reshape(data.test.images.shape)
        moved.append(training.evaluate(dataclasses.replace(data.test, images=images)).accuracy)
        yield _LEARNING + (1 - _LEARNING) * len(moved) / 4
    return {
        **{name: np.array(values) for name, values in curve.items()},
        "accuracy": np.array(test.accuracy),
        "cost": np.array(test.cost),
        "parameters": np.array(len(training.network.parameters)),
        "train_seconds": np.array(seconds),
        "shifted": np.array(moved),
    }
