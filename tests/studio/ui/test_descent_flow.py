"""The workspace Descent, used as people use it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gdstudio.descent.library import LIBRARY
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay


@pytest.fixture
def room(qtbot, make_window):
    window = make_window(load=False)
    window.show_workspace("descent")
    room = window.descent
    qtbot.waitUntil(lambda: room.scenes.scene is not None)
    room.window = window
    return room


def choose(qtbot, room, name):
    """Choose a function of the library as the boxes do."""
    function = LIBRARY[name]
    room.panel.set_function(function)
    room.panel.function_chosen.emit(function)
    qtbot.waitUntil(lambda: room.scenes.scene.function is function)
    qtbot.waitUntil(lambda: room.scenes.scene.stationary is not None)
    return function


def chart_of(view):
    """Return what the plot in a view shows."""
    return view.findChild(PlaneCanvas).chart


def click_contour(qtbot, room, x, y):
    canvas = room.contour.findChild(PlaneCanvas)
    at = canvas.widget_position(x, y).toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)


def ball_on_surface(room):
    """Return the data x and y over which the present ball stands."""
    ball = room.surface.view.findChild(SurfaceOverlay).current_marker()
    x, y = room.scenes.scene.mesh.transform.xy_of(ball.point)
    return float(x), float(y)


def test_that_a_clicked_start_and_a_step_show_in_both_pictures(qtbot, room):
    function = choose(qtbot, room, "himmelblau")
    click_contour(qtbot, room, 1.0, 2.0)
    here = room.descent.session.current
    assert here.position == pytest.approx([1.0, 2.0], abs=0.05)
    assert ball_on_surface(room) == pytest.approx(tuple(here.position), abs=1e-6)
    arrow = chart_of(room.contour).state
    expected = function.gradient(here.position)
    assert arrow.gradient == pytest.approx(expected)

    room.window.actions_.descent_step.trigger()
    after = room.descent.session.current
    assert after.position == pytest.approx(here.position - room.panel.learning_rate() * expected)
    assert after.cost < here.cost
    assert chart_of(room.contour).state.position == pytest.approx(after.position)
    assert ball_on_surface(room) == pytest.approx(tuple(after.position), abs=1e-6)
    assert room.metrics.metrics()[0].text == "1"

    room.window.actions_.descent_back.trigger()
    assert room.descent.session.current.position == pytest.approx(here.position)


def test_that_a_click_on_the_surface_sets_the_start(qtbot, room):
    choose(qtbot, room, "himmelblau")
    view = room.surface.view
    with qtbot.waitSignal(view.surface_clicked) as blocker:
        middle = QPoint(view.width() // 2, view.height() // 2)
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    assert room.descent.session.start == pytest.approx(tuple(blocker.args), abs=1e-6)


def type_formula(qtbot, room, text):
    chooser = room.panel.chooser
    chooser.box.setCurrentIndex(chooser.box.count() - 1)
    chooser.box.activated.emit(chooser.box.count() - 1)
    qtbot.waitUntil(chooser.field.isVisible)
    chooser.field.selectAll()
    QTest.keyClicks(chooser.field, text)
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)


def test_that_a_typed_bowl_is_descended_as_worked_out_by_hand(qtbot, room):
    """For C = x^2/2 + 5 y^2 each step multiplies x by 1 - 0.15 and y by 1 - 1.5."""
    choose(qtbot, room, "himmelblau")
    type_formula(qtbot, room, "0.5 x^2 + 5 y^2")
    qtbot.waitUntil(lambda: room.descent.function.name == "typed")
    qtbot.waitUntil(lambda: room.scenes.scene.function is room.descent.function)
    room.descent.choose_start_of_two(1.0, 1.0)
    room.panel.rate_field.spin_box.setValue(0.15)
    for k in range(1, 9):
        room.window.actions_.descent_step.trigger()
        x, y = room.descent.session.current.position
        assert (x, y) == pytest.approx((0.85**k, (-0.5) ** k), rel=1e-12)
    assert "steps over the goal" in room.narration.diagnosis.text()  # in y, ever less


def test_that_rubbish_is_answered_at_its_place(qtbot, room):
    choose(qtbot, room, "himmelblau")
    before = room.descent.function
    type_formula(qtbot, room, "x^2 + quux(y)")
    field = room.panel.chooser.field
    assert field.wrong_part() is not None
    assert "quux" in room.panel.chooser.note.text()
    assert field.error.position == len("x^2 + ")
    assert room.descent.function.formula == before.formula


def test_that_one_input_overshoots_and_says_so(qtbot, room):
    choose(qtbot, room, "parabola")
    room.panel.rate_field.spin_box.setValue(1.25)  # the limit of (w - 1)^2 is 1
    for _ in range(6):
        room.window.actions_.descent_step.trigger()
    costs = room.descent.session.costs(room.descent.session.leader)
    assert (np.diff(costs) > 0).all()
    assert "Diverges" in room.narration.diagnosis.text() or "grow" in room.curve.readout.text()
    assert "2/C″ = 1" in room.curve.readout.accessibleDescription()


def test_that_run_descends_by_itself_and_stops_at_the_minimum(qtbot, room):
    choose(qtbot, room, "parabola")
    room.run_bar.set_speed(None)
    room.descent.set_speed(0.0)
    QTest.keyClick(room.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.descent.session.current.ended == "converged")
    qtbot.waitUntil(lambda: not room.is_running)
    assert room.descent.session.current.position == pytest.approx([1.0], abs=1e-5)
    assert room.window.actions_.run.text() == "&Run"


def test_that_a_race_moves_every_method_in_step(qtbot, room):
    choose(qtbot, room, "rosenbrock")
    room.race_switch.setChecked(True)
    for _ in range(5):
        room.window.actions_.descent_step.trigger()
    session = room.descent.session
    assert [descent.current.step for descent in session.descents] == [5, 5, 5]
    assert len(chart_of(room.contour).paths) == 3
    assert {tuple(d.path[0].position) for d in session.descents} == {session.start}
    room.window.actions_.descent_back.trigger()
    assert {descent.current.step for descent in session.descents} == {4}


def test_that_basins_are_made_in_the_background(qtbot, room):
    choose(qtbot, room, "himmelblau")
    room.panel.overlays.box("basins").setChecked(True)
    qtbot.waitUntil(lambda: chart_of(room.contour).basins is not None)
    room.panel.overlays.box("basins").setChecked(False)
    qtbot.waitUntil(lambda: chart_of(room.contour).basins is None)


def test_that_valleys_colour_the_starts_of_one_input(qtbot, room):
    choose(qtbot, room, "two-valleys")
    room.panel.overlays.box("basins").setChecked(True)
    qtbot.waitUntil(lambda: chart_of(room.curve).bands is not None)
    assert len(chart_of(room.curve).bands.labels) >= 2


def test_that_learning_goes_on_while_descent_is_looked_at(qtbot, make_window):
    window = make_window()
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step > 10)
    window.show_workspace("descent")
    step = window.runs.run.step
    qtbot.waitUntil(lambda: window.runs.run.step > step)
    assert window.actions_.run.text() == "&Run"  # of the descent, which rests
    window.show_workspace("learn")
    assert window.actions_.run.text() == "&Pause"


def test_that_the_library_can_be_walked_through(qtbot, room):
    for function in LIBRARY.values():
        choose(qtbot, room, function.name)
        for _ in range(3):
            room.window.actions_.descent_step.trigger()
        assert room.descent.session.current.step >= 1


def test_that_run_and_step_are_refused_with_a_word_while_something_is_not_accepted(qtbot, room):
    told = []
    room.window.shared.messages.said.connect(told.append)
    actions, chooser = room.window.actions_, room.panel.chooser
    chooser.box.setCurrentIndex(chooser.box.count() - 1)
    chooser.field.selectAll()
    qtbot.keyClicks(chooser.field, "w^2 + sin(3w")
    for action in (actions.run, actions.descent_step):
        action.trigger()
        assert not room.is_running
        assert room.descent.session.current.step == 0
        assert told[-1].startswith("Not started: this bracket is never closed")
    chooser.field.end(False)
    qtbot.keyClicks(chooser.field, ")")
    chooser.field.commit()
    rate = room.panel.rate_field.findChild(NumberField) or room.panel.rate_field
    rate.lineEdit().selectAll()
    qtbot.keyClicks(rate, "fast")
    actions.descent_step.trigger()
    assert "learning rate" in told[-1]
    rate.put_back()
    actions.descent_step.trigger()
    assert room.descent.session.current.step == 1
    assert room.descent.session.function.formula == "w^2 + sin(3w)"


def test_that_at_its_start_a_descent_is_ready(room):
    assert room.descent.session.diagnosis().behaviour == "ready"
