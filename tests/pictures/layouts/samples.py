"""One chart of each kind, and how two scenes are compared."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

import numpy as np

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    Distribution,
    GroupedBarChart,
    HeatChart,
    HistogramChart,
    Level,
    LineChart,
    PictureWall,
    Series,
)
from gdstudio.pictures.scene import Rect, Scene

_STEPS: Final = np.linspace(0, 1000, 41)
_FAST, _SLOW = (1 - 0.9 * np.exp(-_STEPS / tau) for tau in (30.0, 150.0))
_CELLS: Final = np.arange(12.0).reshape(3, 4) / 11
_CELLS[1, 2] = np.nan
_F: Final = np.zeros((8, 28, 28), np.uint8)
_F[:, 4:24, 6:9] = _F[:, 4:7, 6:20] = 255
_F[:, 12:15, 6:16] = 160

SAMPLES: Final[tuple[Chart, ...]] = (
    LineChart(
        "Accuracy with random labels",
        "updates",
        "answered rightly",
        (
            Series("true labels", _STEPS, _FAST),
            Series("random labels", _STEPS, _SLOW, "line", 1, _SLOW - 0.05, _SLOW + 0.05),
            Series("shuffled pixels", _STEPS, 0.6 * _FAST, "dashes", 2),
            Series("read", _STEPS[::8], 0.3 * _SLOW[::8], "dots", 3, 0.2 * _SLOW[::8], _SLOW[::8]),
        ),
        (Level("99 %", 0.99), Level("switch", 420.0, is_upright=True)),
        y_range=(0.0, 1.05),
        is_share=True,
    ),
    HistogramChart(
        "Final test cost",
        "test cost in nats",
        "networks",
        tuple(
            Distribution(name, np.linspace(k, k + 1, 9), np.array([1, 4, 9, 7, 0, 3, 2, 1]), k)
            for k, name in enumerate(("momentum", "Adam"))
        ),
        (Level("guessing", 0.9, is_upright=True),),
    ),
    BarChart(
        "Test accuracy",
        "answered rightly",
        ("true labels", "shuffled pixels", "Gaussian pictures"),
        np.array([0.97, 0.42, -0.11]),
        (Level("guessing", 0.1),),
        is_share=True,
        highlighted=0,
    ),
    GroupedBarChart(
        "Digits by class",
        "digits",
        tuple("0123456789"),
        ("training", "test"),
        np.array([[6000 - 60 * k, 1000 + 9 * k] for k in range(10)]),
        highlighted=3,
    ),
    PictureWall("Perfect digits", _F, tuple(f"{k}: sure" for k in range(8)), marked=(2,)),
    HeatChart(
        "Barrier between minima",
        "second network",
        "first network",
        ("plain SGD", "momentum", "RMSProp with decay", "Adam"),
        ("plain SGD", "momentum", "Adam"),
        _CELLS,
        0.0,
        1.0,
    ),
)


def same(one: Scene, other: Scene, within: float = 0.0) -> bool:
    """Whether two scenes are of the same shapes; places may differ by so many pixels."""
    if len(one.shapes) != len(other.shapes):
        return False
    pairs = zip(one.shapes, other.shapes, strict=True)
    return all(
        type(a) is type(b)
        and all(_alike(getattr(a, f.name), getattr(b, f.name), within) for f in fields(a))
        for a, b in pairs
    )


def _alike(one: Any, other: Any, within: float) -> bool:
    if isinstance(one, Rect) and isinstance(other, Rect):
        return _alike(one.corners(), other.corners(), within)
    if isinstance(one, np.ndarray | float | int):
        a, b = np.asarray(one), np.asarray(other)
        return a.shape == b.shape and np.allclose(a, b, 0.0, within, equal_nan=True)
    return bool(one == other)
