"""What runs and what is shown of it, the views replaced by mocks, the thread real."""

from dataclasses import replace
from threading import Event
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from gdstudio.experiments.experiment import Update
from gdstudio.studio.controllers.experiment_times import ExperimentTimes
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.state.experiment_sitting import Outcome
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.charts.chart_board import ChartBoard
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel
from gdstudio.studio.views.experiments.experiments_page import ExperimentsPage
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.paper_view import PaperView
from gdstudio.studio.views.experiments.run_note import RunNote
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit, is_busy
from tests.studio.small_experiment import COUNT, CountSettings, few_digits, squares


class Wishes(QObject):
    """The signals of a panel."""

    experiment_chosen = Signal(int)
    settings_edited = Signal(object)
    outcome_chosen = Signal(int)


class Bench:
    """A controller between mocks of its views."""

    def __init__(self, experiment=COUNT) -> None:
        self.wishes = Wishes()
        self.panel = MagicMock(spec=ExperimentPanel)
        self.panel.form, self.panel.workers = MagicMock(), MagicMock()
        self.panel.workers.value.return_value = 1
        self.panel.experiment_chosen = self.wishes.experiment_chosen
        self.panel.form.edited = self.wishes.settings_edited
        self.panel.outcome_chosen = self.wishes.outcome_chosen
        self.board = MagicMock(spec=ChartBoard)
        self.findings = MagicMock(spec=FindingsView)
        self.paper = MagicMock(spec=PaperView)
        self.workspace = MagicMock(spec=ExperimentsPage)
        self.run_note = MagicMock(spec=RunNote)
        self.messages = Messages()
        self.times = MagicMock(spec=ExperimentTimes)
        self.times.words.return_value = ""
        self.controller = ExperimentsController(
            {"count": experiment, "other": replace(COUNT, name="other", title="Other")},
            (self.panel, self.board, self.findings, self.paper),
            self.workspace,
            self.run_note,
            self.messages,
            self.times,
        )

    def set(self, up_to: int) -> None:
        self.panel.form.settings.return_value = CountSettings(up_to=up_to)

    def shown(self):
        return self.board.set_charts.call_args


@pytest.fixture
def bench(qtbot):
    bench = Bench()
    bench.set(3)
    yield bench
    shut_down(bench.controller)


def run(qtbot, bench):
    with qtbot.waitSignal(
        bench.controller.running_changed, check_params_cb=lambda running: not running
    ):
        bench.controller.run(few_digits())


def test_that_a_run_ends_with_its_charts_and_findings(qtbot, bench):
    run(qtbot, bench)
    outcome = bench.controller.outcome
    assert outcome.saved.settings == CountSettings(up_to=3)
    assert bench.shown().args[0] == outcome.saved.result.charts
    assert not bench.shown().kwargs["is_live"]
    bench.findings.set_findings.assert_called_with(outcome.saved.result.findings)
    bench.workspace.show_page.assert_called_with("findings")
    assert set(outcome.pieces) == {"number-0", "number-1", "number-2"}
    assert not bench.controller.is_running


def test_that_charts_are_shown_live(qtbot, bench):
    run(qtbot, bench)
    live = [call for call in bench.board.set_charts.call_args_list if call.kwargs["is_live"]]
    assert [len(call.args[0][0].series[0].x) for call in live if call.args[0]] == [1, 2, 3]
    notes = [call.args[1] for call in bench.run_note.set_progress.call_args_list]
    assert "2 counted" in notes


def test_that_cancel_answers_at_once_and_what_is_finished_is_kept(qtbot):
    def count_on(settings, data, workshop):
        yield from COUNT.run(settings, data, workshop)
        while True:
            yield Update(1.0, "on and on")

    bench = Bench(replace(COUNT, run=count_on))
    bench.set(3)
    bench.controller.run(few_digits())
    qtbot.waitUntil(lambda: len((bench.shown().args[0] or (squares(0),))[0].series[0].x) == 3)
    bench.controller.cancel()
    assert not bench.controller.is_running
    assert bench.controller.outcome is None
    shut_down(bench.controller)
    assert bench.controller.pieces.get("number-2") is not None
    assert len(bench.shown().args[0][0].series[0].x) == 3  # what was seen stays


def told(bench):
    """Return the note in the header, and whether it is one of something that runs."""
    done, note = bench.run_note.set_progress.call_args.args
    return note, done is not None


def test_that_what_came_of_one_experiment_is_not_said_of_another(qtbot, bench):
    run(qtbot, bench)
    assert told(bench)[0].startswith("Done in ")
    bench.wishes.experiment_chosen.emit(1)
    assert told(bench) == ("", False)
    bench.wishes.experiment_chosen.emit(0)
    assert told(bench)[0].startswith("Done in ")
    bench.wishes.outcome_chosen.emit(-1)
    assert told(bench) == ("", False)
    bench.wishes.outcome_chosen.emit(0)
    bench.controller.reset()
    assert told(bench) == ("", False)


def test_that_a_run_under_way_is_named_while_another_experiment_is_looked_at(qtbot):
    def count_on(settings, data, workshop):
        while True:
            yield Update(0.5, "on and on")

    bench = Bench(replace(COUNT, run=count_on))
    bench.set(3)
    bench.controller.run(few_digits())
    qtbot.waitUntil(lambda: told(bench) == ("on and on", True))
    bench.wishes.experiment_chosen.emit(1)
    qtbot.waitUntil(lambda: told(bench) == ("Counting: on and on", True))
    hint = bench.board.set_hint.call_args.args[0]
    assert hint.endswith("“Counting” is running: Space cancels it.")
    bench.controller.cancel()
    assert told(bench) == ("", False)  # the other one was not cancelled
    assert bench.board.set_hint.call_args.args[0].endswith("Press Space to run it.")
    bench.wishes.experiment_chosen.emit(0)
    assert told(bench)[0].startswith("Cancelled")
    shut_down(bench.controller)


def test_that_a_message_stays_with_its_experiment(qtbot, bench):
    bench.set(21)
    run(qtbot, bench)
    message = bench.panel.set_message.call_args.args[0]
    assert message.startswith("up to: 21")
    bench.wishes.experiment_chosen.emit(1)
    assert bench.panel.set_message.call_args.args == ("",)
    bench.wishes.experiment_chosen.emit(0)
    assert bench.panel.set_message.call_args.args == (message,)
    bench.wishes.settings_edited.emit(None)
    assert bench.panel.set_message.call_args.args == ("",)


def test_that_settings_that_are_not_accepted_start_nothing(bench):
    bench.panel.form.settings.return_value = None
    bench.controller.run(few_digits())
    assert not bench.controller.is_running
    assert "not accepted" in bench.panel.set_message.call_args.args[0]


def test_that_nothing_starts_without_digits(bench):
    bench.controller.run(None)
    assert not bench.controller.is_running
    assert "not there yet" in bench.panel.set_message.call_args.args[0]


def test_that_an_error_of_the_experiment_is_one_line_in_the_panel(qtbot, bench):
    bench.set(21)
    run(qtbot, bench)
    message = bench.panel.set_message.call_args.args[0]
    assert message.startswith("up to: 21")
    assert "\n" not in message


def test_that_an_earlier_result_can_be_looked_at_again(qtbot, bench):
    run(qtbot, bench)
    first = bench.controller.outcome
    bench.set(5)
    run(qtbot, bench)
    assert bench.controller.outcome is not first
    bench.wishes.outcome_chosen.emit(0)
    assert bench.controller.outcome is first
    assert bench.shown().args[0] == first.saved.result.charts
    bench.panel.form.set_settings.assert_called_with(CountSettings(up_to=3))


def test_that_a_result_that_was_opened_is_shown_with_its_settings(qtbot, bench):
    run(qtbot, bench)
    opened = Outcome(bench.controller.outcome.saved)
    bench.controller.add_outcome(opened)
    assert bench.controller.outcome is opened
    names = bench.panel.set_outcomes.call_args.args[0]
    assert len(names) == 2
    assert bench.panel.set_experiment.call_args.args[2] == opened.saved.settings


def test_that_reset_goes_back_to_the_default_settings(qtbot, bench):
    bench.wishes.settings_edited.emit(CountSettings(up_to=9))
    run(qtbot, bench)
    said = []
    bench.messages.said.connect(said.append)
    bench.controller.reset()
    assert bench.panel.set_experiment.call_args.args[2] == CountSettings()
    assert bench.controller.outcome is None
    assert bench.shown().args[0] == ()
    assert said == ["The usual settings again. Every result stays in the list of results."]
    bench.controller.reset()  # they are the usual ones already
    assert len(said) == 1


def test_that_the_window_begins_with_what_is_done_soonest(qtbot):
    quick, long = CountSettings(up_to=2), CountSettings(up_to=99)
    bench = Bench(replace(COUNT, presets={"default": long, "large": long, "quick": quick}))
    experiment, settings = bench.panel.set_experiment.call_args.args[1:]
    assert settings == quick
    assert list(experiment.soonest_first) == ["quick", "default", "large"]
    assert experiment.default == long  # the command line's
    bench.controller.reset()
    assert bench.panel.set_experiment.call_args.args[2] == quick


def names_of(bench):
    return bench.panel.set_outcomes.call_args


def test_that_an_experiment_is_shown_with_its_settings_paper_and_list(bench):
    bench.wishes.experiment_chosen.emit(1)
    index, experiment, settings = bench.panel.set_experiment.call_args.args
    assert (index, experiment.name, settings) == (1, "other", experiment.default)
    assert bench.controller.selected is experiment
    bench.paper.set_experiment.assert_called_with(experiment)
    bench.panel.set_message.assert_called_with("")
    assert bench.shown().args == ((),)
    assert bench.shown().kwargs == {"is_live": False}
    bench.findings.set_findings.assert_called_with(())
    bench.workspace.show_page.assert_called_with("paper")
    assert names_of(bench).args == ([], -1)
    bench.wishes.experiment_chosen.emit(-1)  # nothing is chosen while the list is filled
    assert bench.controller.selected is experiment


def test_that_the_run_under_way_is_marked_in_both_lists(qtbot, bench):
    run(qtbot, bench)
    running = [call.args[0] for call in bench.panel.set_running.call_args_list]
    assert 0 in running
    assert running[-1] is None
    assert names_of(bench).kwargs == {"is_running": False}
    (name,), shown = names_of(bench).args
    assert shown == 0
    assert name.endswith(f"· seed {CountSettings().seed}")


def test_that_what_is_chosen_in_the_form_is_kept_with_its_experiment(bench):
    chosen = CountSettings(up_to=7)
    bench.wishes.settings_edited.emit(chosen)
    bench.panel.set_message.assert_called_with("")
    bench.wishes.experiment_chosen.emit(1)
    bench.wishes.experiment_chosen.emit(0)
    assert bench.panel.set_experiment.call_args.args[2] == chosen
    bench.wishes.settings_edited.emit(None)  # what is typed is not accepted
    bench.wishes.experiment_chosen.emit(0)
    assert bench.panel.set_experiment.call_args.args[2] == chosen


def test_that_an_earlier_outcome_brings_its_settings_back(qtbot, bench):
    told = []
    bench.controller.outcome_shown.connect(told.append)
    run(qtbot, bench)
    bench.set(5)
    run(qtbot, bench)
    first, second = bench.controller.outcomes()
    assert [one.saved.settings.up_to for one in (first, second)] == [3, 5]
    bench.wishes.outcome_chosen.emit(0)
    assert bench.controller.outcome is first
    assert told[-1] is first
    bench.panel.form.set_settings.assert_called_with(first.saved.settings)
    assert bench.shown().args[0] == first.saved.result.charts
    assert names_of(bench).args[1] == 0
    bench.panel.form.set_settings.reset_mock()
    bench.wishes.outcome_chosen.emit(-1)
    assert bench.controller.outcome is None
    bench.panel.form.set_settings.assert_not_called()


def counting_on():
    """Return an experiment that counts, and then goes on until it is cancelled."""

    def count_on(settings, data, workshop):
        yield from COUNT.run(settings, data, workshop)
        pause = Event()
        while not pause.wait(0.01):  # whoever listens keeps up
            yield Update(0.5, "on and on", (squares(settings.up_to + 1),))

    return replace(COUNT, run=count_on)


@pytest.fixture
def endless(qtbot):
    """A bench whose first experiment runs until it is cancelled."""
    bench = Bench(counting_on())
    bench.set(3)
    yield bench
    shut_down(bench.controller)


def test_that_the_first_experiment_is_shown_from_the_start(bench):
    index, experiment, settings = bench.panel.set_experiment.call_args.args
    assert (index, experiment.name, settings) == (0, "count", CountSettings())
    assert bench.board.set_hint.call_args.args == ("How far?\n\nPress Space to run it.",)


def test_that_the_beginning_and_the_end_of_a_run_are_told_once_each(qtbot, bench):
    told = []
    bench.controller.running_changed.connect(told.append)
    run(qtbot, bench)
    assert told == [True, False]
    bench.controller.cancel()  # nothing runs
    assert told == [True, False]


def test_that_a_run_begins_with_nothing_done_and_tells_how_far_it_is(qtbot, endless):
    endless.controller.run(few_digits())
    assert endless.controller.running == (endless.controller.selected, CountSettings(up_to=3))
    done, note = endless.run_note.set_progress.call_args.args
    assert (done.share, note) == (0.0, "Starting")
    hint = endless.board.set_hint.call_args.args[0]
    assert hint == "Pictures come as soon as there is something to see."
    qtbot.waitUntil(lambda: told(endless) == ("on and on", True))
    assert endless.run_note.set_progress.call_args.args[0].share >= 0.5


@pytest.mark.parametrize("end", ["cancel", "reset"])
def test_that_what_runs_is_ended_by_cancel_and_reset_and_said_so(qtbot, endless, end):
    said = []
    endless.messages.said.connect(said.append)
    endless.controller.run(few_digits())
    qtbot.waitUntil(lambda: told(endless) == ("on and on", True))
    assert is_busy(endless.controller)
    getattr(endless.controller, end)()
    assert not endless.controller.is_running
    assert endless.controller.running is None
    assert not is_busy(endless.controller)
    assert said == ["Cancelled. Run goes on from what is finished."]
    assert endless.panel.set_running.call_args.args == (None,)


def test_that_pictures_of_a_run_are_shown_only_where_it_is_looked_at(qtbot, endless):
    endless.controller.run(few_digits())
    endless.wishes.experiment_chosen.emit(1)
    qtbot.waitUntil(lambda: told(endless) == ("Counting: on and on", True))
    assert endless.shown().args[0] == ()
    endless.wishes.experiment_chosen.emit(0)
    assert len(endless.shown().args[0][0].series[0].x) == 4
    assert endless.shown().kwargs == {"is_live": True}


def test_that_a_fault_of_the_program_is_reported_as_one(qtbot):
    def fail(settings, data, workshop):
        raise ValueError("odd")
        yield

    bench = Bench(replace(COUNT, run=fail))
    bench.set(3)
    with qtbot.waitSignal(bench.messages.fault_met) as met:
        bench.controller.run(few_digits())
    assert str(met.args[0]) == "odd"
    assert not bench.controller.is_running
    assert bench.panel.set_message.call_args.args == ("",)
    shut_down(bench.controller)


def test_that_a_former_sitting_comes_back_with_what_it_left_unfinished(qtbot, bench):
    run(qtbot, bench)
    former = bench.controller.outcome
    other = Bench()
    pieces = {"number-7": {"number": np.array([7])}}
    other.controller.restore([former], pieces, None)
    assert other.controller.outcome is former
    for name in ("number-0", "number-1", "number-2", "number-7"):
        assert other.controller.pieces.get(name) is not None
    unfinished = CountSettings(up_to=11)
    experiment = replace(COUNT, name="other")
    other.controller.restore([former], pieces, (experiment, unfinished))
    assert other.controller.selected.name == "other"
    assert other.controller.outcome is None
    index, _, settings = other.panel.set_experiment.call_args.args
    assert (index, settings) == (1, unfinished)


def test_that_what_runs_already_is_not_left_for_what_was_unfinished(endless):
    endless.controller.run(few_digits())
    endless.controller.restore([], {}, (replace(COUNT, name="other"), CountSettings(up_to=11)))
    assert endless.controller.selected.name == "count"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.01, "0.1 s"),
        (0.94, "0.9 s"),
        (59.4, "59.4 s"),
        (60.0, "1 min 0 s"),
        (135.2, "2 min 15 s"),
    ],
)
def test_that_it_is_told_how_long_a_run_took(qtbot, bench, seconds, said):
    run(qtbot, bench)
    bench.controller.add_outcome(Outcome(replace(bench.controller.outcome.saved, seconds=seconds)))
    assert told(bench) == (f"Done in {said}.", False)


def test_that_a_number_of_workers_that_is_not_accepted_starts_nothing(bench):
    bench.panel.workers.commit.return_value = False
    bench.controller.run(few_digits())
    assert not bench.controller.is_running
    assert "not accepted" in bench.panel.set_message.call_args.args[0]


def test_that_an_earlier_result_looked_at_stays_while_another_one_is_made(qtbot, endless):
    run_of_three = Bench()
    run_of_three.set(3)
    run(qtbot, run_of_three)
    former = run_of_three.controller.outcome
    endless.controller.add_outcome(former)
    endless.controller.run(few_digits())
    endless.wishes.outcome_chosen.emit(0)
    qtbot.waitUntil(lambda: told(endless) == ("on and on", True))
    assert endless.controller.outcome is former
    assert endless.shown().args == (former.saved.result.charts,)
    assert endless.shown().kwargs == {"is_live": False}
    shut_down(run_of_three.controller)


def test_that_an_error_is_told_where_it_belongs_though_another_one_is_looked_at(qtbot, bench):
    bench.set(21)
    with qtbot.waitSignal(
        bench.controller.running_changed, check_params_cb=lambda running: not running
    ):
        bench.controller.run(few_digits())
        bench.wishes.experiment_chosen.emit(1)
    assert bench.panel.set_message.call_args.args == ("",)
    bench.wishes.experiment_chosen.emit(0)
    assert bench.panel.set_message.call_args.args[0].startswith("up to: 21")


def test_that_what_ends_unseen_changes_only_the_lists(qtbot, bench):
    with qtbot.waitSignal(
        bench.controller.running_changed, check_params_cb=lambda running: not running
    ):
        bench.controller.run(few_digits())
        bench.wishes.experiment_chosen.emit(1)
        bench.workspace.reset_mock()
    bench.workspace.show_page.assert_not_called()
    assert bench.controller.outcome is None
    assert names_of(bench).args == ([], -1)
    assert bench.panel.set_running.call_args.args == (None,)
    assert told(bench) == ("", False)
    bench.wishes.experiment_chosen.emit(0)
    assert bench.controller.outcome is not None


def test_that_a_result_saved_is_named_by_its_folder(qtbot, bench, tmp_path):
    run(qtbot, bench)
    bench.controller.outcome.folder = tmp_path / "mine"
    bench.controller.show_outcomes()
    ((name,), _) = names_of(bench).args
    at = bench.controller.outcome.saved.saved_at.astimezone().strftime("%H:%M")
    assert name == f"{at} · seed {CountSettings().seed} · mine"


def test_that_it_is_told_before_how_long_a_run_will_take(bench):
    bench.times.words.return_value = "Takes about 3 s on this computer."
    emit(bench.times.changed)
    assert told(bench) == ("Takes about 3 s on this computer.", False)
    hint = "How far?\n\nPress Space to run it. Takes about 3 s on this computer."
    assert bench.board.set_hint.call_args.args == (hint,)


def test_that_the_time_is_asked_of_what_is_shown(bench):
    assert bench.times.look_at.call_args.args[0].name == "count"
    bench.wishes.settings_edited.emit(CountSettings(up_to=7))
    assert bench.times.look_at.call_args.args[1:] == (CountSettings(up_to=7), 1)
    bench.panel.workers.value.return_value = 2
    emit(bench.panel.workers.edited)
    assert bench.times.look_at.call_args.args[1:] == (CountSettings(up_to=7), 2)
    bench.wishes.experiment_chosen.emit(1)
    assert bench.times.look_at.call_args.args[0].name == "other"


def test_that_the_time_of_a_run_is_noted_only_if_all_of_it_was_done_now(qtbot, bench):
    run(qtbot, bench)
    experiment, settings, workers, seconds = bench.times.note.call_args.args
    assert (experiment.name, settings, workers) == ("count", CountSettings(up_to=3), 1)
    assert seconds == bench.controller.outcome.saved.seconds
    run(qtbot, bench)  # its pieces are there
    assert bench.times.note.call_count == 1


def test_that_a_result_that_comes_with_the_program_is_named_and_shown_again(qtbot, bench):
    assert not bench.controller.show_finished()
    run(qtbot, bench)
    along = Outcome(bench.controller.outcome.saved, is_kept=True, comes_along=True)
    bench.controller.add_outcome(along)
    assert told(bench) == ("This result comes with the program.", False)
    assert bench.panel.set_outcomes.call_args.args[0][1] == "comes with the program · seed 1"
    bench.wishes.outcome_chosen.emit(0)
    assert bench.controller.outcome is not along
    assert bench.controller.show_finished()
    assert bench.controller.outcome is along
