"""Noise: what is shown, what is counted, and where the network comes from."""

import numpy as np
import pytest

from gdstudio.data.mnist import load_mnist
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.experiments.noise import NOISE, NoiseSettings, start_picture
from gdstudio.experiments.noise.answers import KINDS, answers_to, noise_pictures
from gdstudio.experiments.workshop import KeptInMemory, Workshop
from gdstudio.jobs.kept_networks import kept_network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.pictures.charts import HistogramChart, PictureWall
from tests.experiments.small_digits import SMALL, driven, tables_of

QUICK = NoiseSettings(epochs=2, pictures=50, climb_steps=20)


def test_that_shuffled_digits_keep_their_ink_and_uniform_noise_has_none_of_theirs():
    pictures = {kind: noise_pictures(kind, SMALL, 60, seed=1) for kind in KINDS}
    real = SMALL.test.images[:60]
    assert np.array_equal(pictures["test digits"].images, real)
    shuffled = pictures["shuffled digits"].images
    assert np.array_equal(np.sort(shuffled), np.sort(real))
    assert not np.array_equal(shuffled, real)
    assert pictures["uniform noise"].inputs().mean() == pytest.approx(0.5, abs=0.03)


def test_that_gaussian_noise_has_mean_and_deviation_of_the_training_digits():
    noise = noise_pictures("Gaussian noise", load_mnist(), 1000, seed=1).inputs(dtype=np.float64)
    digits = load_mnist().train.inputs(slice(0, 1000), np.float64)
    assert noise.mean() == pytest.approx(digits.mean(), rel=0.01)
    assert noise.std() == pytest.approx(digits.std(), rel=0.01)


def test_that_answers_are_the_highest_outputs_and_the_surest_of_a_class_its_own():
    network = kept_network("lesson-best")
    digits = load_mnist().test.take(slice(0, 1200))
    outputs = network.forward(digits.inputs())
    answers = answers_to(network, digits.inputs())
    np.testing.assert_allclose(answers.outputs, outputs, rtol=1e-5, atol=1e-7)
    assert np.array_equal(answers.digits, outputs.argmax(axis=1))
    assert answers.share_above(0.9) == (outputs.max(axis=1) > 0.9).mean()
    assert answers.shares(10).sum() == pytest.approx(1)
    surest = answers.surest_of(digits.labels)
    assert digits.labels[surest].tolist() == list(range(10))
    sevens = np.flatnonzero(digits.labels == 7)
    assert surest[7] == sevens[outputs[sevens, 7].argmax()]


def test_that_a_kept_network_is_shown_a_thousand_pictures_of_each_kind():
    workshop = Workshop(kept_network=kept_network)
    updates, result = driven(NOISE, NOISE.presets["kept"], workshop, load_mnist())
    walls = [chart for chart in result.charts if isinstance(chart, PictureWall)]
    assert [len(wall.pictures) for wall in walls] == [100, 20, 4, 100, 100, 100]
    histogram = next(chart for chart in result.charts if isinstance(chart, HistogramChart))
    assert [d.counts.sum() for d in histogram.distributions] == [1000] * 4
    assert len(updates) > 10
    table = result.tables[0].rows
    uniform = [row for row in table if row[0] == "uniform noise"]
    answers = np.bincount([row[2] for row in uniform])
    finding = result.findings[0]
    assert finding.name == "B-5"
    share = 100 * answers.max() / 1000
    assert (
        f"{answers.argmax()} is the answer to {share:.1f} % of 1,000 pictures" in finding.measured
    )
    sure = np.mean([row[3] > 0.9 for row in uniform])
    assert finding.holds == (answers.max() >= 400 and sure >= 0.3)


def test_that_the_same_seed_gives_the_same_result_and_another_does_not():
    first, again, other = (driven(NOISE, QUICK.changed(seed=seed))[1] for seed in (1, 1, 2))
    assert tables_of(first) == tables_of(again) != tables_of(other)
    walls = [r.charts[0] for r in (first, again)]
    assert np.array_equal(walls[0].pictures, walls[1].pictures)


def test_that_a_network_once_trained_is_taken_up_again():
    workshop = Workshop(KeptInMemory())
    updates, first = driven(NOISE, QUICK, workshop)
    assert "training" in updates[0].note
    updates, again = driven(NOISE, QUICK, workshop)
    assert not any("training" in update.note for update in updates)
    assert tables_of(first) == tables_of(again)
    updates, _ = driven(NOISE, QUICK.changed(epochs=3), workshop)
    assert "training" in updates[0].note


def test_that_a_kept_network_for_other_pictures_is_refused():
    settings, workshop = NOISE.presets["kept"], Workshop(kept_network=kept_network)
    with pytest.raises(GdstudioError, match="lesson-best: sees 784 pixels and knows 10 classes"):
        driven(NOISE, settings, workshop)
    with pytest.raises(GdstudioError, match="no kept run can be opened here"):
        driven(NOISE, settings, Workshop())


def test_that_any_trained_network_of_probabilities_is_shown_noise_and_another_is_refused():
    recipe = Recipe(hidden=(8,), epochs=1)
    network = recipe.make_network(DIGIT, 10)
    workshop = Workshop(kept_network={"learn": network, "mine.gdrun": network}.__getitem__)
    results = [
        driven(NOISE, QUICK.changed(network=name), workshop, load_mnist())[1]
        for name in ("learn", "mine.gdrun")
    ]
    assert tables_of(results[0]) == tables_of(results[1])
    assert results[1].facts == {"network": "mine.gdrun", "parameters": 6370}
    other = recipe.changed(output_activation="tanh").make_network(DIGIT, 10)
    workshop = Workshop(kept_network=lambda name: other)
    with pytest.raises(GdstudioError, match="its outputs are tanh, which are no probabilities"):
        driven(NOISE, QUICK.changed(network="learn"), workshop, load_mnist())


def test_that_climbs_begin_where_they_are_told_to():
    assert not start_picture("empty", 3, 16, 1).any()
    assert (start_picture("grey", 3, 16, 1) == 0.5).all()
    noise = start_picture("noise", 3, 16, 1)
    assert np.array_equal(noise[0], noise[2])
    assert len(np.unique(noise)) == 16


@pytest.mark.parametrize(
    ("setting", "value"),
    [("network", "none"), ("pictures", 0), ("epochs", 0), ("climb_from", "5"), ("climb_steps", 0)],
)
def test_that_settings_out_of_range_are_refused(setting, value):
    with pytest.raises(InvalidValue):
        NoiseSettings(**{setting: value})


def test_that_what_is_drawn_is_compared_with_the_mean_digit_by_correlation():
    settings = NOISE.presets["kept"].changed(pictures=200)
    workshop, data = Workshop(kept_network=kept_network), load_mnist()
    _, result = driven(NOISE, settings, workshop, data)
    finding = next(f for f in result.findings if f.name == "can recognise, cannot draw")
    network = kept_network("lesson-best")
    labels = data.test.labels[:200]
    train, test = data.train.inputs(), data.test.inputs(slice(0, 200))
    means = [train[data.train.labels == c].mean(axis=0) for c in range(10)]
    own = np.mean([np.corrcoef(x, means[c])[0, 1] for x, c in zip(test, labels, strict=True)])
    wall = next(c for c in result.charts if str(c.title).startswith("What the network takes"))
    drawn = np.mean(
        [np.corrcoef(p.ravel(), means[c])[0, 1] for c, p in enumerate(wall.pictures[:10])]
    )
    right = (network.forward(test).argmax(axis=1) == labels).mean()
    assert f"{100 * right:.1f} % of 200 test digits are recognised" in finding.measured
    assert f"climbed pictures {drawn:.2f}, of real digits {own:.2f}" in finding.measured
    assert finding.holds is True


def test_that_shares_tell_how_far_training_noise_and_climb_are():
    updates, _ = driven(NOISE, QUICK, Workshop(KeptInMemory()))
    notes = [str(update.note) for update in updates]
    shown = notes.index("the network is shown noise")
    assert updates[shown].share == 0.8
    assert 0 < updates[0].share < 0.8
    asked = notes.index("the network is asked to draw")
    assert (asked, updates[asked].share) == (shown + 1, 0.9)
    for step, update in enumerate(updates[asked + 1 :]):
        assert update.share == pytest.approx(0.9 + 0.1 * step / 20)
        assert update.note == f"the network is asked to draw, step {step} of 20"
    assert updates[-1].share == pytest.approx(1.0)


def test_that_a_long_climb_is_shown_at_twenty_of_its_steps():
    settings = NOISE.presets["kept"].changed(pictures=10, climb_steps=60)
    updates, _ = driven(NOISE, settings, Workshop(kept_network=kept_network), load_mnist())
    steps = [str(u.note).split("step ")[1] for u in updates if "step" in str(u.note)]
    assert steps == [f"{3 * k} of 60" for k in range(21)]
