"""Results that are saved to folders and opened again."""

from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.experiments.experiment import Finding, Result
from gdstudio.experiments.minima import MINIMA, MinimaSettings
from gdstudio.files.experiment_folder import pieces_of
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.studio.controllers.experiment_files_controller import ExperimentFilesController
from gdstudio.studio.state.experiment_sitting import Outcome
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down


@pytest.fixture
def dialogs():
    return MagicMock(spec=FileDialogs)


@pytest.fixture
def files(qapp, dialogs):
    files = ExperimentFilesController(dialogs)
    yield files
    shut_down(files)


def outcome(seed=9):
    result = Result((), (Finding("C-1", "a claim", "", "measured", True),), (), {"networks": 2})
    settings = MinimaSettings(seed=seed)
    return Outcome(SavedExperiment(MINIMA, settings, result, 12.5, "mnist", "ab" * 32))


def test_that_a_result_that_was_saved_is_opened_as_it_was(qtbot, tmp_path, files):
    one = outcome()
    with qtbot.waitSignal(files.outcome_saved) as saved:
        files.save(one, tmp_path / "result")
    assert saved.args == [one]
    assert one.folder == tmp_path / "result"
    with qtbot.waitSignal(files.outcome_opened) as opened:
        files.open(tmp_path / "result")
    again = opened.args[0]
    assert again.folder == tmp_path / "result"
    assert again.saved.settings == one.saved.settings
    assert again.saved.result.facts == {"networks": 2}


def test_that_of_several_results_saved_at_once_none_is_lost(qtbot, tmp_path, files):
    saved = []
    files.outcome_saved.connect(saved.append)
    ones = [outcome(seed) for seed in range(4)]
    for one in ones:
        files.save(one, tmp_path / f"result-{one.saved.settings.seed}")
    qtbot.waitUntil(lambda: len(saved) == 4)
    assert saved == ones


def test_that_what_is_saved_when_the_window_closes_is_there(tmp_path, files):
    for seed in range(2):
        files.save(outcome(seed), tmp_path / f"result-{seed}")
    shut_down(files)
    assert (tmp_path / "result-1" / "result.json").is_file()


def test_that_what_cannot_be_opened_or_saved_is_told(qtbot, tmp_path, files):
    with qtbot.waitSignal(files.failed) as blocker:
        files.open(tmp_path / "nothing")
    assert isinstance(blocker.args[0], GdstudioError)
    (tmp_path / "file").write_text("mine")
    with qtbot.waitSignal(files.failed) as blocker:
        files.save(outcome(), tmp_path / "file" / "below")
    assert isinstance(blocker.args[0], GdstudioError)


def test_that_the_folder_is_asked_for(qtbot, tmp_path, files, dialogs):
    dialogs.place_to_save.return_value = tmp_path / "chosen"
    dialogs.folder_to_open.side_effect = [tmp_path / "chosen", None]
    with qtbot.waitSignal(files.outcome_saved):
        files.ask_to_save(outcome())
    with qtbot.waitSignal(files.outcome_opened):
        files.ask_to_open()
    files.ask_to_open()  # nothing is chosen


def test_that_each_dialog_begins_where_the_last_result_was_put(qtbot, tmp_path, files, dialogs):
    asked_to_save, asked_to_open = dialogs.place_to_save, dialogs.folder_to_open
    asked_to_save.return_value = asked_to_open.return_value = None
    files.ask_to_save(outcome())
    files.ask_to_open()
    title, kinds = "Save result in a new folder", "Folders (*)"
    assert asked_to_save.call_args.args == (title, home_folder() / "minima-9", kinds)
    assert asked_to_open.call_args.args == ("Open a saved experiment", home_folder())
    asked_to_save.return_value = tmp_path / "one" / "mine"
    (tmp_path / "one").mkdir()
    with qtbot.waitSignal(files.outcome_saved):
        files.ask_to_save(outcome())
    asked_to_save.return_value = None
    files.ask_to_save(outcome(4))
    assert asked_to_save.call_args.args == (title, tmp_path / "one" / "minima-4", kinds)
    (tmp_path / "one").rename(tmp_path / "two")
    with qtbot.waitSignal(files.outcome_opened):
        files.open(tmp_path / "two" / "mine")
    files.ask_to_open()
    assert asked_to_open.call_args.args[1] == tmp_path / "two"


def test_that_the_pieces_of_a_result_are_saved_with_it(qtbot, tmp_path, files):
    one = outcome()
    one.pieces = {"network-0": {"parameters": np.arange(3.0)}}
    with qtbot.waitSignal(files.outcome_saved):
        files.save(one, tmp_path / "result")
    found = pieces_of(tmp_path / "result").get("network-0")
    assert found["parameters"].tolist() == [0, 1, 2]
