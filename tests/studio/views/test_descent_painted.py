"""What the views of the workspace Descent paint, kept in words."""

from pathlib import Path

import pytest

from gdstudio.descent.diagnosis import Diagnosis
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import RaceResult
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.descent.function_chooser import FormulaField
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_row import RaceRow, RacerSwatch
from tests.studio.painted import painting_differs

KEPT = Path(__file__).parent / "painted"
LINES = (
    "Step 1: at w = −3 the slope is −8.",
    "w ← w − η g",
    "    w: −3 − 0.1·(−8) = −2.2",
    "m̂ = m / (1 − β)",
    "All is well.",
)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name.lower())
@pytest.mark.parametrize("state", ["none", "place"])
def test_that_the_dot_of_a_racer_is_painted_as_it_is_kept(qtbot, theme, state) -> None:
    put_on(theme)
    swatch = RacerSwatch(3)
    qtbot.addWidget(swatch)
    swatch.resize(swatch.sizeHint())
    swatch.set_place(2 if state == "place" else None)
    name = f"racer_{state}_{theme.name.lower()}.txt"
    assert painting_differs(KEPT / name, swatch) == ""


def test_that_a_racer_with_a_result_is_painted_as_it_is_kept(qtbot) -> None:
    put_on(LIGHT)
    row = RaceRow(0)
    qtbot.addWidget(row)
    row.resize(264, 44)
    for field in (row.method_box, row.rate_box, row.remove_button):
        field.hide()  # Qt's own
    row.show()
    qtbot.waitExposed(row)
    row.set_racer(Racer("adam"), 0.05)
    for name, place, ended in (("wins", 1, "converged"), ("loses", None, "diverged")):
        row.set_result(RaceResult(Racer("adam"), 0.05, 10.0, 0.5, 1234, 1200, ended), place)
        assert painting_differs(KEPT / f"racer_{name}.txt", row) == ""


@pytest.mark.parametrize(
    ("name", "formula"), [("right", "x + y"), ("wrong", "x + quux y"), ("missing", "x +")]
)
def test_that_a_formula_is_painted_as_it_is_kept(qtbot, name, formula) -> None:
    put_on(LIGHT)
    field = FormulaField()
    qtbot.addWidget(field)
    field.setFrame(False)
    field.resize(120, 24)
    field.set_formula(formula, 2)
    assert painting_differs(KEPT / f"formula_{name}.txt", field) == ""


@pytest.mark.parametrize("width", [320, 150])
def test_that_an_update_is_painted_as_it_is_kept(qtbot, width) -> None:
    put_on(LIGHT)
    view = NarrationView()
    qtbot.addWidget(view)
    view.resize(width, 220)
    view.show()
    qtbot.waitExposed(view)
    view.set_diagnosis(Diagnosis("bounces", "The rate is 2 / C″.", 0.1, 3))
    view.set_lines(LINES, "Step 1, Adam")
    assert painting_differs(KEPT / f"narration_{width}.txt", view) == ""
