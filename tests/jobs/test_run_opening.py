"""Which digits a run is opened with, and when nobody may look for them unasked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gdstudio.errors import FileError
from gdstudio.jobs import run_opening
from gdstudio.jobs.run_opening import load_run_and_data, with_data
from tests.experiments.small_digits import SMALL, made_up_digits

PATH = Path("run.gdrun")
OTHER = SimpleNamespace(name="other", train=made_up_digits(5, 3))


def opened(monkeypatch: pytest.MonkeyPatch, name: str, **about: Any) -> Any:
    """Replace what is read: a run of digits called `name`, and these."""
    state = SimpleNamespace(
        recipe=SimpleNamespace(data=name),
        takes=lambda digits: about.get("fits", True),
        data_identity=about.get("identity", "another"),
        network_name="16-3",
    )
    run_file = SimpleNamespace(state=state)
    monkeypatch.setattr(run_opening, "load_run", lambda path: run_file)
    fitting = SimpleNamespace(train=SMALL.train, name="elsewhere")
    monkeypatch.setattr(run_opening, "load_data_set", lambda read: fitting)
    return run_file, fitting


def test_that_a_run_of_the_digits_in_use_takes_those(monkeypatch: pytest.MonkeyPatch) -> None:
    run_file, _ = opened(monkeypatch, SMALL.name)
    assert load_run_and_data(PATH, SMALL, ()) == (PATH, run_file, SMALL)


@pytest.mark.parametrize("fits", [True, False])
def test_that_the_same_digits_by_another_name_are_taken_too(
    monkeypatch: pytest.MonkeyPatch, fits: bool
) -> None:
    identity = SMALL.train.identity()
    run_file, _ = opened(monkeypatch, "folder", identity=identity, fits=fits)
    found = load_run_and_data(PATH, SMALL, ())
    assert found == (PATH, run_file, SMALL if fits else None)


def test_that_a_folder_nobody_has_opened_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    run_file, elsewhere = opened(monkeypatch, "folder")
    for present in (SMALL, OTHER, None):
        assert load_run_and_data(PATH, present, ("another",)) == (PATH, run_file, None)
        assert load_run_and_data(PATH, present, ("folder",)) == (PATH, run_file, elsewhere)
    assert with_data(PATH, run_file) == (PATH, run_file, elsewhere)


def test_that_the_programs_own_digits_are_read_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    run_file, elsewhere = opened(monkeypatch, "mnist")
    assert load_run_and_data(PATH, SMALL, ()) == (PATH, run_file, elsewhere)


def test_that_a_run_that_does_not_fit_its_digits_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(monkeypatch, SMALL.name, fits=False)
    with pytest.raises(FileError, match="its network 16-3 does not fit the pictures of made up"):
        load_run_and_data(PATH, SMALL, ())
