import pytest
from PySide6.QtTest import QSignalSpy

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
    panel.form.layers.editingFinished.emit()


def test_that_typed_layers_are_shown_with_shapes_and_counts(panel: TrainingPanel) -> None:
    edited = QSignalSpy(panel.recipe_edited)
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
    edited = QSignalSpy(panel.recipe_edited)
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
    panel.form.seed.setValue(7)
    assert panel.summary.text() == named.summary  # another seed is still the recipe
    type_layers(panel, "lstm 32")
    assert panel.summary.text() == f"Begun from “{named.title}”, with changes."
    panel.set_recipe(named.recipe)
    assert panel.summary.text() == named.summary
    panel.set_recipe(Recipe(name="mine"))
    assert panel.summary.text() == ""


def test_that_layers_that_do_not_fit_other_pictures_are_told(panel: TrainingPanel) -> None:
    panel.set_data_shape(PictureShape(1, 8, 8), 4)
    edited = QSignalSpy(panel.recipe_edited)
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
