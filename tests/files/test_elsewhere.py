"""A result that cannot be written where it was asked for is kept elsewhere."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from gdstudio.errors import FileError
from gdstudio.files.elsewhere import Kept, keep, user_data_folder


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()


def write_unless_in(*full: Path):  # type: ignore[no-untyped-def]
    def write(path: Path) -> None:
        if any(path.is_relative_to(folder) for folder in full):
            raise FileError(path, "cannot be written: no space left on device")
        path.write_bytes(b"result")

    return write


def test_that_what_can_be_written_is_where_it_was_asked_for(tmp_path: Path) -> None:
    kept = keep(tmp_path / "run", write_unless_in())
    assert kept == Kept(tmp_path / "run")
    kept.complain()
    assert str(kept) == f"kept in {tmp_path / 'run'}"
    assert keep(None, write_unless_in()) == Kept()
    assert str(Kept()) == "not kept"


def test_that_the_folder_of_the_user_takes_what_a_full_disk_does_not(tmp_path: Path) -> None:
    full = tmp_path / "full"
    kept = [keep(full / "run.gdrun", write_unless_in(full)) for _ in range(2)]
    places = [one.place for one in kept]
    assert None not in places
    assert len(set(places)) == 2  # none takes the place of another
    for one in kept:
        assert one.place is not None
        assert one.place.read_bytes() == b"result"
        assert one.place.name == "run.gdrun"
        assert one.place.is_relative_to(tmp_path / "data" / "gdstudio" / "kept")
        with pytest.raises(FileError, match=f"no space left on device; kept in {one.place}"):
            one.complain()


def test_that_a_temporary_folder_is_the_last_resort(tmp_path: Path) -> None:
    full = tmp_path / "full", tmp_path / "data"
    kept = keep(full[0] / "run", write_unless_in(*full))
    assert kept.place is not None
    assert kept.place.is_relative_to(tmp_path / "temporary")
    assert os.listdir(tmp_path / "data" / "gdstudio" / "kept") == []


def test_that_it_is_told_where_nothing_can_be_kept(tmp_path: Path) -> None:
    kept = keep(tmp_path / "run", write_unless_in(tmp_path))
    assert kept.place is None
    with pytest.raises(FileError) as caught:
        kept.complain()
    assert str(caught.value) == f"{tmp_path / 'run'}: cannot be written: no space left on device"
    assert os.listdir(tmp_path / "temporary") == []


def test_that_a_user_without_a_home_has_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_data_folder() == tmp_path / ".local" / "share" / "gdstudio"
    monkeypatch.setenv("HOME", "nowhere")
    assert user_data_folder() is None
    full = tmp_path / "full"
    kept = keep(full / "run", write_unless_in(full))
    assert kept.place is not None
    assert kept.place.is_relative_to(tmp_path / "temporary")
