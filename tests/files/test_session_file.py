"""Session files: what comes back of them, and one clear line for every bad one."""

import dataclasses
import io
import json
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gdstudio.errors import FileError
from gdstudio.files import archive
from gdstudio.files.archive import MAX_FOLDER_MEMBERS
from gdstudio.files.kept_drawing import KeptDrawing
from gdstudio.files.run_file import load_run
from gdstudio.files.session_file import open_session, save_session
from gdstudio.files.sitting_folder import KeptSitting
from gdstudio.npy import array_to_bytes
from tests.files.test_kept_sitting import NOISE, result, run

VIEW = {"workspace": "descent", "descent": {"start": [1.0, None], "racing": True}}


@pytest.fixture
def saved(tmp_path):
    """A session of three runs, a result and a drawing."""
    ink = np.zeros((560, 560), np.uint8)
    ink[3, 5] = 200
    sitting = KeptSitting(
        earlier=[run(2, Path("/a/first.gdrun")), run(3)],
        last=run(5),
        results=[result()],
        pieces={"b-0a": {"y": np.ones(2)}},
        unfinished=(NOISE.name, NOISE.default.to_dict()),
        seconds=7.25,
        drawing=KeptDrawing(ink),
        view=VIEW,
    )
    path = tmp_path / "sitting.gdsession"
    save_session(path, sitting)
    return path


@pytest.fixture
def place(tmp_path):
    """A place to unpack to."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def members_of(path):
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def write(path, members, **zipped):
    with zipfile.ZipFile(path, "w", **zipped) as packed:
        for name, data in members.items():
            packed.writestr(name, data)


def rewritten(path, **changes):
    """Write the session anew with other members; None leaves one out."""
    members = members_of(path) | {name.replace("__", "."): one for name, one in changes.items()}
    write(path, {name: data for name, data in members.items() if data is not None})


def told_of(path, change):
    """Change what about.json says."""
    about = json.loads(members_of(path)["about.json"])
    change(about)
    rewritten(path, about__json=json.dumps(about).encode())


def refused(path, place):
    with pytest.raises(FileError) as caught:
        open_session(path, place)
    assert caught.value.path == path
    assert "\n" not in str(caught.value)
    assert str(place) not in str(caught.value)
    return str(caught.value.reason)


def test_that_a_session_comes_back_whole(saved, place):
    found = open_session(saved, place)
    assert [one.state.step for one, _ in found.earlier] == [2, 3]
    assert [file for _, file in found.earlier] == [Path("/a/first.gdrun"), None]
    assert load_run(found.last[0]).state.step == 5
    (there,) = found.results
    assert there.saved.experiment is NOISE
    assert np.array_equal(there.pieces["a"]["x"], np.arange(3))
    assert np.array_equal(found.pieces["b-0a"]["y"], np.ones(2))
    assert found.unfinished == (NOISE.name, NOISE.default.to_dict())
    assert found.drawing.pixels[3, 5] == 200
    assert (found.drawing.is_put, found.drawing.label, found.drawing.caption) == (False, None, "")
    assert found.view == VIEW


def test_that_an_empty_session_comes_back(tmp_path, place):
    save_session(tmp_path / "empty.gdsession", KeptSitting())
    found = open_session(tmp_path / "empty.gdsession", place)
    assert (found.last, found.earlier, found.results, found.drawing) == (None, [], [], None)


def test_that_a_digit_that_was_put_on_the_canvas_keeps_its_label(tmp_path, place):
    drawing = KeptDrawing(np.eye(28, dtype=np.uint8), True, 7, "test digit 5: a 7")
    save_session(tmp_path / "s", KeptSitting(drawing=drawing))
    found = open_session(tmp_path / "s", place).drawing
    assert np.array_equal(found.pixels, drawing.pixels)
    assert (found.is_put, found.label, found.caption) == (True, 7, "test digit 5: a 7")


def test_that_a_session_leaves_nothing_beside_its_file(saved):
    assert {path.name for path in saved.parent.iterdir()} == {saved.name}


def test_that_a_session_is_whole_or_the_old_one_stays(saved, monkeypatch):
    before = saved.read_bytes()
    good = run(1)
    parameters = np.full_like(good.state.parameters, np.nan)
    broken = dataclasses.replace(good, state=dataclasses.replace(good.state, parameters=parameters))
    with pytest.raises(FileError, match=r"sitting\.gdsession: is not written: .*finite"):
        save_session(saved, KeptSitting(last=broken))

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.shutil, "copyfileobj", full)
    with pytest.raises(FileError, match=r"sitting\.gdsession: cannot be written: no space"):
        save_session(saved, KeptSitting(last=good))
    assert saved.read_bytes() == before
    assert {path.name for path in saved.parent.iterdir()} == {saved.name}


def test_that_a_session_that_could_not_be_read_again_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FOLDER_BYTES", (1 << 20) + 1000)
    with pytest.raises(FileError, match="would be larger than 1 MB"):
        save_session(tmp_path / "s", KeptSitting(last=run(1)))


@pytest.mark.parametrize("data", [b"", b"PK\5\6", b"no session at all", b"\0" * 4096])
def test_that_what_is_no_zip_is_refused(tmp_path, place, data):
    path = tmp_path / "bad.gdsession"
    path.write_bytes(data)
    assert refused(path, place) == "is damaged or not a file of gdstudio"


def test_that_a_session_that_is_not_there_or_no_file_is_refused(tmp_path, place):
    assert refused(tmp_path / "gone.gdsession", place) == "there is no such file"
    assert refused(tmp_path, place) == "is a folder, not a file"


def test_that_a_session_cut_short_anywhere_is_refused(saved, place):
    data = saved.read_bytes()
    for k in range(1, 40):
        saved.write_bytes(data[: len(data) * k // 40])
        assert refused(saved, place) == "is damaged or not a file of gdstudio"


def test_that_a_changed_byte_is_noticed(saved, place):
    data = bytearray(saved.read_bytes())
    data[data.index(b"\x93NUMPY") + 200] ^= 1
    saved.write_bytes(data)
    assert refused(saved, place) == "is damaged or not a file of gdstudio"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../evil.gdrun", "'../evil.gdrun'"),
        ("/etc/passwd", "'/etc/passwd'"),
        ("run-1.gdrun/../../x", "'run-1.gdrun/../../x'"),
        ("C:\\x.gdrun", None),
        ("experiments/0001/../../x.csv", "'experiments/0001/../../x.csv'"),
        ("pieces/x.pickle", "'pieces/x.pickle'"),
        ("RUN-1.gdrun", "'RUN-1.gdrun'"),
        ("run-0.gdrun", "'run-0.gdrun'"),
        ("about.json\n", None),
        ("folder/", "'folder/'"),
    ],
)
def test_that_a_member_of_another_name_is_refused(saved, place, name, shown):
    write(saved, members_of(saved) | {name: b"x"})
    reason = refused(saved, place)
    assert reason.startswith("holds ")
    assert reason.endswith(", which does not belong there")
    assert shown is None or shown in reason
    assert list(place.iterdir()) == []


def test_that_a_compressed_member_is_refused_unread(saved, place):
    bomb = {"run-1.gdrun": b"\0" * (64 << 20)}
    write(saved, members_of(saved) | bomb, compression=zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    assert "is compressed, which gdstudio never does" in refused(saved, place)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
    assert list(place.iterdir()) == []


def test_that_two_members_of_one_name_are_refused(saved, place):
    with (
        zipfile.ZipFile(saved, "a") as packed,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        packed.writestr("about.json", b"{}")
    assert refused(saved, place) == "holds two members of the same name"


def test_that_a_list_of_a_million_members_is_not_read(saved, place):
    data = bytearray(saved.read_bytes())
    data[-14:-10] = struct.pack("<HH", 65535, 65535)
    saved.write_bytes(data)
    assert refused(saved, place) == f"holds 65,535 members, more than {MAX_FOLDER_MEMBERS:,}"


def test_that_members_that_overlap_are_refused(saved, place):
    """One run of many names would fill the disk of who opens it."""
    data = saved.read_bytes()
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as packed:
        first = packed.getinfo("last.gdrun")
        for k in range(10, 60):
            twin = zipfile.ZipInfo(f"run-{k}.gdrun")
            for name in ("CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(first, name))
            packed.filelist.append(twin)
        packed._didModify = True
    saved.write_bytes(buffer.getvalue())
    assert refused(saved, place) == "is damaged: its members overlap"


def test_that_a_session_larger_than_accepted_is_refused_unread(saved, place):
    with saved.open("r+b") as file:
        file.truncate(1 << 32)  # a hole: nothing is written
    assert refused(saved, place) == "is larger than 4,095 MB"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda about: about.update(format="gdstudio run"), "is not a session of gdstudio"),
        (
            lambda about: about.update(version=2),
            "is of version 2; this program reads version 1",
        ),
        (lambda about: about.pop("files"), "is damaged: it names no runs"),
        (lambda about: about["files"].update({"last.gdrun": 5}), "is damaged: it names no runs"),
        (lambda about: about["files"].update({"run-9.gdrun": None}), "run-9.gdrun is missing"),
        (lambda about: about["files"].pop("run-1.gdrun"), "run-1.gdrun is not named in about.json"),
        (
            lambda about: about["drawing"].update(label="7"),
            "drawing.npy is described by something else than label and caption",
        ),
    ],
)
def test_that_an_about_that_cannot_be_is_refused(saved, place, change, reason):
    told_of(saved, change)
    assert refused(saved, place) == reason


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        (None, "is not a session of gdstudio"),
        (b"", "is damaged: it is no JSON"),
        (b"[]", "is damaged: it holds no names with values"),
        (b"[" * 100_000, "is damaged: it is no JSON"),
        (b" " * ((1 << 20) + 1), "is larger than 1 MB"),
    ],
)
def test_that_an_about_that_cannot_be_read_is_refused(saved, place, about, reason):
    rewritten(saved, about__json=about)
    assert refused(saved, place) == reason


@pytest.mark.parametrize(
    ("pixels", "reason"),
    [
        (np.zeros((28, 28)), "is no square picture of at most 560 rows"),
        (np.zeros((28, 27), np.uint8), "is no square picture of at most 560 rows"),
        (np.zeros(28, np.uint8), "is no square picture of at most 560 rows"),
        (np.zeros((0, 0), np.uint8), "is no square picture of at most 560 rows"),
        (np.zeros((561, 561), np.uint8), "is larger than 0 MB"),
    ],
)
def test_that_a_drawing_that_is_none_is_refused(saved, place, pixels, reason):
    rewritten(saved, drawing__npy=array_to_bytes(pixels))
    assert refused(saved, place) == f"drawing.npy {reason}"


@pytest.mark.parametrize("name", ["last__gdrun", "run-2__gdrun"])
def test_that_a_damaged_run_names_itself(saved, place, name):
    rewritten(saved, **{name: b"no run"})
    inside = name.replace("__", ".")
    assert refused(saved, place) == f"{inside} is damaged or not a file of gdstudio"


def test_that_a_damaged_result_names_itself(saved, place):
    rewritten(saved, **{"experiments/0001/result__json": b"{"})
    assert refused(saved, place) == "experiments/0001/result.json is damaged: it is no JSON"


def test_that_a_place_that_cannot_hold_it_is_told(saved, place):
    (place / "last.gdrun").write_text("in the way")
    assert refused(saved, place) == "cannot be unpacked: file exists"
