"""The table of networks: what each row says, what letters find, and one click or key to choose."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from gdstudio.learning.recipes import GROUPS, RECIPES
from gdstudio.studio.text_size import put_on_text_size
from gdstudio.studio.views.training.recipe_box import RecipeBox

LEFT = Qt.MouseButton.LeftButton
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def box(qtbot) -> RecipeBox:
    window = QWidget()
    qtbot.addWidget(window)
    box = RecipeBox(list(RECIPES.values()))
    elsewhere = QLineEdit()
    row = QHBoxLayout(window)
    row.addWidget(elsewhere)
    row.addStretch(1)
    row.addWidget(box)
    window.resize(1280, 720)
    window.show()
    box.setCurrentIndex(box.findData("lesson"))
    return box


def rows(box: RecipeBox) -> list[str]:
    found = box.chooser.list
    return [found.item(k).text() for k in range(found.count())]


def row_of(box: RecipeBox, title: str) -> int:
    return rows(box).index(title)


def click_row(box: RecipeBox, row: int) -> None:
    view = box.chooser.list
    view.scrollToItem(view.item(row))
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(view.item(row)).center())


def test_that_all_recipes_stand_in_their_groups_and_trained_runs_behind_them(box):
    box.showPopup()
    shown = rows(box)
    for title, names in GROUPS:
        place = shown.index(title)
        titles = [RECIPES[name].title for name in names]
        assert shown[place + 1 : place + 1 + len(names)] == titles
    trained = shown[shown.index("Trained already: open at once") + 1 :]
    assert len(trained) == 9
    assert "A small convolutional network" in trained


def test_that_a_row_says_size_accuracy_and_how_long_an_epoch_takes_here(box):
    box.set_epoch_times({"cnn-small": 8.2})
    box.showPopup()
    row = row_of(box, "A small convolutional network")
    said = "A small convolutional network, Convolutional, 20,522, 99.3–99.4 %, about 8 s"
    assert box.chooser.list.item(row).data(SPOKEN) == said
    row = row_of(box, "The lesson's network")
    assert box.chooser.list.item(row).data(SPOKEN).endswith("94.6–95.1 %, not measured yet")


def test_that_the_facts_follow_what_is_marked_and_what_is_measured(box):
    box.showPopup()
    chooser = box.chooser
    assert chooser.title.text() == "The lesson's network"
    assert chooser.layers.text() == "784-16-16-10: 13,002 parameters"
    assert chooser.facts.text().endswith("How long an epoch takes here is not measured yet.")
    box.set_epoch_times({"lesson": 0.42})
    assert chooser.facts.text().endswith("About 0.4 s an epoch here, 13 s for its 30 epochs.")
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    assert chooser.title.text() == "The lesson's network, to the letter"


def test_that_readers_of_the_screen_are_told_what_is_marked(box):
    box.showPopup()
    assert box.chooser.field.accessibleDescription().startswith(
        "The lesson's network, The lesson's"
    )
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Down)
    said = box.chooser.field.accessibleDescription()
    assert said.startswith("The lesson's network, to the letter, The lesson's, 13,002")
    QTest.keyClicks(box.chooser.field, "zzz")
    assert box.chooser.field.accessibleDescription() == ""


def test_that_enter_chooses_what_is_marked(box):
    told = QSignalSpy(box.currentIndexChanged)
    box.showPopup()
    for _ in range(4):  # over the heading of the next group
        QTest.keyClick(box.chooser.field, Qt.Key.Key_Down)
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Return)
    assert box.currentData() == "modern"
    assert told.count() == 1
    assert not box.chooser.isVisible()
    assert QApplication.focusWidget() is box


def test_that_one_click_opens_and_one_chooses(box):
    QTest.mouseClick(box, LEFT)
    assert box.chooser.isVisible()
    click_row(box, row_of(box, "After LeNet-5"))
    assert box.currentData() == "lenet-5"
    assert not box.chooser.isVisible()


def test_that_a_heading_is_not_chosen(box):
    box.showPopup()
    click_row(box, row_of(box, "Modern"))
    assert box.chooser.isVisible()
    assert box.currentData() == "lesson"


def test_that_the_network_shown_is_told_again_when_it_is_chosen_again(box):
    told = QSignalSpy(box.activated)
    box.showPopup()
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Return)
    assert told.count() == 1


def test_that_a_second_click_on_the_box_closes_and_a_third_opens(box):
    for is_open in (True, False, True):
        QTest.mouseClick(box, LEFT)
        assert box.chooser.isVisible() == is_open


def test_that_a_click_elsewhere_closes_and_the_box_opens_again(box):
    QTest.mouseClick(box, LEFT)
    elsewhere = box.window().findChild(QLineEdit)
    QTest.mouseClick(elsewhere, LEFT, pos=QPoint(2, 2))
    elsewhere.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not box.chooser.isVisible()
    QTest.mouseClick(box, LEFT)
    assert box.chooser.isVisible()


def test_that_escape_closes_and_changes_nothing(box):
    told = QSignalSpy(box.activated)
    box.showPopup()
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Down)
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Escape)
    assert not box.chooser.isVisible()
    assert QApplication.focusWidget() is box
    assert (box.currentData(), told.count()) == ("lesson", 0)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("lstm", ["Recurrent", "An LSTM reads row by row"]),
        ("CONV small", ["Convolutional", "A small convolutional network"]),
        ("1998", ["Convolutional", "After LeNet-5"]),
        ("rate too small", ["What goes wrong", "Learning rate too small"]),
    ],
)
def test_that_words_find_names_layers_and_what_is_said_of_them(box, typed, titles):
    box.showPopup()
    QTest.keyClicks(box.chooser.field, typed)
    found = rows(box)
    behind = "Trained already: open at once"
    assert (found[: found.index(behind)] if behind in found else found) == titles
    assert box.chooser.title.text() == titles[1]


def test_that_nothing_found_is_said_and_enter_does_nothing(box):
    box.showPopup()
    QTest.keyClicks(box.chooser.field, "zzz")
    assert rows(box) == []
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Return)
    assert box.chooser.isVisible()
    assert box.currentData() == "lesson"


def test_that_a_trained_run_is_asked_for_and_no_setting_changes(box):
    asked = QSignalSpy(box.trained_requested)
    box.showPopup()
    QTest.keyClicks(box.chooser.field, "trained small-best")
    assert box.chooser.facts.text().startswith("Trained for 100 epochs: 97.41\N{NO-BREAK SPACE}%")
    QTest.keyClick(box.chooser.field, Qt.Key.Key_Return)
    assert asked.at(0) == ["small-best"]
    assert box.currentData() == "lesson"


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (900, 560), (600, 400)])
@pytest.mark.parametrize("percent", [100, 150])
def test_that_it_stands_inside_the_window_and_no_number_is_cut(box, width, height, percent):
    put_on_text_size(percent)
    window = box.window()
    window.resize(width, height)
    QApplication.processEvents()
    box.showPopup()
    chooser = box.chooser
    assert window.rect().contains(chooser.geometry())
    assert chooser.list.height() >= 2 * chooser.list.sizeHintForRow(1)
    for label in (chooser.title, chooser.layers, chooser.facts):
        assert label.height() >= label.heightForWidth(label.width())
        assert chooser.rect().contains(label.mapTo(chooser, label.rect().bottomRight()))
    put_on_text_size(100)
