"""Reading a file of limited size that may be anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdstudio.errors import FileError
from gdstudio.reading import read_json, read_whole


def test_that_a_file_as_large_as_allowed_is_read_whole_and_a_larger_one_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * (3 << 20))
    assert read_whole(path, 3 << 20) == b"x" * (3 << 20)
    path.write_bytes(b"x" * ((3 << 20) + 1))
    with pytest.raises(FileError) as caught:
        read_whole(path, 3 << 20)
    assert (caught.value.path, caught.value.reason) == (path, "is larger than 3 MB")


def test_that_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path, "is a folder, not a file"),
        (tmp_path / "none", "there is no such file"),
        (Path("/dev/null"), "is not an ordinary file"),
    ):
        with pytest.raises(FileError) as caught:
            read_whole(path, 10)
        assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "is damaged: it is no JSON"),
        (b"\xff\xfe\xfd", "is damaged: it is no JSON"),
        (b"[" * 100_000, "is damaged: it is no JSON"),
        (b"[1]", "is damaged: it holds no names with values"),
    ],
)
def test_that_damaged_json_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "about.json"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_json(path, 1 << 20)
    assert caught.value.reason == reason
    path.write_bytes(b'{"a": 1}')
    assert read_json(path, 1 << 20) == {"a": 1}
