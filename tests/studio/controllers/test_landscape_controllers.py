"""The controllers of the workspace Landscape, with views that only note what they are told."""

from dataclasses import replace
from threading import Event
from time import sleep
from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH
from gdstudio.jobs.run_ball import run_ball
from gdstudio.landscape.plane import Plane
from gdstudio.learning.moment import Moment
from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.studio.controllers import landscape_scene_controller, landscape_slice_controller
from gdstudio.studio.controllers.landscape_marks_controller import LandscapeMarksController
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.controllers.landscape_slice_controller import LandscapeSliceController
from gdstudio.studio.state.shown import Past
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel, PlaneOverlayChecks
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.plane.contour_view import MOST_PATHS, ContourView
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down
from tests.studio.controllers.mocked import emit, is_busy
from tests.studio.controllers.runs import Runs

SMALL = PlaneRequest(kind="random", size=11, examples=30)


@pytest.fixture
def runs(qapp):
    runs = Runs()
    runs.begin()
    yield runs
    shut_down(runs)


@pytest.fixture
def panel():
    panel = MagicMock(spec=LandscapePanel)
    panel.remake_row = MagicMock(spec=RemakeRow)
    panel.overlays = MagicMock(spec=PlaneOverlayChecks)
    panel.request.return_value = SMALL
    panel.overlays.is_shown.side_effect = lambda name: name == "path"
    return panel


@pytest.fixture
def scenes(qtbot, runs, panel):
    return LandscapeSceneController(runs, panel, runs)


def made(qtbot, scenes):
    scenes.remake()
    qtbot.waitUntil(lambda: not is_busy(scenes))


def test_that_the_picture_comes_coarse_first_with_its_progress(qtbot, scenes, panel):
    shares = []
    scenes.scene_changed.connect(lambda: shares.append(scenes.scene.share))
    assert scenes.is_missing
    made(qtbot, scenes)
    assert not scenes.is_missing
    assert shares == sorted(shares)
    assert shares[-1] == 1
    told = [call.args[0] for call in panel.remake_row.set_progress.call_args_list]
    assert told[0] == Estimate(0.0)
    assert told[-1] is None
    assert [one.share for one in told[:-1]] == sorted(one.share for one in told[:-1])


def test_that_a_picture_takes_the_threads_that_are_wanted(qtbot, runs, scenes, monkeypatch):
    asked = []
    module = "gdstudio.studio.controllers.landscape_scene_controller.spare_threads"
    monkeypatch.setattr(module, lambda *how: asked.append(how) or 1)
    runs.surface_threads = 3
    made(qtbot, scenes)
    assert asked == [(False, 3)]


def test_that_cancel_keeps_what_is_there(qtbot, scenes, panel):
    made(qtbot, scenes)
    before = scenes.scene
    panel.request.return_value = PlaneRequest(kind="random", size=201, examples=30)
    scenes.remake()
    emit(panel.remake_row.cancel_requested)
    assert not is_busy(scenes)
    assert panel.remake_row.set_progress.call_args.args == (None,)
    assert scenes.scene is before


def test_that_a_plane_that_cannot_be_had_is_said_once_and_not_tried_again(qtbot, scenes, panel):
    made(qtbot, scenes)
    panel.request.return_value = PlaneRequest(
        kind="parameters", first="layer 9", second="x", size=11
    )
    told = []
    scenes.scene_changed.connect(lambda: told.append("scene"))
    scenes.honesty_changed.connect(lambda: told.append("honesty"))
    made(qtbot, scenes)
    assert told == ["honesty", "scene", "honesty", "honesty"]
    assert scenes.scene is None
    assert not scenes.is_missing
    assert "parameter" in panel.set_message.call_args.args[0]


def test_that_a_kind_that_is_not_there_becomes_a_random_plane(qtbot, scenes, panel):
    panel.request.return_value = PlaneRequest(kind="trajectory", size=11, examples=30)
    made(qtbot, scenes)
    assert scenes.scene.request.kind == "random"
    assert panel.set_request.call_args.args[0].kind == "random"
    assert "trajectory" not in panel.set_available.call_args.args[0]


def test_that_a_picture_of_a_path_is_judged(qtbot, runs, scenes, panel):
    for step in range(1, 9):
        runs.move(step)
    scenes.remake()
    assert scenes.is_judging
    qtbot.waitUntil(lambda: scenes.honesty is not None)
    qtbot.waitUntil(lambda: not scenes.is_judging)
    told = []
    scenes.scene_changed.connect(lambda: told.append("scene"))
    scenes.honesty_changed.connect(lambda: told.append("honesty"))
    panel.set_message.reset_mock()
    runs.begin(number=2)
    assert (scenes.scene, scenes.honesty) == (None, None)
    assert told == ["scene", "honesty"]
    panel.set_message.assert_called_once_with("")


def test_that_another_height_needs_no_other_costs(qtbot, scenes, panel):
    made(qtbot, scenes)
    grid, mesh, told = scenes.scene.grid, scenes.scene.mesh, []
    scenes.scene_changed.connect(lambda: told.append("scene"))
    emit(panel.overlays.overlay_toggled, "log_height", True)
    assert told == ["scene"]
    assert scenes.scene.grid is grid
    assert scenes.scene.mesh is not mesh
    assert not is_busy(scenes)


@pytest.fixture
def marks(scenes, runs, panel):
    surface, contour = MagicMock(spec=ScaledSurface), MagicMock(spec=ContourView)
    surface.view = MagicMock(spec=SurfaceView)
    honesty = MagicMock(spec=HonestyView)
    marks = LandscapeMarksController(
        runs, runs.shown, scenes, panel, surface, contour, honesty, runs
    )
    marks.surface, marks.contour, marks.honesty = surface, contour, honesty
    return marks


def test_that_marks_follow_the_run_only_in_sight(qtbot, runs, scenes, marks):
    made(qtbot, scenes)
    marks.surface.view.set_markers.assert_not_called()
    marks.set_in_sight(True)
    marks.surface.view.set_markers.assert_called_once()
    runs.move(1)
    assert marks.surface.view.set_markers.call_count == 2
    marks.set_in_sight(False)
    runs.move(2)
    assert marks.surface.view.set_markers.call_count == 2


def test_that_the_ball_stands_where_the_network_is_or_walks(qtbot, scenes, marks):
    made(qtbot, scenes)
    marks.set_in_sight(True)
    (ball,) = marks.contour.set_paths.call_args.args[0][-1][0]
    assert ball == pytest.approx([0, 0], abs=1e-6)
    marks.set_walked_to((0.25, -0.5))
    (ball,) = marks.contour.set_paths.call_args.args[0][-1][0]
    assert tuple(ball) == (0.25, -0.5)


def test_that_the_paths_that_are_wanted_are_shown_in_their_colours(
    qtbot, runs, scenes, marks, panel
):
    for step in range(1, 9):
        runs.move(step)
    runs.end(None)
    runs.begin(number=2)
    for step in range(21, 29):
        runs.move(step)
    scenes.remake()
    qtbot.waitUntil(lambda: scenes.honesty is not None and not scenes.is_judging)
    marks.set_in_sight(True)
    theme, colours = current_theme(), curve_colours(current_theme())

    def shown(*names):
        panel.overlays.is_shown.side_effect = lambda name: name in names
        emit(panel.overlays.overlay_toggled, names[-1] if names else "path", bool(names))
        *paths, ball = marks.contour.set_paths.call_args.args[0]
        assert ball[1:] == (theme.accent, "")
        return [(colour, name) for _, colour, name in paths]

    assert shown() == []
    assert shown("path") == [(colours[0], "this run")]
    (earlier,) = runs.earlier
    assert shown("earlier") == [(colours[1], earlier.title)]
    assert shown("walk") == [(theme.muted, "random walk")]
    assert [name for _, name in shown("walk", "earlier", "path")] == [
        "random walk", earlier.title, "this run",
    ]  # fmt: skip
    before = len(marks.surface.view.set_paths.call_args.args[0])
    shown("walk", "earlier", "path", "gaps")
    gaps, *_ = marks.surface.view.set_paths.call_args.args[0]
    assert len(marks.surface.view.set_paths.call_args.args[0]) == before + 1
    assert (gaps.colour, gaps.width) == (theme.warning, 2.0)
    assert len(gaps.points) % 3 == 0  # foot, top and a break of each line
    assert np.isnan(gaps.points[2::3]).all()
    np.testing.assert_allclose(gaps.points[::3, :2], gaps.points[1::3, :2])  # upright


def test_that_it_is_told_how_true_a_picture_of_a_path_is(qtbot, runs, scenes, marks):
    for step in range(1, 9):
        runs.move(step)
    scenes.remake()
    assert marks.honesty.clear.call_args.args == ("end",)
    qtbot.waitUntil(lambda: scenes.honesty is not None and not scenes.is_judging)
    known = scenes.honesty
    marks.honesty.set_explained.assert_called_with(
        known.path.share, scenes.scene.explained, known.walk_share
    )
    steps, true, shadow = marks.honesty.set_gaps.call_args.args
    assert steps.tolist() == list(range(len(known.path.true_cost)))
    assert true is known.path.true_cost
    assert shadow is known.path.shadow_cost


def test_that_without_a_path_or_a_picture_it_is_said_what_is_missing(qtbot, runs, scenes, marks):
    scenes.cancel()
    assert marks.honesty.clear.call_args.args == ("path",)
    runs.move(1)
    scenes.cancel()
    assert marks.honesty.clear.call_args.args == ("picture",)


def test_that_a_picture_of_the_start_is_told_as_such_once_the_network_learns(
    qtbot, runs, scenes, marks
):
    made(qtbot, scenes)
    marks.set_in_sight(True)
    assert marks.honesty.clear.call_args.args == ("path",)
    for step in (1, 2, 3):
        runs.move(step)
    assert marks.honesty.clear.call_args.args == ("picture",)
    told = [call.args for call in marks.honesty.clear.call_args_list]
    assert told.count(("picture",)) == 1  # once, not with every step


def test_that_the_path_is_no_longer_missed_once_the_network_learns_without_a_picture(
    runs, scenes, marks
):
    marks.set_in_sight(True)
    scenes.cancel()
    assert marks.honesty.clear.call_args.args == ("path",)
    runs.move(1)
    assert marks.honesty.clear.call_args.args == ("picture",)


def test_that_a_picture_brings_surface_map_and_the_hint_to_walk(qtbot, runs, scenes, marks):
    told = []
    marks.standing_changed.connect(told.append)
    marks.contour.set_input_names.assert_called_with("α", "β")
    marks.surface.view.set_axis_titles.assert_called_with("α", "β", "cost")
    assert marks.contour.set_hint.call_args.args == ("",)
    marks.set_in_sight(True)
    made(qtbot, scenes)
    assert marks.surface.set_surface.call_args.args == (scenes.scene.mesh,)
    (grid,) = marks.contour.set_grid.call_args.args
    np.testing.assert_array_equal(grid.z, scenes.scene.grid.cost)
    assert not grid.log_height
    assert marks.contour.set_hint.call_args.args == ("click or drag to walk",)
    assert told == ["computing", "inside"]
    runs.begin(number=2)
    assert marks.surface.set_surface.call_args.args == (None,)
    assert marks.contour.set_grid.call_args.args == (None,)
    marks.contour.clear.assert_called_once_with()
    for setter in (view := marks.surface.view).set_paths, view.set_markers, view.set_arrows:
        assert setter.call_args.args == ([],)
    assert marks.contour.set_hint.call_args.args == ("",)
    assert told[2:] == ["none"]


@pytest.fixture
def slicing(qtbot, runs):
    view, curvature = MagicMock(spec=SliceView), MagicMock(spec=CurvatureLine)
    slicing = LandscapeSliceController(runs, view, curvature, runs)
    slicing.view, slicing.curvature = view, curvature
    return slicing


def ask(qtbot, slicing, kind, run_id=-1):
    emit(slicing.view.slice_requested, kind, run_id)
    qtbot.waitUntil(lambda: not is_busy(slicing))


def test_that_a_slice_downhill_is_shown_with_its_progress(qtbot, runs, slicing):
    ask(qtbot, slicing, "gradient")
    _found, name = slicing.view.set_descent_slice.call_args.args
    assert name == "step 0"
    told = [call.args[0] for call in slicing.view.set_progress.call_args_list]
    assert (told[0], told[-1]) == (Estimate(0.0), None)


def test_that_one_walks_on_the_slice_that_is_shown(qtbot, runs, slicing):
    runs.move(5)
    places = []
    slicing.place_walked.connect(lambda subject, parameters: places.append(parameters))
    emit(slicing.view.place_chosen, 0.5)
    assert places == []  # there is no slice yet
    ask(qtbot, slicing, "start")
    emit(slicing.view.place_chosen, 1.0)
    here = runs.run.progress.snapshot.parameters
    assert np.allclose(places[0], here, atol=1e-6)
    assert slicing.view.set_cursor.call_args.args == (1.0,)
    with qtbot.waitSignal(slicing.place_left):
        emit(slicing.view.place_left)


def test_that_without_another_run_that_is_said(qtbot, slicing):
    ask(qtbot, slicing, "run", 7)
    assert "no earlier run" in slicing.view.set_message.call_args.args[0]
    slicing.view.set_slice.assert_not_called()


def test_that_a_cancelled_slice_never_comes(qtbot, runs, slicing):
    runs.move(5)
    emit(slicing.view.slice_requested, "gradient", -1)
    emit(slicing.view.cancel_requested)
    assert not is_busy(slicing)
    ask(qtbot, slicing, "start")
    slicing.view.set_descent_slice.assert_not_called()
    assert slicing.view.set_slice.called


def test_that_curvature_is_measured_and_forgotten_with_its_run(qtbot, runs, slicing):
    emit(slicing.curvature.measure_requested)
    assert slicing.curvature.set_busy.call_args.args == (True,)
    qtbot.waitUntil(lambda: not is_busy(slicing))
    assert slicing.curvature.set_busy.call_args.args == (False,)
    largest, limit, step, rate = slicing.curvature.set_curvature.call_args.args
    assert limit == pytest.approx(2 / largest)
    assert (step, rate) == (0, runs.run.progress.snapshot.learning_rate)
    runs.begin(number=2)
    assert slicing.curvature.set_curvature.call_args.args == (None, None)
    assert slicing.view.clear.called


def test_that_a_slice_has_the_names_of_both_its_ends(qtbot, runs, slicing):
    for step in range(1, 4):
        runs.move(step)
    ask(qtbot, slicing, "start")
    slicing.view.set_message.assert_called_with("")
    straight, names, barrier, rise, matched, bezier = slicing.view.set_slice.call_args.args
    assert names == ("start", "step 3")
    assert (barrier, rise) == (straight.barrier, straight.highest_rise)
    assert (matched, bezier) == (None, None)
    earlier = runs.run
    runs.end(None)
    assert slicing.view.set_runs.call_args.args == ([(earlier.run_id, earlier.title)],)


def test_that_what_fails_is_said_and_takes_the_slice_before_away(qtbot, runs, slicing, monkeypatch):
    def fail(*_args):
        raise ValueError("odd")
        yield

    monkeypatch.setattr(landscape_slice_controller, "from_start", fail)
    monkeypatch.setattr(landscape_slice_controller, "outermost_curvature", fail)
    slicing.view.clear.reset_mock()
    ask(qtbot, slicing, "start")
    slicing.view.clear.assert_called_once_with()
    assert slicing.view.set_message.call_args.args == ("odd",)
    emit(slicing.curvature.measure_requested)
    qtbot.waitUntil(lambda: slicing.curvature.set_message.called)
    slicing.curvature.set_message.assert_called_once_with("odd")


def test_that_all_marks_are_those_of_the_ball_and_go_with_the_run(qtbot, runs, scenes, marks):
    made(qtbot, scenes)
    marks.set_in_sight(True)
    runs.move(9)
    view, scene = marks.surface.view, scenes.scene
    ball = run_ball(scene, runs.run.progress.snapshot.parameters)
    markers, arrows = ball.marks(scene, current_theme().accent)
    assert len(view.set_markers.call_args.args[0]) == len(markers)
    assert len(view.set_arrows.call_args.args[0]) == len(arrows)
    view.reset_mock()
    runs.begin(number=2)
    view.set_arrows.assert_called_once_with([])


def test_that_a_random_walk_fills_nine_tenths_of_the_picture(qtbot, runs, scenes, marks, panel):
    panel.request.return_value = PlaneRequest(kind="trajectory", size=11, examples=30)
    for step in range(1, 9):
        runs.move(step)
    panel.overlays.is_shown.side_effect = lambda name: name == "walk"
    marks.set_in_sight(True)
    scenes.remake()
    qtbot.waitUntil(lambda: scenes.honesty is not None and not scenes.is_judging)
    (points, _, _), _ = marks.contour.set_paths.call_args.args[0]
    grid = scenes.scene.grid
    reach = 0.9 * min(grid.alpha[-1], grid.beta[-1])
    assert reach != pytest.approx(0.9)
    assert np.nanmax(np.abs(points)) == pytest.approx(reach)


def test_that_of_many_earlier_runs_the_latest_three_are_shown(qtbot, runs, scenes, marks, panel):
    for number in (2, 3, 4, 5):
        runs.move(number)
        runs.end(None)
        runs.begin(number=number)
    made(qtbot, scenes)
    panel.overlays.is_shown.side_effect = lambda name: name in ("path", "earlier")
    marks.set_in_sight(True)
    *paths, _ball = marks.contour.set_paths.call_args.args[0]
    colours = curve_colours(current_theme())
    assert [(colour, name) for _, colour, name in paths] == [
        *((colours[k], runs.earlier[k].title) for k in (1, 2, 3)),
        (colours[0], "this run"),
    ]


def test_that_a_moment_of_the_past_is_shown_with_everything_over_it_and_nothing_projected_anew(
    qtbot, runs, scenes, marks, panel, monkeypatch
):
    panel.request.return_value = PlaneRequest(kind="trajectory", size=11, examples=30)
    for number in (2, 3, 4, 5):
        for step in range(1, 9):
            runs.move(step)
        runs.end(None)
        runs.begin(number=number)
    for step in range(1, 9):
        runs.move(step)
    panel.overlays.is_shown.return_value = True
    panel.overlays.is_shown.side_effect = None
    marks.set_in_sight(True)
    scenes.remake()
    qtbot.waitUntil(lambda: scenes.honesty is not None and not scenes.is_judging)
    monkeypatch.setattr(Plane, "coordinates", lambda *_: pytest.fail("projected again"))
    subject, moment = runs.subject(), runs.run.moments.at(4)
    for _ in range(2):
        runs.shown.show(Past(replace(subject, parameters=moment.parameters), moment))
        paths = marks.contour.set_paths.call_args.args[0]
        names = [name for *_, name in paths]
        assert names[0] == "random walk"
        assert names[-3:] == ["later", "this run", ""]
        assert len(paths) == 7 <= MOST_PATHS
        gaps = marks.surface.view.set_paths.call_args.args[0][0]
        runs.shown.leave()
        assert marks.surface.view.set_paths.call_args.args[0][0] is gaps


def test_that_a_moment_beside_the_picture_asks_for_no_other_one(qtbot, runs, scenes, marks):
    marks.set_in_sight(True)
    made(qtbot, scenes)
    told = []
    marks.standing_changed.connect(told.append)
    far = 50 * np.ones_like(runs.run.parameters)
    moment = Moment(0, far)
    runs.shown.show(Past(replace(runs.subject(), parameters=far), moment))
    assert told == ["then"]
    runs.shown.leave()
    assert told == ["then", "inside"]


def test_that_before_the_first_message_of_a_run_nothing_is_marked(qtbot, runs, scenes, marks):
    made(qtbot, scenes)
    run = runs.run
    marks.surface.view.reset_mock()
    run.progress, progress = None, run.progress
    marks.set_in_sight(True)
    marks.surface.view.set_markers.assert_not_called()
    run.progress = progress
    marks.refresh()
    marks.surface.view.set_markers.assert_called_once()


def test_that_a_plane_of_networks_is_offered_from_two_earlier_ones_on(runs, scenes, panel):
    offered = []
    for number in (2, 3):
        runs.move(number)
        runs.end(None)
        runs.begin(number=number)
        scenes.remake()
        offered.append("networks" in panel.set_available.call_args.args[0])
    scenes.cancel()
    assert offered == [False, True]


def test_that_a_run_opened_has_a_path_before_its_first_message(runs, scenes):
    runs.run.path.append(5, runs.run.parameters)
    assert runs.run.step == 0
    assert scenes.has_path


@pytest.fixture
def judging(qtbot, runs, scenes, monkeypatch):
    """A picture that is being judged until that is cancelled; a list tells the end of it."""
    began, ended = Event(), []

    def judge(_scene):
        began.set()
        try:
            while True:
                sleep(0.01)
                yield 0.5
        finally:
            ended.append(True)

    monkeypatch.setattr(landscape_scene_controller, "honesty", judge)
    for step in range(1, 9):
        runs.move(step)
    scenes.remake()
    qtbot.waitUntil(began.is_set)
    return ended


def test_that_another_picture_ends_the_judging_of_the_one_before(qtbot, scenes, judging):
    scenes.remake()
    assert sum(job.is_running for job in scenes.findChildren(BackgroundJob)) == 1
    qtbot.waitUntil(lambda: judging == [True])


def test_that_another_run_ends_the_judging(runs, scenes, judging):
    assert scenes.is_judging
    runs.begin(number=2)
    assert not scenes.is_judging


def test_that_another_height_is_that_of_the_picture_under_way_too(qtbot, scenes, panel):
    made(qtbot, scenes)
    assert scenes.scene.mesh.transform.scale is HeightScale.LINEAR
    scenes.remake()
    panel.overlays.is_shown.side_effect = lambda name: name == "log_height"
    emit(panel.overlays.overlay_toggled, "log_height", True)
    qtbot.waitUntil(lambda: not is_busy(scenes))
    assert scenes.scene.mesh.transform.scale is HeightScale.LOG


def test_that_what_is_drawn_on_a_picture_needs_no_other_one(qtbot, scenes, panel):
    made(qtbot, scenes)
    told = []
    scenes.scene_changed.connect(lambda: told.append("scene"))
    emit(panel.overlays.overlay_toggled, "path", True)
    assert told == []
    assert not is_busy(scenes)


def test_that_without_a_network_no_picture_is_made(runs, scenes, panel):
    runs.run = None
    scenes.remake()
    assert not is_busy(scenes)
    assert not scenes.has_path
    panel.set_available.assert_not_called()


def test_that_a_picture_is_made_of_what_the_panel_asks_for(qtbot, scenes, panel):
    for asked in (panel.request_edited, panel.remake_row.remake_requested):
        panel.set_message.reset_mock()
        emit(asked)
        assert is_busy(scenes)
        panel.set_message.assert_called_once_with("")
        network, rows, columns = panel.set_network.call_args.args
        assert network.n_in == 784
        assert (rows, columns) == (28, 28)
        scenes.cancel()
        assert not is_busy(scenes)
    emit(panel.overlays.overlay_toggled, "log_height", True)  # there is no picture to change
    assert is_busy(scenes)
    scenes.cancel()


def test_that_another_run_ends_what_is_made_of_the_one_before(qtbot, runs, scenes):
    scenes.remake()
    assert is_busy(scenes)
    runs.begin(number=2)
    assert not is_busy(scenes)


def test_that_after_a_failure_a_picture_is_missing_again_when_it_is_wanted(
    qtbot, runs, scenes, panel
):
    panel.request.return_value = PlaneRequest(
        kind="parameters", first="layer 9", second="x", size=11
    )
    made(qtbot, scenes)
    assert not scenes.is_missing
    panel.request.return_value = SMALL
    scenes.remake()
    assert scenes.is_missing
    panel.request.return_value = PlaneRequest(
        kind="parameters", first="layer 9", second="x", size=11
    )
    made(qtbot, scenes)
    runs.begin(number=2)
    assert scenes.is_missing


def test_that_what_cannot_be_judged_is_said(qtbot, runs, scenes, panel, monkeypatch):
    def fail(_scene):
        raise ValueError("odd")
        yield

    monkeypatch.setattr(landscape_scene_controller, "honesty", fail)
    for step in range(1, 9):
        runs.move(step)
    made(qtbot, scenes)
    assert panel.set_message.call_args.args == ("odd",)
    assert scenes.scene is not None
    assert scenes.honesty is None


def test_that_planes_are_offered_for_which_there_is_enough(runs, scenes, panel):
    offered = []
    assert not scenes.has_path
    for step in range(1, LEAST_PATH + 2):
        scenes.remake()
        (kinds,) = panel.set_available.call_args.args
        assert "random" in kinds
        assert "networks" not in kinds  # there is no other one
        is_long = len(runs.loss_subject(30).path) >= LEAST_PATH
        assert ("trajectory" in kinds) == is_long
        offered.append(is_long)
        runs.move(step)
        assert scenes.has_path
    assert set(offered) == {False, True}
    scenes.cancel()


@pytest.mark.parametrize(("kind", "has_curve"), [("run", False), ("bezier", True)])
def test_that_a_slice_goes_from_an_earlier_run_to_the_network_now(
    qtbot, runs, slicing, kind, has_curve
):
    runs.move(3)
    runs.end(None)
    (earlier,) = runs.earlier
    runs.begin(number=2)
    runs.move(5)
    ask(qtbot, slicing, kind, earlier.run_id)
    _, names, _, _, matched, bezier = slicing.view.set_slice.call_args.args
    assert names == (earlier.name, "step 5")
    assert matched is not None
    assert (bezier is not None) is has_curve


def test_that_there_is_nothing_to_walk_on_until_the_slice_is_there(qtbot, slicing):
    places = []
    slicing.place_walked.connect(lambda *place: places.append(place))
    emit(slicing.view.slice_requested, "start", -1)
    emit(slicing.view.place_chosen, 0.5)
    assert places == []
    slicing.view.set_cursor.assert_not_called()
    qtbot.waitUntil(lambda: not is_busy(slicing))


def test_that_one_walks_downhill_from_the_network(qtbot, runs, slicing):
    runs.move(5)
    ask(qtbot, slicing, "gradient")
    subjects, places = [], []
    slicing.place_walked.connect(
        lambda subject, there: (subjects.append(subject), places.append(there))
    )
    for t in (0.0, 1.0, 0.5):
        emit(slicing.view.place_chosen, t)
    here = runs.run.parameters
    assert np.allclose(places[0], here)
    assert not np.allclose(places[1], here, atol=1e-6)
    assert np.allclose(2 * (places[2] - here), places[1] - here, atol=1e-6)
    assert all(np.array_equal(subject.parameters, here) for subject in subjects)


def test_that_slices_ask_two_thousand_digits_and_the_curvature_a_thousand(qtbot, runs, slicing):
    runs.loss_subject = MagicMock(wraps=runs.loss_subject)
    ask(qtbot, slicing, "gradient")
    runs.loss_subject.assert_called_once_with(2000)
    emit(slicing.curvature.measure_requested)
    runs.loss_subject.assert_called_with(1000)
    qtbot.waitUntil(lambda: not is_busy(slicing))


def test_that_without_a_network_there_is_neither_slice_nor_curvature(runs, slicing):
    runs.run = None
    emit(slicing.view.slice_requested, "start", -1)
    emit(slicing.curvature.measure_requested)
    assert not is_busy(slicing)
    slicing.view.set_message.assert_not_called()


def test_that_leaving_a_slice_takes_its_cursor_away(slicing):
    emit(slicing.view.place_left)
    slicing.view.set_cursor.assert_called_once_with(None)


def test_that_slices_and_curvature_end_with_their_run(runs, slicing):
    emit(slicing.view.slice_requested, "gradient", -1)
    emit(slicing.curvature.measure_requested)
    assert is_busy(slicing)
    runs.begin(number=2)
    assert not is_busy(slicing)
