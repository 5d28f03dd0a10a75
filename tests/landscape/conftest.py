"""Small made-up digits and networks for the tests of planes."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.data.digits import Digits
from gdstudio.learning.network import Network


@pytest.fixture(scope="session")
def digits() -> Digits:
    """Pictures of 3 x 4 pixels in 3 classes; the class lights one row."""
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 103).astype(np.uint8)
    images = rng.integers(0, 100, (103, 3, 4)).astype(np.uint8)
    images[np.arange(103), labels] += 150
    return Digits(images.reshape(103, 12), labels, n_classes=3, rows=3, columns=4)


@pytest.fixture
def network() -> Network:
    """A 12-5-4-3 network of sigmoids, N(0, 1), float32."""
    made = Network.dense([12, 5, 4, 3])
    made.initialize("standard-normal", np.random.default_rng(2))
    return made
