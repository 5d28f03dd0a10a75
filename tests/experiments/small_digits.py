"""Small made-up digits, and a driver for experiments, for the tests of experiments."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.experiments.experiment import Experiment, Result, Update
from gdstudio.experiments.workshop import Workshop
from gdstudio.settings.settings import Settings


def made_up_digits(n: int, seed: int) -> Digits:
    """Pictures of 4 x 4 pixels in 3 classes; the class lights one row, so they can be learned."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n).astype(np.uint8)
    images = rng.integers(0, 100, (n, 4, 4)).astype(np.uint8)
    images[np.arange(n), labels] += 150
    return Digits(images.reshape(n, 16), labels, n_classes=3, rows=4, columns=4)


SMALL = DataSet("made up", made_up_digits(400, 1), made_up_digits(90, 2))


def driven(
    experiment: Experiment,
    settings: Settings,
    workshop: Workshop | None = None,
    data: DataSet = SMALL,
) -> tuple[list[Update], Result]:
    """Return all updates and the result; on the way the share never falls and stays in [0, 1]."""
    run = experiment.run(settings, data, workshop or Workshop())
    updates: list[Update] = []

    def watched() -> Generator[Update | Result, None, None]:
        yield (yield from run)

    for step in watched():
        if isinstance(step, Result):
            return updates, step
        assert 0 <= step.share <= 1
        assert not updates or step.share >= updates[-1].share
        updates.append(step)
    raise AssertionError("an experiment ends with a result")


def tables_of(result: Result) -> list[Any]:
    """Return all numbers of a result, to be compared bit for bit (NaN as text)."""
    return [
        (table.name, table.columns, [tuple(map(repr, row)) for row in table.rows])
        for table in result.tables
    ]
