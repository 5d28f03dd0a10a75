"""The line under a flat plot, and mouse, keys and hints of its canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.pictures.plane.curve import CostCurve
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.views.plane import flat_view
from gdstudio.studio.views.plane.flat_view import PlaneReadout, nudged
from gdstudio.studio.views.plane.plane_canvas import Hint, PlaneCanvas
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def test_that_an_arrow_key_goes_a_hundredth_of_the_range_and_not_beyond_it() -> None:
    assert nudged(3.0, 2, 0.0, 10.0) == pytest.approx(3.2)
    assert nudged(3.0, -1, 1.0, 10.0) == pytest.approx(2.91)
    assert nudged(9.95, 1, 0.0, 10.0) == 10.0
    assert nudged(-4.99, -1, -5.0, 10.0) == -5.0


@pytest.fixture
def readout(qtbot: QtBot) -> PlaneReadout:
    readout = PlaneReadout()
    qtbot.addWidget(readout)
    put_on(LIGHT)
    readout.resize(400, readout.minimumSizeHint().height())
    readout.show()
    qtbot.waitExposed(readout)
    return readout


def inked(readout: PlaneReadout) -> list[int]:
    """The columns on which anything is written."""
    shown = colours(readout)
    return np.flatnonzero((np.abs(shown - shown[0, 0]).max(axis=2) > 60).any(axis=0)).tolist()


def inks(readout: PlaneReadout) -> list[str]:
    """Which colour of the theme the darkest ink is nearest to, at the left and at the right."""
    names = ("text", "muted", "warning")
    wanted = np.array([QColor(getattr(LIGHT, name)).getRgb()[:3] for name in names])
    found = []
    for half in np.hsplit(colours(readout), 2):
        ink = half.reshape(-1, 3)[np.argmin(half.sum(axis=2))]
        found.append(names[int(np.abs(wanted - ink).sum(axis=1).argmin())])
    return found


def test_that_text_begins_at_the_left_and_the_note_ends_at_the_right(readout: PlaneReadout) -> None:
    width = QFontMetrics(readout.numeral_font()).horizontalAdvance
    readout.set_text("HHH")
    columns = inked(readout)
    assert 0 <= columns[0] <= 3
    assert columns[-1] <= width("HHH")

    readout.set_text("")
    readout.set_note("HHHH", warning=False)
    columns = inked(readout)
    assert 396 <= columns[-1] <= 399
    assert columns[0] >= 400 - width("HHHH")


def test_that_a_text_without_room_is_cut_well_before_the_note(readout: PlaneReadout) -> None:
    readout.set_note("HHHH", warning=False)
    (note, *_) = inked(readout)
    readout.set_text("H" * 200)
    before = [x for x in inked(readout) if x < note]
    assert note - 40 < before[-1] < note - 12
    readout.set_note("", warning=False)
    assert 380 < inked(readout)[-1] < 400
    readout.set_note("H" * 300, warning=False)
    assert 0 <= inked(readout)[0] <= 20
    assert inked(readout)[-1] < 400


def test_that_hint_text_and_note_have_their_colours(readout: PlaneReadout) -> None:
    readout.set_note("HHHHHH", warning=False)
    readout.set_hint("HHHHHH")
    assert (readout.text(), inks(readout)) == ("HHHHHH", ["muted", "muted"])
    readout.set_text("HHHHHHH")
    assert (readout.text(), inks(readout)) == ("HHHHHHH", ["text", "muted"])
    readout.set_note("HHHHHH", warning=True)
    assert inks(readout) == ["text", "warning"]
    readout.set_text("")
    assert (readout.text(), inks(readout)) == ("HHHHHH", ["muted", "warning"])


def test_that_the_line_is_painted_anew_only_for_something_new(readout: PlaneReadout) -> None:
    assert is_repainted(readout, lambda: readout.set_hint("a"))
    assert is_repainted(readout, lambda: readout.set_text("b"))
    assert not is_repainted(readout, lambda: readout.set_text("b"))
    assert is_repainted(readout, lambda: readout.set_note("c", warning=False))
    assert not is_repainted(readout, lambda: readout.set_note("c", warning=False))
    assert is_repainted(readout, lambda: readout.set_note("c", warning=True))
    assert is_repainted(readout, lambda: readout.set_note("d", warning=True))


def test_that_the_line_is_as_high_as_its_text(readout: PlaneReadout) -> None:
    height = readout.fontMetrics().height()
    assert height < readout.minimumSizeHint().height() <= height + 4
    assert readout.sizeHint().height() == readout.minimumSizeHint().height()


@pytest.fixture
def canvas(qtbot: QtBot) -> PlaneCanvas[ContourMap]:
    """A map of [0, 1] x [0, 1]."""
    canvas = PlaneCanvas(ContourMap())
    qtbot.addWidget(canvas)
    put_on(LIGHT)
    canvas.resize(400, 300)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def middle(canvas: PlaneCanvas[ContourMap]) -> QPoint:
    frame = canvas.box.frame
    return canvas.widget_position(sum(frame.x) / 2, sum(frame.y) / 2).toPoint()


def test_that_a_hint_shows_up_to_twelve_pixels_away_and_the_nearest_wins(
    canvas: PlaneCanvas[ContourMap],
) -> None:
    x, y = (sum(ends) / 2 for ends in (canvas.box.frame.x, canvas.box.frame.y))
    at = canvas.widget_position(x, y)
    other = canvas.box.to_data(at.x() + 10, at.y())
    canvas.set_hints([Hint(x, y, "zz"), Hint(*other, "a")])

    assert canvas.hint_at(at) == "zz"
    assert canvas.hint_at(at + QPointF(4, 0)) == "zz"
    assert canvas.hint_at(at + QPointF(6, 0)) == "a"
    assert canvas.hint_at(at - QPointF(11.9, 0)) == "zz"
    assert canvas.hint_at(at - QPointF(0, 11.9)) == "zz"
    assert canvas.hint_at(at - QPointF(12.1, 0)) == ""
    assert canvas.hint_at(at - QPointF(9, 9)) == ""
    canvas.set_hints([])
    assert canvas.hint_at(at) == ""


def test_that_a_press_is_let_go_once(canvas: PlaneCanvas[ContourMap]) -> None:
    pressed, let_go = QSignalSpy(canvas.pressed), QSignalSpy(canvas.let_go)
    at = middle(canvas)
    QTest.mouseRelease(canvas, LEFT, pos=at)
    assert let_go.count() == 0
    QTest.mousePress(canvas, LEFT, pos=at)
    QTest.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=at)
    assert (pressed.count(), let_go.count()) == (1, 0)
    QTest.mouseRelease(canvas, LEFT, pos=at)
    QTest.mouseRelease(canvas, LEFT, pos=at)
    QTest.mouseMove(canvas, at + QPoint(9, 9))
    assert (pressed.count(), let_go.count()) == (1, 1)
    QTest.mousePress(canvas, LEFT, pos=at)
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
    assert let_go.count() == 2


def test_that_a_double_click_presses_too(canvas: PlaneCanvas[ContourMap]) -> None:
    pressed = QSignalSpy(canvas.pressed)
    at = QPointF(middle(canvas))
    kind = QEvent.Type.MouseButtonDblClick
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, at, LEFT, LEFT, PLAIN))
    assert list(pressed.at(0)) == pytest.approx(canvas.box.to_data(at.x(), at.y()))


def test_that_leaving_the_box_is_told(canvas: PlaneCanvas[ContourMap]) -> None:
    hovered = QSignalSpy(canvas.hovered)
    QTest.mouseMove(canvas, middle(canvas))
    QTest.mouseMove(canvas, QPoint(1, 1))
    x, y = hovered.at(0)[0]
    assert (x, y) == pytest.approx(canvas.box.to_data(middle(canvas).x(), middle(canvas).y()))
    assert hovered.at(hovered.count() - 1)[0] is None


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, 1)),
        (Qt.Key.Key_Down, (0, -1)),
    ],
)
def test_that_arrow_keys_nudge_also_those_of_the_keypad(
    canvas: PlaneCanvas[ContourMap], key: Qt.Key, step: tuple[int, int]
) -> None:
    nudges = QSignalSpy(canvas.nudged)
    QTest.keyClick(canvas, key)
    QTest.keyClick(canvas, key, Qt.KeyboardModifier.KeypadModifier)
    assert [tuple(nudges.at(i)) for i in range(nudges.count())] == [step, step]


def test_that_other_keys_are_left_to_the_window(canvas: PlaneCanvas[ContourMap]) -> None:
    nudges = QSignalSpy(canvas.nudged)
    for key, modifier in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_A, PLAIN),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
        canvas.keyPressEvent(event)
        assert not event.isAccepted()
    assert nudges.count() == 0


def test_that_only_a_plot_with_something_to_choose_listens(qtbot: QtBot) -> None:
    points = np.array([[0.0, 1.0], [1.0, 2.0]])
    for is_read_only in (True, False):
        canvas = PlaneCanvas(CostCurve(points), is_read_only=is_read_only)
        qtbot.addWidget(canvas)
        canvas.resize(300, 200)
        crossed = canvas.cursor().shape() == Qt.CursorShape.CrossCursor
        takes_focus = canvas.focusPolicy() != Qt.FocusPolicy.NoFocus
        assert (crossed, takes_focus) == (not is_read_only,) * 2


def test_that_a_focused_plot_looks_so_until_it_is_not(canvas: PlaneCanvas[ContourMap]) -> None:
    canvas.clearFocus()
    plain = colours(canvas)
    canvas.activateWindow()
    canvas.setFocus()
    if canvas.hasFocus():
        assert (colours(canvas) != plain).any()
        canvas.clearFocus()
        assert (colours(canvas) == plain).all()


@pytest.mark.parametrize(
    ("text", "note", "offered"),
    [
        ("α = 0.3, C = 1.25", "", "α = 0.3, C = 1.25"),
        ("α = 0.3, C = 1.25", "coarse: 11 x 11", "α = 0.3, C = 1.25"),
        ("", "coarse: 11 x 11", "coarse: 11 x 11"),
        ("C = 2", "", "C = 2"),
        ("", "", ""),
    ],
)
def test_that_a_click_on_what_is_read_offers_to_copy_it(
    readout: PlaneReadout, monkeypatch: pytest.MonkeyPatch, text: str, note: str, offered: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(flat_view, "offer_value", lambda text, *_: asked.append(text) or True)
    readout.set_text(text)
    readout.set_note(note, warning=False)
    QTest.mouseClick(readout, LEFT)
    QTest.mouseClick(readout, Qt.MouseButton.RightButton)
    assert asked == [offered]
