import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT, Theme
from gdstudio.studio.views.weights.colour_bar import STRIP_PX, ColourBar


def test_that_the_limits_and_zero_are_labelled(qtbot: QtBot) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)

    bar.set_limit(0.5)

    assert bar.labels() == ("+0.5", "0", "−0.5")
    assert bar.accessibleDescription() == "from minus 0.5 to plus 0.5"


def test_that_its_width_is_that_of_no_label(qtbot: QtBot) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)
    width = bar.sizeHint().width()

    for limit in (1e-9, 2e-4, 0.005, 0.2, 1.0, 50.0, 5000.0, 2e4):
        bar.set_limit(limit)
        assert bar.sizeHint().width() == width
        widest = max(bar.fontMetrics().horizontalAdvance(text) for text in bar.labels())
        assert STRIP_PX + 6 + widest <= width


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_positive_is_above_negative(qtbot: QtBot, theme: Theme) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)
    put_on(theme)
    bar.set_limit(1.0)
    bar.resize(bar.sizeHint().width(), 200)

    picture = bar.grab().toImage()

    half_line = bar.fontMetrics().height() // 2
    for y, name in ((half_line + 3, "positive"), (100, "neutral"), (196 - half_line, "negative")):
        seen, wanted = picture.pixelColor(STRIP_PX // 2, y), QColor(getattr(theme, name))
        for channel in ("red", "green", "blue"):
            assert abs(getattr(seen, channel)() - getattr(wanted, channel)()) <= 16


@pytest.mark.parametrize(("room", "rows"), [(101, (0, 50, 100)), (401, (40, 200, 359))])
def test_that_frame_and_ticks_stand_at_the_ends_and_the_middle(
    qtbot: QtBot, room: int, rows: tuple[int, int, int]
) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.set_limit(0.5)
    half_line = bar.fontMetrics().height() // 2  # stays free above and below
    bar.resize(bar.sizeHint().width(), room + 2 * half_line)
    picture = bar.grab().toImage()

    def with_colour(colour: str, columns: range) -> set[tuple[int, int]]:
        places = ((x, y) for x in columns for y in range(picture.height()))
        return {(x, y) for x, y in places if picture.pixelColor(x, y) == QColor(colour)}

    top, middle, bottom = (half_line + row for row in rows)
    ticks = {(x, y) for x in range(12, 16) for y in (top, middle, bottom)}
    assert with_colour(LIGHT.muted, range(12, 17)) == ticks
    sides = {(x, y) for x in (0, 11) for y in range(top, bottom + 1)}
    ends = {(x, y) for x in range(12) for y in (top, bottom)}
    assert with_colour(LIGHT.outline, range(12)) == sides | ends


def test_that_each_label_stands_beside_its_tick(qtbot: QtBot) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)
    assert bar.labels() == ("", "0", "")
    line = bar.fontMetrics().height()
    bar.resize(bar.sizeHint().width(), 6 * line + 1)
    blank = bar.grab().toImage()
    bar.set_limit(0.5)
    labelled = bar.grab().toImage()

    changed = [
        (x, y)
        for x in range(bar.width())
        for y in range(bar.height())
        if labelled.pixel(x, y) != blank.pixel(x, y)
    ]

    assert min(x for x, _ in changed) >= STRIP_PX + 6
    assert {y // line for _, y in changed} == {0, 5}
    ground = blank.pixel(bar.width() - 1, 0)
    zero = [
        y
        for x in range(STRIP_PX + 6, bar.width())
        for y in range(line, 5 * line)
        if blank.pixel(x, y) != ground
    ]
    assert 2.5 * line < min(zero) < 3 * line < max(zero) < 3.5 * line + 1


def test_that_it_is_as_wide_as_its_widest_label_and_three_lines_high(qtbot: QtBot) -> None:
    bar = ColourBar()
    qtbot.addWidget(bar)
    metrics = bar.fontMetrics()
    assert bar.sizeHint().width() == 12 + 6 + metrics.horizontalAdvance("−2·10⁻⁴") + 2
    assert bar.minimumSizeHint().height() == 3 * metrics.height()
    assert bar.minimumSizeHint().width() == bar.sizeHint().width()
