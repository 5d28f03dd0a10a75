"""The workspace Descent, as the window joins it."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QTimer

from gdstudio.descent.library import LIBRARY
from gdstudio.errors import InvalidValue


@pytest.fixture
def window(make_window):
    return make_window(load=False)


@pytest.fixture
def room(window):
    window.show_workspace("descent")
    assert window.workspace is window.descent
    return window.descent


def use_two_inputs(room):
    room.panel.set_function(LIBRARY["himmelblau"])
    room.panel.function_chosen.emit(LIBRARY["himmelblau"])
    assert room.descent.function.name == "himmelblau"


def test_that_its_actions_are_there_only_in_sight(window, room):
    actions = window.shared.actions
    own = actions.descent_step, actions.descent_back
    assert all(action.isVisible() and action.isEnabled() for action in own)
    assert actions.run.isEnabled()
    assert actions.reset.isEnabled()
    room.toggle_running()
    assert room.is_running
    window.show_workspace("learn")
    assert not room.is_running
    assert not any(action.isVisible() or action.isEnabled() for action in own)
    window.show_workspace("experiments")
    window.show_workspace("learn")
    assert not room.is_running  # it does not begin by itself


def test_that_the_first_picture_is_made_once_it_is_looked_at(window):
    room = window.descent
    room.scenes.remake = MagicMock()
    for name in ("descent", "learn", "descent"):
        window.show_workspace(name)
    room.scenes.remake.assert_called_once_with()


def test_that_step_back_and_reset_act_on_the_descent(window, room):
    actions, session = window.shared.actions, lambda: room.descent.session
    actions.descent_step.trigger()
    actions.descent_step.trigger()
    assert session().n_steps == 2
    actions.descent_back.trigger()
    assert session().current.step == 1
    actions.reset.trigger()
    assert session().n_steps == 0


def test_that_a_start_is_chosen_on_each_picture(room):
    room.curve.start_chosen.emit(0.5)
    assert room.descent.session.start == (0.5,)
    use_two_inputs(room)
    view = room.surface.view
    for k, signal in enumerate(
        (room.contour.start_chosen, view.surface_clicked, view.surface_dragged)
    ):
        signal.emit(1.0, k / 2)
        assert room.descent.session.start == (1.0, k / 2)


def test_that_the_race_and_the_speed_are_those_chosen(room):
    (timer,) = room.descent.findChildren(QTimer)
    use_two_inputs(room)
    room.race_switch.setChecked(True)
    assert room.descent.is_racing
    room.race_switch.setChecked(False)
    assert not room.descent.is_racing
    assert room.run_bar.speed == 5
    room.toggle_running()
    assert timer.interval() == 200
    room.run_bar.speed_chosen.emit(2.0)
    assert timer.interval() == 500
    room.toggle_running()
    assert not room.is_running


def test_that_page_and_figures_follow_the_number_of_inputs(room):
    room.page.set_dimension, room.metrics.set_function = MagicMock(), MagicMock()
    use_two_inputs(room)
    room.page.set_dimension.assert_called_with(2)
    room.metrics.set_function.assert_called_with(LIBRARY["himmelblau"])


def test_that_what_is_typed_and_not_accepted_is_said_and_begins_nothing(window, room):
    said, field = [], MagicMock()
    window.shared.messages.said.connect(said.append)
    reason = InvalidValue("learning rate", 0, "more than 0")
    room.panel.first_refused = lambda: (field, reason)
    window.shared.actions.descent_step.trigger()
    room.toggle_running()
    assert said == [f"Not started: {reason}"] * 2
    assert field.setFocus.call_count == 2
    assert not room.is_running
    assert room.descent.session.n_steps == 0
    room.panel.first_refused = lambda: None
    room.toggle_running()
    assert room.is_running
    room.panel.first_refused = lambda: (field, reason)
    room.toggle_running()  # what runs can always rest
    assert not room.is_running
    assert len(said) == 2


def test_that_refused_racers_hold_up_only_a_race(window, room, monkeypatch):
    from gdstudio.studio.workspaces import descent

    said, field = [], MagicMock()
    window.shared.messages.said.connect(said.append)
    monkeypatch.setattr(descent, "first_refused", lambda _race: (field, "a racer"))
    use_two_inputs(room)
    window.shared.actions.descent_step.trigger()
    assert room.descent.session.n_steps == 1
    room.race_switch.setChecked(True)
    window.shared.actions.descent_step.trigger()
    assert room.descent.session.n_steps == 0
    assert said == ["Not started: a racer"]
    field.setFocus.assert_called_once()


def test_that_marks_are_drawn_anew_in_another_theme(room):
    room.marks.refresh = MagicMock()
    room.look_changed()
    room.marks.refresh.assert_called_once_with()
