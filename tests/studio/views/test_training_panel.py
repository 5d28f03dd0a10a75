import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from gdstudio.errors import InvalidValue
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES, find_recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.views.training.training_panel import TrainingPanel

CNN = "conv 8@5x5, pool 2, dense 64"


@pytest.fixture
def panel(qtbot) -> TrainingPanel:
    panel = TrainingPanel(list(RECIPES.values()))
    panel.resize(300, 600)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def type_layers(panel: TrainingPanel, text: str) -> None:
    panel.form.layers.setText(text)
    panel.form.layers.setModified(True)
    panel.form.layers.editingFinished.emit()


def test_that_typed_layers_are_shown_with_shapes_and_counts(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.edited)
    type_layers(panel, CNN.upper())
    recipe = edited.at(edited.count() - 1)[0]
    assert recipe == find_recipe("lesson").recipe.changed(architecture=CNN)
    assert panel.count.text() == "74,650 parameters"
    for cell in ("conv 8@5x5", "8×24×24", "208", "max pool 2", "8×12×12", "dense 64", "73,792"):
        assert f">{cell}</td>" in panel.layers.text()
    assert panel.layers.isVisibleTo(panel)
    type_layers(panel, "16, 16")
    assert panel.count.text() == "784·16 + 16 + 16·16 + 16 + 16·10 + 10 = 13,002 parameters"
    assert not panel.layers.isVisibleTo(panel)


def test_that_an_error_stands_above_the_field_and_moves_nothing(panel, qtbot) -> None:
    edited = QSignalSpy(panel.edited)
    before = panel.form.mapTo(panel.widget(), panel.form.layers.pos())
    type_layers(panel, "conv 8@5x5, pol 2")
    assert "architecture, part 2: 'pol 2'" in panel.message.text()
    assert panel.message.y() < panel.form.y()
    assert not panel.summary.isVisible()
    qtbot.waitUntil(lambda: panel.form.mapTo(panel.widget(), panel.form.layers.pos()) == before)
    assert edited.count() == 0
    with pytest.raises(InvalidValue, match="part 2"):
        panel.recipe()
    type_layers(panel, "16, 16")
    assert panel.summary.isVisible()
    assert panel.message.text() == ""


def test_that_a_changed_recipe_is_not_said_to_be_the_named_one(panel: TrainingPanel) -> None:
    named = find_recipe("lesson")
    panel.form.editors["seed"].setValue(7)
    assert panel.summary.text() == named.summary  # another seed is still the recipe
    type_layers(panel, "lstm 32")
    assert panel.summary.text() == f"Begun from “{named.title}”, with changes."
    panel.set_recipe(named.recipe)
    assert panel.summary.text() == named.summary
    panel.set_recipe(Recipe(name="mine"))
    assert panel.summary.text() == ""


def test_that_layers_that_do_not_fit_other_pictures_are_told(panel: TrainingPanel) -> None:
    panel.set_data_shape(PictureShape(1, 8, 8), 4)
    edited = QSignalSpy(panel.edited)
    panel.recipe_box.setCurrentIndex(panel.recipe_box.findData("cnn-small"))
    assert "part 3: 'conv 16@5x5' is not accepted" in panel.message.text()
    assert edited.count() == 0
    panel.recipe_box.setCurrentIndex(panel.recipe_box.findData("lesson"))
    assert panel.count.text() == "64·16 + 16 + 16·16 + 16 + 16·4 + 4 = 1,380 parameters"
    assert edited.count() == 1


def test_that_layers_make_way_when_pictures_come_that_they_do_not_fit(panel) -> None:
    panel.set_recipe(find_recipe("cnn-small").recipe)
    panel.set_data_shape(PictureShape(1, 9, 9), 10)
    assert panel.recipe() == find_recipe("lesson").recipe
    assert panel.recipe_box.currentData() == "lesson"
    panel.set_recipe(find_recipe("lstm-rows").recipe)
    panel.set_data_shape(PictureShape(1, 8, 8), 10)
    assert panel.recipe() == find_recipe("lstm-rows").recipe
    assert panel.count.text() == f"{4 * 128 * (8 + 128 + 1) + 1290:,} parameters"


def type_into(panel: TrainingPanel, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_that_a_named_recipe_chosen_again_is_restored_with_its_seed(panel: TrainingPanel) -> None:
    lesson = find_recipe("lesson").recipe
    type_into(panel, panel.form.editors["batch_size"], "64")
    type_into(panel, panel.form.editors["l2"], "1e-3")
    type_into(panel, panel.form.editors["seed"], "7")
    type_into(panel, panel.form.editors["epochs"], "x")
    edited = QSignalSpy(panel.edited)
    panel.recipe_box.activated.emit(panel.recipe_box.currentIndex())
    assert panel.recipe() == lesson
    assert [edited.at(i)[0] for i in range(edited.count())] == [lesson]
    panel.recipe_box.activated.emit(panel.recipe_box.currentIndex())
    assert edited.count() == 1  # nothing was changed in between


def test_that_another_recipe_is_told_once(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.edited)
    place = panel.recipe_box.findData("nielsen-30")
    panel.recipe_box.setCurrentIndex(place)
    panel.recipe_box.activated.emit(place)
    assert edited.count() == 1


def test_that_no_row_moves_whatever_is_said(panel: TrainingPanel, qtbot) -> None:
    def places() -> list[int]:
        QApplication.processEvents()
        return [
            w.mapTo(panel.widget(), w.rect().topLeft()).y() for w in panel.form.editors.values()
        ]

    before = places()
    for named in RECIPES.values():
        panel.set_recipe(named.recipe)
        assert places() == before
    type_into(panel, panel.form.editors["batch_size"], "0")
    assert "batch size" in panel.message.text()
    assert places() == before
    panel.set_not_applied("784-16-16-10")
    assert places() == before


def test_that_the_bar_is_in_sight_and_hides_no_field(panel: TrainingPanel, qtbot) -> None:
    bar = panel.not_applied
    started, reverted = QSignalSpy(bar.new_run_requested), QSignalSpy(bar.revert_requested)
    panel.set_not_applied("784-16-16-10")
    QApplication.processEvents()
    assert bar.text.text() == "Not applied: the 784-16-16-10 run goes on"
    assert panel.rect().contains(bar.geometry())
    assert not bar.geometry().intersects(panel.viewport().geometry())
    for button in (bar.start, bar.revert):
        assert button.width() >= button.sizeHint().width()
    panel.set_not_applied("conv 8@5x5, pool 2, conv 16@5x5, pool 2, dropout 0.5, dense 64")
    QApplication.processEvents()
    assert panel.rect().contains(bar.geometry())
    assert bar.width() == panel.viewport().width()
    assert bar.text.height() >= bar.text.heightForWidth(bar.text.width())
    bar.start.click()
    bar.revert.click()
    assert (started.count(), reverted.count()) == (1, 1)
    panel.set_not_applied("")
    assert bar.isHidden()


def test_that_an_optimiser_comes_with_its_rate_and_tells_no_run(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.edited)
    box = panel.form.editors["optimizer"]
    box.setCurrentIndex(box.findData("adam"))
    assert edited.count() == 1
    recipe = edited.at(0)[0]
    assert (recipe.optimizer, recipe.learning_rate) == ("adam", 0.001)
    assert panel.form.learning_rate.shown_value() == 0.001
    box.setCurrentIndex(box.findData("sgd"))
    assert panel.recipe() == find_recipe("lesson").recipe  # with the rate it had
    assert edited.count() == 2


def test_that_escape_puts_back_one_field_and_leaves_the_others(panel: TrainingPanel) -> None:
    type_into(panel, panel.form.editors["batch_size"], "64")
    edited = QSignalSpy(panel.edited)
    field = panel.form.editors["seed"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.hasFocus()) == ("1", False)
    assert panel.recipe() == find_recipe("lesson").recipe.changed(batch_size=64)
    assert edited.count() == 0


def test_that_enter_leaves_the_learning_rate_and_tells_the_recipe_once(panel) -> None:
    edited = QSignalSpy(panel.edited)
    rate = panel.form.learning_rate.spin_box
    type_into(panel, rate, "0.25")
    assert not rate.hasFocus()
    assert edited.count() == 1
    assert edited.at(0)[0].learning_rate == 0.25


def test_that_every_row_bears_the_name_of_what_it_sets(panel: TrainingPanel) -> None:
    rows = panel.form.rows
    assert [rows.labelForField(one).text() for one in panel.form.editors.values()] == [
        "Hidden layers", "Activation", "Cost", "Start values", "Optimiser", "Learning rate",
        "Frozen layers", "Batch size", "Epochs", "Seed", "Schedule", "L2", "Examples",
        "Distortion", "Label noise",
    ]  # fmt: skip


def test_that_every_recipe_survives_the_form_whole(panel: TrainingPanel) -> None:
    odd = Recipe(
        learning_rate=1e-9, l2=1e-8, label_noise=0.125, seed=2**60 + 1, epochs=999_999,
        batch_size=123_456, train_size=7, hidden=(784, 16, 10), frozen_layers=(1, 4),
    )  # fmt: skip
    for recipe in (odd, *(named.recipe for named in RECIPES.values())):
        panel.set_recipe(recipe)
        assert panel.recipe() == recipe


@pytest.mark.parametrize("language", ["C", "de_DE", "fr_FR", "tr_TR", "ar_EG"])
def test_that_settings_mean_the_same_in_every_language(panel: TrainingPanel, language: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        other = TrainingPanel(list(RECIPES.values()))
        other.show()
        for field, text, setting in (
            (other.form.editors["label_noise"], "0.1", {"label_noise": 0.1}),
            (other.form.editors["label_noise"], "0,2", {"label_noise": 0.2}),
            (other.form.editors["l2"], "0.1", {"l2": 0.1}),
            (other.form.editors["l2"], "1e-3", {"l2": 0.001}),
            (other.form.learning_rate.spin_box, "0,25", {"learning_rate": 0.25}),
            (other.form.editors["train_size"], "1,000", {"train_size": 1000}),
            (other.form.layers, "784-16-16-10", {"hidden": (16, 16)}),
        ):
            type_into(other, field, text)
            recipe = other.recipe()
            assert recipe == recipe.changed(**setting)
        shown = [
            other.form.editors["label_noise"].text(),
            other.form.editors["l2"].text(),
            other.form.editors["train_size"].text(),
        ]
        assert shown == ["0.2", "0.001", "1000"]
        other.close()
    finally:
        QLocale.setDefault(before)


def test_that_what_is_being_typed_is_taken_before_it_is_asked_for(panel: TrainingPanel) -> None:
    field = panel.form.editors["batch_size"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "32")
    assert panel.recipe().batch_size == 32
    field.selectAll()
    QTest.keyClicks(field, "1,5")
    with pytest.raises(InvalidValue, match="batch size: '1,5' is not accepted"):
        panel.recipe()


def freeze(panel: TrainingPanel, text: str) -> None:
    type_into(panel, panel.form.frozen, text)


def test_that_layers_are_frozen_by_their_numbers(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.edited)
    freeze(panel, "3,1")
    assert panel.form.frozen.text() == "1, 3"
    assert edited.at(edited.count() - 1)[0].frozen_layers == (1, 3)
    freeze(panel, "none")
    assert (panel.form.frozen.text(), panel.recipe().frozen_layers) == ("", ())
    assert "layer 1 follows the picture" in panel.form.frozen.toolTip()


def test_that_a_layer_that_is_not_there_is_not_frozen(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.edited)
    for text, said in (("4", "layers from 1 to 3"), ("0", "whole numbers"), ("first", "whole")):
        freeze(panel, text)
        assert said in panel.message.text()
        assert panel.form.frozen.text() == text
    assert edited.count() == 0
    assert panel.form.shown().frozen_layers == ()
    type_layers(panel, "16, 16, 16")
    freeze(panel, "4")
    assert panel.recipe().frozen_layers == (4,)


def test_that_layers_that_are_gone_are_let_go_and_told(panel: TrainingPanel) -> None:
    freeze(panel, "1, 2, 3")
    type_layers(panel, "16")
    assert panel.recipe() == panel.recipe().changed(hidden=(16,), frozen_layers=(1, 2))
    assert panel.form.frozen.text() == "1, 2"
    assert panel.message.text() == "There is no layer 3 any more, so it is no longer frozen."
    type_layers(panel, "none")
    assert panel.recipe().frozen_layers == (1,)
    type_layers(panel, "16, 16")  # as they were before
    assert panel.recipe().frozen_layers == (1, 2, 3)
    assert panel.message.text() == ""
    type_layers(panel, "none")
    assert "no layers 2, 3 any more" in panel.message.text()
    panel.form.editors["seed"].setValue(7)
    assert panel.message.text() == ""


def test_that_another_architecture_keeps_the_frozen_layers_that_it_has(panel) -> None:
    freeze(panel, "1, 3")
    type_layers(panel, CNN)
    assert panel.recipe() == panel.recipe().changed(architecture=CNN, frozen_layers=(1, 3))
    assert panel.message.text() == ""
    panel.choose(find_recipe("lesson").recipe)
    assert panel.recipe().frozen_layers == ()
    type_layers(panel, "16")
    type_layers(panel, "16, 16")
    assert panel.recipe().frozen_layers == ()


@pytest.mark.parametrize("is_shown", [False, True])
def test_that_margins_that_resize_the_viewport_are_not_asked_for_again(panel, is_shown) -> None:
    if is_shown:
        panel.not_applied.set_run("784-16-16-10")
    asked = []
    usual = panel.setViewportMargins

    def counted(*margins: int) -> None:
        asked.append(margins)
        assert len(asked) <= 2
        usual(*margins)
        panel.resizeEvent(QResizeEvent(panel.size(), panel.size()))  # as a scroll bar that comes

    panel.setViewportMargins = counted
    panel.resizeEvent(QResizeEvent(panel.size(), panel.size()))
    assert len(asked) == 2
