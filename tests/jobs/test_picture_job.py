from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.resize import normalize_drawing
from gdstudio.errors import GdstudioError
from gdstudio.jobs.picture_job import read_pasted_picture, read_picture_file

TWO = str(Path(__file__).parents[1] / "data" / "pictures_met" / "two_digits_42.png")


def test_that_a_pasted_picture_without_a_drawing_is_told_as_a_file_is():
    blank = np.full((40, 40, 4), 255, np.uint8)
    with pytest.raises(GdstudioError, match="the pasted picture: nothing is drawn on it"):
        read_pasted_picture(blank, (28, 28))


def test_that_opacity_alone_is_ink_in_a_pasted_picture():
    pixels = np.full((60, 60, 4), 255, np.uint8)
    pixels[:, :, 3] = 0
    pixels[10:50, 28:33, 3] = 120
    read = read_pasted_picture(pixels, (28, 28))
    assert np.array_equal(read.pixels, normalize_drawing(pixels[:, :, 3] > 0))
    assert read.marked.shape[2] == 3
    assert read.doubts == ()


def test_that_a_picture_file_is_read_with_its_doubts():
    assert "two separate shapes" in read_picture_file(TWO, (28, 28)).doubts[0]


def test_that_what_is_read_can_be_shared_as_nobody_writes_to_it():
    read = read_picture_file(TWO, (28, 28))
    assert not read.pixels.flags.writeable
    assert not read.marked.flags.writeable


def test_that_a_picture_is_read_in_the_size_of_the_data_in_use():
    assert read_picture_file(TWO, (64, 48)).pixels.shape == (64, 48)
