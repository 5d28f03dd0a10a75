import os
import resource
import signal
import stat
from pathlib import Path

import pytest

from gdstudio.errors import FileError
from gdstudio.files.atomic import check_writable, write_file


def test_that_bytes_arrive_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a file.bin"
    for data in (b"first", b"", b"second" * 100_000):
        write_file(path, data)
        assert path.read_bytes() == data
        assert os.listdir(tmp_path) == ["a file.bin"]


def test_that_a_link_stays_and_its_file_is_replaced(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "target").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(folder / "target")
    write_file(link, b"new")
    assert link.is_symlink()
    assert (folder / "target").read_bytes() == b"new"


def test_that_permissions_are_kept(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_that_a_full_disk_keeps_the_old_file(tmp_path):
    """A limit on the size of files stands in for the full disk: the write itself fails."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(FileError, match="file: cannot be written: file too large"):
            write_file(path, bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_that_any_end_on_the_way_keeps_the_old_file(tmp_path, monkeypatch, step, error):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_):
        raise error

    monkeypatch.setattr(os, step, fail)
    expected = FileError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_file(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_that_a_short_write_is_noticed(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    real = os.fdopen

    class Short:
        def __init__(self, *given):
            self._file = real(*given)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._file.close()

        def write(self, data):
            return self._file.write(data[:-1])

    monkeypatch.setattr(os, "fdopen", Short)
    with pytest.raises(FileError, match="only 2 of 3 bytes"):
        write_file(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_that_places_that_cannot_be_written_are_named(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    cases = {
        tmp_path: "is a folder",
        tmp_path / "pipe": "is not an ordinary file",
        tmp_path / "none" / "run": "there is no folder",
        tmp_path / "file" / "run": "there is no folder",
        Path("/dev/null"): "is not an ordinary file",
        Path("/proc/run.gdrun"): "",
        tmp_path / ("x" * 300): "file name too long",
        Path("a\0b"): "null",
    }
    for path, reason in cases.items():
        with pytest.raises(FileError) as caught:
            write_file(path, b"data")
        assert reason in str(caught.value)
        assert "\n" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["file", "pipe"]


def test_that_write_protection_is_seen_beforehand(tmp_path, monkeypatch):
    """`os.access` is replaced: tests may run as root, for whom nothing is protected."""
    (tmp_path / "file").write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match="file: is write-protected"):
        check_writable(tmp_path / "file")
    with pytest.raises(FileError, match=r"the folder .+ is write-protected"):
        check_writable(tmp_path / "new")
