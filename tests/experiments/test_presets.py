"""The figures of the experiments: what they begin with, their presets, and their limits."""

from __future__ import annotations

from typing import Any

import pytest

from gdstudio.experiments.catalogue import EXPERIMENTS
from tests.limits import limits_of

DEFAULTS: dict[str, dict[str, Any]] = {
    "noise": {
        "network": "lesson", "epochs": 30, "pictures": 1000, "climb_from": "empty",
        "climb_steps": 200, "seed": 1,
    },
    "random-labels": {
        "examples": 2000, "width": 512, "layers": 1, "epochs": 50, "learning_rate": 0.1,
        "batch_size": 50, "probabilities": [0.2, 0.4, 0.6, 0.8], "repeats": 1, "seed": 1,
    },
    "memorization": {
        "examples": 1000, "width": 128, "epochs": 80, "noise_levels": [0.2, 0.4, 0.6, 0.8],
        "widths": [32, 64, 128, 256, 512], "sizes": [250, 500, 1000, 2000, 4000],
        "patience": 400, "networks": 100, "learning_rate": 0.1, "batch_size": 50,
        "validation": 1000, "repeats": 1, "seed": 1,
    },
    "minima": {
        "networks": 60, "widths": [25, 50, 100, 250, 500], "examples": 10_000, "epochs": 20,
        "batch_size": 20, "learning_rate": 0.5, "pairs": 10, "seed": 1,
    },
    "architectures": {"examples": 60_000, "epochs": 3, "asked": 2000, "shift": 4, "seed": 1},
}  # fmt: skip

PRESETS: dict[str, dict[str, dict[str, Any]]] = {  # what differs from the default
    "noise": {"kept": {"network": "lesson-best"}},
    "random-labels": {
        "quick": {"examples": 1000, "width": 256, "probabilities": [0.5]},
        "large": {"examples": 10_000, "layers": 3, "epochs": 60, "learning_rate": 0.05},
    },
    "memorization": {
        "quick": {
            "examples": 500, "width": 64, "noise_levels": [0.4, 0.8], "widths": [32, 64, 128],
            "sizes": [250, 500, 1000], "networks": 30,
        },
        "large": {
            "examples": 5000, "width": 512, "epochs": 150, "widths": [64, 128, 256, 512, 1024],
            "sizes": [1000, 2000, 5000, 10_000],
        },
    },
    "minima": {
        "quick": {"networks": 20, "examples": 2000, "epochs": 10},
        "large": {"networks": 1000, "examples": 60_000, "epochs": 200},
    },
    "architectures": {
        "quick": {"examples": 5000, "epochs": 2, "asked": 1000},
        "large": {"epochs": 12},
    },
}  # fmt: skip

LIMITS: dict[str, dict[str, tuple[float, float]]] = {
    "noise": {"epochs": (1, 1000), "pictures": (10, 10_000), "climb_steps": (1, 10_000)},
    "random-labels": {
        "examples": (100, 60_000), "width": (1, 4096), "layers": (1, 8), "epochs": (1, 10_000),
        "learning_rate": (1e-6, 10), "batch_size": (1, 10_000), "probabilities": (0, 1),
        "repeats": (1, 100),
    },
    "memorization": {
        "examples": (50, 50_000), "width": (1, 4096), "epochs": (1, 10_000),
        "noise_levels": (0, 1), "widths": (1, 4096), "sizes": (50, 50_000),
        "patience": (1, 100_000), "networks": (10, 10_000), "learning_rate": (1e-6, 10),
        "batch_size": (1, 10_000), "validation": (50, 10_000), "repeats": (1, 100),
    },
    "minima": {
        "networks": (1, 10_000), "widths": (1, 4096), "examples": (10, 10_000_000),
        "epochs": (1, 10_000), "batch_size": (1, 10_000), "learning_rate": (1e-6, 100),
        "pairs": (0, 1000),
    },
    "architectures": {
        "examples": (100, 10_000_000), "epochs": (1, 1000), "asked": (10, 10_000_000),
        "shift": (1, 12),
    },
}  # fmt: skip


def test_that_every_experiment_is_in_the_tables() -> None:
    assert EXPERIMENTS.keys() == DEFAULTS.keys() == PRESETS.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", DEFAULTS)
def test_that_an_experiment_begins_with_its_figures(name: str) -> None:
    assert EXPERIMENTS[name].presets["default"].to_dict() == DEFAULTS[name]


@pytest.mark.parametrize("name", PRESETS)
def test_that_presets_have_their_figures(name: str) -> None:
    found = {preset: one.to_dict() for preset, one in EXPERIMENTS[name].presets.items()}
    expected = {preset: DEFAULTS[name] | changes for preset, changes in PRESETS[name].items()}
    assert found == {"default": DEFAULTS[name], **expected}


@pytest.mark.parametrize("name", LIMITS)
def test_that_settings_of_an_experiment_have_their_limits(name: str) -> None:
    found = limits_of(EXPERIMENTS[name].presets["default"])
    assert found == LIMITS[name] | {"seed": (0, 2**31 - 1)}
