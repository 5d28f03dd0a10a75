"""Saving over an older result is one step: killed wherever it may be, one of both is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdstudio.errors import FileError
from gdstudio.experiments.experiment import Result, Table
from gdstudio.files.experiment_folder import (
    check_folder,
    load_experiment,
    pieces_of,
    save_experiment,
)
from gdstudio.files.experiment_saving import finish_saving
from gdstudio.pictures.charts import LineChart, Series
from tests.commands.program import environment
from tests.files.test_experiment_folder import saved

SUFFIX = ".gdstudio-tmp"


def result(number: float) -> Result:
    """Return a small result: every array, table and picture tells whose it is."""
    charts = tuple(
        LineChart("t", "x", "y", (Series("s", np.arange(2.0), np.full(2, number)),))
        for _ in range(int(number))  # the first has fewer files than the second
    )
    return Result(charts, (), (Table("t", ("n",), ((number,),)),), {"n": number})


def save(folder: Path, number: float) -> None:
    save_experiment(folder, saved(result(number)), {"01-t": b"%d" % number})


def number_in(folder: Path) -> float:
    """Return whose the result is that is opened, and check that all of it is of the same."""
    found = load_experiment(folder).result
    number = float(found.facts["n"])
    assert found.tables[0].rows == ((number,),)
    assert len(found.charts) == number
    for chart in found.charts:
        assert isinstance(chart, LineChart)
        assert chart.series[0].y.tolist() == [number, number]
    return number


def is_as_saved(folder: Path, number: int) -> bool:
    """Tell whether the files are those of a result, no more and no less."""
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    charts = {f"charts/{n:04}.npy" for n in range(2 * number)}
    return (
        files == {"result.json", "tables/t.csv", "pictures/01-t.png", *charts}
        and (folder / "pictures" / "01-t.png").read_bytes() == b"%d" % number
        and (folder / "tables" / "t.csv").read_bytes() == b"n\r\n%d\r\n" % number
    )


# Each system call that changes files is announced by an audit event: the process is killed at the
# n-th, for every n until it comes to its end.
KILLED_EVERYWHERE = """
import os, shutil, signal, sys
from pathlib import Path
from tests.files.test_experiment_saving import is_as_saved, number_in, save
from gdstudio.files.experiment_saving import finish_saving

os.fsync = lambda descriptor: None  # a kill takes nothing from the system, and this takes time
EVENTS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.chmod"}
left = None

def count(event, arguments):
    global left
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if left is not None and (event in EVENTS or writes):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
folder, seen, n, status = Path(sys.argv[1], "e"), [], 0, -1
save(folder, 1)
while not os.WIFEXITED(status):
    n += 1
    child = os.fork()
    if child == 0:
        left = n
        save(folder, 2)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if n % 2:  # by turns: what is left undone is done by who opens it, or by who saves there
        seen.append(int(number_in(folder)))
        assert seen[-1] in (1, 2), n
        assert is_as_saved(folder, seen[-1]), (n, sorted(folder.rglob("*")))
        if seen[-1] == 1:
            continue
    save(folder, 1)
    assert number_in(folder) == 1, n
    assert is_as_saved(folder, 1), (n, sorted(folder.rglob("*")))
assert status == 0, status
assert seen == sorted(seen), seen
assert set(seen) == {1, 2}, seen
print(n)
"""


def test_that_a_kill_at_any_moment_leaves_the_old_result_or_the_new_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_EVERYWHERE, str(tmp_path)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert int(done.stdout) > 30  # it was killed in so many places


@pytest.fixture
def half_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose new result.json is there, and whose other files are still aside."""
    folder = tmp_path / "e"
    save(folder, 1)
    with monkeypatch.context() as change:
        real = os.replace
        change.setattr(
            os,
            "replace",
            lambda a, b: fail() if Path(b).parent == folder / "charts" else real(a, b),
        )
        with pytest.raises(FileError, match="cannot be written: input/output error"):
            save(folder, 2)
    assert any(name.endswith(SUFFIX) for name in os.listdir(folder))
    return folder


def fail(*_: object) -> None:
    raise OSError(5, os.strerror(5))


def test_that_what_is_half_moved_is_whole_where_nothing_may_be_changed(
    half_moved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", fail)
    assert number_in(half_moved) == 2
    monkeypatch.undo()
    assert number_in(half_moved) == 2
    assert is_as_saved(half_moved, 2)


def test_that_nothing_is_moved_or_removed_beyond_a_link(half_moved: Path, tmp_path: Path) -> None:
    """A folder from elsewhere may hold anything; opening it changes nothing outside."""
    outside = tmp_path / "outside"
    (half_moved / "pictures").rename(outside)
    (outside / "mine.png").write_bytes(b"mine")
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    (half_moved / "pictures").symlink_to(outside)
    finish_saving(half_moved)
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before


def test_that_another_result_than_the_one_aside_is_left_alone(half_moved: Path) -> None:
    """As an earlier version of the program saves it, which knows nothing of what is aside."""
    aside = next(half_moved.glob(f".*{SUFFIX}"))
    hidden = half_moved.parent / aside.name
    aside.rename(hidden)
    save(half_moved, 3)
    hidden.rename(aside)
    assert number_in(half_moved) == 3
    assert is_as_saved(half_moved, 3)


LEFTOVERS = (".a.tmp", ".abcdefgh.tmp", ".0123456789abcdef.gdstudio-tmp", ".x.gdstudio-tmp")
OF_THE_SYSTEM = (
    ".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", ".directory", "._pieces", ".localized"
)  # fmt: skip


@pytest.mark.parametrize("name", LEFTOVERS)
def test_that_finished_pieces_beside_leftovers_are_used_again(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    pieces_of(folder).put("one", {"x": np.arange(3)})
    (folder / name / "charts").mkdir(parents=True)
    (folder / "pieces" / ".0123.gdstudio-tmp").write_bytes(b"half a piece")
    assert check_folder(folder, "minima").get("one") is not None
    assert os.listdir(folder) == ["pieces"]
    assert os.listdir(folder / "pieces") == ["one.gdpiece"]
    save(folder, 1)
    assert number_in(folder) == 1


@pytest.mark.parametrize("name", OF_THE_SYSTEM)
def test_that_files_of_the_system_do_not_count_and_stay(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / name).write_bytes(b"a view of the folder")
    check_folder(folder, "minima").put("one", {"x": np.arange(3)})
    assert check_folder(folder, "minima").get("one") is not None
    save(folder, 1)
    assert (folder / name).exists()


@pytest.mark.parametrize(
    "name", ["notes.txt", ".git", ".hidden", "Thumbs.db.txt", ".tmp", "a.tmp", ".notes.tmp"]
)
def test_that_what_is_somebody_elses_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    (folder / "pieces").mkdir(parents=True)
    (folder / name).write_bytes(b"mine")
    with pytest.raises(FileError, match="holds other files"):
        check_folder(folder, "minima")
    assert (folder / name).read_bytes() == b"mine"


def test_that_two_processes_may_save_in_one_folder_at_once(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; os.fsync = lambda descriptor: None\n"
        "from tests.files.test_experiment_saving import save\n"
        "for _ in range(5): save(Path(sys.argv[1]), int(sys.argv[2]))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "e"), number],
            env=environment(),
            stderr=subprocess.PIPE,
        )
        for number in "23"
    ]
    for process in processes:
        assert process.communicate()[1] == b""
    assert is_as_saved(tmp_path / "e", int(number_in(tmp_path / "e")))
