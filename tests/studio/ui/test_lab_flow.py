"""The lab in the real window: type a weight, see what becomes of the network, undo it."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gdstudio.files.run_file import load_run
from gdstudio.inside.places import Place
from gdstudio.jobs.subject import subject_of_file
from gdstudio.learning.evaluation import evaluate
from gdstudio.numerals import percent
from gdstudio.studio.state.shown import Edited
from tests.studio.ui.test_inside_flow import draw_three, inspect, learn_some, number

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def lab(qtbot, window):
    """The window with a three drawn and the lab open; its card."""
    learn_some(qtbot, window)
    inspect(qtbot, window, "network")
    draw_three(window)
    page = window.inspect.network_page
    qtbot.mouseClick(page.edit, LEFT)
    assert page.lab.isVisible()
    return page.lab


def type_edit(qtbot, lab, text):
    lab.field.setFocus()
    lab.field.selectAll()
    qtbot.keyClicks(lab.field, text)
    qtbot.keyClick(lab.field, Qt.Key.Key_Return)


def figures(qtbot, lab):
    """Return the lines before and after, once they are known."""
    qtbot.waitUntil(lambda: "→" in lab.figures.text() and "…" not in lab.figures.text())
    return lab.figures.text().split("\n")


def accuracy(window, network):
    return percent(evaluate(network, window.runs.data.test, window.shown.subject.cost).accuracy)


def test_that_a_typed_bias_changes_the_accuracy_and_undo_brings_it_back(qtbot, window, lab):
    whole = accuracy(window, window.shown.network)
    type_edit(qtbot, lab, "b3[1] = 50")
    assert isinstance(window.shown.source, Edited)
    changed = accuracy(window, window.shown.network)
    assert changed != whole
    lines = figures(qtbot, lab)
    assert lines[0] == f"Test accuracy {whole} → {changed}"
    assert lines[2].endswith("→ 1 (1.00)")
    assert lab.field.text() == ""
    assert lab.list.item(0).text() == "b3[1] = 50"
    lab.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: lab.figures.text().startswith(f"Test accuracy {whole} → {whole}"))
    for _ in range(2):
        window.actions_.undo.trigger()
    assert window.shown.is_run
    assert accuracy(window, window.shown.network) == whole
    assert lab.list.count() == 0
    window.actions_.redo.trigger()
    assert figures(qtbot, lab)[0] == f"Test accuracy {whole} → {changed}"


def test_that_what_is_no_edit_is_refused_where_it_is_typed(qtbot, window, lab):
    type_edit(qtbot, lab, "W9[0,0] = 1")
    assert lab.field.text() == "W9[0,0] = 1"
    assert lab.field.error is not None
    assert window.shown.is_run


def test_that_buttons_edit_the_chosen_neuron_and_all_weights(qtbot, window, lab):
    assert not lab.button("off").isEnabled()
    window.shared.inside.choose(Place(2, 5))
    qtbot.mouseClick(lab.button("off"), LEFT)
    assert not window.shown.network.part("W3")[:, 5].any()
    for what in ("scale", "prune", "noise", "temperature"):
        qtbot.mouseClick(lab.button(what), LEFT)
    titles = [lab.list.item(k).text() for k in range(lab.list.count())]
    assert titles[:2] == ["L2.5 off: its outgoing weights are 0", "L2.5: weights times 2"]
    assert len(titles) == 5
    assert figures(qtbot, lab)


def test_that_an_edited_network_becomes_a_run_and_a_file_of_the_same_accuracy(
    qtbot, window, lab, tmp_path, monkeypatch
):
    path, proposed = tmp_path / "edited.gdrun", []

    def chosen(where, _sizes):
        proposed.append(where.name)
        return path, False

    monkeypatch.setattr(window.shared.dialogs, "run_to_save", chosen)
    type_edit(qtbot, lab, "prune 97")
    said = figures(qtbot, lab)[0].rpartition("→ ")[2]
    before = window.runs.run
    lab.save_requested.emit()
    assert window.runs.run is not before
    assert before in window.runs.earlier
    assert proposed == [before.file_name.replace(".gdrun", "-edited.gdrun")]
    qtbot.waitUntil(path.exists)
    saved = subject_of_file(load_run(path), "edited", "edited")
    found = evaluate(saved.make_network(), window.runs.data.test, saved.cost)
    assert percent(found.accuracy) == said


def test_that_nothing_becomes_a_run_where_no_file_is_chosen(qtbot, window, lab, monkeypatch):
    monkeypatch.setattr(window.shared.dialogs, "run_to_save", lambda *_: None)
    type_edit(qtbot, lab, "prune 97")
    source, run, earlier = window.shown.source, window.runs.run, tuple(window.runs.earlier)
    undo = window.actions_.undo.text()
    lab.save_requested.emit()
    assert window.runs.run is run
    assert tuple(window.runs.earlier) == earlier
    assert window.shown.source is source
    assert lab.list.count() == 1
    assert window.actions_.undo.text() == undo


def test_that_a_typed_weight_changes_the_accuracy_and_undo_brings_it_back_to_the_last_digit(
    qtbot, window, lab
):
    """From a stroke to the multiplication, one weight of it changed, and back."""
    diagram, page = window.inspect.network_page.view.diagram, window.inspect.network_page
    qtbot.mouseClick(page.edit, LEFT)
    qtbot.waitUntil(lambda: diagram.places is not None and window.drawing.reason == "")
    qtbot.mouseClick(diagram, LEFT, pos=diagram.stop_rect(diagram.stop_of((2, 5))).center())
    qtbot.waitUntil(lambda: page.card.look is not None)
    qtbot.waitUntil(lambda: np.array_equal(page.card.look.pixels, window.drawing.pixels))
    before = [tuple(row) for row in rows_of(page.card)]
    assert len([row for row in before if row[0].startswith("L1.")]) == 10
    assert round(sum(row[1] for row in before[:-1]), 4) == before[-1][1]
    written = page.card.activation.text().split("\n")[1].removeprefix("   = ")
    assert number(written) == pytest.approx(1 / (1 + math.exp(-before[-1][1])), abs=1e-4)
    weight = page.card.look.neuron.contributions[0].weight_name
    reached = evaluate(window.shown.network, window.runs.data.test, window.shown.subject.cost)
    qtbot.mouseClick(page.edit, LEFT)
    type_edit(qtbot, lab, f"{weight} = 60")
    changed = evaluate(window.shown.network, window.runs.data.test, window.shown.subject.cost)
    assert changed.cost != reached.cost
    assert window.shared.time_strip.findChild(QLabel, "muted").text() == "edited"
    shown = f"{percent(reached.accuracy)} → {percent(changed.accuracy)}"
    assert figures(qtbot, lab)[0] == f"Test accuracy {shown}"
    qtbot.mouseClick(page.edit, LEFT)
    qtbot.waitUntil(lambda: [tuple(row) for row in rows_of(page.card)] != before)
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: [tuple(row) for row in rows_of(page.card)] == before)
    again = evaluate(window.shown.network, window.runs.data.test, window.shown.subject.cost)
    assert (again.accuracy, again.cost) == (reached.accuracy, reached.cost)
    assert page.card.activation.text().split("\n")[1].removeprefix("   = ") == written
    assert lab.list.count() == 0


def rows_of(card):
    """Return the rows of the sum: what each is called, and its number."""
    return [(row.name, number(row.text)) for row in card.table.rows]
