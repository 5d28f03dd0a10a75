"""The guide in the real window: F1, What is this?, tips, and how it is remembered."""

from unittest.mock import MagicMock

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QWhatsThis

from gdstudio.studio.controllers import guide_controller
from gdstudio.studio.views.help.guide_dock import GuideDock
from gdstudio.studio.views.help.what_is import tip_at


def dock_of(window) -> GuideDock:
    (dock,) = window.findChildren(GuideDock)
    return dock


def label_of(window, text: str) -> QLabel:
    labels = window.findChildren(QLabel)
    return next(one for one in labels if one.text() == text and one.isVisible())


def rest_mouse(window) -> None:
    """Let the mouse point at nothing that has a word, and no field have the focus."""
    QCursor.setPos(window.mapToGlobal(QPoint(2, window.height() - 2)))
    window.setFocus()


def test_that_f1_opens_the_guide_of_the_workspace_beside_it_and_it_follows(qtbot, window):
    rest_mouse(window)
    window.actions_.guide.trigger()
    dock = dock_of(window)
    assert dock.isVisible()
    assert dock.address == "learn"
    centre = window.centralWidget()
    assert centre.geometry().right() < dock.geometry().left()
    window.show_workspace("landscape")
    assert dock.address == "landscape"
    dock.show_page("term:cost")
    window.show_workspace("descent")
    assert dock.address == "term:cost"


def test_that_f1_on_a_field_opens_what_it_is(qtbot, window):
    rest_mouse(window)
    field = label_of(window, "Batch size").buddy()
    field.setFocus()
    window.actions_.guide.trigger()
    assert dock_of(window).address == "term:batch-size"


def help_event(window, widget, kind) -> QHelpEvent:
    at = widget.rect().center()
    event = QHelpEvent(kind, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    return event


def test_that_a_click_in_what_is_this_opens_the_entry(qtbot, window):
    window.actions_.what_is_this.trigger()
    assert QWhatsThis.inWhatsThisMode()
    for widget, term in (
        (label_of(window, "Schedule"), "schedule"),
        (window.learn.page.weights_card.body, "weight"),
        (window.learn.page.cost_card.body, "cost"),
        (window.learn.metrics.epoch, "epoch"),
    ):
        assert help_event(window, widget, QEvent.Type.QueryWhatsThis).isAccepted()
        help_event(window, widget, QEvent.Type.WhatsThis)
        assert dock_of(window).address == f"term:{term}"
        assert not QWhatsThis.inWhatsThisMode()


def test_that_a_mouse_click_asks_and_does_not_press_what_it_meets(qtbot, window):
    window.actions_.what_is_this.trigger()
    button = window.learn.run_bar.run_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.runs.is_running
    assert dock_of(window).address == "term:run"


def test_that_escape_ends_the_question(qtbot, window):
    window.actions_.what_is_this.trigger()
    qtbot.keyClick(window.learn.run_bar.run_button, Qt.Key.Key_Escape)
    assert not QWhatsThis.inWhatsThisMode()


def test_that_what_has_no_tip_of_its_own_says_what_it_is(window, monkeypatch):
    shown = MagicMock()
    monkeypatch.setattr(guide_controller, "QToolTip", shown)
    canvas = window.shared.drawing_panel.canvas
    event = help_event(window, canvas, QEvent.Type.ToolTip)
    shown.showText.assert_called_once_with(event.globalPos(), tip_at(canvas), canvas)
    assert "Canvas." in tip_at(canvas)


def test_that_the_guide_is_remembered_where_it_stood(make_window):
    first = make_window()
    rest_mouse(first)
    first.actions_.guide.trigger()
    first.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock_of(first))
    first.close_at_once()
    second = make_window()
    assert dock_of(second).isVisible()
    area = second.dockWidgetArea(dock_of(second))
    assert area == Qt.DockWidgetArea.LeftDockWidgetArea
    second.actions_.reset_layout.trigger()
    assert second.dockWidgetArea(dock_of(second)) == Qt.DockWidgetArea.RightDockWidgetArea
    dock_of(second).close()
    second.close_at_once()
    assert not make_window().findChildren(GuideDock)
