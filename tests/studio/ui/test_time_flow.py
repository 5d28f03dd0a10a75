"""The slider of time in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from gdstudio import numerals
from gdstudio.data.mnist import load_mnist
from gdstudio.jobs.run_ball import run_ball
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.training import Training
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from gdstudio.studio.workers.evaluator import EVALUATION_SIZE


def rests(window):
    run = window.runs.run
    return run is not None and run.progress is not None and not window.runs.is_running


@pytest.fixture
def trained(qtbot, window):
    """The window with a run that rests after some hundred steps; its figures are of the last."""
    window.drawing.show_test_digit(7)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step >= 300)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)
    qtbot.waitUntil(lambda: rests(window))
    run = window.runs.run  # where it rests all digits are asked once more, in the background
    qtbot.waitUntil(lambda: run.history.evaluations().steps[-1] == run.step)
    return window


def headless(recipe, step):
    """The network of a run of that recipe stopped at exactly that step."""
    training = Training(recipe, load_mnist())
    while training.step < step:
        training.update()
    return training


def place_of(line, step):
    return QPoint(round(line.left + float(line.axis().pixels(step))), line.height() // 2)


def header(window):
    metrics = window.workspace.metrics
    return metrics.step.text, metrics.cost.text, metrics.test_accuracy.text


def test_that_the_whole_window_goes_back_in_time_and_returns(qtbot, trained, monkeypatch):
    window = trained
    weights = []
    monkeypatch.setattr(window.learn.weights_view, "set_values", weights.append)
    run, line = window.runs.run, window.shared.time_strip.line
    now = run.parameters.copy()
    before = header(window)
    live = window.learn.live_surface
    qtbot.waitUntil(lambda: live.scene is not None and live.scene.share == 1.0)
    steps = run.moments.steps()
    for wanted in (0, int(steps[len(steps) // 3]), int(steps[-5])):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=place_of(line, wanted))
        moment = window.shared.time.moment
        assert moment is not None
        there = headless(run.recipe, moment.step)
        parameters = there.network.parameters
        # weights
        assert np.array_equal(window.shown.network.parameters, parameters)
        assert np.array_equal(weights[-1].ravel(), parameters[: weights[-1].size])
        # answer
        expected = there.network.forward(window.drawing.pixels.reshape(1, -1) / np.float32(255))[0]
        assert window.drawing.answer.activations == pytest.approx(expected, abs=1e-6)
        # ball
        ball = run_ball(live.scene, parameters)
        marker = window.learn.surface.findChild(SurfaceOverlay).current_marker()
        foot = live.scene.mesh.place_on_surface([ball.place])[0]
        assert marker.point == pytest.approx(foot, abs=1e-6)
        # header: all digits are asked in the background
        assert header(window)[0] == numerals.whole(moment.step)
        train = evaluate(there.network, there.digits.take(slice(0, EVALUATION_SIZE)), there.cost)
        test = evaluate(there.network, load_mnist().test, there.cost)
        right = numerals.percent(test.accuracy)
        qtbot.waitUntil(lambda right=right: header(window)[2] == right)
        assert header(window)[1] == numerals.cost(train.cost)
    qtbot.mouseClick(window.shared.time_strip.now, Qt.MouseButton.LeftButton)
    assert window.shown.is_run
    assert np.array_equal(window.shown.network.parameters, now)
    assert header(window) == before


def test_that_a_branch_with_unchanged_settings_ends_in_the_same_bits(qtbot, trained):
    window = trained
    run = window.runs.run
    end, last = run.parameters.copy(), run.step
    step = int(run.moments.steps()[-12])
    window.shared.time.show(step)
    assert window.shared.time.moment.is_exact
    window.actions_.branch_here.trigger()
    qtbot.waitUntil(lambda: rests(window) and window.runs.run is not run)
    branch = window.runs.run
    assert branch.step == branch.history.last_step == branch.moments.last_step == step
    assert window.runs.earlier == [run]
    assert window.shown.is_run
    for at in range(step, last):
        window.actions_.step_batch.trigger()
        qtbot.waitUntil(lambda at=at: branch.step > at)
    assert branch.step == last
    assert np.array_equal(branch.parameters, end)


def test_that_a_run_goes_on_unseen_and_keys_walk_through_its_past(qtbot, trained):
    window = trained
    a, time = window.actions_, window.shared.time
    a.moment_before.trigger()
    first = time.moment.step
    a.moment_before.trigger()
    assert time.moment.step < first
    shown = window.shown.network.parameters.copy()
    a.run.trigger()
    at = window.runs.run.step
    qtbot.waitUntil(lambda: window.runs.run.step > at + 20)
    assert np.array_equal(window.shown.network.parameters, shown)
    a.run.trigger()
    qtbot.waitUntil(lambda: rests(window))
    a.show_now.trigger()
    assert window.shown.is_run


def test_that_the_past_is_played_to_its_end(qtbot, trained):
    window = trained
    time = window.shared.time
    seen = []
    window.shown.source_changed.connect(
        lambda: seen.append(None if time.moment is None else time.moment.step)
    )
    for _ in range(2):
        window.shared.time_strip.speed_button.click()  # four times as fast
    window.actions_.play_forward.trigger()
    qtbot.waitUntil(lambda: time.direction == 0)
    assert seen[0] == 0
    assert seen[-1] is None
    steps = seen[:-1]
    assert steps == sorted(steps)
    assert window.shown.is_run


def test_that_the_strip_stands_where_the_run_is_shown(window):
    strip = window.shared.time_strip
    for index, workspace in enumerate(window.workspaces):
        window.tabs.setCurrentIndex(index)
        assert strip.isVisible() == workspace.shows_run
        if strip.isVisible():
            assert strip.height() <= 32
