"""What a desktop program owes: it says what it did, keeps what it said, and names what is open."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from gdstudio.studio.views.dialogs.help_dialogs import MessagesDialog

LIMIT_MS = 60_000


@pytest.fixture
def trained(qtbot, window):
    """The window after one step."""
    step(qtbot, window)
    return window


def step(qtbot, window):
    goal = window.runs.run.step + 1
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress is not None and window.runs.run.step == goal)


def save(qtbot, window, path):
    with qtbot.waitSignal(window.shared.files.run_saved, timeout=LIMIT_MS):
        window.shared.files.save_to(path)


def recent_menu(window):
    """Return the actions of File > Open recent as it is opened."""
    menu = window.actions_.open_recent.menu()
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def said(window):
    return window.statusBar().currentMessage()


def test_that_a_click_on_the_status_bar_lists_what_it_said(qtbot, trained):
    QTest.keyClick(trained, Qt.Key.Key_R)
    first = said(trained)
    trained.actions_.copy_diagnostics.trigger()
    second = said(trained)
    trained.show_workspace("descent")  # what was said of another workspace is gone from the bar
    assert said(trained) == ""
    qtbot.mouseClick(trained.statusBar(), Qt.MouseButton.LeftButton)
    dialog = trained.findChild(MessagesDialog)
    assert dialog.isVisible()
    lines = dialog.findChild(QPlainTextEdit).toPlainText().splitlines()
    assert [line.split("  ", 1)[1] for line in lines[:2]] == [second, first]
    dialog.close()


def test_that_a_message_is_back_when_the_mouse_has_left_a_control(trained):
    QTest.keyClick(trained, Qt.Key.Key_R)
    message = said(trained)
    button = trained.learn.run_bar
    QApplication.sendEvent(button, QStatusTipEvent("Let the network learn"))
    assert said(trained) == "Let the network learn"
    QApplication.sendEvent(button, QStatusTipEvent(""))
    assert said(trained) == message
    trained.show_workspace("descent")
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(button, QStatusTipEvent(""))
    assert said(trained) == ""


def test_that_reset_says_what_it_did_and_how_to_get_back(qtbot, trained):
    name = trained.runs.run.name
    QTest.keyClick(trained, Qt.Key.Key_R)
    assert said(trained) == f"A fresh network. Shift+R goes back to {name}, step 1."
    qtbot.waitUntil(lambda: trained.runs.run.progress is not None)
    QTest.keyClick(trained, Qt.Key.Key_R)  # nothing was learned, so there is nothing to say
    QTest.keyClick(trained, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert said(trained) == f"Back to {name} at step 1."
    assert trained.runs.run.name == name


def test_that_reset_of_a_descent_says_that_run_goes_the_same_way(window):
    window.show_workspace("descent")
    QTest.keyClick(window, Qt.Key.Key_R)
    assert said(window) == ""  # it stood there already
    QTest.keyClick(window, Qt.Key.Key_Period)
    QTest.keyClick(window, Qt.Key.Key_Period)
    QTest.keyClick(window, Qt.Key.Key_R)
    assert said(window) == "Back at the start, from step 2. Space goes the same way again."
    assert window.descent.descent.session.n_steps == 0


def test_that_reset_of_an_experiment_says_where_its_results_are(window):
    window.show_workspace("experiments")
    room = window.experiments
    usual = room.experiments.selected.soonest_first
    QTest.keyClick(window, Qt.Key.Key_R)
    form = room.panel.form
    shown = form.settings()
    form.set_settings(shown.changed(seed=shown.seed + 1))
    form.edited.emit(form.settings())
    QTest.keyClick(window, Qt.Key.Key_R)
    assert said(window) == "The usual settings again. Every result stays in the list of results."
    assert form.settings() == shown
    assert shown in usual.values()


def test_that_a_reset_layout_says_so_and_comes_back(window):
    page, status = window.learn.page, window.statusBar()
    shares = [0.3, 0.5, 0.2]
    page.columns.set_shares(shares)
    window.actions_.show_drawing.setChecked(False)
    window.descent.page.toggle_settings()
    window.actions_.guide.trigger()
    assert window.descent.page.fold.is_by_hand

    window.actions_.reset_layout.trigger()

    assert page.columns.shares() is None
    assert not window.descent.page.fold.is_by_hand
    assert "Undo (Ctrl+Z)" in status.currentMessage()
    assert window.actions_.undo.text() == "&Undo reset of the layout"
    window.actions_.undo.trigger()
    assert page.columns.shares() == shares
    assert window.descent.page.fold.is_by_hand
    assert not window.actions_.show_drawing.isChecked()
    window.actions_.redo.trigger()
    assert page.columns.shares() is None


def test_that_a_layout_that_is_the_usual_one_is_no_deed(window):
    window.actions_.reset_layout.trigger()
    assert window.statusBar().currentMessage() == "Every card has its usual place already."
    assert not window.actions_.undo.isEnabled()


def test_that_the_title_names_the_file_and_what_it_does_not_hold(qtbot, trained, tmp_path):
    name = trained.runs.run.title
    assert trained.windowTitle() == f"{name}[*] – Gradient Descent Studio"
    assert trained.isWindowModified()
    save(qtbot, trained, tmp_path / "lesson.gdrun")
    assert trained.windowTitle().startswith(f"lesson.gdrun, {name}[*]")
    assert not trained.isWindowModified()
    step(qtbot, trained)
    assert trained.isWindowModified()
    QTest.keyClick(trained, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: trained.runs.run.progress is not None)
    assert "lesson.gdrun" not in trained.windowTitle()
    assert not trained.isWindowModified()


def test_that_a_run_saved_is_opened_again_from_the_list_which_can_be_cleared(
    qtbot, trained, tmp_path
):
    assert list(recent_menu(trained)) == ["None yet"]
    for name in ("a.gdrun", "b.gdrun"):
        save(qtbot, trained, tmp_path / name)
    (tmp_path / "b.gdrun").unlink()
    QTest.keyClick(trained, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: trained.runs.run.progress is not None)
    items = recent_menu(trained)
    (item,) = (action for action in items.values() if action.data() is not None)
    assert item.data() == ("runs", str(tmp_path / "a.gdrun"))
    with qtbot.waitSignal(trained.shared.files.run_opened, timeout=LIMIT_MS):
        item.trigger()
    qtbot.waitUntil(lambda: trained.runs.run.progress is not None)
    assert trained.runs.run.step == 1
    assert trained.windowTitle().startswith("a.gdrun, ")
    recent_menu(trained)["&Clear this list"].trigger()
    assert list(recent_menu(trained)) == ["None yet"]
