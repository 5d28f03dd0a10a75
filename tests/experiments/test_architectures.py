"""The comparison of architectures on a few small pictures."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import InvalidValue
from gdstudio.experiments.architectures import ARCHITECTURES, ArchitecturesSettings
from gdstudio.experiments.architectures.block import KINDS, Contestant, learn
from gdstudio.experiments.experiment import Result
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of
from gdstudio.experiments.workshop import KeptInMemory, SoFar, Workshop
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.shifts import shifted
from gdstudio.learning.training import Training
from tests.experiments.small_digits import driven
from tests.generators import driven_to_end

SETTINGS = ArchitecturesSettings(examples=130, epochs=1, asked=20)


def digits(n: int, seed: int) -> Digits:
    rng = np.random.default_rng(seed)
    labels = rng.integers(10, size=n, dtype=np.uint8)
    return Digits(rng.integers(256, size=(n, 784), dtype=np.uint8), labels)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return DataSet("some", digits(140, 1), digits(50, 2))


def outcome(data: DataSet, workshop: Workshop) -> Result:
    return driven(ARCHITECTURES, SETTINGS, workshop, data)[1]


def test_that_every_network_is_the_one_its_recipe_trains(data: DataSet) -> None:
    pieces = KeptInMemory()
    result = outcome(data, Workshop(pieces))
    networks, curves = result.tables
    few = DataSet("some", data.train.take(slice(0, 130)), data.test)
    for row in networks.rows:
        figures = dict(zip(networks.columns, row, strict=True))
        recipe = find_recipe(KINDS[figures["network"]]).recipe.changed(epochs=1, seed=1)
        training = Training(recipe, few)
        for _ in training.updates():
            pass
        found = training.evaluate(data.test)
        assert figures["test_accuracy"] == found.accuracy
        assert figures["test_cost"] == found.cost
        assert figures["parameters"] == len(training.network.parameters)
        assert figures["lost_by_shift"] == pytest.approx(
            figures["test_accuracy"] - figures["shifted_accuracy"]
        )
    ends = {row[0]: row[1] for row in curves.rows}
    assert ends == dict.fromkeys(KINDS, 130)
    assert all(finding.holds is None for finding in result.findings[1:])  # too few digits
    # A second time nothing is trained: even the seconds are the same.
    assert outcome(data, Workshop(pieces)).tables == result.tables


def test_that_a_changed_setting_takes_no_piece_of_another(data: DataSet) -> None:
    pictures = SentPictures.of(data)
    jobs = [
        Contestant("CNN", 1, 20, 4, 1, pictures),
        Contestant("CNN", 2, 20, 4, 1, pictures),
        Contestant("CNN", 1, 21, 4, 1, pictures),
        Contestant("CNN", 1, 20, 3, 1, pictures),
        Contestant("CNN", 1, 20, 4, 2, pictures),
        Contestant("MLP", 1, 20, 4, 1, pictures),
    ]
    assert len({job.name for job in jobs}) == len(jobs)
    assert not jobs[0].accepts({"accuracy": np.array(0.5)})


def test_that_more_examples_than_there_are_are_refused(data: DataSet) -> None:
    with pytest.raises(InvalidValue, match="training digits: 60000 is not accepted"):
        next(ARCHITECTURES.run(ArchitecturesSettings(), data, Workshop()))


def test_that_a_network_tells_how_far_it_is_and_what_it_answers_when_digits_move(
    data: DataSet,
) -> None:
    job = Contestant("CNN", 2, 20, 3, 1, SentPictures.of(data))
    items, piece = driven_to_end(learn(job, *arrays_of(data)))
    # Batches of 32 of 140 digits, twice: the curve has a point at most every fortieth of the way.
    seen = [*range(32, 129, 32), 140, *range(172, 269, 32), 280]
    assert piece["examples"].tolist() == seen
    shares = [item.share if isinstance(item, SoFar) else item for item in items]
    assert shares == pytest.approx([0.9 * n / 280 for n in seen] + [0.925, 0.95, 0.975, 1.0])
    assert [len(item.piece["examples"]) for item in items[:10]] == list(range(1, 11))
    recipe = find_recipe(KINDS["CNN"]).recipe.changed(epochs=2, seed=1)
    training = Training(recipe, data)
    for _ in training.updates():
        pass
    for accuracy, (dx, dy) in zip(
        piece["shifted"], [(3, 0), (-3, 0), (0, 3), (0, -3)], strict=True
    ):
        images = shifted(data.test.pictures(), dx, dy).reshape(50, 784)
        assert accuracy == training.evaluate(Digits(images, data.test.labels)).accuracy
    some = data.test.take(slice(0, 20))
    assert piece["test_accuracy"][-1] == training.evaluate(some).accuracy
    assert (np.diff(piece["seconds"]) >= 0).all()
    assert 0 < piece["seconds"][0] <= piece["seconds"][-1] == piece["train_seconds"]
