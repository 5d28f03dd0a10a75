"""An experiment as the window runs it, without a window."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.experiments.experiment import Result, Update
from gdstudio.experiments.workshop import KeptInMemory
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.jobs.experiment_job import ExperimentJob, PiecesOfRun, SittingPieces, perform
from tests.studio.small_experiment import COUNT, CountSettings, few_digits


def job(pieces=None, up_to=3):
    return ExperimentJob(COUNT, CountSettings(up_to=up_to), few_digits(), pieces or SittingPieces())


def test_that_every_picture_comes_and_the_result_last():
    *updates, last = perform(job())
    assert [item.note for item in updates] == ["1 counted", "2 counted", "3 counted"]
    assert isinstance(last, SavedExperiment)
    assert last.settings == CountSettings(up_to=3)
    assert last.result.facts == {"up_to": 3}
    assert last.data_identity == few_digits().identity()
    assert last.seconds > 0


def test_that_fast_notes_without_pictures_become_bare_shares(monkeypatch):
    clock = iter([10.0, 10.01, 10.02, 10.2])
    monkeypatch.setattr("gdstudio.jobs.experiment_job.time.monotonic", lambda: next(clock))

    def run(settings, data, workshop):
        for k in range(4):
            yield Update(k / 4, "so far")
        return Result((), (), ())

    quiet = ExperimentJob(replace(COUNT, run=run), CountSettings(), few_digits(), SittingPieces())
    items = list(perform(quiet))[:-1]
    assert [type(item) for item in items] == [Update, float, float, Update]
    assert [item if isinstance(item, float) else item.share for item in items] == [
        0,
        0.25,
        0.5,
        0.75,
    ]


def test_that_closing_ends_the_experiment():
    ended = []

    def run(settings, data, workshop):
        try:
            while True:
                yield Update(0.0, "on and on", ())
        finally:
            ended.append(True)

    endless = ExperimentJob(replace(COUNT, run=run), CountSettings(), few_digits(), SittingPieces())
    items = perform(endless)
    next(items)
    items.close()
    assert ended == [True]


def test_that_an_error_comes_through():
    with pytest.raises(InvalidValue, match="at most 20"):
        list(perform(job(up_to=21)))


def test_that_pieces_of_a_run_are_those_found_and_made():
    sitting = SittingPieces()
    sitting.put("number-0", {"number": np.array([0])})
    sitting.put("of-another-run", {"number": np.array([9])})
    pieces = PiecesOfRun(sitting)
    list(perform(job(pieces)))
    assert set(pieces.used()) == {"number-0", "number-1", "number-2"}
    assert sitting.get("number-2") is not None  # the next run finds it


def test_that_pieces_beside_an_opened_result_are_found():
    folder, sitting = KeptInMemory(), SittingPieces()
    folder.put("number-7", {"number": np.array([7])})
    assert sitting.get("number-7") is None
    sitting.look_into(folder)
    assert sitting.get("number-7")["number"] == [7]
