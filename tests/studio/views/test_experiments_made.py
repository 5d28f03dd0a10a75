"""The views of the workspace Experiments are made and laid out as it was looked at, in words."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox, QStackedWidget, QWidget

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.experiment import Finding
from gdstudio.jobs.estimate import Estimate
from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel
from gdstudio.studio.views.experiments.experiments_page import ExperimentsPage
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.noise_bar import NoiseBar
from gdstudio.studio.views.experiments.paper_view import PaperView
from gdstudio.studio.views.experiments.preset_form import PresetForm
from gdstudio.studio.views.experiments.run_note import RunNote
from gdstudio.studio.views.experiments.way_bar import WayBar
from tests.kept import difference
from tests.studio.described import described, standing

KEPT = Path(__file__).parent / "made"


@pytest.mark.parametrize("kind", [NoiseBar, PaperView, RunNote, WayBar])
def test_that_a_view_is_made_as_it_is_kept(qtbot, kind) -> None:
    view = kind()
    qtbot.addWidget(view)
    assert difference(KEPT / f"{kind.__name__}.txt", described(view, sizes=True)) == ""


def test_that_the_panel_is_made_as_it_is_kept(qtbot, monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    save = QAction("&Save", toolTip="Keeps it", enabled=False)
    panel = ExperimentPanel([*EXPERIMENTS.values()][:2], QAction("&Open"), save)
    qtbot.addWidget(panel)
    assert difference(KEPT / "ExperimentPanel.txt", described(panel, sizes=True)) == ""


def test_that_the_form_is_made_as_it_is_kept(qtbot) -> None:
    form = PresetForm("Processes", QSpinBox())
    qtbot.addWidget(form)
    form.set_presets(EXPERIMENTS["noise"].presets)
    assert difference(KEPT / "PresetForm.txt", described(form, sizes=True)) == ""


def test_that_findings_are_laid_out_as_it_is_kept(qtbot) -> None:
    view = FindingsView()
    qtbot.addWidget(view)
    assert difference(KEPT / "FindingsView_none.txt", described(view, sizes=True)) == ""
    fits = Finding("Z-1", "It fits.", "They fit.", "99.9 %", True)
    view.set_findings([fits, Finding("Z-2", "It scales.", "", "one width", None)])
    assert difference(KEPT / "FindingsView_two.txt", described(view, sizes=True)) == ""


@pytest.fixture
def page(qtbot) -> ExperimentsPage:
    page = ExperimentsPage(*(QWidget() for _ in range(6)))
    qtbot.addWidget(page)
    page.show()
    return page


def test_that_the_page_is_made_as_it_is_kept(page) -> None:
    assert difference(KEPT / "ExperimentsPage.txt", described(page, sizes=True)) == ""


def test_that_the_cards_share_the_room_of_the_page(page) -> None:
    lines = []
    for width, height in ((1000, 460), (1700, 800), (2400, 1200)):
        page.resize(width, height)
        QApplication.processEvents()
        lines += [f"{width} x {height}", *standing(page, Card)]
    assert difference(KEPT / "ExperimentsPage_cards.txt", lines) == ""


def enter(page, dragged: QMimeData) -> bool:
    """Return whether what is dragged over the page is taken."""
    keys = Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, keys
    )
    event.accept()
    page.dragEnterEvent(event)
    return event.isAccepted()


def drop(page, dragged: QMimeData) -> bool:
    keys = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, keys
    )
    event.ignore()
    page.dropEvent(event)
    return event.isAccepted()


def test_that_one_folder_can_be_dropped_and_nothing_else(page, qtbot, tmp_path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    dropped = QSignalSpy(page.folder_dropped)
    for places in ([], [file], [tmp_path, tmp_path], [file, tmp_path]):
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
        assert not enter(page, dragged)
        assert not drop(page, dragged)
    elsewhere = QMimeData()
    elsewhere.setUrls([QUrl("https://example.org/folder")])
    assert not enter(page, elsewhere)
    folder = QMimeData()
    folder.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org")])
    assert enter(page, folder)
    assert dropped.count() == 0
    with qtbot.waitSignal(page.folder_dropped) as told:
        assert drop(page, folder)
        assert dropped.count() == 0  # not before the drag is over
    assert told.args == [tmp_path]
    assert dropped.count() == 1


@pytest.mark.parametrize(
    ("key", "title", "place"), [("paper", "The paper", 0), ("findings", "What came out", 1)]
)
def test_that_the_switch_turns_the_page(page, key, title, place) -> None:
    def shown() -> tuple[str, int]:
        pages = page.findChild(QStackedWidget)
        return standing(page, Card)[0].partition(":")[0], pages.currentIndex()

    page.show_page("paper" if key == "findings" else "findings")
    page.switch.button(key).click()
    assert shown() == (title, place)
    page.show_page("paper" if key == "findings" else "findings")
    assert shown() != (title, place)
    page.show_page(key)
    assert shown() == (title, place)
    assert page.switch.button(key).isChecked()


def test_that_a_note_is_cut_to_its_room_and_told_whole(qtbot) -> None:
    note = RunNote()
    qtbot.addWidget(note)
    long = "Training network 17 of 20 with 100 hidden neurons, for the second time, on noise"
    note.set_progress(Estimate(0.25, 12.0), long)
    assert (note.note.text(), note.note.toolTip()) == (
        note.note.fontMetrics().elidedText(long, Qt.TextElideMode.ElideRight, 360),
        long,
    )
    assert not note.progress.isHidden()
    assert note.progress.bar.value() == 250
    note.set_compact(True)
    assert note.note.width() == 150
    compact = note.note.fontMetrics().elidedText(long, Qt.TextElideMode.ElideRight, 150)
    assert note.note.text() == compact
    note.set_compact(False)
    assert note.note.width() == 360
    note.set_progress(None, "Done.")
    assert note.note.text() == "Done."
    assert note.progress.isHidden()


def test_that_the_form_names_the_preset_it_equals(qtbot) -> None:
    presets = EXPERIMENTS["noise"].presets
    form = PresetForm("Processes", QSpinBox())
    qtbot.addWidget(form)
    assert form.editors == {}
    form.set_presets(presets)
    first, second = list(presets.values())[:2]
    assert form.settings() == first
    assert form.preset_box.currentIndex() == 0
    edited = QSignalSpy(form.edited)
    form.set_settings(second)
    assert (form.preset_box.currentIndex(), edited.count()) == (1, 0)
    form.set_settings(first.changed(seed=77))
    assert form.preset_box.currentText() == "own settings"
    assert form.preset_box.count() == len(presets) + 1
    form.preset_box.activated.emit(form.preset_box.currentIndex())  # is no preset
    assert edited.count() == 0
    form.preset_box.setCurrentIndex(1)
    form.preset_box.activated.emit(1)
    assert edited.at(0) == [second]
    assert form.settings() == second
    assert form.preset_box.count() == len(presets)
    form.editors["seed"].setValue(5)
    assert edited.at(edited.count() - 1) == [second.changed(seed=5)]
    assert form.preset_box.currentText() == "own settings"


def test_that_settings_that_are_refused_are_told_and_forgiven(qtbot) -> None:
    form = PresetForm("Processes", QSpinBox())
    qtbot.addWidget(form)
    form.set_presets(EXPERIMENTS["noise"].presets)
    edited = QSignalSpy(form.edited)
    seed = form.editors["seed"]
    seed.selectAll()
    QTest.keyClicks(seed, "x")
    QTest.keyClick(seed, Qt.Key.Key_Return)
    assert edited.at(edited.count() - 1) == [None]
    assert form.settings() is None
    assert form.message.text() != ""
    assert not form.message.isHidden()
    form.set_settings(EXPERIMENTS["noise"].default)
    assert form.message.isHidden()
    assert form.message.text() == ""
    assert form.settings() == EXPERIMENTS["noise"].default


def test_that_another_experiment_brings_another_form(qtbot) -> None:
    last = QSpinBox()
    form = PresetForm("Processes", last)
    qtbot.addWidget(form)
    form.show()
    form.set_presets(EXPERIMENTS["noise"].presets)
    before = form.editors["seed"]
    qtbot.waitUntil(before.isVisible)
    form.set_presets(EXPERIMENTS["architectures"].presets)
    assert not before.isVisible()
    assert form.settings() == EXPERIMENTS["architectures"].default
    qtbot.waitUntil(last.isVisible)
    assert form.preset_box.isVisible()


def test_that_the_buttons_of_the_panel_do_what_the_menu_does(qtbot) -> None:
    open_, save = QAction("&Open"), QAction("&Save", enabled=False)
    panel = ExperimentPanel([*EXPERIMENTS.values()][:2], open_, save)
    qtbot.addWidget(panel)
    buttons = {one.text(): one for one in panel.findChildren(QPushButton)}
    done = QSignalSpy(open_.triggered), QSignalSpy(save.triggered)
    buttons["Open…"].click()
    buttons["Save…"].click()
    assert [spy.count() for spy in done] == [1, 0]
    save.setEnabled(True)
    open_.setEnabled(False)
    assert buttons["Save…"].isEnabled()
    assert not buttons["Open…"].isEnabled()


def test_that_an_experiment_is_shown_with_its_settings_and_without_old_messages(qtbot) -> None:
    experiments = [*EXPERIMENTS.values()][:2]
    panel = ExperimentPanel(experiments, QAction("&Open"), QAction("&Save"))
    qtbot.addWidget(panel)
    panel.set_message("It went wrong.")
    assert (panel.message.text(), panel.message.isHidden()) == ("It went wrong.", False)
    chosen = QSignalSpy(panel.experiment_chosen)
    panel.set_experiment(1, experiments[1], experiments[1].default.changed(seed=9))
    assert (panel.message.text(), panel.message.isHidden()) == ("", True)
    assert panel.list.currentRow() == 1
    assert panel.form.settings() == experiments[1].default.changed(seed=9)
    assert panel.list.item(1).toolTip() == experiments[1].question
    assert chosen.count() == 0
    panel.resize(900, 560)
    panel.show()
    panel.set_outcomes((), -1, is_running=True)
    assert [panel.outcomes.itemText(k) for k in range(panel.outcomes.count())] == ["running now"]
    assert not panel.outcomes.isEnabled()
    panel.set_outcomes(("a",), 0, is_running=False)
    assert panel.outcomes.isEnabled()
    assert panel.outcomes.currentText() == "a"
    room = 2 * panel.question.fontMetrics().lineSpacing() + 4  # two lines, whatever it says
    qtbot.waitUntil(lambda: panel.question.minimumHeight() == room)


def test_that_the_first_network_stays_where_it_was_chosen(qtbot) -> None:
    bar = WayBar()
    qtbot.addWidget(bar)
    assert (bar.first.maximum(), bar.second.maximum()) == (1, 1)
    bar.set_networks([(16, 5), (1024, 1), (64, 2)])
    assert [bar.width_box.itemText(k) for k in range(3)] == ["16", "1,024", "64"]
    assert (bar.first.value(), bar.second.value()) == (1, 2)
    bar.first.setValue(4)
    bar.second.setValue(3)
    bar.width_box.setCurrentIndex(2)
    assert (bar.first.value(), bar.second.value()) == (2, 2)
    assert (bar.first.minimum(), bar.first.maximum()) == (1, 2)
    bar.width_box.setCurrentIndex(1)
    assert (bar.first.value(), bar.second.value()) == (1, 1)
    assert not bar.button.isEnabled()
    bar.set_networks([(16, 1), (32, 1)])
    assert bar.isHidden()


def test_that_a_network_that_is_not_there_is_asked_for_nowhere(qtbot) -> None:
    bar = WayBar()
    qtbot.addWidget(bar)
    bar.set_networks([(16, 5)])
    asked = QSignalSpy(bar.way_requested)
    for box in (bar.first, bar.second):
        kept = box.value()
        box.selectAll()
        QTest.keyClicks(box, "9")
        bar.button.click()
        assert asked.count() == 0
        box.setValue(kept + 1)
    bar.button.click()
    assert asked.at(0) == [0, 1, 2]


def test_that_the_answer_to_noise_is_the_strongest_neuron(qtbot) -> None:
    bar = NoiseBar()
    qtbot.addWidget(bar)
    bar.set_answer(np.array([0.25, 0.5, 0.125]), "net")
    assert bar.sentence.text().startswith(
        "In Learn, net sees a 1 on its canvas, with activation 0.500"
    )
