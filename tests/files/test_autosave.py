"""The ring of sittings of a window that goes on, and what becomes of one that was killed."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdstudio.errors import FileError
from gdstudio.files import autosave
from gdstudio.files.autosave import SLOTS, AutosaveRing, collect_left
from gdstudio.files.kept_drawing import KeptDrawing
from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.run_file import load_run
from gdstudio.files.sitting_folder import KeptSitting, read_sitting
from tests.files.test_kept_sitting import run

posix = pytest.mark.skipif(os.name != "posix", reason="folders are locked on POSIX systems")


def steps_in(ring):
    return [note.steps for note in list_sittings(ring)]


@pytest.fixture
def root(tmp_path):
    return tmp_path / "autosave"


@pytest.fixture
def sittings(tmp_path):
    return tmp_path / "sittings"


def test_that_the_newest_five_stay(root):
    ring = AutosaveRing(root)
    for k in range(1, SLOTS + 4):
        folder = ring.save(KeptSitting(last=run(k)))
    assert steps_in(folder.parent) == [8, 7, 6, 5, 4]
    assert {path.name for path in folder.iterdir()} == {"about.json", "last.gdrun"}
    ring.end()
    assert list(root.iterdir()) == []


def test_that_nothing_is_made_before_there_is_something(root):
    ring = AutosaveRing(root)
    ring.end()
    assert not root.exists()


def test_that_a_run_that_has_ended_is_written_once(root, monkeypatch):
    ring, ended, other = AutosaveRing(root), run(3), run(4)
    first = ring.save(KeptSitting([ended, other], run(1)))
    named = replace(other, file=Path("/a/b.gdrun"))
    second = ring.save(KeptSitting([ended, named], run(2)))
    assert (first / "run-1.gdrun").samefile(second / "run-1.gdrun")
    assert not (first / "run-2.gdrun").samefile(second / "run-2.gdrun")  # it is another one now
    third = ring.save(KeptSitting([named, ended], run(3)))
    assert (first / "run-1.gdrun").samefile(third / "run-2.gdrun")
    assert load_run(third / "run-2.gdrun").state.step == 3

    def no_links(*_args):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    fourth = ring.save(KeptSitting([ended], run(4)))
    assert load_run(fourth / "run-1.gdrun").state.step == 3


def test_that_a_full_disk_leaves_what_was_there(root, monkeypatch):
    ring = AutosaveRing(root)
    kept = ring.save(KeptSitting(last=run(1)))

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(autosave, "save_sitting", full)
    with pytest.raises(OSError, match="No space"):
        ring.save(KeptSitting(last=run(2)))
    assert steps_in(kept.parent) == [1]


def test_that_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be made"):
        AutosaveRing(tmp_path / "file").save(KeptSitting(last=run(1)))


@posix
def test_that_a_window_that_lives_is_left_alone(root, sittings):
    ring = AutosaveRing(root)
    ring.save(KeptSitting(last=run(1)))
    assert collect_left(root, sittings) is None
    assert not sittings.exists()
    ring.leave()
    assert collect_left(root, sittings).steps == 1


def test_that_the_newest_of_a_killed_window_becomes_a_kept_sitting(root, sittings):
    ring = AutosaveRing(root)
    drawing = KeptDrawing(np.eye(28, dtype=np.uint8), True, 7)
    for k in (1, 2, 3):
        folder = ring.save(KeptSitting(last=run(k), drawing=drawing, view={"workspace": "learn"}))
    ring.leave()
    (folder.parent / ".00ff.gdstudio-tmp").mkdir()  # it was being written
    note = collect_left(root, sittings)
    assert (note.folder, note.steps) == (sittings / folder.name, 3)
    found = read_sitting(note.folder, whole=True)
    assert (found.drawing.label, found.view) == (7, {"workspace": "learn"})
    assert list(root.iterdir()) == []
    assert [one.folder for one in list_sittings(sittings)] == [note.folder]
    assert collect_left(root, sittings) is None  # once


def test_that_what_cannot_be_taken_up_now_lies_there_until_it_can(root, sittings):
    ring = AutosaveRing(root)
    folder = ring.save(KeptSitting(last=run(3)))
    ring.leave()
    sittings.write_text("a file where a folder should be")
    assert collect_left(root, sittings) is None
    assert folder.is_dir()
    sittings.unlink()
    assert collect_left(root, sittings).steps == 3


def test_that_a_damaged_newest_gives_way_to_the_one_before(root, sittings):
    ring = AutosaveRing(root)
    ring.save(KeptSitting(last=run(1)))
    newest = ring.save(KeptSitting(last=run(2)))
    ring.leave()
    (newest / "about.json").write_bytes(b"{")
    assert collect_left(root, sittings).steps == 1


def test_that_each_killed_window_leaves_its_own_and_the_newest_is_told(root, sittings):
    for k in (5, 4):
        ring = AutosaveRing(root)
        folder = ring.save(KeptSitting(last=run(k)))
        ring.leave()
    assert collect_left(root, sittings).steps in (4, 5)  # of one second
    assert sorted(steps_in(sittings)) == [4, 5]
    assert folder.name in {path.name for path in sittings.iterdir()}


def test_that_a_folder_just_made_is_left_and_an_old_empty_one_goes(root, sittings):
    young, old = root / "young", root / "old"
    for folder in (young, old):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 7200,) * 2)
    assert collect_left(root, sittings) is None
    assert [path.name for path in root.iterdir()] == ["young"]


def test_that_a_root_that_is_not_there_holds_nothing(tmp_path):
    assert collect_left(tmp_path / "gone", tmp_path) is None


@posix
def test_that_the_lock_goes_with_the_process(root, sittings):
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from gdstudio.files.autosave import AutosaveRing\n"
        "from gdstudio.files.sitting_folder import KeptSitting\n"
        "from tests.files.test_kept_sitting import run\n"
        "ring = AutosaveRing(Path(sys.argv[1])); ring.save(KeptSitting(last=run(6)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(root)], check=False)
    assert done.returncode == -9
    assert collect_left(root, sittings).steps == 6
