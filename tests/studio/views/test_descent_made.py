"""The views of the workspace Descent are made and laid out as it was looked at, kept in words."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.descent.library import LIBRARY
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.descent.curve_view import CurveView
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics
from gdstudio.studio.views.descent.descent_page import DescentPage
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.function_chooser import FunctionChooser
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel
from gdstudio.studio.views.descent.race_row import RaceRow
from gdstudio.studio.views.descent.start_fields import StartFields
from tests.kept import difference
from tests.studio.described import described, standing

KEPT = Path(__file__).parent / "made"


@pytest.mark.parametrize("kind", [CurveView, NarrationView])
def test_that_a_view_is_made_as_it_is_kept(qtbot, kind) -> None:
    view = kind()
    qtbot.addWidget(view)
    assert difference(KEPT / f"{kind.__name__}.txt", described(view, sizes=True)) == ""


@pytest.mark.parametrize("kind", [DescentMetrics, DescentPanel, FunctionChooser, StartFields])
@pytest.mark.parametrize("function", ["parabola", "bowl"])
def test_that_a_view_of_a_function_is_made_as_it_is_kept(qtbot, kind, function) -> None:
    view = kind()
    qtbot.addWidget(view)
    view.set_function(LIBRARY[function])
    made = described(view, sizes=True)
    assert difference(KEPT / f"{kind.__name__}_{function}.txt", made) == ""


def test_that_the_race_is_made_as_it_is_kept(qtbot) -> None:
    panel = RacePanel()
    qtbot.addWidget(panel)
    made = described(panel, leave_out=panel.rows, sizes=True)
    assert difference(KEPT / "RacePanel.txt", made) == ""
    assert len(panel.findChildren(RaceRow)) == 6


def test_that_a_racer_is_made_as_it_is_kept(qtbot) -> None:
    row = RaceRow(2)
    qtbot.addWidget(row)
    assert difference(KEPT / "RaceRow.txt", described(row, sizes=True)) == ""


@pytest.fixture
def page(qtbot) -> DescentPage:
    views = [QWidget() for _ in range(8)]
    page = DescentPage(*views)
    qtbot.addWidget(page)
    page.show()
    return page


def test_that_the_page_is_made_as_it_is_kept(page) -> None:
    assert difference(KEPT / "DescentPage.txt", described(page, sizes=True)) == ""


@pytest.mark.parametrize("n_inputs", [1, 2])
def test_that_the_cards_share_the_room_of_the_page(page, n_inputs) -> None:
    page.set_dimension(n_inputs)
    lines = []
    for width, height in ((1000, 560), (1600, 800), (2400, 1200)):
        page.resize(width, height)
        QApplication.processEvents()
        lines += [f"{width} x {height}", *standing(page, Card)]
    assert difference(KEPT / f"DescentPage_{n_inputs}_cards.txt", lines) == ""
