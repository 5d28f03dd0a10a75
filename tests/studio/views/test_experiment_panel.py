"""The panel of an experiment: nothing of it is cut, and it says what the user wants."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QScrollArea

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel

ALL = tuple(EXPERIMENTS.values())


@pytest.fixture
def panel(qtbot):
    panel = ExperimentPanel(ALL, QAction("Open"), QAction("Save"))
    qtbot.addWidget(panel)
    panel.resize(256, 560)  # at 1280 x 720
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.mark.parametrize("index", range(len(ALL)), ids=list(EXPERIMENTS))
def test_that_no_field_is_cut_at_the_right(qtbot, panel, index):
    panel.set_experiment(index, ALL[index], ALL[index].default.changed(seed=5))
    assert panel.form.preset_box.currentData() == ""  # own settings, the longest name
    room = panel.findChild(QScrollArea).viewport()
    for editor in panel.form.editors.values():
        qtbot.waitUntil(lambda e=editor: e.mapTo(room, QPoint(e.width(), 0)).x() <= room.width())


def test_that_the_experiment_chosen_is_told_and_showing_one_tells_nothing(qtbot, panel):
    seen = []
    panel.experiment_chosen.connect(seen.append)
    panel.set_experiment(1, ALL[1], ALL[1].default)
    assert panel.question.text() == ALL[1].question
    assert seen == []
    panel.list.setCurrentRow(2)
    assert seen == [2]


def test_that_the_running_experiment_is_marked(panel):
    panel.set_running(1)
    texts = [panel.list.item(k).text() for k in range(panel.list.count())]
    assert texts[1] == f"{ALL[1].title} – running"
    assert [texts[0], *texts[2:]] == [one.title for k, one in enumerate(ALL) if k != 1]
    panel.set_running(None)
    assert panel.list.item(1).text() == ALL[1].title


def test_that_results_are_listed_newest_first_and_one_is_chosen(panel):
    seen = []
    panel.outcome_chosen.connect(seen.append)
    panel.set_outcomes(("first", "second"), 1, is_running=True)
    box = panel.outcomes
    assert [box.itemText(k) for k in range(box.count())] == ["running now", "second", "first"]
    assert box.currentText() == "second"
    assert seen == []
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert seen == [0]
