from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.drawing.answer_bars import AnswerBars, answer_layout

SEVEN = np.array([0.01, 0.03, 0.06, 0.02, 0.0, 0.004, 0.0, 0.92, 0.01, 0.21], np.float32)


@pytest.fixture
def bars(qtbot: QtBot) -> AnswerBars:
    bars = AnswerBars()
    qtbot.addWidget(bars)
    bars.resize(284, 200)
    bars.show()
    qtbot.waitExposed(bars)
    return bars


def shown(bars: AnswerBars) -> QImage:
    return bars.grab().toImage()


def pixels_of(image: QImage, colour: str, box: QRectF) -> int:
    wanted = QColor(colour)
    rectangle = box.toAlignedRect().intersected(image.rect())
    return sum(
        image.pixelColor(x, y) == wanted
        for x in range(rectangle.left(), rectangle.right() + 1)
        for y in range(rectangle.top(), rectangle.bottom() + 1)
    )


def test_that_only_the_winners_row_and_the_digit_have_the_accent(bars: AnswerBars) -> None:
    layout = answer_layout(284, 200, 10)
    for theme in (LIGHT, DARK):
        put_on(theme)
        bars.set_activations(SEVEN)
        image = shown(bars)
        for row in range(10):
            assert (pixels_of(image, theme.accent, layout.row(row)) > 50) == (row == 7)
        assert pixels_of(image, theme.accent, layout.digit) > 300


def test_that_length_is_proportional_on_a_fixed_scale(bars: AnswerBars) -> None:
    layout = answer_layout(284, 200, 10)

    def length(value: float) -> int:
        activations = np.full(10, 0.0)
        activations[3] = value
        bars.set_activations(activations)
        image, row = shown(bars), layout.row(3)
        line = QRectF(row.left(), round(row.center().y()), row.width(), 1)
        return pixels_of(image, LIGHT.accent, line)

    whole = length(1.0)
    assert whole > 60
    assert abs(length(0.5) - whole / 2) <= 2
    assert abs(length(0.25) - whole / 4) <= 2


def test_that_numbers_and_bars_do_not_move_when_values_change(bars: AnswerBars) -> None:
    def track_ends() -> tuple[int, int]:
        image, row = shown(bars), answer_layout(284, 200, 10).row(0)
        background = image.pixelColor(283, 0)
        y = round(row.center().y() + 3)
        columns = [
            x for x in range(int(row.left()) + 20, 284) if image.pixelColor(x, y) != background
        ]
        gaps = [a for a, b in pairwise(columns) if b - a > 5]
        return columns[0], gaps[0] if gaps else columns[-1]

    bars.set_activations(np.r_[0.0, np.zeros(8), 0.01])
    low = track_ends()
    bars.set_activations(np.ones(10))
    assert track_ends() == low


def test_that_the_description_tells_answer_percent_and_label(
    qtbot: QtBot, bars: AnswerBars
) -> None:
    bars.set_activations(SEVEN, label=2)
    assert bars.answer == 7
    assert bars.accessibleDescription() == "answer 7, 92\N{NO-BREAK SPACE}%, label 2"
    bars.clear("not trained")
    assert bars.answer is None
    qtbot.waitUntil(lambda: bars.accessibleDescription() == "no answer not trained")


def test_that_the_description_changes_once_a_second_at_most(qtbot: QtBot, bars: AnswerBars) -> None:
    bars.set_activations(SEVEN)
    first = bars.accessibleDescription()
    assert first.startswith("answer 7")
    for digit in (1, 2, 3):
        bars.set_activations(np.eye(10)[digit])
    assert bars.accessibleDescription() == first
    assert bars.findChild(QTimer).interval() == 1000
    qtbot.waitUntil(lambda: bars.accessibleDescription().startswith("answer 3"))


def test_that_the_true_label_is_marked(bars: AnswerBars) -> None:
    bars.set_activations(SEVEN)
    plain = shown(bars)
    bars.set_activations(SEVEN, label=2)
    wrong = shown(bars)
    bars.set_activations(SEVEN, label=7)
    right = shown(bars)
    layout = answer_layout(284, 200, 10)
    for image, row in ((wrong, 2), (right, 7)):
        place = layout.row(row).toAlignedRect()
        assert image.copy(place) != plain.copy(place)
    assert pixels_of(wrong, LIGHT.warning, layout.note) > 10
    assert pixels_of(right, LIGHT.warning, layout.note) == 0


def test_that_an_answer_that_is_not_finite_is_a_question_mark(bars: AnswerBars) -> None:
    for bad in (np.nan, np.inf, -np.inf):
        bars.set_activations(np.r_[SEVEN[:9], bad])
        assert bars.answer is None
        assert pixels_of(shown(bars), LIGHT.accent, QRectF(bars.rect())) == 0
    bars.set_activations(SEVEN)
    assert bars.answer == 7


def test_that_values_beyond_the_scale_are_clipped(bars: AnswerBars) -> None:
    bars.set_activations(np.r_[np.full(9, -1e300), 1e300])
    assert bars.accessibleDescription() == "answer 9, 100\N{NO-BREAK SPACE}%"
    assert not shown(bars).isNull()


def test_that_of_many_classes_the_ten_largest_are_shown_with_the_label(
    qtbot: QtBot, bars: AnswerBars
) -> None:
    activations = np.linspace(0, 0.9, 62)
    bars.set_activations(activations)
    assert bars.shown_classes() == [61, 60, 59, 58, 57, 56, 55, 54, 53, 52]
    bars.set_activations(activations, label=5)
    assert bars.shown_classes() == [61, 60, 59, 58, 57, 56, 55, 54, 53, 5]
    said = "answer z, 90\N{NO-BREAK SPACE}%, label 5"
    qtbot.waitUntil(lambda: bars.accessibleDescription() == said)
    assert not shown(bars).isNull()
    bars.clear()
    assert len(bars.shown_classes()) == 10


def test_that_activations_are_copied(bars: AnswerBars) -> None:
    mine = SEVEN.copy()
    bars.set_activations(mine)
    mine[:] = 0
    assert bars.answer == 7


@pytest.mark.parametrize("width", [120, 180, 219, 220, 300, 500, 900])
@pytest.mark.parametrize("height", [160, 180, 300, 500, 900])
@pytest.mark.parametrize("n_rows", [1, 2, 10])
def test_that_all_parts_lie_inside_and_apart(width: int, height: int, n_rows: int) -> None:
    layout = answer_layout(width, height, n_rows)
    parts = [layout.digit, layout.percent, layout.note, layout.bars]
    whole = QRectF(0, 0, width, height)
    for part in parts:
        assert whole.contains(part)
    for i, part in enumerate(parts):
        for other in parts[i + 1 :]:
            assert part.intersected(other).isEmpty()
    assert layout.bars.contains(layout.row(n_rows - 1).adjusted(0, 0, 0, -1e-6))
    assert 8 <= layout.row_font <= 20


@pytest.mark.parametrize(("width", "height"), [(120, 160), (120, 500), (500, 180), (500, 500)])
def test_that_the_answer_shows_at_every_size(bars: AnswerBars, width: int, height: int) -> None:
    bars.resize(width, height)
    bars.set_activations(SEVEN, label=2)
    layout = answer_layout(width, height, 10)
    image = shown(bars)
    assert pixels_of(image, LIGHT.accent, layout.digit) > 100
    assert pixels_of(image, LIGHT.accent, layout.row(7)) > 40


def has_ink(image: QImage, x: int, box: QRectF) -> bool:
    background = image.pixelColor(image.width() - 1, image.height() - 1)
    rows = range(int(box.top()), int(box.bottom()))
    return any(image.pixelColor(x, y) != background for y in rows)


def test_that_a_short_reason_is_not_cut_and_a_long_one_stays_off_the_bars(bars: AnswerBars) -> None:
    for width in (220, 284, 500):
        bars.resize(width, 200)
        layout = answer_layout(width, 200, 10)
        place = layout.percent.united(layout.note)
        bars.clear("draw a digit")
        assert not has_ink(shown(bars), int(place.left()), place)
        bars.clear("the network has not been trained yet at all")
        image = shown(bars)
        middle = int(place.center().x())
        assert any(has_ink(image, x, place) for x in range(middle, middle + 12))
        assert not has_ink(image, int(layout.bars.left()) - 4, place)
