"""Ink and background of pictures whose every grey level is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.data.cleaning import is_lined, without_lines
from gdstudio.data.inking import inked
from gdstudio.data.pictures import Planes, find_in_planes


def crossed(paper: float = 255.0, ink: float = 0.0, pale: float = 200.0) -> NDArray[np.float64]:
    """Return a drawing with a stroke from rim to rim and a pale one inside."""
    light = np.full((100, 100), paper)
    light[45:57] = ink
    light[10:40, 30:36] = pale
    return light


def test_that_a_drawing_keeps_its_grey_levels_though_its_ink_meets_the_rim() -> None:
    found = inked(crossed())
    assert found.is_cut_out
    assert found.ink[50, 50] == 1
    assert found.ink[20, 32] == pytest.approx(55 / 255)
    assert found.ink[5, 5] == 0


def test_that_nothing_is_looked_for_in_an_even_black() -> None:
    light = np.zeros((100, 100))
    light[:60, 40:52] = 4.0  # a hundredth of the light is no ink
    assert not inked(light).ink.any()


def shown(contrast: float) -> NDArray[np.uint8]:
    """Return a drawing with a stroke that stands out by so many grey levels."""
    light = np.full((60, 60), 200, np.uint8)
    light[15:45, 25:33] = 200 - contrast
    return light


@pytest.mark.parametrize(
    ("grey", "channels", "read_in"),
    [
        (0, {"red": 40, "green": 90, "blue": 70}, "green"),
        (0, {"red": 90, "green": 40, "blue": 70}, "red"),
        (0, {"red": 40, "green": 70, "blue": 90}, "blue"),
        (50, {"red": 70}, ""),  # not half as plain again
        (50, {"red": 80}, "red"),
        (59, {"red": 150}, "red"),
        (60, {"red": 150}, ""),  # plain enough in grey
        (0, {"red": 80, "green": 80}, "red"),  # of two alike the first
        (50, {"red": 80, "green": 79}, "red"),
        (50, {"red": 80, "green": 82}, "green"),
        (50, {"red": 0}, ""),
    ],
)
def test_that_pale_ink_is_read_in_the_colour_that_shows_it_best(
    grey: int, channels: dict[str, int], read_in: str
) -> None:
    planes = {name: shown(contrast) for name, contrast in channels.items()}
    found = find_in_planes(Planes(shown(grey), planes, ""))
    assert found.ink.any()
    notes = [note for note in map(str, found.notes) if "pale in grey" in note]
    expected = f"the ink is pale in grey; it was read in the {read_in} of the picture"
    assert notes == ([expected] if read_in else [])


def ruled(line: float = 0.5) -> NDArray[np.float64]:
    """Return the depth of a thick stroke on lines of that depth, 1 is full ink."""
    depth = np.zeros((90, 90))
    depth[20::25] = line
    depth[15:75, 40:50] = 1.0
    return depth


def test_that_what_is_just_as_deep_as_ink_counts_as_lines() -> None:
    assert is_lined(ruled(0.5), 0.5)
    assert not is_lined(ruled(0.5), 0.5 + 1e-9)


@pytest.mark.parametrize(("sides", "expected"), [("down", True), ("across", True), ("one", False)])
def test_that_lines_go_from_rim_to_rim(sides: str, expected: bool) -> None:
    depth = np.zeros((80, 60))
    if sides == "down":
        depth[:, 30:33] = 1.0
    elif sides == "across":
        depth[30:33] = 1.0
    else:  # a corner: two sides that do not lie opposite
        depth[30:33, :31] = depth[:33, 28:31] = 1.0
    assert is_lined(depth, 0.5) is expected


@pytest.mark.parametrize(("rows", "expected"), [(40, True), (41, False)])
def test_that_what_covers_more_than_half_is_no_line(rows: int, expected: bool) -> None:
    depth = np.zeros((80, 60))
    depth[:rows] = 1.0
    assert is_lined(depth, 0.5) is expected


def test_that_a_digit_comes_free_of_paler_lines_as_it_was() -> None:
    ink, is_free = without_lines(ruled(0.5), 1.0)
    assert is_free
    expected = np.where(ruled(0.5) == 1.0, 1.0, 0.0)
    np.testing.assert_array_equal(np.where(ink == 1.0, 1.0, 0.0), expected)
    assert not ink[:, :35].any()
    assert not ink[:, 55:].any()
