"""What the views of the workspace Landscape paint, kept in words."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect

from gdstudio.landscape.slices import Slice
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.landscape.honesty_view import HonestyView, ShareMeter
from gdstudio.studio.views.landscape.slice_view import SliceView
from tests.studio.painted import painting_differs

KEPT = Path(__file__).parent / "painted"
T = np.linspace(0.0, 1.0, 5)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name.lower())
@pytest.mark.parametrize(
    ("name", "parts", "mark"),
    [
        ("none", (), None),
        ("parts", (0.48, 0.14), 0.55),
        ("full", (0.75, 0.5), 1.0),
        ("least", (0.125,), 0.0),
    ],
)
def test_that_the_meter_is_painted_as_it_is_kept(qtbot, theme, name, parts, mark) -> None:
    put_on(theme)
    meter = ShareMeter()
    qtbot.addWidget(meter)
    meter.resize(meter.sizeHint())
    meter.set_shares(parts, mark)
    assert painting_differs(KEPT / f"meter_{name}_{theme.name.lower()}.txt", meter) == ""


def test_that_the_truth_of_a_picture_is_painted_as_it_is_kept(qtbot) -> None:
    put_on(LIGHT)
    view = HonestyView()
    qtbot.addWidget(view)
    view.resize(300, 220)
    view.show()
    qtbot.waitExposed(view)
    view.set_explained(0.62, (0.48, 0.14), 0.55)
    view.set_gaps([0, 10, 20], [2.0, 1.0, 0.5], [2.0, 1.25, 0.4])
    view.plot.hide()  # tests of charts look at it
    assert painting_differs(KEPT / "honesty.txt", view) == ""


def test_that_the_words_of_a_slice_are_painted_as_it_is_kept(qtbot) -> None:
    put_on(LIGHT)
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(460, 250)
    view.show()
    qtbot.waitExposed(view)
    hill = Slice(T, 0.02 + 1.68 * T * (1 - T), 1 - 2 * T * (1 - T))
    low = Slice(T, 0.02 + 0.2 * T * (1 - T), 1 - 0.2 * T * (1 - T))
    view.set_slice(hill, ("this run", "Run 3"), 0.42, 0.42, low)
    view.set_cursor(0.25)
    below_picture = QRect(0, 200, 460, 50)
    assert painting_differs(KEPT / "slice_words.txt", view, below_picture) == ""
