"""`gdstudio evaluate` says which pictures it asked, and asks all of them on request."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.data.mixed import whole
from gdstudio.data.opening import open_data
from gdstudio.files.run_file import load_run
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.recipe import Recipe
from tests.data.made_sets import csv_text, fill_folders, labels, pictures

RUN_SET = 70


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Write a run of two classes of 8 x 8 pixels, trained for no time at all."""
    (tmp_path / "own.csv").write_text(csv_text(pictures(RUN_SET), labels(RUN_SET)))
    path = tmp_path / "own.gdrun"
    given = ["--data", str(tmp_path / "own.csv"), "--hidden", "4", "--epochs", "1"]
    assert main(["train", *given, "--save", str(path)]) == 0
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert main(list(map(str, arguments))) == 0
    return capsys.readouterr().out


def test_that_it_says_that_the_set_aside_pictures_were_asked(run, capsys) -> None:
    data = run.with_name("own.csv")
    out = said(capsys, "evaluate", run, "--data", data)
    assert "test accuracy" in out
    assert "asked were the 10 test pictures of 70; --all asks all of them" in out


def test_that_all_pictures_are_asked_on_request(run, capsys) -> None:
    data = run.with_name("own.csv")
    out = said(capsys, "evaluate", run, "--data", data, "--all")
    assert "asked were all 70 pictures" in out
    assert "test accuracy" not in out
    found = json.loads(said(capsys, "evaluate", run, "--data", data, "--all", "--json"))
    state = load_run(run).state
    expected = evaluate(state.network(), whole(open_data(str(data)).data), state_cost(state.recipe))
    assert found["test_accuracy"] == expected.accuracy
    assert (found["asked"], found["pictures"]) == (70, 70)
    assert np.sum(found["confusion"]) == 70


def state_cost(recipe: Recipe):
    from gdstudio.learning.costs import find_cost

    return find_cost(recipe.cost, recipe.output_activation)


def test_that_all_pictures_may_be_of_one_class(run, capsys, tmp_path) -> None:
    fill_folders(tmp_path / "mine", pictures(1), ["dog"])
    out = said(capsys, "evaluate", run, "--data", tmp_path / "mine", "--all")
    assert "asked was the one picture" in out
    assert main(["evaluate", str(run), "--data", str(tmp_path / "mine")]) == 1
    assert "has one class" in capsys.readouterr().err


def test_that_json_tells_how_many_were_asked(run, capsys) -> None:
    data = run.with_name("own.csv")
    found = json.loads(said(capsys, "evaluate", run, "--data", data, "--json"))
    assert (found["asked"], found["pictures"]) == (10, 70)


def test_that_the_past_is_asked_all_pictures_too(run, capsys, tmp_path) -> None:
    data, tables = run.with_name("own.csv"), []
    for more in ((), ("--all",)):
        path = tmp_path / "past.csv"
        said(capsys, "evaluate", run, "--data", data, "--every", "5", "--save", path, *more)
        tables.append(path.read_text())
    assert tables[0] != tables[1]
    assert [len(table.splitlines()) for table in tables] == [len(tables[0].splitlines())] * 2
