"""The views of the workspace Experiments are made and laid out as it was looked at, in words."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.experiment import Finding
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
