"""One update of 784-16-16-10 beside the same arithmetic by hand and its matrix products alone.

    python tests/benchmarks/bench_step.py [--rounds N]

By hand every array is kept, every operation writes into one of them, and the mini-batch is given:
what is left of NumPy when nothing is asked of it but this. All take turns on one BLAS thread;
times are those of the thread's processor, the least tenth of the rounds, so that other work on the
machine counts little.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from gdstudio.data.mnist import load_mnist
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

HIDDEN: Final = (16, 16)
BATCHES: Final = (10, 32, 100, 1000)
RATE: Final = 0.1
EXAMPLES_A_ROUND: Final = 4000
Step = Callable[[], object]


class ByHand:
    """The update of a network m-16-16-n, sigmoid, squared error, by gradient descent, float32.

    Attributes:
        parameters: W1, b1, W2, b2, W3, b3 one after the other.
    """

    def __init__(self, parameters: np.ndarray, X: np.ndarray, T: np.ndarray) -> None:
        self.parameters = parameters
        self._gradient, self._scratch = np.zeros_like(parameters), np.empty_like(parameters)
        sizes = (X.shape[1], *HIDDEN, T.shape[1])
        self._W, self._b = zip(*_views(parameters, sizes), strict=True)
        self._dW, self._db = zip(*_views(self._gradient, sizes), strict=True)
        self._W_T = [W.T for W in self._W]
        self._T = T
        self._A = [X, *(np.empty((len(X), n), np.float32) for n in sizes[1:])]
        self._dZ = [np.empty_like(A) for A in self._A]
        self._dZ_T = [dZ.T for dZ in self._dZ]
        self._spare = [np.empty_like(A) for A in self._A]
        self._half, self._one = np.float32(0.5), np.float32(1)
        self._rate, self._share = np.float32(RATE), np.float32(2 / len(X))

    def update(self) -> float:
        """Do one update; return the mean cost."""
        A, dZ, half = self._A, self._dZ, self._half
        for k in (0, 1, 2):
            Z = A[k + 1]
            np.matmul(A[k], self._W_T[k], out=Z)
            np.add(Z, self._b[k], out=Z)
            np.multiply(Z, half, out=Z)
            np.tanh(Z, out=Z)
            np.multiply(Z, half, out=Z)
            np.add(Z, half, out=Z)
        np.subtract(A[3], self._T, out=dZ[3])
        cost = float(np.vdot(dZ[3], dZ[3])) / len(self._T)
        np.multiply(dZ[3], self._share, out=dZ[3])
        for k in (2, 1, 0):
            D, spare = dZ[k + 1], self._spare[k + 1]
            np.multiply(D, A[k + 1], out=D)
            np.subtract(self._one, A[k + 1], out=spare)
            np.multiply(D, spare, out=D)
            np.matmul(self._dZ_T[k + 1], A[k], out=self._dW[k])
            np.add.reduce(D, axis=0, out=self._db[k])
            if k:
                np.matmul(D, self._W[k], out=dZ[k])
        np.multiply(self._gradient, self._rate, out=self._scratch)
        np.subtract(self.parameters, self._scratch, out=self.parameters)
        return cost

    def products(self) -> None:
        """Do the eight matrix products of an update, and nothing else."""
        for k in (0, 1, 2):
            np.matmul(self._A[k], self._W_T[k], out=self._A[k + 1])
        for k in (2, 1, 0):
            np.matmul(self._dZ_T[k + 1], self._A[k], out=self._dW[k])
            if k:
                np.matmul(self._dZ[k + 1], self._W[k], out=self._dZ[k])


def _views(vector: np.ndarray, sizes: Sequence[int]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield weights and biases of each layer as views of `vector`."""
    at = 0
    for n_in, n_out in itertools.pairwise(sizes):
        W = vector[at : at + n_in * n_out].reshape(n_out, n_in)
        at += n_in * n_out
        yield W, vector[at : at + n_out]
        at += n_out


def contenders(batch_size: int) -> dict[str, Step]:
    """Return what takes part: the program, the same by hand, the products."""
    recipe = Recipe(
        initialization="scaled-normal",
        batch_size=batch_size,
        learning_rate=RATE,
        epochs=1_000_000,
    )
    training = Training(recipe, load_mnist())
    digits = load_mnist().train.take(slice(0, batch_size))
    start = training.initial_parameters.copy()
    by_hand, alone = (ByHand(start.copy(), digits.inputs(), digits.targets()) for _ in range(2))
    return {
        "gdstudio": training.update,
        "by hand": by_hand.update,
        "products": alone.products,
    }


def measure(batch_size: int, rounds: int) -> dict[str, float]:
    """Return microseconds a step of each contender."""
    steps, count = contenders(batch_size), max(EXAMPLES_A_ROUND // batch_size, 5)
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            begun = time.thread_time()
            for _ in range(count):
                step()
            times[name].append((time.thread_time() - begun) / count * 1e6)
    return {name: float(np.percentile(found, 10)) for name, found in times.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    with threadpool_limits(1):
        for batch_size in BATCHES:
            found = measure(batch_size, rounds)
            ratio = found["gdstudio"] / found["by hand"]
            shown = ", ".join(f"{name} {us:,.0f} µs" for name, us in found.items())
            print(
                f"batch {batch_size:>4}: {shown}; {ratio:.2f} times as long as by hand", flush=True
            )


if __name__ == "__main__":
    main()
