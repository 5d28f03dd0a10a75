import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from gdstudio.jobs.estimate import Estimate
from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.landscape.slices import Slice
from gdstudio.pictures.plane.slices import Mark, names_that_fit
from gdstudio.pictures.sheet import Sheet
from gdstudio.studio.appearance import put_on
from gdstudio.studio.painting import Lettering
from gdstudio.studio.theme import DARK, LIGHT, Theme
from gdstudio.studio.views.landscape.slice_view import SliceFoot, SliceView
from gdstudio.studio.views.plane.flat_view import PlaneReadout
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

T = np.linspace(0.0, 1.0, 61)


@pytest.fixture
def view(qtbot: QtBot) -> SliceView:
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(460, 250)
    view.show()
    return view


def hill(height: float, floor: float = 0.02) -> Slice:
    return Slice(T, floor + 4 * height * T * (1 - T), 1 - 2 * T * (1 - T))


def show_hill(view: SliceView, *others: Slice) -> None:
    view.set_slice(hill(0.42), ("this run", "Run 3"), 0.42, 0.42, *others)


def valley(current: float = 0.5) -> DescentSlice:
    rates = np.arange(-6, 55) * 0.05
    return DescentSlice(
        rates, 1 + (rates - 1) ** 2, 2.0, current, 1 + (current - 1) ** 2, 1.0, 1.0, 2.0
    )


def canvas_of(view: SliceView) -> PlaneCanvas:
    canvas = view.findChild(PlaneCanvas)
    assert canvas is not None
    return canvas


def readout_of(view: SliceView) -> str:
    readout = view.findChild(PlaneReadout)
    assert readout is not None
    return readout.text()


def button_of(view: SliceView, name: str) -> QPushButton:
    return next(b for b in view.findChildren(QPushButton) if b.text() == name)


def box_of(view: SliceView, name: str) -> QComboBox:
    return next(b for b in view.findChildren(QComboBox) if b.accessibleName() == name)


def choose(box: QComboBox, index: int) -> None:
    """Choose as people do: only then a box says `activated`."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(index):
        QTest.keyClick(box, Qt.Key.Key_Down)


def drag(view: SliceView, *places: float) -> None:
    canvas = canvas_of(view)
    points = [canvas.widget_position(t, 0.1).toPoint() for t in places]
    target = canvas
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(target, point)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=points[-1])


def pixels_of(image: QImage, colour: str) -> np.ndarray:
    """Return (x, y) of the pixels of exactly this colour, shape (k, 2)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    shape = (image.height(), image.bytesPerLine() // 4)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(shape) & 0xFFFFFF
    rows, columns = np.nonzero(pixels == QColor(colour).rgb() & 0xFFFFFF)
    return np.column_stack([columns, rows])


def test_that_choosing_a_kind_asks_for_it_and_its_run(view: SliceView) -> None:
    view.set_runs([(3, "Run 3"), (7, "Run 7")])
    view.set_choice("gradient", 7)
    asked = QSignalSpy(view.slice_requested)

    choose(box_of(view, "Slice"), 1)
    choose(box_of(view, "Slice"), 3)

    told = [asked.at(i) for i in range(asked.count())]
    assert ["start", -1] in told
    assert told[-1] == ["bezier", 7]


def test_that_choosing_a_run_and_the_button_ask_with_its_id(view: SliceView) -> None:
    view.set_runs([(3, "Run 3"), (7, "Run 7")])
    view.set_choice("run")
    asked = QSignalSpy(view.slice_requested)

    choose(box_of(view, "Run the slice leads to"), 1)
    assert asked.at(asked.count() - 1) == ["run", 7]

    before = asked.count()
    button_of(view, "Make").click()
    assert asked.count() == before + 1
    assert asked.at(before) == ["run", 7]


def test_that_nothing_is_asked_for_while_there_is_no_other_run(view: SliceView) -> None:
    asked = QSignalSpy(view.slice_requested)

    choose(box_of(view, "Slice"), 2)

    assert box_of(view, "Slice").currentText() == "To another run"
    assert "run" not in [asked.at(i)[0] for i in range(asked.count())]
    assert not button_of(view, "Make").isEnabled()
    assert view.sentence() == "This needs another run: there is none yet."

    view.set_runs([(3, "Run 3")])
    assert button_of(view, "Make").isEnabled()
    assert view.sentence() == ""


def test_that_setters_ask_for_nothing(view: SliceView) -> None:
    spies = [QSignalSpy(s) for s in (view.slice_requested, view.place_chosen)]

    view.set_runs([(3, "Run 3"), (7, "Run 7")])
    view.set_choice("bezier", 7)
    view.set_choice("run", 99)
    show_hill(view)
    view.set_cursor(0.5)
    view.set_runs([])

    assert [spy.count() for spy in spies] == [0, 0]


def test_that_the_chosen_run_stays_when_others_come_and_go(view: SliceView) -> None:
    view.set_runs([(3, "Run 3"), (7, "Run 7")])
    view.set_choice("run", 7)
    asked = QSignalSpy(view.slice_requested)

    for runs in ([(1, "a"), (7, "Run 7")], [(1, "a")]):
        view.set_runs(runs)
        button_of(view, "Make").click()

    assert [asked.at(0)[1], asked.at(1)[1]] == [7, 1]


def test_that_progress_stands_where_the_sentence_stood_and_can_be_cancelled(
    view: SliceView,
) -> None:
    show_hill(view)
    height = canvas_of(view).height()
    cancelled = QSignalSpy(view.cancel_requested)

    view.set_progress(Estimate(0.25, 12.3))

    bar = view.findChild(QProgressBar)
    assert bar is not None
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == pytest.approx(0.25)
    assert canvas_of(view).height() == height
    cancel = button_of(view, "Cancel")
    place = cancel.mapTo(view, QPoint())
    view.set_progress(Estimate(0.99))
    assert cancel.mapTo(view, QPoint()) == place
    cancel.click()
    assert cancelled.count() == 1

    view.set_progress(None)
    assert not bar.isVisible()


def test_that_odd_progress_is_shown_within_the_bar(view: SliceView) -> None:
    bar = view.findChild(QProgressBar)
    assert bar is not None

    for done, shown in ((math.nan, 0), (-1.0, 0), (7.0, bar.maximum())):
        view.set_progress(Estimate(done, math.inf))
        assert bar.value() == shown


def test_that_the_keyboard_is_not_lost_when_cancel_goes_away(view: SliceView) -> None:
    view.set_progress(Estimate(0.5, 1.0))
    button_of(view, "Cancel").setFocus()

    view.set_progress(None)

    assert view.focusWidget() is box_of(view, "Slice")


def test_that_a_drag_chooses_places_and_the_release_leaves_once(view: SliceView) -> None:
    show_hill(view)
    chosen, left = QSignalSpy(view.place_chosen), QSignalSpy(view.place_left)

    drag(view, 0.25, 0.5, 0.75)

    places = [chosen.at(i)[0] for i in range(chosen.count())]
    assert places == pytest.approx([0.25, 0.5, 0.75], abs=0.005)
    assert left.count() == 1


def test_that_places_stay_on_the_line(view: SliceView) -> None:
    show_hill(view)
    chosen = QSignalSpy(view.place_chosen)

    drag(view, -0.02, 3.0)

    assert [chosen.at(0)[0], chosen.at(1)[0]] == [0.0, 1.0]


def test_that_without_a_slice_there_is_no_place_to_choose(view: SliceView) -> None:
    chosen, left = QSignalSpy(view.place_chosen), QSignalSpy(view.place_left)

    drag(view, 0.25, 0.5)
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)

    assert (chosen.count(), left.count()) == (0, 0)


def test_that_a_slice_cleared_under_the_pointer_still_lets_go(view: SliceView) -> None:
    show_hill(view)
    left = QSignalSpy(view.place_left)
    target = canvas_of(view)
    at = canvas_of(view).widget_position(0.5, 0.1).toPoint()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=at)

    view.clear()
    QTest.mouseMove(target, at + QPoint(9, 0))
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=at)

    assert left.count() == 1


def test_that_hiding_the_view_lets_go(view: SliceView) -> None:
    show_hill(view)
    left = QSignalSpy(view.place_left)
    at = canvas_of(view).widget_position(0.5, 0.1).toPoint()
    QTest.mousePress(canvas_of(view), Qt.MouseButton.LeftButton, pos=at)

    view.hide()

    assert left.count() == 1


def test_that_arrow_keys_walk_from_the_cursor_and_escape_leaves(view: SliceView) -> None:
    show_hill(view)
    chosen, left = QSignalSpy(view.place_chosen), QSignalSpy(view.place_left)
    canvas = canvas_of(view)

    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    view.set_cursor(0.5)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up)

    assert [chosen.at(i)[0] for i in range(chosen.count())] == pytest.approx([0.01, 0.99, 0.51])
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert left.count() == 1


def test_that_the_ball_stands_on_the_curve_where_the_network_is(view: SliceView) -> None:
    show_hill(view)
    assert not len(pixels_of(canvas_of(view).grab().toImage(), LIGHT.accent))

    view.set_cursor(0.25)

    found = pixels_of(canvas_of(view).grab().toImage(), LIGHT.accent)
    at = canvas_of(view).widget_position(0.25, 0.02 + 4 * 0.42 * 0.25 * 0.75)
    wide = found[np.abs(found[:, 0] - at.x()) > 2]  # the ball without the hairline
    middle = (wide.min(axis=0) + wide.max(axis=0) + 1) / 2
    assert np.abs(middle - [at.x(), at.y()]).max() < 1.0

    view.set_cursor(None)
    assert not len(pixels_of(canvas_of(view).grab().toImage(), LIGHT.accent))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_each_line_is_drawn_in_its_colour_where_its_costs_are(
    view: SliceView, theme: Theme
) -> None:
    put_on(theme)
    show_hill(view, hill(0.11), hill(0.02))

    image = canvas_of(view).grab().toImage()

    for height, colour in ((0.42, theme.text), (0.11, theme.curves[0]), (0.02, theme.curves[1])):
        for t in (0.3, 0.45):
            at = canvas_of(view).widget_position(t, 0.02 + 4 * height * t * (1 - t)).toPoint()
            near = pixels_of(image.copy(at.x() - 2, at.y() - 2, 5, 5), colour)
            assert len(near), (height, t)


def test_that_the_marks_of_a_descent_have_their_colours_and_places(view: SliceView) -> None:
    view.set_descent_slice(valley())

    image = canvas_of(view).grab().toImage()

    marks = ((0.5, 1.25, LIGHT.accent), (1.0, 1.0, LIGHT.curves[1]), (2.0, 2.0, LIGHT.warning))
    for rate, cost, colour in marks:
        at = canvas_of(view).widget_position(rate, cost).toPoint()
        assert image.pixelColor(at) == QColor(colour)


def test_that_labels_give_up_numbers_before_they_are_cut(view: SliceView) -> None:
    marks = Mark("start", 0.0, 0.0, "start", "0"), Mark("best", 2.0, 0.0, "best", "2")
    sheet = Sheet((400.0, 300.0), Lettering(view.font()).measure)

    assert names_that_fit(sheet, marks, 400) == ["start 0", "best 2"]
    names = sheet.width_of("start") + sheet.width_of("best") + 12
    assert names_that_fit(sheet, marks, names) == ["start", "best"]
    assert all(t.endswith("…") for t in names_that_fit(sheet, marks, 45))


def test_that_the_readout_tells_place_cost_and_accuracy_under_the_pointer(view: SliceView) -> None:
    show_hill(view)
    resting = readout_of(view)
    canvas = canvas_of(view)

    QTest.mouseMove(canvas, canvas.widget_position(0.5, 0.1).toPoint())
    words = readout_of(view).split("   ")

    assert float(words[0].removeprefix("t = ")) == pytest.approx(0.5, abs=0.005)
    assert words[1].startswith("C = 0.4")  # 0.02 + 0.42
    assert words[2].startswith("50.")  # 1 - 2 / 4
    canvas.hovered.emit(None)
    assert readout_of(view) == resting


def test_that_the_readout_names_every_line(view: SliceView) -> None:
    show_hill(view, hill(0.11), hill(0.02))

    view.set_cursor(0.5)

    words = "t = 0.500   straight 0.440   matched 0.130   curve 0.040   50.00 %"
    assert readout_of(view) == words


def test_that_the_log_button_changes_the_axis(view: SliceView) -> None:
    show_hill(view)

    button_of(view, "log").click()

    low, high = canvas_of(view).box.frame.y
    assert low < math.log10(0.02) < math.log10(0.44) < high < 0


def test_that_a_message_stands_over_the_sentence_until_it_is_taken_away(view: SliceView) -> None:
    show_hill(view)
    said = view.sentence()
    assert said.startswith("Barrier")

    view.set_message("Stopped <b>early</b>.")
    assert view.sentence() == "Stopped <b>early</b>."
    shown = [label.text() for label in view.findChildren(QLabel)]
    assert "Stopped &lt;b&gt;early&lt;/b&gt;." in shown
    view.set_message("")
    assert view.sentence() == said
    view.clear()
    assert view.sentence() == ""


def test_that_accuracy_has_an_axis_only_where_it_is_known(view: SliceView, qtbot: QtBot) -> None:
    show_hill(view)
    qtbot.waitUntil(lambda: canvas_of(view).box.frame.width > 0)
    narrow = canvas_of(view).box.frame.width

    view.set_descent_slice(valley())

    qtbot.waitUntil(lambda: canvas_of(view).box.frame.width > narrow + 30)


@pytest.mark.parametrize("size", [(340, 220), (460, 250), (1400, 900), (60, 30)])
@pytest.mark.parametrize("cost", [0.0, 1e300, math.nan, math.inf])
@pytest.mark.parametrize("log", [False, True])
def test_that_odd_costs_and_sizes_can_be_painted(
    view: SliceView, size: tuple[int, int], cost: float, log: bool
) -> None:
    view.resize(*size)
    button_of(view, "log").setChecked(log)
    odd = Slice(T, np.where(T > 0.5, cost, 0.3), np.full(61, 0.5))
    view.set_slice(odd, ("a" * 300, ""), cost, cost, odd, odd)
    view.set_cursor(0.9)
    assert not view.grab().isNull()

    rates = np.arange(-1, 5) * 1.0
    odd_costs = np.full(6, cost)
    view.set_descent_slice(DescentSlice(rates, odd_costs, 1.0, 1e9, cost, 0.0, 1.0, 0.0))
    view.set_cursor(math.nan)
    assert not view.grab().isNull()


def test_that_everything_focusable_has_a_name(view: SliceView) -> None:
    for widget in view.findChildren(QPushButton) + view.findChildren(QComboBox):
        assert widget.accessibleName()
    assert canvas_of(view).accessibleName()


def test_that_the_reading_belongs_to_the_slice_shown_under_a_resting_pointer(
    view: SliceView,
) -> None:
    show_hill(view)
    canvas = canvas_of(view)
    for place in (QPoint(1, 1), canvas.widget_position(0.5, 0.1).toPoint()):
        QTest.mouseMove(canvas, place)
    view.clear()
    assert not readout_of(view).startswith("t =")
    show_hill(view)
    assert float(readout_of(view).split("   ")[0].removeprefix("t = ")) == pytest.approx(
        0.5, abs=0.005
    )


def test_that_what_is_said_is_in_the_place_of_the_picture_and_told_to_readers(
    view: SliceView,
) -> None:
    def said() -> str:
        words = canvas_of(view).accessibleDescription()
        assert canvas_of(view).chart.words in ("", words)
        return words

    make = "Make computes the cost along a line through the network’s parameters."
    missing = "This needs another run: there is none yet."
    assert (said(), canvas_of(view).chart.words) == (make, make)
    view.set_choice("run")
    assert said() == missing
    view.set_runs([(3, "Run 3")])
    assert said() == make
    view.set_runs([])
    assert said() == missing
    view.set_choice("start")
    assert said() == make
    view.set_message("Stopped.")
    assert canvas_of(view).chart.words == said() == "Stopped."
    show_hill(view)
    assert (said(), canvas_of(view).chart.words) == ("Stopped.", "")
    view.clear()
    assert said() == make
    view.set_descent_slice(valley())
    assert said() == view.sentence()
    assert said().startswith("The rate now takes")


def test_that_a_slice_brings_its_hint_and_its_caption(view: SliceView) -> None:
    assert view.readout.text() == ""
    assert view.readout.accessibleDescription() == ""
    show_hill(view)
    assert view.readout.text() == "drag along the curve to walk on it"
    assert view.readout.accessibleDescription() == view_caption(view)
    view.clear()
    assert (view.readout.text(), view.readout.accessibleDescription()) == ("", "")


def view_caption(view: SliceView) -> str:
    return canvas_of(view).chart.picture.caption


def test_that_a_place_that_is_none_is_no_cursor(view: SliceView) -> None:
    show_hill(view)
    for t in (math.nan, math.inf, None):
        view.set_cursor(0.5)
        assert canvas_of(view).chart.t == 0.5
        view.set_cursor(t)
        assert canvas_of(view).chart.t is None
    view.set_cursor(0.5)
    view.clear()
    assert canvas_of(view).chart.t is None


def test_that_another_kind_ends_what_is_computed_and_drops_the_slice(view: SliceView) -> None:
    show_hill(view)
    view.set_message("Stopped.")
    cancelled = QSignalSpy(view.cancel_requested)
    choose(box_of(view, "Slice"), 1)
    assert cancelled.count() >= 1
    assert canvas_of(view).chart.picture is None
    assert view.sentence() == ""


def test_that_escape_is_left_to_others_while_nobody_walks(view: SliceView) -> None:
    show_hill(view)
    left = QSignalSpy(view.place_left)
    for held in (False, True):
        if held:
            QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        event.accept()
        view.keyPressEvent(event)
        assert event.isAccepted() == held
        assert left.count() == held
    QTest.keyClick(canvas_of(view), Qt.Key.Key_Right)
    other = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    view.keyPressEvent(other)
    assert left.count() == 1


def test_that_the_words_have_the_room_they_need(qtbot: QtBot) -> None:
    foot = SliceFoot()
    qtbot.addWidget(foot)
    foot.setStyleSheet("QPushButton { height: 1px; border: none; }")
    foot.resize(300, 20)
    foot.show()
    line = foot.fontMetrics().lineSpacing()
    button = foot.cancel_button.sizeHint().height()
    assert foot.height() == max(line + 2, button)
    foot.set_words("word " * 60)
    words = foot.findChild(QLabel, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert foot.height() == words.heightForWidth(300) + 2 > 4 * line
    foot.resize(4000, foot.height())
    assert foot.height() == max(line + 2, button)
    font = foot.font()
    font.setPointSizeF(2 * font.pointSizeF())
    foot.setFont(font)
    assert foot.height() >= 2 * line


def test_that_the_foot_is_never_lower_than_its_button(qtbot: QtBot) -> None:
    foot = SliceFoot()
    qtbot.addWidget(foot)
    foot.setStyleSheet("QPushButton { height: 90px; }")
    foot.show()
    foot.resize(301, 20)
    assert foot.height() == foot.cancel_button.sizeHint().height() >= 90
