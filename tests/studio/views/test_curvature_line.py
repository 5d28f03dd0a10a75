import math

import pytest
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.landscape.curvature_line import CurvatureLine


@pytest.fixture
def line(qtbot: QtBot) -> CurvatureLine:
    line = CurvatureLine()
    qtbot.addWidget(line)
    line.resize(520, 40)
    line.show()
    qtbot.waitExposed(line)
    return line


def test_that_the_limit_of_the_rate_is_told_beside_the_rate(line: CurvatureLine) -> None:
    line.set_curvature(12.3, 2 / 12.3, 3051, 1.5)
    assert line.result.text() == (
        "Largest curvature at step 3,051: 12.3; plain descent bounces above a rate of"
        " 2/λ = 0.163, the rate is 1.5."
    )
    line.set_curvature(1.234e6, 2 / 1.234e6, 7, 0.01)
    assert "step 7: 1.23·10⁶;" in line.result.text()
    assert "2/λ = 1.62·10⁻⁶," in line.result.text()


def test_that_what_could_not_be_measured_is_told_where_it_was_asked(line: CurvatureLine) -> None:
    line.set_curvature(12.3, 2 / 12.3, 3051, 1.5)
    line.set_message("curvature: the gradient is not finite")
    assert line.result.text() == "curvature: the gradient is not finite"
    assert line.result.objectName() == "warning"
    line.set_curvature(12.3, 2 / 12.3, 3051, 1.5)
    assert line.result.objectName() == ""


@pytest.mark.parametrize("limit", [None, math.inf])
def test_that_where_nothing_bends_up_no_limit_is_told(line: CurvatureLine, limit) -> None:
    line.set_curvature(-0.25, limit, 9, 1.5)
    assert line.result.text() == "Largest curvature at step 9: −0.25; no direction bends up."
    line.set_curvature(0.0, math.inf, 9, 1.5)
    assert line.result.text() == "Largest curvature at step 9: 0; no direction bends up."


def test_that_no_measurement_is_no_figure(line: CurvatureLine) -> None:
    line.set_curvature(12.3, 0.163, 9, 1.5)
    line.set_curvature(None, None)
    assert "12.3" not in line.result.text()
    assert line.result.objectName() == "muted"
    line.set_curvature(math.nan, math.nan, 9, 1.5)
    assert line.result.text() == "At step 9 the curvature is not finite."


def test_that_the_button_asks_once_and_waits(line: CurvatureLine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.measure_requested):
        line.button.click()
    width, place = line.button.width(), line.result.pos()
    line.set_busy(True)
    line.layout().activate()
    with qtbot.assertNotEmitted(line.measure_requested):
        line.button.click()
    assert line.button.text() == "Measuring…"
    assert (line.button.width(), line.result.pos()) == (width, place)
    line.set_busy(False)
    assert line.button.text() == "Measure curvature"
    assert line.button.isEnabled()


def test_that_a_curvature_without_a_limit_is_no_bend(line: CurvatureLine) -> None:
    for limit in (None, math.inf):
        line.set_curvature(3.0, limit, 2, 0.5)
        assert line.result.text() == "Largest curvature at step 2: 3; no direction bends up."
    line.set_curvature(-math.inf, 0.5, 2, 0.5)
    assert line.result.text() == "At step 2 the curvature is not finite."
    line.set_curvature(1e-9, 2e9, 1234, 0.5)
    assert "bounces above a rate of 2/λ = 2·10⁹, the rate is 0.5." in line.result.text()
