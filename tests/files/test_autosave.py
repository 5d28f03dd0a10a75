"""The ring of files that a crash leaves."""

import os
import signal
import subprocess
import sys

import pytest

from gdstudio.errors import FileError
from gdstudio.files.atomic import write_file
from gdstudio.files.autosave import EVERY_S, MOST, AutosavePace, AutosaveRing, left_autosaves
from gdstudio.files.temporary import SUFFIX

_CHILD = """
import os, sys, time
from pathlib import Path
from gdstudio.files.atomic import write_file
from gdstudio.files.autosave import AutosaveRing
ring = AutosaveRing(Path(sys.argv[1]))
for k in range(int(sys.argv[2])):
    ring.write(lambda path: write_file(path, b"%d" % k))
(ring.folder / ".0123456789abcdef.gdstudio-tmp").write_bytes(b"half of it")
print("ready", flush=True)
sys.stdin.read()
"""


def text(content):
    return lambda path: write_file(path, content.encode())


@pytest.fixture
def open_window(tmp_path):
    """Start a process that has written so many files and lives on."""
    begun = []

    def start(count):
        command = [sys.executable, "-c", _CHILD, str(tmp_path), str(count)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"ready\n"
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_that_the_newest_five_stay(tmp_path):
    ring = AutosaveRing(tmp_path / "autosaves")
    assert not ring.folder.exists()
    for k in range(9):
        path = ring.write(text(str(k)))
        assert path.read_text() == str(k)
    assert sorted(file.read_text() for file in ring.folder.iterdir()) == list("45678")
    assert len(list(ring.folder.iterdir())) == MOST
    assert left_autosaves(tmp_path / "autosaves") == []  # its window is open
    ring.close()
    assert list((tmp_path / "autosaves").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_that_what_a_killed_process_left_is_found_and_no_other(tmp_path, open_window):
    killed, alive = open_window(7), open_window(2)
    assert left_autosaves(tmp_path) == []
    kill(killed)
    (found,) = left_autosaves(tmp_path)
    assert [path.read_text() for path in found.files] == list("65432")
    assert not list(found.folder.glob(f"*{SUFFIX}"))  # of the killed one
    assert len(list(tmp_path.glob(f"*/*{SUFFIX}"))) == 0 or alive.poll() is None
    found.forget()
    assert left_autosaves(tmp_path) == []
    kill(alive)
    (found,) = left_autosaves(tmp_path)
    assert len(found.files) == 2


def test_that_the_newest_of_several_comes_first_and_empty_folders_go(tmp_path):
    for k, name in enumerate(("20260101-000000-00000001", "20260101-000000-00000002")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "autosave-00000000.gdrun").write_text(name)
        os.utime(tmp_path / name / "autosave-00000000.gdrun", (k * 1000, k * 1000))
    (tmp_path / "20260101-000000-00000003").mkdir()
    (tmp_path / "of somebody else").mkdir()
    assert [found.folder.name[-1] for found in left_autosaves(tmp_path)] == ["2", "1"]
    assert sorted(path.name[-1] for path in tmp_path.iterdir()) == ["1", "2", "e"]
    assert left_autosaves(tmp_path / "nowhere") == []


def test_that_what_cannot_be_written_leaves_the_files_before(tmp_path):
    ring = AutosaveRing(tmp_path)
    ring.write(text("one"))

    def fail(path):
        raise FileError(path, "cannot be written: no space left on device")

    for _ in range(9):
        with pytest.raises(FileError, match="no space left"):
            ring.write(fail)
    assert [path.read_text() for path in ring.folder.iterdir()] == ["one"]
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be made"):
        AutosaveRing(tmp_path / "file").write(text("two"))
    ring.close()


def test_that_it_is_saved_every_two_minutes_and_at_each_pause():
    pace = AutosavePace(0.0)
    assert not pace.is_due(EVERY_S - 1)
    assert pace.is_due(EVERY_S)
    assert pace.is_due(1.0, is_pause=True)
    pace.note(10.0, 0.05)
    assert not pace.is_due(14.0, is_pause=True)
    assert pace.is_due(15.0, is_pause=True)
    assert not pace.is_due(EVERY_S + 9)
    assert pace.is_due(EVERY_S + 10)


def test_that_saving_takes_a_hundredth_of_the_time_at_most():
    pace, spent, now = AutosavePace(0.0), 0.0, 0.0
    while now < 100_000:
        now += 1.0
        if pace.is_due(now, is_pause=True):
            now, spent = now + 7.0, spent + 7.0
            pace.note(now, 7.0)
    assert 0.008 < (spent - 7.0) / now <= 0.01  # the first may come at once
