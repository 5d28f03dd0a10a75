"""The loss surface under the run, and walking on it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from gdstudio.data.mnist import load_mnist
from gdstudio.jobs.run_ball import run_ball
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from tests.studio.seen import colours_of, looks_like


def ball_of(view):
    """Return the ball that can be dragged."""
    return view.findChild(SurfaceOverlay).current_marker()


def ball_pixel(view):
    """Return where the present ball is drawn."""
    ball = ball_of(view)
    x, y, _ = view.camera().project(ball.point, view.width(), view.height())
    return QPoint(round(float(x)), round(float(y)))


def answer_seen(workspace):
    return colours_of(workspace.window.shared.drawing_panel.bars)


def weights_picture(workspace):
    return workspace.weights_view.grab().toImage()


@pytest.fixture
def workspace(qtbot, window):
    """The workspace Learn after 300 steps or more, paused, its surface made and a digit drawn."""
    workspace = window.learn
    workspace.window = window
    window.drawing.show_random_digit()
    window.actions_.run.trigger()
    run = window.runs.run
    qtbot.waitUntil(lambda: run.step >= 300 and len(run.path) >= 12)
    window.actions_.run.trigger()
    live = workspace.live_surface
    qtbot.waitUntil(lambda: run.progress.state is RunState.PAUSED)
    window.runs.run_changed.emit()  # what is being made is of a step before
    window.runs.moved.emit()
    qtbot.waitUntil(lambda: live.scene is not None and live.scene.share == 1.0)
    assert live.scene.subject.parameters is run.progress.snapshot.parameters
    return workspace


def test_that_the_path_lies_on_the_surface_and_ends_at_the_ball(workspace, monkeypatch):
    scene, run = workspace.live_surface.scene, workspace.window.runs.run
    here = scene.plane.coordinates(run.progress.snapshot.parameters)[0]
    assert here == pytest.approx([0, 0], abs=1e-3)  # the plane goes through the network
    ball = ball_of(workspace.surface)
    assert ball.point == pytest.approx(scene.mesh.place_on_surface([here])[0], abs=1e-6)
    drawn = []
    monkeypatch.setattr(workspace.surface, "set_paths", drawn.append)
    workspace.window.runs.moved.emit()
    ((kept, last),) = drawn
    assert len(kept.points) > 10
    assert last.points[0] == pytest.approx(kept.points[-1], abs=1e-6)
    assert last.points[-1] == pytest.approx(ball.point, abs=1e-6)


def test_that_the_centre_of_the_surface_is_the_cost_of_the_network(workspace):
    scene, run = workspace.live_surface.scene, workspace.window.runs.run
    digits = load_mnist().train.take(slice(0, 1000))
    network = run.recipe.make_network().at(run.progress.snapshot.parameters)
    cost = find_cost(run.recipe.cost, run.recipe.output_activation)
    grid = scene.grid
    row, column = np.flatnonzero(grid.beta == 0)[0], np.flatnonzero(grid.alpha == 0)[0]
    assert grid.cost[row, column] == pytest.approx(evaluate(network, digits, cost).cost, rel=1e-6)


def test_that_a_run_that_rests_is_shown_where_it_rests(qtbot, window):
    """The last surface made while it learned may be one of a place it has left long ago."""
    live, runs = window.learn.live_surface, window.runs
    qtbot.waitUntil(lambda: live.scene is not None)
    window.actions_.step_epoch.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 6000 and not runs.is_running)
    here = runs.run.progress.snapshot.parameters
    qtbot.waitUntil(lambda: not run_ball(live.scene, here).is_far)
    assert not run_ball(live.scene, here).is_outside
    assert not ball_of(window.learn.surface).hollow


def test_that_a_dragged_ball_changes_the_answer_and_lets_go_returns_it(qtbot, workspace):
    view = workspace.surface
    answered = answer_seen(workspace)
    shown = weights_picture(workspace)
    start = ball_pixel(view)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    with qtbot.waitSignal(workspace.walk.walked) as blocker:
        for k in range(1, 8):
            qtbot.mouseMove(view, start - QPoint(8 * k, 5 * k))
    _, _, cost, accuracy = blocker.args
    qtbot.waitUntil(lambda: not looks_like(answer_seen(workspace), answered))
    assert not workspace.window.shown.is_run
    assert cost > 0
    assert 0 <= accuracy <= 1
    assert weights_picture(workspace) != shown
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(56, 35))
    assert workspace.window.shown.is_run
    assert looks_like(answer_seen(workspace), answered)
    assert weights_picture(workspace) == shown
    assert ball_pixel(view) == start


def test_that_what_is_walked_to_can_be_kept_as_a_new_start(qtbot, workspace):
    scene = workspace.live_surface.scene
    workspace.walk.walk(scene, 0.5 * float(scene.grid.alpha[-1]), 0.0)
    expected = scene.plane.point(0.5 * float(scene.grid.alpha[-1]), 0.0).astype(np.float32)
    workspace.window.runner.branch()
    qtbot.waitUntil(lambda: workspace.window.runs.run.progress is not None)
    assert np.array_equal(workspace.window.runs.run.progress.snapshot.parameters, expected)
    assert workspace.window.runs.run.step == 0


def test_that_training_goes_on_while_one_walks(qtbot, workspace):
    scene = workspace.live_surface.scene
    workspace.walk.walk(scene, float(scene.grid.alpha[0]), 0.0)
    other = answer_seen(workspace)
    step = workspace.window.runs.run.step
    workspace.window.runner.toggle_running()
    qtbot.waitUntil(lambda: workspace.window.runs.run.step > step + 50)
    assert looks_like(answer_seen(workspace), other)
    workspace.window.runner.toggle_running()
    qtbot.waitUntil(lambda: not workspace.is_running)
    workspace.window.shown.leave()
    assert not looks_like(answer_seen(workspace), other)


def test_that_the_surface_follows_the_network(qtbot, window):
    workspace = window.learn
    qtbot.waitUntil(lambda: workspace.live_surface.scene is not None)
    first = workspace.live_surface.scene.plane
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: workspace.live_surface.scene.plane is not first)
    assert workspace.live_surface.scene.explained is not None
    assert sum(workspace.live_surface.scene.explained) <= 1.0 + 1e-9
