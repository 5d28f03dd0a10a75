"""Saved experiments open again as they were; nothing in a folder is believed."""

from __future__ import annotations

import csv
import dataclasses
import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdstudio.errors import FileError
from gdstudio.experiments.experiment import Finding, Result, Table
from gdstudio.experiments.minima import MINIMA, MinimaSettings
from gdstudio.files import experiment_folder, experiment_saving
from gdstudio.files.experiment_folder import (
    check_folder,
    load_experiment,
    pieces_of,
    save_experiment,
)
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    Distribution,
    GroupedBarChart,
    HeatChart,
    HistogramChart,
    Level,
    LineChart,
    PictureWall,
    Series,
)
from gdstudio.pictures.pillow.chart_picture import chart_pngs

CHARTS: tuple[Chart, ...] = (
    LineChart(
        "Lines",
        "x",
        "y",
        (
            Series("a", np.array([1, 2, 3]), np.array([0.5, np.nan, 2.0]), "line and dots", 2),
            Series("b", np.ones(2), np.ones(2), low=np.zeros(2), high=np.full(2, 2.0)),
        ),
        (Level("here", 1.5), Level("there", 2.0, is_upright=True)),
        log_x=True,
        y_range=(0.0, 3.0),
        is_share=True,
    ),
    HistogramChart(
        "Counts", "x", "n", (Distribution("d", np.array([0.0, 1, 2]), np.array([3, 4]), 1),)
    ),
    BarChart("Bars", "y", ("p", "q"), np.array([0.25, 0.75]), highlighted=1, is_share=True),
    PictureWall(
        "Wall", np.arange(24, dtype=np.uint8).reshape(2, 3, 4), ("one", "two"), 2, marked=(0,)
    ),
    HeatChart(
        "Heat", "x", "y", ("l", "r"), ("t",), np.array([[0.5, np.nan]], np.float32), 0.0, 1.0
    ),
    GroupedBarChart("Groups", "y", ("p",), ("a", "b"), np.array([[2, 3]]), highlighted=0),
)
RESULT = Result(
    CHARTS,
    (
        Finding("C-1", "a claim", "the paper", "measured", True),
        Finding("C-2", "another", "", "nothing", None),
    ),
    (Table("Each network", ("name", "cost"), (("a", 0.1), ("b", 2))),),
    {"networks": 2, "mean": 0.3, "widths": [{"width": 25}], "recipe": {"hidden": [16]}},
)


def saved(result: Result = RESULT, settings: MinimaSettings | None = None) -> SavedExperiment:
    return SavedExperiment(
        MINIMA,
        settings or MinimaSettings(networks=3, widths=(5, 6), seed=9),
        result,
        12.5,
        "mnist",
        "ab" * 32,
        datetime(2026, 11, 25, 8, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return chart_pngs(CHARTS)


@pytest.fixture
def folder(tmp_path: Path, pictures: dict[str, bytes]) -> Path:
    folder = tmp_path / "result"
    save_experiment(folder, saved(), pictures)
    return folder


def same(a: Any, b: Any) -> bool:
    """Compare values with arrays in them, to the last bit and type."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if dataclasses.is_dataclass(a):
        names = [field.name for field in dataclasses.fields(a)]
        return type(a) is type(b) and all(same(getattr(a, n), getattr(b, n)) for n in names)
    return bool(a == b)


def test_that_what_is_opened_is_what_was_saved(folder: Path) -> None:
    found = load_experiment(folder)
    assert found.experiment is MINIMA
    assert found.settings == saved().settings
    assert same(found.result.charts, CHARTS)
    assert found.result.findings == RESULT.findings
    assert found.result.tables == RESULT.tables
    assert found.result.facts == RESULT.facts
    assert (found.seconds, found.data_name) == (12.5, "mnist")
    assert found.saved_at == saved().saved_at
    assert found.versions.keys() == {"gdstudio", "numpy", "python"}


def test_that_the_folder_can_be_read_by_people_and_programs(folder: Path) -> None:
    content = json.loads((folder / "result.json").read_text())
    assert content["settings"]["widths"] == [5, 6]
    assert content["seed"] == 9
    assert content["facts"]["recipe"] == {"hidden": [16]}
    with (folder / "tables" / "each-network.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["name", "cost"], ["a", "0.1"], ["b", "2"]]
    pictures = sorted(path.name for path in (folder / "pictures").iterdir())
    assert pictures == [
        "01-lines.png", "02-counts.png", "03-bars.png", "04-wall.png", "05-heat.png",
        "06-groups.png",
    ]  # fmt: skip


def test_that_numbers_that_are_not_finite_do_not_spoil_the_json(tmp_path: Path) -> None:
    result = Result((), (), (Table("t", ("x",), ((float("nan"),),)),), {"r": float("inf")})
    save_experiment(tmp_path, saved(result), {})
    found = load_experiment(tmp_path).result
    assert (found.facts, found.tables[0].rows) == ({"r": None}, ((None,),))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "tables"]


def test_that_a_new_result_takes_the_place_of_the_old_one_and_pieces_stay(folder: Path) -> None:
    pieces_of(folder).put("a-piece", {"x": np.ones(2)})
    (folder / "pictures" / "mine.txt").write_text("a note")
    save_experiment(folder, saved(Result(CHARTS[2:3], (), ())), {"01-bars": b"png"})
    found = load_experiment(folder)
    assert same(found.result.charts, CHARTS[2:3])
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {
        "result.json",
        "charts/0000.npy",
        "pictures/01-bars.png",
        "pictures/mine.txt",
        "pieces/a-piece.gdpiece",
    }


@pytest.mark.parametrize("failing", ["charts/0003.npy", "result.json"])
def test_that_the_old_result_stays_if_the_new_one_cannot_be_written(
    folder: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = experiment_saving.write_file

    def write_or_fail(path: Path, data: bytes) -> None:
        if str(path).endswith(failing):
            raise FileError(path, "cannot be written: no space left on device")
        write(path, data)

    monkeypatch.setattr(experiment_saving, "write_file", write_or_fail)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(FileError, match="no space left on device"):
        save_experiment(folder, saved(settings=MinimaSettings(seed=2)), {})
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_that_a_folder_is_checked_before_any_work(folder: Path, tmp_path: Path) -> None:
    check_folder(folder, "minima")
    check_folder(tmp_path / "new", "minima")
    assert not (tmp_path / "new").exists()
    cases: list[tuple[Path, str]] = [
        (tmp_path / "no" / "new", "there is no folder"),
        (folder / "result.json", "is a file; give the name of a folder"),
        (tmp_path, "holds other files; give a new or empty folder"),
    ]
    for path, reason in cases:
        with pytest.raises(FileError, match=reason):
            check_folder(path, "minima")
    with pytest.raises(FileError, match="holds the experiment minima; give another folder"):
        check_folder(folder, "noise")


def test_that_a_folder_that_holds_pieces_alone_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    check_folder(folder, "minima").put("one", {"x": np.arange(3)})
    piece = check_folder(folder, "minima").get("one")
    assert piece is not None
    assert piece["x"].tolist() == [0, 1, 2]
    with pytest.raises(FileError, match="an experiment that was not finished"):
        load_experiment(folder)


@pytest.mark.parametrize("exists", [True, False])
def test_that_a_folder_that_cannot_be_written_is_told(
    folder: Path, exists: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**where: object) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("gdstudio.files.experiment_folder.tempfile.mkdtemp", refuse)
    target = folder if exists else folder.parent / "new"
    with pytest.raises(FileError, match="cannot be written: read-only file system"):
        check_folder(target, "minima")
    with pytest.raises(FileError, match="cannot be written: "):
        save_experiment(target, saved(), {})


def change(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "result.json"
    content = json.loads(path.read_text())
    edit(content)
    path.write_text(json.dumps(content))


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "is no result": lambda c: c.update(format="gdstudio run"),
    "is of version 9": lambda c: c.update(version=9),
    "experiment: 'nothing' is not accepted": lambda c: c.update(experiment="nothing"),
    "setting: 'evil' is not accepted": lambda c: c["settings"].update(evil=1),
    "networks of each width: -1 is not accepted": lambda c: c["settings"].update(networks=-1),
    "learning rate: nan is not accepted": lambda c: c["settings"].update(
        learning_rate=float("nan")
    ),
    "says nothing usable about settings": lambda c: c.update(settings=[1]),
    "names the file '../../etc/passwd'": lambda c: c["checksums"].update(
        {"../../etc/passwd": "0" * 64}
    ),
    "names the file '/etc/passwd'": lambda c: c["checksums"].update({"/etc/passwd": "0"}),
    "names no array 'result.json'": lambda c: c["charts"][0]["series"][0].update(x="result.json"),
    "names no array 'pictures/01-lines.png'": lambda c: c["charts"][0]["series"][0].update(
        x="pictures/01-lines.png"
    ),
    "its check sum is another": lambda c: c["checksums"].update({"charts/0000.npy": "0" * 64}),
    "holds a chart of the kind 'Chart'": lambda c: c["charts"][0].update(kind="Chart"),
    "holds a damaged LineChart": lambda c: c["charts"][0].pop("title"),
    "title of a chart is no text": lambda c: c["charts"][0].update(title=["a"]),
    "style of a chart is none of": lambda c: c["charts"][0]["series"][0].update(style="zigzag"),
    "holds a Series whose parts do not fit": lambda c: c["charts"][0]["series"][0].update(
        y=c["charts"][0]["series"][1]["y"]
    ),
    "holds a Distribution whose parts": lambda c: c["charts"][1]["distributions"][0].update(
        counts=c["charts"][1]["distributions"][0]["edges"]
    ),
    "holds a BarChart whose parts": lambda c: c["charts"][2].update(highlighted=2),
    "holds a PictureWall whose parts": lambda c: c["charts"][3].update(columns=0),
    "holds a HeatChart whose parts": lambda c: c["charts"][4].update(x_names=["one"]),
    "holds a GroupedBarChart whose parts": lambda c: c["charts"][5].update(groups=["a"]),
    "y_range of a chart does not rise": lambda c: c["charts"][0].update(y_range=[1, 1]),
    "value of a chart is no number": lambda c: c["charts"][0]["levels"][0].update(value="1"),
    "holds no list of charts": lambda c: c.update(charts={}),
    "holds no list of findings": lambda c: c.update(findings=5),
    "seconds is not a number from 0": lambda c: c.update(seconds=float("inf")),
    "saved_at is not a time": lambda c: c.update(saved_at="yesterday"),
    "holds a damaged finding": lambda c: c.update(findings=["C-1"]),
    "neither that it holds nor": lambda c: c["findings"][0].update(holds="yes"),
    "a table whose rows differ": lambda c: c["tables"][0]["rows"].append([1]),
    "something else than numbers": lambda c: c["tables"][0]["rows"].append([[1], 2]),
    "facts within facts": lambda c: c["facts"].update(deep=nested(40)),
}


@pytest.mark.parametrize("reason", HOSTILE)
def test_that_a_hostile_result_gets_one_line(folder: Path, reason: str) -> None:
    change(folder, HOSTILE[reason])
    with pytest.raises(FileError) as caught:
        load_experiment(folder)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is damaged: it is no JSON"),
        ("[" * 100_000, "is damaged: it is no JSON"),
        ("[1]", "is damaged: it holds no names with values"),
        ("\x80", "is damaged: it is no JSON"),
    ],
)
def test_that_something_else_than_json_gets_one_line(folder: Path, text: str, reason: str) -> None:
    (folder / "result.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(FileError, match=reason):
        load_experiment(folder)


def test_that_a_missing_damaged_or_strange_array_gets_one_line(folder: Path) -> None:
    array = folder / "charts" / "0000.npy"
    array.write_bytes(array.read_bytes()[:-1])
    with pytest.raises(FileError, match="its check sum is another"):
        load_experiment(folder)
    array.unlink()
    with pytest.raises(FileError, match="there is no such file"):
        load_experiment(folder)
    array.symlink_to("/dev/zero")
    with pytest.raises(FileError, match="is not an ordinary file"):
        load_experiment(folder)


def test_that_arrays_may_take_as_much_as_is_allowed_and_no_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_bytes = sum(path.stat().st_size for path in (folder / "charts").glob("*.npy"))
    monkeypatch.setattr(experiment_folder, "MAX_ARRAYS", n_bytes)
    load_experiment(folder)
    monkeypatch.setattr(experiment_folder, "MAX_ARRAYS", n_bytes - 1)
    with pytest.raises(FileError, match="holds more than 0 MB of arrays"):
        load_experiment(folder)


def test_that_a_place_without_a_result_gets_one_line(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path, "holds no result: there is no result.json"),
        (tmp_path / "nothing", "is not there"),
        (Path("/dev/null"), "is a file, not the folder of an experiment"),
    ):
        with pytest.raises(FileError, match=reason):
            load_experiment(path)


def test_that_a_hostile_result_makes_saving_remove_no_other_file(folder: Path) -> None:
    victim = folder.parent / "victim.csv"
    victim.write_text("keep me")
    change(folder, lambda c: c["checksums"].update({"tables/../../victim.csv": "0"}))
    save_experiment(folder, saved(), {})
    assert victim.read_text() == "keep me"
