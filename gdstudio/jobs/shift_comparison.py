"""Two networks asked about digits that stand elsewhere in their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.digits import Digits
from gdstudio.jobs.subject import Subject
from gdstudio.learning.shifts import ShiftMap, shift_accuracy, shift_outputs

REACH: Final = 6  # pixels; MNIST leaves 4 around its digits, so at 6 little of them is lost
STRAIGHT: Final = 4  # pixels, of the sentence: the margin of a digit is used up

Maps = tuple[ShiftMap | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ShiftAnswers:
    """What networks answer to one picture at every shift.

    Attributes:
        pixels: The picture unshifted, (rows, columns), uint8, read-only.
        label: Its true class, or None.
        outputs: For each network (k, k, n_classes), at [reach + dy, reach + dx]; read-only.
    """

    pixels: NDArray[np.uint8]
    label: int | None
    outputs: tuple[NDArray[Any], ...]

    def expected(self, network: int) -> int:
        """Return the class to compare with: the label, else the answer to the unshifted picture."""
        outputs = self.outputs[network]
        middle = len(outputs) // 2
        return int(outputs[middle, middle].argmax()) if self.label is None else self.label

    def steadfast(self, network: int) -> int:
        """Return at how many shifts a network answers what is expected."""
        answers = self.outputs[network].argmax(axis=2)
        return int(np.count_nonzero(answers == self.expected(network)))


def answers_at_shifts(
    subjects: Sequence[Subject], pixels: NDArray[np.uint8], label: int | None
) -> Iterator[ShiftAnswers]:
    """Yield, once, what networks answer to one picture (rows, columns) at every shift."""
    rows, columns = pixels.shape
    digit = Digits(
        images=pixels.reshape(1, -1), labels=np.zeros(1, np.uint8), rows=rows, columns=columns
    )
    outputs = []
    for subject in subjects:
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            outputs.append(locked(shift_outputs(subject.make_network(), digit, REACH)))
    yield ShiftAnswers(pixels, label, tuple(outputs))


def compare_shifts(
    subjects: Sequence[Subject], digits: Digits, reach: int = REACH
) -> Iterator[float | Maps]:
    """Yield the share done and, after every shift, the accuracies of all networks so far.

    The networks take turns, so that all maps grow alike, from the middle outwards.
    """
    jobs = [shift_accuracy(subject.make_network(), digits, reach) for subject in subjects]
    maps: list[ShiftMap | None] = [None] * len(jobs)
    shares = [0.0] * len(jobs)
    for _ in range((2 * reach + 1) ** 2):
        for k, job in enumerate(jobs):
            for item in job:  # until this network's next shift is done
                if isinstance(item, ShiftMap):
                    maps[k] = item
                    break
                shares[k] = item
                yield sum(shares) / len(shares)
        yield tuple(maps)


def straight_accuracy(found: ShiftMap, distance: int) -> float:
    """Return the mean accuracy with all digits moved so far right, left, down and up.

    NaN while one of these is not known.
    """
    places = ((distance, 0), (-distance, 0), (0, distance), (0, -distance))
    return float(np.mean([found.at(*place) for place in places]))
