"""The controllers of the workspace Data, with views that only note what they are told."""

from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.learning.plan import Split
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.controllers.data_summary_controller import SummaryController
from gdstudio.studio.controllers.digits_controller import DigitsController
from gdstudio.studio.controllers.settings_look_controller import SettingsLookController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.charts.chart_view import ChartView, PictureWallView
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.data.data_page import DataPage
from gdstudio.studio.views.data.digits_panel import ALL_CLASSES, DigitsPanel
from gdstudio.studio.views.data.settings_view import SettingsView
from gdstudio.studio.views.data.split_view import SplitView
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit, is_busy
from tests.studio.controllers.runs import digits


def mocked_page():
    page = MagicMock(spec=DataPage)
    page.digits = MagicMock(spec=DigitsPanel)
    page.digits.part_switch = MagicMock(spec=SegmentedSwitch)
    page.digits.gallery = MagicMock(spec=DigitGallery, indices=np.arange(3))
    page.digits.gallery.chosen.return_value = -1
    page.split = MagicMock(spec=SplitView)
    page.settings = MagicMock(spec=SettingsView, look=None)
    page.settings.pairs = MagicMock(spec=DigitGallery)
    page.settings.gallery = MagicMock(spec=DigitGallery)
    page.settings.set_look.side_effect = lambda look, *reason: setattr(page.settings, "look", look)
    page.counts, page.brightness = MagicMock(spec=ChartView), MagicMock(spec=ChartView)
    page.averages = MagicMock(spec=PictureWallView)
    page.progress, page.total = MagicMock(spec=ProgressRow), MagicMock(spec=WrappedText)
    return page


@pytest.fixture
def page():
    return mocked_page()


@pytest.fixture
def make(runs, drawing, page):
    made = []

    def make_one(controller, shows=None):
        given = page if shows is None else shows
        made.append(controller(runs, drawing, given, Messages(runs), runs))
        return made[-1]

    yield make_one
    shut_down(*made)


def other_data(n=25):
    return DataSet("other", digits(n), digits(n + 1))


@pytest.fixture
def finder(make, runs, page):
    finder = make(DigitsController, page.digits)
    finder.panel, finder.gallery = page.digits, page.digits.gallery
    runs.set_data(runs.data)
    return finder


def shown_by(panel):
    """Return part, indices and words of the digits that were shown last."""
    part, _, indices, words = panel.set_digits.call_args.args
    return part, indices.tolist(), words


def test_that_all_training_digits_are_shown_at_first(runs, finder):
    part, indices, words = shown_by(finder.panel)
    assert (part, indices) == ("train", list(range(30)))
    label = int(runs.data.train.labels[4])
    assert words(4)[0] == f"4: {label}"
    assert words(4)[1] == f"training digit 4: {'an' if label == 8 else 'a'} {label}, learned from"


def test_that_part_and_class_are_chosen_by_the_panel(runs, finder):
    emit(finder.panel.part_switch.chosen, "test")
    emit(finder.panel.class_chosen, 3)
    part, indices, words = shown_by(finder.panel)
    assert part == "test"
    assert indices == np.flatnonzero(runs.data.test.labels == 3).tolist()
    assert words(indices[0])[1] == f"test digit {indices[0]}: a 3"
    emit(finder.panel.class_chosen, ALL_CLASSES)
    assert shown_by(finder.panel)[1] == list(range(40))
    assert finder.label is None


def test_that_an_index_of_another_class_shows_all_classes(runs, finder):
    finder.show("train", 3)
    (other, *_) = np.flatnonzero(runs.data.train.labels != 3).tolist()
    emit(finder.panel.index_wanted, other)
    assert finder.label is None
    assert shown_by(finder.panel)[1] == list(range(30))
    finder.gallery.choose_digit.assert_called_once_with(other)
    emit(finder.panel.index_wanted, 30)
    finder.gallery.choose_digit.assert_called_once_with(other)


@pytest.mark.parametrize(("part", "kind"), [("train", "training digit"), ("test", "test digit")])
def test_that_a_digit_opened_stands_on_the_canvas_with_its_label(runs, drawing, finder, part, kind):
    finder.show(part)
    emit(finder.gallery.digit_opened, 12)
    there = getattr(runs.data, part)
    np.testing.assert_array_equal(drawing.pixels, there.pictures()[12])
    assert drawing.label == there.labels[12]
    assert drawing.digit.caption.startswith(f"{kind} 12: ")
    assert drawing.digit.undo_text == kind


def test_that_the_use_of_training_digits_follows_the_run(runs, finder):
    runs.run.recipe = runs.run.recipe.changed(train_size=20, validation_size=5)
    runs.run_changed.emit()
    words = finder.panel.set_words.call_args.args[0]
    said = [words(k)[1].rpartition(", ")[2] for k in (0, 14, 15, 19, 20, 29)]
    assert said == ["learned from"] * 2 + ["held out"] * 2 + ["left out"] * 2


def test_that_other_data_are_shown_whole(runs, finder):
    finder.show("train", 3)
    changed = []
    finder.label_changed.connect(lambda: changed.append(finder.label))
    runs.set_data(other_data())
    assert changed == [None]
    assert shown_by(finder.panel)[1] == list(range(25))


def test_that_a_class_that_is_not_there_is_not_shown(finder):
    finder.show("train", 10)
    assert finder.label is None


def test_that_nothing_is_taken_away_before_there_are_digits(runs, finder):
    assert finder.figure().name == "digits"
    runs.data = None
    assert finder.figure() is None


def test_that_digits_are_counted_once_and_only_in_sight(qtbot, make, runs, page):
    counting = make(SummaryController)
    assert not is_busy(counting)
    counting.set_in_sight(True)
    qtbot.waitUntil(lambda: counting.summary is not None)
    assert counting.summary.data is runs.data
    assert page.counts.set_chart.call_args.args[0].values.sum() == 70
    qtbot.waitUntil(lambda: not is_busy(counting))
    counting.set_in_sight(False)
    counting.set_in_sight(True)
    assert not is_busy(counting)
    runs.set_data(other_data())
    qtbot.waitUntil(lambda: counting.summary is not None)
    assert counting.summary.data is runs.data
    assert page.counts.set_chart.call_args.args[0].values.sum() == 51


def test_that_numbers_are_of_the_class_shown_and_its_average_goes_on_the_canvas(
    qtbot, make, runs, drawing, page
):
    counting = make(SummaryController)
    counting.set_in_sight(True)
    qtbot.waitUntil(lambda: counting.summary is not None)
    page.averages.chosen = 4
    emit(page.averages.picture_chosen, None)
    mean = np.rint(counting.summary.train.averages[4])
    np.testing.assert_array_equal(drawing.pixels, mean)
    assert drawing.label == 4
    counting.set_label(7)
    assert page.counts.set_chart.call_args.args[0].highlighted == 7
    page.averages.chosen = 1
    emit(page.averages.picture_chosen, None)
    np.testing.assert_array_equal(drawing.pixels, np.rint(counting.summary.test.averages[7]))
    assert drawing.label == 7


def begin(runs, **settings):
    runs.run.recipe = Recipe(hidden=(6,), **settings)
    runs.run_changed.emit()


def test_that_the_settings_of_the_run_are_looked_at_whenever_it_is_another(qtbot, make, runs, page):
    looking, seen = make(SettingsLookController), []
    looking.look_changed.connect(seen.append)
    looking.set_in_sight(True)
    begin(runs, label_noise=0.5, train_size=20, validation_size=4)
    assert page.split.set_split.call_args.args == ("MNIST", Split(16, 4, 10, 40))
    qtbot.waitUntil(lambda: page.settings.look is not None)
    look = page.settings.look
    assert look.recipe is runs.run.recipe
    assert seen == [None, look]
    qtbot.waitUntil(lambda: not is_busy(looking))
    runs.run_changed.emit()  # the same settings again: nothing to be asked
    assert page.settings.look is look
    begin(runs, seed=2)
    assert page.settings.look is None
    qtbot.waitUntil(lambda: page.settings.look is not None)
    assert page.settings.look.recipe.seed == 2


def test_that_a_distorted_digit_goes_on_the_canvas_as_the_run_sees_it(
    qtbot, make, runs, drawing, page
):
    looking = make(SettingsLookController)
    looking.set_in_sight(True)
    begin(runs, augmentation="affine")
    qtbot.waitUntil(lambda: page.settings.look is not None)
    emit(page.settings.pairs.digit_opened, 2)
    look = page.settings.look
    np.testing.assert_array_equal(drawing.pixels, look.after[2])
    assert drawing.label == look.labels[look.first[2]]
    emit(page.settings.gallery.digit_opened, 9)
    np.testing.assert_array_equal(drawing.pixels, runs.data.train.pictures()[9])


def test_that_settings_that_want_more_digits_say_so(make, runs, page):
    looking = make(SettingsLookController)
    looking.set_in_sight(True)
    begin(runs, train_size=31)
    assert page.split.set_split.call_args.args == ("", None)
    assert "from 1 to 30" in page.settings.set_look.call_args.args[1]
    assert not is_busy(looking)
    assert looking.figure() is None


@pytest.mark.parametrize("kind", ["distortion", "labels", "subset"])
def test_that_what_is_looked_at_is_taken_away(qtbot, make, runs, page, kind):
    looking = make(SettingsLookController)
    looking.set_in_sight(True)
    begin(runs, augmentation="affine", label_noise=0.5)
    qtbot.waitUntil(lambda: page.settings.look is not None)
    page.settings.kind = kind
    page.settings.pair_caption.side_effect = page.settings.caption.side_effect = str
    page.settings.gallery.indices = np.arange(5)
    figure = looking.figure()
    expected = 30 if kind == "distortion" else 5
    assert len(list(figure.tabulate().rows())) == expected
    assert len(figure.arrays["indices"]) == expected
