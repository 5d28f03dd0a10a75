"""The views of the page Why shifts matter."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy

from gdstudio.jobs.shift_comparison import REACH, ShiftAnswers
from gdstudio.learning.shifts import ShiftMap
from gdstudio.pictures.palette import VIRIDIS, rgb
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.inspect.shift_grid import (
    AccuracyScale,
    ShiftGrid,
    accuracy_cells,
    answer_cells,
)
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage, of_answers, of_maps, shift_text
from tests.studio.seen import colours_of, looks_like, shown

SIDE = 2 * REACH + 1


def shift_map(accuracy):
    return ShiftMap(np.arange(-REACH, REACH + 1), np.array(accuracy, float), 1000)


def falling(edge):
    """Accuracy 1 in the middle that falls to `edge` at a shift of `REACH` along an axis."""
    far = np.maximum(*np.abs(np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1])) / REACH
    return shift_map(1 - far * (1 - edge))


def outputs_of(answers, sure=0.8):
    outputs = np.full((SIDE, SIDE, 10), 0.01)
    np.put_along_axis(outputs, np.array(answers)[..., None], sure, axis=2)
    return outputs


PIXELS = np.zeros((28, 28), np.uint8)
PIXELS[10, 12] = 255


def test_that_accuracies_have_the_colours_of_one_scale():
    accuracy = np.full((SIDE, SIDE), np.nan)
    accuracy[0, 0], accuracy[3, 5], accuracy[12, 12] = 0.0, 0.516, 1.0
    colours, texts = accuracy_cells(shift_map(accuracy), REACH, LIGHT)
    assert colours[0, 0].tolist() == VIRIDIS[0].tolist()
    assert colours[3, 5].tolist() == VIRIDIS[round(0.516 * 255)].tolist()
    assert colours[12, 12].tolist() == VIRIDIS[255].tolist()
    assert (texts[0][0], texts[3][5], texts[12][12], texts[6][6]) == ("0", "52", "100", "")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_right_and_wrong_answers_have_two_colours(theme):
    answers = np.full((SIDE, SIDE), 3)
    answers[2, 9] = 5
    outputs = outputs_of(answers)
    outputs[4, 4] = outputs_of(answers, sure=0.2)[4, 4]
    colours, texts = answer_cells(outputs, 3, REACH, theme)
    right, wrong, unsure = (colours[k].astype(int) for k in ((6, 6), (2, 9), (4, 4)))
    assert right[2] > right[0]  # blue
    assert wrong[0] > wrong[2]  # orange
    paper = np.array(QColor(theme.base).getRgb()[:3])
    assert np.abs(unsure - paper).sum() < np.abs(right - paper).sum()
    assert (texts[2][9], texts[6][6]) == ("5", "3")
    blank, none = answer_cells(None, 3, REACH, theme)
    assert blank.shape == (SIDE, SIDE, 3)
    assert none[0][0] == ""


@pytest.fixture
def grid(qtbot):
    grid = shown(qtbot, ShiftGrid("x"), 360, 360)
    colours = np.zeros((SIDE, SIDE, 3), np.uint8)
    colours[REACH - 2, REACH + 5] = (250, 10, 20)  # 5 right, 2 up
    grid.set_cells(colours, (("",) * SIDE,) * SIDE)
    return grid


def test_that_right_is_right_and_up_is_up(grid):
    picture = grid.grab().toImage()
    cell = grid.cell_rectangle(5, -2)
    assert picture.pixelColor(cell.center().toPoint()).red() == 250
    middle = grid.cell_rectangle(0, 0)
    assert cell.left() > middle.right() - 1
    assert cell.bottom() <= middle.top()
    assert grid.cell_at(cell.center()) == (5, -2)
    assert grid.cell_at(QPointF(1, 359)) is None


def test_that_a_shift_is_chosen_with_mouse_and_keys(qtbot, grid):
    chosen = []
    grid.cell_chosen.connect(lambda right, down: chosen.append((right, down)))
    grid.cell_chosen.connect(lambda right, down: grid.set_chosen((right, down)))
    place = grid.cell_rectangle(6, 3).center().toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Home):
        qtbot.keyClick(grid, key)  # there is nothing further to the right
    assert chosen == [(6, 3), (6, 2), (5, 2), (0, 0)]


def test_that_numbers_are_legible_on_every_colour(qtbot):
    grid = shown(qtbot, ShiftGrid("x"), 420, 420)
    accuracy = np.linspace(0, 1, SIDE * SIDE).reshape(SIDE, SIDE)
    grid.set_cells(*accuracy_cells(shift_map(accuracy), REACH, LIGHT))
    picture = grid.grab().toImage()

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))

    for right in range(-REACH, REACH + 1):
        for down in (-6, -3, 1, 3, 5, 6):
            cell = grid.cell_rectangle(right, down).adjusted(3, 3, -3, -3).toRect()
            seen = [
                luminance(picture.pixelColor(x, y).getRgbF()[:3])
                for x in range(cell.left(), cell.right())
                for y in range(cell.top(), cell.bottom())
            ]
            assert (max(seen) + 0.05) / (min(seen) + 0.05) > 4, (right, down)


def test_that_shifts_are_put_into_words():
    assert shift_text(0, 0) == "not shifted"
    assert shift_text(3, -2) == "3 right, 2 up"
    assert shift_text(-1, 4) == "1 left, 4 down"


def test_that_the_sentence_says_what_was_measured():
    maps = (falling(0.1), falling(0.7))
    text = of_maps(("this network", "cnn"), maps, 1200)
    mean = 1 - 4 / 6 * 0.9
    assert text == (
        f"At step 1,200, shifted by 4 pixels to a side: this network: {100 * mean:.0f} % "
        f"(unshifted 100 %); cnn: {100 * (1 - 4 / 6 * 0.3):.0f} % (unshifted 100 %)."
    )
    unfinished = np.array(falling(0.1).accuracy)
    unfinished[REACH + 4, REACH] = np.nan
    assert "%" not in of_maps(("a", "b"), (shift_map(unfinished), falling(0.7)), 0)


def test_that_the_sentence_about_the_digit_counts_its_right_answers():
    answers = np.full((SIDE, SIDE), 7)
    answers[:2] = 1
    found = ShiftAnswers(PIXELS, None, (outputs_of(answers), outputs_of(np.full((SIDE, SIDE), 7))))
    assert of_answers(("this network", "cnn"), found) == (
        f"This network answers 7 at {169 - 26} of 169 shifts; cnn answers 7 at 169 of 169 shifts."
    )
    labelled = ShiftAnswers(PIXELS, 1, found.outputs)
    assert "answers 1 at 26 of 169" in of_answers(("this network",), labelled)
    assert of_answers(("this network",), None).startswith("Draw a digit")


def shows(qtbot, grid, cells, chosen=(0, 0)):
    """Tell whether a grid looks like a new one with these cells."""
    other = shown(qtbot, ShiftGrid("x"), 360, 360)
    other.set_cells(*cells)
    other.set_chosen(chosen)
    return looks_like(colours_of(grid, 360, 360), colours_of(other, 360, 360))


def answers_shown(answer):
    return answer_cells(outputs_of(np.full((SIDE, SIDE), answer)), answer, REACH, LIGHT)


@pytest.fixture
def page(qtbot):
    page = shown(qtbot, ShiftsPage(), 950, 540)
    page.set_networks("784-16-16-10", [("a", "mlp", "mlp: 784"), ("b", "cnn", "cnn: conv 8")], "b")
    page.set_answers(
        ShiftAnswers(
            PIXELS,
            None,
            (outputs_of(np.full((SIDE, SIDE), 4)), outputs_of(np.full((SIDE, SIDE), 6))),
        )
    )
    page.set_maps((falling(0.1), falling(0.7)), 500)
    return page


def test_that_the_drawn_digit_is_shown_first_and_all_digits_when_asked_for(qtbot, page):
    assert page.subject() == "drawn"
    assert shows(qtbot, page.grids[0], answers_shown(4))
    assert shows(qtbot, page.grids[1], answers_shown(6))
    assert not shows(qtbot, page.grids[1], answers_shown(5))
    assert not page.examples.isVisible()
    spy = QSignalSpy(page.subject_chosen)
    qtbot.mouseClick(page.switch.button("all"), Qt.MouseButton.LeftButton)
    assert spy.at(0) == ["all"]
    for grid, edge in zip(page.grids, (0.1, 0.7), strict=True):
        assert shows(qtbot, grid, accuracy_cells(falling(edge), REACH, LIGHT))
    assert page.examples.isVisible()
    assert page.remake.isVisible()


def test_that_a_cell_shows_the_shifted_digit_and_both_answers(qtbot, page):
    grid = page.grids[1]
    place = grid.cell_rectangle(3, -2).center().toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert page.shift == (3, -2)
    assert page.detail.title.text() == "3 right, 2 up"
    preview = page.detail.preview
    values = [[preview.describe(y, x).split()[-3] for x in range(28)] for y in range(28)]
    assert np.argwhere(np.array(values, int)).tolist() == [[8, 15]]
    first, second = (line.text() for line in page.detail.lines)
    assert first.splitlines() == ["this network", "answers 4, with 0.80", "55.0 % of 1,000 digits"]
    assert second.splitlines()[:2] == ["cnn", "answers 6, with 0.80"]
    assert shows(qtbot, page.grids[0], answers_shown(4), chosen=(3, -2))
    assert not shows(qtbot, page.grids[0], answers_shown(4), chosen=(3, -1))


def test_that_the_other_network_is_chosen(qtbot, page):
    spy = QSignalSpy(page.other_chosen)
    assert page.other.currentData() == "b"
    page.other.setFocus()
    qtbot.keyClick(page.other, Qt.Key.Key_Up)
    assert spy.at(0) == ["a"]


def test_that_without_another_network_one_map_is_shown(qtbot, page):
    page.set_networks("784-16-16-10", [], "")
    page.set_answers(ShiftAnswers(PIXELS, None, (outputs_of(np.full((SIDE, SIDE), 4)),)))
    assert shows(qtbot, page.grids[0], answers_shown(4))
    assert shows(qtbot, page.grids[1], answer_cells(None, 0, REACH, LIGHT))
    assert page.sentence.text() == "This network answers 4 at 169 of 169 shifts."


def test_that_a_run_compared_is_called_by_its_name(page):
    title = "run 1: 16-16, sgd 1.5, seed 2"
    page.set_networks("run 3: 16-16, sgd 1.5, seed 1", [("run 7", "run 1", title)], "run 7")
    assert page.other.currentText() == title
    assert page.this.text().endswith("run 3: 16-16, sgd 1.5, seed 1")
    assert page.sentence.text().endswith("; run 1 answers 6 at 169 of 169 shifts.")
    assert page.detail.lines[1].text().splitlines()[0] == "run 1"
    page.switch.set_choice("all")
    page.set_maps((falling(0.1), falling(0.7)), 500)
    assert "this network: " in page.sentence.text()
    assert "; run 1: " in page.sentence.text()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_the_scale_runs_from_left_to_right(qtbot, theme):
    scale = AccuracyScale()
    put_on(theme)
    shown(qtbot, scale, scale.sizeHint().width(), scale.sizeHint().height())
    picture = scale.grab().toImage()
    y = picture.height() // 2
    row = [picture.pixelColor(x, y).getRgb()[:3] for x in range(picture.width())]
    assert row.index(tuple(VIRIDIS[0].tolist())) < row.index(tuple(VIRIDIS[255].tolist()))


def test_that_the_surer_an_answer_is_the_stronger_its_colour_and_paler_than_the_theme() -> None:
    outputs = np.zeros((3, 3, 10))
    outputs[..., 4] = 0.9
    outputs[0, 0, 4] = 0.4
    outputs[0, 1] = np.eye(10)[3]
    colours, texts = answer_cells(outputs, 4, 1, LIGHT)
    ends = {4: rgb(LIGHT.positive), 3: rgb(LIGHT.negative)}
    paper = rgb(LIGHT.base).astype(float)
    for place, answer, share in (((0, 0), 4, 0.448), ((1, 1), 4, 0.783), ((0, 1), 3, 0.85)):
        assert texts[place[0]][place[1]] == str(answer)
        wanted = paper + (ends[answer].astype(float) - paper) * share
        assert colours[place] == pytest.approx(wanted, abs=1)
