import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gdstudio.cli import main
from gdstudio.commands.following import Interrupted, follow
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.files.experiment_folder import load_experiment

ROOT = Path(__file__).resolve().parents[2]
SMALL = [
    "experiment", "minima", "--networks", "3", "--widths", "5,6", "--examples", "300",
    "--epochs", "1", "--pairs", "1",
]  # fmt: skip


def run_json(capsys, *arguments):
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def failed(capsys, code, *arguments):
    capsys.readouterr()
    assert main(list(arguments)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def test_that_json_tells_settings_facts_findings_and_seconds(capsys):
    result = run_json(capsys, *SMALL)
    assert result["experiment"] == "minima"
    assert result["settings"]["widths"] == [5, 6]
    assert result["settings"]["networks"] == 3
    assert result["facts"]["trained_networks"] == 6
    assert [finding["name"] for finding in result["findings"]][:2] == ["C-1", "C-2"]
    assert result["findings"][1]["holds"] is None
    assert result["seconds"] > 0


def test_that_the_result_is_told_to_people_and_kept(tmp_path, capsys):
    folder = tmp_path / "result"
    assert main([*SMALL, "--save", str(folder)]) == 0
    out = capsys.readouterr().out
    for text in ("Many minima (Choromanska", "The paper", "C-5: holds", "C-2: cannot be told",
                 f"saved in {folder}"):  # fmt: skip
        assert text in out
    saved = load_experiment(folder)
    assert saved.settings.networks == 3
    assert len(list((folder / "pictures").iterdir())) == len(saved.result.charts)
    assert len(list((folder / "pieces").iterdir())) == 2

    assert main(["experiment", "--open", str(folder)]) == 0
    again = capsys.readouterr().out
    assert again.strip() == out.partition("\nsaved in")[0].strip()
    opened = run_json(capsys, "experiment", "--open", str(folder))
    assert opened["findings"] == run_json(capsys, *SMALL)["findings"]


def test_that_pieces_from_before_are_taken_up(tmp_path, capsys):
    folder = tmp_path / "result"
    first = run_json(capsys, *SMALL, "--save", str(folder))
    (folder / "result.json").unlink()
    times = {path: path.stat().st_mtime_ns for path in (folder / "pieces").iterdir()}
    second = run_json(capsys, *SMALL, "--save", str(folder))
    assert second["facts"] == first["facts"]
    assert {path: path.stat().st_mtime_ns for path in (folder / "pieces").iterdir()} == times


def test_that_all_experiments_are_listed_with_presets_and_references(capsys):
    assert main(["experiment", "--list"]) == 0
    out = capsys.readouterr().out
    for experiment in EXPERIMENTS.values():
        assert f"{experiment.name}: {experiment.title}" in out
        assert experiment.references[0].address in out
    listed = run_json(capsys, "experiment", "--list")
    assert [one["name"] for one in listed] == list(EXPERIMENTS)


@pytest.mark.parametrize("name", list(EXPERIMENTS))
def test_that_help_names_every_setting(name, capsys):
    assert main(["experiment", name, "--help"]) == 0
    out = capsys.readouterr().out
    for field in EXPERIMENTS[name].default.fields():
        assert f"--{field.name.replace('_', '-')}" in out


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--networks", "0"], "networks of each width: 0 is not accepted; give a whole number"),
        (["--widths", "0"], "hidden neurons: '0' is not accepted; give 1 to 64 whole numbers"),
        (["--widths", "25,x"], "hidden neurons: '25,x' is not accepted"),
        (["--learning-rate", "nan"], "learning rate: 'nan' is not accepted"),
        (["--examples", "60001"], "training digits: 60001 is not accepted; give at most"),
        (["--preset", "huge"], "preset: 'huge' is not accepted; give one of: default, quick"),
        (["--workers", "0"], "workers: 0 is not accepted; give a whole number from 1 to 256"),
        (["--workers", "two"], "argument --workers: 'two' is not a whole number"),
        (["--workers", "2", "--cluster", "a:1"], "not allowed with argument"),
    ],
)
def test_that_a_value_that_is_not_accepted_gets_one_line(flags, reason, capsys):
    assert reason in failed(capsys, 2, "experiment", "minima", *flags)


def test_that_a_probability_of_one_and_a_half_gets_one_line(capsys):
    flags = ["experiment", "random-labels", "--probabilities", "0.2,1.5"]
    assert "'0.2, 1.5' is not accepted; give 1 to" in failed(capsys, 2, *flags)


def test_that_a_place_that_cannot_be_used_gets_one_line_before_any_work(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("keep me")
    for place, reason in (
        (str(tmp_path / "no" / "folder"), "there is no folder"),
        (str(tmp_path), "holds other files; give a new or empty folder"),
        (str(tmp_path / "thesis.txt"), "is a file; give the name of a folder"),
        ("/proc/result", "cannot be written"),
    ):
        assert reason in failed(capsys, 1, "experiment", "minima", "--save", place)
    assert os.listdir(tmp_path) == ["thesis.txt"]
    flags = ["experiment", "minima", "--data", str(tmp_path / "none")]
    assert "there is no such folder" in failed(capsys, 1, *flags)
    assert "is not there" in failed(capsys, 1, "experiment", "--open", str(tmp_path / "none"))


def test_that_a_cluster_that_does_not_answer_gets_one_line_before_any_work(capsys):
    assert main(["experiment", "minima", "--cluster", "127.0.0.1:1"]) == 1
    out, err = capsys.readouterr()
    trusted, told = err.splitlines()
    assert out == ""
    assert trusted.startswith("cluster: trusting 127.0.0.1:1")
    assert told.startswith("gdstudio: error: ")
    assert "no scheduler answers at 127.0.0.1:1" in told


def test_that_no_name_or_a_wrong_one_gets_one_line(capsys):
    assert "give --list, --open FOLDER or one of: noise" in failed(capsys, 2, "experiment")
    assert "invalid choice: 'magic'" in failed(capsys, 2, "experiment", "magic")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_that_an_interrupted_run_keeps_its_pieces_and_says_how_to_go_on(workers, tmp_path):
    folder = tmp_path / "result"
    flags = ["--networks", "60", "--widths", "2000", "--examples", "500", "--epochs", "5"]
    command = [sys.executable, "-m", "gdstudio", "experiment", "minima", *flags]
    command += ["--batch-size", "100", "--workers", workers, "--save", str(folder)]
    job = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    # Each network is a piece here: one is waited for, long before the others' end.
    while not list(folder.glob("pieces/*.gdpiece")):
        assert job.poll() is None, job.stderr.read()
        time.sleep(0.1)
    job.send_signal(signal.SIGINT)
    out, err = job.communicate()
    assert job.returncode == 130
    assert out == b""
    last = err.decode().strip().splitlines()[-1]
    assert last.startswith("gdstudio: interrupted; finished pieces are kept, to go on: gdstudio")
    assert last.endswith(f"--save {folder}")
    assert b"Traceback" not in err
    assert list(folder.iterdir()) == [folder / "pieces"]


def test_that_without_a_folder_an_interruption_says_that_nothing_was_kept():
    command = [sys.executable, "-m", "gdstudio", *SMALL, "--epochs", "10000"]
    job = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    line = job.stderr.readline()  # the first sign of progress
    assert b"of 6 networks" in line
    job.send_signal(signal.SIGINT)
    out, err = job.communicate()
    assert (job.returncode, out) == (130, b"")
    assert err.decode().endswith("gdstudio: interrupted; nothing was kept (there was no --save)\n")


def test_that_the_time_left_counts_no_work_of_an_earlier_sitting(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    shown = io.StringIO()
    monkeypatch.setattr("gdstudio.commands.following.ProgressLine", lambda: ProgressLine(shown))
    wish = Interruption()
    for share, seconds in follow(
        [(0.8, 0.1), (0.9, 10.0)], lambda item: f"at {item[1]:g}", wish, lambda item: item[0]
    ):
        now[0] = seconds
        assert share > 0
    # A tenth of the work took 10 s, and a tenth is left.
    assert re.fullmatch(r"at 10  90 %  0:10 left\n", shown.getvalue())


def test_that_an_end_that_is_wished_for_comes_after_the_item_at_hand():
    wish = Interruption()
    items = follow([0.1, 0.2, 0.3], "label", wish)
    assert [next(items), next(items)] == [0.1, 0.2]
    wish.requested = True
    with pytest.raises(Interrupted):
        next(items)
