"""The views of the workspace Landscape are made and laid out as it was looked at, kept in words."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneRequest
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.honesty_view import HonestyView
from gdstudio.studio.views.landscape.landscape_page import LandscapePage
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel, PlaneKindChooser
from gdstudio.studio.views.landscape.plane_fields import PlaneFields
from gdstudio.studio.views.landscape.slice_controls import SliceControls
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.views.landscape.walk_bar import WalkBar
from tests.kept import difference
from tests.studio.described import described, standing

KEPT = Path(__file__).parent / "made"


@pytest.mark.parametrize(
    "kind",
    [
        CurvatureLine,
        HonestyView,
        LandscapePanel,
        PlaneKindChooser,
        SliceControls,
        SliceView,
        WalkBar,
    ],
)
def test_that_a_view_is_made_as_it_is_kept(qtbot, kind) -> None:
    view = kind()
    qtbot.addWidget(view)
    assert difference(KEPT / f"{kind.__name__}.txt", described(view, sizes=True)) == ""


@pytest.mark.parametrize("kind", PLANE_KINDS)
def test_that_each_kind_of_plane_has_its_fields(qtbot, kind) -> None:
    fields = PlaneFields()
    qtbot.addWidget(fields)
    fields.set_value(PlaneRequest().changed(kind=kind))
    shown = [name for name, editor in fields.editors.items() if not editor.isHidden()]
    wanted = {
        "parameters": ["first", "extent", "size", "examples"],
        "random": ["normalization", "seed", "extent", "size", "examples"],
        "gradient": ["normalization", "seed", "extent", "size", "examples"],
    }
    assert shown == wanted.get(kind, ["size", "examples"])


@pytest.fixture
def page(qtbot) -> LandscapePage:
    page = LandscapePage(*(QWidget() for _ in range(8)))
    qtbot.addWidget(page)
    page.show()
    return page


def test_that_the_page_is_made_as_it_is_kept(page) -> None:
    assert difference(KEPT / "LandscapePage.txt", described(page, sizes=True)) == ""


def test_that_the_cards_share_the_room_of_the_page(page) -> None:
    lines = []
    for width, height in ((1240, 600), (1500, 701), (1800, 1000), (2400, 1200)):
        page.resize(width, height)
        QApplication.processEvents()
        lines += [f"{width} x {height}", *standing(page, Card)]
    assert difference(KEPT / "LandscapePage_cards.txt", lines) == ""


def test_that_the_picture_is_named_after_its_plane(page) -> None:
    def title() -> str:
        return standing(page, Card)[4].partition(":")[0]

    page.resize(1240, 600)
    QApplication.processEvents()
    assert title() == "The cost of all parameters, in one plane"
    page.set_picture_title("Three runs")
    assert title() == "The cost in the plane “Three runs”"
    page.set_picture_title("")
    assert title() == "The cost of all parameters, in one plane"
