"""Optimisers against their formulas, written out number by number in plain Python."""

from math import copysign, sqrt

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.learning.optimizers import OPTIMIZERS, make_optimizer

# Each oracle follows one parameter: (p, gradients, rates) -> p after all steps.


def plain(p, gradients, rates):
    for g, lr in zip(gradients, rates, strict=True):
        p -= lr * g
    return p


def momentum(p, gradients, rates, mu=0.9):
    v = 0.0
    for g, lr in zip(gradients, rates, strict=True):
        v = mu * v + g
        p -= lr * v
    return p


def nesterov(p, gradients, rates, mu=0.9):
    v = 0.0
    for g, lr in zip(gradients, rates, strict=True):
        v = mu * v + g
        p -= lr * (g + mu * v)
    return p


def adagrad(p, gradients, rates, epsilon=1e-10):
    for t, lr in enumerate(rates):
        total = sum(g * g for g in gradients[: t + 1])
        p -= lr * gradients[t] / (sqrt(total) + epsilon)
    return p


def rmsprop(p, gradients, rates, alpha=0.99, epsilon=1e-8):
    v = 0.0
    for g, lr in zip(gradients, rates, strict=True):
        v = alpha * v + (1 - alpha) * g * g
        p -= lr * g / (sqrt(v) + epsilon)
    return p


def adadelta(p, gradients, rates, rho=0.9, epsilon=1e-6):
    v = u = 0.0
    for g, lr in zip(gradients, rates, strict=True):
        v = rho * v + (1 - rho) * g * g
        d = sqrt(u + epsilon) / sqrt(v + epsilon) * g
        u = rho * u + (1 - rho) * d * d
        p -= lr * d
    return p


def adam(p, gradients, rates, b1=0.9, b2=0.999, epsilon=1e-8, decay=0.0, take_maximum=False):
    m = v = highest = 0.0
    for t, (g, lr) in enumerate(zip(gradients, rates, strict=True), start=1):
        p -= lr * decay * p
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        highest = max(highest, v)
        second = highest if take_maximum else v
        p -= lr * (m / (1 - b1**t)) / (sqrt(second / (1 - b2**t)) + epsilon)
    return p


def amsgrad(p, gradients, rates):
    # With b2 = 0.5 the maximum matters within a few steps.
    return adam(p, gradients, rates, b2=0.5, take_maximum=True)


def adamw(p, gradients, rates):
    return adam(p, gradients, rates, decay=0.01)


def lion(p, gradients, rates, b1=0.9, b2=0.99, decay=0.1):
    m = 0.0
    for g, lr in zip(gradients, rates, strict=True):
        c = b1 * m + (1 - b1) * g
        p -= lr * ((copysign(1, c) if c else 0.0) + decay * p)
        m = b2 * m + (1 - b2) * g
    return p


ORACLES = {
    "gradient-descent": (plain, {}),
    "sgd": (plain, {}),
    "momentum": (momentum, {}),
    "nesterov": (nesterov, {}),
    "adagrad": (adagrad, {}),
    "rmsprop": (rmsprop, {}),
    "adadelta": (adadelta, {}),
    "adam": (adam, {}),
    "amsgrad": (amsgrad, {"beta_2": 0.5}),
    "adamw": (adamw, {}),
    "lion": (lion, {"weight_decay": 0.1}),
}


def test_that_every_optimizer_has_an_oracle():
    assert set(ORACLES) == set(OPTIMIZERS)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_that_twelve_steps_follow_the_formula(name):
    oracle, settings = ORACLES[name]
    rng = np.random.default_rng(11)
    start = rng.standard_normal(5)
    gradients = rng.standard_normal((12, 5)) * np.geomspace(5, 0.01, 12)[:, None]
    gradients[:, 4] = 0  # a parameter that never has a slope, as the pixels in the corners
    rates = np.linspace(0.1, 0.02, 12)
    optimizer = make_optimizer(name, 5, np.float64, **settings)
    p = start.copy()
    for g, lr in zip(gradients, rates, strict=True):
        kept = g.copy()
        optimizer.step(p, g, float(lr))
        np.testing.assert_array_equal(g, kept)
    expected = [oracle(start[i], gradients[:, i].tolist(), rates.tolist()) for i in range(5)]
    np.testing.assert_allclose(p, expected, rtol=1e-12, atol=1e-14)
    assert optimizer.steps == 12
    assert tuple(optimizer.state) == type(optimizer).state_names


def rosenbrock_gradient(p):
    x, y = p
    return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


# Start (-1.2, 1), a = 1, b = 100: after 1 and after 10 steps.
ROSENBROCK = [
    ("sgd", 1e-3, {}, (-0.98440000, 1.08800000), (-1.02141133, 1.05126227)),
    ("momentum", 1e-3, {}, (-0.98440000, 1.08800000), (-0.81392323, 0.75486777)),
    ("nesterov", 1e-3, {}, (-0.79036000, 1.16720000), (-0.87991833, 0.78194618)),
    ("adagrad", 0.5, {}, (-0.7, 1.5), (-1.02497544, 1.05433297)),
    ("rmsprop", 0.01, {}, (-1.1, 1.1), (-1.05861654, 1.12694674)),
    ("adadelta", 1.0, {}, (-1.19683772, 1.00316228), (-1.16911320, 1.03108163)),
    ("adam", 0.01, {}, (-1.19, 1.01), (-1.10495554, 1.09533462)),
    ("amsgrad", 0.01, {}, (-1.19, 1.01), (-1.10495554, 1.09533462)),
    ("adamw", 0.01, {}, (-1.18988, 1.0099), (-1.10384335, 1.09425213)),
    ("lion", 1e-3, {}, (-1.199, 1.001), (-1.19, 1.01)),
]


@pytest.mark.parametrize(("name", "rate", "settings", "first", "tenth"), ROSENBROCK)
def test_that_the_first_steps_on_rosenbrock_are_the_published_ones(
    name, rate, settings, first, tenth
):
    optimizer, p = make_optimizer(name, 2, **settings), np.array([-1.2, 1.0])
    for t in range(1, 11):
        optimizer.step(p, rosenbrock_gradient(p), rate)
        if t == 1:
            np.testing.assert_allclose(p, first, atol=1e-6)
    np.testing.assert_allclose(p, tenth, atol=1e-6)


def test_that_gradient_descent_on_a_quadratic_is_a_geometric_series():
    # f = (x^2 + 10 y^2) / 2, rate 0.15: x_k = 0.85^k, y_k = (-0.5)^k.
    optimizer, p = make_optimizer("gradient-descent", 2), np.array([1.0, 1.0])
    for k in range(1, 21):
        optimizer.step(p, p * [1, 10], 0.15)
        np.testing.assert_allclose(p, [0.85**k, (-0.5) ** k], rtol=1e-12)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_that_single_precision_stays_single_and_close(name):
    rng = np.random.default_rng(2)
    gradients = rng.standard_normal((8, 6))
    ends = []
    for dtype in (np.float32, np.float64):
        optimizer, p = make_optimizer(name, 6, dtype), np.ones(6, dtype)
        for g in gradients:
            optimizer.step(p, g.astype(dtype), 0.01)
        assert p.dtype == dtype
        assert all(array.dtype == dtype for array in optimizer.state.values())
        ends.append(p)
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-4)


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("sdg", {}, "gradient-descent, sgd, momentum"),
        ("sgd", {"momentum": 0.9}, "no setting"),
        ("adam", {"beta1": 0.9}, "beta_1, beta_2, epsilon"),
        ("adam", {"beta_1": 1.0}, "beta 1: 1.0 .* from 0 to below 1"),
        ("adam", {"epsilon": 0.0}, "epsilon"),
        ("momentum", {"momentum": float("nan")}, "momentum: nan"),
        ("adamw", {"weight_decay": -1.0}, "weight decay"),
        ("rmsprop", {"n": 3.0}, "'n' is not accepted"),
    ],
)
def test_that_what_is_not_accepted_is_named(name, settings, message):
    with pytest.raises(InvalidValue, match=message):
        OPTIMIZERS[name].check_settings(settings) if name in OPTIMIZERS else make_optimizer(name, 1)


FIGURES = {  # PyTorch's (torch.optim, 2.x), but for the rates, which suit the lesson's network
    "gradient-descent": (0.1, {}),
    "sgd": (0.1, {}),
    "momentum": (0.03, {"momentum": 0.9}),
    "nesterov": (0.03, {"momentum": 0.9}),
    "adagrad": (0.01, {"epsilon": 1e-10}),
    "rmsprop": (0.01, {"alpha": 0.99, "epsilon": 1e-8}),
    "adadelta": (1.0, {"rho": 0.9, "epsilon": 1e-6}),
    "adam": (0.001, {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}),
    "amsgrad": (0.001, {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}),
    "adamw": (0.001, {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01}),
    "lion": (1e-4, {"beta_1": 0.9, "beta_2": 0.99, "weight_decay": 0.0}),
}


def test_that_every_optimizer_begins_with_its_figures():
    found = {name: (one.default_learning_rate, one.defaults) for name, one in OPTIMIZERS.items()}
    assert found == FIGURES


@pytest.mark.parametrize(
    ("name", "setting", "inside", "outside"),
    [
        ("adam", "epsilon", (1e-16, 1.0), (0.9e-16, 1.0001)),
        ("adamw", "weight_decay", (0.0, 1000.0), (-1e-9, 1000.1)),
        ("momentum", "momentum", (0.0, 0.9999), (-1e-9, 1.0)),
        ("adam", "beta_2", (0.0, 0.9999), (-1e-9, 1.0)),
    ],
)
def test_that_settings_of_an_optimizer_have_their_limits(name, setting, inside, outside):
    for value in inside:
        assert make_optimizer(name, 1, **{setting: value}).settings[setting] == value
    for value in outside:
        with pytest.raises(InvalidValue, match=setting.replace("_", " ")):
            make_optimizer(name, 1, **{setting: value})
