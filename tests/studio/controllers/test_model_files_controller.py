"""Networks out of the window and into it, with whatever a file does not say."""

from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from safetensors.numpy import save_file

from gdstudio.files.models.importing import import_model
from gdstudio.studio.controllers.model_files_controller import ModelFilesController
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Walk
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.small_runs import DATA, begin, move, parameters_at


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    parent = QObject()
    desk = MagicMock()
    desk.runs = RunModel(parent)
    desk.shown = Shown(desk.runs, parent)
    desk.runner = MagicMock(spec=RunController)
    desk.messages = Messages(parent)
    desk.dialogs = FileDialogs(window)
    desk.models = ModelFilesController(
        desk.runs, desk.shown, desk.runner, desk.dialogs, desk.messages, parent
    )
    desk.said, desk.faults = [], []
    desk.messages.said.connect(desk.said.append)
    desk.messages.fault_met.connect(desk.faults.append)
    desk.parent = parent
    yield desk
    shut_down(parent)


def exported(qtbot, desk, path):
    desk.models.export_to(path)
    qtbot.waitUntil(lambda: bool(desk.said or desk.faults))
    assert desk.said == [f"Saved {path}"]
    desk.said.clear()


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".onnx"])
def test_that_the_network_shown_goes_out_and_comes_in(qtbot, desk, tmp_path, suffix):
    desk.runs.set_data(DATA)
    begin(desk.runs)
    move(desk.runs, 5)
    subject = desk.shown.subject
    walked = parameters_at(77)
    desk.shown.show(Walk(replace(subject, parameters=walked)))
    path = tmp_path / f"network{suffix}"
    exported(qtbot, desk, path)
    np.testing.assert_array_equal(import_model(path, DATA).state.parameters, walked)
    desk.models.import_from(path)
    qtbot.waitUntil(lambda: desk.runner.open_run.called)
    run_file, data = desk.runner.open_run.call_args.args
    assert data is DATA
    np.testing.assert_array_equal(run_file.state.parameters, walked)
    assert desk.said == [f"Imported 784-4-10 from network{suffix}."]


def test_that_python_is_written_by_the_name_of_its_file(qtbot, desk, tmp_path):
    desk.runs.set_data(DATA)
    begin(desk.runs)
    move(desk.runs, 5)
    exported(qtbot, desk, tmp_path / "network.py")
    assert "def train_step" in (tmp_path / "network.py").read_text("utf-8")


def test_that_what_a_file_does_not_say_is_asked(qtbot, desk, tmp_path):
    desk.runs.set_data(DATA)
    rng = np.random.default_rng(3)
    W, V = rng.normal(size=(6, 784)), rng.normal(size=(10, 6))
    path = tmp_path / "of-others.safetensors"
    save_file({"fc1.weight": W, "fc2.weight": V}, path)
    desk.models.import_from(path)
    qtbot.waitUntil(lambda: desk.models.question is not None)
    question = desk.models.question
    layers = question.form.editors["architecture"]
    qtbot.keyClicks(layers, "conv 8")
    question.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert "architecture, part 1" in question.note.text()
    layers.selectAll()
    qtbot.keyClick(layers, Qt.Key.Key_Delete)
    question.form.editors["activation"].setCurrentIndex(1)
    question.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    qtbot.waitUntil(lambda: desk.runner.open_run.called)
    recipe = desk.runner.open_run.call_args.args[0].state.recipe
    assert (recipe.activation, recipe.output_activation, recipe.hidden) == ("tanh", "softmax", (6,))
    assert desk.models.question is None


def test_that_giving_up_the_question_imports_nothing(qtbot, desk, tmp_path):
    desk.runs.set_data(DATA)
    path = tmp_path / "of-others.npz"
    np.savez(path, W1=np.ones((6, 784)), b1=np.ones(6), W2=np.ones((10, 6)), b2=np.ones(10))
    desk.models.import_from(path)
    qtbot.waitUntil(lambda: desk.models.question is not None)
    desk.models.question.reject()
    assert desk.models.question is None
    desk.runner.open_run.assert_not_called()


def test_that_a_bad_file_is_a_fault_in_one_line(qtbot, desk, tmp_path):
    desk.runs.set_data(DATA)
    path = tmp_path / "bad.onnx"
    path.write_bytes(b"nothing")
    desk.models.import_from(path)
    qtbot.waitUntil(lambda: bool(desk.faults))
    assert str(desk.faults[0]).endswith("bad.onnx: is damaged or no file of ONNX")
    desk.runner.open_run.assert_not_called()


def test_that_files_are_chosen_in_dialogs(desk, tmp_path):
    desk.dialogs.place_to_save = MagicMock(return_value=tmp_path / "a.npz")
    desk.dialogs.model_to_open = MagicMock(return_value=None)
    desk.models.ask_to_export()
    assert desk.said == ["There is no network yet."]
    desk.dialogs.place_to_save.assert_not_called()
    desk.models.import_from(tmp_path / "a.npz")
    assert desk.said[-1] == "Not imported: the digits are not there yet."
    desk.runs.set_data(DATA)
    begin(desk.runs)
    move(desk.runs, 5)
    desk.models.export_to = MagicMock()
    desk.models.ask_to_export()
    desk.models.export_to.assert_called_once_with(tmp_path / "a.npz")
    kinds = desk.dialogs.place_to_save.call_args.args[2]
    assert kinds.startswith("NumPy arrays (*.npz);;")
    assert "(*.onnx)" in kinds
    desk.models.ask_to_import()
    desk.dialogs.model_to_open.assert_called_once_with(tmp_path)
