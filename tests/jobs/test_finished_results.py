"""The finished results that come with the program open, and are those of this version."""

import pytest

import gdstudio
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import FileError
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.jobs import finished_results
from gdstudio.jobs.finished_results import finished_result
from gdstudio.resources import resource


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_that_a_finished_result_is_of_this_version_and_of_the_preset_offered_first(name):
    saved = finished_result(name)
    assert saved.experiment is EXPERIMENTS[name]
    assert saved.settings == next(iter(saved.experiment.soonest_first.values()))
    assert saved.versions["gdstudio"] == gdstudio.__version__
    assert saved.data_identity == load_mnist().identity()
    assert saved.result.charts
    assert saved.result.findings
    assert saved.result.tables


def test_that_all_of_them_are_small():
    assert sum(path.stat().st_size for path in resource("results").iterdir()) < 600_000


def test_that_a_damaged_or_missing_one_is_told_in_one_line(tmp_path, monkeypatch):
    with pytest.raises(FileError, match="install the program again"):
        finished_result("none")
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    monkeypatch.setattr(finished_results, "resource", lambda name: tmp_path / "bad.zip")
    with pytest.raises(FileError, match="is damaged; install the program again"):
        finished_result("noise")
