"""What edits do to the answers: as the saved file of the edited network has it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.opening import load_data_set
from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import load_run, save_run
from gdstudio.inside.edits import Noise, Prune, ScaleNeuron, SwitchOffNeuron, Temperature
from gdstudio.inside.edits_typed import read_edit
from gdstudio.inside.places import Place
from gdstudio.jobs.edited_answers import EditedAnswers, ask_edited, edited
from gdstudio.jobs.subject import subject_of_file
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.network import Network
from tests.studio.controllers.runs import Runs

RUN = Path(__file__).resolve().parents[2] / "resources" / "runs" / "lesson-best.gdrun"
EDITS = (
    Prune(70.0),
    SwitchOffNeuron(Place(2, 5)),
    ScaleNeuron(Place(1, 3), 0.5),
    Noise(0.2, 3),
    Temperature(2.0),
)


@pytest.fixture(scope="module")
def run_file():
    return load_run(RUN)


@pytest.mark.parametrize("count", range(len(EDITS) + 1))
def test_that_the_answers_are_those_of_the_saved_file(run_file, tmp_path, count):
    subject = subject_of_file(run_file, "a", "a")
    digits = load_data_set("mnist").test
    *shares, found = ask_edited(subject, EDITS[:count], digits)
    assert isinstance(found, EditedAnswers)
    path = tmp_path / "edited.gdrun"
    save_run(path, replace(run_file.state, parameters=found.after.parameters), None, "mnist")
    for network, reached in (
        (run_file.state.network(), found.was),
        (load_run(path).state.network(), found.now),
    ):
        asked = evaluate(network, digits, subject.cost)
        assert reached.accuracy == asked.accuracy
        assert reached.cost == asked.cost
        assert (reached.confusion == asked.confusion).all()
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert found.before is subject
    if count:
        assert found.now.cost != found.was.cost
    *_, again = ask_edited(subject, EDITS[:count], digits, found.known)
    assert again.was is found.was
    assert again.now.cost == found.now.cost


@pytest.mark.parametrize(
    ("architecture", "edit", "first"),
    [
        ("dense 5, dense 4", "W1[2,3] = 0.7", 0),
        ("dense 5, dense 4", "b2[3] = 0.7", 1),
        ("dense 5, dense 4", "W3[2,3] = 0.7", 2),
        ("dense 5, dense 4", "L2.1 off", 2),
        ("conv 2@3x3, max pool 2, dropout 0.5, dense 4", "b4[1] = 3", 3),
        ("lstm 4", "temperature 2", 1),
    ],
)
def test_that_only_layers_from_the_first_that_was_edited_on_are_asked(
    monkeypatch, architecture, edit, first
):
    runs = Runs()
    runs.begin(architecture)
    subject, digits = runs.subject(), runs.data.test
    *_, found = ask_edited(subject, (), digits)
    assert (found.now, found.after.step) == (found.was, subject.step)
    begun, passed = set(), Network.passed

    def watched(network, X, first, end):
        begun.add(first)
        return passed(network, X, first, end)

    monkeypatch.setattr(Network, "passed", watched)
    edits = (read_edit(edit, subject.make_network()),)
    *_, found = ask_edited(subject, edits, digits, found.known)
    assert begun == {first}
    asked = evaluate(found.after.make_network(), digits, subject.cost)
    assert (found.now.cost, found.now.accuracy) == (asked.cost, asked.accuracy)


def test_that_an_edited_network_is_another_and_the_first_stays(run_file):
    subject = subject_of_file(run_file, "a", "a")
    before = np.array(subject.parameters)
    other = edited(subject, EDITS)
    assert (subject.parameters == before).all()
    assert (other.parameters != before).any()
    assert not other.parameters.flags.writeable
    assert other.parameters.dtype == before.dtype
    assert (other.key, other.recipe, other.step) == (subject.key, subject.recipe, subject.step)
    with pytest.raises(InvalidValue):
        edited(subject, [SwitchOffNeuron(Place(3, 1))])
