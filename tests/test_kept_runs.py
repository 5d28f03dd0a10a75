"""The runs that come with the program are what resources/runs/README.md says of them."""

from __future__ import annotations

import json
import re

import pytest

from gdstudio.cli import main
from gdstudio.files.run_file import load_run
from gdstudio.learning.recipes import find_recipe
from gdstudio.resources import resource

_ROW = re.compile(r"\| `([a-z0-9-]+)\.gdrun` \| ([^|]+) \| (\d+) \| (\d+\.\d\d) % \|")
_LISTED = _ROW.findall(resource("runs/README.md").read_text(encoding="utf-8"))
_DIGIT = 1 / 10_000  # one test digit; on another processor a few may be answered otherwise


def test_that_every_kept_run_is_listed() -> None:
    kept = {path.stem for path in resource("runs").glob("*.gdrun")}
    assert {name for name, *_ in _LISTED} == kept
    assert kept >= {"lesson-best", "small-best", "wide-best"}


@pytest.mark.parametrize(("name", "network", "seed", "percent"), _LISTED)
def test_that_a_kept_run_is_the_whole_run_of_its_recipe(
    name: str, network: str, seed: str, percent: str
) -> None:
    run_file = load_run(resource(f"runs/{name}.gdrun"))
    state = run_file.state
    assert state.recipe == find_recipe(name).recipe.changed(seed=int(seed))
    assert state.network_name == network
    assert (state.epoch, state.parameters.dtype.name) == (state.epochs, "float32")
    assert run_file.history is not None
    assert run_file.history.last_step == state.step


@pytest.mark.parametrize(("name", "network", "seed", "percent"), _LISTED)
def test_that_a_kept_run_answers_as_many_test_digits_as_it_says(
    name: str, network: str, seed: str, percent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(resource(f"runs/{name}.gdrun")), "--json"]) == 0
    accuracy = json.loads(capsys.readouterr().out)["test_accuracy"]
    assert accuracy == pytest.approx(float(percent) / 100, abs=3 * _DIGIT)


def test_that_the_runs_of_the_lessons_network_are_small() -> None:
    for name in ("lesson-best", "small-best"):
        assert resource(f"runs/{name}.gdrun").stat().st_size < 1_000_000
