"""The way between two networks of "Many minima", with a bar that only notes what it is told."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.experiments.minima import MinimaSettings, run_minima
from gdstudio.experiments.noise import NOISE
from gdstudio.experiments.workshop import KeptInMemory, Workshop
from gdstudio.studio.controllers import way_controller
from gdstudio.studio.controllers.way_controller import WayController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.experiments.way_bar import WayBar
from gdstudio.studio.workers.background_job import shut_down
from tests.experiments.small_digits import SMALL
from tests.studio.controllers.mocked import emit, is_busy

SETTINGS = MinimaSettings(networks=3, widths=(4, 6), examples=60, epochs=2, pairs=0)


@pytest.fixture(scope="module")
def pieces() -> KeptInMemory:
    kept = KeptInMemory()
    for _ in run_minima(SETTINGS, SMALL, Workshop(kept)):
        pass
    return kept


@pytest.fixture
def ways(qtbot):
    drawing = SimpleNamespace(pixels=np.zeros((28, 28), np.uint8))
    bar, messages = MagicMock(spec=WayBar), Messages()
    ways = WayController(bar, drawing, messages)
    ways.bar, ways.drawing, ways.messages = bar, drawing, messages
    yield ways
    shut_down(ways)


def offer(qtbot, ways, pieces):
    ways.set_result(SETTINGS, SMALL, pieces)
    qtbot.waitUntil(lambda: not is_busy(ways))


def test_that_the_networks_of_a_result_are_offered(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    assert ways.bar.set_networks.call_args.args == ([(4, 3), (6, 3)],)


def test_that_other_experiments_offer_none(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    ways.set_result(NOISE.default, SMALL, pieces)
    assert ways.bar.set_networks.call_args.args == ((),)
    assert not is_busy(ways)


def test_that_the_way_asked_for_is_gone(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    with qtbot.waitSignal(ways.charts_made) as blocker:
        emit(ways.bar.way_requested, 1, 0, 2)
    (chart,) = blocker.args[0]
    assert "From network 1 to network 3 of 6 hidden neurons" in str(chart.title)


def test_that_it_is_gone_anew_only_for_another_drawing(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    ways.look_again()
    assert not is_busy(ways)
    with qtbot.waitSignal(ways.charts_made):
        emit(ways.bar.way_requested, 0, 0, 1)
    qtbot.waitUntil(lambda: not is_busy(ways))
    ways.look_again()
    assert not is_busy(ways)
    ways.drawing.pixels = np.full((28, 28), 200, np.uint8)
    with qtbot.waitSignal(ways.charts_made) as blocker:
        ways.look_again()
    assert len(blocker.args[0]) == 2  # the cost, and what is seen in the drawing


def test_that_a_way_that_cannot_be_gone_is_told(qtbot, ways, pieces, monkeypatch):
    def fail(job):
        raise ValueError("odd")

    monkeypatch.setattr(way_controller, "way_charts", fail)
    offer(qtbot, ways, pieces)
    with qtbot.waitSignal(ways.messages.fault_met) as blocker:
        emit(ways.bar.way_requested, 0, 0, 1)
    assert str(blocker.args[0]) == "odd"


def test_that_another_result_ends_what_belongs_to_the_one_before(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    emit(ways.bar.way_requested, 0, 0, 1)
    assert is_busy(ways)
    ways.bar.set_networks.reset_mock()
    ways.set_result(None, SMALL, pieces)
    assert not is_busy(ways)
    ways.bar.set_networks.assert_called_once_with(())
    ways.set_result(SETTINGS, SMALL, pieces)
    assert is_busy(ways)
    ways.set_result(SETTINGS, None, pieces)  # without digits no way can be gone
    assert not is_busy(ways)


def test_that_without_a_way_another_drawing_is_not_looked_at(qtbot, ways, pieces):
    offer(qtbot, ways, pieces)
    ways.drawing.pixels = np.full((28, 28), 200, np.uint8)
    ways.look_again()
    assert not is_busy(ways)
    emit(ways.bar.way_requested, 0, 0, 1)
    ways.set_result(SETTINGS, SMALL, pieces)
    qtbot.waitUntil(lambda: not is_busy(ways))
    ways.drawing.pixels = np.full((28, 28), 100, np.uint8)
    ways.look_again()  # the way belonged to the result before
    assert not is_busy(ways)


def test_that_networks_that_cannot_be_found_are_told(qtbot, ways, pieces, monkeypatch):
    def fail(*_args):
        raise ValueError("odd")

    monkeypatch.setattr(way_controller, "networks_of", fail)
    with qtbot.waitSignal(ways.messages.fault_met) as blocker:
        ways.set_result(SETTINGS, SMALL, pieces)
    assert str(blocker.args[0]) == "odd"
