"""One training that is watched: what its piece says, and which piece is whose."""

import dataclasses
import math
import pickle

import numpy as np
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.experiments.corrupted import GAUSSIAN, RANDOM_LABELS, Corruption, corrupted
from gdstudio.experiments.fit import COLUMNS, Fit, epochs_until, fit
from gdstudio.experiments.fit.results import FitResults, fit_tables, points
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of
from gdstudio.experiments.workshop import SoFar, Stage, Workshop
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.experiments.small_digits import SMALL

PICTURES = SentPictures.of(SMALL)
RECIPE = Recipe(
    train_size=200,
    hidden=(12,),
    activation="relu",
    output_activation="softmax",
    cost="cross-entropy",
    initialization="he",
    optimizer="momentum",
    learning_rate=0.05,
    epochs=6,
)
JOB = Fit(RECIPE, Corruption(RANDOM_LABELS, 0.3), PICTURES, asks_each_epoch=True)


def piece_of(job):
    work = fit(job, *arrays_of(SMALL))
    shares = []
    while True:
        try:
            shares.append(float(next(work)))
        except StopIteration as end:
            return shares, end.value


def test_that_a_piece_tells_what_a_plain_training_of_the_same_recipe_does():
    shares, piece = piece_of(JOB)
    data = corrupted(SMALL, JOB.corruption, RECIPE.seed)
    training = Training(RECIPE, data)
    rows = []
    for epoch in range(7):
        fitted = training.evaluate(training.digits)
        test = training.evaluate(data.test).accuracy
        rows.append((epoch, training.step, fitted.cost, fitted.accuracy, test))
        for _ in range(20):
            if not training.is_complete:
                training.update()
    assert tuple(piece) == COLUMNS
    np.testing.assert_array_equal(np.array([piece[name] for name in COLUMNS]).T, rows)
    assert shares[-1] == 1
    assert shares == sorted(shares)


def test_that_the_test_digits_are_asked_at_the_end_only_unless_wished():
    _, piece = piece_of(dataclasses.replace(JOB, asks_each_epoch=False))
    assert np.isnan(piece["test_accuracy"]).tolist() == [True] * 6 + [False]
    assert piece["test_accuracy"][-1] == piece_of(JOB)[1]["test_accuracy"][-1]


def test_that_it_ends_with_the_accuracy_it_was_told_to():
    _, whole = piece_of(JOB)
    reached = np.flatnonzero(whole["train_accuracy"] >= 0.6)[0]
    _, piece = piece_of(dataclasses.replace(JOB, stop_at=0.6))
    assert 0 < reached < 6
    assert len(piece["epochs"]) == reached + 1
    assert np.array_equal(piece["train_cost"], whole["train_cost"][: reached + 1])


def test_that_a_training_that_diverges_says_of_what_and_what_helps():
    wild = RECIPE.changed(activation="identity", hidden=(12, 12, 12), learning_rate=1e6)
    job = dataclasses.replace(JOB, recipe=wild)
    with pytest.raises(GdstudioError, match=r"30 % random labels: diverged .* smaller learning"):
        piece_of(job)


def test_that_names_of_pieces_hold_all_they_depend_on():
    others = [
        dataclasses.replace(JOB, recipe=RECIPE.changed(seed=2)),
        dataclasses.replace(JOB, corruption=Corruption(RANDOM_LABELS, 0.4)),
        dataclasses.replace(JOB, corruption=Corruption(GAUSSIAN, 0.3)),
        dataclasses.replace(JOB, stop_at=1.0),
        dataclasses.replace(JOB, asks_each_epoch=False),
        dataclasses.replace(JOB, pictures=dataclasses.replace(PICTURES, identity="x")),
    ]
    assert len({job.name for job in (JOB, *others)}) == 7
    assert dataclasses.replace(JOB).name == JOB.name


def test_that_jobs_and_pictures_go_to_other_processes_and_back():
    job = pickle.loads(pickle.dumps(JOB))
    assert job == JOB
    data = job.pictures.data(*arrays_of(SMALL))
    assert (data.train.identity(), data.test.identity()) == (
        SMALL.train.identity(),
        SMALL.test.identity(),
    )


def test_that_the_time_to_an_accuracy_lies_on_the_line_between_two_epochs():
    piece = {
        "epochs": np.array([0.0, 1.0, 2.0, 3.0]),
        "train_accuracy": np.array([0.1, 0.5, 0.9, 0.8]),
    }
    assert epochs_until(piece, 0.6) == pytest.approx(1.25)  # a quarter of the way from 0.5 to 0.9
    assert epochs_until(piece, 0.1) == 0
    assert math.isnan(epochs_until(piece, 0.95))


def test_that_a_curve_under_way_is_shown_until_a_finished_one_is_there():
    results, seen = FitResults(), []
    for stage in Workshop().finish(fit, [JOB], arrays_of(SMALL), name=lambda job: job.name):
        results.take(stage)
        line = results.curve("mine", (JOB,), "train_accuracy")
        if line is not None:
            seen.append(len(line.x))
    assert seen[:3] == [2, 3, 4]  # the start and the first epoch, then one epoch more each time
    assert results.n_finished == 1
    np.testing.assert_array_equal(line.y, piece_of(JOB)[1]["train_accuracy"])
    assert line.low is None


def test_that_repeats_are_shown_by_their_mean_and_range():
    results = FitResults()
    jobs = [dataclasses.replace(JOB, recipe=RECIPE.changed(seed=seed)) for seed in (1, 2)]
    pieces = [piece_of(job)[1] for job in jobs]
    for job, piece in zip(jobs, pieces, strict=True):
        results.take(Stage(1.0, job, piece))
    line = results.curve("both", jobs, "train_cost", over="steps")
    both = np.stack([piece["train_cost"] for piece in pieces])
    np.testing.assert_array_equal(line.y, both.mean(axis=0))
    np.testing.assert_array_equal(line.low, both.min(axis=0))
    np.testing.assert_array_equal(line.high, both.max(axis=0))
    np.testing.assert_array_equal(line.x, pieces[0]["steps"])
    assert results.curve("none", [], "train_cost") is None


def test_that_points_without_values_are_left_out():
    series = points("p", (0.0, 0.5, 1.0), [np.array([1.0, 3.0]), np.array([]), np.array([4.0])])
    assert series.x.tolist() == [0, 1]
    assert series.y.tolist() == [2, 4]
    assert (series.low.tolist(), series.high.tolist()) == ([1, 4], [3, 4])
    assert points("none", (0.0,), [np.array([])]) is None


def test_that_what_is_so_far_counts_as_its_share():
    assert float(SoFar(0.25, {})) == 0.25


def test_that_tables_tell_how_each_training_ended_and_every_curve():
    job = dataclasses.replace(JOB, recipe=RECIPE.changed(hidden=(12, 8), seed=3))
    accuracies = [0.25, 0.95, 0.97, 0.995, 1.0]
    piece = {
        "epochs": np.array([0, 1, 2, 3, 4]),
        "steps": np.array([0, 20, 40, 60, 80]),
        "train_cost": np.array([2.0, 1.0, 0.5, 0.25, 0.125]),
        "train_accuracy": np.array(accuracies),
        "test_accuracy": np.array([0.25, 0.5, 0.75, 0.625, 0.875]),
    }
    results = FitResults()
    results.take(Stage(1.0, job, piece=piece))
    ends, curves = fit_tables([JOB, job], results, "validation")  # the first is not finished

    who = ("data", "label_noise", "hidden", "training_digits", "seed")
    columns = ("epochs", "steps", "train_cost", "train_accuracy", "validation_accuracy")
    reached = ("epochs_to_95_percent", "epochs_to_99_percent", "epochs_to_100_percent")
    assert (ends.name, ends.columns) == ("ends", (*who, *reached, *columns))
    assert (curves.name, curves.columns) == ("curves", (*who, *columns))
    of_job = (RANDOM_LABELS, 0.3, "12-8", 200, 3)
    # 0.99 lies 0.02 / 0.025 of the way from epoch 2 to epoch 3.
    assert [row[:5] for row in ends.rows] == [of_job]
    assert ends.rows[0][5:] == pytest.approx((1.0, 2.8, 4.0, 4.0, 80.0, 0.125, 1.0, 0.875))
    assert curves.rows[1] == (*of_job, 1, 20, 1.0, 0.95, 0.5)
    assert len(curves.rows) == 5


def test_that_it_ends_when_all_examples_are_answered_as_labelled():
    easy = dataclasses.replace(
        JOB, recipe=RECIPE.changed(epochs=200), corruption=Corruption(RANDOM_LABELS, 0.0)
    )
    _, piece = piece_of(dataclasses.replace(easy, stop_at=1.0))
    assert piece["train_accuracy"][-1] == 1.0
    assert (piece["train_accuracy"][:-1] < 1).all()
    assert piece["epochs"][-1] < 200


def test_that_a_training_that_ends_with_an_accuracy_tells_how_much_it_has_learned():
    work = fit(dataclasses.replace(JOB, stop_at=1.0), *arrays_of(SMALL))
    seen = 0
    for step in work:
        if isinstance(step, SoFar):
            seen += 1
            epochs, accuracy = (step.piece[name][-1] for name in ("epochs", "train_accuracy"))
            assert float(step) == pytest.approx(max(epochs / 6, 0.9 * accuracy), abs=1 / 6)
            assert float(step) >= 0.9 * accuracy
    assert seen > 0
