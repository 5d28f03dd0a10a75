"""What the flat plots and what stands round them paint, kept in words."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest

from gdstudio.descent.functions import StationaryPoint, typed_function
from gdstudio.descent.samples import evaluate_grid
from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.plane import plane_canvas
from gdstudio.studio.views.plane.contour_view import ContourView
from gdstudio.studio.views.plane.cost_curves import CostCurves, CurveKey
from gdstudio.studio.views.plane.flat_view import PlaneReadout
from gdstudio.studio.views.plane.plane_canvas import Hint, PlaneCanvas
from tests.kept import difference
from tests.studio.described import described
from tests.studio.painted import painted, painting_differs
from tests.studio.views.repaints import is_repainted

KEPT = Path(__file__).parent / "painted"
MADE = Path(__file__).parent / "made"


@pytest.fixture(autouse=True)
def _light(qapp):
    put_on(LIGHT)


@pytest.fixture
def readout(qtbot):
    readout = PlaneReadout()
    qtbot.addWidget(readout)
    readout.set_hint("click or drag")
    readout.resize(readout.sizeHint())
    return readout


def test_that_a_line_is_painted_as_it_is_kept(readout):
    assert painting_differs(KEPT / "readout_hint.txt", readout) == ""
    readout.set_text("x = 1.00")
    readout.set_note("too far", warning=True)
    assert readout.accessibleDescription() == "too far"
    assert painting_differs(KEPT / "readout_warning.txt", readout) == ""
    readout.set_note("fine", warning=False)
    readout.resize(90, 20)
    assert painting_differs(KEPT / "readout_narrow.txt", readout) == ""
    readout.resize(30, 20)
    assert painting_differs(KEPT / "readout_hardly.txt", readout) == ""


def test_that_a_line_has_its_least_and_its_usual_size(readout):
    height = readout.fontMetrics().height() + 2
    assert readout.minimumSizeHint().toTuple() == (80, height)
    assert readout.sizeHint().toTuple() == (320, height)


@pytest.fixture
def key(qtbot):
    key = CurveKey()
    qtbot.addWidget(key)
    key.resize(120, 20)
    return key


def test_that_a_key_is_painted_as_it_is_kept(key):
    key.set_curves(["momentum", "adam", "newton"], ["#ff0000", "#00ff00", "#0000ff"])
    assert painting_differs(KEPT / "key_three.txt", key) == ""
    key.set_curves(["gradient descent"], ["#ff0000"])
    key.set_values(["1.2345"])
    assert painting_differs(KEPT / "key_one.txt", key) == ""
    assert (key.sizeHint().width(), key.sizeHint().height()) == (200, key.height())


@pytest.fixture
def curves(qtbot):
    curves = CostCurves()
    qtbot.addWidget(curves)
    curves.resize(220, 150)
    curves.set_curves([("a", "#ff0000", [8.0, 2.0, 1.0]), ("b", "", [8.0, 7.0, 0.0])])
    curves.set_cursor(1)
    return curves


def test_that_curves_are_made_and_painted_as_they_are_kept(curves):
    assert difference(MADE / "cost_curves.txt", described(curves, sizes=True)) == ""
    assert painting_differs(KEPT / "cost_curves.txt", curves) == ""
    assert curves.minimumSizeHint().toTuple() == (200, 140)
    assert curves.sizeHint().toTuple() == (300, 200)


def test_that_curves_in_the_dark_are_painted_as_they_are_kept(curves):
    put_on(DARK)
    assert painting_differs(KEPT / "cost_curves_dark.txt", curves) == ""


@pytest.fixture
def view(qtbot):
    view = ContourView()
    qtbot.addWidget(view)
    view.resize(260, 220)
    view.set_grid(evaluate_grid(typed_function("x^2/4 + y^2", 2), columns=21))
    return view


def test_that_a_map_is_made_and_painted_as_it_is_kept(view):
    view.set_stationary([StationaryPoint((1.0, 2.0), 0.5, "saddle")])
    view.set_paths([(np.array([(-4.0, 4.0), (-3.0, 1.0)]), "#ff0000", "sgd")])
    view.set_point((2.0, -1.0), (1.0, -2.0), (-0.5, 1.0))
    view.set_arrows([((0.5, 0.5), "#00ff00", "m")])
    assert difference(MADE / "contour_view.txt", described(view, sizes=True)) == ""
    assert painting_differs(KEPT / "contour_map.txt", view) == ""
    assert view.minimumSizeHint().toTuple() == (240, 200)
    assert view.sizeHint().toTuple() == (620, 430)


def test_that_a_map_in_focus_with_equal_scales_is_painted_as_it_is_kept(view, qtbot):
    view.set_equal_aspect(True)
    view.show()
    view.activateWindow()
    canvas = view.findChild(PlaneCanvas)
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(canvas.hasFocus)
    assert painting_differs(KEPT / "contour_map_in_focus.txt", view) == ""
    QTest.mouseMove(canvas, QPoint(130, 90))
    assert view.readout.text().startswith("x = ")


@pytest.fixture
def canvas(qtbot):
    canvas = PlaneCanvas(ContourMap())
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def centre(canvas):
    x, y = (sum(ends) / 2 for ends in (canvas.box.frame.x, canvas.box.frame.y))
    return x, y, canvas.widget_position(x, y).toPoint()


def test_that_a_hint_shows_as_a_tip(canvas, monkeypatch):
    shown = []
    monkeypatch.setattr(plane_canvas.QToolTip, "showText", lambda *args: shown.append(args))
    x, y, at = centre(canvas)
    canvas.set_hints([Hint(x, y, "here")])
    for place, text in ((at, "here"), (at + QPoint(30, 0), "")):
        event = QHelpEvent(QEvent.Type.ToolTip, place, place + QPoint(100, 200))
        assert canvas.event(event)
        assert shown.pop() == (place + QPoint(100, 200), text, canvas)
    canvas.event(QHelpEvent(QEvent.Type.WhatsThis, at, at))
    assert shown == []


def test_that_the_menu_and_presses_beside_the_box_are_left_to_the_window(canvas):
    pressed = QSignalSpy(canvas.pressed)
    _, _, at = centre(canvas)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, at)
    canvas.contextMenuEvent(menu)
    assert not menu.isAccepted()
    left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
    for place, button, is_taken in (
        (QPointF(at), left, True),
        (QPointF(at), right, False),
        (QPointF(1, 1), left, False),
    ):
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QMouseEvent.Type.MouseButtonPress, place, place, button, button, plain)
        canvas.mousePressEvent(event)
        assert event.isAccepted() == is_taken
    assert pressed.count() == 1


def test_that_a_plane_that_moves_tells_where_the_resting_pointer_is_by_then(canvas):
    hovered = QSignalSpy(canvas.hovered)
    _, _, at = centre(canvas)
    QTest.mouseMove(canvas, at)
    assert hovered.count() == 1
    canvas.set_chart(replace(canvas.chart, names=("a", "b")))  # the box stays where it is
    n = hovered.count()
    canvas.resize(320, 200)
    assert hovered.count() == n + 1
    assert hovered.at(n)[0] == pytest.approx(canvas.box.to_data(at.x(), at.y()))
    canvas.set_chart(canvas.chart)
    assert hovered.count() == n + 1


def test_that_only_what_is_drawn_from_something_else_is_laid_out_anew(canvas):
    assert is_repainted(canvas, lambda: canvas.set_chart(replace(canvas.chart)))
    ground = painted(canvas)[0]
    canvas.set_chart(replace(canvas.chart, words="nothing yet"))
    assert painted(canvas)[0] != ground


@pytest.mark.parametrize("is_read_only", [True, False])
def test_that_a_canvas_is_made_as_it_is_kept(qtbot, is_read_only):
    canvas = PlaneCanvas(ContourMap(), is_read_only=is_read_only)
    qtbot.addWidget(canvas)
    name = "plane_canvas_read_only" if is_read_only else "plane_canvas"
    assert difference(MADE / f"{name}.txt", described(canvas, sizes=True)) == ""
