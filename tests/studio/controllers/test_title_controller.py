"""The title of the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.title_controller import TitleController
from gdstudio.studio.state.run_model import RunModel
from tests.studio.small_runs import begin, move


class Files(QObject):
    """What is told of files."""

    run_opened, run_saved = Signal(), Signal()


def test_that_the_title_names_run_and_file_and_marks_what_is_not_saved(qtbot):
    window, runs, files = QWidget(), RunModel(), Files()
    qtbot.addWidget(window)
    TitleController(runs, files, window)
    assert window.windowTitle() == "Gradient Descent Studio"
    begin(runs)
    run = runs.run
    assert window.windowTitle() == f"{run.title}[*] – Gradient Descent Studio"
    assert not window.isWindowModified()
    move(runs, 3)
    assert window.isWindowModified()
    run.file, run.saved_step = Path("/there/mine.gdrun"), 3
    files.run_saved.emit()
    assert window.windowTitle().startswith("mine.gdrun, run 1: ")
    assert not window.isWindowModified()
    move(runs, 5)
    assert window.isWindowModified()


def test_that_a_file_is_named_after_the_run(qapp):
    runs = RunModel()
    begin(runs)
    move(runs, 3)
    assert runs.run.file_name.endswith("-step-3.gdrun")
    assert set("/:\\ ,").isdisjoint(runs.run.file_name)
