import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdstudio.descent.library import LIBRARY, library
from gdstudio.descent.methods import METHODS
from gdstudio.studio.views.descent.descent_panel import OVERLAYS, DescentPanel
from gdstudio.studio.views.descent.method_box import METHODS_SHOWN


@pytest.fixture
def panel(qtbot: QtBot) -> DescentPanel:
    panel = DescentPanel()
    qtbot.addWidget(panel)
    panel.resize(264, 420)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def emitted(panel: DescentPanel) -> list[tuple[object, ...]]:
    """What the panel emits from now on: (signal, *arguments)."""
    seen: list[tuple[object, ...]] = []
    for name, signal in {
        "dimension_chosen": panel.dimension_chosen,
        "function_chosen": panel.function_chosen,
        "method_chosen": panel.method_chosen,
        "rate_edited": panel.rate_field.edited,
        "start_edited": panel.start_fields.boxes[0].edited,
        "overlay_toggled": panel.overlays.overlay_toggled,
    }.items():
        signal.connect(lambda *args, name=name: seen.append((name, *args)))
    return seen


def test_that_setters_show_and_emit_nothing(panel: DescentPanel, emitted) -> None:
    function = LIBRARY["rosenbrock"]
    panel.set_function(function)
    panel.set_method("adam")
    panel.rate_field.show_value(0.05)
    panel.set_start((1.5, 2.5))
    for name in OVERLAYS:
        panel.overlays.set_overlay(name, True)
    panel.set_message("look here")
    assert panel.function() is function
    assert (panel.method(), panel.learning_rate(), panel.start()) == ("adam", 0.05, (1.5, 2.5))
    assert all(panel.overlays.is_shown(name) for name in OVERLAYS)
    assert panel.message.isVisible()
    panel.set_message("")
    assert not panel.message.isVisible()
    assert emitted == []


def test_that_every_method_but_the_doublet_of_descent_can_be_chosen(panel: DescentPanel) -> None:
    names = [panel.method_box.itemData(i) for i in range(panel.method_box.count())]
    assert names == [name for name in METHODS if name != "sgd"]
    assert list(METHODS_SHOWN) == names


def test_that_the_switch_brings_the_function_chosen_last(panel: DescentPanel, emitted) -> None:
    panel.chooser.box.setCurrentIndex(4)
    panel.dimension_switch.button("2").click()
    panel.chooser.box.setCurrentIndex(6)
    panel.dimension_switch.button("1").click()
    assert panel.function() is library(1)[4]
    panel.dimension_switch.button("2").click()
    assert panel.function() is library(2)[6]
    assert emitted == [
        ("function_chosen", library(1)[4]),
        ("dimension_chosen", 2),
        ("function_chosen", library(2)[6]),
        ("dimension_chosen", 1),
        ("dimension_chosen", 2),
    ]


def test_that_a_function_comes_with_start_rate_and_scale(panel: DescentPanel) -> None:
    told = []
    panel.function_chosen.connect(
        lambda f: told.append((f.name, panel.start(), panel.learning_rate()))
    )
    panel.set_function(LIBRARY["bowl"])
    panel.set_method("momentum")
    names = [function.name for function in library(2)]
    panel.chooser.box.setCurrentIndex(names.index("beale"))
    # Beale's own rate is 0.01; momentum is given a fifth of it
    assert told == [("beale", (1.0, 1.0), 0.002)]
    assert panel.overlays.is_shown("log_height")
    panel.chooser.box.setCurrentIndex(names.index("bowl"))
    assert not panel.overlays.is_shown("log_height")


def test_that_a_method_comes_with_a_rate(panel: DescentPanel, emitted) -> None:
    rates = []
    panel.method_chosen.connect(lambda _: rates.append(panel.learning_rate()))
    panel.rate_field.show_value(0.7)
    for method in ("adam", "newton", "gradient-descent"):
        panel.method_box.setCurrentIndex(panel.method_box.findData(method))
    # the parabola is shown on [-4, 6]: Adam gets a hundredth of that
    assert rates == [0.1, 1.0, 0.1]
    assert [args[0] for args in emitted] == ["method_chosen"] * 3


def test_that_what_is_edited_is_told(panel: DescentPanel, emitted, qtbot: QtBot) -> None:
    panel.set_function(LIBRARY["himmelblau"])
    panel.rate_field.spin_box.setValue(0.03)
    panel.start_fields.boxes[0].setValue(4)
    panel.overlays.box("basins").click()
    panel.overlays.box("stationary_points").click()
    panel.overlays.box("stationary_points").click()
    assert (panel.learning_rate(), panel.start()) == (0.03, (4.0, -1.2))
    assert emitted == [
        ("rate_edited",),
        ("start_edited", 4.0),
        ("overlay_toggled", "basins", True),
        ("overlay_toggled", "stationary_points", True),
        ("overlay_toggled", "stationary_points", False),
    ]


def test_that_overlays_speak_of_valleys_or_basins(panel: DescentPanel) -> None:
    assert panel.overlays.box("basins").text() == "Valleys"
    panel.set_function(LIBRARY["bowl"])
    assert panel.overlays.box("basins").text() == "Basins"


def test_that_inner_state_is_offered_where_there_is_one(panel: DescentPanel) -> None:
    box = panel.overlays.box("inner_state")
    assert not box.isEnabled()
    panel.set_method("lion")
    assert box.isEnabled()
    panel.set_method("gradient-descent")
    assert not box.isEnabled()


def test_that_a_typed_function_is_descended_from_its_start(
    panel: DescentPanel, emitted, qtbot: QtBot
) -> None:
    panel.set_function(LIBRARY["long-valley"])
    panel.chooser.box.setCurrentIndex(panel.chooser.box.count() - 1)
    field = panel.chooser.field
    field.selectAll()
    qtbot.keyClicks(field, "x^2 + y^2 )")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [args[0] for args in emitted] == ["function_chosen"]  # the one typing began with
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [args[0] for args in emitted] == ["function_chosen"] * 2
    assert float(emitted[-1][1].value((3.0, 4.0))) == 25.0
    assert panel.start() == (3.0, 2.0)


def test_that_echoes_of_a_controller_change_nothing(panel: DescentPanel, emitted) -> None:
    panel.function_chosen.connect(lambda function: panel.set_function(function))
    panel.start_fields.boxes[0].edited.connect(lambda: panel.set_start(panel.start()))
    panel.chooser.box.setCurrentIndex(3)
    panel.start_fields.boxes[0].setValue(0.25)
    panel.set_function(panel.function())
    assert panel.start() == (0.25,)
    assert len(emitted) == 2


def test_that_settings_below_the_note_stay_where_they_are(panel: DescentPanel, qtbot) -> None:
    places = set()
    for i in range(len(library(1))):
        panel.chooser.box.setCurrentIndex(i)
        panel.layout().activate()
        qtbot.waitUntil(lambda: panel.chooser.note.height() > 0)
        places.add(panel.method_box.mapTo(panel, panel.method_box.rect().topLeft()).y())
    assert len(places) == 1


def test_that_the_first_field_not_accepted_is_named(panel: DescentPanel, qtbot: QtBot) -> None:
    assert panel.first_refused() is None
    start = panel.start_fields.boxes[0]
    start.selectAll()
    qtbot.keyClicks(start, "nonsense")
    refused = panel.first_refused()
    assert refused is not None
    assert refused[0] is start
    panel.chooser.box.setCurrentIndex(panel.chooser.box.count() - 1)
    field = panel.chooser.field
    field.selectAll()
    qtbot.keyClicks(field, "w + foo")
    assert panel.first_refused() == (field, field.error)
    panel.set_function(LIBRARY["bowl"])  # hides what is wrong
    assert panel.first_refused() is None


def test_that_a_formula_being_typed_is_taken_when_all_is_asked(
    panel: DescentPanel, emitted, qtbot: QtBot
) -> None:
    panel.chooser.box.setCurrentIndex(panel.chooser.box.count() - 1)
    field = panel.chooser.field
    field.selectAll()
    qtbot.keyClicks(field, "w^2 + 7")
    del emitted[:]
    assert panel.first_refused() is None
    ((signal, function),) = emitted
    assert (signal, function.formula) == ("function_chosen", "w^2 + 7")
    assert panel.function() is function


def test_that_what_the_picture_cannot_show_is_told(panel: DescentPanel) -> None:
    assert panel.picture_note.isHidden()
    panel.set_picture_note("Too fast.")
    assert panel.picture_note.text() == "Too fast."
    assert not panel.picture_note.isHidden()
    panel.set_picture_note("")
    assert panel.picture_note.isHidden()


def test_that_a_fresh_panel_shows_the_first_cost_of_one_input(panel: DescentPanel) -> None:
    parabola = library(1)[0]
    assert panel.function() is parabola
    assert (panel.start(), panel.learning_rate()) == (parabola.start, 0.1)
    assert panel.dimension_switch.button("1").isChecked()
