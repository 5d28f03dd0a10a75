"""The workspace Landscape, used as people use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel

from gdstudio.errors import GdstudioError
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.landscape.ranges import Normalization
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.surface.scaled_surface import ColourScale
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down
from tests.studio.seen import colours_of, looks_like


def chart_of(view):
    """Return what the plot in a view shows."""
    return view.findChild(PlaneCanvas).chart


def ball_of(room):
    """Return the ball that can be dragged."""
    return room.surface.view.findChild(SurfaceOverlay).current_marker()


def jobs_of(controller):
    """Return the background jobs of a controller, in the order in which it made them."""
    return controller.findChildren(BackgroundJob)


def works(controller):
    return any(job.is_running for job in jobs_of(controller))


@pytest.fixture
def room(qtbot, window):
    """The workspace after 200 steps and more, paused, its path, picture and honesty known."""
    runs = window.runs
    window.drawing.show_random_digit()
    for step in range(1, 9):  # by hand: however few messages come later, the path has its points
        window.actions_.step_batch.trigger()
        qtbot.waitUntil(lambda step=step: runs.run.step == step)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.step >= 200)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: runs.run.progress.state is RunState.PAUSED)
    window.landscape.panel.set_request(PlaneRequest(size=11, examples=500))
    window.show_workspace("landscape")
    wait_for_picture(qtbot, window.landscape)
    window.landscape.window = window
    return window.landscape


def wait_for_picture(qtbot, room):
    scenes = room.scenes
    qtbot.waitUntil(lambda: scenes.scene is not None and scenes.scene.share == 1.0)
    qtbot.waitUntil(lambda: scenes.honesty is not None)


def ask(qtbot, room, **settings):
    """Ask for another picture as the panel does, and wait for it."""
    before = room.scenes.scene
    room.panel.set_request(PlaneRequest(size=11, examples=500, **settings))
    room.panel.remake_row.remake_requested.emit()
    qtbot.waitUntil(lambda: room.scenes.scene is not before and room.scenes.scene.share == 1.0)
    return room.scenes.scene


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "random"},
        {"kind": "random", "normalization": Normalization.LAYER},
        {"kind": "gradient"},
        {
            "kind": "parameters",
            "first": "layer 1, neuron 3, pixel 12 14",
            "second": "layer 3, neuron 9, bias",
        },
    ],
)
def test_that_every_plane_goes_through_the_network(qtbot, room, wanted):
    scene = ask(qtbot, room, **wanted)
    run = room.window.runs.run
    network = run.recipe.make_network().at(run.progress.snapshot.parameters)
    cost = find_cost(run.recipe.cost, run.recipe.output_activation)
    expected = evaluate(network, scene.subject.digits, cost).cost
    row, column = np.flatnonzero(scene.grid.beta == 0)[0], np.flatnonzero(scene.grid.alpha == 0)[0]
    assert scene.grid.cost[row, column] == pytest.approx(expected, rel=1e-6)
    assert ball_of(room) is not None


def test_that_the_same_seed_gives_the_same_plane_and_another_another(qtbot, room):
    first = ask(qtbot, room, kind="random", seed=5).grid.cost
    again = ask(qtbot, room, kind="random", seed=5).grid.cost
    other = ask(qtbot, room, kind="random", seed=6).grid.cost
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_that_the_picture_tells_how_true_it_is(qtbot, room):
    runs, action = room.window.runs, room.window.actions_.run
    action.trigger()
    qtbot.waitUntil(lambda: len(runs.run.path) >= 12)
    action.trigger()
    qtbot.waitUntil(lambda: runs.run.progress.state is RunState.PAUSED)
    ask(qtbot, room, kind="trajectory")
    qtbot.waitUntil(lambda: room.scenes.honesty is not None)
    known = room.scenes.honesty
    assert 0.5 < known.path.share <= 1
    assert 0 < known.walk_share <= 1
    assert sum(room.scenes.scene.explained) == pytest.approx(known.path.share, abs=1e-6)
    assert "%" in room.honesty.explained.text()


def test_that_a_click_on_the_map_is_a_walk_that_back_ends(qtbot, room):
    bars = room.window.shared.drawing_panel.bars
    answered = colours_of(bars)
    canvas, grid = room.contour.findChild(PlaneCanvas), room.scenes.scene.grid
    at = canvas.widget_position(0.8 * grid.alpha[0], 0.5 * grid.beta[0]).toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert not room.window.shown.is_run
    assert not looks_like(colours_of(bars), answered)
    assert looks_like(colours_of(room.bars), colours_of(bars))
    room.walk_bar.return_requested.emit()
    assert room.window.shown.is_run
    assert looks_like(colours_of(bars), answered)


def test_that_leaving_the_workspace_ends_the_walk(qtbot, room):
    room.contour.start_chosen.emit(0.0, 0.5 * float(room.scenes.scene.grid.beta[-1]))
    assert not room.window.shown.is_run
    room.window.show_workspace("learn")
    assert room.window.shown.is_run


def test_that_a_drag_of_the_ball_walks(qtbot, room):
    view = room.surface.view
    ball = ball_of(room)
    x, y, _ = view.camera().project(ball.point, view.width(), view.height())
    start = QPoint(round(float(x)), round(float(y)))
    with qtbot.waitSignal(room.walk.walked):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for k in range(1, 6):
            qtbot.mouseMove(view, start + QPoint(-6 * k, -2 * k))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(-30, -10))
    assert room.walk_bar.cost.isVisible()
    assert not room.window.shown.is_run


def test_that_slices_are_made(qtbot, room):
    for kind in ("gradient", "start"):
        room.slices.slice_requested.emit(kind, 0)
        qtbot.waitUntil(lambda: room.slices.sentence() != "")
        qtbot.waitUntil(lambda: not works(room.slicing))
        bars = room.window.shared.drawing_panel.bars
        answered = colours_of(bars)
        room.slices.place_chosen.emit(40.0 if kind == "gradient" else 0.1)
        assert not looks_like(colours_of(bars), answered)
        room.slices.place_left.emit()
        assert looks_like(colours_of(bars), answered)
        room.slices.clear()


def test_that_the_barrier_to_an_earlier_run_is_shown(qtbot, room):
    room.window.learn.training_panel.form.editors["seed"].setValue(2)
    room.reset()
    qtbot.waitUntil(lambda: room.window.runs.run.progress is not None)
    room.window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: room.window.runs.run.step == 1)
    ((run_id, _),) = room.window.runs.earlier_titles()
    room.slices.slice_requested.emit("run", run_id)
    qtbot.waitUntil(lambda: "arrier" in room.slices.sentence())


def test_that_curvature_tells_where_descent_would_bounce(qtbot, room):
    room.curvature.measure_requested.emit()
    qtbot.waitUntil(lambda: "2/λ" in room.curvature.result.text())


def test_that_cancel_answers_at_once(qtbot, room):
    room.panel.set_request(PlaneRequest(size=101, examples=60_000, kind="random"))
    room.panel.remake_row.remake_requested.emit()
    qtbot.waitUntil(room.panel.remake_row.bar.isVisible)
    room.panel.remake_row.cancel_requested.emit()
    assert not room.panel.remake_row.bar.isVisible()
    shut_down(room.scenes)  # raises if the thread does not end


def test_that_a_wrong_parameter_name_is_told_in_the_panel(qtbot, room):
    room.panel.set_request(PlaneRequest(kind="parameters", first="layer 9", second="x", size=11))
    room.scenes.remake()
    qtbot.waitUntil(lambda: "parameter" in room.panel.message.text())


def title_of(room):
    (card,) = (card for card in room.page.findChildren(Card) if card.isAncestorOf(room.surface))
    return card.findChild(QLabel, "cardTitle").text()


def test_that_the_picture_is_named_after_what_it_shows_not_after_what_is_asked(qtbot, room):
    assert "Training path" in title_of(room)
    room.panel.set_request(PlaneRequest(size=101, examples=60_000, kind="random"))
    room.panel.remake_row.remake_requested.emit()
    room.panel.remake_row.cancel_requested.emit()
    assert "Training path" in title_of(room)
    ask(qtbot, room, kind="gradient")
    assert "Downhill" in title_of(room)


def test_that_a_plane_that_cannot_be_had_leaves_no_picture_of_another(qtbot, room):
    session, run = room.window.runs, room.window.runs.run
    session.earlier += [run, run]  # three runs in one place have no plane
    room.panel.set_request(PlaneRequest(size=11, examples=500, kind="networks"))
    room.panel.remake_row.remake_requested.emit()
    qtbot.waitUntil(lambda: bool(room.panel.message.text()))
    assert room.scenes.scene is None
    assert "Three" not in title_of(room)
    assert room.surface.findChild(ColourScale).labels() == []
    drawn = colours_of(room.surface.view)
    room.surface.view.set_surface(None)
    assert looks_like(colours_of(room.surface.view), drawn)
    assert chart_of(room.contour).grid is None
    qtbot.waitUntil(lambda: not room.scenes.is_judging)
    assert room.honesty.explained.text() == "There is no picture of the path yet: Make again."
    room.window.runs.moved.emit()  # as each snapshot does: what failed is not tried again and again
    assert not works(room.scenes)
    session.earlier.clear()
    ask(qtbot, room, kind="random")
    assert room.panel.message.text() == ""


def test_that_the_honesty_is_being_computed_until_it_is_known(qtbot, room):
    said = room.honesty.explained
    assert said.text().startswith("In this plane")
    room.panel.remake_row.remake_requested.emit()
    assert said.text().startswith("Computing")
    room.panel.remake_row.cancel_requested.emit()  # of the picture before it is found out anew
    assert said.text().startswith("Computing")
    qtbot.waitUntil(lambda: said.text().startswith("In this plane"))
    room.reset()
    qtbot.waitUntil(lambda: room.scenes.scene is not None)
    qtbot.waitUntil(lambda: not works(room.scenes))
    assert said.text().startswith("No path yet")


def test_that_another_slice_chosen_or_one_that_fails_takes_the_one_before_away(qtbot, room):
    room.slices.slice_requested.emit("gradient", -1)
    qtbot.waitUntil(lambda: bool(room.slices.sentence()))
    assert chart_of(room.slices).picture.marks[0].label == f"step {room.window.runs.run.step:,}"
    kinds = next(b for b in room.slices.findChildren(QComboBox) if b.accessibleName() == "Slice")
    kinds.setCurrentIndex(2)
    kinds.activated.emit(2)  # to another run, and there is none
    assert chart_of(room.slices).picture is None
    assert "another run" in room.slices.sentence()
    kinds.setCurrentIndex(0)
    room.slices.slice_requested.emit("gradient", -1)
    qtbot.waitUntil(lambda: bool(room.slices.sentence()))
    jobs_of(room.slicing)[0].failed.emit(GdstudioError("slice: the gradient is 0"))
    assert chart_of(room.slices).picture is None
    assert room.slices.sentence() == "slice: the gradient is 0"


def test_that_a_network_that_leaves_its_picture_is_said_to_have_left(qtbot, room):
    ask(qtbot, room, kind="random")
    assert room.walk_bar.hint.text().startswith("Drag the ball")
    room.window.actions_.step_epoch.trigger()  # to the end of the epoch
    qtbot.waitUntil(lambda: room.window.runs.run.step == 6000 and not room.window.runs.is_running)
    assert room.walk_bar.hint.text().endswith("Make again.")
    assert ball_of(room).hollow
    ask(qtbot, room, kind="random")
    assert room.walk_bar.hint.text().startswith("Drag the ball")
    assert not ball_of(room).hollow
