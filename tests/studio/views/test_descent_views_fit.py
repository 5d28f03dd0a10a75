from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY, library
from gdstudio.descent.race import RaceResult
from gdstudio.studio.appearance import put_on
from gdstudio.studio.style import POINT_SIZE
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.descent.descent_metrics import DescentMetrics, coordinate
from gdstudio.studio.views.descent.descent_panel import DescentPanel
from gdstudio.studio.views.descent.narration_view import NarrationView
from gdstudio.studio.views.descent.race_panel import RacePanel

WIDTH = 264  # of a card of 284 pixels inside its margins


@pytest.fixture(params=["Inter", "DejaVu Sans"])
def dressed(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[QApplication]:
    """The application in the look that users get, in one of two faces."""
    before = qapp.font(), qapp.palette(), qapp.styleSheet(), qapp.style().objectName()
    qapp.setStyle("fusion")
    qapp.setFont(QFont(request.param, POINT_SIZE))
    put_on(DARK)
    yield qapp
    font, palette, sheet, style = before
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def cut(widget: QWidget) -> list[str]:
    """What of the visible text in `widget` does not fit, as a list of it."""
    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisible() or isinstance(child, QScrollArea):
            continue
        if isinstance(child, QLabel) and child.wordWrap():
            fits = child.heightForWidth(child.width()) <= child.height()
        elif isinstance(child, QLabel):
            fits = child.fontMetrics().horizontalAdvance(child.text()) <= child.width()
        elif isinstance(child, QAbstractButton):
            fits = child.sizeHint().width() <= child.width()
        elif isinstance(child, QComboBox):
            option = QStyleOptionComboBox()
            child.initStyleOption(option)
            room = child.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox,
                option,
                QStyle.SubControl.SC_ComboBoxEditField,
                child,
            )
            texts = [child.itemText(i) for i in range(child.count())]
            widest = max(child.fontMetrics().horizontalAdvance(text) for text in texts)
            fits = widest <= room.width()
        elif isinstance(child, QLineEdit) and isinstance(child.parent(), QAbstractSpinBox):
            fits = child.fontMetrics().horizontalAdvance(child.text()) <= child.width()
        else:
            continue
        right = child.mapTo(widget, child.rect().topRight()).x()
        if not fits or right >= widget.width():
            found.append(f"{type(child).__name__} {getattr(child, 'text', str)()!r}")
    return found


def show(qtbot: QtBot, widget: QWidget, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(WIDTH, height)
    widget.show()
    qtbot.waitExposed(widget)
    assert widget.minimumSizeHint().width() <= WIDTH


def test_that_the_settings_of_every_function_fit(dressed, qtbot: QtBot) -> None:
    panel = DescentPanel()
    show(qtbot, panel, 420)
    for function in LIBRARY.values():
        panel.set_function(function)
        panel.resize(WIDTH, 420)
        dressed.processEvents()
        assert cut(panel) == [], function.name
        assert panel.minimumSizeHint().height() <= 380


@pytest.mark.parametrize("text", ["", "x +", "quux x + 3", "x" + "(x + 1)" * 60, "W" * 400])
def test_that_answers_to_typed_formulas_fit(dressed, qtbot: QtBot, text: str) -> None:
    panel = DescentPanel()
    panel.set_function(library(2)[0])
    show(qtbot, panel, 420)
    panel.chooser.box.setCurrentIndex(panel.chooser.box.count() - 1)
    panel.chooser.field.clear()
    panel.chooser.field.insert(text)
    panel.chooser.field.textEdited.emit(text)
    panel.set_message("learning rate: -1.0 is not accepted; give a number above 0")
    dressed.processEvents()
    assert cut(panel) == []


def test_that_a_long_typed_formula_fits(dressed, qtbot: QtBot) -> None:
    panel = DescentPanel()
    show(qtbot, panel, 420)
    panel.set_function(typed_function(" + ".join(["2x"] * 38), 2))
    panel.set_start((-4.9996, -4.9994))
    dressed.processEvents()
    assert cut(panel) == []


@pytest.mark.parametrize("n", [1, 3, 6])
def test_that_a_race_fits(dressed, qtbot: QtBot, n: int) -> None:
    panel = RacePanel()
    show(qtbot, panel, 230)
    while len(panel.racers()) < n:
        panel.add_button.click()
    while len(panel.racers()) > n:
        panel.rows[0].remove_button.click()
    results = [
        RaceResult(racer, 0.1, 9.0, -1.2e-15, 10_000, 10_000, "converged")
        for racer in panel.racers()
    ]
    panel.set_results(results)
    dressed.processEvents()
    assert cut(panel) == []


def test_that_a_narration_fits(dressed, qtbot: QtBot) -> None:
    view = NarrationView()
    show(qtbot, view, 300)
    view.set_lines(["    x: " + "0.123456 · " * 20 + "= 1"] * 30, "Step 12,345, gradient descent")
    dressed.processEvents()
    assert cut(view) == []
    (text,) = view.findChildren(QTextEdit)
    assert text.document().idealWidth() <= text.viewport().width()


@pytest.mark.parametrize("dimension", [1, 2])
def test_that_metrics_fit_in_the_header(dressed, qtbot: QtBot, dimension: int) -> None:
    metrics = DescentMetrics()
    qtbot.addWidget(metrics)
    metrics.set_function(library(dimension)[0])
    metrics.show()
    for metric in metrics.metrics():
        metric.set_text("−1.2e−15")
    for metric in metrics.position:
        metric.set_text(coordinate(-1.2e15))
    metrics.step.set_text("99,999")
    metrics.state.set_text("under way")
    metrics.adjustSize()
    dressed.processEvents()
    assert cut(metrics) == []
    assert metrics.minimumSizeHint().width() <= 640


@pytest.mark.parametrize("make", [DescentPanel, RacePanel, NarrationView])
def test_that_everything_focusable_has_a_name(make: Callable[[], QWidget], qtbot: QtBot) -> None:
    view = make()
    qtbot.addWidget(view)
    for child in view.findChildren(QWidget):
        inner = isinstance(child.parent(), QAbstractSpinBox | QComboBox)
        if child.focusPolicy().value and not inner and not isinstance(child, QAbstractItemView):
            assert child.accessibleName(), f"{type(child).__name__} in {type(view).__name__}"


def test_that_the_panel_can_be_walked_by_tab(qtbot: QtBot) -> None:
    panel = DescentPanel()
    panel.set_function(library(2)[0])
    show(qtbot, panel, 420)
    panel.dimension_switch.button("2").setFocus()
    walked = []
    for _ in range(20):
        walked.append(panel.focusWidget())
        panel.focusNextChild()
    stops = [
        panel.dimension_switch.button("2"),
        panel.chooser.box,
        panel.method_box,
        panel.rate_field.spin_box,
        panel.rate_field.slider,
        *panel.start_fields.boxes,
        panel.overlays.box("basins"),
        panel.overlays.box("stationary_points"),
        panel.overlays.box("log_height"),
    ]
    places = [walked.index(stop) for stop in stops]
    assert places == sorted(places)
