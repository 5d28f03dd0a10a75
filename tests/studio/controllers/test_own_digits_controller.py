"""My digits: kept at once, asked live, corrected, deleted, trained with."""

from __future__ import annotations

import pytest

from gdstudio.files.own_digits import load_own_digits
from gdstudio.studio import user_folder
from gdstudio.studio.controllers.own_digits_controller import OwnDigitsController
from gdstudio.studio.user_folder import keep_everything_in
from tests.data.made_sets import pictures


@pytest.fixture
def window(make_window, tmp_path):
    keep_everything_in(tmp_path)
    yield make_window()
    user_folder._elsewhere = None


def on_disk(mine):
    *_, found = load_own_digits(mine._folder)
    return sorted((digit.key, digit.label) for digit in found)


def in_memory(mine):
    return sorted((digit.key, digit.label) for digit in mine.model.digits)


def add(window, *indices):
    bar = window.shared.drawing_panel.own
    for index in indices:
        window.drawing.show_test_digit(index)
        bar.add_button.click()


def test_that_what_is_added_is_kept_at_once_and_asked(qtbot, window):
    mine, bar = window.findChild(OwnDigitsController), window.shared.drawing_panel.own
    assert not bar.add_button.isEnabled()
    add(window, 0, 1, 2)
    assert [digit.label for digit in mine.model.digits] == ["7", "2", "1"]
    qtbot.waitUntil(lambda: on_disk(mine) == in_memory(mine))
    qtbot.waitUntil(lambda: mine.model.answers is not None and len(mine.model.asked) == 3)
    test = window.runs.data.test.take(slice(3))
    answers = window.shown.network.forward(test.inputs()).argmax(axis=1)
    assert mine.model.answers.answers.tolist() == answers.tolist()
    assert mine.model.accuracy == (answers == test.labels).mean()


def test_that_correcting_and_deleting_is_undone_also_on_the_disk(qtbot, window):
    mine, undo = window.findChild(OwnDigitsController), window.actions_.undo
    add(window, 0, 1)
    before = in_memory(mine)
    mine.show_dialog()
    mine.dialog.label_chosen.emit(0, "1")
    assert [digit.label for digit in mine.model.digits] == ["1", "2"]
    mine.dialog.deletion_requested.emit(1)
    assert [digit.label for digit in mine.model.digits] == ["1"]
    qtbot.waitUntil(lambda: on_disk(mine) == in_memory(mine))
    undo.trigger()
    undo.trigger()
    assert in_memory(mine) == before
    qtbot.waitUntil(lambda: on_disk(mine) == before)
    mine.dialog.close()


def test_that_a_digit_of_mine_stands_on_the_canvas_when_it_is_opened(window):
    mine = window.findChild(OwnDigitsController)
    add(window, 3)
    window.actions_.clear.trigger()
    mine.show_dialog()
    mine.dialog.gallery.digit_opened.emit(0)
    assert window.drawing.pixels.tolist() == window.runs.data.test.pictures()[3].tolist()
    assert window.drawing.digit.caption == "my digit 1: 0"
    mine.dialog.close()


@pytest.mark.parametrize("mixed_in", [False, True])
def test_that_a_run_learns_from_mine_alone_or_mixed_in(qtbot, window, mixed_in):
    mine, data = window.findChild(OwnDigitsController), window.shared.data
    add(window, *range(12))
    mine.show_dialog()
    mine.dialog.training_requested.emit(mixed_in)
    qtbot.waitUntil(lambda: data.dialog is not None and not data.is_reading)
    assert data.dialog.use_button.isEnabled(), data.dialog.words.text()
    data.dialog.use_button.click()
    n = len(window.runs.data.train) + len(window.runs.data.test)
    assert n == 12 + 70_000 * mixed_in
    assert window.runs.data.title == ("MNIST + my digits" if mixed_in else "my digits")
    mine.dialog.close()


def test_that_digits_are_kept_by_their_size_and_come_back(qtbot, window, tmp_path):
    import numpy as np

    mine = window.findChild(OwnDigitsController)
    add(window, 0, 1)
    kept = in_memory(mine)
    np.savez(tmp_path / "small.npz", images=pictures(), labels=np.arange(12) % 2)
    window.shared.files.load_data(str(tmp_path / "small.npz"))
    qtbot.waitUntil(lambda: window.runs.data.name != "mnist")
    assert mine.model.digits == ()
    add(window, 0)
    assert mine.model.digits[0].pixels.shape == (8, 8)
    window.shared.files.use_mnist()
    qtbot.waitUntil(lambda: in_memory(mine) == kept)


def test_that_the_class_follows_the_answer_until_one_is_chosen(qtbot, window):
    bar, drawing, names = window.shared.drawing_panel.own, window.drawing, "0123456789"
    drawing.show_noise()
    assert bar.label.currentText() == names[drawing.answer.activations.argmax()]
    other = (bar.label.currentIndex() + 1) % 10
    bar.label.setCurrentIndex(other)
    bar.label.activated.emit(other)
    drawing.show_noise()
    assert bar.label.currentIndex() == other
    window.actions_.clear.trigger()
    qtbot.waitUntil(lambda: not drawing.pixels.any())
    drawing.show_noise()
    assert bar.label.currentText() == names[drawing.answer.activations.argmax()]


def test_that_what_is_known_goes_before_the_answer_and_before_what_was_chosen(window):
    bar, drawing = window.shared.drawing_panel.own, window.drawing
    drawing.show_noise()
    bar.label.activated.emit(3)
    drawing.show_test_digit(0)
    assert bar.label.currentText() == "7"


def test_that_one_digit_is_one_and_alone_no_set(qtbot, window):
    mine = window.findChild(OwnDigitsController)
    add(window, 0)
    mine.show_dialog()
    qtbot.waitUntil(lambda: mine.dialog.words.text().startswith("One digit; the network"))
    assert mine.dialog.mixed_button.isEnabled()
    assert not mine.dialog.alone_button.isEnabled()
    assert "two classes" in mine.dialog.alone_button.toolTip()
    add(window, 1)
    assert not mine.dialog.alone_button.isEnabled()
    add(window, 0)
    assert mine.dialog.alone_button.isEnabled()
    assert "learns from these only" in mine.dialog.alone_button.toolTip()
    mine.dialog.close()


def test_that_digits_of_one_class_are_mixed_in(qtbot, window):
    mine, data = window.findChild(OwnDigitsController), window.shared.data
    add(window, 0)
    mine.show_dialog()
    mine.dialog.training_requested.emit(True)
    qtbot.waitUntil(lambda: data.dialog is not None and not data.is_reading)
    data.dialog.use_button.click()
    assert len(window.runs.data.train) + len(window.runs.data.test) == 70_001
    mine.dialog.close()
