"""Blocks of networks of one width that learn together: the pieces of "Many minima"."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import TrainingDiverged
from gdstudio.experiments.stacked import Shape, StackedNetworks, with_ones
from gdstudio.experiments.workshop import Piece, piece_name
from gdstudio.learning.network import Network
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.schedules import find_schedule

SIDE: Final = 10  # pixels of a picture's side
INITIALIZATION: Final = "uniform"
SCHEDULE: Final = "cosine"
# Hidden neurons of one block: its arrays stay in the cache, and blocks of all widths take alike.
_NEURONS: Final = 2500
_UPDATES: Final = 50  # between two signs of life
_VERSION: Final = 1  # of what a block computes; another one takes up no old pieces
_RESULTS: Final = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")


@dataclass(frozen=True, slots=True)
class Block:
    """Some networks of one width, and all that decides what becomes of them.

    Attributes:
        width: Hidden neurons.
        first: Number of the first network among all of its width.
        count: How many networks.
        classes: Outputs.
        epochs: Passes over the training examples.
        batch_size: Examples of an update.
        learning_rate: The first rate.
        seed: Of starts and order.
        identity: Of the training and test examples.
    """

    width: int
    first: int
    count: int
    classes: int
    epochs: int
    batch_size: int
    learning_rate: float
    seed: int
    identity: str

    @property
    def shape(self) -> Shape:
        """The networks' shape."""
        return Shape(SIDE * SIDE, self.width, self.classes)

    @property
    def name(self) -> str:
        """Name of the piece."""
        label = f"minima-{self.width}-{self.first}"
        return piece_name(label, version=_VERSION, **dataclasses.asdict(self))

    @property
    def effort(self) -> float:
        """Work beside that of other blocks."""
        return self.count * (self.width + 5.0)

    def accepts(self, piece: Piece) -> bool:
        """Tell whether a piece from an earlier sitting has the arrays of this block."""
        if piece.keys() != {"parameters", *_RESULTS}:
            return False
        parameters = piece["parameters"]
        shapes = [piece[name].shape == (self.count,) for name in _RESULTS]
        is_network = parameters.shape == (self.count, self.shape.n_parameters)
        is_network = is_network and parameters.dtype == np.float32
        return all(shapes) and is_network and all(np.isfinite(a).all() for a in piece.values())


def blocks_of(width: int, networks: int, **rest: Any) -> Iterator[Block]:
    """Return the blocks of all networks of a width; who works on them has no say in it."""
    size = max(_NEURONS // width, 1)
    for first in range(0, networks, size):
        yield Block(width=width, first=first, count=min(size, networks - first), **rest)


def start_parameters(block: Block) -> Array:
    """Return where the networks of a block start, shape (count, n), float32.

    Each network has a stream of its own, whatever block it is in.
    """
    network = empty_network(block.width, block.classes)
    starts = np.empty((block.count, len(network.parameters)), np.float32)
    for k in range(block.count):
        place = block.width, block.first + k
        stream = random_stream(block.seed, Purpose.INITIALIZATION, *place)
        network.initialize(INITIALIZATION, stream)
        starts[k] = network.parameters
    return starts


def empty_network(width: int, classes: int) -> Network:
    """Return a network of the kind that a block holds, with parameters 0."""
    return Network.dense((SIDE * SIDE, width, classes), "relu", "softmax")


def train_block(
    block: Block, train: Array, train_labels: Array, test: Array, test_labels: Array
) -> Generator[float, None, Piece]:
    """Train the networks of a block, all with the same mini-batches; yield the share done.

    Args:
        block: What is to be done.
        train: Inputs (n, 100), float32.
        train_labels: Shape (n,).
        test: Inputs (m, 100).
        test_labels: Shape (m,).

    Returns:
        The networks' "parameters" (count, n_parameters), and cost (in nats) and accuracy of each on
        all training and all test examples.

    Raises:
        TrainingDiverged: The parameters of a network are no longer finite.
    """
    networks = StackedNetworks(block.shape, start_parameters(block))
    X, T = with_ones(train), np.eye(block.classes, dtype=np.float32)[train_labels].T
    n, schedule = len(train), find_schedule(SCHEDULE)
    batches = range(0, n, block.batch_size)
    for epoch in range(block.epochs):
        order = random_stream(block.seed, Purpose.SHUFFLING, epoch).permutation(n)
        shuffled, targets = X[:, order], T[:, order]
        for k, start in enumerate(batches):
            batch = slice(start, start + block.batch_size)
            done = epoch + start / n
            rate = block.learning_rate * schedule(done, block.epochs)
            with np.errstate(over="ignore", invalid="ignore"):  # told below, by name
                networks.update(np.ascontiguousarray(shuffled[:, batch]), targets[:, batch], rate)
            if k % _UPDATES == 0:
                yield done / block.epochs
        if not networks.is_finite:
            raise TrainingDiverged((epoch + 1) * len(batches), np.nan, block.learning_rate)
    found = (*networks.evaluate(X, train_labels), *networks.evaluate(with_ones(test), test_labels))
    return {"parameters": networks.parameters, **dict(zip(_RESULTS, found, strict=True))}
