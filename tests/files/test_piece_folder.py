"""Finished pieces on the disk: only what is whole and of that name is taken up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdstudio.errors import FileError
from gdstudio.files.piece_folder import PieceFolder, SteadyPieces


def test_that_a_piece_comes_back_to_the_bit_and_read_only(tmp_path: Path) -> None:
    pieces = PieceFolder(tmp_path / "pieces")
    assert pieces.get("a-1") is None
    arrays = {"x": np.random.default_rng(0).random((3, 2), np.float32), "n": np.array([1, 2])}
    pieces.put("a-1", arrays)
    found = pieces.get("a-1")
    assert found is not None
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].tobytes() == array.tobytes()
        assert found[name].dtype == array.dtype
        assert not found[name].flags.writeable


def test_that_a_renamed_piece_is_not_taken_for_another(tmp_path: Path) -> None:
    pieces = PieceFolder(tmp_path)
    pieces.put("a-1", {"x": np.ones(2)})
    (tmp_path / "a-1.gdpiece").rename(tmp_path / "a-2.gdpiece")
    assert pieces.get("a-2") is None


@pytest.mark.parametrize("kept", [0, 10, -1])
def test_that_a_damaged_piece_is_done_again_and_replaced(tmp_path: Path, kept: int) -> None:
    pieces = PieceFolder(tmp_path)
    pieces.put("a-1", {"x": np.ones(200)})
    path = tmp_path / "a-1.gdpiece"
    path.write_bytes(path.read_bytes()[:kept])
    assert pieces.get("a-1") is None
    pieces.put("a-1", {"x": np.zeros(2)})
    found = pieces.get("a-1")
    assert found is not None
    assert not found["x"].any()


def test_that_every_changed_byte_of_an_array_is_noticed(tmp_path: Path) -> None:
    pieces = PieceFolder(tmp_path)
    pieces.put("a-1", {"x": np.full(50, 7.0)})
    path = tmp_path / "a-1.gdpiece"
    data = bytearray(path.read_bytes())
    place = data.index(np.full(3, 7.0).tobytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert pieces.get("a-1") is None


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "pieces").write_text("a file")
    with pytest.raises(FileError, match="cannot be made"):
        PieceFolder(tmp_path / "pieces" / "of").put("a-1", {"x": np.ones(2)})


def test_that_what_a_full_folder_does_not_take_is_kept_and_written_elsewhere(
    tmp_path: Path,
) -> None:
    (tmp_path / "full").write_text("a file, so no folder can be made")
    pieces = SteadyPieces(PieceFolder(tmp_path / "full"))
    assert pieces.is_whole
    pieces.put("a-1", {"x": np.arange(3)})
    assert not pieces.is_whole
    found = pieces.get("a-1")
    assert found is not None
    assert found["x"].tolist() == [0, 1, 2]
    assert not found["x"].flags.writeable
    assert pieces.get("a-2") is None
    elsewhere = PieceFolder(tmp_path / "elsewhere")
    pieces.write_rest(elsewhere)
    written = elsewhere.get("a-1")
    assert written is not None
    assert written["x"].tolist() == [0, 1, 2]


def test_that_what_the_folder_takes_is_not_written_elsewhere(tmp_path: Path) -> None:
    pieces = SteadyPieces(PieceFolder(tmp_path / "pieces"))
    pieces.put("a-1", {"x": np.arange(3)})
    assert pieces.is_whole
    pieces.write_rest(PieceFolder(tmp_path / "elsewhere"))
    assert not (tmp_path / "elsewhere").exists()
    assert PieceFolder(tmp_path / "pieces").get("a-1") is not None


def test_that_the_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    pieces = PieceFolder(tmp_path / "a" / "b" / "pieces")
    for name in ("a-1", "a-2"):
        pieces.put(name, {"x": np.arange(3)})
        assert pieces.get(name) is not None
