"""What killed processes leave behind goes at the next write; what is somebody else's stays."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gdstudio.errors import FileError
from gdstudio.files.atomic import check_writable, write_file
from gdstudio.files.experiment_folder import check_folder, load_experiment
from gdstudio.files.temporary import (
    is_temporary,
    lock_of,
    remove_leftovers,
    temporary_folder,
)
from tests.commands.program import start

KILLED = """
import os, signal, sys
{change}
from gdstudio.files.atomic import write_file
write_file(sys.argv[1], b"new" * 100_000)
"""
# Where the process is killed: before the file is written, while it is, and before it is renamed.
CHANGES = {
    "made": "os.fdopen = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "written": "os.fsync = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "whole": "os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
}


@pytest.mark.parametrize("where", list(CHANGES))
def test_that_what_a_killed_process_left_goes_at_the_next_write(where: str, tmp_path: Path) -> None:
    path = tmp_path / "run.gdrun"
    path.write_bytes(b"old")
    process = start(KILLED.format(change=CHANGES[where]), str(path))
    assert process.communicate() == (b"", b"")
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert len(os.listdir(tmp_path)) == 2
    write_file(tmp_path / "another", b"data")
    assert sorted(os.listdir(tmp_path)) == ["another", "run.gdrun"]


def test_that_a_file_in_use_by_another_process_stays(tmp_path: Path) -> None:
    waits = "os.replace = lambda *_: (print('there', flush=True), sys.stdin.read())"
    process = start(KILLED.format(change=waits), str(tmp_path / "theirs"), stdin=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"there\n"
    (left,) = os.listdir(tmp_path)
    write_file(tmp_path / "mine", b"data")
    remove_leftovers(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [left, "mine"]
    process.kill()
    process.communicate()
    remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == ["mine"]


def test_that_two_processes_may_save_one_file_at_once(tmp_path: Path) -> None:
    """And each a hundred times: one of the two is there at the end, whole, and nothing else."""
    code = """
import sys
from gdstudio.files.atomic import write_file
for _ in range(100):
    write_file(sys.argv[1], sys.argv[2].encode() * 10_000)
"""
    path = tmp_path / "run"
    processes = [start(code, str(path), text) for text in "ab"]
    for process in processes:
        assert process.communicate() == (b"", b"")
    assert path.read_bytes() in (b"a" * 10_000, b"b" * 10_000)
    assert os.listdir(tmp_path) == ["run"]


def test_that_one_taken_for_left_behind_before_its_lock_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    real, taken = fcntl.flock, []

    def flock(descriptor: int, how: int) -> None:
        if len(taken) < 2:
            taken.extend(path.unlink() for path in tmp_path.glob(".*"))
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    write_file(tmp_path / "file", b"data")
    assert len(taken) == 2
    assert os.listdir(tmp_path) == ["file"]


def test_that_where_there_are_no_locks_files_are_written_and_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    (tmp_path / ".0123456789abcdef.gdstudio-tmp").write_bytes(b"of somebody")
    write_file(tmp_path / "file", b"data")
    assert sorted(os.listdir(tmp_path)) == [".0123456789abcdef.gdstudio-tmp", "file"]


def test_that_what_earlier_versions_left_goes_when_it_is_surely_theirs(tmp_path: Path) -> None:
    run = b"PK\x03\x04" + bytes(26) + b"manifest.json..."
    names = {
        ".0123456789abcdef.tmp": run,
        ".1123456789abcdef.tmp": b"PK\x03\x04" + bytes(26) + b"about.json",
        ".2123456789abcdef.tmp": b"",
        ".3123456789abcdef.tmp": b"the text of somebody else's program",
        ".4123456789abcdef.tmp": run,
        ".5123456789abcdef.TMP": run,
        "5123456789abcdef.tmp": run,
        ".a.tmp": run,
    }
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
        hour_ago = time.time() - 3700
        if not name.startswith(".4"):  # this one may still be written
            os.utime(tmp_path / name, (hour_ago, hour_ago))
    (tmp_path / ".abcdefg_.tmp" / "charts").mkdir(parents=True)
    (tmp_path / ".abcdefg0.tmp" / "mine").mkdir(parents=True)
    remove_leftovers(tmp_path)
    assert sorted(os.listdir(tmp_path)) == sorted([*list(names)[3:], ".abcdefg0.tmp"])


def test_that_links_and_other_kinds_of_files_are_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "inner").mkdir(parents=True)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / ".aa.gdstudio-tmp").symlink_to(outside)
    (folder / ".bb.gdstudio-tmp").symlink_to(outside / "missing")
    os.mkfifo(folder / ".cc.gdstudio-tmp")
    remove_leftovers(folder)
    remove_leftovers(tmp_path / "missing")
    assert (outside / "inner").is_dir()
    assert len(os.listdir(folder)) == 3


def test_that_a_folder_in_use_stays_and_goes_once_it_is_left(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as folder:
        assert is_temporary(folder)
        (folder / "file").write_bytes(b"data")
        remove_leftovers(tmp_path)
        assert folder.is_dir()
    remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == []


def test_that_one_has_the_lock_of_a_folder_and_none_where_there_are_no_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (
        lock_of(tmp_path, wait=False) as first,
        lock_of(tmp_path, wait=False) as second,
    ):
        assert (first, second) == (True, False)
    with lock_of(tmp_path, wait=True) as again:
        assert again is True
    with lock_of(tmp_path / "missing", wait=False) as nothing_to_lock:
        assert nothing_to_lock is None

    def flock(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with lock_of(tmp_path, wait=False) as without_locks:
        assert without_locks is None


@pytest.mark.parametrize("length", [250, 255])
def test_that_the_longest_name_can_be_saved(length: int, tmp_path: Path) -> None:
    path = tmp_path / ("n" * length)
    for data in (b"first", b"second"):
        write_file(path, data)
        assert path.read_bytes() == data
    with pytest.raises(FileError, match="file name too long"):
        write_file(tmp_path / ("ü" * 128), b"data")
    name = os.fsdecode(b"\xff\xfe")
    write_file(tmp_path / name, b"data")
    assert (tmp_path / name).read_bytes() == b"data"


@pytest.mark.parametrize("name", ["run", "inner", "inner/run"])
def test_that_a_folder_that_may_not_be_entered_gets_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`os.stat` is replaced: tests may run as root, who may enter every folder."""
    real = os.stat

    def stat(path: Any, **how: Any) -> os.stat_result:
        if "locked" in os.fspath(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path, **how)

    monkeypatch.setattr(os, "stat", stat)
    path = tmp_path / "locked" / name
    jobs: list[Callable[[Path], object]] = [
        check_writable,
        lambda path: check_folder(path, "noise"),
        load_experiment,
    ]
    for job in jobs:
        with pytest.raises(FileError, match=r"cannot be (written|read): permission denied"):
            job(path)
