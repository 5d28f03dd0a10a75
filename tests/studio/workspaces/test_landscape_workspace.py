"""The workspace Landscape, as the window joins it."""

from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import make_loss_scene
from gdstudio.jobs.subject import Subject
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.state.drawing_model import Answer
from gdstudio.studio.state.shown import Walk
from tests.studio.small_runs import RECIPE, begin, move, parameters_at


@pytest.fixture
def window(make_window):
    return make_window(load=False)


@pytest.fixture
def room(window):
    """The workspace in sight, without a run; it makes no pictures by itself."""
    window.landscape.scenes.remake = MagicMock()
    window.show_workspace("landscape")
    assert window.workspace is window.landscape
    return window.landscape


def a_walk(place=None):
    return Walk(Subject("walk", "w", "w", RECIPE, DIGIT, 10, parameters_at(9), 3), place)


def test_that_path_gaps_and_a_logarithmic_height_are_shown_at_first(room):
    shown = [name for name in ("path", "gaps", "log_height") if room.panel.overlays.is_shown(name)]
    assert shown == ["path", "gaps", "log_height"]


def test_that_a_picture_is_made_where_one_is_missing_and_looked_at(window, room, monkeypatch):
    remake = room.scenes.remake
    remake.reset_mock()
    begin(window.runs)
    move(window.runs, 1)
    assert remake.called
    monkeypatch.setattr(LandscapeSceneController, "is_missing", property(lambda _self: False))
    remake.reset_mock()
    move(window.runs, 2)
    remake.assert_not_called()
    monkeypatch.setattr(LandscapeSceneController, "is_missing", property(lambda _self: True))
    window.show_workspace("learn")
    move(window.runs, 3)
    remake.assert_not_called()
    window.show_workspace("landscape")
    remake.assert_called_once_with()


@pytest.mark.parametrize("deed", ["run", "reset", "leave", "button"])
def test_that_a_walk_ends_with_what_is_done_elsewhere(window, room, deed):
    begin(window.runs)
    move(window.runs, 1)
    window.runner.toggle_running, window.runner.reset = MagicMock(), MagicMock()
    window.shown.show(a_walk())
    if deed == "run":
        room.toggle_running()
        window.runner.toggle_running.assert_called_once_with()
    elif deed == "reset":
        room.reset()
        window.runner.reset.assert_called_once_with()
    elif deed == "leave":
        window.show_workspace("learn")
    else:
        room.walk_bar.return_requested.emit()
    assert window.shown.is_run


def test_that_the_bar_and_the_ball_follow_a_walk_on_the_picture(window, room):
    begin(window.runs)
    move(window.runs, 1)
    room.walk_bar.set_walking, room.marks.set_walked_to = MagicMock(), MagicMock()
    for source, is_walking, place in (
        (a_walk(("scene", 0.5, -0.25)), True, (0.5, -0.25)),
        (a_walk(), False, None),  # on a slice
    ):
        window.shown.show(source)
        room.walk_bar.set_walking.assert_called_with(is_walking)
        room.marks.set_walked_to.assert_called_with(place)
    window.show_workspace("learn")
    window.shown.show(a_walk(("scene", 0.5, -0.25)))  # of another workspace
    room.walk_bar.set_walking.assert_called_with(False)
    room.marks.set_walked_to.assert_called_with(None)


def test_that_a_place_is_walked_to_on_each_picture_once_there_is_one(window, room, monkeypatch):
    begin(window.runs)
    move(window.runs, 1)
    view, walked = room.surface.view, []
    room.walk.walked.connect(lambda *figures: walked.append(figures[:2]))
    signals = view.surface_clicked, view.surface_dragged, room.contour.start_chosen
    signals[0].emit(0.5, 0.5)
    assert walked == []
    request = PlaneRequest(kind="random", size=5)
    scene = list(make_loss_scene(window.runs.loss_subject(50), request, log_height=False))[-1]
    monkeypatch.setattr(LandscapeSceneController, "scene", property(lambda _self: scene))
    room.scenes.scene_changed.emit()
    for k, signal in enumerate(signals):
        signal.emit(0.5, k / 4)
    assert walked == [(0.5, 0.0), (0.5, 0.25), (0.5, 0.5)]


def test_that_the_number_of_digits_is_that_of_the_training_digits(window, room):
    room.panel.set_example_count = MagicMock()
    begin(window.runs)
    room.panel.set_example_count.assert_called_once_with(100)


def test_that_the_answer_to_the_drawing_is_shown(window, room):
    bars = room.bars
    bars.clear, bars.set_as_shares, bars.set_activations = MagicMock(), MagicMock(), MagicMock()
    window.drawing.answer_changed.emit()
    bars.clear.assert_called_once_with()
    bars.set_activations.assert_not_called()
    answer = Answer(np.array([0.1, 0.9]), 1, True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(window.drawing), "answer", property(lambda _self: answer))
        window.drawing.answer_changed.emit()
    bars.set_as_shares.assert_called_once_with(True)
    bars.set_activations.assert_called_once_with(answer.activations, 1)
    bars.clear.assert_called_once()


def test_that_the_figures_are_those_of_the_run_while_somebody_looks(window, room):
    begin(window.runs)
    room.metrics.set_counts = MagicMock()
    move(window.runs, 4)
    assert room.metrics.set_counts.call_args.args[0] == 4
    window.show_workspace("learn")
    move(window.runs, 5)
    assert room.metrics.set_counts.call_args.args[0] == 4
    window.show_workspace("landscape")
    assert room.metrics.set_counts.call_args.args[0] == 5


def test_that_the_header_says_what_is_known_of_the_place_of_a_walk(window, room):
    begin(window.runs)
    move(window.runs, 4)
    metrics = room.metrics
    window.shown.show(a_walk(("scene", 0.5, -0.25)))
    assert {one.text for one in metrics.metrics()} == {"–"}
    room.walk.walked.emit(0.5, -0.25, 1.25, 0.125)
    assert (metrics.step.text, metrics.cost.text) == ("–", "1.2500")
    assert (metrics.train_accuracy.text, metrics.test_accuracy.text) == ("12.50 %", "–")
    window.shown.end_walk()
    assert metrics.step.text == "4"


def test_that_marks_are_drawn_anew_in_another_theme(room):
    room.marks.refresh = MagicMock()
    room.look_changed()
    room.marks.refresh.assert_called_once_with()
