"""Small made-up digits for the tests of learning."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.batches import Batches


def made_up_digits(n: int, seed: int) -> Digits:
    """Pictures of 3 x 4 pixels in 3 classes; the class lights one row, so they can be learned."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n).astype(np.uint8)
    images = rng.integers(0, 100, (n, 3, 4)).astype(np.uint8)
    images[np.arange(n), labels] += 150
    return Digits(images.reshape(n, 12), labels, n_classes=3, rows=3, columns=4)


@pytest.fixture(scope="session")
def small_data() -> DataSet:
    return DataSet("made up", made_up_digits(103, 1), made_up_digits(50, 2))


@pytest.fixture
def handed_out(small_data: DataSet, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which of the small training digits the mini-batches held, in the order they were used."""
    which = {x.tobytes(): k for k, x in enumerate(small_data.train.inputs())}
    used: list[int] = []

    class Noted(Batches):
        def next(self, size: int) -> tuple[NDArray[Any], NDArray[Any]]:
            X, T = super().next(size)
            used.extend(which[x.tobytes()] for x in X)
            return X, T

    monkeypatch.setattr("gdstudio.learning.training.Batches", Noted)
    return used
