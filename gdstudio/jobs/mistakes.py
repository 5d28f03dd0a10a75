"""What a network answers to every test digit, and which it gets wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.digits import Digits
from gdstudio.jobs.subject import Subject

Indices = NDArray[np.intp]

CHUNK: Final = 500  # asked at once: Cancel and progress come back between


@dataclass(frozen=True, slots=True, eq=False)
class DigitAnswers:
    """The answers of one network; all arrays read-only.

    Attributes:
        subject: The network.
        digits: What was asked.
        answers: The class with the highest output, shape (n,).
        outputs: That output, shape (n,), in [0, 1].
        confusion: Counts (n_classes, n_classes), rows are labels, columns answers.
    """

    subject: Subject
    digits: Digits
    answers: Indices
    outputs: NDArray[Any]
    confusion: NDArray[np.int64]

    def mistakes(self) -> Indices:
        """Return the digits answered wrong, those with the highest output first."""
        return self._ordered(self.answers != self.digits.labels, highest_first=True)

    def cell(self, label: int, answer: int) -> Indices:
        """Return the digits of one class that got one answer.

        Wrong answers with the highest output first, right ones with the lowest.
        """
        chosen = (self.digits.labels == label) & (self.answers == answer)
        return self._ordered(chosen, highest_first=label != answer)

    def _ordered(self, chosen: NDArray[np.bool_], *, highest_first: bool) -> Indices:
        indices = np.flatnonzero(chosen)
        outputs = self.outputs[indices]
        return indices[np.argsort(-outputs if highest_first else outputs, kind="stable")]


def ask_all(subject: Subject, digits: Digits) -> Iterator[float | DigitAnswers]:
    """Ask a network all digits; yield the share done, in [0, 1], and the answers last."""
    network, n = subject.make_network(), len(digits)
    answers, outputs = np.zeros(n, np.intp), np.zeros(n, network.dtype)
    for start in range(0, n, CHUNK):
        which = slice(start, start + CHUNK)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            given = network.forward(digits.inputs(which, network.dtype))
        answers[which] = given.argmax(axis=1)
        outputs[which] = given.max(axis=1)
        yield min(start + CHUNK, n) / n
    confusion = np.zeros((digits.n_classes, digits.n_classes), np.int64)
    np.add.at(confusion, (digits.labels, answers), 1)
    lock(answers, outputs, confusion)
    yield DigitAnswers(subject, digits, answers, outputs, confusion)
