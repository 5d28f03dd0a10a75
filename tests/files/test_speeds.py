"""What was measured on this machine is found again, and nothing else."""

import json

import pytest

import gdstudio
from gdstudio.files.speeds import Speeds


def test_that_times_are_found_again_in_the_next_sitting(tmp_path):
    path = tmp_path / "folder" / "speeds.json"
    speeds = Speeds(path)
    assert speeds.seconds("epoch") is None
    speeds.note("epoch", 3.5)
    speeds.note("epoch", 2.5)
    assert speeds.seconds("epoch") == 2.5
    assert Speeds(path).seconds("epoch") == 2.5


@pytest.mark.parametrize("change", [("cpu_count", 99), ("version", "9.9")])
def test_that_another_machine_or_version_begins_anew(tmp_path, monkeypatch, change):
    Speeds(tmp_path / "speeds.json").note("epoch", 3.5)
    if change[0] == "version":
        monkeypatch.setattr(gdstudio, "__version__", change[1])
    else:
        monkeypatch.setattr("os.cpu_count", lambda: change[1])
    assert Speeds(tmp_path / "speeds.json").seconds("epoch") is None


@pytest.mark.parametrize("value", ["fast", None, -1.0, 0, float("inf"), [1.0]])
def test_that_a_value_that_is_no_time_is_not_there(tmp_path, value):
    path = tmp_path / "speeds.json"
    Speeds(path).note("other", 1.0)
    content = json.loads(path.read_text())
    content["seconds"]["epoch"] = value
    path.write_text(json.dumps(content))
    assert Speeds(path).seconds("epoch") is None
    assert Speeds(path).seconds("other") == 1.0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"machine": 3}', '{"seconds": 3}'])
def test_that_a_damaged_file_counts_as_none_and_is_replaced(tmp_path, text):
    path = tmp_path / "speeds.json"
    path.write_text(text)
    speeds = Speeds(path)
    assert speeds.seconds("epoch") is None
    speeds.note("epoch", 3.5)
    assert Speeds(path).seconds("epoch") == 3.5


def test_that_a_place_that_cannot_be_written_does_no_harm(tmp_path):
    (tmp_path / "file").write_text("")
    speeds = Speeds(tmp_path / "file" / "speeds.json")
    speeds.note("epoch", 3.5)
    assert speeds.seconds("epoch") == 3.5
