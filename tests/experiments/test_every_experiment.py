"""What holds of every experiment: how its charts are to be read, and that it can be left."""

from __future__ import annotations

from typing import Any

import pytest

from gdstudio.data.digits import DataSet
from gdstudio.experiments.architectures import ARCHITECTURES
from gdstudio.experiments.memorization import MEMORIZATION
from gdstudio.experiments.minima import MINIMA
from gdstudio.experiments.noise import NOISE
from gdstudio.experiments.random_labels import RANDOM_LABELS_EXPERIMENT
from gdstudio.experiments.workshop import Workshop
from gdstudio.pictures.charts import Chart
from tests.experiments import (
    test_architectures,
    test_memorization,
    test_minima,
    test_noise,
    test_random_labels,
)
from tests.experiments.small_digits import SMALL, driven

SHARE = "share"
UNIT_X, UNIT_Y = "x from 0 to 1", "y from 0 to 1"
FITTED = "99 % at 0.99"


def described(chart: Chart) -> list[str]:
    """Return everything of a chart that says how it is to be read, but not its data."""
    at: Any = chart
    words = [
        word
        for name, word in (("log_x", "log x"), ("log_y", "log y"), ("is_share", SHARE))
        if getattr(at, name, False)
    ]
    for axis in "xy":
        ends = getattr(at, f"{axis}_range", None)
        if ends is not None:
            words.append(f"{axis} from {ends[0]:g} to {ends[1]:g}")
    for level in getattr(at, "levels", ()):
        words.append(f"{level.name} at {level.value:.3g}{' upright' if level.is_upright else ''}")
    words += [f"{series.style} {series.colour}" for series in getattr(at, "series", ())]
    if hasattr(at, "columns"):
        words.append(f"{at.columns} columns")
    return words


def some(module: Any) -> DataSet:
    return DataSet("some", module.digits(140, 1), module.digits(50, 2))


EXPECTED = {
    "random-labels": {
        "Training accuracy": [SHARE, UNIT_Y, FITTED, *(f"line {k}" for k in range(5))],
        "Training cost": [f"line {k}" for k in range(5)],
        "Training accuracy, labels partly random": [
            SHARE, UNIT_Y, FITTED, "line 0", "line 2", "line 1",
        ],
        "Time to fit against the share of random labels": [UNIT_X, "line and dots 0"],
        "Test error against the share of random labels": [
            SHARE, UNIT_X, UNIT_Y, "guessing at 0.667", "line and dots 0",
        ],
        "Test accuracy after the last epoch": [SHARE, "guessing at 0.333"],
        "What is to be learned: a row for each kind, with the labels": ["10 columns"],
    },
    "memorization": {
        "Training accuracy, true and random labels": [SHARE, UNIT_Y, "line 0", "line 1"],
        "Training cost, true and random labels": ["line 0", "line 1"],
        "Validation accuracy with random labels: first it learns, then it memorises": [
            SHARE, UNIT_Y, "line 0", "line 2", "dots 3",
        ],
        "Training accuracy with random labels": [SHARE, UNIT_Y, "line 0", "line 2", "line 1"],
        "After one epoch: how many networks answer each example as labelled": [
            SHARE, UNIT_Y, "line 0", "line 1", "line 2", "dashes 3", "dashes 4",
        ],
        "The 20 hardest digits, then the 20 easiest: label and share of right answers": [
            "10 columns",
        ],
        "Time to learn all against the width": [
            "log x", *(f"line and dots {k}" for k in range(3)),
        ],
        "Time to learn all against the number of training digits": [
            "log x", *(f"line and dots {k}" for k in range(3)),
        ],
    },
    "minima": {
        "Final test cost of networks from different starts": [],
        "Each network: training cost and test cost": ["dots 0", "dots 1"],
        "The straight way from one minimum to another: mean, lowest and highest": [
            UNIT_X, "line 0", "line 1",
        ],
        "The barrier between two minima": ["log x", "line and dots 0"],
        "Wider is better": ["log x", "line and dots 0", "line and dots 1"],
        "How far the minima differ: standard deviation": [
            "log x", "log y", "line and dots 0", "line and dots 1",
        ],
        "Does a lower training cost mean a lower test cost?": [
            "log x", "no correlation at 0", "line and dots 0",
        ],
        "Final training cost of networks from different starts": [],
    },
    "noise": {
        "50 pictures of uniform noise, each with the answer and how sure it is": ["None columns"],
        "What the network takes for perfect digits, after 20 steps": ["3 columns"],
        "The climb: activation of the wanted digit": [UNIT_Y, "line 0"],
        "How sure is the network?": [f"{at} at {at} upright" for at in (0.5, 0.9, 0.99)],
        "Share of the pictures with so high an activation": [SHARE],
        "What does the network see in it?": [SHARE],
        "The surest answer to each kind": ["4 columns"],
        "50 pictures of Gaussian noise, each with the answer and how sure it is": ["None columns"],
        "50 pictures of shuffled digits, each with the answer and how sure it is": ["None columns"],
        "50 pictures of test digits, each with the answer and how sure it is": ["None columns"],
    },
    "architectures": {
        "At equal examples": [SHARE, *(f"line {k}" for k in range(4))],
        "At equal seconds": [SHARE, *(f"line {k}" for k in range(4))],
        "Of all test digits": [SHARE],
        "The same digits moved by 4 pixels: mean of right, left, down and up": [SHARE],
        "What they are made of": [],
    },
}  # fmt: skip


ALL = pytest.mark.parametrize(
    ("experiment", "settings", "data"),
    [
        (RANDOM_LABELS_EXPERIMENT, test_random_labels.QUICK, SMALL),
        (MEMORIZATION, test_memorization.QUICK, SMALL),
        (MINIMA, test_minima.SETTINGS, some(test_minima)),
        (NOISE, test_noise.QUICK, SMALL),
        (ARCHITECTURES, test_architectures.SETTINGS, some(test_architectures)),
    ],
    ids=list(EXPECTED),
)


@ALL
def test_that_every_chart_has_its_axes_levels_and_lines(
    experiment: Any, settings: Any, data: DataSet
) -> None:
    _, result = driven(experiment, settings, data=data)
    found = {str(chart.title): described(chart) for chart in result.charts}
    assert found == EXPECTED[experiment.name]


@ALL
def test_that_an_experiment_is_left_by_closing_it(
    experiment: Any, settings: Any, data: DataSet
) -> None:
    run = experiment.run(settings, data, Workshop())
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)
