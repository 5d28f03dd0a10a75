from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.run_deeds import RunDeeds
from gdstudio.studio.controllers.runs_table_controller import (
    RunsTableController,
    differences,
    rows_of,
)
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.run_model import RunModel
from tests.studio.small_runs import RECIPE, begin, left_state, move


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    begin(runs)
    move(runs, 20, costs=20, evaluated=True)
    runs.end(left_state(20))
    begin(runs, 2, RECIPE.changed(l2=0.5, epochs=7, seed=9))
    move(runs, 5, costs=5)
    return runs


@pytest.fixture
def controller(qtbot, runs):
    window = QWidget()
    qtbot.addWidget(window)
    deeds = RunDeeds(runs, Deeds(QCoreApplication.instance()), runs.take_back)
    return RunsTableController(runs, MagicMock(spec=RunController, deeds=deeds), [], window)


def names(controller):
    table = controller.table.table
    return [table.item(k, 0).text() for k in range(table.rowCount())]


def test_that_the_present_run_comes_first_and_each_says_what_differs(runs):
    present, earlier = rows_of(runs)
    assert (present.name, present.position, present.seed, present.steps) == ("run 2", -1, 9, 5)
    assert (earlier.name, earlier.position, earlier.steps) == ("run 1", 0, 20)
    assert earlier.differs == "L2 0, Epochs 1000000"
    assert (earlier.cost, earlier.accuracy, earlier.can_go_on) == (0.5, 0.9, True)
    assert present.cost != present.cost  # there was no evaluation


def test_that_what_is_not_compared_does_not_differ():
    assert differences(RECIPE.changed(seed=5, name="other"), RECIPE) == ""


def test_that_the_table_is_made_when_it_is_asked_for_and_follows_the_runs(controller, runs, qtbot):
    assert controller.table is None
    controller.show_table()
    assert names(controller) == ["run 2", "run 1"]
    runs.end(left_state(5))
    begin(runs, 3)
    assert names(controller) == ["run 3", "run 2", "run 1"]


def test_that_what_is_done_in_the_table_happens_to_the_runs(controller, runs, qtbot):
    controller.show_table()
    table = controller.table
    table.renamed.emit(1, "run 2")
    qtbot.waitUntil(lambda: names(controller) == ["run 2", "run 2 (2)"])
    table.noted.emit(1, "slow")
    assert runs.earlier[0].caption.note == "slow"
    table.run_toggled.emit(1, False)
    assert not runs.earlier[0].is_visible
    table.delete_requested.emit(1)
    assert names(controller) == ["run 2"]
    assert table.undo_button.isEnabled()
    table.undo_requested.emit()
    assert names(controller) == ["run 2", "run 2 (2)"]
    assert not table.undo_button.isEnabled()
