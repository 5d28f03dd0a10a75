"""The drawn digit and its answer."""

import dataclasses

import numpy as np
import pytest

from gdstudio.data.corruption import uniform_noise
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Walk
from tests.studio.small_runs import DATA, RECIPE, begin, move

SOMETHING = np.full((28, 28), 9, np.uint8)


@pytest.fixture
def runs(qapp):
    return RunModel()


@pytest.fixture
def drawing(runs):
    shown = Shown(runs)
    drawing = DrawingModel(runs, shown, np.random.default_rng(3), shown)
    drawing.shown, drawing.heard = shown, []
    drawing.digit_put.connect(lambda digit: drawing.heard.append(("put", digit)))
    drawing.digit_changed.connect(lambda: drawing.heard.append("digit"))
    drawing.answer_changed.connect(lambda: drawing.heard.append("answer"))
    return drawing


def test_that_every_drawing_is_answered_by_the_network_shown(runs, drawing):
    begin(runs)
    move(runs, 0)
    drawing.heard.clear()
    drawing.set_digit(Digit(SOMETHING))
    assert drawing.heard == ["answer", "digit"]
    expected = drawing.shown.network.forward(SOMETHING.reshape(1, -1) / np.float32(255))[0]
    assert np.allclose(drawing.answer.activations, expected)
    assert drawing.answer.label is None
    assert not drawing.answer.as_shares
    assert drawing.reason == ""


def test_that_the_answer_follows_the_network(runs, drawing):
    drawing.set_digit(Digit(SOMETHING))
    assert drawing.answer is None
    begin(runs)
    move(runs, 0)
    first = drawing.answer.activations
    move(runs, 1)
    assert not np.array_equal(drawing.answer.activations, first)
    begin(runs, 2)
    assert drawing.answer is None


def test_that_shares_are_told_from_other_activations(runs, drawing):
    begin(runs, recipe=RECIPE.changed(output_activation="softmax", cost="cross-entropy"))
    move(runs, 0)
    drawing.set_digit(Digit(SOMETHING))
    assert drawing.answer.as_shares
    assert drawing.answer.activations.sum() == pytest.approx(1)


def test_that_the_same_digit_is_not_told_twice(drawing):
    digit = Digit(SOMETHING)
    drawing.set_digit(digit)
    drawing.heard.clear()
    drawing.set_digit(digit)
    assert drawing.heard == []


def test_that_what_is_put_there_goes_to_the_canvas_and_to_the_network(runs, drawing):
    runs.set_data(DATA)
    drawing.show_test_digit(7)
    (_, digit), *told = drawing.heard
    assert told == ["answer", "digit"]
    assert digit is drawing.digit
    assert np.array_equal(drawing.pixels, DATA.test.pictures()[7])
    assert drawing.label == DATA.test.labels[7]
    assert digit.caption.startswith("test digit 7: a")
    assert not drawing.pixels.flags.writeable


def test_that_random_digits_and_noise_come_from_the_generator_given(runs, drawing):
    drawing.show_random_digit()  # there are none yet
    assert drawing.heard == []
    runs.set_data(DATA)
    rng = np.random.default_rng(3)
    drawing.show_random_digit()
    assert np.array_equal(drawing.pixels, DATA.test.pictures()[rng.integers(20)])
    drawing.show_noise()
    assert np.array_equal(drawing.pixels, uniform_noise(1, (28, 28), rng)[0])
    assert drawing.label is None


def test_that_only_a_picture_of_the_size_of_a_digit_is_put_there(drawing):
    assert not drawing.show_picture(np.zeros((8, 8), np.uint8))
    assert drawing.heard == []
    assert drawing.show_picture(SOMETHING)
    assert np.array_equal(drawing.pixels, SOMETHING)


def test_that_a_picture_read_stays_with_its_digit(drawing):
    read = PictureRead(SOMETHING, np.zeros((9, 9, 3), np.uint8), (), ())
    drawing.show_picture_read(read)
    assert drawing.digit.read is read


def test_that_it_is_said_why_there_is_no_answer(runs, drawing):
    assert drawing.reason == "There is no network yet."
    begin(runs)
    move(runs, 0)
    assert drawing.reason == "Draw a digit, or press D for a test digit."
    drawing.set_digit(Digit(np.full((10, 10), 9, np.uint8)))
    assert drawing.reason == "The canvas has 10 x 10 pixels, but this network has 784 inputs."
    assert drawing.answer is None


def test_that_at_first_the_canvas_is_empty_and_of_the_size_of_a_digit(drawing):
    assert drawing.pixels.shape == (28, 28)
    assert drawing.pixels.dtype == np.uint8
    assert not drawing.pixels.any()
    assert (drawing.label, drawing.digit.caption, drawing.digit.undo_text) == (None, "", "")
    assert drawing.parent() is drawing.shown


def test_that_what_is_put_there_says_what_it_is(runs, drawing):
    runs.set_data(DATA)
    drawing.show_noise()
    assert (drawing.digit.caption, drawing.digit.undo_text) == ("pure noise", "noise")
    drawing.show_picture(SOMETHING)
    assert (drawing.digit.caption, drawing.digit.undo_text) == ("picture", "picture")
    drawing.show_picture_read(PictureRead(SOMETHING, np.zeros((9, 9, 3), np.uint8), (), ()))
    assert (drawing.digit.caption, drawing.digit.undo_text) == ("picture", "picture")
    assert drawing.label is None
    drawing.show_test_digit(0)
    assert drawing.digit.undo_text == "test digit"
    assert drawing.digit.read is None
    assert [kind for kind, _ in filter(lambda one: one[0] == "put", drawing.heard)] == ["put"] * 4


def test_that_no_test_digit_is_shown_before_there_are_digits(drawing):
    drawing.show_test_digit(0)
    assert drawing.heard == []


def test_that_an_answer_bears_the_label_of_its_digit(runs, drawing):
    begin(runs)
    move(runs, 0)
    drawing.show_test_digit(3)
    assert drawing.answer.label == DATA.test.labels[3]


@pytest.mark.filterwarnings("error")
def test_that_a_diverged_network_answers_without_a_warning(runs, drawing):
    begin(runs)
    move(runs, 0)
    subject = runs.subject()
    huge = np.full_like(subject.parameters, 3e38)
    drawing.set_digit(Digit(SOMETHING))
    drawing.shown.show(Walk(dataclasses.replace(subject, parameters=huge)))
    assert drawing.answer.activations.shape == (10,)
