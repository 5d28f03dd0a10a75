"""What ranks the nudges, looks along one weight, and back in time."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from gdstudio.inside.places import find_weight
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.studio.controllers.nudges_controller import NudgesController
from gdstudio.studio.controllers.past_moments import moments_up_to
from gdstudio.studio.state.shown import Walk
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from tests.studio.controllers.inside_made import EMPTY, draw, in_sight, shown_anew
from tests.studio.controllers.mocked import is_busy


@pytest.fixture
def room(make_room, drawing):
    draw(drawing, label=3)
    return make_room(NudgesController, NudgesPage(), "found", size=(900, 500))


def test_that_a_page_out_of_sight_costs_nothing(runs, room):
    runs.move(1)
    draw(room.drawing, label=4)
    assert not is_busy(room)
    assert room.page.found is None


def test_that_digit_mini_batch_and_all_digits_are_asked(qtbot, runs, room):
    found = in_sight(qtbot, room)
    assert len(found.digits) == 1
    marked = [weight.index for weight in room.inside.nudged]
    assert marked == found.ranked.indices[:20].tolist()
    found = shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
    assert len(found.digits) == runs.run.recipe.batch_size_of(30)
    assert np.array_equal(found.digits.images, runs.data.train.images[found.batch.which])
    assert "of the mini-batch (1 to" in room.page.summary()
    found = shown_anew(qtbot, room, lambda: room.page.over.button("all").click())
    assert len(found.digits) == len(runs.data.train)
    assert room.page.layers.count() == 3


def test_that_another_layer_is_ranked_from_the_same_gradient(qtbot, room):
    gradient = in_sight(qtbot, room).gradient
    found = shown_anew(qtbot, room, lambda: room.page.layers.setCurrentIndex(2))
    assert found.gradient is gradient
    assert len(found.ranked) == 6 * 10 + 10


def test_that_the_list_follows_network_and_digit_and_says_why_there_is_none(qtbot, runs, room):
    in_sight(qtbot, room)
    assert shown_anew(qtbot, room, lambda: runs.move(7)).subject.step == 7
    draw(room.drawing, EMPTY)
    assert room.page.reason().startswith("Draw a digit")
    shown_anew(qtbot, room, lambda: draw(room.drawing, label=5))
    assert room.page.reason() == ""


def test_that_a_drawing_begins_with_the_networks_own_answer(qtbot, runs, room):
    in_sight(qtbot, room)
    found = shown_anew(qtbot, room, lambda: draw(room.drawing))
    own = int(runs.shown.network.forward(room.drawing.pixels.reshape(1, -1) / 255).argmax())
    assert found.digits.labels.tolist() == [own]
    assert room.page.target.words().startswith(f"target: {own}, ")
    chosen = room.page.target.target_chosen
    found = shown_anew(qtbot, room, lambda: chosen.emit((own + 3) % 10))
    assert found.digits.labels.tolist() == [(own + 3) % 10]


def test_that_a_row_chosen_is_looked_along(qtbot, runs, room):
    found = in_sight(qtbot, room)
    room.page.table.row_chosen.emit(3)
    qtbot.waitUntil(lambda: room.page.chart.isVisible() and not is_busy(room))
    assert room.inside.weight.index == found.ranked.indices[3]
    assert room.page.table.rows.marked == 3
    weight = find_weight("b2[4]", runs.shown.network)
    room.inside.choose_weight(weight)
    qtbot.waitUntil(lambda: "b2[4]" in room.page.slice_said.text() and not is_busy(room))


def test_that_the_past_is_followed_only_where_it_is_seen(qtbot, runs, room):
    for step in (1, 2, 5):
        runs.move(step)
    in_sight(qtbot, room)
    assert not room.page.times.isVisible()
    room.page.views.button("time").click()
    qtbot.waitUntil(lambda: room.page.times.isVisible() and not is_busy(room))
    assert room.page.times.chart.series[0].x.tolist() == [0, 1, 2, 5]


def test_that_moments_end_with_the_network_shown_and_a_walk_has_none(runs):
    for step in range(1, 120):
        runs.move(step)
    steps = [moment.step for moment in moments_up_to(runs.shown.source, runs)]
    assert steps[0] == 0
    assert steps[-1] == 119
    assert len(steps) <= 42
    assert moments_up_to(Walk(runs.subject()), runs) == []
    assert moments_up_to(None, runs) == []


def test_that_a_step_is_as_long_as_the_next_update_makes_it(qtbot, runs, room):
    now = OptimizerState(0.25, {}, 1)
    runs.take_in(replace(runs.progress, optimizer=now), in_turns=False)
    found = in_sight(qtbot, room)
    index = int(found.ranked.indices[0])
    room.page.weight_chosen.emit(index)
    qtbot.waitUntil(lambda: room.page.chart.isVisible() and not is_busy(room))
    *_, before, after = room.page.chart.chart.series
    assert after.x - before.x == pytest.approx(-0.25 * found.gradient[index])


def test_that_another_run_has_no_marks_of_the_one_before(qtbot, runs, room):
    in_sight(qtbot, room)
    assert room.inside.nudged
    runs.begin(number=2)
    qtbot.waitUntil(lambda: not is_busy(room))
    room.set_in_sight(False)
    runs.begin("conv 2@5x5, dense 4", number=3)
    assert room.inside.nudged == ()


@pytest.mark.parametrize("change", ["network", "digit"])
def test_that_no_weight_stays_marked_for_another_network_or_digit(qtbot, runs, room, change):
    in_sight(qtbot, room)
    room.set_in_sight(False)
    assert room.inside.nudged
    if change == "network":
        runs.move(5)
    else:
        draw(room.drawing, label=7)
    assert room.inside.nudged == ()
    room.set_in_sight(True)
    qtbot.waitUntil(lambda: room.inside.nudged != ())


def test_that_another_run_has_no_list_of_the_one_before(qtbot, runs, room):
    in_sight(qtbot, room)
    room.set_in_sight(False)
    runs.begin("conv 2@5x5, dense 4", number=2)
    assert room.page.found is None
    assert (room.page.table.rows.count, room.page.summary()) == (0, "")


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_that_a_single_moment_is_no_past(qtbot, runs, room):
    in_sight(qtbot, room)
    room.page.views.button("time").click()
    qtbot.waitUntil(lambda: any("No earlier moments" in text for text in texts(room.page)))
    assert moments_up_to(runs.shown.source, runs) == []
    assert not room.page.times.isVisible()
