"""Memorisation: what is trained, what is held out, claims beside what came out."""

import dataclasses

import numpy as np
import pytest

from gdstudio.data.corruption import corrupt_labels
from gdstudio.errors import InvalidValue
from gdstudio.experiments.corrupted import GAUSSIAN, RANDOM_LABELS, TRUE
from gdstudio.experiments.difficulty import Difficulty, FirstEpochs, learn_first_epochs
from gdstudio.experiments.fit.results import FitResults
from gdstudio.experiments.memorization import MEMORIZATION
from gdstudio.experiments.memorization.findings import memorization_findings
from gdstudio.experiments.memorization.plan import KINDS, MemorizationSettings, Plan, effort
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of
from gdstudio.experiments.workshop import KeptInMemory, Stage, Workshop
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.training import Training
from gdstudio.pictures.charts import LineChart, PictureWall
from tests.experiments.small_digits import SMALL, driven, tables_of
from tests.generators import driven_to_end

QUICK = MemorizationSettings(
    examples=60,
    width=24,
    epochs=6,
    noise_levels=(0.5,),
    widths=(8, 16),
    sizes=(50, 100),
    patience=15,
    networks=20,
    batch_size=10,
    validation=50,
)
PICTURES = SentPictures.of(QUICK.digits_from(SMALL))


def test_that_validation_digits_are_held_out_and_test_digits_untouched():
    few = QUICK.digits_from(SMALL)
    assert np.array_equal(few.train.images, SMALL.train.images[:100])
    assert np.array_equal(few.test.images, SMALL.train.images[-50:])
    with pytest.raises(
        InvalidValue, match=r"380 and 50' is not accepted; give at most the 400 of made up together"
    ):
        QUICK.changed(examples=380).digits_from(SMALL)


def test_that_all_trainings_of_the_paper_are_planned():
    plan = Plan.of(QUICK.changed(repeats=2, noise_levels=(0.8, 0.0, 0.5, 0.5)), PICTURES)
    assert plan.levels == (0.0, 0.5, 0.8, 1.0)
    assert [job.corruption.title for job in plan.curves] == [
        *["true labels"] * 2,
        *["random labels"] * 2,
        *["50 % random labels"] * 2,
        *["80 % random labels"] * 2,
    ]
    assert {job.asks_each_epoch for job in plan.curves} == {True}
    assert {job.stop_at for job in plan.times} == {1.0}
    tried = {(job.corruption.kind, job.recipe.hidden, job.recipe.train_size) for job in plan.times}
    assert tried == {
        *((kind, (width,) * 2, 60) for kind in KINDS for width in (8, 16)),
        *((kind, (24, 24), size) for kind in KINDS for size in (50, 100)),
    }
    assert {job.recipe.optimizer for job in (*plan.curves, *plan.times)} == {"sgd"}
    assert {job.recipe.schedule for job in (*plan.curves, *plan.times)} == {"constant"}
    assert all(0 < effort(job) <= job.effort for job in plan.times)


def test_that_networks_of_the_first_epoch_differ_in_start_and_order_and_in_nothing_else():
    plan = Plan.of(QUICK, PICTURES)
    jobs = plan.first_epochs[RANDOM_LABELS]
    assert [(job.first_seed, job.stop_seed) for job in jobs] == [(1, 11), (11, 21)]
    work = learn_first_epochs(jobs[1], *arrays_of(QUICK.digits_from(SMALL)))
    shares, piece = driven_to_end(work)
    assert shares == [k / 10 for k in range(1, 11)]
    assert piece["is_right"].shape == (10, 60)
    # The fourth network by hand: labels drawn by the recipe's seed, start and order by its own.
    few = QUICK.digits_from(SMALL)
    stream = random_stream(jobs[1].recipe.seed, Purpose.LABEL_NOISE)
    labels, _ = corrupt_labels(few.train.labels, 1.0, 3, stream)
    redrawn = dataclasses.replace(few, train=dataclasses.replace(few.train, labels=labels))
    training = Training(jobs[1].recipe.changed(seed=14), redrawn)
    for _ in training.updates():
        pass
    answers = training.network.forward(few.train.inputs(slice(0, 60))).argmax(axis=1)
    assert np.array_equal(piece["labels"], labels[:60])
    assert np.array_equal(piece["is_right"][3], answers == labels[:60])


def test_that_variances_are_those_worked_out_by_hand():
    # Two networks, four examples of two classes: shares 1, 1/2 and 0, 1/2.
    is_right = np.array([[True, True, False, False], [True, False, False, True]])
    pieces = [{"is_right": row[None], "labels": np.array([0, 0, 1, 1])} for row in is_right]
    found = Difficulty.of(pieces)
    assert found.n_networks == 2
    assert found.share_right.tolist() == [1, 0.5, 0, 0.5]
    assert found.variance == 0.125  # (1/4 + 0 + 1/4 + 0) / 4
    assert found.binomial_variance == 0.125  # 1/2 * 1/2 / 2
    assert found.class_means.tolist() == [0.75, 0.75, 0.25, 0.25]
    assert found.variance_in_classes == 0.0625  # each 1/4 from the mean of its class
    assert found.binomial_variance_in_classes == 0.09375  # 3/4 * 1/4 / 2
    assert found.hardest_first().tolist() == [2, 1, 3, 0]


def test_that_everything_is_shown_live_and_in_the_end():
    updates, result = driven(MEMORIZATION, QUICK)
    assert updates[0].charts is None or len(updates[0].charts) > 0
    kinds = [type(chart) for chart in result.charts]
    assert kinds == [LineChart] * 5 + [PictureWall] + [LineChart] * 2
    assert [finding.name for finding in result.findings] == [
        "A-1",
        "A-2",
        "A-3",
        "A-3 in classes",
        "A-4 random labels",
        "A-4 noise pictures",
        "A-5 random labels",
        "A-5 noise pictures",
    ]
    table = next(table for table in result.tables if table.name == "difficulty")
    assert len(table.rows) == 60
    assert table.columns[2:] == ("true_labels", "random_labels", "gaussian_pictures")
    shares = np.array([row[2] for row in table.rows])
    wall = result.charts[5]
    assert len(wall.pictures) == 40
    hardest = int(shares.argmin())
    assert np.array_equal(wall.pictures[0], SMALL.train.pictures()[hardest])
    assert wall.captions[0] == f"{SMALL.train.labels[hardest]}: {100 * shares.min():.0f} %"


def test_that_the_same_seed_gives_the_same_result_and_finished_pieces_are_taken_up():
    workshop = Workshop(KeptInMemory())
    _, first = driven(MEMORIZATION, QUICK, workshop)
    _, again = driven(MEMORIZATION, QUICK, workshop)
    assert tables_of(first) == tables_of(again)
    assert first.findings == again.findings
    _, afresh = driven(MEMORIZATION, QUICK)
    assert tables_of(first) == tables_of(afresh)
    _, other = driven(MEMORIZATION, QUICK.changed(seed=2))
    assert tables_of(first) != tables_of(other)


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("noise_levels", (1.5,), "noise levels"),
        ("noise_levels", (-0.1,), "noise levels"),
        ("widths", (0,), "widths"),
        ("sizes", (), "numbers of digits"),
        ("networks", 0, "networks"),
        ("patience", 0, "patience"),
        ("examples", 2.5, "training digits"),
    ],
)
def test_that_settings_out_of_range_are_refused(name, value, label):
    with pytest.raises(InvalidValue, match=f"^{label}: .* is not accepted; give "):
        MemorizationSettings(**{name: value})


GOOD: dict[str, list] = {
    "peak": [3, 3],  # epoch of the best validation accuracy, at 20 and at 60 % noise
    "high": [6, 7],  # epoch of a training accuracy of 90 %
    "top": [0.9, 0.8, 0.6],  # best validation accuracy at 0, 20 and 60 % noise
    "end": [0.9, 0.7, 0.4],
    "true": [10, 8, 6, 10, 12],  # epochs to 100 % at three widths, then at two sizes
    "noise": [40, 24, 15, 20, 30],
}


def findings_for(**changed):
    """The findings if the trainings had gone as told; noise of both kinds alike."""
    told = GOOD | changed
    settings = MemorizationSettings(noise_levels=(0.2, 0.6), widths=(8, 16, 32), sizes=(100, 200))
    plan, results = Plan.of(settings, PICTURES), FitResults()
    peaks, highs = [9, *told["peak"], 9], [9, *told["high"], 9]
    tops, ends = [*told["top"], 0.1], [*told["end"], 0.1]
    for k, (job,) in enumerate(plan.noisy):
        validation, train = np.full(11, 0.05), np.full(11, 0.2)
        validation[peaks[k]], validation[-1] = tops[k], ends[k]
        train[highs[k] :] = 0.9
        piece = {"epochs": np.arange(11.0), "train_accuracy": train, "test_accuracy": validation}
        results.take(Stage(1.0, job, piece))
    for kind in KINDS:
        groups = (*plan.by_width[kind], *plan.by_size[kind])
        times = told["true" if kind == TRUE else "noise"]
        for (job,), time in zip(groups, times, strict=True):
            accuracy = np.array([0.0, 1.0 if np.isfinite(time) else 0.5])
            epochs = np.array([0.0, time if np.isfinite(time) else 400])
            results.take(Stage(1.0, job, {"epochs": epochs, "train_accuracy": accuracy}))
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 10, 500)
    real = np.where(np.arange(500) < 250, 0.05, 0.95)
    made = {TRUE: real, GAUSSIAN: np.full(500, told.get("p", 0.3)), RANDOM_LABELS: real}
    difficulties = {
        kind: Difficulty(100, rng.binomial(100, p) / 100, labels) for kind, p in made.items()
    }
    if "spread" in told:
        wide = np.clip(rng.normal(0.3, told["spread"], 500), 0, 1)
        difficulties[GAUSSIAN] = Difficulty(100, wide, labels)
    return {f.name: f for f in memorization_findings(plan, results, difficulties)}


def test_that_claims_hold_where_they_do():
    assert {f.holds for f in findings_for().values()} == {True}


@pytest.mark.parametrize(
    ("changed", "fails"),
    [
        ({"peak": [7, 3]}, {"A-1"}),  # the peak comes after the training accuracy is high
        ({"end": [0.9, 0.7, 0.59]}, {"A-1"}),  # at 60 % noise it falls by one point only
        ({"top": [0.9, 0.8, 0.85]}, {"A-2"}),
        ({"spread": 0.1}, {"A-3", "A-3 in classes"}),
        ({"noise": [40, 24, 5, 20, 30]}, {"A-4"}),  # noise is faster than true digits once
        ({"noise": [20, 20, 20, 20, 30]}, {"A-4"}),  # the ratio grows with the width
        ({"true": [10, 8, 12, 10, 12]}, {"A-4"}),  # the widest takes longest
        ({"noise": [40, 24, 15, 20, 21]}, {"A-5"}),
        ({"true": [10, 8, 6, 12, 11]}, {"A-5"}),
    ],
)
def test_that_a_claim_is_said_not_to_hold_where_it_does_not(changed, fails):
    found = findings_for(**changed)
    wrong = {name for name, finding in found.items() if finding.holds is False}
    both = {f"{name} {noise}" for name in fails for noise in ("random labels", "noise pictures")}
    assert wrong == {name for name in found if name in fails or name in both}


def test_that_what_was_never_reached_cannot_be_compared():
    found = findings_for(noise=[np.nan, 24, 15, 20, np.nan])
    assert {found[f"A-{k} random labels"].holds for k in (4, 5)} == {None}


def test_that_names_of_first_epochs_hold_all_they_depend_on():
    job = FirstEpochs(
        QUICK.recipe(0, 1), Plan.of(QUICK, PICTURES).curves[0].corruption, PICTURES, 1, 5
    )
    others = [
        dataclasses.replace(job, first_seed=2),
        dataclasses.replace(job, stop_seed=6),
        dataclasses.replace(job, recipe=QUICK.recipe(1, 1)),
        dataclasses.replace(job, corruption=Plan.of(QUICK, PICTURES).curves[1].corruption),
        dataclasses.replace(job, pictures=dataclasses.replace(PICTURES, identity="x")),
    ]
    assert len({one.name for one in (job, *others)}) == 6
    assert job.effort == 4 * dataclasses.replace(job, stop_seed=2).effort
