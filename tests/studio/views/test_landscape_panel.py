from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneRequest
from gdstudio.landscape.ranges import SIZES, Normalization
from gdstudio.learning.network import Network
from gdstudio.studio.views.landscape.landscape_panel import PLANE_OVERLAYS, LandscapePanel
from gdstudio.studio.views.landscape.plane_fields import GRID_SIZES
from tests.kept import difference

NAMES = ("layer 1, neuron 3, pixel 12 14", "layer 3, neuron 9, bias")


@pytest.fixture
def panel(qtbot: QtBot) -> LandscapePanel:
    panel = LandscapePanel()
    qtbot.addWidget(panel)
    network = Network.dense((784, 16, 16, 10))
    panel.set_network(network, 28, 28)
    panel.set_example_count(60_000)
    panel.resize(264, 560)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def emitted(panel: LandscapePanel) -> list[tuple[object, ...]]:
    """What the panel emits from now on: (signal, *arguments)."""
    seen: list[tuple[object, ...]] = []
    row, overlays = panel.remake_row, panel.overlays
    for name, signal in {
        "request_edited": panel.request_edited,
        "remake_requested": row.remake_requested,
        "cancel_requested": row.cancel_requested,
        "overlay_toggled": overlays.overlay_toggled,
    }.items():
        signal.connect(lambda *args, name=name: seen.append((name, *args)))
    return seen


def choose_kind(panel: LandscapePanel, kind: str) -> None:
    panel.kind_chooser.box.setCurrentIndex(PLANE_KINDS.index(kind))


def test_that_a_fresh_panel_shows_the_usual_request(panel: LandscapePanel) -> None:
    assert panel.request() == PlaneRequest()
    shown = [name for name in PLANE_OVERLAYS if panel.overlays.is_shown(name)]
    assert shown == ["path"]


def test_that_setters_show_and_emit_nothing(panel: LandscapePanel, emitted) -> None:
    for kind in PLANE_KINDS:
        request = PlaneRequest(
            kind=kind,
            normalization=Normalization.LAYER,
            seed=7,
            size=101,
            extent=0.25,
            examples=10_000,
            first=NAMES[0],
            second=NAMES[1],
        )
        panel.set_request(request)
        assert panel.request() == request
        assert panel.kind_chooser.kind() == kind
        assert panel.fields.request() == request
    for name in PLANE_OVERLAYS:
        panel.overlays.set_overlay(name, True)
        assert panel.overlays.is_shown(name)
    panel.set_available({"random"})
    panel.remake_row.set_progress(Estimate(0.5, 3.0))
    panel.remake_row.set_progress(None)
    panel.set_example_count(1000)
    panel.set_message("look here")
    assert panel.request().examples == 1000
    assert panel.message.isVisible()
    assert emitted == []


def test_that_every_kind_shows_the_fields_that_matter_to_it(panel: LandscapePanel) -> None:
    fields = panel.fields
    boxes = {
        "normalization": fields.editors["normalization"],
        "seed": fields.editors["seed"],
        "extent": fields.editors["extent"],
        "names": fields.names,
        "grid": fields.grid_box,
        "examples": fields.examples_box,
    }
    shown = {}
    for kind in PLANE_KINDS:
        choose_kind(panel, kind)
        shown[kind] = {name for name, box in boxes.items() if box.isVisible()}
    always = {"grid", "examples"}
    assert shown == {
        "trajectory": always,
        "random": always | {"normalization", "seed", "extent"},
        "gradient": always | {"normalization", "seed", "extent"},
        "parameters": always | {"extent", "names"},
        "networks": always,
    }


def test_that_each_edit_of_a_field_tells_the_whole_request(panel, emitted) -> None:
    choose_kind(panel, "random")
    box = panel.fields.editors["normalization"]
    box.setCurrentIndex(box.findData(Normalization.NONE))
    panel.fields.editors["seed"].setValue(12)
    panel.fields.editors["extent"].setValue(0.5)
    panel.fields.grid_box.setCurrentIndex(2)
    panel.fields.examples_box.setCurrentIndex(3)
    wanted = PlaneRequest(kind="random")
    steps = [
        {},
        {"normalization": Normalization.NONE},
        {"seed": 12},
        {"extent": 0.5},
        {"size": 101},
        {"examples": 60_000},
    ]
    for (signal, request), step in zip(emitted, steps, strict=True):
        wanted = replace(wanted, **step)
        assert (signal, request) == ("request_edited", wanted)
    assert panel.request() == wanted


def test_that_every_size_offered_is_one_the_surface_takes(panel: LandscapePanel) -> None:
    box = panel.fields.grid_box
    assert [box.itemData(i) for i in range(box.count())] == list(GRID_SIZES)
    for size in GRID_SIZES:
        SIZES.take(size)


def test_that_two_parameters_are_proposed_when_none_are_named(panel, emitted) -> None:
    choose_kind(panel, "parameters")
    ((signal, request),) = emitted
    assert signal == "request_edited"
    assert (request.first, request.second) == (
        "layer 1, neuron 0, pixel 14 14",
        "layer 1, neuron 1, pixel 14 14",
    )


def test_that_a_wrong_parameter_is_answered_and_not_told(panel, emitted, qtbot: QtBot) -> None:
    panel.set_request(PlaneRequest(kind="parameters", first=NAMES[0], second=NAMES[1]))
    field = panel.fields.names.fields[0]
    field.selectAll()
    qtbot.keyClicks(field, "layer 9, neuron 0, bias")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    panel.fields.grid_box.setCurrentIndex(0)
    assert emitted == []
    assert panel.fields.names.answer.text() == "α: give a layer from 1 to 3"
    assert panel.request().first == NAMES[0]
    field.selectAll()
    qtbot.keyClicks(field, "layer 2 neuron 0 bias")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wanted = PlaneRequest(
        kind="parameters", size=25, first="layer 2, neuron 0, bias", second=NAMES[1]
    )
    assert emitted == [("request_edited", wanted)]


def test_that_wrong_parameters_do_not_matter_to_other_planes(panel, emitted) -> None:
    panel.set_request(PlaneRequest(kind="parameters", first="nonsense", second=NAMES[1]))
    choose_kind(panel, "networks")
    assert [request.kind for _, request in emitted] == ["networks"]


def test_that_choosing_what_is_shown_tells_nothing(panel, emitted) -> None:
    panel.set_request(PlaneRequest(first="nonsense"))
    choose_kind(panel, "parameters")
    choose_kind(panel, "trajectory")
    panel.fields.grid_box.setCurrentIndex(1)
    assert emitted == []


def test_that_kinds_that_cannot_be_had_say_why(panel: LandscapePanel, emitted) -> None:
    box, note = panel.kind_chooser.box, panel.kind_chooser.note
    sentence = note.text()
    panel.set_available({"random", "gradient", "parameters"})
    flags = [box.model().index(i, 0).flags() for i in range(box.count())]
    enabled = [bool(flag & Qt.ItemFlag.ItemIsEnabled) for flag in flags]
    assert enabled == [False, True, True, True, False]
    tips = [box.itemData(i, Qt.ItemDataRole.ToolTipRole) for i in range(box.count())]
    assert [bool(tip) for tip in tips] == [True, False, False, False, True]
    assert "4 points" in tips[0]
    assert "two other runs" in tips[4]
    assert note.text() == tips[0]
    assert not panel.remake_row.make_button.isEnabled()
    panel.set_available(set(PLANE_KINDS))
    assert note.text() == sentence
    assert panel.remake_row.make_button.isEnabled()
    assert emitted == []


def test_that_check_boxes_tell_their_names(panel: LandscapePanel, emitted) -> None:
    for name in PLANE_OVERLAYS:
        panel.overlays.box(name).click()
    assert emitted == [
        ("overlay_toggled", "log_height", True),
        ("overlay_toggled", "path", False),
        ("overlay_toggled", "earlier", True),
        ("overlay_toggled", "gaps", True),
        ("overlay_toggled", "walk", True),
    ]


def test_that_making_again_turns_into_progress_without_a_jump(panel, emitted) -> None:
    row = panel.remake_row
    before = [box.mapTo(panel, box.rect().topLeft()) for box in (row, panel.overlays)]
    row.make_button.click()
    panel.remake_row.set_progress(Estimate(0.345, 12.3))
    panel.layout().activate()
    assert row.cancel_button.isVisible()
    assert not row.make_button.isVisible()
    assert row.left.text() == "34 % · 13 s left"
    assert row.bar.value() == 345
    after = [box.mapTo(panel, box.rect().topLeft()) for box in (row, panel.overlays)]
    assert after == before
    row.cancel_button.click()
    panel.remake_row.set_progress(None)
    assert row.make_button.isVisible()
    assert emitted == [("remake_requested",), ("cancel_requested",)]


def test_that_the_two_buttons_do_not_lie_on_each_other(panel: LandscapePanel) -> None:
    row = panel.remake_row
    make = row.make_button.mapTo(panel, row.make_button.rect().bottomRight())
    panel.remake_row.set_progress(Estimate(0.1))
    cancel = row.cancel_button.mapTo(panel, row.cancel_button.rect().topLeft())
    assert make.x() < cancel.x()


def test_that_the_keyboard_stays_in_the_row(panel: LandscapePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.remake_row.make_button.setFocus()
    panel.remake_row.set_progress(Estimate(0.0))
    assert panel.remake_row.cancel_button.hasFocus()
    panel.remake_row.set_progress(None)
    assert panel.remake_row.make_button.hasFocus()
    panel.fields.grid_box.setFocus()
    panel.remake_row.set_progress(Estimate(0.5))
    assert panel.fields.grid_box.hasFocus()


def test_that_each_kind_is_explained_where_it_is_chosen(panel: LandscapePanel) -> None:
    chooser, lines = panel.kind_chooser, []
    for available in (PLANE_KINDS, ()):
        panel.set_available(set(available))
        for kind in PLANE_KINDS:
            chooser.set_kind(kind)
            assert chooser.is_available() == bool(available)
            assert chooser.box.accessibleDescription() == chooser.note.text()
            assert chooser.box.currentText() == chooser.title(kind)
            lines.append(f"{chooser.title(kind)}: {chooser.note.text()}")
    assert difference(Path(__file__).parent / "made" / "kinds_of_plane.txt", lines) == ""


def test_that_a_plane_can_be_made_again_if_its_kind_can_be_had(panel: LandscapePanel) -> None:
    button = panel.remake_row.make_button
    panel.set_available({"random"})
    for kind, can in (("trajectory", False), ("random", True), ("networks", False)):
        panel.set_request(PlaneRequest(kind=kind))
        assert button.isEnabled() == can
    choose_kind(panel, "random")
    assert button.isEnabled()
    choose_kind(panel, "gradient")
    assert not button.isEnabled()


def test_that_names_are_proposed_only_for_a_plane_of_parameters(panel, emitted) -> None:
    choose_kind(panel, "random")
    assert panel.fields.names.shown_value() == ("", "")
    choose_kind(panel, "parameters")
    assert all(panel.fields.names.shown_value())
    assert [one[0] for one in emitted] == ["request_edited"] * 2


def test_that_a_message_is_shown_as_long_as_there_is_one(panel: LandscapePanel) -> None:
    assert panel.message.isHidden()
    panel.set_message("Too far.")
    assert (panel.message.text(), panel.message.isHidden()) == ("Too far.", False)
    panel.set_message("")
    assert (panel.message.text(), panel.message.isHidden()) == ("", True)


def test_that_the_captions_keep_the_fields_in_their_place(panel: LandscapePanel) -> None:
    rows = panel.fields.rows
    captions = [rows.labelForField(editor) for editor in panel.fields.editors.values()]
    captions = [caption for caption in captions if caption is not None]
    assert len(captions) >= 4
    widest = max(caption.sizeHint().width() for caption in captions)
    (least,) = {caption.minimumWidth() for caption in captions}
    assert widest <= least <= widest + 1
