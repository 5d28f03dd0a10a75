"""How the panel, the bar and the figures of a run are made, and how they look."""

import math
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES, find_recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.actions import run_words
from gdstudio.studio.appearance import put_on
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.training.learn_page import LearnPage
from gdstudio.studio.views.training.metrics_strip import MetricsStrip, show_figures
from gdstudio.studio.views.training.not_applied_bar import NotAppliedBar
from gdstudio.studio.views.training.recipe_form import LayersField
from gdstudio.studio.views.training.run_bar import RunBar, RunButton
from gdstudio.studio.views.training.training_panel import (
    TrainingPanel,
    layer_table,
    parameter_sum,
)
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painting_differs
from tests.studio.small_runs import begin, move

MADE = Path(__file__).parent / "made"
PAINTED = Path(__file__).parent / "painted"


@pytest.fixture
def differs(qtbot):
    def differs(name, widget):
        qtbot.addWidget(widget)
        return difference(MADE / f"{name}.txt", described(widget, sizes=True))

    return differs


def run_bar(speed):
    run, reset, step = QAction("Run"), QAction("Reset"), QAction("Step")
    return RunBar(run, [step], reset, speed=speed)


@pytest.mark.parametrize("compact", [False, True])
def test_that_the_bar_of_a_run_is_made_as_it_is_kept(differs, compact):
    bar = run_bar(speed=True)
    bar.set_compact(compact)
    assert differs("run_bar_compact" if compact else "run_bar", bar) == ""


def test_that_a_bar_without_speed_never_shows_the_slider(differs):
    bar = run_bar(speed=False)
    bar.set_compact(False)
    assert differs("run_bar_without_speed", bar) == ""


@pytest.mark.parametrize("compact", [False, True])
def test_that_figures_are_made_as_they_are_kept(differs, compact):
    strip = MetricsStrip()
    strip.set_counts(12_345, 1.5, 0.0)
    strip.set_accuracies(0.5, float("nan"))
    strip.set_compact(compact)
    assert differs("metrics_compact" if compact else "metrics", strip) == ""


def test_that_the_bar_of_other_settings_is_made_as_it_is_kept(differs):
    bar = NotAppliedBar()
    assert bar.isHidden()
    bar.set_run("784-16-10")
    assert differs("not_applied", bar) == ""


def test_that_the_panel_is_made_as_it_is_kept(differs):
    panel = TrainingPanel(list(RECIPES.values())[:2])
    assert differs("training_panel", panel) == ""


def test_that_the_page_is_made_as_it_is_kept(differs):
    page = LearnPage(Card("Drawing", QWidget()), *(QWidget() for _ in range(4)))
    assert differs("learn_page", page) == ""


def test_that_icon_and_word_stand_in_the_middle_of_the_button(qtbot):
    put_on(LIGHT)
    button = RunButton()
    qtbot.addWidget(button)
    button.setText("Go")
    button.resize(button.sizeHint())
    assert button.minimumSizeHint() == button.sizeHint()
    assert painting_differs(PAINTED / "run_button.txt", button) == ""


@pytest.fixture
def bar(qtbot):
    bar = run_bar(speed=True)
    qtbot.addWidget(bar)
    return bar


def speed_text(bar):
    (text,) = [one.text() for one in bar.findChildren(QLabel)]
    return text


@pytest.mark.parametrize(
    ("speed", "text"),
    [(1, "1 step/s"), (2, "2 steps/s"), (1000, "1,000 steps/s"), (None, "full speed")],
)
def test_that_a_speed_is_shown_and_not_told(bar, speed, text):
    chosen = QSignalSpy(bar.speed_chosen)
    bar.set_speed(5)
    bar.set_speed(speed)
    assert bar.speed == speed
    assert speed_text(bar) == text
    assert bar.speed_slider.toolTip() == f"From slow motion to full speed; now: {text}"
    assert chosen.count() == 0


def test_that_a_speed_that_is_chosen_is_told(bar):
    chosen = QSignalSpy(bar.speed_chosen)
    for stop in (0, 7, 8):
        bar.speed_slider.setValue(stop)
        assert bar.speed == (1, 1000, None)[(0, 7, 8).index(stop)]
    assert [chosen.at(k)[0] for k in range(chosen.count())] == [1.0, 1000.0, 0.0]
    assert speed_text(bar) == "full speed"


def test_that_a_bar_without_speed_stays_without_it(qtbot):
    bar = run_bar(speed=False)
    qtbot.addWidget(bar)
    bar.show()
    for compact in (True, False):
        bar.set_compact(compact)
        assert not any(one.isVisible() for one in bar.findChildren(QLabel))
    assert not bar.speed_slider.isVisible()


def test_that_a_button_is_as_wide_as_its_longest_word(qtbot):
    button = RunButton()
    qtbot.addWidget(button)
    widths = set()
    for word in run_words():
        button.setText(word)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1


@pytest.fixture
def strip(qtbot):
    strip = MetricsStrip()
    qtbot.addWidget(strip)
    return strip


def texts(strip):
    return [metric.text for metric in strip.metrics()]


def test_that_figures_are_written_in_their_ways(strip):
    assert texts(strip) == ["–"] * 6
    strip.set_counts(12_345, 1.234, 98_765.0)
    strip.set_cost(0.12345)
    strip.set_accuracies(0.98765, 1.0)
    assert texts(strip) == ["12,345", "1.23", "98.8k", "0.1235", "98.77 %", "100.00 %"]
    assert [metric.accessibleDescription() for metric in strip.metrics()] == texts(strip)
    strip.set_counts(0, 0.0, 0.0)
    strip.set_cost(math.nan)
    assert texts(strip)[:4] == ["0", "0.00", "–", "computing…"]
    strip.clear()
    assert texts(strip) == ["–"] * 6


def figure_of(metric):
    return metric.findChildren(QLabel)[0].font()


def test_that_a_figure_that_is_computed_is_written_small_until_it_is_there(strip):
    metric = strip.test_accuracy
    usual = figure_of(metric)
    metric.set_computing()
    small = figure_of(metric)
    assert small.pointSizeF() < usual.pointSizeF()
    metric.set_text("50 %")
    assert figure_of(metric) == figure_of(strip.cost) == usual


def test_that_the_figures_are_those_of_the_run(strip, qapp):
    runs = RunModel()
    begin(runs)
    move(runs, 20, evaluated=True)
    show_figures(strip, runs.run.figures)
    assert texts(strip) == ["20", "2.00", "100", "0.5000", "90.00 %", "90.00 %"]


@pytest.fixture
def panel(qtbot):
    panel = TrainingPanel(list(RECIPES.values()))
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    panel.show()
    return panel


def test_that_parameters_are_counted_in_the_open():
    assert parameter_sum((2, 3, 1)) == "2·3 + 3 + 3·1 + 1 = 13"
    assert parameter_sum((1000, 10)) == "1000·10 + 10 = 10,010"


def test_that_layers_stand_in_a_table():
    layers = Recipe(architecture="pool 2, dense 3").layers(PictureShape(1, 4, 4), 2)
    row = "<tr><td>{}</td><td align=right>{}</td><td align=right>{}</td></tr>"
    table = layer_table(layers, ("layer", "gives", "count"))
    assert table.startswith(f"<table width=100%>{row.format('layer', 'gives', 'count')}")
    assert row.format("max pool 2", "1×2×2", "0") in table
    assert row.format("dense 3", "3", "15") in table
    assert table.endswith("</table>")


def test_that_a_scheduled_rate_is_told_and_a_constant_one_is_not(panel):
    panel.set_recipe(Recipe(schedule="cosine"))
    panel.set_rate_in_force(0.0123456)
    assert panel.rate.text() == "learning rate now 0.0123"
    panel.set_rate_in_force(math.nan)  # before the first update
    assert panel.rate.text() == ""
    panel.set_recipe(Recipe(schedule="constant"))
    panel.set_rate_in_force(0.01)
    assert panel.rate.text() == ""


def test_that_gradient_descent_has_no_batch_size(panel):
    field = panel.form.editors["batch_size"]
    assert field.isEnabled()
    panel.set_recipe(Recipe(optimizer="gradient-descent"))
    assert not field.isEnabled()
    box = panel.form.editors["optimizer"]
    box.setCurrentIndex(box.findData("adam"))
    assert field.isEnabled()


def test_that_settings_are_shown_without_telling(panel):
    edited = QSignalSpy(panel.edited)
    panel.set_message("odd")
    panel.set_recipe(Recipe(name="mine", seed=5))
    assert panel.recipe_box.currentIndex() == -1
    assert panel.message.isHidden()
    assert panel.shown() == panel.recipe() == Recipe(name="mine", seed=5)
    panel.set_recipe(find_recipe("cnn-small").recipe)
    assert panel.recipe_box.currentData() == "cnn-small"
    assert edited.count() == 0
    panel.recipe_box.activated.emit(-1)
    assert edited.count() == 0


def test_that_what_is_being_typed_is_not_yet_shown(panel):
    field = panel.form.editors["batch_size"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "x")
    assert panel.shown() == find_recipe("lesson").recipe
    assert not panel.is_held


def test_that_the_field_that_is_refused_gets_the_focus(panel, qtbot):
    panel.activateWindow()
    field = panel.form.editors["seed"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-")
    panel.recipe_box.setFocus()
    with pytest.raises(InvalidValue) as caught:
        panel.recipe()
    panel.show_refused(caught.value)
    qtbot.waitUntil(field.hasFocus)
    assert panel.message.text().startswith("seed: ")
    assert panel.summary.isHidden()


def test_that_summary_and_message_have_room_for_three_lines_or_the_longest(panel):
    line = panel.summary.fontMetrics().lineSpacing()
    room = panel.summary.minimumHeight()
    assert room == panel.message.minimumHeight() > 3 * line
    panel.resize(500, 500)
    assert panel.summary.minimumHeight() == panel.message.minimumHeight() == 3 * line
    panel.resize(900, 500)  # wide: as many as the longest takes
    assert panel.summary.minimumHeight() == panel.message.minimumHeight() == 2 * line


def test_that_the_bar_has_the_room_below_the_fields(panel):
    panel.set_not_applied("784-10")
    bar, height = panel.not_applied, panel.height()
    assert bar.geometry().bottom() == height - 1
    assert bar.x() == 0
    assert bar.height() == bar.heightForWidth(bar.width())
    assert panel.viewport().height() == height - bar.height() - 6
    panel.set_not_applied("")
    assert panel.viewport().height() == height


def test_that_hidden_layers_are_read_for_the_pictures_in_use(qtbot):
    field = LayersField()
    qtbot.addWidget(field)
    field.set_data_shape(PictureShape(1, 2, 2), 3)
    for value, text in (
        (((16, 8), ""), "16, 8"),
        (((), ""), ""),
        (((), "pool 2, dense 4"), "pool 2, dense 4"),
    ):
        field.show_value(value)
        assert field.text() == text
    field.setText("4-9-3")
    field.setModified(True)
    assert field.commit()
    assert field.shown_value() == ((9,), "")
    field.setText("conv 8@5x5")
    field.setModified(True)
    assert not field.commit()
    assert field.shown_value() == ((9,), "")


def test_that_a_recipe_that_does_not_fit_the_pictures_is_told_and_not_taken(panel):
    panel.set_data_shape(PictureShape(1, 8, 8), 4)
    edited = QSignalSpy(panel.edited)
    panel.recipe_box.setCurrentIndex(panel.recipe_box.findData("cnn-small"))
    assert "is not accepted" in panel.message.text()
    assert panel.message.isVisible()
    assert edited.count() == 0
    assert panel.shown() is None


def test_that_a_field_that_is_still_refused_is_told_after_another_is_edited(panel):
    field = panel.form.editors["seed"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "-")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.message.text().startswith("seed: ")
    edited = QSignalSpy(panel.edited)
    box = panel.form.editors["schedule"]
    box.setCurrentIndex(box.findData("step"))
    assert edited.count() == 1
    assert panel.message.text().startswith("seed: ")


def test_that_a_rate_comes_back_with_its_optimiser_until_other_settings_are_shown(panel):
    box, rate = panel.form.editors["optimizer"], panel.form.learning_rate
    rate.spin_box.setValue(0.25)
    box.setCurrentIndex(box.findData("adam"))
    assert rate.shown_value() == 0.001
    box.setCurrentIndex(box.findData("sgd"))
    assert rate.shown_value() == 0.25
    panel.set_recipe(Recipe(optimizer="adam", learning_rate=0.5))
    box.setCurrentIndex(box.findData("sgd"))
    assert rate.shown_value() == OPTIMIZERS["sgd"].default_learning_rate
    box.setCurrentIndex(box.findData("adam"))
    assert rate.shown_value() == 0.5


def test_that_layers_are_shown_only_of_an_architecture(panel):
    panel.set_recipe(Recipe(architecture="pool 2, dense 3"))
    assert panel.layers.isVisible()
    assert panel.count.text() == f"{196 * 3 + 3 + 3 * 10 + 10} parameters"
    panel.set_recipe(Recipe(hidden=(16,)))
    assert not panel.layers.isVisible()
    assert panel.count.text() == "784·16 + 16 + 16·10 + 10 = 12,730 parameters"


def test_that_every_recipe_is_offered_in_one_group_with_what_it_reaches(panel, qtbot):
    box = panel.recipe_box
    texts = [box.itemText(k) for k in range(box.count()) if box.itemData(k) is None]
    assert texts == ["The lesson's", "Modern", "Convolutional", "Recurrent", "What goes wrong"]
    names = [box.itemData(k) for k in range(box.count()) if box.itemData(k) is not None]
    assert sorted(names) == sorted(RECIPES)
    lesson = box.itemData(box.findData("lesson"), Qt.ItemDataRole.ToolTipRole)
    assert lesson.startswith("784-16-16-10: 13,002 parameters, 30 epochs. What comes out: about 94")
    assert box.currentData() == "lesson"
    for _ in range(4):  # the keys pass over the headings
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == "modern"
