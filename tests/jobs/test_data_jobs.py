"""What is said of a data set, and of what settings make of it, against the slow way."""

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import InvalidValue
from gdstudio.jobs import data_summary
from gdstudio.jobs.data_summary import DataSummary, summarize
from gdstudio.jobs.settings_look import MOST_DISTORTED, look_at_settings
from gdstudio.learning.batches import Batches
from gdstudio.learning.plan import Split, split_of
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training


def digits(n, seed=0, n_classes=10, rows=28, columns=28):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (n, rows * columns)).astype(np.uint8)
    labels = rng.integers(0, n_classes, n).astype(np.uint8)
    return Digits(images, labels, n_classes, rows, columns)


@pytest.fixture(params=[(10, 28, 28), (2, 8, 8), (64, 20, 12)], ids=str)
def data(request):
    n_classes, rows, columns = request.param
    parts = (digits(n, n, n_classes, rows, columns) for n in (301, 57))
    return DataSet("own", *parts)


def summary_of(data):
    *shares, summary = summarize(data)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(isinstance(share, float) for share in shares)
    return summary


@pytest.mark.parametrize("pixels", [1, 5_000, 10_000_000])
def test_that_counts_averages_and_brightness_are_those_of_each_class(monkeypatch, data, pixels):
    monkeypatch.setattr(data_summary, "_PIXELS", pixels)
    summary = summary_of(data)
    for part, found in ((data.train, summary.train), (data.test, summary.test)):
        for label in range(part.n_classes):
            pictures = part.pictures()[part.labels == label]
            assert found.counts[label] == len(pictures)
            expected = pictures.mean(axis=0) if len(pictures) else np.zeros(pictures.shape[1:])
            np.testing.assert_allclose(found.averages[label], expected, rtol=1e-12)
            levels = [(pictures == level).sum() for level in range(256)]
            assert found.brightness[label].tolist() == levels


def test_that_a_summary_is_of_its_data_and_read_only(data):
    summary = summary_of(data)
    assert isinstance(summary, DataSummary)
    assert summary.data is data
    with pytest.raises(ValueError, match="read-only"):
        summary.train.averages[0, 0, 0] = 1


SETTINGS = {"augmentation": "affine", "label_noise": 0.5, "train_size": 290, "validation_size": 20}


def test_that_the_run_sees_the_very_digits_that_are_shown(monkeypatch, data):
    recipe = Recipe(hidden=(3,), seed=7, batch_size=13, **SETTINGS)
    (look,) = look_at_settings(recipe, data)
    handed_out, hand_out = [], Batches.next

    def noted(batches, size):
        inputs, targets = hand_out(batches, size)
        handed_out.append((np.array(inputs), targets.argmax(axis=1)))
        return inputs, targets

    monkeypatch.setattr(Batches, "next", noted)
    training, n = Training(recipe, data), len(look.first)
    while training.examples < n:
        training.update()
    inputs, labels = (np.concatenate(part)[:n] for part in zip(*handed_out, strict=True))
    seen = np.rint(255 * inputs).astype(np.uint8).reshape(look.after.shape)
    np.testing.assert_array_equal(seen, look.after)
    np.testing.assert_array_equal(labels, look.labels[look.first])


def test_that_what_settings_do_is_told_beside_what_there_was(data):
    (look,) = look_at_settings(Recipe(seed=3, **SETTINGS), data)
    assert look.split == Split(270, 20, 11, 57)
    true = data.train.labels[:270]
    assert look.changed.tolist() == np.flatnonzero(look.labels != true).tolist()
    assert len(look.changed) > 0
    assert len(look.first) == min(MOST_DISTORTED, 270)
    assert len(set(look.first.tolist())) == len(look.first)
    np.testing.assert_array_equal(look.before, data.train.pictures(look.first))
    assert (look.before != look.after).any()
    (again,) = look_at_settings(Recipe(seed=3, **SETTINGS), data)
    np.testing.assert_array_equal(look.after, again.after)
    (other,) = look_at_settings(Recipe(seed=4, **SETTINGS), data)
    assert look.first.tolist() != other.first.tolist()


def test_that_without_such_settings_everything_is_as_it_is(data):
    (look,) = look_at_settings(Recipe(), data)
    assert look.split == Split(301, 0, 0, 57)
    assert look.changed.tolist() == []
    np.testing.assert_array_equal(look.before, look.after)
    np.testing.assert_array_equal(look.labels, data.train.labels)


def test_that_more_examples_than_there_are_cannot_be_split(data):
    with pytest.raises(InvalidValue, match="from 1 to 301"):
        split_of(Recipe(train_size=302), data)
    with pytest.raises(InvalidValue, match="from 1 to 301"):
        next(look_at_settings(Recipe(train_size=302), data))
