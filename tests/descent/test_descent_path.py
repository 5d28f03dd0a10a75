from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import METHODS
from gdstudio.descent.path import Descent
from gdstudio.descent.stepper import suggested_learning_rate
from gdstudio.errors import InvalidValue
from tests.descents import descend

ROSENBROCK = LIBRARY["rosenbrock"]

# Rosenbrock from (-1.2, 1): where the first and the tenth update lead.
FIRST_AND_TENTH = [
    ("gradient-descent", 1e-3, (-0.98440000, 1.08800000), (-1.02141133, 1.05126227)),
    ("sgd", 1e-3, (-0.98440000, 1.08800000), (-1.02141133, 1.05126227)),
    ("momentum", 1e-3, (-0.98440000, 1.08800000), (-0.81392323, 0.75486777)),
    ("nesterov", 1e-3, (-0.79036000, 1.16720000), (-0.87991833, 0.78194618)),
    ("adagrad", 0.5, (-0.7, 1.5), (-1.02497544, 1.05433297)),
    ("rmsprop", 0.01, (-1.1, 1.1), (-1.05861654, 1.12694674)),
    ("adadelta", 1.0, (-1.19683772, 1.00316228), (-1.16911320, 1.03108163)),
    ("adam", 0.01, (-1.19, 1.01), (-1.10495554, 1.09533462)),
    ("amsgrad", 0.01, (-1.19, 1.01), (-1.10495554, 1.09533462)),
    ("adamw", 0.01, (-1.18988, 1.0099), (-1.10384335, 1.09425213)),
    ("lion", 1e-3, (-1.199, 1.001), (-1.19, 1.01)),
]


@pytest.mark.parametrize(("method", "rate", "first", "tenth"), FIRST_AND_TENTH)
def test_that_the_first_updates_are_those_of_the_reference(
    method: str, rate: float, first: tuple[float, float], tenth: tuple[float, float]
) -> None:
    path = list(descend(ROSENBROCK, (-1.2, 1.0), method, rate, 10))
    assert path[0].cost == pytest.approx(24.2)
    np.testing.assert_allclose(path[0].gradient, (-215.6, -88.0), rtol=1e-12)
    np.testing.assert_allclose(path[1].position, first, atol=1e-6)
    np.testing.assert_allclose(path[10].position, tenth, atol=1e-6)


def test_that_every_method_has_reference_values() -> None:
    assert {row[0] for row in FIRST_AND_TENTH} | {"newton"} == set(METHODS)


def test_that_newton_takes_the_full_step_where_it_lowers_the_cost() -> None:
    path = list(descend(ROSENBROCK, (-1.2, 1.0), "newton", 1.0, 1))
    np.testing.assert_allclose(path[1].position, (-1.17528090, 1.38067416), atol=1e-6)
    assert path[1].cost == pytest.approx(4.7318843, abs=1e-6)
    assert float(path[1].state["shift"]) == 0
    assert float(path[1].state["step_length"]) == 1


def test_that_gradient_descent_in_the_long_valley_is_geometric() -> None:
    f = typed_function("0.5 x^2 + 5 y^2", 2)
    path = list(descend(f, (1.0, 1.0), "gradient-descent", 0.15, 30))
    k = np.arange(31)
    positions = np.array([item.position for item in path])
    np.testing.assert_allclose(positions[:, 0], 0.85**k, rtol=1e-12)
    np.testing.assert_allclose(positions[:, 1], (-0.5) ** k, rtol=1e-12)
    assert path[-1].ended == "steps"


def test_that_the_long_valley_diverges_only_above_its_limit() -> None:
    f = LIBRARY["long-valley"]
    below = list(descend(f, (1.0, 1.0), learning_rate=0.199, steps=3000))
    above = list(descend(f, (1.0, 1.0), learning_rate=0.201, steps=3000))
    assert below[-1].ended == "converged"
    assert above[-1].ended == "diverged"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((2.0, 1.0), (3.0, 2.0)),
        ((-2.0, 2.0), (-2.805118, 3.131313)),
        ((-3.0, -2.0), (-3.779310, -3.283186)),
        ((3.0, -1.0), (3.584428, -1.848127)),
    ],
)
def test_that_descent_finds_each_minimum_of_himmelblau(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    *_, last = descend(LIBRARY["himmelblau"], start, learning_rate=0.01, steps=500)
    assert last.ended == "converged"
    np.testing.assert_allclose(last.position, end, atol=1e-5)


def test_that_an_item_describes_its_update() -> None:
    f = LIBRARY["parabola"]  # (w - 1)^2, slope 2 (w - 1)
    first, second = descend(f, (-3.0,), learning_rate=0.25, steps=1)
    assert (first.step, first.cost, first.gradient_norm, first.ended) == (0, 16.0, 8.0, None)
    np.testing.assert_array_equal(first.update, [0.0])
    np.testing.assert_array_equal(second.update, [2.0])
    np.testing.assert_array_equal(second.position, [-1.0])
    assert (second.step, second.cost, second.gradient_norm) == (1, 4.0, 4.0)
    assert (second.learning_rate, second.ended) == (0.25, "steps")
    for array in (second.position, second.gradient, second.update):
        assert not array.flags.writeable


def test_that_the_start_may_already_be_the_end() -> None:
    (only,) = descend(LIBRARY["parabola"], (1.0,))
    assert only.ended == "converged"
    (only,) = descend(typed_function("log(w)", 1), (-1.0,))
    assert only.ended == "diverged"
    (only,) = descend(LIBRARY["parabola"], (3.0,), steps=0)
    assert only.ended == "steps"


@pytest.mark.parametrize("method", METHODS)
def test_that_every_method_lowers_the_cost_at_its_suggested_rate(method: str) -> None:
    f = LIBRARY["long-valley"]
    path = list(descend(f, f.start, method, steps=300))
    assert path[-1].cost < 0.05 * path[0].cost
    assert path[1].learning_rate == suggested_learning_rate(f, method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", ["exp(x^2 + y^2)", "1/(x y)", "log(x) + y", "x^9 - y^9"])
def test_that_functions_that_explode_end_and_never_warn(method: str, text: str) -> None:
    path = list(descend(typed_function(text, 2), (1.5, 0.5), method, 3.0, 50))
    assert path[-1].ended in ("converged", "diverged", "steps")
    assert all(math.isfinite(item.cost) for item in path[:-1])


@pytest.mark.parametrize("method", METHODS)
def test_that_one_input_behaves_as_two_of_which_one_rests(method: str) -> None:
    # a cost that is curved along y too, or Newton's method would meet a singular matrix
    one = list(descend(typed_function("w^4/4 - w", 1), (2.0,), method, 0.02, 20))
    two = list(descend(typed_function("x^4/4 - x + y^2", 2), (2.0, 0.0), method, 0.02, 20))
    np.testing.assert_allclose(
        [item.position[0] for item in one], [item.position[0] for item in two], rtol=1e-12
    )


@pytest.mark.parametrize("method", METHODS)
def test_that_going_back_and_forward_again_changes_nothing(method: str) -> None:
    f = LIBRARY["himmelblau"]
    descent = Descent(f, (-0.5, -1.2), method, 0.01)
    path = [descent.current, *(descent.forward() for _ in range(6))]
    for item in reversed(path[:-1]):
        assert descent.back() is item
    assert descent.back() is path[0]
    for item in path[1:]:
        assert descent.forward() is item


@pytest.mark.parametrize("method", METHODS)
def test_that_a_new_rate_goes_on_from_where_the_descent_is_shown(method: str) -> None:
    f = LIBRARY["himmelblau"]
    straight = Descent(f, (-0.5, -1.2), method, 0.01)
    for _ in range(3):
        straight.forward()
    straight.set_learning_rate(0.02)
    expected = [straight.forward().position for _ in range(3)]

    wandering = Descent(f, (-0.5, -1.2), method, 0.01)
    for _ in range(6):
        wandering.forward()
    for _ in range(3):
        wandering.back()
    wandering.set_learning_rate(0.02)
    assert len(wandering.path) == 4
    for position in expected:
        item = wandering.forward()
        assert item.learning_rate == 0.02
        np.testing.assert_array_equal(item.position, position)


def test_that_the_inner_state_can_be_drawn() -> None:
    f = LIBRARY["long-valley"]
    momentum = list(descend(f, (1.0, 1.0), "momentum", 0.01, 2))
    # v1 = g1 = (1, 10); the arrow shows where it pulls.
    np.testing.assert_allclose(momentum[1].arrows["velocity"], [-1.0, -10.0])
    adagrad = list(descend(f, (1.0, 1.0), "adagrad", 0.01, 2))
    np.testing.assert_allclose(adagrad[1].arrows["square_sum"], [1.0, 10.0])
    newton = list(descend(f, (1.0, 1.0), "newton", 1.0, 1))
    np.testing.assert_allclose(newton[1].arrows["direction"], [-1.0, -1.0])
    assert set(newton[1].arrows) == {"direction"}


def test_that_settings_reach_the_optimiser() -> None:
    f = LIBRARY["long-valley"]
    plain = list(descend(f, (1.0, 1.0), "gradient-descent", 0.05, 5))
    still = list(descend(f, (1.0, 1.0), "momentum", 0.05, 5, settings={"momentum": 0.0}))
    np.testing.assert_allclose(plain[-1].position, still[-1].position)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"start": (1.0,)}, "start"),
        ({"start": (1.0, math.nan)}, "start"),
        ({"start": (1.0, 2.0), "method": "newtown"}, "optimizer"),
        ({"start": (1.0, 2.0), "learning_rate": 0.0}, "learning rate"),
        ({"start": (1.0, 2.0), "learning_rate": math.inf}, "learning rate"),
        ({"start": (1.0, 2.0), "tolerance": -1.0}, "tolerance"),
        ({"start": (1.0, 2.0), "method": "adam", "settings": {"beta": 1.0}}, "setting of adam"),
        ({"start": (1.0, 2.0), "method": "newton", "settings": {"a": 1.0}}, "setting of newton"),
    ],
)
def test_that_wrong_arguments_are_refused_at_once(arguments: dict[str, object], name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Descent(ROSENBROCK, **arguments)  # type: ignore[arg-type]
    assert caught.value.name == name


def test_that_newton_descends_from_where_the_hessian_is_not_positive() -> None:
    f = LIBRARY["himmelblau"]
    path = list(descend(f, (-0.3, -0.9), "newton", 1.0, 50))
    costs = [item.cost for item in path]
    assert costs == sorted(costs, reverse=True)
    assert float(path[1].state["shift"]) > 0
    assert path[-1].cost < 1e-10


def test_that_newton_with_a_shift_solves_the_shifted_system() -> None:
    f = LIBRARY["saddle"]  # H = diag(2, -2), g = (2 x, -2 y)
    path = list(descend(f, (1.0, 0.5), "newton", 1.0, 1))
    tau = float(path[1].state["shift"])
    assert tau == pytest.approx(2.2)  # lifts -2 to a tenth of 2
    np.testing.assert_allclose(path[1].state["direction"], [-2 / (2 + tau), 1 / (tau - 2)])
