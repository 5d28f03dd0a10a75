"""Work is cut into chunks to spare memory and time; what comes out does not depend on the cut."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdstudio.data.corruption import gaussian_images, random_pixels
from gdstudio.data.digits import Digits
from gdstudio.data.idx import raw_bytes_header, read_images
from gdstudio.data.resize import area_means
from gdstudio.descent.basins import basin_maps
from gdstudio.descent.library import LIBRARY
from gdstudio.experiments.noise.answers import answers_to
from gdstudio.jobs.mistakes import DigitAnswers, ask_all
from gdstudio.jobs.subject import Subject
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.point_costs import CostJob, PlainCosts
from gdstudio.learning.batches import Batches
from gdstudio.learning.cost_buckets import CostBuckets, decayed_averages
from gdstudio.learning.costs import find_cost
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.learning.shifts import ShiftMap, shift_accuracy

N = 50
COST = find_cost("squared-error", "sigmoid")
RECIPE = Recipe(hidden=(5,))
READER = Recipe(architecture="rnn 4 tanh")


def digits() -> Digits:
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (N, 784), np.uint8)
    return Digits(images, rng.integers(0, 10, N).astype(np.uint8))


def network(recipe: Recipe = RECIPE) -> Network:
    made = recipe.make_network(DIGIT, 10)
    made.initialize("scaled-normal", np.random.default_rng(2))
    return made


def costs() -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(3).uniform(0.1, 3, N)


def pixels_in_any_order() -> Any:
    return random_pixels(digits(), np.random.default_rng(4)).images


def gaussian_pixels() -> Any:
    return gaussian_images(digits(), np.random.default_rng(4)).images


def unpacked() -> Any:
    images = digits().pictures()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "images.gz"
        path.write_bytes(gzip.compress(raw_bytes_header(images) + images.tobytes()))
        found = read_images(path)
    np.testing.assert_array_equal(found, images)
    return found


def answers_of_a_network() -> Any:
    return answers_to(network(), digits().inputs()).outputs


def all_mistakes() -> Any:
    parameters = network().parameters
    subject = Subject("run 1", "title", "run 1", RECIPE, DIGIT, 10, parameters, 3)
    *_, answers = ask_all(subject, digits())
    assert isinstance(answers, DigitAnswers)
    return answers.outputs


def gradient(recipe: Recipe = RECIPE) -> Iterator[Any]:
    made = network(recipe)
    found = yield from mean_gradient(made, made.parameters, digits(), COST)
    assert len(found) == len(made.parameters)
    yield found


def last(steps: Iterator[Any]) -> Any:
    *_, found = steps
    return found


def costs_of_points() -> Any:
    made = network()
    source = PlainCosts(made, digits(), COST, lambda point: made.parameters * (1 + point[0]))
    job = CostJob([source], np.array([[0.0], [0.5], [-2.0]]))
    for _ in job.run():
        pass
    found = job.result()
    return np.stack([found.cost, found.accuracy])


def accuracies_of_shifts() -> Any:
    *_, found = shift_accuracy(network(), digits(), 1)
    assert isinstance(found, ShiftMap)
    return found.accuracy


def buckets() -> Any:
    made = CostBuckets()
    made.append(1, costs())
    curve = made.curve()
    return np.stack([curve.mean, curve.low, curve.high, curve.smoothed])


def basins() -> Any:
    function = LIBRARY["himmelblau"]
    *_, last = basin_maps(function, "gradient-descent", 0.01, 60, sizes=(6, 12))
    return last.labels


def all_examples() -> Any:
    batches = Batches(digits(), 5)
    return np.concatenate([batches.next(4)[0].copy() for _ in range(20)])


CUTS: dict[str, tuple[Callable[[], Any], tuple[int, ...]]] = {
    "data.corruption._CHUNK": (pixels_in_any_order, (1, 7, N)),
    "data.corruption._CHUNK ": (gaussian_pixels, (2, 10, N)),
    "data.idx._BLOCK": (unpacked, (100, 1000, 4096)),
    "data.resize._CHUNK": (lambda: area_means(digits(), 10), (1, 7, N)),
    "descent.basins._STARTS_AT_ONCE": (basins, (1, 25, 144)),
    "experiments.noise.answers._AT_ONCE": (answers_of_a_network, (1, 7, N)),
    "jobs.mistakes.CHUNK": (all_mistakes, (1, 7, N)),
    "landscape.gradients.CHUNK": (lambda: last(gradient()), (1, 7, N)),
    "landscape.point_costs._CHUNK": (costs_of_points, (1, 7, N)),
    "learning.batches.CHUNK": (all_examples, (1, 7, N)),
    "learning.cost_buckets._BLOCK": (buckets, (1, 7, N)),
    "learning.cost_buckets._AT_ONCE": (lambda: decayed_averages(costs(), 3, 0.7), (1, 7, N)),
    "learning.recurrent._STEPS_AT_ONCE": (
        lambda: last(gradient(Recipe(architecture="rnn 4 tanh"))),
        (1, 5, 28),
    ),
    "learning.shifts._CHUNK": (accuracies_of_shifts, (1, 7, N)),
}


@pytest.mark.parametrize("where", CUTS)
def test_that_the_result_does_not_depend_on_the_cut(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, sizes = CUTS[where]
    expected = work()
    for size in sizes:
        monkeypatch.setattr(f"gdstudio.{where.strip()}", size)
        np.testing.assert_allclose(work(), expected, rtol=1e-5, atol=1e-8)
