"""What experiments tell of results made up for it: charts, findings and tables, kept as texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.experiments.architectures import ARCHITECTURES, ArchitecturesSettings
from gdstudio.experiments.architectures.block import Contestant
from gdstudio.experiments.climb import ClimbedPictures
from gdstudio.experiments.corrupted import GAUSSIAN, TRUE
from gdstudio.experiments.difficulty import Difficulty
from gdstudio.experiments.fit import Fit
from gdstudio.experiments.fit.results import FitResults, fit_tables
from gdstudio.experiments.memorization.charts import memorization_charts
from gdstudio.experiments.memorization.findings import memorization_findings
from gdstudio.experiments.memorization.plan import MemorizationSettings
from gdstudio.experiments.memorization.plan import Plan as MemorizationPlan
from gdstudio.experiments.minima.charts import minima_charts
from gdstudio.experiments.minima.findings import minima_findings
from gdstudio.experiments.minima.results import Networks, StraightPath
from gdstudio.experiments.noise.answers import KINDS as NOISE_KINDS
from gdstudio.experiments.noise.answers import REAL, Answers
from gdstudio.experiments.noise.charts import climbed_curve, climbed_wall, noise_charts
from gdstudio.experiments.noise.findings import noise_findings, noise_tables
from gdstudio.experiments.random_labels.charts import kinds_wall, random_labels_charts
from gdstudio.experiments.random_labels.findings import random_labels_findings
from gdstudio.experiments.random_labels.plan import Plan, RandomLabelsSettings
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.experiments.workshop import Stage
from gdstudio.landscape.slices import Slice
from tests.experiments.prepared import Prepared
from tests.experiments.small_digits import SMALL, driven
from tests.kept import difference
from tests.pictures.told import described

FOLDER: Final = Path(__file__).parent / "told"
PICTURES: Final = SentPictures.of(SMALL)


def taken(fits: Sequence[Fit], *, under_way: int = 0) -> FitResults:
    """Return results of trainings; each learns slower than the one before.

    The last `under_way` of them are not finished.
    """
    results = FitResults()
    for k, job in enumerate(fits):
        epochs = np.arange(13.0)
        accuracy = np.minimum(1.0, 0.1 + 0.4 * epochs / (2 + 0.1 * k))
        piece = {
            "epochs": epochs, "steps": 40 * epochs, "train_accuracy": accuracy,
            "train_cost": 1.2 - accuracy,
            "test_accuracy": (0.9 - 0.01 * k) * accuracy - 0.01 * epochs,
        }  # fmt: skip
        if k < len(fits) - under_way:
            results.take(Stage(0.5, job, piece))
        else:
            results.take(Stage(0.5, job, None, piece))
    return results


def random_labels(under_way: int = 0) -> Iterator[Any]:
    settings = RandomLabelsSettings(probabilities=(0.25, 0.5), repeats=2)
    plan = Plan.of(settings, PICTURES)
    results = taken(plan.fits, under_way=under_way)
    yield random_labels_charts(plan, results, kinds_wall(SMALL, 3), 10)
    if not under_way:
        yield random_labels_findings(plan, results, 10, 10_000)
        yield fit_tables(plan.fits[:3], results, "test")


def memorization(*, is_known: bool = True) -> Iterator[Any]:
    settings = MemorizationSettings(noise_levels=(0.2, 0.6), widths=(8, 16), sizes=(100, 200))
    plan = MemorizationPlan.of(settings, PICTURES)
    results = taken((*plan.curves, *plan.times), under_way=0 if is_known else 14)
    labels = SMALL.train.labels[:60]
    right = np.arange(60) % 7 / 6
    difficulties = {
        TRUE: Difficulty(20, right, labels),
        GAUSSIAN: Difficulty(20, np.round(10 * right) / 20, labels),
    }
    yield memorization_charts(plan, results, difficulties if is_known else {}, SMALL.train, 5)
    if is_known:
        difficulties["random labels"] = Difficulty(20, right[::-1] ** 2, labels)
        yield memorization_findings(plan, results, difficulties)


def minima(n: int) -> Iterator[Any]:
    wave = np.sin(np.arange(1.0, n + 1))
    found = [
        Networks(
            width, 10, np.arange(n), np.zeros((n, 3), np.float32),
            0.2 + wave / width, 0.9 + wave / 50, 0.3 + wave**2 / width, 0.8 + wave / 50, 1,
        )
        for width in (25, 250)
    ]  # fmt: skip
    results = Prepared(*found)
    t = np.linspace(0.0, 1.0, 5)
    for a in (0, 2) if n > 1 else ():
        cost = np.array([0.5, 1.0, 2.0 + a, 1.0, 0.25])
        results.paths.append(StraightPath(25, a, a + 1, Slice(t, cost, t)))
    test = Digits(SMALL.test.images[:20], SMALL.test.labels[:20], 3, 4, 4)
    yield minima_charts(results)
    yield minima_findings(results, test)


def architectures(epochs: int, gap: float = 0.0, shift: int = 4) -> Iterator[Any]:
    """Yield what comes out if the others are so much better than the MLP at 60,000 digits."""
    digits = Digits(np.zeros((60_000, 1), np.uint8), np.zeros(60_000, np.uint8), rows=1, columns=1)

    def finish(learn: Any, jobs: Sequence[Contestant], *_: Any, **how: Any) -> Iterator[Any]:
        yield Stage(0.0)
        for k, job in enumerate(jobs):
            accuracy = 0.95 if job.kind == "MLP" else 0.95 + gap
            piece = {
                "examples": np.array([0, 60_000]), "seconds": np.array([0.0, how["effort"](job)]),
                "test_accuracy": np.array([0.1, accuracy]), "accuracy": np.array(accuracy),
                "shifted": accuracy - np.array([0.5, 0.5, 0.1 * k, 0.0]), "cost": np.array(0.25),
                "parameters": np.array(1000 * k), "train_seconds": np.array(10.0 * k),
            }  # fmt: skip
            yield Stage(k / 4, job, None, piece)
            yield Stage((k + 1) / 4, job, piece)

    settings = ArchitecturesSettings(epochs=epochs, shift=shift)
    data = DataSet("made up", digits, digits.take(slice(0, 10)))
    yield driven(ARCHITECTURES, settings, SimpleNamespace(finish=finish), data)[1]


def noise(likeness: float) -> Iterator[Any]:
    """Yield what comes out if climbed pictures are, to such a part, the mean digits."""
    stripes = np.eye(3).repeat(2, axis=0)[:, :, None].repeat(2, axis=2).reshape(6, 6)
    images = (50 * stripes + 10 * np.arange(6)).astype(np.uint8)
    digits = Digits(images, np.array([0, 0, 1, 1, 2, 2], np.uint8), 3, 3, 2)
    pictures = dict.fromkeys(NOISE_KINDS, digits)
    answers = {}
    for k, kind in enumerate(NOISE_KINDS):
        outputs = np.array([[0.5, 0.1, 0.2], [0.9, 0.0, 0.3], [0.991, 0.2, 0.4]]).repeat(2, axis=0)
        outputs = np.roll(outputs, k, axis=1) + np.arange(6)[:, None] / 1000
        answers[kind] = Answers(outputs, outputs.argmax(axis=1), outputs.max(axis=1))
    means = images[::2] / 255 * likeness + (1 - likeness) * np.linspace(0, 1, 6)
    states = [
        ClimbedPictures(step, means, np.eye(3) * step / 40 + 0.025, np.arange(3))
        for step in (0, 20, 38)
    ]
    yield noise_charts(pictures, answers)
    yield climbed_wall(states[-1], digits, answers[REAL].surest_of(digits.labels))
    yield climbed_curve(states)
    yield noise_findings(answers, states[-1], digits, digits)
    yield noise_tables(answers, states[-1])


TOLD: Final[dict[str, Callable[[], Iterator[Any]]]] = {
    "random_labels": random_labels,
    "random_labels_under_way": lambda: random_labels(3),
    "memorization": memorization,
    "memorization_under_way": lambda: memorization(is_known=False),
    "minima": lambda: minima(60),
    "minima_one": lambda: minima(1),
    "architectures": lambda: architectures(8, 0.03),
    "architectures_long": lambda: architectures(12, 0.05),
    "architectures_short": lambda: architectures(3, 0.0, 3),
    "noise": lambda: noise(0.0),
    "noise_drawn": lambda: noise(1.0),
}


def lines(name: str) -> list[str]:
    return [line for part in TOLD[name]() for line in described(part)]


@pytest.mark.parametrize("name", TOLD)
def test_that_an_experiment_tells_what_it_told_when_that_was_looked_at(name: str) -> None:
    assert difference(FOLDER / f"{name}.txt", lines(name)) == ""
