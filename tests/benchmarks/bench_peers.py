"""`gdstudio bench` beside other libraries, those that are installed, each on one thread.

    python tests/benchmarks/bench_peers.py [--live] [--soak MINUTES] [--json]

The figures are those of `gdstudio bench`, and the steps a second of PyTorch, JAX and scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import os
import warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from gdstudio.commands import bench
from gdstudio.commands.bench.measures import MakePeer
from gdstudio.data.digits import Digits

_RATE: Final = 0.1
_STEPS_AT_ONCE: Final = 20


def find_peers() -> tuple[dict[str, MakePeer], list[str]]:
    """Return the peers that are installed, and the names of those that are not."""
    known: dict[str, tuple[str, MakePeer]] = {
        "PyTorch eager": ("torch", _pytorch),
        "JAX jit scan": ("jax", _jax),
        "scikit-learn MLPClassifier": ("sklearn", _scikit_learn),
    }
    there = {name for name, (module, _) in known.items() if importlib.util.find_spec(module)}
    peers = {name: make for name, (_, make) in known.items() if name in there}
    return peers, [name for name in known if name not in there]


def _pytorch(digits: Digits, batch_size: int) -> Callable[[], int]:
    """Sigmoid layers, squared error, SGD; a new order each epoch, rows gathered by index."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    nn = torch.nn
    layers: list[Any] = []
    for n_in, n_out in ((784, 16), (16, 16), (16, 10)):
        layers += [nn.Linear(n_in, n_out), nn.Sigmoid()]
    model = nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=_RATE)
    X, T = torch.from_numpy(digits.inputs()), torch.from_numpy(digits.targets())
    order, position = torch.randperm(len(X)), 0

    def advance() -> int:
        nonlocal order, position
        for _ in range(_STEPS_AT_ONCE):
            which = order[position : position + batch_size]
            loss = ((model(X[which]) - T[which]) ** 2).sum() / len(which)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()  # this program tells the cost of every step, too
            position += batch_size
            if position >= len(X):
                order, position = torch.randperm(len(X)), 0
        return _STEPS_AT_ONCE

    return advance


def _jax(digits: Digits, batch_size: int) -> Callable[[], int]:
    """An epoch in one compiled scan, costs of all steps returned."""
    flag = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ.setdefault("XLA_FLAGS", flag)  # read when JAX first computes
    jax = importlib.import_module("jax")
    jnp = importlib.import_module("jax.numpy")
    rng, sizes = np.random.default_rng(1), (784, 16, 16, 10)
    parameters = [
        (rng.normal(0, m**-0.5, (m, n)).astype(np.float32), np.zeros(n, np.float32))
        for m, n in itertools.pairwise(sizes)
    ]
    X, T = jnp.asarray(digits.inputs()), jnp.asarray(digits.targets())
    steps = len(digits) // batch_size

    def cost(parameters: Any, x: Any, t: Any) -> Any:
        for W, b in parameters:
            x = jax.nn.sigmoid(x @ W + b)
        return ((x - t) ** 2).sum() / batch_size

    def step(parameters: Any, which: Any) -> Any:
        value, gradient = jax.value_and_grad(cost)(parameters, X[which], T[which])
        return jax.tree_util.tree_map(lambda p, g: p - _RATE * g, parameters, gradient), value

    @jax.jit
    def epoch(parameters: Any, orders: Any) -> Any:
        return jax.lax.scan(step, parameters, orders)

    def advance() -> int:
        nonlocal parameters
        order = rng.permutation(len(digits))[: steps * batch_size].reshape(steps, batch_size)
        parameters, costs = epoch(parameters, jnp.asarray(order))
        costs.block_until_ready()
        return steps

    return advance


def _scikit_learn(digits: Digits, batch_size: int) -> Callable[[], int]:
    """One epoch a call; softmax with cross-entropy, the only cost it has."""
    network = importlib.import_module("sklearn.neural_network")
    classifier = network.MLPClassifier(
        hidden_layer_sizes=(16, 16),
        activation="logistic",
        solver="sgd",
        momentum=0.0,
        alpha=0.0,
        learning_rate_init=_RATE,
        batch_size=batch_size,
    )
    share = digits.take(slice(0, 100 * batch_size))
    X, labels = share.inputs(), share.labels
    classes = np.arange(digits.n_classes)

    def advance() -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            classifier.partial_fit(X, labels, classes=classes)
        return -(-len(X) // batch_size)

    return advance


def _measure_live(*how: Any) -> dict[str, Any]:
    from gdstudio.studio.bench.live_bench import measure_live  # Qt, only where it is wanted

    return measure_live(*how)


def main() -> int:
    """Measure and report, as `gdstudio bench` does."""
    subparsers = argparse.ArgumentParser().add_subparsers()
    bench.add_parser(subparsers)
    args = subparsers.choices["bench"].parse_args()
    peers, left_out = find_peers()
    return bench.run(args, _measure_live, peers=peers, left_out=left_out)


if __name__ == "__main__":
    raise SystemExit(main())
