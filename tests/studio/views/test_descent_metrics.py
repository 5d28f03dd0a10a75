import math
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.path import Descent
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics, coordinate, figure
from tests.descents import descend


@pytest.fixture
def metrics(qtbot: QtBot) -> DescentMetrics:
    metrics = DescentMetrics()
    qtbot.addWidget(metrics)
    metrics.show()
    return metrics


def texts(metrics: DescentMetrics) -> dict[str, str]:
    return {metric.accessibleName(): metric.text for metric in metrics.metrics()}


def test_that_a_step_of_one_input_is_shown(metrics: DescentMetrics) -> None:
    descent = Descent(LIBRARY["parabola"], (-3.0,), "gradient-descent", 0.1)
    metrics.set_step(descent.current)
    assert texts(metrics) == {
        "step": "0", "w": "−3.000", "cost": "16.00", "slope": "−8.000", "state": "ready",
    }  # fmt: skip
    metrics.set_step(descent.forward())
    # w = -3 + 0.8, cost 3.2^2, slope 2 * (-3.2)
    assert texts(metrics) == {
        "step": "1", "w": "−2.200", "cost": "10.24", "slope": "−6.400", "state": "under way",
    }  # fmt: skip


def test_that_a_step_of_two_inputs_is_shown(metrics: DescentMetrics) -> None:
    function = typed_function("3 w0 + 4 w1", 2)
    metrics.set_function(function)
    metrics.set_step(Descent(function, (1.0, -1.0)).current)
    assert texts(metrics) == {
        "step": "0", "w0": "1.000", "w1": "−1.000", "cost": "−1.000", "gradient": "5.000",
        "state": "ready",
    }  # fmt: skip
    assert metrics.gradient_norm.isVisible()
    assert not metrics.slope.isVisible()
    metrics.set_function(LIBRARY["parabola"])
    assert metrics.slope.isVisible()


def test_that_inputs_are_named_even_if_nobody_said_so(metrics: DescentMetrics) -> None:
    metrics.set_step(Descent(LIBRARY["bowl"], (1.0, 2.0)).current)
    assert list(texts(metrics)) == ["step", "x", "y", "cost", "gradient", "state"]


@pytest.mark.parametrize(
    ("rate", "steps", "state"), [(0.5, 5, "converged"), (3.0, 99, "diverged"), (1e-3, 3, "stopped")]
)
def test_that_the_end_is_named(metrics: DescentMetrics, rate, steps, state) -> None:
    *_, last = descend(LIBRARY["parabola"], (-3.0,), "gradient-descent", rate, steps)
    metrics.set_step(last)
    assert metrics.state.text == state


def test_that_no_descent_has_no_figures(metrics: DescentMetrics) -> None:
    metrics.set_step(Descent(LIBRARY["bowl"], (1.0, 2.0)).current)
    metrics.set_step(None)
    assert set(texts(metrics).values()) == {"–"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.23456, "1.235"),
        (-12.3456, "−12.35"),
        (99_999.4, "99,999"),
        (1e-3, "0.001"),
        (9.99e-4, "10⁻³"),
        (1.0, "1.000"),
        (12.0, "12.00"),
        (1234.5678, "1,235"),
        (-0.5, "−0.500"),
        (1e5, "10⁵"),
        (-1.84e-15, "−1.8·10⁻¹⁵"),
        (0.00123, "0.001"),
        (5e-324, "4.9·10⁻³²⁴"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_that_figures_are_short(value: float, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2e-7, "0.0000"),
        (-2e-7, "0.0000"),
        (1e-3, "0.001"),
        (-9.9e-4, "-0.0010"),
        (12.5, "12.50"),
        (-0.5, "−0.500"),
        (math.nan, "–"),
    ],
)
def test_that_positions_next_to_zero_are_zero(value: float, text: str) -> None:
    assert coordinate(value) == text


def test_that_nothing_moves_while_figures_change(metrics: DescentMetrics) -> None:
    function = LIBRARY["himmelblau"]
    metrics.set_function(function)
    places = set()
    for step in descend(function, function.start, "gradient-descent", 0.01, 100):
        metrics.set_step(step)
        metrics.layout().activate()
        places.add(tuple(metric.geometry().getRect() for metric in metrics.metrics()))
    assert len(places) == 1


def test_that_the_figures_stand_from_left_to_right_and_closer_where_room_is_short(
    metrics: DescentMetrics,
) -> None:
    metrics.set_step(Descent(LIBRARY["bowl"], (1.0, 2.0)).current)

    def gaps() -> list[int]:
        QApplication.processEvents()
        metrics.adjustSize()
        QApplication.processEvents()
        shown = [metric.geometry() for metric in metrics.metrics()]
        return [b.left() - a.right() - 1 for a, b in pairwise(shown)]

    usual, wide = gaps(), metrics.sizeHint().width()
    metrics.set_compact(True)
    assert len({*usual}) == len({*gaps()}) == 1
    assert 0 < gaps()[0] < usual[0]
    assert metrics.sizeHint().width() == wide - 5 * (usual[0] - gaps()[0])
    compact = metrics.sizeHint().width()
    metrics.set_function(LIBRARY["parabola"])
    metrics.set_function(LIBRARY["bowl"])
    gaps()
    assert metrics.sizeHint().width() == compact  # those made later are compact, too
    metrics.set_compact(False)
    gaps()
    assert metrics.sizeHint().width() == wide


@pytest.mark.parametrize("name", ["parabola", "bowl"])
def test_that_brief_figures_leave_out_the_slope(metrics: DescentMetrics, name: str) -> None:
    metrics.set_function(LIBRARY[name])
    metrics.set_brief(True)
    slope = metrics.metrics()[-2]
    assert slope.isHidden()
    metrics.set_function(LIBRARY["parabola" if name == "bowl" else "bowl"])
    metrics.set_function(LIBRARY[name])
    assert slope.isHidden()
    metrics.set_brief(False)
    assert not slope.isHidden()
    assert len([one for one in (metrics.slope, metrics.gradient_norm) if not one.isHidden()]) == 1


def test_that_each_figure_is_explained(metrics: DescentMetrics) -> None:
    for name in ("parabola", "bowl"):
        metrics.set_function(LIBRARY[name])
        tips = [metric.toolTip() for metric in metrics.metrics()]
        assert all(tips)
        assert len(set(tips)) == 5
