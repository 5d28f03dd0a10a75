"""The sharpest and flattest directions: the outermost eigenvalues of the Hessian, by Lanczos."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.landscape.gradients import hessian_product
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.texts import Text

# Turns a direction (n,) into the Hessian times it; yields now and then on the way.
Product = Callable[[Floats], Generator[None, None, Floats]]

MAX_ITERATIONS: Final = 80
MAX_BYTES: Final = 1 << 28  # of the directions kept: 80 of 400,000 parameters, 27 of 1,200,000
_LEAST_ITERATIONS: Final = 10  # of a network too large for more
TOLERANCE: Final = 1e-5  # of the largest eigenvalue: half a digit finer than is ever shown


@dataclass(frozen=True, slots=True, eq=False)
class Curvature:
    """What is known of the Hessian's outermost eigenvalues.

    Attributes:
        largest: The largest, falling, shape (m,), read-only.
        smallest: The smallest (most negative), rising, shape (m,), read-only.
        vector: The unit eigenvector of the largest, shape (n,), read-only.
        error: Bound on the error of `largest[0]`.
        iterations: Hessian products so far.
        done: True in the last one: the bound is below the tolerance, or no more can be found.
    """

    largest: Floats
    smallest: Floats
    vector: Floats
    error: float
    iterations: int
    done: bool

    @property
    def stable_rate(self) -> float:
        """2 / lambda: gradient descent with a larger rate bounces out of a bowl this sharp.

        Along an eigenvector each step multiplies the distance by 1 - rate lambda. Infinite where no
        direction bends up.
        """
        return 2 / float(self.largest[0]) if self.largest[0] > 0 else float("inf")


def curvature(
    network: Network,
    parameters: Array,
    digits: Digits,
    cost: Cost,
    rng: np.random.Generator,
    m: int = 3,
) -> Iterator[Curvature | None]:
    """Find the m largest and smallest eigenvalues of the Hessian of the mean cost.

    Takes what `mean_gradient` takes, what draws the first direction, and how many of each to tell.

    Yields:
        What is known after each product, None within one (every few milliseconds).
    """

    def product(direction: Floats) -> Generator[None, None, Floats]:
        return hessian_product(network, parameters, direction, digits, cost)

    return lanczos(product, len(parameters), rng, m)


def lanczos(
    product: Product, n: int, rng: np.random.Generator, m: int = 3
) -> Iterator[Curvature | None]:
    """Find the outermost eigenvalues of a symmetric matrix that is known by its products only.

    Lanczos 1950 with full re-orthogonalisation (Golub and Van Loan 2013, section 10.3.1): without
    it, eigenvalues that are found come again as ghosts.

    Args:
        product: The matrix times a direction.
        n: Size of the matrix.
        rng: Draws the first direction.
        m: How many of the largest and of the smallest eigenvalues to tell.

    Yields:
        What is known after each product, None when the product itself yields.

    Raises:
        GdstudioError: A product is not finite.
    """
    most = min(n, MAX_ITERATIONS, max(MAX_BYTES // (8 * n), _LEAST_ITERATIONS))
    basis, diagonal, beside = np.zeros((most, n)), np.zeros(most), np.zeros(most)
    q = rng.standard_normal(n)
    for k in range(most):
        basis[k] = q / np.linalg.norm(q)
        w = yield from product(basis[k])
        if not np.isfinite(w).all():
            raise GdstudioError(Text("curvature: the gradient here is not finite"))
        diagonal[k] = basis[k] @ w
        for _ in range(2):  # twice is enough (Parlett 1998, section 6.9)
            w = w - basis[: k + 1].T @ (basis[: k + 1] @ w)
        beside[k] = np.linalg.norm(w)
        found = _found(basis[: k + 1], diagonal[: k + 1], beside[: k + 1], m, last=k == most - 1)
        yield found
        if found.done:
            return
        q = w


def _found(basis: Floats, diagonal: Floats, beside: Floats, m: int, *, last: bool) -> Curvature:
    k = len(diagonal)
    tridiagonal = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
    values, vectors = np.linalg.eigh(tridiagonal)
    scale = max(float(np.abs(values).max()), np.finfo(float).tiny)
    errors = beside[-1] * np.abs(vectors[-1])
    outer = [*range(min(m, k)), *range(max(k - m, 0), k)]
    exhausted = beside[-1] <= 1e-10 * scale
    done = bool(last or exhausted or (k >= 2 * m and (errors[outer] <= TOLERANCE * scale).all()))
    largest, smallest = values[::-1][:m].copy(), values[:m].copy()
    vector = basis.T @ vectors[:, -1]
    lock(largest, smallest, vector)
    return Curvature(largest, smallest, vector, float(errors[-1]), k, done)
