from __future__ import annotations

from pytestqt.qtbot import QtBot

from gdstudio.pictures.plane.contours import arrow_share
from gdstudio.studio.views.descent.descent_panel import OverlayChecks


def test_that_valleys_and_basins_are_chosen_each_by_itself(qtbot: QtBot) -> None:
    checks = OverlayChecks()
    qtbot.addWidget(checks)
    checks.box("basins").setChecked(True)
    checks.set_dimension(2)
    assert not checks.is_shown("basins")
    checks.set_dimension(1)
    assert checks.is_shown("basins")


def test_that_an_arrow_shows_the_size_of_its_gradient() -> None:
    steep, gentle = arrow_share(2.915, 3.0), arrow_share(0.027, 3.0)
    assert steep > 50 * gentle
    assert arrow_share(0.0, 3.0) == 0.0
    assert arrow_share(float("inf"), 3.0) == 1.0


def test_that_a_cost_of_one_input_is_spoken_of_at_first(qtbot: QtBot) -> None:
    checks = OverlayChecks()
    qtbot.addWidget(checks)
    assert checks.box("basins").text() == "Valleys"
    assert checks.box("log_height").isHidden()
    checks.set_overlay("basins", True)
    checks.set_dimension(2)
    assert not checks.is_shown("basins")
    assert not checks.box("log_height").isHidden()
    checks.set_dimension(1)
    assert checks.is_shown("basins")
