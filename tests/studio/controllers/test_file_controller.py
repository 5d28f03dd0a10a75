"""Runs that name folders: nothing is looked for before the user says so."""

import struct
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.data import opening
from gdstudio.data.digits import DataSet, Digits
from gdstudio.files.run_file import RunFile, load_run, save_run
from gdstudio.jobs import picture_job, run_opening
from gdstudio.jobs.run_opening import load_run_and_data
from gdstudio.learning.moment import Moment
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.controllers import file_controller
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit
from tests.studio.small_runs import DATA, begin, left_state, move, parameters_at

FOLDERS = ["//server/share", r"\\server\share", "file://server/x", "smb://server/x", "/net/server"]


def some_digits(name):
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (20, 784)).astype(np.uint8)
    digits = Digits(images, (np.arange(20) % 10).astype(np.uint8))
    return DataSet(name, digits, digits)


@pytest.fixture
def save(tmp_path):
    def save_one(name):
        path = tmp_path / "run.gdrun"
        recipe = Recipe(hidden=(4,), data=name)
        save_run(path, Training(recipe, some_digits(name)).state(), None, name)
        return path

    return save_one


@pytest.fixture
def asked(monkeypatch):
    """Return the names of data that were looked for."""
    found = []

    def look_for(name):
        found.append(name)
        return some_digits(name)

    monkeypatch.setattr(run_opening, "load_data_set", look_for)
    return found


@pytest.mark.parametrize("name", FOLDERS)
def test_that_a_folder_a_file_names_is_not_touched(save, asked, name):
    _, run_file, data = load_run_and_data(save(name), None, ())
    assert data is None
    assert run_file.state.recipe.data == name
    assert asked == []


def test_that_what_is_known_or_the_same_is_used_unasked(save, asked):
    path = save("/some/folder")
    assert load_run_and_data(path, None, ["/some/folder"])[2] is not None
    assert asked == ["/some/folder"]
    present = some_digits("/elsewhere/the/same")
    assert load_run_and_data(path, present, ())[2] is present
    assert asked == ["/some/folder"]


@pytest.fixture
def files(qtbot, make_window):
    window = make_window()
    files = window.shared.files
    files.runs, files.dialogs = window.runs, window.findChild(FileDialogs)
    files.preferences, files.messages = window.shared.preferences, window.shared.messages
    return files


@pytest.mark.parametrize("name", ["//server/share/<img src='//server/x'>\u202e", "/a" * 2000])
def test_that_the_window_asks_and_does_nothing_unless_it_is_told_to(
    qtbot, files, save, asked, name
):
    with qtbot.waitSignal(files.messages.fault_met) as failed:
        files.open_run_file(save(name))
        qtbot.waitUntil(lambda: files.dialogs.question is not None)
        question = files.dialogs.question
        assert question.text().isprintable() or "\u202e" not in question.text()
        assert len(question.text()) < 1000
        assert question.defaultButton() is question.escapeButton()
        question.reject()
    assert "the folder it names is not used" in str(failed.args[0])
    assert asked == []


def test_that_an_agreed_folder_is_read_and_remembered(qtbot, files, save, asked):
    with qtbot.waitSignal(files.run_opened):
        files.open_run_file(save("/some/folder"))
        qtbot.waitUntil(lambda: files.dialogs.question is not None)
        buttons = files.dialogs.question.buttons()
        next(button for button in buttons if button.text() == "Use the folder").click()
    assert asked == ["/some/folder"]
    assert files.preferences.data_folders == ("/some/folder",)


@pytest.fixture
def several_sets(tmp_path):
    """Return a folder with two of EMNIST's sets, as its archive has six."""
    for split in ("letters", "digits"):
        for part in ("train", "test"):
            name = str(tmp_path / f"emnist-{split}-{part}-")
            header = struct.pack(">4I", 0x803, 3, 28, 28)
            Path(f"{name}images-idx3-ubyte").write_bytes(header + bytes(3 * 784))
            header = struct.pack(">2I", 0x801, 3)
            Path(f"{name}labels-idx1-ubyte").write_bytes(header + bytes([1, 2, 3]))
    return tmp_path


def test_that_the_window_asks_which_of_several_sets_is_meant(qtbot, files, several_sets):
    with qtbot.waitSignal(files.runs.data_changed):
        files.load_data(str(several_sets))
        qtbot.waitUntil(lambda: files.dialogs.choice is not None)
        assert files.dialogs.choice.comboBoxItems() == ["EMNIST digits", "EMNIST letters"]
        files.dialogs.choice.setTextValue("EMNIST letters")
        files.dialogs.choice.accept()
    data = files.runs.data
    assert data.found() == "EMNIST letters: 3 training and 3 test pictures"
    assert data.name == str(several_sets / "emnist-letters")
    assert files.preferences.data_folders == (data.name,)


def test_that_a_choice_given_up_changes_nothing(qtbot, files, several_sets):
    before = files.runs.data
    files.load_data(str(several_sets))
    qtbot.waitUntil(lambda: files.dialogs.choice is not None)
    files.dialogs.choice.reject()
    assert files.dialogs.choice is None
    assert files.runs.data is before


class Desk:
    """Files of a window that has nothing but a run; what is opened is what a test says."""

    def __init__(self):
        self.runs = RunModel()
        self.runner = MagicMock(spec=RunController)
        self.training = MagicMock(spec=TrainingController)
        self.drawing = MagicMock(spec=DrawingModel, size=(28, 28))
        self.dialogs = MagicMock(spec=FileDialogs)
        self.preferences = MagicMock(spec=Preferences)
        self.preferences.data_folders = ("/known",)
        self.preferences.run_folder = self.preferences.picture_folder = None
        self.preferences.recent.return_value = ()
        messages = Messages()
        given = self.runner, self.training, self.drawing, self.dialogs, self.preferences
        self.files = FileController(self.runs, *given, messages)
        self.said, self.opened, self.failed = [], [], []
        messages.said.connect(self.said.append)
        messages.fault_met.connect(lambda error: self.failed.append(str(error)))
        self.files.run_opened.connect(lambda: self.opened.append(self.runs.run.file))
        begin(self.runs)
        move(self.runs, 3)

    def wait(self, qtbot, heard, count=1):
        qtbot.waitUntil(lambda: len(heard) == count and not self.files.is_busy)


@pytest.fixture
def desk(qapp):
    desk = Desk()
    yield desk
    shut_down(desk.files)


def test_that_a_run_is_saved_as_the_thread_says_it_is(qtbot, desk, tmp_path):
    path = tmp_path / "a.gdrun"
    desk.training.has_run = True
    desk.files.save_to(path)
    desk.training.take_state.assert_called_once_with()
    assert not desk.files.is_busy  # it waits for its state
    emit(desk.training.state_taken, left_state(5))
    assert desk.files.is_busy
    desk.wait(qtbot, desk.said)
    assert desk.said == [f"Saved {path}"]
    assert load_run(path).state.step == 5
    assert len(load_run(path).trajectory) == 1
    assert desk.runs.run.file == path
    emit(desk.training.state_taken, left_state(7))  # nobody has asked for it
    assert not desk.files.is_busy


def test_that_a_state_of_another_run_is_not_written(desk, tmp_path):
    desk.training.has_run = True
    desk.files.save_to(tmp_path / "a.gdrun")
    begin(desk.runs, 2)
    emit(desk.training.state_taken, left_state(5))
    assert not desk.files.is_busy


def test_that_a_run_that_is_over_is_saved_as_it_was_left(qtbot, desk, tmp_path):
    desk.training.has_run = False
    desk.runs.run.state = left_state(5)
    desk.files.save_to(tmp_path / "a.gdrun")
    desk.training.take_state.assert_not_called()
    desk.wait(qtbot, desk.said)
    assert load_run(tmp_path / "a.gdrun").state.step == 5


def test_that_a_run_reset_before_its_state_was_there_is_saved_all_the_same(qtbot, desk, tmp_path):
    desk.training.has_run = True
    desk.files.save_to(tmp_path / "a.gdrun")
    desk.files.save_what_has_ended()  # it has not
    assert not desk.files.is_busy
    desk.runs.end(left_state(4))
    begin(desk.runs, 2)
    desk.wait(qtbot, desk.said)
    assert load_run(tmp_path / "a.gdrun").state.step == 4
    desk.files.save_what_has_ended()  # once is enough
    assert not desk.files.is_busy


def test_that_a_run_that_has_diverged_is_not_saved(desk, tmp_path):
    desk.training.has_run = False
    desk.files.save_to(tmp_path / "a.gdrun")
    assert desk.failed == [f"{tmp_path / 'a.gdrun'}: is not written: the run has diverged"]
    desk.files.save_what_has_ended()
    assert not desk.files.is_busy
    desk.runs.end(None)
    desk.files.save_to(tmp_path / "a.gdrun")  # there is none
    assert len(desk.failed) == 1


def test_that_save_asks_only_where_nothing_is_known(qtbot, desk, tmp_path):
    desk.training.has_run = True
    desk.dialogs.run_to_save.return_value = None
    desk.files.save_run()
    proposed = desk.dialogs.run_to_save.call_args.args[0]
    assert (proposed.parent, proposed.name) == (Path.home(), desk.runs.run.file_name)
    desk.training.take_state.assert_not_called()
    desk.runs.run.file = tmp_path / "before.gdrun"
    desk.files.save_run()
    desk.dialogs.run_to_save.assert_called_once()
    desk.training.take_state.assert_called_once_with()
    desk.dialogs.run_to_save.return_value = tmp_path / "b.gdrun", True
    desk.files.save_run_as()
    assert desk.dialogs.run_to_save.call_args.args[0] == tmp_path / "before.gdrun"
    emit(desk.training.state_taken, left_state(5))
    desk.wait(qtbot, desk.said)
    assert desk.said == [f"Saved {tmp_path / 'b.gdrun'}"]
    assert desk.runs.run.saved_step == 5


def test_that_what_is_chosen_is_read(desk, monkeypatch):
    asked = []
    monkeypatch.setattr(opening, "open_data", "open_data")
    monkeypatch.setattr(run_opening, "load_run_and_data", "load_run_and_data")
    monkeypatch.setattr(picture_job, "read_picture_file", "read_picture_file")
    monkeypatch.setattr(
        file_controller, "once", lambda *job: asked.append(job) or (lambda: iter(()))
    )
    choices = desk.dialogs.run_to_open, desk.dialogs.picture_to_open
    asks = desk.files.ask_for_run, desk.files.ask_for_picture
    for choose, ask, given_up, chosen in zip(
        choices, asks, (None, ""), (Path("r"), "p"), strict=True
    ):
        choose.return_value = given_up
        ask()
        choose.return_value = chosen
        ask()
    desk.files.use_mnist()
    emit(desk.dialogs.set_chosen, "e")
    assert asked == [
        ("load_run_and_data", Path("r"), DATA, ("/known",)),
        ("read_picture_file", "p", desk.drawing.size),
        ("open_data", "mnist"),
        ("open_data", "e"),
    ]
    assert desk.dialogs.run_to_open.call_args.args == (home_folder(),)
    assert desk.dialogs.picture_to_open.call_args.args == (None,)


def test_that_dialogs_about_runs_begin_where_the_run_lies_or_as_chosen_or_where_one_was_last(
    desk,
):
    desk.dialogs.run_to_open.return_value = desk.dialogs.run_to_save.return_value = None
    desk.preferences.recent.return_value = ("/last/a.gdrun",)

    def asked():
        desk.files.ask_for_run()
        desk.files.save_run_as()
        saving = desk.dialogs.run_to_save.call_args.args[0].parent
        return desk.dialogs.run_to_open.call_args.args[0], saving

    assert asked() == (Path("/last"),) * 2
    desk.preferences.run_folder = Path("/chosen")
    assert asked() == (Path("/chosen"),) * 2
    desk.runs.run.file = Path("/own/b.gdrun")
    assert asked() == (Path("/own"),) * 2


@pytest.fixture
def openings(desk, monkeypatch):
    """Let what is opened be this: path, file and data of each."""
    run_file = RunFile(left_state(6), None, "small", datetime.now(UTC))
    found = {"data": DATA}
    monkeypatch.setattr(
        run_opening, "load_run_and_data", lambda path, *_: (path, run_file, found["data"])
    )
    found["run_file"] = run_file
    return found


def test_that_a_run_opened_is_saved_where_it_came_from(qtbot, desk, openings):
    desk.files.open_run_file(Path("a.gdrun"))
    desk.wait(qtbot, desk.opened)
    desk.runner.open_run.assert_called_once_with(openings["run_file"], openings["data"])
    assert desk.said == ["Opened at step 6."]
    assert (desk.runs.run.file, desk.runs.run.kept_step) == (Path("a.gdrun"), -1)
    desk.files.open_kept_run(Path("kept.gdrun"), Path("b.gdrun"))
    desk.wait(qtbot, desk.opened, 2)
    assert (desk.runs.run.file, desk.runs.run.kept_step) == (Path("b.gdrun"), 6)
    assert desk.runs.run.saved_step == -1
    assert [call.args for call in desk.preferences.add_recent.mock_calls] == [("runs", "a.gdrun")]
    desk.files.open_run_file(Path("kept.gdrun"))  # now as a file like any other
    desk.wait(qtbot, desk.opened, 3)
    assert (desk.runs.run.file, desk.runs.run.kept_step) == (Path("kept.gdrun"), -1)
    assert desk.runs.run.saved_step == 6


@pytest.mark.parametrize(("name", "remembered"), [("mnist", []), ("/x", ["/x"])])
def test_that_a_run_brings_its_digits(qtbot, desk, openings, name, remembered):
    openings["data"] = data = DataSet(name, DATA.train, DATA.test)
    desk.files.open_run_file(Path("a.gdrun"))
    desk.wait(qtbot, desk.opened)
    desk.runner.open_run.assert_called_once_with(openings["run_file"], data)
    assert desk.said == ["Opened at step 6."]
    told = [call.args[0] for call in desk.preferences.add_data_folder.call_args_list]
    assert told == remembered


def test_that_a_failure_of_each_job_is_told(qtbot, desk, tmp_path):
    desk.files.read_picture_file(str(tmp_path / "none.png"))
    desk.wait(qtbot, desk.failed)
    desk.files.open_run_file(tmp_path / "none.gdrun")
    desk.wait(qtbot, desk.failed, 2)
    desk.files.load_data(str(tmp_path / "none"))
    desk.wait(qtbot, desk.failed, 3)
    desk.training.has_run = True
    desk.files.save_to(tmp_path)  # a folder
    emit(desk.training.state_taken, left_state(5))
    desk.wait(qtbot, desk.failed, 4)


def test_that_a_pasted_picture_is_read(qtbot, desk):
    pixels = np.full((40, 40, 4), 255, np.uint8)
    pixels[8:32, 18:22, :3] = 0
    desk.files.read_pasted_picture(pixels)
    qtbot.waitUntil(lambda: desk.drawing.show_picture_read.called)
    (read,) = desk.drawing.show_picture_read.call_args.args
    assert read.pixels.shape == (28, 28)


@pytest.mark.parametrize("with_moments", [True, False])
def test_that_a_run_is_written_with_its_moments_or_its_path_alone(
    qtbot, desk, tmp_path, with_moments
):
    moments = desk.runs.run.moments
    for step in range(1, 6):
        moments.add(Moment(step, parameters_at(step), left_state(step)))
    path = tmp_path / "a.gdrun"
    desk.training.has_run = True
    desk.dialogs.run_to_save.return_value = path, with_moments
    desk.files.save_run_as()
    sizes = desk.dialogs.run_to_save.call_args.args[1]
    assert sizes == (moments.nbytes, 4 * moments.n_parameters * len(moments.path))
    emit(desk.training.state_taken, left_state(5))
    desk.wait(qtbot, desk.said)
    kept = {moment.step for moment in load_run(path).moments if moment.state is not None}
    assert (kept >= {1, 2, 3, 4, 5}) is with_moments
