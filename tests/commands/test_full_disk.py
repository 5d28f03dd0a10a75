"""A disk that is full, or a folder that has gone, at the end of the work costs no work."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from gdstudio.cli import main
from gdstudio.files import atomic
from gdstudio.files.experiment_folder import load_experiment, pieces_of
from gdstudio.files.run_file import load_run
from gdstudio.learning.training import Training
from tests.commands.program import RUN

Fill = Callable[..., None]
TRAIN = ["train", "--train-size", "60", "--epochs", "1"]
MINIMA = ["experiment", "minima", "--networks", "2", "--widths", "5,6", "--examples", "300",
          "--epochs", "1", "--pairs", "1"]  # fmt: skip


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on a disk that is full; folders of the user's own lie on another."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / "full"
    folder.mkdir()
    fill(monkeypatch, folder)
    return folder


def fill(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    real = atomic.temporary_file

    def temporary_file(parent: Path) -> AbstractContextManager[tuple[Path, int]]:
        if parent.is_relative_to(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(parent)

    monkeypatch.setattr(atomic, "temporary_file", temporary_file)


def kept(err: str, asked: Path) -> Path:
    """Return the place that an error line names, which is all there is of errors."""
    head = f"gdstudio: error: {asked}: cannot be written: no space left on device; kept in "
    assert err.startswith(head)
    assert err.count("\n") == 1
    place = Path(err.removeprefix(head).strip())
    assert place.name == asked.name
    assert not asked.is_file()
    return place


COMMANDS = {
    "run.gdrun": TRAIN,
    "steps.csv": ["descend", "x^2 + y^2", "--steps", "5"],
    "steps.png": ["descend", "x^2", "--steps", "5"],
    "plane.npz": ["surface", str(RUN), "--size", "5", "--examples", "10"],
    "slice.csv": ["surface", str(RUN), "--slice", "gradient", "--size", "5", "--examples", "10"],
    "page.html": ["report", str(RUN), "--size", "5", "--examples", "10", "--digits", "50"],
    "way.csv": ["interpolate", str(RUN), "other", "--points", "5", "--examples", "10"],
}


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("runs") / "other.gdrun"
    assert main([*TRAIN, "--save", str(path)]) == 0
    return str(path)


@pytest.mark.parametrize("json_flag", [(), ("--json",)])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_that_what_a_full_disk_does_not_take_is_kept_elsewhere(
    name: str,
    json_flag: tuple[str, ...],
    full: Path,
    other: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = [other if word == "other" else word for word in COMMANDS[name]]
    capsys.readouterr()
    assert main([*command, *json_flag, "--save", str(full / name)]) == 1
    out, err = capsys.readouterr()
    assert kept(err, full / name).stat().st_size > 0
    if json_flag:
        json.loads(out)
    else:
        assert out
        assert "aved in" not in out


def test_that_an_experiment_and_its_pieces_are_kept_elsewhere(
    full: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*MINIMA, "--json", "--save", str(full / "e")]) == 1
    out, err = capsys.readouterr()
    place = kept(err[err.index("gdstudio: error") :], full / "e")
    assert load_experiment(place).settings.to_dict() == json.loads(out)["settings"]
    assert len(list((place / "pieces").iterdir())) == 2


def test_that_pieces_alone_that_find_no_room_are_no_end_of_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "e"
    fill(monkeypatch, folder / "pieces")
    assert main([*MINIMA, "--save", str(folder)]) == 1
    err = capsys.readouterr().err
    assert "pieces/" in err
    place = Path(err.strip().rpartition("; kept in ")[2])
    assert len(list((place / "pieces").iterdir())) == 2
    assert load_experiment(folder).result.facts == load_experiment(place).result.facts


def test_that_an_interrupted_experiment_keeps_its_pieces_elsewhere(
    full: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gdstudio.files.piece_folder import SteadyPieces

    real = SteadyPieces.put

    def put(pieces: SteadyPieces, name: str, piece: object) -> None:
        real(pieces, name, piece)  # type: ignore[arg-type]
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(SteadyPieces, "put", put)
    assert main([*MINIMA, "--save", str(full / "e")]) == 1
    place = Path(capsys.readouterr().err.strip().rpartition("; kept in ")[2])
    (piece,) = (place / "pieces").iterdir()
    assert pieces_of(place).get(piece.stem) is not None


@pytest.mark.parametrize("number", [None, signal.SIGHUP])
def test_that_a_run_outlives_the_folder_it_was_for(
    number: signal.Signals | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "gone"
    folder.mkdir()
    real = Training.update

    def update(training: Training) -> float:
        if training.step == 3:
            shutil.rmtree(folder)
            if number is not None:
                signal.raise_signal(number)
        return real(training)

    monkeypatch.setattr(Training, "update", update)
    assert main([*TRAIN, "--save", str(folder / "run.gdrun")]) == 1
    err = capsys.readouterr().err
    assert f"run.gdrun: there is no folder {folder}; kept in " in err
    place = Path(err.strip().rpartition("; kept in ")[2])
    assert load_run(place).state.step == (6 if number is None else 4)
    assert ("interrupted at step 4" in err) == (number is not None)


def test_that_a_run_that_diverged_is_kept_elsewhere_too(
    full: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wild = ["--activation", "relu", "--learning-rate", "1000", "--cost", "squared-error",
            "--output-activation", "identity"]  # fmt: skip
    assert main([*TRAIN, *wild, "--save", str(full / "run.gdrun")]) == 1
    err = capsys.readouterr().err
    assert err.startswith("gdstudio: error: diverged at step ")
    assert err.count("\n") == 1
    assert load_run(err.strip().rpartition("; kept in ")[2]).history is not None


LONG = "n" * 300


@pytest.mark.parametrize(
    "command",
    [
        [*TRAIN, "--save", LONG],
        [*MINIMA, "--save", LONG],
        ["experiment", "--open", LONG],
        ["train", "--resume", LONG],
        ["evaluate", LONG],
        ["descend", "x^2", "--save", f"{LONG}.csv"],
        ["surface", str(RUN), "--save", f"{LONG}.png"],
        ["report", str(RUN), "--save", f"{LONG}.html"],
        [LONG],
    ],
)
def test_that_a_name_that_is_too_long_gets_one_line(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.lower().endswith("file name too long\n")
    assert err.count("\n") == 1
