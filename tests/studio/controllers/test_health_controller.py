"""What looks how well the layers learn."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.studio.controllers.health_controller import HealthController
from gdstudio.studio.views.inside.health_page import HealthPage
from tests.studio.controllers.inside_made import in_sight, shown_anew
from tests.studio.controllers.mocked import is_busy


@pytest.fixture
def room(make_room):
    page, size = HealthPage(), (900, 560)
    return make_room(HealthController, page, "found", size=size, asks_digits=False)


def test_that_a_page_out_of_sight_costs_nothing(runs, room):
    runs.move(1)
    assert not is_busy(room)
    assert room.page.found is None


def test_that_the_layers_of_the_network_shown_are_looked_at(qtbot, runs, room):
    assert in_sight(qtbot, room).subject.step == 0
    found = shown_anew(qtbot, room, lambda: runs.move(7))
    assert found.subject.step == 7
    assert [layer.number for layer in found.layers] == [1, 2]
    assert found.layers[0].update_ratio > 0  # of an optimiser that remembers nothing


def test_that_the_past_is_looked_at_only_where_it_is_seen(qtbot, runs, room):
    for step in (1, 4):
        runs.move(step)
    in_sight(qtbot, room)
    chart = room.page.times[0]
    assert not chart.isVisible()
    room.page.views.button("time").click()
    qtbot.waitUntil(lambda: chart.view.isVisible() and not is_busy(room))
    assert chart.view.chart.series[0].x.tolist() == [0, 1, 4]


def test_that_another_run_has_no_figures_of_the_one_before(qtbot, runs, room):
    in_sight(qtbot, room)
    assert room.page.table.rows.count == 2
    room.set_in_sight(False)
    runs.begin("conv 2@5x5, dense 4", number=2)
    assert (room.page.table.rows.count, room.page.sentence()) == (0, "")
    assert not room.page.weights.view.isVisible()


def test_that_updates_of_an_optimiser_with_a_memory_are_known_while_the_run_goes_on(
    qtbot, runs, room
):
    runs.run.recipe = replace(runs.run.recipe, optimizer="adam")
    runs.is_running = True
    runs.move(4)
    ones = np.ones(len(runs.subject().parameters), np.float32)
    state = OptimizerState(0.25, {"mean": ones, "square_average": ones}, 4)
    runs.take_in(replace(runs.progress, optimizer=state), in_turns=False)
    found = in_sight(qtbot, room)
    assert all(layer.update_ratio > 0 for layer in found.layers)
