"""How good a network was at a moment of its run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.jobs.subject import Subject
from gdstudio.learning.evaluation import Evaluation, evaluation_steps
from gdstudio.learning.plan import training_digits

CHUNK: Final = 500  # digits asked at once: who drives may leave between two


@dataclass(frozen=True, slots=True, eq=False)
class PastEvaluation:
    """Cost and accuracy of a network at one moment.

    Attributes:
        subject: The network.
        train: On its first training examples, label noise included.
        test: On all test examples.
    """

    subject: Subject
    train: Evaluation
    test: Evaluation


def evaluate_past(subject: Subject, data: DataSet, most: int) -> Iterator[float | PastEvaluation]:
    """Ask a network its first `most` training examples and all test examples.

    Yields the share done, in [0, 1], and the evaluation last.
    """
    network = subject.make_network()
    train = training_digits(subject.recipe, data).take(slice(0, most))
    total, done = len(train) + len(data.test), 0
    found: list[Evaluation] = []
    for digits in (train, data.test):
        steps = evaluation_steps(network, digits, subject.cost, CHUNK)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found.append(end.value)
                break
            done += min(CHUNK, network.examples_at_once)
            yield min(done / total, 1.0)
    yield PastEvaluation(subject, *found)
