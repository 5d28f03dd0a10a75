"""Closing the window: what it holds is kept and comes back, and one question is asked at most."""

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox

from gdstudio.experiments.noise import NoiseSettings
from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.run_file import load_run, save_run
from gdstudio.studio.controllers import sitting_controller
from gdstudio.studio.controllers.file_controller import last_run_path
from gdstudio.studio.user_folder import keep_everything_in
from tests.studio.asked import begin_experiment, question
from tests.studio.seen import saved_by

QUICK = NoiseSettings(network="lesson-best", pictures=20, climb_steps=20, seed=3)
LONG = NoiseSettings(network="lesson-best", pictures=2000, climb_steps=2000, seed=4)
LIMIT_MS = 60_000


@pytest.fixture(autouse=True)
def user_folder(settings, tmp_path):
    """A place of its own for what is kept."""
    folder = tmp_path / "kept"
    folder.mkdir()
    keep_everything_in(folder)
    yield folder
    keep_everything_in(None)


@pytest.fixture
def sittings(user_folder):
    """A function that lists what is kept."""
    return lambda: list_sittings(user_folder / "sittings")


def train(qtbot, window, steps=1):
    """Go so many steps; return the parameters."""
    runs = window.runs
    goal = runs.run.step + steps
    for _ in range(steps):
        window.runner.step_batch()
    qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == goal)
    return runs.run.progress.snapshot.parameters


def reset(qtbot, window):
    window.runner.reset()
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)


def open_last(qtbot, window, step):
    runs = window.runs
    with qtbot.waitSignal(runs.run_changed, timeout=LIMIT_MS):
        window.actions_.open_last_run.trigger()
    qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == step)
    return runs


def test_that_all_runs_of_a_sitting_come_back_even_after_a_reset(
    qtbot, window, make_window, tmp_path
):
    first = train(qtbot, window, 3)
    path = tmp_path / "first.gdrun"
    with saved_by(qtbot, window):
        window.shared.files.save_to(path)
    reset(qtbot, window)
    second = train(qtbot, window, 2)
    reset(qtbot, window)  # and nothing learned since
    window.close()

    again = make_window()
    runs = open_last(qtbot, again, 2)
    assert np.array_equal(runs.run.progress.snapshot.parameters, second)
    assert again.statusBar().currentMessage() == "Brought back: 2 runs."
    (earlier,) = runs.earlier
    assert np.array_equal(earlier.parameters, first)
    assert (earlier.step, earlier.file, earlier.history.last_step) == (3, path, 3)
    assert len(earlier.path) > 0
    assert again.actions_.back.isEnabled()  # it can go on
    again.actions_.back.trigger()
    qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == 3)
    assert np.array_equal(runs.run.progress.snapshot.parameters, first)
    train(qtbot, again)
    with saved_by(qtbot, again) as blocker:
        again.shared.files.save_run()  # where it was saved in the sitting before
    assert blocker.args == [f"Saved {path}"]
    assert load_run(path).state.step == 4


def test_that_a_save_is_done_though_a_reset_and_a_close_follow_at_once(qtbot, window, tmp_path):
    """The state of a run comes from its thread: what is asked for must not end with it."""
    train(qtbot, window, 2)
    files = window.shared.files
    files.save_to(tmp_path / "reset.gdrun")
    window.runner.reset()
    files.save_to(tmp_path / "closed.gdrun")
    window.close()
    assert load_run(tmp_path / "reset.gdrun").state.step == 2
    assert load_run(tmp_path / "closed.gdrun").state.step == 0


def test_that_two_windows_keep_apart_what_they_hold(qtbot, window, make_window, sittings):
    other = make_window()
    long = train(qtbot, window, 5)
    train(qtbot, other, 1)
    window.close()
    other.runner.shutdown()
    other.keeping.sittings.keep(other.keeping.sittings.sitting())  # as it is closed
    assert [note.steps for note in sittings()] == [1, 5]
    other.actions_.earlier_sittings.menu().aboutToShow.emit()
    actions = other.actions_.earlier_sittings.menu().actions()
    assert ["1 steps" in actions[0].text(), "5 steps" in actions[1].text()] == [True, True]
    actions[1].trigger()
    qtbot.waitUntil(lambda: other.runs.run.progress is not None and other.runs.run.step == 5)
    assert np.array_equal(other.runs.run.parameters, long)


def test_that_looking_at_a_kept_sitting_keeps_no_copy_of_it(qtbot, window, make_window, sittings):
    train(qtbot, window, 2)
    window.close()
    again = make_window()
    runs = open_last(qtbot, again, 2)
    again.keeping.sittings.keep(again.keeping.sittings.sitting())
    assert len(sittings()) == 1
    open_last(qtbot, again, 2)  # twice: what came before is not there twice
    assert len(runs.earlier) == 1
    train(qtbot, again)
    again.close()
    assert [(note.runs, note.steps) for note in sittings()] == [(2, 3), (1, 2)]


def test_that_the_last_run_of_an_earlier_version_is_found(qtbot, window):
    train(qtbot, window, 2)
    reset(qtbot, window)
    earlier = window.runs.earlier[0]
    save_run(last_run_path(), earlier.state, earlier.history, earlier.recipe.data)
    runs = open_last(qtbot, window, 2)
    assert runs.run.file is None  # Save asks where to


def test_that_without_a_kept_sitting_the_menu_says_so(qtbot, window):
    window.actions_.open_last_run.trigger()
    assert window.statusBar().currentMessage() == "No sitting is kept yet."
    menu = window.actions_.earlier_sittings.menu()
    menu.aboutToShow.emit()
    assert [action.isEnabled() for action in menu.actions()] == [False]


def test_that_results_of_experiments_come_back_without_a_question(
    qtbot, window, make_window, tmp_path, sittings
):
    workspace = begin_experiment(window, QUICK)
    qtbot.waitUntil(lambda: not workspace.is_running, timeout=LIMIT_MS)
    wanted = workspace.experiments.outcome
    assert window.close()
    (note,) = sittings()
    assert (note.runs, note.results) == (0, 1)

    again = make_window()
    again.actions_.open_last_run.trigger()
    experiments = again.experiments.experiments
    qtbot.waitUntil(lambda: experiments.outcome is not None)
    assert experiments.outcome.saved.settings == QUICK
    assert experiments.outcome.pieces.keys() == wanted.pieces.keys()
    with qtbot.waitSignal(again.experiments.files.outcome_saved, timeout=LIMIT_MS):
        again.experiments.files.save(experiments.outcome, tmp_path / "noise")
    assert len(list((tmp_path / "noise").glob("pieces/*"))) == len(wanted.pieces)


def test_that_closing_while_an_experiment_runs_asks_once_and_goes_on_from_its_pieces(
    qtbot, window, make_window
):
    workspace = begin_experiment(window, LONG)
    assert not window.close()
    assert not window.close()  # impatient
    box = question(window)
    assert "is running" in box.text()
    assert workspace.experiments.selected.title in box.text()
    box.button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: question(window) is None)
    assert window.isVisible()
    assert workspace.is_running
    workspace.experiments.pieces.put("finished", {"x": np.arange(2)})
    assert not window.close()
    next(b for b in question(window).buttons() if b.text() == "Close").click()
    qtbot.waitUntil(lambda: not window.isVisible())

    again = make_window()
    again.actions_.open_last_run.trigger()
    there = again.experiments
    qtbot.waitUntil(lambda: there.experiments.pieces.get("finished") is not None)
    assert there.panel.form.settings() == LONG  # Run goes on with these
    assert not there.is_running


def test_that_the_end_of_a_session_asks_nothing(qtbot, window, sittings):
    train(qtbot, window, 2)
    begin_experiment(window, LONG)
    window.end_with_session(None)
    assert not window.isVisible()
    assert question(window) is None
    assert sittings()[0].steps == 2


def test_that_results_that_cannot_be_kept_are_named_before_they_are_lost(
    qtbot, window, monkeypatch
):
    workspace = begin_experiment(window, QUICK)
    qtbot.waitUntil(lambda: not workspace.is_running, timeout=LIMIT_MS)
    monkeypatch.setattr(sitting_controller, "can_be_kept", lambda: False)
    assert not window.close()
    assert workspace.experiments.selected.title in question(window).text()
    question(window).button(QMessageBox.StandardButton.Cancel).click()
    workspace.experiments.outcome.folder = workspace.experiments.outcome.folder or last_run_path()
    assert window.close()  # it is saved now


def test_that_a_folder_that_cannot_be_written_keeps_no_window_open(qtbot, window, user_folder):
    train(qtbot, window)
    (user_folder / "sittings").write_text("a file where a folder should be")
    assert window.close()


def test_that_an_experiment_run_cancelled_and_run_again_fast_is_no_fault(qtbot, window):
    """A stop is no fault, and the last command wins."""
    workspace = begin_experiment(window, LONG)
    faults = []
    window.shared.messages.fault_met.connect(faults.append)
    for k in range(20):
        window.actions_.run.trigger()
        assert workspace.is_running is (k % 2 == 1)
        if k % 3 == 0:
            qtbot.wait(1)
    workspace.experiments.cancel()
    workspace.panel.form.set_settings(QUICK)
    workspace.panel.form.edited.emit(QUICK)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not workspace.is_running, timeout=LIMIT_MS)
    assert workspace.experiments.outcome.saved.settings == QUICK
    assert faults == []


def test_that_old_sittings_go_when_another_one_is_kept(qtbot, window, sittings):
    """Of twelve the five newest stay, and of those before the five with most work in them."""
    train(qtbot, window)
    window.runner.shutdown()  # as it is closed
    for _ in range(12):
        window.keeping.sittings.keep(window.keeping.sittings.sitting())
    assert len(sittings()) == 10
