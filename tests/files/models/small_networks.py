"""Small networks of every kind, some updates old, on pictures that are no square."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

ROWS, COLUMNS, CLASSES = 9, 7, 4
OF_TORCH = Path(__file__).parent / "of_torch"


def digits(n: int, seed: int) -> Digits:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, n).astype(np.uint8)
    images = rng.integers(0, 120, (n, ROWS, COLUMNS)).astype(np.uint8)
    images[np.arange(n), 2 * labels] += 120
    return Digits(images.reshape(n, -1), labels, CLASSES, ROWS, COLUMNS)


DATA = DataSet("small", digits(60, 1), digits(40, 2))
_SETTINGS: dict[str, Any] = {
    "data": "small", "dtype": "float64", "batch_size": 60, "epochs": 100, "learning_rate": 0.03,
    "initialization": "xavier", "optimizer": "nesterov",
}  # fmt: skip
_MODERN = {"activation": "tanh", "output_activation": "softmax", "cost": "cross-entropy"}
NETWORKS: dict[str, dict[str, Any]] = {
    "lesson": {"hidden": (6, 5), "l2": 0.01},
    "none": {"hidden": (), "output_activation": "tanh"},
    "modern": {"hidden": (8,), "optimizer": "adam", **_MODERN, "activation": "relu"},
    "cnn": {"architecture": "conv 3@3x2 pad 1, pool 2, conv 4@2x3 stride 2x1, dense 6", **_MODERN},
    "averages": {"architecture": "average pool 3x2 stride 2x1, conv 2@2, dense 5, dense 4",
                 **_MODERN, "activation": "leaky-relu"},
    "lstm": {"architecture": "lstm 5", **_MODERN},
    "lstm pixels": {"architecture": "lstm 3 pixels, dense 6", **_MODERN},
    "conv lstm": {"architecture": "conv 2@2x2, max pool 2x1, lstm 4", **_MODERN},
    "rnn": {"architecture": "rnn 5 relu", **_MODERN},
    "conv rnn": {"architecture": "conv 2@2x2, rnn 4 pixels", **_MODERN, "activation": "sigmoid"},
    "two-sided": {"hidden": (5,), "activation": "identity", "cost": "cross-entropy"},
    "softmax": {"hidden": (5,), "output_activation": "softmax", "frozen_layers": (1,)},
    "dropout": {"architecture": "dense 8, dropout 0.25, dense 6", **_MODERN},
}  # fmt: skip


@cache
def trained(name: str, updates: int = 3, **settings: Any) -> Training:
    """Return the run of a network of `NETWORKS`; shared, so not to be gone on with."""
    return fresh(name, updates, **settings)


def fresh(name: str, updates: int = 3, **settings: Any) -> Training:
    """Return the run of a network of `NETWORKS`."""
    training = Training(Recipe(**{**_SETTINGS, **NETWORKS[name], **settings}), DATA)
    for _ in range(updates):
        training.update()
    return training
