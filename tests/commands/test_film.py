"""`gdstudio film`: what it says and writes, and what it refuses."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdstudio.cli import main
from gdstudio.files.run_file import load_run, save_run
from tests.commands.program import start

FLAGS = ["--seconds", "0.3", "--size", "160x120"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "a.gdrun"
    given = ["--train-size", "200", "--epochs", "2", "--hidden", "5"]
    assert main(["train", *given, "--save", str(path)]) == 0
    return path


def film(*arguments: object) -> int:
    return main(["film", *map(str, arguments)])


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert film(*arguments) in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def test_that_it_says_what_it_wrote(run, tmp_path, capsys):
    path = tmp_path / "film.gif"
    capsys.readouterr()
    assert film(run, "--view", "weights", "--save", path, *FLAGS) == 0
    told = capsys.readouterr().out
    assert told == f"6 frames of 160 x 120, 20 a second: 0.3 s\nsaved in {path}\n"
    with Image.open(path) as image:
        assert image.size == (160, 120)
        assert image.info["loop"] == 0


def test_that_facts_come_as_json_and_a_rate_that_cannot_be_is_told(run, tmp_path, capsys):
    path = tmp_path / "film.gif"
    capsys.readouterr()
    flags = ["--view", "cost", "--save", path, "--json", "--fps", "30", *FLAGS]
    assert film(run, *flags) == 0
    out, err = capsys.readouterr()
    facts = json.loads(out)
    assert (facts["kind"], facts["frames"], facts["width"]) == ("gif", 10, 160)
    assert facts["fps"] == pytest.approx(100 / 3)
    assert "Animated GIF holds 33.3 frames a second, not 30" in err


def test_that_steps_and_a_digit_can_be_chosen(run, tmp_path):
    shown = []
    for k, digit in enumerate(("test:0", "test:1")):
        path = tmp_path / f"{k}.webp"
        flags = ["--view", "diagram", "--digit", digit, "--from", "10", "--to", "20"]
        assert film(run, *flags, "--save", path, *FLAGS) == 0
        with Image.open(path) as image:
            shown.append(np.asarray(image.convert("RGB")))
    assert not np.array_equal(*shown)


def test_that_an_older_file_is_replaced_and_an_older_folder_is_not(run, tmp_path, capsys):
    path, folder = tmp_path / "film.webp", tmp_path / "film"
    path.write_bytes(b"old")
    flags = ["--view", "weights", *FLAGS]
    assert film(run, "--save", path, *flags) == 0
    assert film(run, "--save", folder, *flags) == 0
    assert len(os.listdir(folder)) == 6
    assert "not empty" in refused(capsys, run, "--save", folder, *flags)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--save", "a.avi"], ".gif, .webp, .mp4, .webm, or a folder"),
        (["--save", "no/a.gif"], "there is no folder"),
        (["--size", "0x100"], "width: 0 is not accepted; give a whole number from 64 to 3,840"),
        (["--size", "100x9999"], "height: 9999 is not accepted"),
        (["--size", "big"], "'big' is not a size such as 960x540"),
        (["--fps", "0"], "fps: 0.0 is not accepted; give a number from 1 to 60"),
        (["--fps", "1000"], "fps: 1000.0 is not accepted"),
        (["--seconds", "nan"], "seconds: 'nan' is not accepted"),
        (["--seconds", "0"], "seconds: 0.0 is not accepted"),
        (["--seconds", "1e9"], "seconds: "),
        (["--turn", "inf"], "turn: 'inf' is not accepted"),
        (["--view", "moon"], "view: 'moon' is not accepted; give one of: surface"),
        (["--from", "20", "--to", "10"], "first step: 20 is not accepted; give a step up to the"),
        (["--from", "9999"], "first step: 9999 is not accepted"),
        (["--to", "9999"], "last step: 9999 is not accepted"),
        (["--to", "-1"], "last step: "),
        (["--view", "diagram", "--digit", "test:99999"], "digit: 'test:99999' is not accepted"),
        (["--data", "/nowhere"], "/nowhere"),
    ],
)
def test_that_what_it_cannot_do_is_one_clear_line(run, tmp_path, monkeypatch, capsys, flags, said):
    monkeypatch.chdir(tmp_path)
    assert said in refused(capsys, run, "--save", "a.gif", *flags)
    assert os.listdir(tmp_path) == []


def test_that_without_ffmpeg_a_line_says_what_is_missing(run, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("a.mp4", "a.webm"):
        assert "ffmpeg, which is not installed" in refused(capsys, run, "--save", tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_that_a_run_without_its_past_is_refused(run, tmp_path, capsys):
    bare, state = tmp_path / "bare.gdrun", load_run(run).state
    save_run(bare, state, None, "mnist", None)
    assert "holds no moments of its past" in refused(capsys, bare, "--save", tmp_path / "a.gif")
    assert os.listdir(tmp_path) == ["bare.gdrun"]


def test_that_an_interrupted_film_leaves_nothing(run, tmp_path):
    code = "import sys; from gdstudio.__main__ import main; sys.exit(main())"
    flags = ["--seconds", "600", "--turn", "360", "--save", str(tmp_path / "a.gif")]
    with start(code, "film", str(run), *flags) as program:
        assert program.stderr is not None
        assert b"film" in program.stderr.readline()
        program.send_signal(signal.SIGINT)
        rest = program.stderr.read()
        assert program.wait() == 130
    assert b"interrupted; nothing was kept" in rest
    assert os.listdir(tmp_path) == []


def test_that_a_descent_is_filmed_with_the_flags_of_descend(tmp_path, capsys):
    path = tmp_path / "race.webp"
    race = ["--descent", "--race", "momentum,adam:0.3", "--start", "-1,2", "--steps", "5"]
    assert film("himmelblau", *race, "--save", path, *FLAGS) == 0
    assert "6 frames" in capsys.readouterr().out
    with Image.open(path) as image:
        assert image.n_frames == 6
    assert film("(w-1)^2", "--view", "descent", "--save", tmp_path / "a.gif", *FLAGS) == 0


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["parabola", "--descent", "--digit", "test:1"], "--digit: 'test:1' is not accepted"),
        (["parabola", "--descent", "--to", "9999999"], "last step: 9999999 is not accepted"),
        (["moon", "--descent"], "moon"),
        (["parabola", "--descent", "--optimizer", "hope"], "hope"),
    ],
)
def test_that_a_descent_that_cannot_be_is_one_clear_line(tmp_path, capsys, flags, said):
    assert said in refused(capsys, *flags, "--save", tmp_path / "a.gif")
    assert os.listdir(tmp_path) == []


def test_that_flags_of_descents_are_refused_for_a_run(run, tmp_path, capsys):
    said = refused(capsys, run, "--start", "1,2", "--save", tmp_path / "a.gif")
    assert "give it with --descent only" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["{run}", "--race", "momentum:0.01,adam"], "--race: 'momentum:0.01,adam'"),
        (["{run}", "--start", "1.5,-2"], "--start: '1.5,-2'"),
        (["{run}", "--descent"], "a cost by its name or formula"),
        (["himmelblau"], "FILE.gdrun, or --descent for a cost"),
    ],
)
def test_that_runs_and_costs_are_not_mixed_up(run, tmp_path, capsys, given, said):
    flags = [one.replace("{run}", str(run)) for one in given]
    assert said in refused(capsys, *flags, "--save", tmp_path / "film.gif")


def test_that_a_film_without_a_name_is_refused(run, capsys):
    assert "'' names no file or folder" in refused(capsys, run, "--save", "")


def test_that_one_frame_is_called_one(run, tmp_path, capsys):
    path = tmp_path / "film.gif"
    capsys.readouterr()
    assert film(run, "--view", "weights", "--seconds", "0.1", "--fps", "10", "--size", "64x64",
                "--save", path) == 0  # fmt: skip
    assert capsys.readouterr().out.startswith("1 frame of 64 x 64, ")
