import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.landscape.curvature import curvature, lanczos
from gdstudio.landscape.gradients import hessian_product, mean_gradient
from gdstudio.learning.costs import COSTS
from gdstudio.learning.network import Network
from tests.generators import returned

SQUARED = COSTS["squared-error"]


def product_of(matrix):
    def product(direction):
        yield
        return matrix @ direction

    return product


def last(iterator):
    *_, found = iterator
    assert found is not None
    assert found.done
    return found


def full_hessian(network, digits, cost):
    """The oracle: every column by central differences of the exact gradient, in float64."""
    n, h = len(network.parameters), 1e-5
    columns = []
    for unit in np.eye(n):
        ahead, behind = (
            returned(mean_gradient(network, network.parameters + s * h * unit, digits, cost))
            for s in (1, -1)
        )
        columns.append((ahead - behind) / (2 * h))
    hessian = np.array(columns)
    return (hessian + hessian.T) / 2


@pytest.mark.parametrize(
    ("cost", "activation", "output"),
    [
        ("squared-error", "sigmoid", "sigmoid"),
        ("cross-entropy", "tanh", "softmax"),
        ("cross-entropy", "sigmoid", "sigmoid"),
    ],
)
def test_that_the_outermost_eigenvalues_are_those_of_the_full_hessian(
    digits, cost, activation, output
):
    network = Network.dense([12, 5, 3], activation, output, np.float64)
    network.initialize("standard-normal", np.random.default_rng(2))
    values = np.linalg.eigvalsh(full_hessian(network, digits, COSTS[cost]))
    rng = np.random.default_rng(1)
    found = last(curvature(network, network.parameters, digits, COSTS[cost], rng))
    assert found.largest == pytest.approx(values[::-1][:3], rel=1e-4, abs=1e-4 * values[-1])
    assert found.smallest == pytest.approx(values[:3], rel=1e-4, abs=1e-4 * values[-1])
    assert found.error < 1e-4 * values[-1]
    direction = found.vector
    product = returned(hessian_product(network, network.parameters, direction, digits, COSTS[cost]))
    assert product == pytest.approx(found.largest[0] * direction, abs=1e-2 * found.largest[0])


def test_that_a_hessian_product_is_that_of_a_linear_network(digits):
    # For a linear network with the squared error the Hessian is 2/n sum of x x' for each output.
    network = Network.dense([12, 3], "identity", "identity", np.float64)
    X = digits.inputs(dtype=np.float64)
    direction = np.random.default_rng(1).standard_normal(len(network.parameters))
    D = np.column_stack([network.part("W1", direction), network.part("b1", direction)])
    Xb = np.column_stack([X, np.ones(len(X))])
    exact = 2 / len(X) * (Xb @ D.T).T @ Xb
    found = returned(hessian_product(network, network.parameters, direction, digits, SQUARED))
    assert network.part("W1", found) == pytest.approx(exact[:, :-1], rel=1e-8)
    assert network.part("b1", found) == pytest.approx(exact[:, -1], rel=1e-8)


def test_that_the_step_of_the_difference_costs_no_digit_that_matters(digits):
    # Richardson's extrapolation of two step sizes is of a higher order, so a check on h = 1e-4.
    network = Network.dense([12, 5, 4, 3], dtype=np.float64)
    network.initialize("standard-normal", np.random.default_rng(2))
    direction = np.random.default_rng(1).standard_normal(len(network.parameters))
    unit = direction / np.linalg.norm(direction)

    def difference(h):
        ahead, behind = (
            returned(mean_gradient(network, network.parameters + s * h * unit, digits, SQUARED))
            for s in (1, -1)
        )
        return (ahead - behind) / (2 * h)

    exact = (4 * difference(1e-3) - difference(2e-3)) / 3
    found = returned(hessian_product(network, network.parameters, unit, digits, SQUARED))
    assert np.linalg.norm(found - exact) < 1e-8 * np.linalg.norm(exact)


@pytest.mark.parametrize("n", [1, 2, 5, 60, 300])
def test_that_lanczos_finds_the_ends_of_a_spectrum(n):
    rng = np.random.default_rng(3)
    Q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    values = np.sort(np.concatenate([[9.0, 7, 6], np.linspace(-1, 1, max(n - 3, 0))])[:n])
    found = last(lanczos(product_of(Q @ np.diag(values) @ Q.T), n, rng, 2))
    assert found.largest == pytest.approx(values[::-1][:2], abs=1e-4)
    assert found.smallest[0] == pytest.approx(values[0], abs=2e-3)
    assert found.iterations <= n


def test_that_lanczos_finds_no_ghosts():
    # Without re-orthogonalisation, an eigenvalue so far out comes back again and again.
    values = np.array([1e6, *np.linspace(0, 1, 79)])
    found = last(lanczos(product_of(np.diag(values)), 80, np.random.default_rng(1), 3))
    assert found.largest[0] == pytest.approx(1e6)
    assert found.largest[1] < 1.001


def test_that_a_matrix_of_zeros_is_flat():
    found = last(lanczos(product_of(np.zeros((20, 20))), 20, np.random.default_rng(1)))
    assert found.largest[0] == 0
    assert found.stable_rate == float("inf")


@pytest.mark.parametrize(("factor", "settles"), [(0.95, True), (1.05, False)])
def test_that_descent_settles_below_two_over_lambda_and_not_above(factor, settles):
    rng = np.random.default_rng(4)
    Q, _ = np.linalg.qr(rng.standard_normal((12, 12)))
    hessian = Q @ np.diag(np.linspace(0.5, 8, 12)) @ Q.T
    found = last(lanczos(product_of(hessian), 12, rng))
    place = rng.standard_normal(12)
    start = np.linalg.norm(place)
    for _ in range(200):
        place = place - factor * found.stable_rate * (hessian @ place)
    assert (np.linalg.norm(place) < 1e-3 * start) == settles
    assert settles or np.linalg.norm(place) > 1e3 * start


def test_that_what_is_not_finite_is_told(digits):
    linear = Network.dense([12, 3], "identity", "identity", np.float64)
    far = np.full_like(linear.parameters, 1e308)
    with pytest.raises(GdstudioError, match="gradient here is not finite"):
        list(curvature(linear, far, digits, SQUARED, np.random.default_rng(1)))
