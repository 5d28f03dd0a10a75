"""The workspace Data, used as people use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from gdstudio.learning.training import Training
from gdstudio.studio.state.class_names import with_article
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.views.inspect.digit_gallery import MARGIN_PX

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def room(qtbot, window):
    window.show_workspace("data")
    room = window.data
    qtbot.waitUntil(lambda: room.summary.summary is not None)
    qtbot.waitUntil(lambda: room.page.settings.look is not None)
    return room


def go_to(panel, index):
    panel.index_field.setFocus()
    panel.index_field.selectAll()
    QTest.keyClicks(panel.index_field, str(index))
    QTest.keyClick(panel.index_field, Qt.Key.Key_Return)


def place_of(gallery, index):
    k = gallery.indices.tolist().index(index)
    corner = gallery.place_of(k).topLeft().toPoint()
    return corner + QPoint(int(MARGIN_PX) + 10, int(MARGIN_PX) + 10)


@pytest.mark.parametrize("part", ["train", "test"])
def test_that_the_digit_1234_is_found_and_put_on_the_canvas_with_its_label(
    qtbot, window, room, part
):
    panel = room.page.digits
    QTest.mouseClick(panel.part_switch.button(part), LEFT)
    go_to(panel, 1234)
    digits = getattr(window.runs.data, part)
    label = int(digits.labels[1234])
    assert f"1234: {with_article(str(label))}" in panel.said.text()
    QTest.mouseDClick(panel.gallery.viewport(), LEFT, pos=place_of(panel.gallery, 1234))
    np.testing.assert_array_equal(window.drawing.pixels, digits.pictures()[1234])
    assert window.drawing.label == label
    assert "1234" in window.drawing.digit.caption
    window.show_workspace("learn")
    assert window.drawing.answer.label == label
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: not window.drawing.pixels.any())
    window.actions_.redo.trigger()
    qtbot.waitUntil(lambda: window.drawing.label == label)


def test_that_all_digits_are_reached_by_keys_and_only_those_in_sight_are_described(window, room):
    gallery, asked = room.page.digits.gallery, []
    words = gallery._words

    def noted(index):
        asked.append(index)
        return words(index)

    room.page.digits.set_words(noted)
    gallery.setFocus()
    QTest.keyClick(gallery, Qt.Key.Key_End)
    assert gallery.chosen() == 59_999
    asked.clear()
    gallery.grab()
    assert 0 < len(asked) < 300
    assert min(asked) > 59_000
    QTest.keyClick(gallery, Qt.Key.Key_Home)
    assert gallery.chosen() == 0
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert window.drawing.digit.caption == "training digit 0: a 5"


def test_that_one_class_is_shown_and_an_index_of_another_shows_all(window, room):
    panel, labels = room.page.digits, window.runs.data.train.labels
    panel.class_box.setCurrentIndex(1 + 5)
    panel.class_box.activated.emit(6)
    assert room.digits.label == 5
    assert panel.gallery.indices.tolist() == np.flatnonzero(labels == 5).tolist()
    assert room.page.counts.chart.highlighted == 5
    assert len(room.page.averages.chart.pictures) == 2
    go_to(panel, 1)  # a 0
    assert room.digits.label is None
    assert panel.gallery.chosen() == 1
    assert len(room.page.averages.chart.pictures) == 10


def test_that_the_run_learns_from_the_very_digits_that_are_shown(qtbot, window, room):
    panel = window.learn.training_panel
    settings = {"augmentation": "affine", "label_noise": 0.3, "seed": 11, "train_size": 500}
    panel.set_recipe(panel.recipe().changed(**settings, validation_size=100))
    window.runner.reset()
    recipe = window.runs.run.recipe
    qtbot.waitUntil(lambda: room.page.settings.look is not None)
    look = room.page.settings.look
    assert look.recipe == recipe
    assert look.split.learned == 400
    learned = Training(recipe, window.runs.data).digits
    np.testing.assert_array_equal(look.labels, learned.labels)
    assert "first 400 of 60,000" in room.page.split.sentence.text()
    QTest.mouseClick(room.page.settings.switch.button("labels"), LEFT)
    assert room.page.settings.gallery.indices.tolist() == look.changed.tolist()
    k = int(look.changed[0])
    room.digits.go_to(k)
    assert room.page.digits.said.text().endswith(f" {look.labels[k]}")


def test_that_a_session_brings_the_digits_back(window, room):
    room.digits.show("test", 7, None)
    index = int(room.page.digits.gallery.indices[3])
    room.digits.go_to(index)
    room.page.settings.set_kind("subset")
    kept = window.keeping.view()
    room.digits.show("train")
    room.page.settings.set_kind("distortion")
    window.keeping.take_up_view(kept)
    assert window.workspace is room
    assert (room.digits.part, room.digits.label) == ("test", 7)
    assert room.page.digits.gallery.chosen() == index
    assert room.page.settings.kind == "subset"
    before = window.keeping.view()
    window.keeping.take_up_view({"data": {"part": "all", "class": "x", "settings": 3}})
    assert window.keeping.view() == before


def test_that_the_digits_stay_in_place_while_runs_come_and_go(qtbot, window, room):
    bar = room.page.digits.gallery.verticalScrollBar()
    bar.setValue(5000)
    window.runner.reset()
    assert bar.value() == 5000


@pytest.mark.parametrize("percent", [100, 250])
def test_that_a_digit_is_copied_as_a_picture_whatever_the_type(qtbot, window, room, percent):
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
    room.page.digits.gallery.setFocus()
    QGuiApplication.clipboard().clear()
    window.actions_.copy.trigger()
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().pixmap().isNull())
