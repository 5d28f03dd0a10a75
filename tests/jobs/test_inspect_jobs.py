"""Looks, answers and comparisons as generators, without Qt."""

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.jobs.kept_networks import read_kept_networks
from gdstudio.jobs.look import look_inside
from gdstudio.jobs.mistakes import CHUNK, ask_all
from gdstudio.jobs.shift_comparison import (
    REACH,
    answers_at_shifts,
    compare_shifts,
    straight_accuracy,
)
from gdstudio.jobs.subject import Subject, affordable_examples
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.learning.shifts import shift_accuracy, shifted
from gdstudio.pictures.mosaic import TileKind


def subject(architecture="", seed=0, key="run 1"):
    settings = {"architecture": architecture} if architecture else {"hidden": (12, 8)}
    recipe = Recipe(
        activation="relu", output_activation="softmax", cost="cross-entropy", **settings
    )
    network = recipe.make_network()
    network.parameters[:] = np.random.default_rng(seed).normal(0, 0.2, len(network.parameters))
    return Subject(key, "title", key, recipe, DIGIT, 10, network.parameters, 3)


def random_digits(n, seed=0):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 255, (n, 784)).astype(np.uint8)
    return Digits(images, rng.integers(0, 10, n).astype(np.uint8))


PIXELS = random_digits(1).pictures()[0]


def test_that_a_look_shows_every_layer_down_to_the_answer():
    s = subject("conv 3@5x5, pool 2, dense 20")
    (look,) = look_inside(s, PIXELS, None)
    names = [layer.activations.summary.name for layer in look.layers]
    assert names == ["conv 3@5x5", "max pool 2", "dense 20", "dense 10"]
    maps = look.layers[0].maps
    assert (maps.indices.shape, maps.kind) == ((3, 24, 24), TileKind.MAP)
    assert look.layers[2].maps is None
    assert maps.gap == 2
    expected = s.make_network().forward(PIXELS.reshape(1, -1) / np.float32(255))
    assert np.allclose(look.answers, expected, rtol=1e-6)
    assert look.layers[-1].limit == 1.0
    assert look.moments == 1


def test_that_a_network_that_reads_has_an_answer_after_each_row():
    (look,) = look_inside(subject("lstm 7, dense 5"), PIXELS, None)
    assert look.moments == 28
    assert look.answers.shape == (28, 10)
    assert [len(layer.activations.values) for layer in look.layers] == [28, 28, 28]


def test_that_scales_hold_still_until_they_no_longer_serve():
    s = subject("conv 3@5x5")
    (first,) = look_inside(s, PIXELS, None)
    (fainter,) = look_inside(s, PIXELS // 2, first)
    assert fainter.layers[0].limit == first.layers[0].limit
    tiny = Subject(s.key, "", "", s.recipe, DIGIT, 10, s.parameters * 1e-3, 4)
    (shrunken,) = look_inside(tiny, PIXELS, first)
    assert shrunken.layers[0].limit < first.layers[0].limit / 100
    other = Subject("run 2", "", "", s.recipe, DIGIT, 10, s.parameters * 0.5, 0)
    (fresh,) = look_inside(other, PIXELS, first)
    assert fresh.layers[0].limit <= first.layers[0].limit


def test_that_a_diverged_network_can_be_looked_at():
    s = subject("conv 2@5x5, dense 4")
    broken = replace(s, parameters=np.full_like(s.parameters, np.inf))
    (look,) = look_inside(broken, PIXELS, None)
    assert look.layers[0].maps is not None


def test_that_all_digits_are_asked_as_evaluate_asks_them():
    s, digits = subject(), random_digits(2 * CHUNK + 7, seed=4)
    *shares, answers = ask_all(s, digits)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    cost = find_cost("cross-entropy", "softmax")
    assert np.array_equal(answers.confusion, evaluate(s.make_network(), digits, cost).confusion)
    mistakes = answers.mistakes()
    assert len(mistakes) == len(digits) - np.trace(answers.confusion)
    assert (answers.answers[mistakes] != digits.labels[mistakes]).all()
    assert (np.diff(answers.outputs[mistakes]) <= 0).all()  # the surest first


def test_that_a_cell_holds_its_digits():
    s, digits = subject(), random_digits(800, seed=5)
    *_, answers = ask_all(s, digits)
    label, answer = np.argwhere(answers.confusion > 1)[0].tolist()
    found = answers.cell(label, answer)
    assert len(found) == answers.confusion[label, answer]
    assert (digits.labels[found] == label).all()
    assert (answers.answers[found] == answer).all()
    right = answers.cell(answer, answer)
    assert (np.diff(answers.outputs[right]) >= 0).all()  # the least sure first


def test_that_the_drawn_digit_is_asked_at_every_shift():
    pair = [subject(), subject("conv 2@5x5, pool 2", seed=1, key="kept")]
    (found,) = answers_at_shifts(pair, PIXELS, 4)
    moved = shifted(PIXELS[np.newaxis], 3, -2).reshape(1, -1)
    for k, s in enumerate(pair):
        expected = s.make_network().forward(moved * np.float32(1 / 255))[0]
        assert np.allclose(found.outputs[k][REACH - 2, REACH + 3], expected, rtol=1e-5)
        answers = found.outputs[k].argmax(axis=2)
        assert found.steadfast(k) == np.count_nonzero(answers == 4)
    (unlabelled,) = answers_at_shifts(pair, PIXELS, None)
    assert unlabelled.expected(0) == unlabelled.outputs[0][REACH, REACH].argmax()
    assert unlabelled.steadfast(0) >= 1


def test_that_both_networks_are_asked_in_turn_from_the_middle_out():
    pair, digits = [subject(), subject(seed=1, key="kept")], random_digits(30, seed=6)
    items = list(compare_shifts(pair, digits, reach=1))
    maps = [item for item in items if not isinstance(item, float)]
    shares = [item for item in items if isinstance(item, float)]
    assert len(maps) == 9
    assert [np.isfinite(m.accuracy).sum() for m in maps[0]] == [1, 1]
    assert np.isfinite(maps[0][1].at(0, 0))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    for s, found in zip(pair, maps[-1], strict=True):
        *_, expected = shift_accuracy(s.make_network(), digits, 1)
        assert np.array_equal(found.accuracy, expected.accuracy)


def test_that_a_straight_shift_is_the_mean_of_four_directions():
    ((found,),) = [
        m for m in compare_shifts([subject()], random_digits(50), 2) if not isinstance(m, float)
    ][-1:]
    four = [found.at(2, 0), found.at(-2, 0), found.at(0, 2), found.at(0, -2)]
    assert straight_accuracy(found, 2) == pytest.approx(sum(four) / 4)


def test_that_kept_networks_are_those_of_the_data_set():
    digits = random_digits(3)
    kept = list(read_kept_networks(DataSet("mnist", digits, digits)))
    assert "lesson-best.gdrun" in [s.key for s in kept]
    assert all(len(s.make_network().parameters) == len(s.parameters) for s in kept)
    assert list(read_kept_networks(DataSet("elsewhere", digits, digits))) == []
    small = Digits(np.zeros((2, 100), np.uint8), np.zeros(2, np.uint8), rows=10, columns=10)
    assert list(read_kept_networks(DataSet("mnist", small, small))) == []


def test_that_layers_that_work_more_are_asked_less():
    ordinary = subject().make_network()
    assert affordable_examples(ordinary, 1000, 50) == 1000
    lstm = Recipe(architecture="lstm 128").make_network()
    cnn = Recipe(architecture="conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64").make_network()
    assert 50 <= affordable_examples(lstm, 1000, 50) < affordable_examples(cnn, 1000, 50) < 500
    assert affordable_examples(lstm, 10, 5) == 5
