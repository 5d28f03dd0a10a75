"""Times one update's cost and gradient of several networks, beside PyTorch on the CPU if there.

    python tests/benchmarks/bench_layers.py [--threads N] [NAME ...]

Some minutes; needs an otherwise idle machine. Both have the same layers, batch, numbers of one kind
(float32) and number of threads, and take turns in one process. The time is the processor's with one
thread, that of the clock with more. Where PyTorch is not installed, its column and the ratio are
left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.costs import find_cost
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.layers import Dense
from gdstudio.learning.lstm import LSTM
from gdstudio.learning.network import Network
from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.recurrent import Recurrent
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network

ARCHITECTURES = {
    "cnn": "conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64",
    "lenet-5": "conv 6@5x5 pad 2, pool 2, conv 16@5x5, pool 2, dense 120, dense 84",
    "keras-cnn": "conv 32@3x3, conv 64@3x3, pool 2, dropout 0.25, dense 128, dropout 0.5",
    "lstm": "lstm 128",
    "rnn": "rnn 100 relu",
    "lstm-pixels": "lstm 128 pixels",
    "mlp": "dense 128, dense 64",
    "wide": "dense 512, dense 512",
}
BATCHES = (10, 32, 64, 100, 128)
SECONDS = 4.0


def numpy_step(network: Network, X: np.ndarray, T: np.ndarray) -> Callable[[], object]:
    """Return what does the work of one update, the optimiser left out."""
    cost, rng = find_cost("cross-entropy", "softmax"), np.random.default_rng(2)
    return lambda: network.cost_and_gradient(X, T, cost, rng)


def torch_step(
    network: Network, X: np.ndarray, T: np.ndarray, threads: int
) -> Callable[[], object]:
    """Return the same work done by PyTorch with the same layers."""
    import torch

    torch.set_num_threads(threads)
    model = torch.nn.Sequential(*torch_layers(torch, network))
    pictures = torch.from_numpy(X).reshape(-1, 1, 28, 28)
    labels = torch.from_numpy(T.argmax(axis=1))
    cost = torch.nn.CrossEntropyLoss()

    def step() -> None:
        model.zero_grad()
        cost(model(pictures), labels).backward()

    return step


def torch_layers(torch: Any, network: Network) -> list[Any]:
    """Return PyTorch's layers, activations as layers of their own; all hidden ones are ReLU."""
    nn, found = torch.nn, []
    for k, layer in enumerate(network.layers):
        is_last = k == len(network.layers) - 1
        if isinstance(layer, Conv2D):
            channels, filters = layer.in_shape.channels, layer.out_shape.channels
            shape = (layer.kernel, layer.stride, layer.padding)
            found += [nn.Conv2d(channels, filters, *shape), nn.ReLU()]
        elif isinstance(layer, MaxPool2D):
            found.append(nn.MaxPool2d(layer.window, layer.stride))
        elif isinstance(layer, AveragePool2D):
            found.append(nn.AvgPool2d(layer.window, layer.stride))
        elif isinstance(layer, Dropout):
            found.append(nn.Dropout(layer.rate))
        elif isinstance(layer, Dense):
            found += [nn.Flatten(), nn.Linear(layer.n_in, layer.n_out)]
            found += [] if is_last else [nn.ReLU()]
        elif isinstance(layer, Recurrent):
            found.append(torch_reader(torch, layer))
    return found


def torch_reader(torch: Any, layer: Recurrent) -> Any:
    """Return a module that reads a picture as the recurrent layer does."""
    sizes = (layer.n_features, layer.n_out)

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            if isinstance(layer, LSTM):
                self.inner = torch.nn.LSTM(*sizes, batch_first=True)
            else:
                self.inner = torch.nn.RNN(*sizes, batch_first=True, nonlinearity="relu")

        def forward(self, pictures: Any) -> Any:
            states, _ = self.inner(pictures.reshape(-1, layer.n_steps, layer.n_features))
            return states[:, -1]

    return Reader()


def measure(steps: list[Callable[[], object]], clock: Callable[[], float]) -> list[float]:
    """Return the median milliseconds of each step by a clock in seconds; they take turns."""
    times: list[list[float]] = [[] for _ in steps]
    for step in steps * 2:
        step()
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times[0]) < 5:
        for step, taken in zip(steps, times, strict=True):
            start = clock()
            step()
            taken.append(clock() - start)
    return [1000 * median(taken) for taken in times]


def row(name: str, batch: int, threads: int, with_torch: bool) -> tuple[str, float]:
    """Return one line of the table and its ratio, NaN without PyTorch."""
    rng = np.random.default_rng(1)
    network = make_network(ARCHITECTURES[name], PictureShape(1, 28, 28), 10)
    network.initialize("he", rng)
    X = rng.random((batch, 784), dtype=np.float32)
    T = np.eye(10, dtype=np.float32)[rng.integers(0, 10, batch)]
    steps = [numpy_step(network, X, T)]
    if with_torch:
        steps.append(torch_step(network, X, T, threads))
    ours, *theirs = measure(steps, time.process_time if threads == 1 else time.perf_counter)
    start = f"{name:<12}{len(network.parameters):>10,}{batch:>6}{ours:>10.2f}"
    if not theirs:
        return start, math.nan
    return f"{start}{theirs[0]:>10.2f}{ours / theirs[0]:>9.2f}", ours / theirs[0]


def main(names: list[str], threads: int) -> None:
    """Print the table."""
    with_torch = importlib.util.find_spec("torch") is not None
    if not with_torch:
        print("PyTorch is not installed: measured without it")
    columns = f"{'network':<12}{'parameters':>10}{'batch':>6}{'ms':>10}"
    print(columns + (f"{'PyTorch':>10}{'ratio':>9}" if with_torch else ""))
    ratios = []
    for name in names or ARCHITECTURES:
        for batch in BATCHES if name != "lstm-pixels" else BATCHES[1:2]:
            line, ratio = row(name, batch, threads, with_torch)
            print(line, flush=True)
            ratios.append(ratio)
    if with_torch:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"geometric mean of the ratios: {mean:.2f} (below 1: faster than PyTorch)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    with threadpool_limits(args.threads):
        main(args.names, args.threads)
