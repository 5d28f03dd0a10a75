"""Which network the window shows."""

import dataclasses

import numpy as np
import pytest

from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Moment
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, RunAsItGoes, Shown, Walk
from tests.studio.small_runs import RECIPE, begin, move, parameters_at

ELSEWHERE = parameters_at(77)


@pytest.fixture
def runs(qapp):
    return RunModel()


@pytest.fixture
def shown(runs):
    shown = Shown(runs)
    shown.heard = []
    shown.changed.connect(lambda: shown.heard.append("changed"))
    shown.source_changed.connect(lambda: shown.heard.append("source_changed"))
    return shown


def since(shown):
    heard, shown.heard = shown.heard, []
    return heard


def a_walk(parameters=ELSEWHERE, recipe=RECIPE):
    return Walk(Subject("walk", "a walk", "a walk", recipe, DIGIT, 10, parameters, 3))


def test_that_there_is_no_network_before_the_first_message(runs, shown):
    assert (shown.source, shown.subject, shown.network) == (None, None, None)
    begin(runs)
    assert since(shown) == ["changed"]
    assert shown.network is None
    assert shown.is_run


def test_that_the_run_is_shown_as_it_goes(runs, shown):
    begin(runs)
    for step in (0, 5):
        since(shown)
        move(runs, step)
        assert since(shown) == ["changed"]
        assert isinstance(shown.source, RunAsItGoes)
        assert (shown.subject.name, shown.subject.step) == ("run 1", step)
        assert np.array_equal(shown.network.parameters, parameters_at(step))


def test_that_another_network_stays_while_the_run_goes_on_unseen(runs, shown):
    begin(runs)
    move(runs, 0)
    since(shown)
    walk = a_walk()
    shown.show(walk)
    assert since(shown) == ["source_changed", "changed"]
    move(runs, 1)
    assert since(shown) == []
    assert not shown.is_run
    assert shown.source is walk
    assert np.array_equal(shown.network.parameters, ELSEWHERE)


def test_that_leaving_shows_the_run_exactly_as_it_is_by_then(runs, shown):
    begin(runs)
    move(runs, 0)
    shown.show(a_walk())
    move(runs, 9)
    since(shown)
    shown.leave()
    assert since(shown) == ["source_changed", "changed"]
    assert shown.is_run
    assert shown.subject.step == 9
    assert np.array_equal(shown.network.parameters, parameters_at(9))
    shown.leave()  # there is nothing to leave
    assert since(shown) == []


def test_that_a_new_run_ends_whatever_else_was_shown(runs, shown):
    begin(runs)
    move(runs, 0)
    shown.show(a_walk())
    since(shown)
    begin(runs, 2)
    assert since(shown) == ["source_changed", "changed"]
    assert shown.is_run
    assert shown.network is None
    move(runs, 0)
    assert shown.subject.name == "run 2"


def test_that_what_is_shown_is_frozen(runs, shown):
    begin(runs)
    move(runs, 0)
    subject = shown.subject
    assert not subject.parameters.flags.writeable
    move(runs, 1)
    assert subject.step == 0
    assert np.array_equal(subject.parameters, parameters_at(0))
    with pytest.raises(AttributeError):
        shown.source.subject = subject


def test_that_the_network_is_another_object_whenever_it_has_changed_and_only_then(runs, shown):
    begin(runs)
    move(runs, 0)
    first = shown.network
    assert shown.network is first
    move(runs, 1)
    assert shown.network is not first
    assert np.array_equal(first.parameters, parameters_at(0))


def test_that_a_network_of_other_layers_can_be_shown(runs, shown):
    begin(runs)
    move(runs, 0)
    other = RECIPE.changed(hidden=(3, 2))
    shown.show(a_walk(parameters_at(1, other.parameter_count()), other))
    assert [layer.n_out for layer in shown.network.layers][-1] == 10
    assert len(shown.network.parameters) == other.parameter_count()
    shown.leave()
    assert len(shown.network.parameters) == RECIPE.parameter_count()


def test_that_the_layers_of_a_network_are_kept_while_it_is_of_the_same_kind(runs, shown):
    begin(runs)
    move(runs, 0)
    first = shown.network
    shown.show(a_walk())
    assert type(shown.network) is type(first)
    assert not shown.is_run
    shown.show(a_walk(parameters_at(2)))
    assert np.array_equal(shown.network.parameters, parameters_at(2))


def test_that_a_walk_lies_on_no_surface_unless_it_says_so(shown):
    assert a_walk().place is None
    assert shown.is_run
    shown.show(a_walk())
    assert since(shown) == ["source_changed", "changed"]


def test_that_leaving_before_the_first_message_shows_nothing(runs, shown):
    begin(runs)
    shown.show(a_walk())
    since(shown)
    shown.leave()
    assert (shown.source, shown.subject, shown.network) == (None, None, None)
    assert since(shown) == ["source_changed", "changed"]


def test_that_what_is_shown_belongs_to_its_parent(runs):
    assert Shown(runs, runs).parent() is runs


def a_moment(runs, step):
    subject = dataclasses.replace(runs.subject(), parameters=parameters_at(step), step=step)
    return Past(subject, Moment(step, parameters_at(step)))


def test_that_a_walk_from_a_moment_of_the_past_ends_there(runs, shown):
    begin(runs)
    move(runs, 9)
    past = a_moment(runs, 4)
    shown.show(past)
    shown.show(a_walk())
    shown.show(a_walk(parameters_at(78)))
    since(shown)
    shown.end_walk()
    assert since(shown) == ["source_changed", "changed"]
    assert shown.source is past
    shown.end_walk()  # there is none
    assert since(shown) == []
    shown.leave()
    assert shown.is_run


def test_that_a_walk_from_the_run_ends_at_the_run(runs, shown):
    begin(runs)
    move(runs, 9)
    shown.show(a_moment(runs, 4))
    shown.leave()
    shown.show(a_walk())
    shown.end_walk()
    assert shown.is_run


def test_that_a_walk_is_forgotten_with_its_run(runs, shown):
    begin(runs)
    move(runs, 9)
    shown.show(a_moment(runs, 4))
    shown.show(a_walk())
    begin(runs, 2)
    move(runs, 0)
    shown.show(a_walk())
    shown.end_walk()
    assert shown.is_run
