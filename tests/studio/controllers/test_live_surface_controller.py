"""The surface under the run, with a view that only notes what it is told."""

from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.jobs import planes
from gdstudio.jobs.run_ball import RunBall, run_ball
from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.lines import clipped_path
from gdstudio.studio.controllers import live_surface_controller
from gdstudio.studio.controllers.live_surface_controller import LiveSurfaceController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import StillClock, is_busy, waiting_ms
from tests.studio.controllers.runs import Runs

LONG_S = 1e6  # no test waits for it


@pytest.fixture
def runs(qapp):
    runs = Runs()
    runs.begin()
    yield runs
    shut_down(runs)


@pytest.fixture
def make(qtbot, runs, monkeypatch):
    """Return a function that makes the controller, with this rest or the usual one."""

    def make(rest_s=None):
        if rest_s is not None:
            monkeypatch.setattr(live_surface_controller, "REST_S", rest_s)
            monkeypatch.setattr(live_surface_controller, "REST_SHARE", 0.0)
        surface = MagicMock(spec=SurfaceView)
        surface.isVisible.return_value = True
        messages = Messages(runs)
        live = LiveSurfaceController(runs, runs.shown, surface, messages, runs)
        live.surface, live.messages = surface, messages
        return live

    return make


def made(qtbot, live):
    qtbot.waitUntil(lambda: live.scene is not None and not is_busy(live))


def test_that_the_first_message_of_a_run_brings_a_surface_with_the_ball_on_it(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    assert live.scene.share == 1
    assert live.surface.set_surface.call_args.args == (live.scene.mesh,)
    (markers,) = live.surface.set_markers.call_args.args
    assert len(markers) == 1
    request = live.scene.request
    found = request.kind, request.size, request.examples, request.margin
    assert found == ("random", 31, 1000, 0.35)
    assert live.scene.mesh.transform.scale is HeightScale.LOG
    assert live.surface.set_axis_titles.call_args.args == ("", "", "cost")


def test_that_a_network_that_works_more_gets_a_coarser_surface_of_fewer_examples(
    qtbot, runs, make, monkeypatch
):
    asked = []

    def affordable(network, *given):
        asked.append(given)
        return 20

    monkeypatch.setattr(live_surface_controller, "affordable_examples", affordable)
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    assert asked == [(1000, 100)]
    assert (live.scene.request.size, live.scene.request.examples) == (21, 20)
    assert len(live.scene.subject.digits) == 20


def test_that_a_network_that_has_left_its_picture_gets_another_after_the_rest(qtbot, runs, make):
    live = make(0.01)
    runs.move(1)
    made(qtbot, live)
    before = live.scene
    runs.move(2)  # far away
    qtbot.waitUntil(lambda: live.scene is not before and not is_busy(live))
    assert live.scene.subject.parameters is runs.run.progress.snapshot.parameters
    path, to_the_ball = live.surface.set_paths.call_args.args[0]
    there = live.scene.plane.coordinates(runs.run.path.points())  # on the plane of this picture
    expected = live.scene.mesh.drape(clipped_path(there, *live.scene.extent))
    assert np.allclose(path.points, expected, atol=1e-4)
    assert np.allclose(to_the_ball.points[0], path.points[-1])
    (ball,) = live.surface.set_markers.call_args.args[0]
    assert np.allclose(to_the_ball.points[-1], ball.point, atol=1e-4)


def test_that_the_path_is_drawn_anew_only_when_it_has_another_point(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    before = live.surface.set_paths.call_args.args[0]
    live.place_marks()
    after = live.surface.set_paths.call_args.args[0]
    assert after[0] is before[0]
    assert after[1] is not before[1]
    runs.move(2)
    assert live.surface.set_paths.call_args.args[0][0] is not before[0]


def test_that_the_path_grows_on_when_the_moments_of_the_run_have_another_budget(qtbot, runs, make):
    live = make(LONG_S)
    for step in range(3):
        runs.move(step)
    made(qtbot, live)
    before = len(live.surface.set_paths.call_args.args[0][0].points)
    runs.set_moments_budget(16 << 20)
    for step in range(3, 6):
        runs.move(step)
    assert len(live.surface.set_paths.call_args.args[0][0].points) > before


def test_that_a_whole_picture_stays_until_the_next_one_is_whole(qtbot, runs, make):
    live = make(0.01)
    runs.move(1)
    made(qtbot, live)
    shares = []
    live.scene_changed.connect(lambda: shares.append(live.scene.share))
    before = live.scene
    runs.move(2)
    qtbot.waitUntil(lambda: live.scene is not before and not is_busy(live))
    assert shares == [1]


def test_that_meanwhile_the_ball_moves_and_nothing_is_made(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    before, count = live.scene, live.surface.set_markers.call_count
    runs.move(2)
    assert live.surface.set_markers.call_count == count + 1
    assert not is_busy(live)
    assert live.scene is before


def test_that_out_of_sight_nothing_is_made_and_then_made_up_for(qtbot, runs, make):
    live = make(0.0)
    live.set_in_sight(False)
    runs.move(1)
    assert not is_busy(live)
    live.surface.set_markers.assert_not_called()
    live.set_in_sight(True)
    made(qtbot, live)


def test_that_another_run_begins_with_an_empty_picture(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    runs.run = None
    runs.run_changed.emit()
    assert live.scene is None
    assert live.surface.set_surface.call_args.args == (None,)
    for setter in live.surface.set_paths, live.surface.set_markers, live.surface.set_arrows:
        assert setter.call_args.args == ([],)
    assert not is_busy(live)


def test_that_a_failure_is_told_once_for_each_run(qtbot, runs, make, monkeypatch):
    def fail(subject, request, *, log_height, threads):
        raise ValueError("odd")

    monkeypatch.setattr(planes, "make_loss_scene", fail)
    live = make(0.0)
    errors = []
    live.messages.fault_met.connect(errors.append)
    for step in range(1, 4):
        runs.move(step)
        qtbot.waitUntil(lambda: not is_busy(live))
    assert [str(error) for error in errors] == ["odd"]


def test_that_the_ball_can_be_walked_away(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    (before,) = live.surface.set_markers.call_args.args[0]
    live.set_walked_to((0.3, 0.2))
    (after,) = live.surface.set_markers.call_args.args[0]
    assert tuple(after.point) != tuple(before.point)


def test_that_what_was_missed_out_of_sight_is_marked_when_it_is_seen_again(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    live.set_in_sight(False)
    live.surface.reset_mock()
    runs.move(2)
    live.surface.set_markers.assert_not_called()
    live.set_in_sight(True)
    ball = run_ball(live.scene, runs.run.progress.snapshot.parameters)
    markers, arrows = ball.marks(live.scene, current_theme().accent)
    assert len(live.surface.set_markers.call_args.args[0]) == len(markers)
    assert len(live.surface.set_arrows.call_args.args[0]) == len(arrows)


def test_that_another_run_takes_the_surface_and_all_marks_away(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    assert is_busy(live)
    live.surface.reset_mock()
    runs.begin(number=2)
    assert live.scene is None
    assert live.surface.set_surface.call_args_list[0].args == (None,)
    for setter in (live.surface.set_paths, live.surface.set_markers, live.surface.set_arrows):
        assert setter.call_args_list[0].args == ([],)


@pytest.mark.parametrize(("lasted_s", "rest_ms"), [(0.5, 1500), (4.0, 4000)])
def test_that_surfaces_rest_for_a_second_and_a_half_or_as_long_as_the_last_one_took(
    qtbot, runs, make, monkeypatch, lasted_s, rest_ms
):
    clock = StillClock()
    clock.give_to(monkeypatch, live_surface_controller)
    live = make()
    runs.move(1)
    clock.now_s += lasted_s
    made(qtbot, live)
    runs.move(2)
    assert waiting_ms(live) == [rest_ms]


@pytest.mark.parametrize(
    ("is_outside", "is_far", "is_made"),
    [(False, False, False), (True, False, True), (False, True, True)],
)
def test_that_a_surface_serves_while_the_ball_is_on_it_and_near(
    qtbot, runs, make, monkeypatch, is_outside, is_far, is_made
):
    live = make(0.0)
    runs.move(1)
    made(qtbot, live)
    ball = RunBall(np.array([0.1, 0.2]), is_outside, is_far, np.array([0.3, 0.1]))
    monkeypatch.setattr(live_surface_controller, "run_ball", lambda *_: ball)
    runs.move(2)
    assert is_busy(live) is is_made


def test_that_the_plane_is_that_of_the_path_as_soon_as_it_has_four_points(
    qtbot, runs, make, monkeypatch
):
    live = make(0.0)
    kinds = []
    for step in (1, 2, 3):  # the path begins with the network before the first step
        runs.move(step)
        made(qtbot, live)
        kinds.append((len(runs.run.path), live.scene.request.kind))
        ball = RunBall(np.zeros(2), False, False, np.zeros(2))
        monkeypatch.setattr(live_surface_controller, "run_ball", lambda *_, ball=ball: ball)
    assert kinds == [(2, "random"), (3, "random"), (4, "trajectory")]
    before = live.scene
    runs.move(4)
    assert not is_busy(live)
    assert live.scene is before


def test_that_no_surface_is_made_of_a_view_that_is_hidden_or_of_a_network_that_is_nowhere(
    runs, make
):
    live = make(0.0)
    live.surface.isVisible.return_value = False
    runs.move(1)
    assert not is_busy(live)
    live.surface.isVisible.return_value = True
    snapshot = runs.run.progress.snapshot
    nowhere = np.full_like(snapshot.parameters, np.nan)
    runs.run.progress = replace(runs.run.progress, snapshot=replace(snapshot, parameters=nowhere))
    runs.moved.emit()
    assert not is_busy(live)
    runs.move(2)
    assert is_busy(live)


def test_that_the_path_leads_towards_where_the_network_is_beyond_the_edge(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    far = 3 * (runs.run.parameters + live.scene.plane.point(40.0, 10.0))
    progress = runs.run.progress
    moved = replace(progress.snapshot, step=2, parameters=far.astype(np.float32))
    runs.take_in(replace(progress, snapshot=moved), in_turns=False)
    scene = live.scene
    ball = run_ball(scene, moved.parameters)
    assert ball.is_outside
    kept = scene.plane.coordinates(runs.run.path.points()[-1:])
    way = clipped_path(np.vstack([kept, ball.place + ball.beyond]), *scene.extent)
    _, to_the_ball = live.surface.set_paths.call_args.args[0]
    assert np.allclose(to_the_ball.points, scene.mesh.drape(way), atol=1e-4, equal_nan=True)


def test_that_a_walk_ends_with_its_run(qtbot, runs, make):
    live = make(LONG_S)
    runs.move(1)
    made(qtbot, live)
    live.set_walked_to((0.3, 0.2))
    runs.begin(number=2)
    made(qtbot, live)
    (ball,) = live.surface.set_markers.call_args.args[0]
    (expected,), _ = run_ball(live.scene, runs.run.parameters).marks(live.scene, "#000000")
    assert np.allclose(ball.point, expected.point)


def test_that_a_surface_that_cannot_be_made_is_said_in_passing(qtbot, runs, make, monkeypatch):
    def refuse(*_given, **_named):
        raise GdstudioError("the path spans no plane")
        yield

    monkeypatch.setattr(planes, "make_loss_scene", refuse)
    live, said, faults = make(LONG_S), [], []
    live.messages.said.connect(said.append)
    live.messages.fault_met.connect(faults.append)
    runs.move(1)
    qtbot.waitUntil(lambda: "the path spans no plane" in said)
    assert faults == []
