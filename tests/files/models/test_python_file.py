"""The Python file stands alone, and gives the numbers of the program."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.files.models.exporting import export_model
from gdstudio.learning.optimizers import OPTIMIZERS
from tests.files.models.small_networks import DATA, NETWORKS, fresh, trained

# What a student does with it, in a process that knows nothing of the program.
_USE = """
import sys
sys.path = [p for p in sys.path if p != sys.argv[1]]
import numpy as np
import network
assert "gdstudio" not in sys.modules
given = np.load("given.npz")
answers = network.answers(given["X"])
before = network.PARAMETERS.copy()
cost = network.train_step(given["X"], given["labels"])
np.savez("said.npz", answers=answers, cost=cost, before=before, after=network.PARAMETERS)
"""


def said_by(training, folder):
    (folder / "network.py").write_bytes(export_model(training.state(), "python"))
    np.savez(folder / "given.npz", X=DATA.train.inputs(dtype=float), labels=DATA.train.labels)
    environment = {**os.environ, "PYTHONPATH": ""}
    for command in (["-c", _USE, os.getcwd()], ["network.py"]):
        done = subprocess.run(
            [sys.executable, "-W", "error", *command], cwd=folder, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert "after one step of learning" in done.stdout
    return np.load(folder / "said.npz")


def agrees(training, folder, tolerance):
    said = said_by(training, folder)
    X = DATA.train.inputs(dtype=training.network.dtype)
    np.testing.assert_array_equal(said["before"], training.network.parameters)
    np.testing.assert_allclose(said["answers"], training.network.forward(X), rtol=tolerance)
    cost = training.update()
    assert said["cost"] == pytest.approx(cost, rel=tolerance)
    before, after = said["before"], training.network.parameters
    scale = np.abs(after - before).max()
    assert scale > 0
    np.testing.assert_allclose(said["after"], after, rtol=0, atol=tolerance * scale)


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "dropout"])
def test_that_it_answers_and_learns_as_the_program_does(name, tmp_path):
    agrees(fresh(name), tmp_path, 1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_that_it_goes_on_with_every_optimizer_where_it_stood(name, tmp_path):
    settings = {"schedule": "cosine", "learning_rate": 0.002, "optimizer": name}
    agrees(fresh("lesson", **settings), tmp_path, 1e-8)


def test_that_settings_of_an_optimizer_are_in_it(tmp_path):
    settings = {"optimizer": "lion", "optimizer_settings": (("weight_decay", 0.5),)}
    agrees(fresh("modern", **settings), tmp_path, 1e-8)


@pytest.mark.parametrize("name", ["lesson", "modern", "cnn", "lstm"])
def test_that_networks_in_float32_agree_as_far_as_float32_does(name, tmp_path):
    agrees(fresh(name, dtype="float32"), tmp_path, 2e-3)


def test_that_dropout_thins_in_training_alone(tmp_path):
    training = trained("dropout")
    said = said_by(training, tmp_path)
    X = DATA.train.inputs(dtype=float)
    np.testing.assert_allclose(said["answers"], training.network.forward(X), rtol=1e-9)
    assert np.abs(said["after"] - said["before"]).max() > 0


def test_that_a_run_of_an_optimizer_that_was_not_kept_begins_it_anew(tmp_path):
    training = fresh("lesson")
    state = dataclasses.replace(training.state(), optimizer_state={}, optimizer_steps=0)
    text = export_model(state, "python").decode()
    assert '"velocity": np.zeros_like(PARAMETERS)' in text
    assert "the optimiser begins anew" in text


def test_that_what_is_too_large_to_be_read_is_refused(monkeypatch):
    monkeypatch.setattr("gdstudio.files.models.python_text.writing.MOST_NUMBERS", 100)
    with pytest.raises(GdstudioError, match=r"too many to be written as text; npz"):
        export_model(trained("lesson").state(), "python")


def test_that_the_file_can_be_read_line_by_line():
    text = export_model(trained("cnn").state(), "python").decode()
    lines = text.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(len(line) for line in lines[1:]) <= 110
    code = [line for line in lines if not line.lstrip().startswith('"')]
    assert len(code) < 250
