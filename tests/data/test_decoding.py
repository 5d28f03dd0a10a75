"""Large pictures are shrunk by whole factors, strip by strip, and what is too large is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdstudio.data import decoding
from gdstudio.data.decoding import decoded_frames
from gdstudio.errors import FileError


def first_frame(path: Path) -> np.ndarray:
    return np.asarray(next(iter(decoded_frames(path))))


@pytest.mark.parametrize(
    ("size", "factors"),
    [
        ((640, 3), (1, 1)),
        ((641, 5), (2, 2)),
        ((1921, 1302), (4, 4)),  # more than one strip; a column and two rows are left over
        ((1300, 1), (3, 1)),
        ((2, 1281), (2, 3)),
    ],
)
def test_that_a_pixel_is_the_mean_of_a_block(
    size: tuple[int, int], factors: tuple[int, int], tmp_path: Path
) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, size[::-1], np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.png")
    across, down = factors
    rows, columns = size[1] // down, size[0] // across
    blocks = pixels[: rows * down, : columns * across].reshape(rows, down, columns, across)
    found = first_frame(tmp_path / "large.png")
    assert found.shape == (rows, columns)
    assert np.abs(found - blocks.mean(axis=(1, 3))).max() < 1


@pytest.mark.parametrize(
    ("subsampling", "bytes_each"),
    [("4:4:4", 4 + 6), ("4:2:0", 4 + 3)],  # and two for each coefficient of three channels
)
def test_that_a_progressive_picture_takes_its_coefficients_too(
    subsampling: str, bytes_each: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    pixels = np.full((80, 100, 3), 200, np.uint8)
    Image.fromarray(pixels).save(path, progressive=True, subsampling=subsampling)
    monkeypatch.setattr(decoding, "MAX_BYTES", 8000 * bytes_each)
    assert first_frame(path).shape == (80, 100, 3)
    monkeypatch.setattr(decoding, "MAX_BYTES", 8000 * bytes_each - 1)
    with pytest.raises(FileError, match="is 100 x 80 pixels large and would take 0 MB to read it"):
        first_frame(path)
