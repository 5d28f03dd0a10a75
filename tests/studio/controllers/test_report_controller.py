"""Reports of runs that have ended, or diverged, or are not there."""

from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from gdstudio.report import page
from gdstudio.studio.controllers.report_controller import ReportController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.small_runs import begin, left_state, move


@pytest.fixture
def desk(qtbot, monkeypatch):
    """A controller whose training does nothing, and whose pages tell the step of their run."""
    window = QWidget()
    qtbot.addWidget(window)
    desk = MagicMock()
    desk.runs = RunModel(window)
    shown = Shown(desk.runs, window)
    drawing = DrawingModel(desk.runs, shown, np.random.default_rng(1), window)
    desk.training = MagicMock(spec=TrainingController)
    desk.training.has_run = True
    desk.dialogs = MagicMock(spec=FileDialogs)
    desk.messages = Messages(window)
    desk.said = []
    desk.messages.said.connect(desk.said.append)
    desk.reports = ReportController(
        desk.runs, shown, drawing, desk.training, desk.dialogs, desk.messages, window
    )

    def pages(request):
        yield f"{request.name} at {request.run.state.step}".encode()

    monkeypatch.setattr(page, "make_report", pages)
    yield desk
    shut_down(window)


def test_that_without_a_run_nothing_is_asked(desk):
    desk.reports.ask()
    assert desk.said == ["There is no run to report on yet."]
    desk.dialogs.place_to_save.assert_not_called()


def test_that_who_gives_up_gets_no_report(desk):
    begin(desk.runs)
    move(desk.runs, 5)
    desk.dialogs.place_to_save.return_value = None
    desk.reports.ask()
    assert desk.reports.dialog is None
    desk.training.take_state.assert_not_called()


def test_that_a_run_that_is_left_meanwhile_is_reported_on_as_it_was_left(qtbot, desk, tmp_path):
    begin(desk.runs)
    move(desk.runs, 5)
    desk.dialogs.place_to_save.return_value = tmp_path / "page.html"
    desk.reports.ask()
    desk.training.take_state.assert_called_once()
    desk.runs.end(left_state(7))
    begin(desk.runs, 2)
    qtbot.waitUntil(lambda: bool(desk.said))
    assert desk.said == [f"Saved report {tmp_path / 'page.html'}"]
    assert (tmp_path / "page.html").read_text("utf-8") == "run 1 at 7"
    desk.reports.dialog.close()
    assert desk.said[1:] == []


def test_that_there_is_no_report_on_a_run_that_has_diverged(desk, tmp_path):
    begin(desk.runs)
    move(desk.runs, 5)
    desk.training.has_run = False
    desk.reports.report_to(tmp_path / "page.html")
    assert desk.said[-1] == "There is no report: the run has diverged."
    assert desk.reports.dialog is None
    assert not (tmp_path / "page.html").exists()
