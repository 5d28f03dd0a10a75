"""What a network makes of digits that stand elsewhere in their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats, locked_copy
from gdstudio.data.digits import Digits
from gdstudio.learning.network import Network

REACH: Final = 8  # pixels: digits of MNIST have 4 of background around, so at 8 they lose a strip

_CHUNK: Final = 500  # digits asked at once, at most


@dataclass(frozen=True, slots=True, eq=False)
class ShiftMap:
    """Accuracy when all digits are moved; all arrays read-only.

    Attributes:
        shifts: Pixels, int64, shape (k,), from -reach to reach: to the right for the columns of
            `accuracy`, down for its rows.
        accuracy: Shares answered right, shape (k, k), in [0, 1]; NaN where not yet asked.
        examples: How many digits were asked at each shift.
    """

    shifts: NDArray[np.int64]
    accuracy: Floats
    examples: int

    def at(self, dx: int, dy: int) -> float:
        """Return the accuracy with all digits moved dx pixels to the right and dy down."""
        reach = int(self.shifts[-1])
        return float(self.accuracy[reach + dy, reach + dx])


def shifted(pictures: NDArray[np.uint8], dx: int, dy: int) -> NDArray[np.uint8]:
    """Return pictures (n, rows, columns) moved dx pixels to the right and dy down; a copy.

    What enters is 0, what leaves is lost.
    """
    _, rows, columns = pictures.shape
    moved = np.zeros_like(pictures)
    if abs(dx) < columns and abs(dy) < rows:
        to_rows, from_rows = _overlap(dy, rows)
        to_columns, from_columns = _overlap(dx, columns)
        moved[:, to_rows, to_columns] = pictures[:, from_rows, from_columns]
    return moved


def shift_accuracy(
    network: Network, digits: Digits, reach: int = REACH
) -> Iterator[ShiftMap | float]:
    """Ask all digits at every shift up to `reach` along both axes, the nearest shifts first.

    Yields the share done every few milliseconds, and a map after every shift; the last item is the
    whole map.

    Args:
        network: Not changed.
        digits: E.g. the test digits; not changed.
        reach: Largest shift in pixels, 0 or more.
    """
    shifts = np.arange(-reach, reach + 1)
    accuracy = np.full((len(shifts), len(shifts)), np.nan)
    places = sorted(
        ((int(dx), int(dy)) for dy in shifts for dx in shifts),
        key=lambda place: max(map(abs, place)),
    )
    chunk = network.examples_soon_done(_CHUNK)
    for n_done, (dx, dy) in enumerate(places):
        right = 0
        for start in range(0, len(digits), chunk):
            part = digits.take(slice(start, start + chunk))
            right += _count_right(network, part, dx, dy)
            yield (n_done + (start + len(part)) / len(digits)) / len(places)
        accuracy[reach + dy, reach + dx] = right / max(len(digits), 1)
        yield ShiftMap(locked_copy(shifts), locked_copy(accuracy), len(digits))


def shift_outputs(network: Network, digit: Digits, reach: int = REACH) -> NDArray[Any]:
    """Return the outputs for one picture at every shift, shape (k, k, n_out), k = 2 reach + 1.

    Args:
        network: Not changed.
        digit: One picture.
        reach: Largest shift in pixels, 0 or more.

    Returns:
        At [reach + dy, reach + dx] the outputs with the picture moved dx to the right and dy down.
    """
    assert len(digit) == 1
    shifts = range(-reach, reach + 1)
    moved = [_moved(digit, dx, dy).inputs(dtype=network.dtype) for dy in shifts for dx in shifts]
    outputs = network.forward(np.concatenate(moved))
    return outputs.reshape(len(shifts), len(shifts), network.n_out)


def _count_right(network: Network, digits: Digits, dx: int, dy: int) -> int:
    X = _moved(digits, dx, dy).inputs(dtype=network.dtype)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        answers = network.forward(X).argmax(axis=1)
    return int(np.count_nonzero(answers == digits.labels))


def _moved(digits: Digits, dx: int, dy: int) -> Digits:
    images = shifted(digits.pictures(), dx, dy).reshape(digits.images.shape)
    return replace(digits, images=images)


def _overlap(shift: int, size: int) -> tuple[slice, slice]:
    """Return where to and where from, along an axis of `size`."""
    kept = size - abs(shift)
    return slice(max(shift, 0), max(shift, 0) + kept), slice(max(-shift, 0), max(-shift, 0) + kept)
