"""The controllers of the workspace Descent, with views that only note what they are told."""

from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer

from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.pictures.contour_map import typical_gradient
from gdstudio.pictures.plane.contours import arrow_share, curve_colours
from gdstudio.studio.controllers import descent_marks_controller, descent_scene_controller
from gdstudio.studio.controllers.descent_controller import DescentController
from gdstudio.studio.controllers.descent_marks_controller import DescentMarksController
from gdstudio.studio.controllers.descent_scene_controller import DescentSceneController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.descent_session import method_title
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.settings_form import LearningRateField
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics
from gdstudio.studio.views.descent.descent_panel import DescentPanel, OverlayChecks
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel
from gdstudio.studio.views.descent.start_fields import StartFields
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.cost_curves import CostCurves
from gdstudio.studio.views.surface.scaled_surface import ScaledSurface
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import StillClock, emit, is_busy, waiting_ms


class Bench(QObject):
    """The controllers between mocks of their views."""

    def __init__(self) -> None:
        super().__init__()
        self.panel, self.race = MagicMock(spec=DescentPanel), MagicMock(spec=RacePanel)
        self.deeds = Deeds(QCoreApplication.instance())
        self.panel.rate_field = MagicMock(spec=LearningRateField)
        self.panel.start_fields = MagicMock(spec=StartFields, boxes=[MagicMock(spec=NumberField)])
        self.panel.overlays = MagicMock(spec=OverlayChecks)
        self.panel.method.return_value = "gradient descent"
        self.shown: set[str] = set()
        self.panel.overlays.is_shown.side_effect = lambda name: name in self.shown
        self.use("parabola")
        self.descent = DescentController(self.panel, self.race, self.deeds, self)
        self.curve, self.contour = MagicMock(spec=CurveView), MagicMock(spec=ContourView)
        self.surface = MagicMock(spec=ScaledSurface)
        self.surface.view = MagicMock(spec=SurfaceView)
        self.messages = Messages()
        self.scenes = DescentSceneController(
            self.descent, self.panel, self.curve, self.contour, self.surface, self.messages, self
        )
        self.metrics, self.narration = MagicMock(spec=DescentMetrics), MagicMock(spec=NarrationView)
        self.curves = MagicMock(spec=CostCurves)
        self.marks = DescentMarksController(
            self.descent,
            self.scenes,
            self.panel,
            self.curve,
            self.contour,
            self.surface.view,
            self.curves,
            self.narration,
            self.race,
            self.metrics,
            self,
        )

    def use(self, name: str) -> None:
        function = LIBRARY[name]
        self.panel.function.return_value = function
        self.panel.start.return_value = function.start
        self.panel.learning_rate.return_value = function.learning_rate

    def choose(self, name: str) -> None:
        self.use(name)
        emit(self.panel.function_chosen)

    def toggle(self, overlay: str, *, shown: bool) -> None:
        (self.shown.add if shown else self.shown.discard)(overlay)
        emit(self.panel.overlays.overlay_toggled, overlay, shown)


@pytest.fixture
def reading_clock(monkeypatch):
    """The clock by which texts come; it says what a test lets it say."""
    clock = MagicMock(spec=QElapsedTimer)
    monkeypatch.setattr(descent_marks_controller, "QElapsedTimer", lambda: clock)
    return clock


@pytest.fixture
def unsettled_bench(qtbot, monkeypatch):
    """A bench whose basins wait as long as they do for a person."""
    StillClock().give_to(monkeypatch, descent_scene_controller)
    bench = Bench()
    yield bench
    shut_down(bench)


@pytest.fixture
def bench(qtbot, monkeypatch):
    monkeypatch.setattr(descent_scene_controller, "SETTLE_S", 0.0)
    bench = Bench()
    yield bench
    shut_down(bench)


def finished(qtbot, bench):
    """Wait until the stationary points of the present cost are known."""
    qtbot.waitUntil(
        lambda: (
            bench.scenes.scene is not None
            and bench.scenes.scene.function is bench.descent.function
            and bench.scenes.scene.stationary is not None
        )
    )


def test_that_a_step_goes_down_and_back_takes_it_back(bench):
    session = bench.descent.session
    start = session.current.cost
    bench.descent.step()
    assert bench.descent.session.current.cost < start
    bench.descent.back()
    assert bench.descent.session.current.cost == start


def test_that_run_and_pause_take_turns_and_are_told(qtbot, bench):
    told = []
    bench.descent.running_changed.connect(told.append)
    bench.descent.toggle_running()
    assert bench.descent.session.current.step > 0  # the first step at once
    assert bench.descent.is_running
    bench.descent.toggle_running()
    assert not bench.descent.is_running
    assert told == [True, False]


@pytest.mark.parametrize("act", ["step", "back", "reset"])
def test_that_a_run_ends_with_what_is_done_by_hand(bench, act):
    bench.descent.toggle_running()
    told = []
    bench.descent.running_changed.connect(told.append)
    getattr(bench.descent, act)()
    assert not bench.descent.is_running
    assert told == [False]


def test_that_a_run_goes_on_at_the_speed_chosen_meanwhile(bench):
    bench.descent.toggle_running()
    (timer,) = bench.descent.findChildren(QTimer)
    assert timer.interval() == 200  # five steps a second unless another speed is chosen
    bench.descent.set_speed(2.0)
    assert timer.interval() == 500
    assert bench.descent.is_running


def test_that_each_step_each_tick_and_each_pause_is_told(bench):
    told = []
    bench.descent.session_changed.connect(lambda: told.append(bench.descent.session.n_steps))
    bench.descent.step()
    bench.descent.back()
    assert told == [1, 0]
    bench.descent.toggle_running()
    (timer,) = bench.descent.findChildren(QTimer)
    told.clear()
    timer.timeout.emit()
    assert len(told) == 1
    bench.descent.toggle_running()
    assert len(told) == 2  # with the texts of the place where it stands
    bench.descent.reset()
    assert told[2:] == [0]


def test_that_another_cost_ends_the_run(bench):
    bench.descent.toggle_running()
    bench.choose("himmelblau")
    assert not bench.descent.is_running


def test_that_another_number_of_inputs_brings_another_cost(bench):
    told = []
    bench.descent.function_changed.connect(lambda: told.append(bench.descent.function.name))
    bench.use("himmelblau")
    emit(bench.panel.dimension_chosen, 2)
    assert told == ["himmelblau"]
    assert bench.descent.session.start == bench.descent.function.start


def test_that_a_start_on_a_map_is_taken_where_two_inputs_are_shown(bench):
    bench.choose("himmelblau")
    bench.descent.step()
    bench.descent.choose_start_of_one(0.5)
    bench.panel.set_start.assert_not_called()
    bench.descent.choose_start_of_two(1.0, 2.0)
    bench.panel.set_start.assert_called_once_with((1.0, 2.0))
    assert bench.descent.session.n_steps == 0


def test_that_a_message_goes_when_a_start_is_accepted(bench):
    start = bench.panel.start.return_value
    for tried in ((float("nan"),), start):
        bench.panel.start.return_value = tried
        bench.descent.reset()
    assert bench.panel.set_message.call_args.args == ("",)


def test_that_other_racers_race_at_once_and_without_a_race_change_nothing(bench):
    racers = (Racer("sgd", 0.01), Racer("adam", 0.1))
    bench.race.racers.return_value = racers
    bench.choose("himmelblau")
    bench.descent.step()
    emit(bench.race.racers_edited, racers)
    assert bench.descent.session.n_steps == 1
    bench.descent.set_racing(True)
    bench.race.racers.return_value = racers[:1]
    emit(bench.race.racers_edited, racers[:1])
    assert bench.descent.session.racers == racers[:1]


def test_that_run_begins_anew_from_the_end(bench):
    bench.panel.method.return_value = "newton"
    bench.choose("parabola")
    while not bench.descent.session.is_over:
        bench.descent.step()
    ended = bench.descent.session
    bench.descent.toggle_running()
    assert bench.descent.session is not ended
    assert bench.descent.session.n_steps > 0
    (timer,) = bench.descent.findChildren(QTimer)
    while not bench.descent.session.is_over:
        assert bench.descent.is_running
        timer.timeout.emit()
    assert not bench.descent.is_running


def test_that_costs_of_one_input_are_not_raced(bench):
    bench.race.racers.return_value = (Racer("sgd", 0.01), Racer("adam", 0.1))
    bench.descent.set_racing(True)
    assert not bench.descent.is_racing
    assert len(bench.descent.session.descents) == 1


def test_that_another_cost_begins_anew(bench):
    bench.descent.step()
    bench.choose("himmelblau")
    assert bench.descent.function.name == "himmelblau"
    assert bench.descent.session.current.step == 0
    bench.race.set_function.assert_called_once_with(bench.descent.function)


def test_that_a_start_that_is_refused_is_said_and_changes_nothing(bench):
    bench.descent.step()
    bench.panel.start.return_value = (float("nan"),)
    emit(bench.panel.start_fields.boxes[0].edited)
    assert bench.descent.session.current.step == 1
    assert bench.panel.set_message.call_args.args[0]


def test_that_a_start_is_chosen_only_in_a_picture_of_the_present_cost(bench):
    bench.descent.choose_start_of_two(1.0, 2.0)
    bench.panel.set_start.assert_not_called()
    bench.descent.choose_start_of_one(0.5)
    bench.panel.set_start.assert_called_once_with((0.5,))


def test_that_a_curve_is_made_at_once_and_its_stationary_points_after_it(qtbot, bench):
    bench.shown.add("stationary_points")
    bench.scenes.remake()
    finished(qtbot, bench)
    assert bench.curve.set_curve.called
    assert bench.curve.set_stationary.call_args_list[0].args == ((),)
    assert bench.curve.set_stationary.call_args.args == (bench.scenes.scene.stationary,)
    bench.contour.set_grid.assert_not_called()


def test_that_of_two_costs_chosen_one_after_the_other_the_last_is_shown(qtbot, bench):
    bench.choose("rosenbrock")
    bench.choose("himmelblau")
    finished(qtbot, bench)
    assert bench.scenes.scene.function.name == "himmelblau"
    assert bench.contour.set_grid.call_args.args == (bench.scenes.scene.grid,)
    assert bench.surface.set_surface.call_args.args == (bench.scenes.scene.mesh,)


def test_that_basins_come_when_they_are_shown_and_go_when_not(qtbot, bench):
    bench.choose("himmelblau")
    bench.toggle("basins", shown=True)
    qtbot.waitUntil(lambda: bench.contour.set_basins.call_args.args != (None,))
    bench.toggle("basins", shown=False)
    assert bench.contour.set_basins.call_args.args == (None,)


def test_that_basins_of_one_input_are_bands(qtbot, bench):
    bench.toggle("basins", shown=True)
    qtbot.waitUntil(lambda: bool(bench.curve.set_bands.called))
    edges, labels, _minima = bench.curve.set_bands.call_args.args
    assert len(edges) == len(labels) + 1
    assert edges == sorted(edges)


def test_that_an_overlay_of_the_height_makes_the_scene_anew(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    before = bench.scenes.scene
    bench.toggle("log_height", shown=True)
    qtbot.waitUntil(lambda: bench.scenes.scene.mesh is not before.mesh)


def test_that_a_scene_that_fails_is_told(qtbot, bench, monkeypatch):
    def fail(function, *, log_height):
        raise ValueError("odd")

    monkeypatch.setattr(descent_scene_controller, "make_scene", fail)
    with qtbot.waitSignal(bench.messages.fault_met) as blocker:
        bench.scenes.remake()
    assert str(blocker.args[0]) == "odd"


def test_that_marks_follow_every_step(qtbot, bench):
    bench.scenes.remake()
    finished(qtbot, bench)
    bench.descent.step()
    w, cost, _slope, update = bench.curve.set_point.call_args.args
    here = bench.descent.session.current
    assert (w, cost) == (here.position[0], here.cost)
    assert update != 0
    assert bench.metrics.set_step.call_args.args == (here,)
    assert bench.curves.set_cursor.call_args.args == (1,)
    lines, title = bench.narration.set_lines.call_args.args
    assert lines
    assert title == "Step 2"


def test_that_nothing_is_marked_on_the_picture_of_another_cost(qtbot, bench):
    bench.scenes.remake()
    finished(qtbot, bench)
    bench.curve.reset_mock()
    bench.choose("himmelblau")
    bench.descent.step()
    bench.curve.set_point.assert_not_called()
    assert bench.metrics.set_step.call_args.args[0].step == 1


def test_that_ball_path_and_arrows_lie_on_the_surface(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.descent.step()
    view, here = bench.surface.view, bench.descent.session.current
    (path,) = view.set_paths.call_args.args[0]
    on_surface = bench.scenes.scene.mesh.place_on_surface([here.position])[0]
    assert np.allclose(path.points[-1], on_surface)
    current = [marker for marker in view.set_markers.call_args.args[0] if marker.current]
    assert len(current) == 1
    assert len(view.set_arrows.call_args.args[0]) == 2


@pytest.mark.parametrize(
    ("steps_per_second", "interval_ms", "steps"),
    [(2.0, 500, 1), (5.0, 200, 1), (50.0, 33, 1.65), (0.0, 33, 19.8), (600.0, 33, 19.8)],
)
def test_that_run_goes_as_fast_as_chosen(bench, steps_per_second, interval_ms, steps):
    """A tick of the clock is worth as many steps as its time; parts of steps are made up for."""
    bench.choose("rosenbrock")
    bench.descent.set_speed(steps_per_second)
    bench.descent.toggle_running()
    (timer,) = bench.descent.findChildren(QTimer)
    assert timer.interval() == interval_ms
    assert bench.descent.session.n_steps == int(1 + steps + 1e-9)  # the first at once
    before, ticks = bench.descent.session.n_steps, 20
    for _ in range(ticks):
        timer.timeout.emit()
    assert bench.descent.session.n_steps - before == pytest.approx(ticks * steps, abs=1)
    bench.descent.toggle_running()
    assert not timer.isActive()


def test_that_marks_on_a_contour_map_are_those_of_every_descent(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.toggle("inner_state", shown=True)
    bench.descent.step()
    session, theme = bench.descent.session, current_theme()
    ((points, colour, title),) = bench.contour.set_paths.call_args.args[0]
    assert np.array_equal(points, session.points(session.leader))
    assert (colour, title) == (curve_colours(theme)[0], method_title(session.leader.method))
    position, gradient, update = bench.contour.set_point.call_args.args
    assert np.array_equal(position, session.current.position)
    assert np.array_equal(gradient, session.current.gradient)
    assert np.array_equal(update, session.next_step().update)
    ((curve_title, curve_colour, costs),) = bench.curves.set_curves.call_args.args[0]
    assert (curve_title, curve_colour) == (title, colour)
    assert np.array_equal(costs, session.costs(session.leader))
    bench.curves.set_lowest.assert_called_with(session.lowest_known)


def test_that_inner_arrows_of_a_method_are_shown_when_wanted(qtbot, bench):
    bench.panel.method.return_value = "momentum"
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.descent.step()
    assert bench.contour.set_arrows.call_args.args == ([],)
    bench.toggle("inner_state", shown=True)
    bench.descent.step()
    here = bench.descent.session.current
    shown = {name: vector for vector, _, name in bench.contour.set_arrows.call_args.args[0]}
    expected = {name.replace("_", " "): vector for name, vector in here.arrows.items()}
    assert shown.keys() == expected.keys() != set()
    assert all(np.array_equal(shown[name], expected[name]) for name in shown)


def test_that_balls_minima_and_arrows_have_their_looks(qtbot, bench):
    bench.toggle("stationary_points", shown=True)
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.descent.step()
    bench.descent.step()
    view, theme = bench.surface.view, current_theme()
    markers = view.set_markers.call_args.args[0]
    rings = [marker for marker in markers if marker.hollow]
    assert [(ring.radius, ring.colour) for ring in rings] == [(5.0, theme.text)] * 4
    balls = [marker for marker in markers if not marker.hollow]
    accent = curve_colours(theme)[0]
    assert [(b.radius, b.colour, b.current) for b in balls] == [
        (3.0, accent, False), (3.0, accent, False), (6.0, accent, True),
    ]  # fmt: skip
    up, down = view.set_arrows.call_args.args[0]
    assert (up.colour, up.width) == (theme.muted, 2.0)
    assert (down.colour, down.width) == (theme.accent, 4.0)
    gradient = bench.descent.session.current.gradient
    assert np.sign((up.end - up.start)[:2]).tolist() == np.sign(gradient).tolist()
    assert np.sign((down.end - down.start)[:2]).tolist() == np.sign(-gradient).tolist()


def test_that_where_the_cost_is_level_there_are_no_arrows(qtbot, bench):
    bench.choose("himmelblau")
    bench.panel.start.return_value = (3.0, 2.0)  # a minimum
    emit(bench.panel.start_fields.boxes[0].edited)
    finished(qtbot, bench)
    bench.marks.refresh()
    assert bench.surface.view.set_arrows.call_args.args == ([],)
    assert bench.narration.set_lines.call_args.args == ([], "No further step")


def test_that_a_race_shows_its_table_and_each_racer_in_its_colour(qtbot, bench):
    bench.race.racers.return_value = (Racer("sgd", 0.01), Racer("momentum", 0.005))
    bench.choose("himmelblau")
    bench.descent.set_racing(True)
    finished(qtbot, bench)
    bench.descent.step()
    session, colours = bench.descent.session, curve_colours(current_theme())
    assert bench.descent.is_racing
    assert bench.race.set_results.call_args.args == (session.results(),)
    paths = bench.contour.set_paths.call_args.args[0]
    assert [(colour, title) for _, colour, title in paths] == [
        (colours[0], "SGD"), (colours[1], "Momentum"),
    ]  # fmt: skip
    markers = bench.surface.view.set_markers.call_args.args[0]
    assert [marker.colour for marker in markers if marker.current] == [colours[0]]
    assert markers[-1].current  # the first racer is painted over the others
    rate = session.leader.learning_rate
    bench.panel.learning_rate.return_value = 9.0
    emit(bench.panel.rate_field.edited)  # each racer has its own
    assert session.leader.learning_rate == rate
    bench.descent.set_racing(False)
    assert not bench.descent.is_racing


def test_that_a_rate_is_taken_by_the_descent_that_goes_on(bench):
    told = []
    bench.descent.method_changed.connect(lambda: told.append("method"))
    bench.descent.session_changed.connect(lambda: told.append("session"))
    bench.descent.step()
    told.clear()
    bench.panel.learning_rate.return_value = 0.25
    emit(bench.panel.rate_field.edited)
    assert bench.descent.session.leader.learning_rate == 0.25
    assert bench.descent.session.current.step == 1
    assert told == ["session", "method"]


def test_that_another_method_begins_anew(bench):
    told = []
    bench.descent.method_changed.connect(lambda: told.append("method"))
    bench.descent.step()
    emit(bench.panel.method_chosen, "adam")
    assert bench.descent.session.current.step == 0
    assert told == ["method"]


def test_that_a_picture_is_named_and_marked_as_its_cost_is(qtbot, bench):
    bench.scenes.remake()
    finished(qtbot, bench)
    scene = bench.scenes.scene
    bench.panel.set_picture_note.assert_called_with(scene.note)
    bench.curve.set_input_name.assert_called_with(scene.function.variables[0])
    w, cost, band = bench.curve.set_curve.call_args.args
    assert w is scene.curve.w
    assert cost is scene.curve.cost
    assert band is None
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.contour.set_input_names.assert_called_with("x", "y")
    bench.contour.set_equal_aspect.assert_called_with(True)
    bench.surface.view.set_axis_titles.assert_called_with("x", "y", "C")
    bench.toggle("stationary_points", shown=True)
    assert bench.contour.set_stationary.call_args.args == (bench.scenes.scene.stationary,)
    bench.toggle("stationary_points", shown=False)
    assert bench.contour.set_stationary.call_args.args == ((),)


def test_that_each_overlay_makes_only_what_depends_on_it(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    told = []
    bench.scenes.scene_changed.connect(lambda: told.append("scene"))
    scene = bench.scenes.scene
    for overlay in ("stationary_points", "inner_state"):
        bench.toggle(overlay, shown=True)
    assert told == ["scene", "scene"]
    assert bench.scenes.scene is scene
    bench.toggle("basins", shown=False)
    assert told == ["scene", "scene"]
    assert bench.contour.set_basins.call_args.args == (None,)
    assert bench.curve.set_bands.call_args.args == ([], [], [])


def test_that_basins_follow_another_method(qtbot, bench):
    bench.choose("himmelblau")
    bench.toggle("basins", shown=True)
    qtbot.waitUntil(lambda: bench.contour.set_basins.call_args.args != (None,))
    count = bench.contour.set_basins.call_count
    emit(bench.panel.method_chosen, "adam")
    qtbot.waitUntil(lambda: bench.contour.set_basins.call_count > count)


def test_that_a_new_picture_is_marked_at_once(qtbot, bench):
    bench.choose("himmelblau")
    assert bench.metrics.set_function.call_args.args == (bench.descent.function,)
    finished(qtbot, bench)
    bench.descent.step()
    bench.choose("parabola")
    finished(qtbot, bench)
    session = bench.descent.session
    w, cost, slope, update = bench.curve.set_point.call_args.args
    here = session.current
    assert (w, cost, slope) == (here.position[0], here.cost, here.gradient[0])
    assert update == session.next_step().update[0]
    assert bench.narration.set_diagnosis.call_args.args == (session.diagnosis(),)


def test_that_the_trail_on_a_curve_is_that_of_the_steps_so_far(qtbot, bench):
    bench.scenes.remake()
    finished(qtbot, bench)
    bench.descent.step()
    bench.descent.step()
    session = bench.descent.session
    places, costs = bench.curve.set_trail.call_args.args
    assert places.tolist() == session.points(session.leader)[:, 0].tolist()
    assert costs.tolist() == session.costs(session.leader).tolist()
    assert len(places) == 3
    assert bench.curve.set_limit.call_args.args == (session.limit, session.leader.learning_rate)


def test_that_at_the_end_of_a_descent_no_update_is_drawn(qtbot, bench):
    bench.panel.method.return_value = "newton"
    for name in ("parabola", "bowl"):
        bench.choose(name)
        finished(qtbot, bench)
        while not bench.descent.session.is_over:
            bench.descent.step()
    assert bench.curve.set_point.call_args.args[3] == 0
    assert bench.contour.set_point.call_args.args[2].tolist() == [0, 0]


def test_that_arrows_on_the_surface_go_along_the_gradient_by_its_share_of_the_domain(qtbot, bench):
    bench.choose("mccormick")
    finished(qtbot, bench)
    bench.descent.step()
    scene, here = bench.scenes.scene, bench.descent.session.current
    widths = np.ptp(scene.function.domain, axis=1)
    assert widths[0] != widths[1]
    share = 0.28 * arrow_share(np.linalg.norm(here.gradient), typical_gradient(scene.grid))
    arm = share * here.gradient / np.linalg.norm(here.gradient / widths)
    ends = scene.mesh.place_on_surface([here.position, here.position + arm, here.position - arm])
    up, down = bench.surface.view.set_arrows.call_args.args[0]
    np.testing.assert_allclose([up.start, up.end, down.end], ends, atol=1e-9)
    assert np.isfinite(ends).all()


def test_that_the_texts_of_a_run_come_only_as_fast_as_one_reads(reading_clock, bench):
    reading_clock.start.assert_called_once_with()
    bench.choose("rosenbrock")
    reading_clock.elapsed.return_value = 0
    bench.descent.toggle_running()
    (timer,) = bench.descent.findChildren(QTimer)
    for elapsed_ms, count in ((149, 0), (150, 1)):
        reading_clock.elapsed.return_value = elapsed_ms
        reading_clock.restart.reset_mock()
        bench.narration.reset_mock()
        bench.metrics.reset_mock()
        timer.timeout.emit()
        assert bench.narration.set_lines.call_count == count
        assert reading_clock.restart.call_count == count
        bench.metrics.set_step.assert_called_once_with(bench.descent.session.current)
    reading_clock.elapsed.return_value = 0
    bench.descent.toggle_running()  # at rest they are always right
    assert bench.narration.set_lines.call_count == 2


def test_that_of_a_long_descent_the_last_three_hundred_balls_are_shown(qtbot, bench):
    bench.use("himmelblau")
    bench.panel.learning_rate.return_value = 1e-5
    emit(bench.panel.function_chosen)
    finished(qtbot, bench)
    for _ in range(310):
        bench.descent.session.forward()
    bench.marks.refresh()
    markers = bench.surface.view.set_markers.call_args.args[0]
    assert len(markers) == 300
    points = bench.descent.session.points(bench.descent.session.leader)
    np.testing.assert_allclose(
        [marker.point for marker in markers],
        bench.scenes.scene.mesh.place_on_surface(points[-300:]),
    )


def test_that_inner_arrows_have_the_colours_of_curves_in_turn(qtbot, bench):
    bench.panel.method.return_value = "momentum"
    bench.choose("himmelblau")
    finished(qtbot, bench)
    bench.toggle("inner_state", shown=True)
    bench.descent.step()
    curves = current_theme().curves
    arrows = bench.contour.set_arrows.call_args.args[0]
    assert [colour for _, colour, _ in arrows] == list(curves[: len(arrows)])


def test_that_basins_wait_until_a_slider_has_rested(unsettled_bench):
    unsettled_bench.toggle("basins", shown=True)
    assert waiting_ms(unsettled_bench) == [150]


def test_that_basins_no_longer_wanted_do_not_come(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    qtbot.waitUntil(lambda: not is_busy(bench))
    bench.toggle("basins", shown=True)
    assert is_busy(bench)
    bench.toggle("basins", shown=False)
    assert not is_busy(bench)


def test_that_bands_reach_from_one_end_of_the_curve_to_the_other(qtbot, bench):
    bench.choose("two-valleys")
    bench.toggle("basins", shown=True)
    qtbot.waitUntil(lambda: len(bench.curve.set_bands.call_args.args[0]) > 0)
    edges, labels, minima = bench.curve.set_bands.call_args.args
    assert (edges[0], edges[-1]) == bench.descent.function.domain[0]
    assert np.all(np.diff(edges) > 0)
    assert len(set(labels)) > 1
    assert len(minima) == 2


def test_that_a_surface_is_handed_over_once_though_its_points_come_later(qtbot, bench):
    bench.choose("himmelblau")
    finished(qtbot, bench)
    qtbot.waitUntil(lambda: not is_busy(bench))
    bench.contour.set_grid.assert_called_once_with(bench.scenes.scene.grid)
    bench.surface.set_surface.assert_called_once_with(bench.scenes.scene.mesh)


def test_that_before_the_first_picture_its_points_can_be_wished_for(bench):
    bench.toggle("stationary_points", shown=True)
    bench.curve.set_stationary.assert_not_called()
    bench.contour.set_stationary.assert_not_called()


@pytest.mark.parametrize(
    ("domain", "are_equal"),
    [
        (((-1.0, 1.0), (-2.0, 2.0)), True),
        (((-2.0, 2.0), (-1.0, 1.0)), True),
        (((-1.0, 1.0), (-2.1, 2.1)), False),
        (((-2.1, 2.1), (-1.0, 1.0)), False),
    ],
)
def test_that_inputs_have_one_unit_unless_one_range_is_twice_the_other(
    qtbot, bench, domain, are_equal
):
    bench.panel.function.return_value = replace(LIBRARY["bowl"], domain=domain)
    bench.panel.start.return_value = (0.5, 0.5)
    emit(bench.panel.function_chosen)
    finished(qtbot, bench)
    bench.contour.set_equal_aspect.assert_called_once_with(are_equal)


def test_that_a_curve_too_coarse_has_a_band_of_what_is_between(qtbot, bench, monkeypatch):
    real = descent_scene_controller.make_scene

    def make_scene(function, *, log_height):
        for scene in real(function, log_height=log_height):
            yield replace(scene, curve=replace(scene.curve, is_too_coarse=True))

    monkeypatch.setattr(descent_scene_controller, "make_scene", make_scene)
    bench.scenes.remake()
    finished(qtbot, bench)
    curve = bench.scenes.scene.curve
    assert bench.curve.set_curve.call_args.args[2] == (curve.drawn_w, curve.drawn_cost)
