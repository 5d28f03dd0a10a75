"""What has come out of "Many minima" so far: networks by width, and the paths between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gdstudio.arrays import Array, locked
from gdstudio.experiments.minima.block import Block, empty_network
from gdstudio.experiments.statistics import SpreadTest, bootstrap_pearson, brown_forsythe, pearson
from gdstudio.experiments.workshop import Piece
from gdstudio.landscape.slices import Slice
from gdstudio.learning.network import Network
from gdstudio.learning.random_streams import Purpose, random_stream


@dataclass(frozen=True, eq=False)
class Networks:
    """All finished networks of one width, in their order.

    Attributes:
        width: Hidden neurons.
        classes: Outputs.
        numbers: Which networks, shape (k,).
        parameters: Shape (k, n), float32.
        train_cost: Shape (k,), in nats; the others alike, accuracies in [0, 1].
        train_accuracy: On all training examples used.
        test_cost: On all test examples.
        test_accuracy: On all test examples.
        seed: Of the resampling.
    """

    width: int
    classes: int
    numbers: Array
    parameters: Array
    train_cost: Array
    train_accuracy: Array
    test_cost: Array
    test_accuracy: Array
    seed: int

    @classmethod
    def of(cls, pieces: Mapping[Block, Piece]) -> Networks:
        """Join blocks of one width."""
        blocks = sorted(pieces, key=lambda block: block.first)
        joined = {
            name: np.concatenate([pieces[block][name] for block in blocks])
            for name in next(iter(pieces.values()))
        }
        numbers = [np.arange(block.first, block.first + block.count) for block in blocks]
        return cls(
            width=blocks[0].width,
            classes=blocks[0].classes,
            numbers=np.concatenate(numbers),
            seed=blocks[0].seed,
            **joined,
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def network(self, k: int) -> Network:
        """Return the k-th network; its parameters are read-only."""
        return empty_network(self.width, self.classes).at(locked(self.parameters[k]))

    @cached_property
    def mean(self) -> float:
        """Mean test cost."""
        return float(self.test_cost.mean())

    @cached_property
    def spread(self) -> float:
        """Standard deviation of the test cost; NaN of one network."""
        return float(self.test_cost.std(ddof=1)) if len(self) > 1 else float("nan")

    @cached_property
    def correlation(self) -> float:
        """Pearson's correlation of training and test cost; NaN of fewer than three networks."""
        return pearson(self.train_cost, self.test_cost) if len(self) > 2 else float("nan")

    @cached_property
    def correlation_interval(self) -> tuple[float, float]:
        """Its bootstrap 95 % interval."""
        if len(self) < 3:
            return float("nan"), float("nan")
        stream = random_stream(self.seed, Purpose.BOOTSTRAP, self.width)
        return bootstrap_pearson(self.train_cost, self.test_cost, stream)


@dataclass(frozen=True, slots=True, eq=False)
class StraightPath:
    """The straight path between two networks of one width."""

    width: int
    a: int
    b: int
    costs: Slice


@dataclass(slots=True)
class MinimaResults:
    """Everything so far.

    Attributes:
        pieces: Finished blocks.
        paths: Paths between networks.
    """

    pieces: dict[Block, Piece] = field(default_factory=dict)
    paths: list[StraightPath] = field(default_factory=list)

    def networks(self) -> list[Networks]:
        """Return the finished networks, narrow ones first."""
        widths = sorted({block.width for block in self.pieces})
        return [
            Networks.of({b: piece for b, piece in self.pieces.items() if b.width == width})
            for width in widths
        ]

    def barriers(self, width: int) -> Array:
        """Return the barriers of the paths between networks of a width, in nats."""
        return np.array([path.costs.barrier for path in self.paths if path.width == width])


def spread_test(narrow: Networks, wide: Networks) -> SpreadTest | None:
    """Return whether test costs spread alike at two widths; None of fewer than two networks."""
    if min(len(narrow), len(wide)) < 2:
        return None
    return brown_forsythe([narrow.test_cost, wide.test_cost])


def chosen_pairs(networks: Sequence[Networks], pairs: int) -> list[tuple[Networks, int, int]]:
    """Return pairs of neighbours (0, 1), (2, 3), ... of each width: no network is in two."""
    return [(one, 2 * k, 2 * k + 1) for one in networks for k in range(min(pairs, len(one) // 2))]
