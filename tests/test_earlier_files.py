"""Files that version 0.1.0 wrote open as they did: runs, an experiment, settings, a sitting."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.data.mnist import load_mnist
from gdstudio.experiments.workshop import ThisProcess
from gdstudio.files.experiment_folder import load_experiment
from gdstudio.files.run_file import load_run
from gdstudio.files.sitting_folder import load_earlier, runs_of
from gdstudio.learning.training import Training

EARLIER = Path(__file__).parent / "earlier"
FIGURES = json.loads((EARLIER / "figures.json").read_text())


@pytest.mark.parametrize("name", FIGURES)
def test_that_an_earlier_run_opens_as_it_was(name):
    figures = FIGURES[name]
    run_file = load_run(EARLIER / name)
    state, history = run_file.state, run_file.history
    assert (state.step, state.learning_rate) == (figures["step"], figures["learning_rate"])
    later = {"frozen_layers": []}  # settings that there were not yet
    assert state.recipe.to_dict() == later | figures["recipe"]
    assert len(state.parameters) == figures["parameters"]
    magnitude = np.abs(state.parameters.astype(np.float64)).sum()
    assert magnitude == pytest.approx(figures["magnitude"], rel=1e-12)
    assert len(run_file.trajectory.points()) == figures["points_of_path"]
    assert history.last_step == figures["last_step"]
    assert len(history.evaluations().steps) == figures["evaluations"]


@pytest.mark.parametrize("name", FIGURES)
def test_that_an_earlier_run_answers_as_it_did(name, capsys):
    assert main(["evaluate", str(EARLIER / name), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["test_cost"] == pytest.approx(FIGURES[name]["test_cost"], rel=1e-6)
    assert found["test_accuracy"] == FIGURES[name]["test_accuracy"]


@pytest.mark.parametrize("name", FIGURES)
def test_that_an_earlier_run_goes_on(name):
    state = load_run(EARLIER / name).state
    training = Training(state.recipe, load_mnist(), state)
    training.epochs += 9  # at its end a cosine schedule has come to 0
    training.update()
    assert training.step == state.step + 1
    assert not np.array_equal(training.network.parameters, state.parameters)


def test_that_an_earlier_experiment_opens_as_it_was():
    saved = load_experiment(EARLIER / "minima")
    written = json.loads((EARLIER / "minima" / "result.json").read_text())
    assert saved.experiment.name == "minima"
    assert saved.settings.to_dict() == written["settings"]
    assert len(saved.result.charts) == len(written["charts"])
    said = [(finding.name, finding.holds, finding.measured) for finding in saved.result.findings]
    assert said == [(f["name"], f["holds"], f["measured"]) for f in written["findings"]]


def test_that_the_pieces_of_an_earlier_experiment_are_taken_up(tmp_path, monkeypatch, capsys):
    def advances(self, work, items, shared=()):
        assert not items, "made anew"
        return iter(())

    shutil.copytree(EARLIER / "minima", tmp_path / "minima")
    monkeypatch.setattr(ThisProcess, "advances", advances)
    settings = load_experiment(EARLIER / "minima").settings.to_dict()
    flags = []
    for name, value in settings.items():
        text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        flags += [f"--{name.replace('_', '-')}", text]
    assert main(["experiment", "minima", *flags, "--save", str(tmp_path / "minima"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["settings"] == settings


def test_that_earlier_settings_are_read(tmp_path):
    from PySide6.QtCore import QSettings

    from gdstudio.studio.preferences import Preferences

    (tmp_path / "gdstudio").mkdir()
    shutil.copy(EARLIER / "gdstudio.ini", tmp_path / "gdstudio" / "gdstudio.ini")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    settings = Preferences()
    assert settings.appearance == "dark"
    assert settings.brush_size == 30
    assert settings.layout_state("window").data() == b"1280x720+2+2 maximised"


def test_that_an_earlier_sitting_is_taken_up():
    kept = runs_of(EARLIER / "sitting")
    assert [path.name for path, _ in kept] == ["run-1.gdrun", "last.gdrun"]
    assert kept[0][1] == Path("/home/ada/mlp.gdrun")
    (first, _), (last, _) = load_earlier(kept)
    assert (first.state.step, last.state.step) == (7, 1)
