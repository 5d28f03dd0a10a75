"""`gdstudio report`: what it refuses, and what it leaves behind."""

from __future__ import annotations

import json
import signal

import pytest

from gdstudio.cli import main
from gdstudio.commands.output import ProgressLine
from tests.data.made_sets import csv_text, labels, pictures
from tests.report.pages import QUICK, trained


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    return trained(folder, "--train-size", "200", "--epochs", "1", "--hidden", "4")


def failed(capsys, *arguments):
    capsys.readouterr()
    assert main(["report", *map(str, arguments)]) in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (("--digits", "0"), "digits: 0 is not accepted; give a whole number from 1"),
        (("--digits", "many"), "digits"),
        (("--mistakes", "-1"), "mistakes"),
        (("--size", "8"), "an odd number"),
        (("--examples", "201"), "a whole number from 1 to 200"),
        (("--data", "missing folder"), "there is no such folder or file"),
    ],
)
def test_that_what_cannot_be_is_one_clear_line(run, tmp_path, capsys, flags, reason):
    page = tmp_path / "page.html"
    assert reason in failed(capsys, run, "--save", page, *flags)
    assert not page.exists()


def test_that_a_page_is_called_one(run, tmp_path, capsys):
    assert "a file that ends in .html" in failed(capsys, run, "--save", tmp_path / "page.pdf")


def test_that_a_place_that_cannot_be_written_is_told_first(run, tmp_path, capsys):
    place = tmp_path / "missing" / "page.html"
    assert "there is no folder" in failed(capsys, run, "--save", place)


def test_that_what_is_no_run_is_refused(tmp_path, capsys):
    other = tmp_path / "other.gdrun"
    other.write_bytes(b"PK\x03\x04 no run")
    assert str(other) in failed(capsys, other, "--save", tmp_path / "page.html")


def test_that_other_digits_must_fit(run, tmp_path, capsys):
    data = tmp_path / "small.csv"
    data.write_text(csv_text(pictures(40), labels(40)), encoding="utf-8")
    capsys.readouterr()
    given = str(run), "--save", str(tmp_path / "page.html"), "--data", str(data)
    assert main(["report", *given]) == 1
    assert "do not fit 784-4-10" in capsys.readouterr().err.splitlines()[-1]


def test_that_json_tells_file_and_size(run, tmp_path, capsys):
    page = tmp_path / "page.html"
    capsys.readouterr()
    assert main(["report", str(run), "--save", str(page), "--json", *QUICK]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(page), "bytes": page.stat().st_size}


def test_that_an_old_page_is_still_there_after_an_interruption(run, tmp_path, capsys, monkeypatch):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")

    def interrupt(_self: ProgressLine) -> bool:
        signal.raise_signal(signal.SIGINT)
        return False

    monkeypatch.setattr(ProgressLine, "is_due", interrupt)
    assert main(["report", str(run), "--save", str(page), *QUICK]) == 130
    assert page.read_text(encoding="utf-8") == "old"
    assert "interrupted; nothing was kept" in capsys.readouterr().err
