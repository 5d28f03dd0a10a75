"""What a window leaves: a folder for each sitting, all of it or what there is room for."""

import dataclasses
import json
import os
import time
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import FileError
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.experiment import Result
from gdstudio.files import kept_sitting, sitting_writing
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.kept_sitting import forget_old_sittings, list_sittings, save_sitting
from gdstudio.files.run_file import load_run
from gdstudio.files.sitting_folder import (
    KeptResult,
    KeptRun,
    KeptSitting,
    load_earlier,
    load_results,
    runs_of,
    unfinished_in,
)
from gdstudio.files.temporary import temporary_folder
from gdstudio.learning.history import History
from gdstudio.learning.moment import Kind
from gdstudio.learning.moments import Moments
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

DIGITS = Digits(np.zeros((20, 784), np.uint8), np.zeros(20, np.uint8))
NOISE = EXPERIMENTS["noise"]


def run(steps=1, file=None):
    training = Training(Recipe(hidden=(4,), batch_size=10), DataSet("mnist", DIGITS, DIGITS))
    path = ParameterPath(len(training.network.parameters))
    for _ in range(steps):
        training.update()
        path.append(training.step, training.network.parameters)
    return KeptRun(training.state(), History(10), Moments.restored((), path), file)


def result(piece=None):
    saved = SavedExperiment(NOISE, NOISE.default, Result((), (), (), {}), 1.0, "mnist", "0" * 64)
    return KeptResult(saved, {"a": {"x": np.arange(3)}} if piece is None else piece)


def test_that_a_sitting_comes_back_whole(tmp_path):
    sitting = KeptSitting(
        earlier=[run(2, Path("/a/first.gdrun")), run(3)],
        last=run(5, Path("/a/last one.gdrun")),
        results=[result()],
        pieces={"b": {"y": np.ones(2)}},
        unfinished=(NOISE.name, NOISE.default.to_dict()),
        seconds=7.25,
    )
    folder = save_sitting(tmp_path, sitting)
    *earlier, last = runs_of(folder)
    assert last == (folder / "last.gdrun", Path("/a/last one.gdrun"))
    found = load_earlier(earlier)
    assert [one.state.step for one, _ in found] == [2, 3]
    assert [file for _, file in found] == [Path("/a/first.gdrun"), None]
    assert len(found[0][0].trajectory) == 2
    (there,), pieces = load_results(folder)
    assert there.saved.experiment is NOISE
    assert there.saved.settings == NOISE.default
    assert np.array_equal(there.pieces["a"]["x"], np.arange(3))
    assert np.array_equal(pieces["b"]["y"], np.ones(2))
    assert unfinished_in(folder) == (NOISE.name, NOISE.default.to_dict())
    (note,) = list_sittings(tmp_path)
    assert (note.runs, note.steps, note.results, note.seconds) == (3, 5, 1, 7.2)


def test_that_windows_never_write_over_one_another(tmp_path):
    folders = {save_sitting(tmp_path, KeptSitting(last=run(k))) for k in (3, 1, 2)}
    assert len(folders) == 3
    assert [note.steps for note in list_sittings(tmp_path)] == [2, 1, 3]  # the newest first


def test_that_many_short_sittings_do_not_push_out_a_long_one(tmp_path):
    long = save_sitting(tmp_path, KeptSitting(last=run(9), seconds=900.0))
    for _ in range(kept_sitting.NEWEST + kept_sitting.LONGEST + 3):
        newest = save_sitting(tmp_path, KeptSitting(last=run(1), seconds=9.0))
        forget_old_sittings(tmp_path)
    notes = list_sittings(tmp_path)
    assert len(notes) == kept_sitting.NEWEST + kept_sitting.LONGEST
    assert {long, newest} <= {note.folder for note in notes}


def test_that_the_newest_stays_however_large_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_sitting, "MAX_ALL", 1000)
    for _ in range(3):
        newest = save_sitting(tmp_path, KeptSitting(last=run(1)))
    forget_old_sittings(tmp_path)
    assert [note.folder for note in list_sittings(tmp_path)] == [newest]


def test_that_what_is_too_large_is_left_out_and_the_rest_kept(tmp_path, monkeypatch):
    size = run(1).state.parameters.nbytes
    monkeypatch.setattr(sitting_writing, "MAX_SITTING", round(size * 3.5))
    large = {"x": {"a": np.zeros(10 * size)}}
    sitting = KeptSitting([run(2), run(2)], run(1), [result(large)], large)
    folder = save_sitting(tmp_path, sitting)
    assert [path.name for path, _ in runs_of(folder)] == ["run-2.gdrun", "last.gdrun"]
    assert load_earlier(runs_of(folder))[0][0].trajectory is None  # there was no room for its path
    (there,), pieces = load_results(folder)
    assert (there.pieces, pieces) == ({}, {})


def test_that_the_paths_of_the_latest_runs_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(sitting_writing, "MAX_PASTS", 5 * run(1).state.parameters.nbytes)
    folder = save_sitting(tmp_path, KeptSitting([run(1), run(2), run(2)], run(2)))
    found = load_earlier(runs_of(folder))
    assert [one.trajectory is not None for one, _ in found] == [False, False, True, True]


def test_that_a_run_that_cannot_be_written_does_not_take_the_others_with_it(tmp_path):
    good = run(1)
    parameters = np.full_like(good.state.parameters, np.nan)
    broken = KeptRun(dataclasses.replace(good.state, parameters=parameters), None, None)
    folder = save_sitting(tmp_path, KeptSitting([run(2)], broken, [result()]))
    assert [path.name for path, _ in runs_of(folder)] == ["run-1.gdrun"]
    assert len(load_results(folder)[0]) == 1


def test_that_nothing_is_left_where_nothing_can_be_written(tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise FileError("x", "cannot be written: no space left on device")

    monkeypatch.setattr(sitting_writing, "save_run", full)
    with pytest.raises(FileError):
        save_sitting(tmp_path, KeptSitting(last=run(1)))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        save_sitting(tmp_path / "file" / "sittings", KeptSitting(last=run(1)))


@pytest.mark.parametrize(
    "about", [b"", b"[]", b"{}", b'{"files": 3, "ended_at": 1}', b"\xff", b'{"unfinished": [1, 2]}']
)
def test_that_a_damaged_sitting_is_not_listed_and_hides_no_other(tmp_path, about):
    good = save_sitting(tmp_path, KeptSitting(last=run(1)))
    bad = save_sitting(tmp_path, KeptSitting(last=run(2)))
    (bad / "about.json").write_bytes(about)
    (tmp_path / "a file").write_text("")
    (tmp_path / "empty").mkdir()
    assert [note.folder for note in list_sittings(tmp_path)] == [good]
    with pytest.raises(FileError):
        runs_of(bad)


def test_that_damaged_parts_of_a_sitting_are_left_out(tmp_path):
    folder = save_sitting(tmp_path, KeptSitting([run(1), run(2)], None, [result(), result()]))
    (folder / "run-1.gdrun").write_bytes(b"damaged")
    (folder / "experiments" / "0001" / "result.json").write_bytes(b"{")
    assert [one.state.step for one, _ in load_earlier(runs_of(folder))] == [2]
    assert len(load_results(folder)[0]) == 1


def test_that_ten_earlier_runs_stay_in_order(tmp_path):
    folder = save_sitting(tmp_path, KeptSitting([run(k) for k in range(1, 12)]))
    assert [one.state.step for one, _ in load_earlier(runs_of(folder))] == list(range(1, 12))


def test_that_what_a_killed_window_left_half_written_is_taken_away(tmp_path):
    left = tmp_path / ".00ff.gdstudio-tmp"
    left.mkdir()
    (left / "last.gdrun").write_text("half")
    with temporary_folder(tmp_path) as mine:
        forget_old_sittings(tmp_path)
        assert mine.exists()  # another window may be writing it
    assert not left.exists()
    assert list_sittings(tmp_path) == []


def test_that_what_an_earlier_version_left_half_written_is_taken_away_later(tmp_path):
    old, young = (tmp_path / f".20260102-030405-00000{k}-abcdef.tmp" for k in range(2))
    for aside in (old, young):
        aside.mkdir(parents=True)
    os.utime(old, (time.time() - 7200,) * 2)
    forget_old_sittings(tmp_path)
    assert not old.exists()
    assert young.exists()


def test_that_a_name_of_another_place_is_a_name_only(tmp_path):
    """about.json names files that runs belong to; none of them is read."""
    folder = save_sitting(tmp_path, KeptSitting([run(1)], run(2)))
    about = json.loads((folder / "about.json").read_text())
    about["files"] |= {"../../x.gdrun": "/etc/passwd", "last.gdrun": 5}
    (folder / "about.json").write_text(json.dumps(about))
    with pytest.raises(FileError):
        runs_of(folder)


def test_that_moments_are_kept_and_where_there_is_no_room_the_path_alone(tmp_path, monkeypatch):
    training = Training(Recipe(hidden=(4,), batch_size=10), DataSet("mnist", DIGITS, DIGITS))
    moments = Moments(len(training.network.parameters))
    for _ in range(3):
        training.update()
        moments.add(training.moment(Kind.PASSED, exact=True))
    kept = KeptRun(training.state(), History(10), moments)
    whole = load_run(runs_of(save_sitting(tmp_path / "a", KeptSitting(last=kept)))[0][0])
    assert [moment.state is None for moment in whole.moments] == [False] * 3
    monkeypatch.setattr(sitting_writing, "MAX_PASTS", moments.nbytes - 1)
    less = load_run(runs_of(save_sitting(tmp_path / "b", KeptSitting(last=kept)))[0][0])
    assert [moment.state is None for moment in less.moments] == [True] * len(whole.trajectory)
