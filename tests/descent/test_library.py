from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.descent.expression import ExpressionError
from gdstudio.descent.functions import CostFunction, curvatures, typed_function
from gdstudio.descent.library import LIBRARY, library

ALL = list(LIBRARY.values())
NAMES = list(LIBRARY)

# Written out once more, as the literature prints them, for plain floats.
FORMULAS = {
    "beale": lambda x, y: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "rastrigin": lambda x, y: 20 + sum(z**2 - 10 * math.cos(2 * math.pi * z) for z in (x, y)),
    "ackley": lambda x, y: (
        -20 * math.exp(-0.2 * math.sqrt(0.5 * (x**2 + y**2)))
        - math.exp(0.5 * (math.cos(2 * math.pi * x) + math.cos(2 * math.pi * y)))
        + 20
        + math.e
    ),
    "six-hump-camel": lambda x, y: (
        (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2
    ),
    "three-hump-camel": lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
    "monkey-saddle": lambda x, y: x**3 - 3 * x * y**2,
    "saddle": lambda x, y: x**2 - y**2,
    "goldstein-price": lambda x, y: (
        (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
        * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))
    ),
    "styblinski-tang": lambda x, y: 0.5 * sum(z**4 - 16 * z**2 + 5 * z for z in (x, y)),
    "booth": lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "matyas": lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
    "easom": lambda x, y: (
        -math.cos(x) * math.cos(y) * math.exp(-((x - math.pi) ** 2) - (y - math.pi) ** 2)
    ),
    "mccormick": lambda x, y: math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    "bowl": lambda x, y: 0.5 * (x**2 + y**2),
    "long-valley": lambda x, y: 0.5 * x**2 + 5 * y**2,
}

# Points and values to six digits, from the literature.
POINTS = [
    ("beale", 3, 0.5, 0, "minimum"),
    ("rosenbrock", 1, 1, 0, "minimum"),
    ("himmelblau", 3, 2, 0, "minimum"),
    ("himmelblau", -2.805118, 3.131313, 0, "minimum"),
    ("himmelblau", -3.779310, -3.283186, 0, "minimum"),
    ("himmelblau", 3.584428, -1.848127, 0, "minimum"),
    ("himmelblau", -0.270845, -0.923039, 181.6165, "maximum"),
    ("himmelblau", -3.073026, -0.081353, 104.015, "saddle"),
    ("himmelblau", -0.127961, -1.953715, 178.337, "saddle"),
    ("himmelblau", 0.086678, 2.884255, 67.719, "saddle"),
    ("himmelblau", 3.385154, 0.073852, 13.312, "saddle"),
    ("rastrigin", 0, 0, 0, "minimum"),
    ("rastrigin", 0.994959, 0, 0.994959, "minimum"),
    ("rastrigin", -0.994959, 0, 0.994959, "minimum"),
    ("rastrigin", 0.994959, 0.994959, 1.989918, "minimum"),
    ("ackley", 0, 0, 0, "minimum"),
    ("ackley", 0.952167, 0, 2.579928, "minimum"),
    ("six-hump-camel", 0.089842, -0.712656, -1.0316285, "minimum"),
    ("six-hump-camel", -0.089842, 0.712656, -1.0316285, "minimum"),
    ("six-hump-camel", 1.703607, -0.796084, -0.2154638, "minimum"),
    ("six-hump-camel", -1.703607, 0.796084, -0.2154638, "minimum"),
    ("six-hump-camel", 1.607105, 0.568651, 2.1042503, "minimum"),
    ("six-hump-camel", -1.607105, -0.568651, 2.1042503, "minimum"),
    ("three-hump-camel", 0, 0, 0, "minimum"),
    ("three-hump-camel", 1.747552, -0.873776, 0.2986384, "minimum"),
    ("three-hump-camel", -1.747552, 0.873776, 0.2986384, "minimum"),
    ("monkey-saddle", 0, 0, 0, "degenerate"),
    ("saddle", 0, 0, 0, "saddle"),
    ("goldstein-price", 0, -1, 3, "minimum"),
    ("goldstein-price", -0.6, -0.4, 30, "minimum"),
    ("goldstein-price", 1.8, 0.2, 84, "minimum"),
    ("goldstein-price", 1.2, 0.8, 840, "minimum"),
    ("styblinski-tang", -2.903534, -2.903534, -78.332331, "minimum"),
    ("styblinski-tang", -2.903534, 2.746803, -64.195612, "minimum"),
    ("styblinski-tang", 2.746803, 2.746803, -50.058893, "minimum"),
    ("booth", 1, 3, 0, "minimum"),
    ("matyas", 0, 0, 0, "minimum"),
    ("easom", math.pi, math.pi, -1, "minimum"),
    ("mccormick", -0.547198, -1.547198, -1.9132230, "minimum"),
    ("mccormick", 2.594395, 1.594395, 1.2283697, "minimum"),
]


@pytest.mark.parametrize("name", FORMULAS)
def test_that_a_formula_is_the_one_of_the_literature(name: str) -> None:
    f = LIBRARY[name]
    p = _random_points(f, 50)
    expected = [FORMULAS[name](float(x), float(y)) for x, y in p.T]
    np.testing.assert_allclose(f.value(p), expected, rtol=1e-11, atol=1e-11)


def test_that_every_function_of_two_inputs_has_an_independent_formula() -> None:
    assert {f.name for f in library(2)} == set(FORMULAS)


@pytest.mark.parametrize(("name", "x", "y", "value", "kind"), POINTS)
def test_that_the_stationary_points_of_the_literature_are_known(
    name: str, x: float, y: float, value: float, kind: str
) -> None:
    f = LIBRARY[name]
    digits = 1e-3 if kind in ("maximum", "saddle") else 1e-6
    match = [p for p in f.known if math.dist(p.point, (x, y)) < 2e-6]
    assert len(match) == 1
    assert match[0].kind == kind
    assert match[0].value == pytest.approx(value, abs=digits)
    assert FORMULAS[name](*match[0].point) == pytest.approx(value, abs=digits)


@pytest.mark.parametrize("f", ALL, ids=NAMES)
def test_that_known_points_are_zeros_of_the_gradient_of_their_kind(f: CostFunction) -> None:
    assert len({p.point for p in f.known}) == len(f.known)
    for p in f.known:
        assert np.linalg.norm(f.gradient(p.point)) < 1e-5
        assert float(f.value(p.point)) == p.value
        near = np.random.default_rng(1).normal(0, 1e-3, (f.dimension, 400))
        change = f.value(np.array(p.point)[:, np.newaxis] + near) - p.value
        lower, higher = bool((change < 0).any()), bool((change > 0).any())
        expected = {"minimum": (False, True), "maximum": (True, False)}
        assert (lower, higher) == expected.get(p.kind, (True, True)), p


@pytest.mark.parametrize("f", ALL, ids=NAMES)
def test_that_derivatives_agree_with_differences_at_random_points(f: CostFunction) -> None:
    p = _random_points(f, 100)
    gradient, hessian = f.gradient(p), f.hessian(p)
    for i in range(f.dimension):
        h = np.zeros((f.dimension, 1))
        h[i] = 1e-5
        numeric = (f.value(p + h) - f.value(p - h)) / 2e-5
        # the difference itself is rounded: 2e-16 of the largest cost, over 1e-5
        assert _error(gradient[i], numeric, 5e-5 * np.abs(f.value(p)).max()) < 1e-6
        numeric_2 = (f.gradient(p + h) - f.gradient(p - h)) / 2e-5
        assert _error(hessian[i], numeric_2, 1e-6 * np.abs(gradient).max()) < 1e-5


@pytest.mark.parametrize("f", ALL, ids=NAMES)
def test_that_entries_are_complete(f: CostFunction) -> None:
    assert f.title
    assert f.note.endswith(".")
    assert len(f.note) < 100
    assert len(f.start) == len(f.domain) == f.dimension == len(f.variables)
    for x, (low, high) in zip(f.start, f.domain, strict=True):
        assert low < x < high
    assert f.learning_rate > 0
    for p in f.known:
        assert all(low <= x <= high for x, (low, high) in zip(p.point, f.domain, strict=True))


@pytest.mark.parametrize(
    ("name", "w", "value", "slope", "curvature"),
    [
        ("parabola", 3, 4, 4, 2),
        ("two-valleys", 1, 3.75, -2.5, -1),
        ("plateau", 0, 0, 0, 1),
        ("steep-wall", 0, 1, -2, 9),
        ("wavy", 0, 0, 0, 16.25),
        ("quartic", 2, 1.6, 3.2, 4.8),
        ("shelf", 1, 1, 0, 12),
        ("kink", -2, 2, -1, 0),
        ("flat-floor", 3, 4, 4, 2),
        ("flat-floor", 0.5, 0, 0, 0),
        ("neuron", 0, 0.09, -0.15, 0.125),
    ],
)
def test_that_functions_of_one_input_have_the_values_worked_by_hand(
    name: str, w: float, value: float, slope: float, curvature: float
) -> None:
    f = LIBRARY[name]
    assert float(f.value([w])) == pytest.approx(value)
    assert float(f.gradient([w])[0]) == pytest.approx(slope)
    assert float(f.hessian([w])[0, 0]) == pytest.approx(curvature)


def test_that_ackley_has_no_slope_at_its_tip_and_a_steep_one_beside_it() -> None:
    f = LIBRARY["ackley"]
    p = np.array([[0.0, 1e-6, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(f.gradient(p), [[0, 2.828427, 0], [0, 0, 0]], atol=1e-3)
    assert np.isfinite(f.hessian([0.0, 0.0])).all()
    assert abs(float(f.value([0.0, 0.0]))) < 1e-14


def test_that_curvatures_are_the_eigenvalues() -> None:
    hessian = np.random.default_rng(5).normal(size=(2, 2, 40))
    hessian = hessian + hessian.transpose(1, 0, 2)
    expected = np.array([np.linalg.eigvalsh(hessian[:, :, i]) for i in range(40)]).T
    np.testing.assert_allclose(curvatures(hessian), expected, atol=1e-13)
    np.testing.assert_array_equal(curvatures(hessian[:1, :1]), hessian[0, :1])


def test_that_the_hessian_at_the_minimum_has_the_eigenvalues_of_the_literature() -> None:
    for name, point, expected in (
        ("beale", (3, 0.5), (0.301, 48.98)),
        ("rosenbrock", (1, 1), (0.399, 1001.6)),
        ("matyas", (0, 0), (0.04, 1.0)),
        ("easom", (math.pi, math.pi), (3, 3)),
    ):
        found = curvatures(LIBRARY[name].hessian(point))
        np.testing.assert_allclose(found, expected, rtol=2e-3)


def test_that_shapes_follow_the_points() -> None:
    f = LIBRARY["himmelblau"]
    points = np.zeros((2, 3, 4))
    assert f.value(points).shape == (3, 4)
    assert f.gradient(points).shape == (2, 3, 4)
    assert f.hessian(points).shape == (2, 2, 3, 4)


def test_that_typed_functions_take_either_name_of_their_inputs() -> None:
    assert typed_function("w^2", 1).variables == ("w",)
    assert typed_function("x^2", 1).variables == ("x",)
    assert typed_function("3", 1).variables == ("w",)
    assert typed_function("x + y", 2).variables == ("x", "y")
    assert typed_function("w0 + w1", 2).variables == ("w0", "w1")
    for text, dimension in (("x + w", 1), ("y", 1), ("x + w0", 2)):
        with pytest.raises(ExpressionError):
            typed_function(text, dimension)


def test_that_a_typed_function_gets_a_rate_that_its_curvature_bears() -> None:
    f = typed_function("0.5 x^2 + 500 y^2", 2)
    assert 0 < f.learning_rate < 2 / 1000
    assert f.start == (3.0, 2.0)
    assert typed_function("x", 2).learning_rate == 0.1
    assert typed_function("log(-1 - x^2)", 2).learning_rate == 0.1


def _random_points(f: CostFunction, n: int) -> np.ndarray:
    low, high = np.array(f.domain).T
    points = np.random.default_rng(7).uniform(low, high, (n, f.dimension)).T
    kinks = {"kink": 0.0, "flat-floor": 1.0}
    if f.name in kinks:  # differences across a kink say nothing
        points = points[:, np.abs(np.abs(points[0]) - kinks[f.name]) > 1e-3]
    return points


def _error(a: np.ndarray, b: np.ndarray, floor: float) -> float:
    return float((np.abs(a - b) / np.maximum(floor, np.maximum(np.abs(a), np.abs(b)))).max())


def test_that_costs_of_many_sizes_are_shown_logarithmically() -> None:
    assert {f.name for f in ALL if f.log_height} == {
        "six-hump-camel",
        "rosenbrock",
        "beale",
        "goldstein-price",
    }


def test_that_the_domain_of_the_literature_is_kept_where_a_part_of_it_is_shown() -> None:
    # Surjanovic and Bingham, Virtual Library of Simulation Experiments, 2013.
    full = {f.name: f.full_domain for f in ALL if f.full_domain is not None}
    assert full == {
        "three-hump-camel": ((-5, 5), (-5, 5)),
        "ackley": ((-32.768, 32.768), (-32.768, 32.768)),
        "easom": ((-100, 100), (-100, 100)),
    }
    assert {f.name: f.kinks for f in ALL if f.kinks} == {"ackley": ((0.0, 0.0),)}


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("parabola", [(1, "minimum")]),
        ("two-valleys", [(-2.059792, "minimum"), (1.934298, "minimum"), (0.125494, "maximum")]),
        ("plateau", [(0, "minimum")]),
        ("steep-wall", [(0.366204, "minimum")]),  # ln 3 / 3
        ("wavy", [(0, "minimum")]),
        ("quartic", [(0, "minimum")]),
        ("shelf", [(1, "minimum"), (0, "degenerate")]),
        ("kink", [(0, "minimum")]),
        ("flat-floor", []),
        ("neuron", [(1.386294, "minimum")]),  # ln 4
        ("bowl", [(0, "minimum")]),
        ("long-valley", [(0, "minimum")]),
    ],
)
def test_that_the_simple_costs_name_their_stationary_points(
    name: str, points: list[tuple[float, str]]
) -> None:
    found = [(p.point[0], p.kind) for p in LIBRARY[name].known]
    assert [kind for _, kind in found] == [kind for _, kind in points]
    assert [x for x, _ in found] == pytest.approx([x for x, _ in points], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.5 x^2 + 500 y^2", 4e-4),  # a fifth of 2 / 1000
        ("x^2", 0.1),  # a fifth of 2 / 2 would be more than a tenth
        ("7 x^2", 0.03),  # 0.4 / 14 = 0.0286
        ("1e12 x^2", 1e-9),
    ],
)
def test_that_the_rate_proposed_is_a_fifth_of_what_the_curvature_bears(
    text: str, rate: float
) -> None:
    assert typed_function(text, 2 if "y" in text else 1).learning_rate == rate


def test_that_a_slope_is_unknown_at_a_pole_and_zero_at_a_kink() -> None:
    at_pole = typed_function("log(x) + y", 2).gradient((0.0, 1.0))
    assert at_pole.tolist() == [math.inf, 1.0]
    beside = typed_function("log(x)", 2).gradient((0.0, 1.0))
    assert beside[0] == math.inf
    assert math.isnan(beside[1])  # the cost has no value there, so no slope either
    assert typed_function("abs(x)", 2).gradient((0.0, 1.0)).tolist() == [0.0, 0.0]
