"""What makes it doubtful that the ink found in a picture is one digit, in words."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.inking import Inked
from gdstudio.data.regions import connected, over_blocks, sides
from gdstudio.texts import Text

TWO_SHAPES: Final = Text("two separate shapes were seen and read as one")
_GRID: Final = 160  # longest side of the box around the ink
_FAINT_DEPTH: Final = 0.16  # of the paper's light
_LEAST_PART: Final = 0.12  # of the heaviest part's ink: less is a blot or a dot
_LEAST_HEIGHT: Final = 0.25  # of all ink's height
_LEAST_GAP: Final = 0.07  # of all ink's height; the strokes of one digit lie nearer
_FULL: Final = 0.62  # of its box: no stroke fills that much
_WIDE: Final = 2.2  # times its height: no digit is as wide
_AT_RIM: Final = 0.2  # of the picture's rim


def doubts_about(ink: NDArray[np.uint8], how: Inked) -> tuple[str, ...]:
    """Return short sentences about ink and how it was found; none where one digit is plain to see.

    The ink has shape (h, w), 0 is background; some of it is not.
    """
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    drawn = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    told = []
    n_shapes = _count_shapes(drawn)
    if n_shapes > 1:
        several = Text("{0} separate shapes were seen and read as one", n_shapes)
        told.append(TWO_SHAPES if n_shapes == 2 else several)
    elif drawn.shape[1] > _WIDE * drawn.shape[0]:
        told.append(Text("what was found is much wider than a digit"))
    is_bar = max(drawn.shape) > 3 * min(drawn.shape)
    if np.mean(drawn > 127) > _FULL and not is_bar and not how.is_cut_out and min(ink.shape) > 40:
        told.append(Text("what was found is a filled patch rather than strokes"))
    if how.depth < _FAINT_DEPTH:
        told.append(Text("it hardly stands out from its ground"))
    rim = np.concatenate(sides(ink))
    if not how.is_free:
        told.append(Text("lines run through it that could not be told from the ink"))
    if not how.is_cut_out and np.mean(rim > 0) > _AT_RIM:
        told.append(Text("what was found runs into the rim of the picture"))
    return tuple(told)


def _count_shapes(drawn: NDArray[np.uint8]) -> int:
    """Return how many large parts stand clearly apart, side by side or one above the other."""
    boxes = _part_boxes(drawn)
    height, width = drawn.shape
    beside = _separate(boxes, 2, height, height)
    above = _separate(boxes, 0, width, height) if height > 1.4 * width else 1
    return max(beside, above)


def _separate(boxes: list[list[int]], axis: int, across: int, height: int) -> int:
    """Return how many groups of boxes lie apart along an axis, each long the other way."""
    other = 2 - axis
    least = _LEAST_HEIGHT * across
    tall = sorted(box[axis : axis + 2] for box in boxes if box[other + 1] - box[other] >= least)
    n_groups, end = 1, tall[0][1] if tall else 0
    for begin, until in tall[1:]:
        if begin - end >= _LEAST_GAP * height:
            n_groups += 1
        end = max(end, until)
    return n_groups


def _part_boxes(drawn: NDArray[np.uint8]) -> list[list[int]]:
    """Return top, bottom, left and right of the heavy parts, in pixels."""
    block = -(-max(drawn.shape) // _GRID)
    weights = over_blocks(np.add, drawn.astype(np.int64), block)
    numbers, n_parts = connected(weights > 0)
    masses = np.bincount(numbers.ravel(), weights.ravel(), n_parts + 1)
    boxes = []
    for number in np.flatnonzero(masses >= _LEAST_PART * masses.max()):
        down, across = np.nonzero(numbers == number)
        box = [down.min(), down.max() + 1, across.min(), across.max() + 1]
        boxes.append([int(side) * block for side in box])
    return boxes
