"""The views of the workspace Data."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.jobs.data_summary import summarize
from gdstudio.jobs.settings_look import look_at_settings
from gdstudio.learning.plan import Split
from gdstudio.learning.recipe import Recipe
from gdstudio.pictures.figures.charts import chart_table
from gdstudio.studio.state.class_names import class_names, use_class_names
from gdstudio.studio.views.data.data_charts import averages_wall, brightness_chart, counts_chart
from gdstudio.studio.views.data.data_figures import digits_figure
from gdstudio.studio.views.data.digits_panel import ALL_CLASSES, DigitsPanel
from gdstudio.studio.views.data.settings_view import KINDS, SettingsView, caption_of, paired
from gdstudio.studio.views.data.split_view import SplitView, part_words, split_words
from tests.studio.seen import shown

LEFT = Qt.MouseButton.LeftButton


def digits(n, n_classes=10, rows=28, columns=28):
    rng = np.random.default_rng(n)
    images = rng.integers(0, 256, (n, rows * columns)).astype(np.uint8)
    labels = (np.arange(n) % n_classes).astype(np.uint8)
    return Digits(images, labels, n_classes, rows, columns)


def words(index):
    return str(index), f"digit {index}"


@pytest.fixture
def names():
    before = class_names(62)
    yield use_class_names
    use_class_names(before)


@pytest.fixture
def panel(qtbot):
    panel = shown(qtbot, DigitsPanel(), 420, 500)
    panel.set_classes(class_names(10), None)
    panel.set_digits("train", digits(2000), np.arange(2000), words)
    return panel


def type_index(panel, text):
    panel.index_field.setFocus()
    panel.index_field.selectAll()
    QTest.keyClicks(panel.index_field, text)
    QTest.keyClick(panel.index_field, Qt.Key.Key_Return)


def test_that_an_index_typed_is_chosen_and_comes_into_sight(panel):
    type_index(panel, "1234")
    gallery = panel.gallery
    assert gallery.chosen() == 1234
    place = gallery.place_of(1234)
    assert 0 <= place.top() <= gallery.viewport().height() - place.height() + 1
    assert panel.said.text() == "digit 1234"
    assert gallery.accessibleDescription() == "digit 1234"


def test_that_the_same_index_is_gone_to_again_by_enter(panel):
    type_index(panel, "1234")
    panel.gallery.verticalScrollBar().setValue(0)
    type_index(panel, "1234")
    assert panel.gallery.verticalScrollBar().value() > 0


def test_that_the_index_follows_what_is_chosen_and_leaving_the_field_chooses_nothing(panel):
    panel.index_field.setFocus()
    panel.gallery.setFocus()
    assert panel.gallery.chosen() == -1
    QTest.mouseClick(panel.gallery.viewport(), LEFT, pos=QPoint(100, 30))
    assert panel.index_field.value() == panel.gallery.chosen() == 1


def test_that_a_digit_that_is_not_among_those_shown_is_wanted(panel):
    panel.set_digits("train", digits(2000), np.arange(0, 2000, 10), words)
    wanted = QSignalSpy(panel.index_wanted)
    type_index(panel, "1234")
    assert wanted.at(0) == [1234]
    assert wanted.count() >= 1


def test_that_class_and_part_are_told_and_shown(panel):
    chosen, parts = QSignalSpy(panel.class_chosen), QSignalSpy(panel.part_switch.chosen)
    panel.class_box.setFocus()
    QTest.keyClick(panel.class_box, Qt.Key.Key_Down)
    assert panel.class_box.itemText(0) == "all classes"
    panel.class_box.activated.emit(panel.class_box.currentIndex())
    assert chosen.at(chosen.count() - 1) == [panel.class_box.shown_value()]
    QTest.mouseClick(panel.part_switch.button("test"), LEFT)
    assert parts.at(0) == ["test"]
    panel.set_classes(class_names(10), 7)
    assert panel.class_box.currentText() == "7"
    panel.set_classes(class_names(10), None)
    assert panel.class_box.shown_value() == ALL_CLASSES


def test_that_what_is_pointed_at_is_said_then_how_many_there_are(panel):
    assert panel.said.text().startswith("2,000 of 2,000 digits")
    QTest.mouseMove(panel.gallery.viewport(), QPoint(170, 40))
    assert panel.said.text() == "digit 2"
    QTest.mouseMove(panel.gallery.viewport(), QPoint(panel.gallery.viewport().width() - 1, 40))
    assert panel.said.text().startswith("2,000")
    panel.clear()
    assert panel.said.text() == ""


def test_that_other_words_leave_choice_and_place(panel):
    panel.go_to(777)
    before = panel.gallery.verticalScrollBar().value()
    panel.set_words(lambda index: ("", f"number {index}"))
    assert panel.said.text() == "number 777"
    assert panel.gallery.verticalScrollBar().value() == before
    assert panel.gallery.chosen() == 777


def data_of(n_classes=10, rows=28, columns=28):
    return DataSet("own", *(digits(n, n_classes, rows, columns) for n in (200, 50)))


def look_of(data, **settings):
    (look,) = look_at_settings(Recipe(seed=5, **settings), data)
    return look


@pytest.fixture
def view(qtbot):
    return shown(qtbot, SettingsView(), 600, 400)


def test_that_distorted_digits_stand_before_and_after(view):
    data = data_of()
    view.set_look(look_of(data, augmentation="affine"))
    assert view.pairs.isVisible()
    assert "affine" in view.sentence.text()
    assert "seed 5" in view.sentence.text()
    assert len(view.pairs.indices) == 200
    pairs = paired(view.look)
    np.testing.assert_array_equal(pairs[:, :, :28], view.look.before)
    np.testing.assert_array_equal(pairs[:, :, -28:], view.look.after)
    first = int(view.look.first[0])
    assert view.pair_caption(0).startswith(f"{first}: ")


def test_that_changed_labels_stand_below_their_digits(view):
    data = data_of()
    view.set_look(look_of(data, label_noise=0.5))
    view.set_kind("labels")
    changed = view.look.changed
    assert view.gallery.isVisible()
    assert view.gallery.indices.tolist() == changed.tolist()
    k = int(changed[0])
    assert view.caption(k) == f"{data.train.labels[k]} → {view.look.labels[k]}"
    assert f"{len(changed)} of 200" in view.sentence.text()
    view.set_look(look_of(data))
    assert view.gallery.indices.tolist() == []
    assert "Label noise, in Learn, is 0" in view.sentence.text()


def test_that_the_subset_is_what_is_learned_from(view):
    view.set_kind("subset")
    view.set_look(look_of(data_of(), train_size=120, validation_size=20))
    assert view.gallery.indices.tolist() == list(range(100))
    text = "first 100 of 200 training digits; 20 are held out for validation, 80 left out"
    assert text in view.sentence.text()


def test_that_a_reason_stands_where_nothing_is_known_and_the_switch_tells(view):
    view.set_look(None, "no digits")
    assert view.sentence.text() == "no digits"
    told = QSignalSpy(view.kind_chosen)
    for kind in KINDS[1:]:
        QTest.mouseClick(view.switch.button(kind), LEFT)
    assert [told.at(k) for k in range(2)] == [["labels"], ["subset"]]
    assert view.kind == "subset"


def test_that_own_data_of_any_size_and_name_are_shown(view, names):
    data = data_of(3, 64, 40)
    names(["a", "bee", "x" * 40])
    view.set_look(look_of(data, augmentation="elastic", label_noise=0.9))
    assert paired(view.look).shape == (200, 64, 82)
    view.pairs.grab()
    view.set_kind("labels")
    view.gallery.grab()
    assert caption_of(4, 0) == "4: a"
    assert caption_of(4, 2) == "4"


SPLIT = Split(40_000, 10_000, 10_000, 10_000)


def test_that_the_split_is_told_in_a_sentence_and_by_parts(qtbot):
    view = shown(qtbot, SplitView(), 500, 140)
    view.set_split("MNIST", SPLIT)
    text = "learns from the first 40,000 of 60,000 training digits, holds out the next 10,000"
    assert text in view.sentence.text()
    assert view.strip.accessibleDescription() == ", ".join(part_words(SPLIT))
    assert list(view.figure().tabulate().rows()) == [
        ("learned from", 40_000), ("held out", 10_000), ("left out", 10_000), ("test", 10_000),
    ]  # fmt: skip
    view.grab()
    view.set_split("", None)
    assert view.figure() is None
    assert view.sentence.text() == ""


def test_that_a_whole_data_set_is_told_shortly():
    assert split_words("MNIST", Split(60_000, 0, 0, 10_000)) == (
        "MNIST: the run learns from all 60,000 training digits. "
        "The 10,000 test digits only judge it; nothing is learned from them."
    )


@pytest.mark.parametrize("label", [None, 2])
def test_that_charts_show_the_numbers_of_all_classes_or_of_one(label):
    data = data_of(5)
    *_, summary = summarize(data)
    counts = counts_chart(summary, label)
    assert counts.values.tolist() == [[40, 10]] * 5
    assert counts.highlighted == label
    assert chart_table(counts).header == ("name", "training", "test")
    averages = averages_wall(summary, label)
    assert len(averages.pictures) == (5 if label is None else 2)
    of_class = data.train.pictures()[data.train.labels == (label or 0)].mean(axis=0)
    np.testing.assert_array_equal(averages.pictures[0], np.rint(of_class))
    parts = (data.train, data.test)
    for series, part in zip(brightness_chart(summary, label).series, parts, strict=True):
        chosen = slice(None) if label is None else part.labels == label
        levels = part.images[chosen].ravel()
        shares = np.bincount(levels // 16, minlength=16) / len(levels)
        np.testing.assert_allclose(series.y, np.where(shares > 0, shares, np.nan))


def test_that_charts_of_nothing_are_empty():
    assert counts_chart(None).names == ()
    assert len(averages_wall(None).pictures) == 0
    assert brightness_chart(None).series == ()


def test_that_digits_taken_away_begin_with_the_one_chosen():
    train = digits(500)
    figure = digits_figure(train, np.arange(0, 500, 2), 100, "t", str)
    assert figure.arrays["indices"][0] == 100
    assert next(iter(figure.tabulate().rows())) == (100, "0", "0")
    np.testing.assert_array_equal(figure.arrays["pictures"], train.pictures()[100::2])
