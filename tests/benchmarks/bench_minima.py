"""Stacked networks against one after the other: the same networks, batches and starts.

    python tests/benchmarks/bench_minima.py

Both are timed in turns within one run, on one thread; the best of several rounds counts, for other
work on the machine only ever makes one slower.
"""

from __future__ import annotations

import time

import numpy as np
from threadpoolctl import threadpool_limits

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.data.resize import area_means
from gdstudio.experiments.minima import MinimaSettings
from gdstudio.experiments.minima.block import blocks_of, start_parameters
from gdstudio.experiments.stacked import StackedNetworks, with_ones
from gdstudio.learning.training import Training

EXAMPLES = 1000
ROUNDS = 12
WIDTHS = (25, 50, 100, 250, 500)


def main() -> None:
    """Print a table."""
    digits = load_mnist().train.take(slice(0, EXAMPLES))
    levels = np.rint(area_means(digits, 10)).astype(np.uint8)
    small = Digits(levels, digits.labels, 10, 10, 10)
    data = DataSet("small", small, small)
    settings = MinimaSettings(examples=EXAMPLES, epochs=1)
    print(f"{'width':>6}{'networks':>10}{'one by one':>13}{'stacked':>10}{'ratio':>7}   us a digit")
    alone_s = stacked_s = 0.0
    for width in WIDTHS:
        alone, stacked, count = times(width, settings, data)
        alone_s, stacked_s = alone_s + alone, stacked_s + stacked
        show(str(width), str(count), alone, stacked)
    show("all", "", alone_s, stacked_s)


def times(width: int, settings: MinimaSettings, data: DataSet) -> tuple[float, float, int]:
    """Return the seconds of one network alone and of one within a block, and the block's size."""
    block = next(
        blocks_of(
            width,
            10_000,
            classes=10,
            epochs=1,
            batch_size=settings.batch_size,
            learning_rate=settings.learning_rate,
            seed=settings.seed,
            identity="",
        )
    )
    alone, stacked = [], []
    for _ in range(ROUNDS):
        training = Training(settings.recipe(width), data)
        begun = time.perf_counter()
        for _ in training.updates():
            pass
        alone.append(time.perf_counter() - begun)
        stacked.append(stacked_seconds(block, settings, data) / block.count)
    return min(alone), min(stacked), block.count


def stacked_seconds(block, settings, data) -> float:  # type: ignore[no-untyped-def]
    """Return the time of one epoch of a block."""
    networks = StackedNetworks(block.shape, start_parameters(block))
    X, T = with_ones(data.train.inputs()), np.ascontiguousarray(data.train.targets().T)
    begun = time.perf_counter()
    order = np.random.default_rng(1).permutation(EXAMPLES)
    X, T = X[:, order], T[:, order]
    for start in range(0, EXAMPLES, settings.batch_size):
        batch = slice(start, start + settings.batch_size)
        networks.update(np.ascontiguousarray(X[:, batch]), T[:, batch], settings.learning_rate)
    return time.perf_counter() - begun


def show(name: str, count: str, alone: float, stacked: float) -> None:
    """Print one row."""
    each = [1e6 * seconds / EXAMPLES for seconds in (alone, stacked)]
    print(f"{name:>6}{count:>10}{each[0]:13.2f}{each[1]:10.2f}{alone / stacked:7.2f}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(1, "blas"):
        main()
