"""Random labels: one recipe for all data (Z-3), claims beside what came out, and going on."""

import dataclasses
import itertools

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import FileError, GdstudioError, InvalidValue
from gdstudio.experiments.corrupted import CORRUPTIONS, RANDOM_LABELS, Corruption
from gdstudio.experiments.fit.results import FitResults
from gdstudio.experiments.noise import NOISE
from gdstudio.experiments.random_labels import RANDOM_LABELS_EXPERIMENT as EXPERIMENT
from gdstudio.experiments.random_labels.findings import random_labels_findings
from gdstudio.experiments.random_labels.plan import Plan, RandomLabelsSettings
from gdstudio.experiments.sent_pictures import SentPictures
from gdstudio.experiments.workshop import KeptInMemory, Stage, Workshop
from gdstudio.pictures.charts import BarChart, LineChart, PictureWall
from tests.experiments.small_digits import SMALL, driven, tables_of

QUICK = RandomLabelsSettings(
    examples=100, width=48, epochs=8, batch_size=10, learning_rate=0.05, probabilities=(0.5,)
)
PICTURES = SentPictures.of(SMALL)


def test_that_nothing_but_the_data_differs_between_the_trainings():
    plan = Plan.of(QUICK.changed(repeats=2), PICTURES)
    assert plan.only_the_data_differ
    recipes = {job.recipe for job in plan.fits}
    assert [recipe.seed for recipe in sorted(recipes, key=lambda r: r.seed)] == [1, 2]
    assert {job.recipe.label_noise for job in plan.fits} == {0.0}
    assert {job.corruption.title for job in plan.fits} == {*CORRUPTIONS, "50 % random labels"}
    changed = dataclasses.replace(plan.partly[1][0], recipe=QUICK.recipe(0).changed(l2=0.1))
    other = dataclasses.replace(plan, partly=(plan.partly[0], (changed,) * 2, plan.partly[2]))
    assert not other.only_the_data_differ


def test_that_momentum_and_decay_are_those_of_the_paper():
    recipe = EXPERIMENT.default.recipe(0)
    assert (recipe.optimizer, recipe.optimizer_settings) == ("momentum", (("momentum", 0.9),))
    assert recipe.schedule == "exponential"
    assert (recipe.l2, recipe.augmentation, recipe.activation) == (0.0, "none", "relu")
    assert recipe.parameter_count() == 407_050


def test_that_every_kind_is_fitted_and_told_of():
    data = DataSet("mnist", load_mnist().train, load_mnist().test.take(slice(0, 500)))
    updates, result = driven(EXPERIMENT, QUICK.changed(epochs=40), data=data)
    findings = {finding.name: finding for finding in result.findings}
    assert list(findings) == [
        "Z-3", "Z-4", "Z-5", "Z-6", "Z-7", "Z-8", "Z-9 shuffled", "Z-9 noise"
    ]  # fmt: skip
    assert findings["Z-3"].holds is True
    assert findings["Z-4"].holds is True
    ends = {row[:2]: row for row in result.tables[0].rows}
    assert len(ends) == 6
    accuracies = [row[result.tables[0].columns.index("train_accuracy")] for row in ends.values()]
    assert min(accuracies) >= 0.99
    kinds = [type(chart) for chart in result.charts]
    assert kinds == [LineChart] * 5 + [BarChart, PictureWall]
    assert len(result.charts[0].series) == 5
    assert len(result.charts[2].series) == 3
    assert len(updates[0].charts[-1].pictures) == 50


def test_that_the_same_seed_gives_the_same_result_bit_for_bit():
    first, again, other = (driven(EXPERIMENT, QUICK.changed(seed=s))[1] for s in (1, 1, 2))
    assert tables_of(first) == tables_of(again) != tables_of(other)
    assert first.findings == again.findings


class Full(KeptInMemory):
    """Pieces on a disk that is full after the third."""

    puts = 0

    def put(self, name, piece):
        if self.puts == 3:
            raise FileError(name, "cannot be written: no space left")
        self.puts += 1
        super().put(name, piece)


def test_that_finished_trainings_are_not_done_again():
    pieces = Full()
    with pytest.raises(FileError, match="no space left"):
        driven(EXPERIMENT, QUICK, Workshop(pieces))
    pieces.puts = 0
    _, result = driven(EXPERIMENT, QUICK, Workshop(pieces))
    assert pieces.puts == 3  # of six, three were there
    assert tables_of(result) == tables_of(driven(EXPERIMENT, QUICK)[1])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "probabilities",
            (1.5,),
            r"probabilities: '1.5' is not accepted; give 1 to 64 numbers from 0",
        ),
        ("probabilities", (), "probabilities"),
        ("width", 0, "hidden neurons: 0 is not accepted"),
        ("examples", 10, "training digits: 10 is not accepted"),
        ("learning_rate", 0.0, "learning rate: 0.0 is not accepted"),
        ("repeats", 0, "repeats: 0 is not accepted"),
    ],
)
def test_that_settings_out_of_range_are_refused(name, value, message):
    with pytest.raises(InvalidValue, match=message):
        RandomLabelsSettings(**{name: value})


def test_that_more_digits_than_there_are_is_refused():
    with pytest.raises(InvalidValue, match=r"training digits: 500 .* at most the 400 of made up"):
        next(EXPERIMENT.run(QUICK.changed(examples=500), SMALL, Workshop()))


@pytest.mark.parametrize("experiment", [EXPERIMENT, NOISE], ids=lambda e: e.name)
def test_that_a_set_without_test_digits_is_told(experiment):
    data = dataclasses.replace(SMALL, test=SMALL.test.take(slice(0, 0)))
    settings = QUICK if experiment is EXPERIMENT else NOISE.default
    with pytest.raises(GdstudioError, match="data made up: has no test digits"):
        next(experiment.run(settings, data, Workshop()))


def findings_for(times, test, to_fit=None):
    """The findings if the kinds were fitted in `times` epochs and answer `test` of the digits."""
    plan = Plan.of(RandomLabelsSettings(probabilities=(0.5,)), PICTURES)
    results = FitResults()
    for job in plan.fits:
        key = job.corruption.title
        epochs = np.array([0.0, times[key], times[key] + 1])
        piece = {"epochs": epochs, "train_accuracy": np.array([0.0, 1.0, 1.0])}
        piece["test_accuracy"] = np.array([np.nan, np.nan, test[key]])
        results.take(Stage(1.0, job, piece))
    return {f.name: f for f in random_labels_findings(plan, results, 10, 10_000)}


GOOD_TIMES = dict(zip([*CORRUPTIONS, "50 % random labels"], [4, 20, 4.2, 6, 6, 18], strict=True))
GOOD_TEST = dict(
    zip([*CORRUPTIONS, "50 % random labels"], [0.9, 0.1, 0.902, 0.1, 0.105, 0.6], strict=True)
)


def test_that_claims_hold_where_they_do():
    assert {f.holds for f in findings_for(GOOD_TIMES, GOOD_TEST).values()} == {True}


@pytest.mark.parametrize(
    ("changed_times", "changed_test", "fails"),
    [
        ({"Gaussian pictures": 3}, {}, "Z-5"),
        ({"random pixels": 25}, {}, "Z-5"),
        ({"shuffled pixels": 5.5}, {}, "Z-5"),
        ({"50 % random labels": 30}, {}, "Z-6"),
        ({"true labels": 15, "shuffled pixels": 15, "random pixels": 16, "Gaussian pictures": 16},
         {}, "Z-6"),
        ({}, {"random labels": 0.115}, "Z-7"),
        ({}, {"50 % random labels": 0.95}, "Z-8"),
        ({}, {"shuffled pixels": 0.91}, "Z-9 shuffled"),
        ({}, {"random pixels": 0.15}, "Z-9 noise"),
    ],
)  # fmt: skip
def test_that_a_claim_is_said_not_to_hold_where_it_does_not(changed_times, changed_test, fails):
    found = findings_for(GOOD_TIMES | changed_times, GOOD_TEST | changed_test)
    assert found[fails].holds is False
    assert all(f.holds for name, f in found.items() if name[:3] != fails[:3])


def test_that_what_was_never_reached_cannot_be_compared():
    plan = Plan.of(RandomLabelsSettings(probabilities=(0.5,)), PICTURES)
    results = FitResults()
    for job in plan.fits:
        top = 0.5 if job.corruption == Corruption(RANDOM_LABELS) else 1.0
        piece = {"epochs": np.array([0.0, 1.0]), "train_accuracy": np.array([0.0, top])}
        results.take(Stage(1.0, job, piece | {"test_accuracy": np.array([np.nan, 0.5])}))
    found = {f.name: f for f in random_labels_findings(plan, results, 10, 10_000)}
    assert (found["Z-4"].holds, found["Z-5"].holds, found["Z-6"].holds) == (False, None, None)
    assert "random labels not reached" in found["Z-5"].measured


def test_that_presets_differ_and_the_default_comes_first():
    presets = EXPERIMENT.presets
    assert next(iter(presets)) == "default"
    assert all(a != b for a, b in itertools.combinations(presets.values(), 2))
