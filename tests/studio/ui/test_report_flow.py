"""File > Report in the real window: what it shows is told, and its command repeats its run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from gdstudio.cli import main
from gdstudio.files.run_file import load_run
from gdstudio.inside.edits_typed import read_edit
from gdstudio.report import page
from gdstudio.report.repeat import SAVED_AS
from tests.report.pages import Read, command_in

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def learnt(qtbot, window, monkeypatch, tmp_path):
    """Return the window after five updates, with a digit on the canvas and a named moment."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(_typed(tmp_path)))
    for step in range(1, 6):
        window.actions_.step_batch.trigger()
        qtbot.waitUntil(lambda step=step: window.runs.step == step)
    window.runs.run.moments.name(3, "<before>")
    window.shared.drawing.show_test_digit(7)
    return window


def _typed(folder: Path):
    def types(_parent, _title, suggested, filters):
        return str(folder / Path(suggested).name), filters.split(";;")[0]

    return types


def report(qtbot, window) -> Path:
    """Ask for a report; return where it is."""
    window.actions_.report.trigger()
    dialog = window.shared.reports.dialog
    assert dialog.isVisible()
    assert not dialog.open_button.isEnabled()
    qtbot.waitUntil(dialog.open_button.isEnabled)
    (page,) = Path(window.shared.reports._folder).glob("*.html")
    assert str(page) in dialog.words.text()
    return page


def test_that_a_report_tells_what_the_window_shows_and_how_to_repeat_it(
    qtbot, learnt, monkeypatch, tmp_path
):
    page = report(qtbot, learnt)
    text = page.read_text(encoding="utf-8")
    read = Read.of(text)
    assert "the run as it was then, at update 5" in [one.text for one in read.all("bdi")]
    answer = int(learnt.shared.drawing.answer.activations.argmax())
    digit = "The digit on the canvas, test digit 7: a 9, is answered with"
    assert f"{digit} {answer}." in [one.text for one in read.all("figcaption")]
    assert "<before>" in [one.text for one in read.all("td")]
    learnt.shared.files.save_to(tmp_path / "own.gdrun")
    qtbot.waitUntil((tmp_path / "own.gdrun").exists)
    monkeypatch.chdir(tmp_path)
    words = command_in(text)
    assert words[words.index("--stop-at") + 1] == "5"
    assert main(words) == 0
    own, again = (load_run(tmp_path / name).state for name in ("own.gdrun", SAVED_AS))
    assert again.step == own.step == 5
    assert again.parameters.tobytes() == own.parameters.tobytes()


def test_that_edits_are_told_in_a_report(qtbot, learnt):
    network = learnt.shown.network
    learnt.shared.lab.add(read_edit("b3[1] = 50", network))
    text = report(qtbot, learnt).read_text(encoding="utf-8")
    assert "at update 5, edited<" in text
    assert "b3[1] = 50" in [one.text for one in Read.of(text).all("li")]


def test_that_a_report_is_opened_in_the_browser(qtbot, learnt, monkeypatch):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    page = report(qtbot, learnt)
    qtbot.mouseClick(learnt.shared.reports.dialog.open_button, LEFT)
    assert [Path(url.toLocalFile()) for url in opened] == [page]
    assert learnt.shared.reports.dialog is None


def test_that_no_browser_is_said(qtbot, learnt, monkeypatch):
    said = []
    learnt.shared.messages.said.connect(said.append)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    page = report(qtbot, learnt)
    learnt.shared.reports.dialog.open_button.click()
    assert said[-1] == f"No browser opens {page}"


def test_that_a_report_can_be_cancelled_and_nothing_is_written(
    qtbot, learnt, monkeypatch, tmp_path
):
    def endless(_request):
        while True:
            yield 0.5

    said = []
    learnt.shared.messages.said.connect(said.append)
    monkeypatch.setattr(page, "make_report", endless)
    learnt.actions_.report.trigger()
    dialog = learnt.shared.reports.dialog
    qtbot.waitUntil(dialog.progress.cancel_button.isVisible)
    learnt.actions_.report.trigger()
    assert learnt.shared.reports.dialog is dialog
    qtbot.mouseClick(dialog.progress.cancel_button, LEFT)
    assert learnt.shared.reports.dialog is None
    assert said[-1] == "The report was cancelled."
    assert not list(tmp_path.glob("*.html"))


def test_that_what_cannot_be_written_is_told(qtbot, learnt, tmp_path):
    with qtbot.waitSignal(learnt.shared.messages.fault_met) as met:
        learnt.shared.reports.report_to(tmp_path / "missing" / "page.html")
    assert "there is no folder" in str(met.args[0])
    assert learnt.shared.reports.dialog is None
