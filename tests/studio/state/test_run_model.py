"""What the window knows of its runs."""

import dataclasses
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QObject

from gdstudio.files.manifest import Caption
from gdstudio.files.run_file import RunFile
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.state.run_model import MOST_REMOVED, RunModel
from tests.studio.small_runs import DATA, RECIPE, begin, left_state, move, parameters_at


class Heard:
    """The signals of a model, by name, in the order they came."""

    def __init__(self, runs):
        self.names = []
        for name in (
            "data_changed",
            "run_changed",
            "earlier_changed",
            "progressed",
            "costs_changed",
            "moved",
            "running_changed",
        ):
            getattr(runs, name).connect(lambda *_, name=name: self.names.append(name))

    def since(self):
        names, self.names = self.names, []
        return names


def a_file(state):
    return RunFile(state, None, "small", datetime.now(UTC))


@pytest.fixture
def runs(qapp):
    return RunModel()


@pytest.fixture
def heard(runs):
    return Heard(runs)


def test_that_a_new_run_is_told_once_before_its_first_message(runs, heard):
    begin(runs)
    assert heard.since() == ["data_changed", "run_changed"]
    assert runs.run.progress is None
    assert runs.count == 1
    move(runs, 0)
    assert heard.since() == ["progressed", "costs_changed", "moved"]


def test_that_costs_and_network_take_turns_only_where_that_is_asked_for(runs, heard):
    begin(runs)
    heard.since()
    for step in range(1, 5):
        move(runs, step, in_turns=True)
    told = [name for name in heard.since() if name != "progressed"]
    assert told in (["costs_changed", "moved"] * 2, ["moved", "costs_changed"] * 2)
    move(runs, 5)
    assert heard.since() == ["progressed", "costs_changed", "moved"]


def test_that_running_is_told_when_it_changes(runs, heard):
    begin(runs)
    heard.since()
    for running in (True, True, False, False):
        runs.set_running(running)
    assert heard.since() == ["running_changed"] * 2
    runs.set_running(True)
    runs.end(None)
    assert not runs.is_running


def test_that_only_a_run_that_has_learned_is_kept(runs, heard):
    begin(runs)
    move(runs, 0)
    heard.since()
    begin(runs, number=2)
    assert runs.earlier == []
    move(runs, 3)
    run = runs.run
    heard.since()
    runs.end(left_state(3))
    assert runs.earlier == [run]
    assert run.state.step == 3
    assert heard.since() == ["earlier_changed"]


def test_that_the_latest_run_of_these_digits_can_go_on(runs):
    for number in (1, 2, 3):
        begin(runs, number, RECIPE.changed(data="small" if number < 3 else "other"))
        move(runs, number)
        runs.end(left_state(number) if number != 2 else None)  # the second has diverged
    assert [run.number for run in runs.earlier] == [1, 2, 3]
    assert runs.resumable.number == 1


def test_that_divergence_is_noted_and_shown(runs, heard):
    begin(runs)
    move(runs, 2, costs=2)
    heard.since()
    runs.mark_diverged(2)
    assert heard.since() == ["costs_changed"]
    assert runs.run.history.diverged_at == 2


def test_that_earlier_runs_are_forgotten_hidden_and_taken_back(runs, heard):
    for number in (1, 2):
        begin(runs, number)
        move(runs, number)
        runs.end(left_state(number))
    first, second = runs.earlier
    runs.set_visible(2, False)
    assert (first.is_visible, second.is_visible) == (True, False)
    heard.since()
    runs.take_back(second)
    assert runs.earlier == [first]
    runs.take_out(runs.earlier)
    assert runs.earlier == []
    assert heard.since() == ["earlier_changed"] * 2


def test_that_runs_of_a_former_sitting_come_before_those_of_this_one(runs, heard):
    begin(runs)
    move(runs, 1)
    runs.end(left_state(1))
    heard.since()
    runs.take_up([(a_file(left_state(5)), None), (a_file(left_state(7)), None)])
    assert [run.step for run in runs.earlier] == [5, 7, 1]
    assert [run.number for run in runs.earlier] == [2, 3, 1]
    assert all(run.run_id < 0 for run in runs.earlier[:2])  # never that of a thread
    assert heard.since() == ["earlier_changed"]
    assert [title for _, title in runs.earlier_titles()] == [run.title for run in runs.earlier]


def test_that_a_picture_of_the_surface_is_made_of_the_run_as_it_is(runs):
    assert runs.loss_subject(10) is None
    begin(runs)
    assert runs.loss_subject(10) is None
    move(runs, 0)
    subject = runs.loss_subject(10)
    assert np.array_equal(subject.parameters, parameters_at(0))
    assert len(subject.digits) == 10
    assert len(subject.path) == 1  # where it is stands in the path once
    move(runs, 1)
    path = runs.loss_subject(10).path
    assert np.array_equal(path[-1], parameters_at(1))
    assert not path.flags.writeable


def test_that_the_others_of_a_picture_are_the_latest_runs_of_the_same_network(runs):
    for number in (1, 2):
        begin(runs, number)
        move(runs, number)
    begin(runs, 3, RECIPE.changed(hidden=(5,)))
    move(runs, 3)
    begin(runs, 4)
    move(runs, 0)
    latest, first = runs.loss_subject(10).others
    assert np.array_equal(latest, parameters_at(2))
    assert np.array_equal(first, parameters_at(1))


def test_that_an_earlier_run_is_found_if_its_network_is_the_same(runs):
    begin(runs)
    move(runs, 2)
    begin(runs, 2)
    move(runs, 0)
    found = runs.earlier_like(1)
    assert found.name == "run 1"
    assert np.array_equal(found.parameters, parameters_at(2))
    assert runs.earlier_like(2) is None  # the present one
    move(runs, 1)
    runs.end(None)
    begin(runs, 3, RECIPE.changed(activation="tanh"))  # as many parameters, of another meaning
    move(runs, 0)
    assert runs.earlier_like(1) is None
    assert runs.loss_subject(10).others == ()


def test_that_paths_of_earlier_runs_of_the_same_size_are_told(runs):
    begin(runs)
    for step in range(3):
        move(runs, step)
    begin(runs, 2)
    ((title, path),) = runs.earlier_paths(RECIPE.parameter_count())
    assert title.startswith("run 1: ")
    assert path.n_parameters == RECIPE.parameter_count()
    assert runs.earlier_paths(3) == []


def test_that_networks_are_told_with_their_names(runs):
    begin(runs)
    assert runs.subject() is None
    move(runs, 4)
    subject = runs.subject()
    assert (subject.key, subject.name, subject.step) == ("run 1", "run 1", 4)
    assert subject.title == "run 1: 784-4-10"
    begin(runs, 2)
    move(runs, 1)
    begin(runs, 3)
    assert [one.name for one in runs.earlier_subjects()] == ["run 2", "run 1"]
    assert runs.earlier_subjects()[1].title == runs.earlier[0].title


def test_that_at_first_there_is_nothing(runs, qapp):
    assert (runs.data, runs.run, runs.progress, runs.resumable) == (None, None, None, None)
    assert (runs.earlier, runs.count, runs.step, runs.is_running) == ([], 0, 0, False)
    parent = QObject()
    assert RunModel(parent).parent() is parent


def test_that_the_first_message_in_turns_shows_the_costs(runs, heard):
    begin(runs)
    heard.since()
    move(runs, 1, in_turns=True)
    assert heard.since() == ["progressed", "costs_changed"]
    assert runs.progress is runs.run.progress
    assert runs.step == 1
    move(runs, 2, in_turns=True)
    assert heard.since() == ["progressed", "moved"]


def test_that_the_number_of_runs_is_that_of_the_latest(runs):
    begin(runs, number=7)
    assert runs.count == 7
    begin(runs, number=3)
    assert runs.count == 7


def test_that_a_second_run_waits_for_the_end_of_the_first(runs):
    begin(runs)
    with pytest.raises(AssertionError):
        runs.begin(runs.run)
    runs.end(None)
    with pytest.raises(AssertionError):
        runs.take_in(None, in_turns=False)


def test_that_the_end_of_a_run_ends_running_and_without_a_run_nothing_else(runs, heard):
    runs.end(None)
    assert heard.since() == []
    begin(runs)
    move(runs, 1)
    runs.set_running(True)
    heard.since()
    runs.end(None)
    assert heard.since() == ["running_changed", "earlier_changed"]
    assert runs.run is None
    runs.mark_diverged(3)
    assert heard.since() == []


def test_that_data_bring_their_names_of_classes(runs):
    named = dataclasses.replace(DATA.train, class_names=tuple("abcdefghij"))
    runs.set_data(dataclasses.replace(DATA, train=named))
    assert class_name(1) == "b"
    runs.set_data(DATA)
    assert class_name(1) == "1"
    assert runs.data is DATA


def test_that_a_run_of_a_former_sitting_is_taken_up_whole(runs, tmp_path):
    state, file = left_state(5), tmp_path / "run.npz"
    runs.take_up([(a_file(state), file)])
    (run,) = runs.earlier
    assert (run.run_id, run.number, runs.count) == (-1, 1, 1)
    assert run.state is state
    assert (run.file, run.kept_step, run.rate) == (file, 5, state.learning_rate)
    assert run.recipe == state.recipe
    assert run.progress is None
    assert len(run.path) == 0


def test_that_paths_are_told_oldest_first_and_none_that_is_empty(runs):
    for number in (1, 2):
        begin(runs, number)
        move(runs, number)
    runs.end(None)
    runs.take_up([(a_file(left_state(5)), None)])  # nobody kept where it had been
    titles = [title for title, _ in runs.earlier_paths(RECIPE.parameter_count())]
    assert titles == [run.title for run in runs.earlier[1:]]
    assert runs.earlier_titles() == [(run.run_id, run.title) for run in runs.earlier]


def test_that_a_subject_is_all_that_a_network_is(runs):
    begin(runs)
    move(runs, 4)
    subject = runs.subject()
    assert subject.recipe is RECIPE
    assert (subject.in_shape, subject.n_classes) == (PictureShape(1, 28, 28), 10)
    assert subject.parameters is runs.run.parameters


def names(runs):
    return [run.name for run in runs.all]


def three_runs(runs):
    for number in (1, 2, 3):
        begin(runs, number)
        move(runs, 5)


def test_that_no_two_runs_have_one_name(runs, heard):
    three_runs(runs)
    heard.since()
    runs.rename(1, "  wide  net ")
    runs.rename(2, "wide net")
    assert names(runs) == ["wide net", "wide net (2)", "run 3"]
    assert heard.since() == ["earlier_changed"] * 2
    runs.rename(1, "")
    assert names(runs) == ["run 1", "wide net (2)", "run 3"]
    runs.rename(1, "run 4")
    runs.rename(99, "nobody")
    begin(runs, 4)
    assert names(runs) == ["run 4", "wide net (2)", "run 3", "run 4 (2)"]
    assert runs.earlier[0].title.startswith("run 4: ")


def test_that_a_run_that_was_taken_out_is_put_back_in_its_place(runs, heard):
    three_runs(runs)
    begin(runs, 4)
    heard.since()
    runs.take_out([runs.find(2)])
    assert names(runs) == ["run 1", "run 3", "run 4"]
    runs.take_out(runs.earlier)
    assert names(runs) == ["run 4"]
    runs.rename(4, "run 1")
    assert names(runs) == ["run 1 (2)"]  # the one taken out may come back
    while runs.removed:
        runs.put_back(runs.removed[-1][1])
    assert names(runs) == ["run 1", "run 2", "run 3", "run 1 (2)"]
    assert heard.since() == ["earlier_changed"] * 6


def test_that_a_run_left_before_its_first_message_is_as_it_was_begun(runs):
    begin(runs)
    run = runs.run
    run.begun = left_state(7)
    state = run.begun
    runs.end(None)
    assert (run.state, run.begun, runs.earlier) == (state, None, [run])
    begin(runs, 2)
    move(runs, 1)
    broken = runs.run
    runs.end(None)  # it has broken off
    assert broken.state is None


def test_that_the_runs_taken_out_last_can_come_back_however_many(runs):
    for number in range(1, MOST_REMOVED + 5):
        begin(runs, number)
        move(runs, 1)
    begin(runs, 99)
    there = runs.earlier.copy()
    runs.take_out(there)
    assert [run for _, run in reversed(runs.removed)] == there
    runs.put_back(there[1])
    runs.put_back(there[0])
    assert runs.earlier == there[:2]
    runs.take_out([there[0]])
    assert len(runs.removed) == MOST_REMOVED
    assert runs.holds(there[0])
    assert runs.holds(there[1])
    assert runs.holds(runs.run)
    assert not runs.holds(there[-1])


def test_that_a_note_is_kept_with_its_run(runs):
    begin(runs)
    runs.set_note(1, "x" * 5000)
    assert runs.run.caption.note == "x" * 2000


def test_that_runs_of_a_former_sitting_bring_their_names(runs):
    begin(runs)
    runs.rename(1, "best")
    kept = dataclasses.replace(a_file(left_state(7)), caption=Caption("best", "a note"))
    runs.take_up([(kept, None)])
    assert names(runs) == ["best (2)", "best"]
    assert runs.earlier[0].caption.note == "a note"
