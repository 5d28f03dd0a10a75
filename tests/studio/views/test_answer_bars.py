from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.state.class_names import class_names, use_class_names
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


def test_that_of_two_values_beyond_the_scale_the_larger_is_the_answer(bars: AnswerBars) -> None:
    activations = np.full(10, 0.1)
    activations[3], activations[8] = 1.2, 1.4
    bars.set_activations(activations)
    assert bars.answer == 8
    activations[3] = 1.6
    bars.set_activations(activations)
    assert bars.answer == 3


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


# Digit, percent, note and bars as left, top, width and height; pitch; size of the rows' font.
BESIDE = {
    # 0.32 of 284 is 90.88; the digit is 1.15 times as high, the lines below it 0.26 and 0.2 of
    # that, and what the 196 pixels leave is above and below in equal parts.
    (284, 200, 10): (
        (0, 23.706, 90.88, 104.512),
        (0, 128.218, 90.88, 27.173),
        (0, 155.391, 90.88, 20.902),
        (106.88, 2, 177.12, 196),
        19.6,
        14,
    ),
    # The digit's column is 80 wide at least, and the gap beside it 8 where there is less room.
    (220, 200, 10): (
        (0, 32.84, 80, 92),
        (0, 124.84, 80, 23.92),
        (0, 148.76, 80, 18.4),
        (88, 2, 132, 196),
        19.6,
        14,
    ),
    (259, 280, 10): (
        (0, 70.422, 82.88, 95.312),
        (0, 165.734, 82.88, 24.781),
        (0, 190.515, 82.88, 19.062),
        (90.88, 2, 168.12, 276),
        27.6,
        18,
    ),
    (260, 285, 10): (
        (0, 72.654, 83.2, 95.68),
        (0, 168.334, 83.2, 24.877),
        (0, 193.21, 83.2, 19.136),
        (99.2, 2, 160.8, 281),
        28.1,
        17,
    ),
    # Everything has its largest size; ten rows of 40 stand in the middle of the height.
    (700, 500, 10): (
        (0, 100, 200, 230),
        (0, 330, 200, 44),
        (0, 374, 200, 26),
        (216, 50, 484, 400),
        40,
        20,
    ),
    # A digit takes 0.62 of a low widget.
    (900, 160, 10): (
        (0, 9.394, 200, 96.72),
        (0, 106.114, 200, 25.147),
        (0, 131.262, 200, 19.344),
        (216, 2, 684, 156),
        15.6,
        11,
    ),
}
ABOVE = {
    # 0.26 of 156 is 40.56; text stands 8 beside the digit, the rows 4 below it.
    (120, 160, 10): (
        (0, 2, 40.56, 40.56),
        (48.56, 6.056, 71.44, 18.658),
        (48.56, 24.714, 71.44, 12.979),
        (0, 46.56, 120, 111.44),
        11.144,
        8,
    ),
    (200, 243, 10): (
        (0, 2, 62.14, 62.14),
        (70.14, 8.214, 129.86, 28.584),
        (70.14, 36.798, 129.86, 19.885),
        (0, 68.14, 200, 172.86),
        17.286,
        12,
    ),
    # From 240 pixels of height the rows stand 8 below it.
    (200, 244, 10): (
        (0, 2, 62.4, 62.4),
        (70.4, 8.24, 129.6, 28.704),
        (70.4, 36.944, 129.6, 19.968),
        (0, 72.4, 200, 169.6),
        16.96,
        12,
    ),
    # Narrow: the digit takes 0.46 of the width.
    (120, 500, 10): (
        (0, 2, 55.2, 128.96),
        (63.2, 14.896, 56.8, 59.322),
        (63.2, 74.218, 56.8, 41.267),
        (0, 138.96, 120, 359.04),
        35.904,
        13,
    ),
    # Everything has its largest size; two rows stand at the top.
    (400, 700, 2): (
        (0, 2, 150, 150),
        (158, 17, 242, 69),
        (158, 86, 242, 48),
        (0, 160, 400, 538),
        40,
        20,
    ),
}


@pytest.mark.parametrize(("size", "places"), [*BESIDE.items(), *ABOVE.items()])
def test_that_every_part_has_its_place(
    size: tuple[int, int, int], places: tuple[object, ...]
) -> None:
    layout = answer_layout(*size)

    parts = (layout.digit, layout.percent, layout.note, layout.bars)
    for part, place in zip(parts, places, strict=False):
        assert part.getRect() == pytest.approx(place, abs=1e-3)
    assert layout.pitch == pytest.approx(places[4])
    assert layout.row_font == places[5]
    assert layout.is_beside is (size in BESIDE)
    third = layout.row(2)
    assert third.top() - layout.bars.top() == pytest.approx(2 * layout.pitch)
    assert (third.left(), third.width()) == (layout.bars.left(), layout.bars.width())
    assert third.height() == pytest.approx(layout.pitch)


def test_that_the_answer_stands_beside_the_bars_only_where_it_is_broad() -> None:
    assert answer_layout(220, 200, 10).is_beside
    assert not answer_layout(219, 200, 10).is_beside
    assert answer_layout(250, 274, 10).is_beside
    assert not answer_layout(250, 275, 10).is_beside  # 1.1 times as high as it is wide


def rows_metrics(bars: AnswerBars, pixels: int) -> QFontMetricsF:
    """Return the measures of the bold font of the rows."""
    font = QFont(bars.font())
    font.setPixelSize(pixels)
    font.setBold(True)
    font.setFeature(QFont.Tag("tnum"), 1)
    return QFontMetricsF(font)


def extent(colours: list[QColor], ground: QColor, colour: str) -> tuple[float, float]:
    """Return where the longest run of a colour begins and ends; half a pixel covered is a half."""
    full = QColor(colour).green() - ground.green()
    covered = [(one.green() - ground.green()) / full for one in colours]
    is_full = [0, *(abs(share - 1) < 0.02 for share in covered), 0]
    edges = [k for k, (a, b) in enumerate(pairwise(is_full)) if a != b]
    first, last = max(zip(edges[::2], edges[1::2], strict=True), key=lambda run: run[1] - run[0])
    before = covered[first - 1] if first else 0.0
    after = covered[last] if last < len(covered) else 0.0
    return first - before, last + after


def across(image: QImage, y: float, colour: str) -> tuple[float, float]:
    line = [image.pixelColor(x, int(y)) for x in range(image.width())]
    return extent(line, image.pixelColor(image.width() - 1, 0), colour)


def down(image: QImage, x: float, rows: range, colour: str) -> tuple[float, float]:
    line = [image.pixelColor(int(x), y) for y in rows]
    top, bottom = extent(line, image.pixelColor(image.width() - 1, 0), colour)
    return rows[0] + top, rows[0] + bottom


@pytest.mark.parametrize(("width", "height"), [(284, 200), (500, 500), (160, 300)])
@pytest.mark.parametrize("as_shares", [True, False])
def test_that_a_bar_begins_after_the_names_and_ends_before_its_number(
    bars: AnswerBars, width: int, height: int, as_shares: bool
) -> None:
    bars.resize(width, height)
    bars.set_as_shares(as_shares)
    bars.set_activations(np.ones(10))  # of equals the first is the answer
    layout = answer_layout(width, height, 10)
    metrics = rows_metrics(bars, layout.row_font)
    names = max(metrics.horizontalAdvance(str(digit)) for digit in range(10))
    number = metrics.horizontalAdvance("100\N{NO-BREAK SPACE}%" if as_shares else "1.00")

    image = shown(bars)

    for row, colour in ((0, LIGHT.accent), (3, LIGHT.muted)):
        place = layout.row(row)
        left, right = across(image, place.center().y(), colour)
        assert left == pytest.approx(place.left() + names + 8 + 6, abs=0.2)
        assert right == pytest.approx(place.right() - number - 6, abs=0.2)
        rows = range(int(place.top()), int(place.bottom()))
        top, bottom = down(image, (left + right) / 2, rows, colour)
        high = min(0.56 * layout.pitch, 20)
        assert top == pytest.approx(place.center().y() - high / 2, abs=0.2)
        assert bottom == pytest.approx(place.center().y() + high / 2, abs=0.2)


def test_that_numbers_are_left_out_where_a_bar_would_be_too_short(bars: AnswerBars) -> None:
    bars.set_activations(np.ones(10))
    before = class_names(10)
    use_class_names(["trousers or a dress"] * 10)  # takes a third of the width
    seen = set()
    for width in range(120, 200):
        bars.resize(width, 300)
        layout = answer_layout(width, 300, 10)
        number = rows_metrics(bars, layout.row_font).horizontalAdvance("100\N{NO-BREAK SPACE}%")
        room = width - (width / 3 + 8) - 6 - (number + 6)
        is_left_out = room < 28
        _, right = across(shown(bars), layout.row(3).center().y(), LIGHT.muted)
        assert right == pytest.approx(width if is_left_out else width - number - 6, abs=0.2)
        seen.add(is_left_out)
    use_class_names(before)
    assert seen == {True, False}


def test_that_a_trace_of_an_activation_is_a_pixel_and_none_is_nothing(bars: AnswerBars) -> None:
    bars.set_activations(np.r_[1.0, 1e-9, np.zeros(8)])
    layout, image = answer_layout(284, 200, 10), shown(bars)
    left, _ = across(image, layout.row(0).center().y(), LIGHT.accent)

    def greens(row: int) -> list[int]:
        y = int(layout.row(row).center().y())
        return [image.pixelColor(int(left) + k, y).green() for k in range(8)]

    assert min(greens(1)) < min(greens(2)) - 30
    assert greens(1)[4:] == greens(2)[4:]  # no more than its first pixels


def test_that_the_box_of_the_label_holds_its_name(bars: AnswerBars) -> None:
    bars.resize(500, 500)
    use = np.r_[1.0, np.zeros(9)]
    bars.set_activations(use)
    plain = shown(bars)
    bars.set_activations(use, label=4)
    marked = shown(bars)
    layout = answer_layout(500, 500, 10)
    changed = [
        (x, y)
        for x in range(int(layout.bars.left()) - 2, 500)
        for y in range(500)
        if marked.pixel(x, y) != plain.pixel(x, y)
    ]
    row = layout.row(4)
    names = rows_metrics(bars, 20).horizontalAdvance("4") + 8
    left, right = min(x for x, _ in changed), max(x for x, _ in changed) + 1
    top, bottom = min(y for _, y in changed), max(y for _, y in changed) + 1
    # 1.3 times as high as the font; the line is 1.5 thick and lies inside.
    assert row.left() <= left <= row.left() + 1
    assert row.left() + names - 1 <= right <= row.left() + names + 0.5
    assert top == int(row.center().y() - 13)
    assert bottom == int(row.center().y() + 13)
    inner = {(x, y) for x in range(left + 3, right - 3) for y in range(top + 3, bottom - 3)}
    assert inner.isdisjoint(changed)


def test_that_shares_and_plain_activations_are_written_as_such(
    qtbot: QtBot, bars: AnswerBars
) -> None:
    bars.set_activations(SEVEN)
    as_shares = shown(bars)
    bars.set_as_shares(True)  # as it is
    assert shown(bars) == as_shares
    bars.set_as_shares(False)
    assert shown(bars) != as_shares
    qtbot.waitUntil(lambda: bars.accessibleDescription() == "answer 7, 0.92")


def test_that_the_label_alone_is_news(qtbot: QtBot, bars: AnswerBars) -> None:
    bars.set_activations(SEVEN)
    plain = shown(bars)
    bars.set_activations(SEVEN, label=7)
    assert shown(bars) != plain
    qtbot.waitUntil(lambda: bars.accessibleDescription().endswith(", label 7"))


def test_that_of_no_more_than_ten_classes_each_has_its_row(bars: AnswerBars) -> None:
    for n in (1, 2, 10):
        bars.set_activations(np.linspace(0.1, 1.0, n))
        assert bars.shown_classes() == list(range(n))
    bars.set_activations(np.linspace(0.1, 1.0, 11))
    assert bars.shown_classes() == [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
