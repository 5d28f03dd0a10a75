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
